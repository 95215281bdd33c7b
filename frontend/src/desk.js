// The desk's scripts. Every page is whole without them; see docs/desk-drawings.md for the attributes.
import "./htmx_config.js";
import htmx from "htmx.org/dist/htmx.esm.js";
import "htmx.org/dist/ext/hx-sse.js";
import { startAsOf } from "./as_of.js";
import { showCopying, startCopying } from "./copy.js";
import { startDropping } from "./drop.js";
import { startKeeping } from "./keep.js";
import { addHelpButton, startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { loadSheet } from "./sheet.js";
import { startTheme } from "./theme.js";
import { startTidying } from "./tidy.js";
import { startTimelines } from "./timeline.js";
import { startTips } from "./tips.js";

loadSheet();
// What listens on the whole document is started once, the rest for every part that htmx brings in.
for (const start of [startKeys, startCopying, startTheme, startTips, startKeeping, startTidying]) start(document);
const onPart = (root) => {
  addHelpButton(document);
  showCopying(document);
  for (const start of [startAsOf, startDropping, startLive, startTimelines]) start(root);
};
htmx.onLoad(onPart);

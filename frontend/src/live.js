// `data-live="/api/events"` listens to a stream of the server's events. When something has changed
// it shows the element `[data-live-note]` within, which offers a reload: a page never changes under the
// reader's eyes. `data-live-names` are the names of the events, "changed" unless told; `[data-live-told]`
// within the note gets the time and how many deals have changed. A page in the background does not
// listen, because a browser keeps few connections to one desk.
import { fresh, say } from "./dom.js";
import { newsWords } from "./news.js";

const open = new Set();

export function startLive(root) {
  for (const live of open) if (!live.element.isConnected) live.stop();
  for (const element of fresh(root, "[data-live]", "liveReady")) listen(element);
}

function listen(element) {
  const names = (element.dataset.liveNames ?? "changed").split(/\s+/);
  const deals = new Set();
  let stream = null;
  const onChange = (event) => show(element, deals, event.data);
  const follow = () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (stream === null) {
      stream = new EventSource(element.dataset.live);
      for (const name of names) stream.addEventListener(name, onChange);
    }
  };
  const leave = () => stream?.close();
  const stop = () => {
    leave();
    document.removeEventListener("visibilitychange", follow);
    removeEventListener("pagehide", leave);
    open.delete(live);
  };
  const live = { element, stop };
  open.add(live);
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", leave);
  follow();
}

function show(element, deals, data) {
  const note = element.querySelector("[data-live-note]");
  if (note === null) return;
  for (const deal of JSON.parse(data || "{}").deals ?? []) deals.add(deal);
  const told = note.querySelector("[data-live-told]");
  if (told !== null) told.textContent = newsWords(deals.size, new Date());
  if (!note.hidden) return;
  note.hidden = false;
  say(note.textContent.trim());
}

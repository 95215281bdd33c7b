// `data-live="/api/events"` listens to a stream of the server's events. When something has changed
// it shows the element `[data-live-note]` within, which offers a reload: a page never changes under the
// reader's eyes. `data-live-names` are the names of the events, "changed" unless told.
import { fresh, say } from "./dom.js";

export function startLive(root) {
  for (const element of fresh(root, "[data-live]", "liveReady")) listen(element);
}

function listen(element) {
  const stream = new EventSource(element.dataset.live);
  const names = (element.dataset.liveNames ?? "changed").split(/\s+/);
  const note = element.querySelector("[data-live-note]");
  const onChange = () => {
    if (!element.isConnected) stream.close();
    if (note === null || !note.hidden) return;
    note.hidden = false;
    say(note.textContent.trim());
  };
  for (const name of names) stream.addEventListener(name, onChange);
  addEventListener("pagehide", () => stream.close(), { once: true });
}

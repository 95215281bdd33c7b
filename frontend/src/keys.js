// The desk by keyboard. A page names its keys itself: `data-key="a"` on what a press should click or
// focus, `data-item` on the rows of its queue; see docs/desk-drawings.md.
import { isField, make } from "./dom.js";
import { helpRows, keyOf, neighbour } from "./keymap.js";
import { recall, remember } from "./memory.js";

const ITEM = "[data-item]";
const KEPT = "desk-keys"; // "off": single keys do nothing, for those whose tools send them
const SEARCH = "[data-search], input[type=search]";

export function startKeys(document) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    const key = keyOf(event);
    if (key === null || document.querySelector("dialog[open]")) return;
    if (key.length === 1 && recall(KEPT) === "off") return;
    if (isField(event.target)) {
      if (key === "Escape") event.target.blur();
      return;
    }
    if (act(document, key, event.target)) event.preventDefault();
  });
  document.addEventListener("focusin", ({ target }) => {
    const item = target instanceof Element ? target.closest(ITEM) : null;
    if (item) markCurrent(document, item);
  });
  // After a decision the row is gone: the next one in its place is the current one.
  document.addEventListener("htmx:after:swap", () => keepPlace(document));
}

/** The way to the help for those who do not know its key, or have switched the keys off. */
export function addHelpButton(document) {
  if (document.querySelector(".desk-help-button")) return;
  const button = make("button", { type: "button", class: "quiet-button desk-help-button" }, "Keys");
  button.addEventListener("click", () => showHelp(document));
  document.querySelector(".site-tools")?.append(button);
}

function act(document, key, target) {
  if (key === "?") return showHelp(document);
  if (key === "/") return reach(document.querySelector(SEARCH));
  const items = [...document.querySelectorAll(ITEM)];
  if (items.length > 0 && (key === "j" || key === "k")) {
    return step(document, items, key);
  }
  const current = currentItem(document);
  if (key === "Enter" && target !== current) return false; // a link or button of its own
  if (key === "Enter") return reach(current?.querySelector("[data-open]") ?? current?.querySelector("a[href]"));
  const wanted = `[data-key="${CSS.escape(key)}"]`;
  return reach(current?.querySelector(wanted) ?? document.querySelector(`${wanted}:not(${ITEM} *)`));
}

/** Focuses a field, clicks anything else; whether there was something to reach. */
function reach(element) {
  if (!element || element.disabled) return false;
  if (isField(element)) {
    element.focus();
    element.select?.();
  } else element.click();
  return true;
}

function currentItem(document) {
  return document.activeElement?.closest(ITEM) ?? document.querySelector(`${ITEM}[aria-current]`);
}

function step(document, items, key) {
  const item = items[neighbour(items.indexOf(currentItem(document)), items.length, key)];
  markCurrent(document, item);
  if (!item.hasAttribute("tabindex")) item.tabIndex = -1;
  item.focus();
  item.scrollIntoView({ block: "nearest" });
  return true;
}

let place = -1; // of the current item in the queue

function markCurrent(document, item) {
  for (const other of document.querySelectorAll(`${ITEM}[aria-current]`)) other.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
  place = [...document.querySelectorAll(ITEM)].indexOf(item);
}

function keepPlace(document) {
  const items = [...document.querySelectorAll(ITEM)];
  if (place < 0 || items.length === 0 || document.querySelector(`${ITEM}[aria-current]`)) return;
  const item = items[Math.min(place, items.length - 1)];
  if (!item.hasAttribute("tabindex")) item.tabIndex = -1;
  item.focus();
}

function showHelp(document) {
  document.getElementById("desk-help")?.remove();
  const own = [...document.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, wordsOf(one)]);
  const rows = helpRows(own, document.querySelector(ITEM) !== null);
  const list = make("dl", { class: "desk-keys" });
  for (const [key, words] of rows) {
    list.append(make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, words)));
  }
  const box = make("input", { type: "checkbox", id: "desk-keys-on" });
  box.checked = recall(KEPT) !== "off";
  box.addEventListener("change", () => remember(KEPT, box.checked ? "on" : "off"));
  const choice = make("label", { class: "check", for: "desk-keys-on" }, box, "Single keys work");
  const close = make("button", { type: "submit", autofocus: "" }, "Close");
  const dialog = make(
    "dialog",
    { id: "desk-help", "aria-labelledby": "desk-help-title" },
    make("h2", { id: "desk-help-title" }, "Keys"),
    list,
    make("p", {}, choice),
    make("form", { method: "dialog" }, close),
  );
  document.body.append(dialog);
  dialog.showModal();
  return true;
}

function wordsOf(element) {
  return element.dataset.keyWords ?? element.getAttribute("aria-label") ?? element.textContent.trim();
}

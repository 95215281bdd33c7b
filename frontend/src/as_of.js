// The as-of slider: it shows only with scripts, follows the list of days and sends the form. By pointer
// it does so when let go, by keys after a pause; after the page is there again it has the focus.
import { fresh } from "./dom.js";
import { recall, remember } from "./memory.js";
import { nearestStop } from "./stops.js";

const PAUSE = 700; // milliseconds: time for the next press of an arrow
const KEPT = "desk-slider"; // the page whose slider was moved by keys

export function startAsOf(root) {
  for (const form of fresh(root, "form[data-as-of]", "asOfReady")) start(form);
}

function start(form) {
  const [range, list] = [form.querySelector("input[type=range]"), form.querySelector("select")];
  const options = [...(form.querySelector("datalist")?.options ?? [])];
  if (range === null || list === null || options.length === 0) return;
  const stops = options.map((option) => ({ place: Number(option.value), option }));
  let current = nearestStop(Number(range.value), stops);
  const show = (index) => {
    current = index;
    const { place, option } = stops[index];
    range.value = String(place);
    range.setAttribute("aria-valuetext", option.label);
    list.value = option.dataset.day;
  };
  form.querySelector(".dr-as-of-range").hidden = false;
  range.addEventListener("input", () => show(nearestStop(Number(range.value), stops, current)));
  sendWhenSet(form, range);
  if (recall(KEPT) === location.pathname) range.focus();
  remember(KEPT, "");
}

function sendWhenSet(form, range) {
  let [isPressed, waiting] = [false, null];
  range.addEventListener("pointerdown", () => (isPressed = true));
  range.addEventListener("change", () => {
    clearTimeout(waiting);
    if (isPressed) return form.requestSubmit();
    waiting = setTimeout(() => {
      remember(KEPT, location.pathname);
      form.requestSubmit();
    }, PAUSE);
  });
  range.addEventListener("blur", () => clearTimeout(waiting));
  range.addEventListener("keydown", () => (isPressed = false));
}

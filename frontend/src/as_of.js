// The as-of slider: it shows only with scripts, goes from stop to stop and sends the form. By pointer
// it does so when let go, by keys after a pause; on the page that comes then it has the focus.
import { fresh } from "./dom.js";
import { recall, remember } from "./memory.js";
import { dayAt, nearestStop, placesIn } from "./stops.js";

const PAUSE = 700; // milliseconds: time for the next press of an arrow
const KEPT = "desk-slider"; // the page whose slider was moved
const WORDS = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

export function startAsOf(root) {
  for (const form of fresh(root, "form[data-as-of]", "asOfReady")) start(form);
}

function start(form) {
  const [range, field] = [form.querySelector("input[type=range]"), form.querySelector("input[type=date]")];
  if (range === null) return;
  form.querySelector(".dr-as-of-range").hidden = false;
  follow(form, range, field);
  sendWhenSet(form, range);
  if (recall(KEPT) === location.pathname) range.focus({ preventScroll: true });
  remember(KEPT, "");
}

/** Date and words follow the slider; it halts at stops, where the page has told them. */
function follow(form, range, field) {
  const last = Number(range.max);
  const places = placesIn(range.dataset.stops);
  const stops = [...places, last].map((place) => ({ place }));
  const isFree = "every" in range.dataset; // the stops are only the ends
  const told = form.querySelector("output");
  const words = new Map([...(range.list?.options ?? [])].map((one) => [one.dataset.day, one.label]));
  let current = nearestStop(Number(range.value), stops);
  range.addEventListener("input", () => {
    const value = Number(range.value);
    const isWithin = isFree && value >= places[0] && value <= places.at(-1);
    current = isWithin ? -1 : nearestStop(value, stops, current);
    const place = isWithin ? value : stops[current].place;
    range.value = String(place);
    const day = place >= last ? "" : dayAt(range.dataset.first, place);
    field.value = day;
    told.textContent = day === "" ? "now" : (words.get(day) ?? WORDS.format(new Date(day)));
    told.style.left = `${(place / last) * 100}%`;
    range.setAttribute("aria-valuetext", told.textContent);
  });
}

function sendWhenSet(form, range) {
  let [isPressed, waiting] = [false, null];
  const send = () => {
    remember(KEPT, location.pathname);
    form.requestSubmit();
  };
  range.addEventListener("pointerdown", () => (isPressed = true));
  range.addEventListener("change", () => {
    clearTimeout(waiting);
    if (isPressed) send();
    else waiting = setTimeout(send, PAUSE);
  });
  range.addEventListener("blur", () => clearTimeout(waiting));
  range.addEventListener("keydown", () => (isPressed = false));
}

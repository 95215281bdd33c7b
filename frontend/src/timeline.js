// Zooming and moving of timelines: buttons, Ctrl and wheel, dragging, + and - and the arrows.
import { moved, placeIn, ticksOf, wholeView, zoomed } from "./axis.js";
import { fresh, make } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 1.6; // of one zoom
const ROOM = 56; // units from tick to tick

export function startTimelines(root) {
  for (const time of fresh(root, ".dr-time[data-first]", "zoomReady")) new Timeline(time).start();
}

class Timeline {
  constructor(time) {
    this.time = time;
    this.plot = time.querySelector(".dr-plot");
    this.svg = time.closest("svg");
    const { left, right, first, last } = time.dataset;
    this.view = wholeView({ left: Number(left), right: Number(right), first, last });
    this.whole = this.view;
    this.lines = [...this.plot.querySelectorAll(".dr-item > line")].map((line) => ({
      line,
      x1: Number(line.getAttribute("x1")),
      x2: Number(line.getAttribute("x2")),
    }));
    const groups = ".dr-item > .dr-at, :scope > .dr-now";
    this.groups = [...this.plot.querySelectorAll(groups)].map((group) => ({
      group,
      x: group.transform.baseVal.consolidate().matrix.e,
    }));
    this.ownTicks = [...this.plot.querySelectorAll(":scope > .dr-tick")];
    this.grid = this.ownTicks[0];
  }

  start() {
    this.addTools();
    this.svg.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    this.svg.addEventListener("pointerdown", (event) => this.onPress(event));
    this.svg.addEventListener("dblclick", (event) => this.set(zoomed(this.view, STEP, this.at(event))));
  }

  addTools() {
    const middle = () => (this.view.left + this.view.right) / 2;
    const third = () => (this.view.right - this.view.left) / 3;
    const tools = [
      ["Zoom in", "+", () => zoomed(this.view, STEP, middle())],
      ["Zoom out", "\u2212", () => zoomed(this.view, 1 / STEP, middle())],
      ["Earlier", "\u2190", () => moved(this.view, -third())],
      ["Later", "\u2192", () => moved(this.view, third())],
      ["All of the time", "All", () => this.whole],
    ];
    const bar = make("div", { class: "dr-tools", role: "group", "aria-label": "Zoom of the timeline" });
    this.buttons = tools.map(([words, sign, change]) => {
      const button = make("button", { type: "button", "aria-label": words, title: words }, sign);
      button.addEventListener("click", () => this.set(change()));
      bar.append(button);
      return button;
    });
    this.svg.before(bar);
    this.show();
  }

  /** The place of a pointer in the drawing's units. */
  at(event) {
    const box = this.svg.getBoundingClientRect();
    return ((event.clientX - box.left) / box.width) * this.svg.viewBox.baseVal.width;
  }

  onWheel(event) {
    if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
    event.preventDefault();
    this.set(zoomed(this.view, event.deltaY < 0 ? STEP : 1 / STEP, this.at(event)));
  }

  onPress(event) {
    if (event.button !== 0 || this.view.scale === 1 || event.pointerType === "touch") return;
    let last = this.at(event);
    const begin = last;
    const onMove = (move) => {
      this.set(moved(this.view, last - this.at(move)));
      last = this.at(move);
    };
    const onEnd = () => {
      removeEventListener("pointermove", onMove);
      // A drag that ends on a mark is no click on it.
      const stop = (click) => click.preventDefault();
      if (Math.abs(last - begin) > 3) addEventListener("click", stop, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", stop, { capture: true }));
    };
    event.preventDefault();
    addEventListener("pointermove", onMove);
    addEventListener("pointerup", onEnd, { once: true });
    addEventListener("pointercancel", onEnd, { once: true });
  }

  set(view) {
    this.view = view;
    this.show();
  }

  show() {
    for (const { line, x1, x2 } of this.lines) {
      line.setAttribute("x1", placeIn(this.view, x1));
      line.setAttribute("x2", placeIn(this.view, x2));
    }
    for (const { group, x } of this.groups) {
      group.setAttribute("transform", `translate(${placeIn(this.view, x)} 0)`);
    }
    this.showTicks();
    const isWhole = this.view.scale === 1;
    this.svg.classList.toggle("dr-zoomed", !isWhole);
    this.buttons.forEach((button, n) => {
      if (n > 0) button.disabled = isWhole;
    });
  }

  showTicks() {
    for (const tick of this.plot.querySelectorAll(":scope > .dr-tick")) tick.remove();
    const isWhole = this.view.scale === 1;
    const ticks = isWhole ? this.ownTicks : ticksOf(this.view, ROOM).map((tick) => this.tick(tick));
    this.plot.prepend(...ticks);
  }

  tick({ x, words, isMinor }) {
    const tick = document.createElementNS(SVG, "g");
    tick.setAttribute("class", isMinor ? "dr-tick dr-minor" : "dr-tick");
    tick.setAttribute("transform", `translate(${x} 0)`);
    const grid = this.grid?.querySelector("line")?.cloneNode();
    const text = document.createElementNS(SVG, "text");
    text.setAttribute("x", "3");
    text.setAttribute("y", this.grid?.querySelector("text")?.getAttribute("y") ?? "20");
    text.textContent = words;
    if (grid) tick.append(grid);
    tick.append(text);
    return tick;
  }
}

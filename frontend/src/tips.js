// The words of a mark at once, where it is, and not after the browser's delay.
import { make } from "./dom.js";

const MARKS = ".dr a, .dr g:has(> title)";

export function startTips(document) {
  let tip = null;
  let titled = null;
  const hide = () => {
    tip?.remove();
    if (titled !== null) {
      titled.parent.prepend(titled.title);
      titled.parent.removeAttribute("aria-label");
    }
    tip = titled = null;
  };
  const show = (mark) => {
    hide();
    const title = mark.querySelector(":scope > title");
    if (title === null) return;
    titled = { parent: mark, title };
    title.remove(); // or the browser shows it a second time
    mark.setAttribute("aria-label", title.textContent); // what it was for the name
    tip = make("div", { class: "dr-tip", "aria-hidden": "true" }, title.textContent);
    document.body.append(tip);
    place(tip, (mark.querySelector(".dr-at > .dr-hit") ?? mark).getBoundingClientRect());
  };
  const over = (event) => {
    const mark = event.target instanceof Element ? event.target.closest(MARKS) : null;
    if (mark === null) hide();
    else if (mark !== titled?.parent) show(mark);
  };
  document.addEventListener("pointerover", over);
  document.addEventListener("focusin", over);
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", hide, { passive: true, capture: true });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
}

function place(tip, box) {
  const { offsetWidth: width, offsetHeight: height } = tip;
  const middle = Math.max(box.left, 0) + Math.min(box.width, innerWidth) / 2;
  const left = Math.min(Math.max(middle - width / 2, 8), innerWidth - width - 8);
  const top = box.top - height - 8 > 0 ? box.top - height - 8 : box.bottom + 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${Math.min(top, innerHeight - height - 8)}px`;
}

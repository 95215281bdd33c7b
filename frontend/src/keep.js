// What a reader has folded out, and where the focus is, outlive the change of a page's content.
// `data-kept="name"` marks what can be folded; links and fields are known by their words.
let [folds, focus] = [new Map(), null];

export function startKeeping(document) {
  document.addEventListener("htmx:before:swap", () => {
    folds = new Map([...document.querySelectorAll("details[data-kept]")].map((one) => [one.dataset.kept, one.open]));
    focus = nameOf(document.activeElement);
  });
  document.addEventListener("htmx:after:swap", () => restore(document));
}

function restore(document) {
  for (const one of document.querySelectorAll("details[data-kept]")) {
    one.open = folds.get(one.dataset.kept) ?? one.open;
  }
  if (focus === null || document.activeElement !== document.body) return;
  const same = [...document.querySelectorAll("a[href], button, input, select, summary")].find(
    (one) => nameOf(one) === focus,
  );
  (same ?? document.getElementById("main"))?.focus({ preventScroll: true });
}

/** Words that tell an element from others: its id, or what it says and the part it stands in. */
function nameOf(element) {
  if (element === null || element === document.body) return null;
  if (element.id) return `#${element.id}`;
  const part = element.closest("details, nav, form, section, thead")?.querySelector("summary, h2");
  return [element.tagName, part?.textContent.trim(), element.textContent.trim()].join("|");
}

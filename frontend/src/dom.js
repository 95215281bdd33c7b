// Small helpers for making and finding elements.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** All elements below a root that match, the root itself included; each is returned once ever. */
export function fresh(root, selector, mark) {
  const found = [...root.querySelectorAll(selector)];
  if (root instanceof Element && root.matches(selector)) found.unshift(root);
  return found.filter((one) => {
    if (one.dataset[mark]) return false;
    one.dataset[mark] = "on";
    return true;
  });
}

/** Says something to those who listen instead of looking. */
export function say(words) {
  let region = document.getElementById("desk-said");
  if (region === null) {
    region = make("div", { id: "desk-said", role: "status", class: "hidden" });
    document.body.append(region);
  }
  region.textContent = words;
}

/** Whether somebody is typing there. */
export function isField(element) {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element.matches("textarea, select")) return true;
  return element.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
}

// Buttons that copy an address or a text: `data-copy` holds it, empty means this page's address.
import { say } from "./dom.js";

/** The buttons, which only scripts can serve. */
export function showCopying(document) {
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

export function startCopying(document) {
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
    if (button === null) return;
    event.preventDefault();
    await copy(document, button);
  });
}

async function copy(document, button) {
  const text = textOf(button.dataset.copy, location.href);
  const said = (await write(document, text)) ? "Copied" : `Not copied. Copy it by hand: ${text}`;
  say(said);
  button.dataset.said = said;
  setTimeout(() => delete button.dataset.said, 2000);
}

/** Addresses become whole ones; other texts stay as they are. */
export function textOf(given, here) {
  return given === "" || /^[/?#]/.test(given) ? new URL(given, here).href : given;
}

async function write(document, text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      if (error.name !== "NotAllowedError") throw error;
    }
  }
  return writeOldWay(document, text); // without TLS there is no clipboard
}

function writeOldWay(document, text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

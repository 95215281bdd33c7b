// The scripts' own style sheet lies beside them.
const here = document.currentScript?.src;

export function loadSheet() {
  if (!here) return;
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL("desk.css", here).href;
  document.head.append(sheet);
}

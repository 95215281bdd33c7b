// Files dropped onto `form[data-drop]` go into its file field; `data-drop="submit"` sends it too.
import { fresh, say } from "./dom.js";

export function startDropping(root) {
  for (const form of fresh(root, "form[data-drop]", "dropReady")) {
    const field = form.querySelector("input[type=file]");
    if (field !== null) start(form, field);
  }
}

function start(form, field) {
  let depth = 0; // dragenter and dragleave come for every child
  const mark = (by) => {
    depth = by === 0 ? 0 : depth + by;
    form.classList.toggle("is-over", depth > 0);
  };
  form.addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(1);
  });
  form.addEventListener("dragleave", (event) => hasFiles(event) && mark(-1));
  form.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  form.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(0);
    take(form, field, event.dataTransfer.files);
  });
}

function hasFiles(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

function take(form, field, files) {
  field.files = files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  say(files.length === 1 ? `${files[0].name} is ready` : `${files.length} files are ready`);
  if (form.dataset.drop === "submit") form.requestSubmit();
}

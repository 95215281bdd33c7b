// Sorting and filtering of the dossier's tables. Everything is readable without it.
"use strict";

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function keyOf(row, column) {
  const cell = row.cells[column];
  if (!cell) return "";
  return "key" in cell.dataset ? cell.dataset.key : cell.textContent.trim();
}

// Unknown values stay at the end in both directions.
function compare(a, b, direction) {
  const left = a.key === "" || a.key === "\u2013";
  const right = b.key === "" || b.key === "\u2013";
  if (left || right) return left === right ? a.place - b.place : left ? 1 : -1;
  return direction * collator.compare(a.key, b.key) || a.place - b.place;
}

function sortTable(table, column, direction) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows, (row, place) => ({ row, place, key: keyOf(row, column) }));
  rows.sort((a, b) => compare(a, b, direction));
  body.append(...rows.map((one) => one.row));
  Array.from(table.tHead.rows[0].cells).forEach((head, index) => {
    if (index === column) head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    else head.removeAttribute("aria-sort");
  });
}

function makeSortable(table) {
  Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      sortTable(table, column, head.getAttribute("aria-sort") === "ascending" ? -1 : 1);
    });
  });
}

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function makeFilter(panel, table) {
  const rows = Array.from(table.tBodies[0].rows).filter((row) => "state" in row.dataset);
  const texts = new Map(rows.map((row) => [row, fold(`${row.textContent} ${row.dataset.words ?? ""}`)]));
  const controls = Array.from(panel.querySelectorAll("[data-filter]"));
  const shown = panel.querySelector("[data-shown]");

  function accepts(row, control) {
    const name = control.dataset.filter;
    if (control.type === "checkbox") {
      return !control.checked || row.hasAttribute(`data-${name}`);
    }
    if (control.value === "") return true;
    if (name === "words") {
      return fold(control.value).split(/\s+/).every((word) => texts.get(row).includes(word));
    }
    return row.dataset[name] === control.value;
  }

  function apply() {
    let count = 0;
    for (const row of rows) {
      row.hidden = !controls.every((control) => accepts(row, control));
      if (!row.hidden) count += 1;
    }
    shown.textContent = `${count} of ${rows.length} ${rows.length === 1 ? "deal" : "deals"} shown`;
  }

  panel.addEventListener("input", apply);
  panel.querySelector("[data-reset]").addEventListener("click", () => {
    for (const control of controls) {
      if (control.type === "checkbox") control.checked = false;
      else control.value = "";
    }
    apply();
  });
  panel.hidden = false;
  apply();
}

for (const table of document.querySelectorAll("table[data-sortable]")) makeSortable(table);
const panel = document.getElementById("filters");
const deals = document.getElementById("deals");
if (panel && deals) makeFilter(panel, deals);

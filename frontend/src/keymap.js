// What a key means on a page. Pure.

const MODIFIED = ["ctrlKey", "metaKey", "altKey"];

/** The name of a key press as pages write it, null for one that is the browser's. */
export function keyOf(event) {
  if (event.isComposing || MODIFIED.some((name) => event[name])) return null;
  return event.key === " " || event.key.length > 12 ? null : event.key;
}

/** The index to go to from another by j (next) and k (previous); stays within the list. */
export function neighbour(index, count, key) {
  if (count === 0) return -1;
  if (index < 0) return key === "k" ? count - 1 : 0;
  return Math.min(Math.max(index + (key === "j" ? 1 : -1), 0), count - 1);
}

/** The rows of the help dialog: what every page has, then what this page offers, each key once. */
export function helpRows(own, hasItems) {
  const rows = [["/", "search"]];
  if (hasItems) rows.push(["j", "next"], ["k", "previous"], ["Enter", "open"]);
  const known = new Set(rows.map(([key]) => key));
  for (const [key, words] of own) {
    if (!known.has(key)) rows.push([key, words]);
    known.add(key);
  }
  rows.push(["?", "these keys"]);
  return rows;
}

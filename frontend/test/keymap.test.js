import assert from "node:assert/strict";
import { test } from "node:test";
import { helpRows, keyOf, neighbour } from "../src/keymap.js";

test("keys with modifiers are the browser's", () => {
  assert.equal(keyOf({ key: "j" }), "j");
  assert.equal(keyOf({ key: "?", shiftKey: true }), "?");
  for (const name of ["ctrlKey", "metaKey", "altKey", "isComposing"]) {
    assert.equal(keyOf({ key: "a", [name]: true }), null);
  }
});

test("j and k stay within the list", () => {
  assert.equal(neighbour(-1, 3, "j"), 0);
  assert.equal(neighbour(-1, 3, "k"), 2);
  assert.equal(neighbour(2, 3, "j"), 2);
  assert.equal(neighbour(0, 3, "k"), 0);
  assert.equal(neighbour(0, 0, "j"), -1);
});

test("the help names each key once", () => {
  const rows = helpRows([["a", "accept"], ["a", "accept"], ["r", "reject"]], true);
  const keys = rows.map(([key]) => key);
  assert.deepEqual(keys, ["/", "j", "k", "Enter", "a", "r", "?"]);
});

test("a page without a queue has no keys for one", () => {
  assert.deepEqual(helpRows([], false).map(([key]) => key), ["/", "?"]);
});

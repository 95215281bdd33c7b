import assert from "node:assert/strict";
import { test } from "node:test";
import { newsWords } from "../src/news.js";

const at = new Date(2024, 4, 6, 7, 8);

test("the note counts deals", () => {
  assert.match(newsWords(3, at), /^Data was added at 07:08: 3 deals have changed/);
  assert.match(newsWords(1, at), /1 deal has changed/);
  assert.match(newsWords(0, at), /no deal has changed/);
});

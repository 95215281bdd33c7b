import assert from "node:assert/strict";
import { test } from "node:test";
import { textOf } from "../src/copy.js";

const here = "http://127.0.0.1:8400/deals/x?as_of=2019-01-01";

test("addresses are made whole, texts are not", () => {
  assert.equal(textOf("", here), here);
  assert.equal(textOf("#c-1", here), `${here}#c-1`);
  assert.equal(textOf("/reports/r", here), "http://127.0.0.1:8400/reports/r");
  assert.equal(textOf("rus-tur-s-400", here), "rus-tur-s-400");
});

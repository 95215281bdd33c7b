import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, placeIn, ticksOf, wholeView, zoomed } from "../src/axis.js";

const whole = wholeView({ left: 100, right: 900, first: "2010-01-01", last: "2020-12-31" });

test("the whole view changes nothing", () => {
  for (const x of [100, 333, 900]) assert.equal(placeIn(whole, x), x);
});

test("what the pointer is on stays under the pointer", () => {
  const view = zoomed(whole, 4, 300);
  assert.ok(Math.abs(placeIn(view, 300) - 300) < 1e-9);
  const again = zoomed(view, 2, 700);
  const under = (700 - 100 + view.shift) / view.scale + 100;
  assert.ok(Math.abs(placeIn(again, under) - 700) < 1e-9);
});

test("zooming in and out again gives the whole", () => {
  const back = zoomed(zoomed(whole, 8, 900), 1 / 8, 100);
  assert.equal(back.scale, 1);
  assert.equal(back.shift, 0);
});

test("no view lies beyond the ends", () => {
  for (const by of [-1e6, 1e6]) {
    const view = moved(zoomed(whole, 5, 500), by);
    assert.ok(placeIn(view, 100) <= 100);
    assert.ok(placeIn(view, 900) >= 900);
  }
});

test("the ticks of the whole are years", () => {
  const ticks = ticksOf(whole, 56);
  assert.deepEqual(ticks.map((tick) => tick.words).slice(0, 3), ["2010", "2011", "2012"]);
  assert.ok(ticks.every((tick) => !tick.isMinor));
});

test("ticks lie in the view, in order, never closer than their room", () => {
  for (const factor of [1, 2, 3, 7, 20, 60, 200]) {
    const view = zoomed(whole, factor, 640);
    const xs = ticksOf(view, 56).map((tick) => tick.x);
    assert.ok(xs.every((x) => x >= 99 && x <= 901), `factor ${factor}`);
    for (let n = 1; n < xs.length; n += 1) assert.ok(xs[n] - xs[n - 1] > 50 || factor > 100);
  }
});

test("a close view names months", () => {
  const words = ticksOf(zoomed(whole, 20, 500), 56).map((tick) => tick.words);
  assert.ok(words.some((word) => /^[A-Z][a-z]{2}$/.test(word)));
});

test("years of any age", () => {
  const old = wholeView({ left: 0, right: 800, first: "0090-01-01", last: "0110-12-31" });
  assert.ok(ticksOf(old, 56).some((tick) => tick.words === "100"));
});

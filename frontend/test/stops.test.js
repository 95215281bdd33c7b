import assert from "node:assert/strict";
import { test } from "node:test";
import { dayAt, nearestStop, placesIn } from "../src/stops.js";

const stops = [0, 300, 310, 1000].map((place) => ({ place }));

test("the nearest stop", () => {
  assert.equal(nearestStop(-5, stops), 0);
  assert.equal(nearestStop(304, stops), 1);
  assert.equal(nearestStop(306, stops), 2);
  assert.equal(nearestStop(9999, stops), 3);
});

test("a step by key always leaves the stop, and stays within the list", () => {
  assert.equal(nearestStop(301, stops, 1), 2);
  assert.equal(nearestStop(299, stops, 1), 0);
  assert.equal(nearestStop(999, stops, 3), 2);
  assert.equal(nearestStop(1001, stops, 3), 3);
});

test("a short drag stays", () => assert.equal(nearestStop(320, stops, 2), 2));

test("places are told by the steps between them", () => {
  assert.deepEqual(placesIn("q lr 0 1"), [26, 809, 809, 810]);
  assert.deepEqual(placesIn(""), []);
});

test("days after a day", () => {
  assert.equal(dayAt("2013-09-01", 26), "2013-09-27");
  assert.equal(dayAt("2020-02-28", 2), "2020-03-01");
  assert.equal(dayAt("0099-12-31", 1), "0100-01-01");
});

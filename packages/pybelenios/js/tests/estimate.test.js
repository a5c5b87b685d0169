import assert from "node:assert/strict";
import { test } from "node:test";
import { minutesLeft, progressWord } from "../src/estimate.js";

/** What is said at the moments (seconds) at which so much of 1,000 is done. */
function said(...moments) {
  let now = 0;
  const left = minutesLeft(() => now);
  return moments.map(([seconds, done]) => {
    now = seconds * 1_000;
    return left(done, 1_000);
  });
}

test("nothing is estimated before some seconds have passed, or before anything is done", () => {
  assert.deepEqual(said([1, 100], [3.9, 300], [60, 0]), [null, null, null]);
});

test("what is left follows from how fast it went so far", () => {
  assert.deepEqual(said([60, 100], [300, 500], [590, 990], [600, 1_000]), [9, 5, 1, 0]);
});

test("a last part of a minute is no minute", () => {
  assert.deepEqual([null, 0, 1, 2].map(progressWord), [
    "progress",
    "progress_minute",
    "progress_minute",
    "progress_minutes",
  ]);
});

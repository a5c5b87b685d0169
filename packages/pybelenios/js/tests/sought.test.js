import assert from "node:assert/strict";
import { test } from "node:test";
import { findSought } from "../src/sought.js";
import { json, wordList } from "./vectors.js";

const { trackers, typed, nothing } = json("sought.json");
const lists = Object.fromEntries(["nl", "fr", "en", "de"].map((each) => [each, wordList(each)]));

for (const { text, places } of typed) {
  test(`${JSON.stringify(text)} is found where Python finds it`, () => {
    assert.deepEqual(findSought(text, trackers, lists), places);
  });
}

for (const text of nothing) {
  test(`${JSON.stringify(text)} is no tracker and no words`, () => {
    assert.equal(findSought(text, trackers, lists), null);
  });
}

test("small letters find a beginning when nothing is written like that", () => {
  const start = trackers[0].slice(0, 8).toLowerCase();
  assert.notEqual(start, trackers[0].slice(0, 8));
  assert.deepEqual(findSought(start, trackers, lists), [0]);
  assert.deepEqual(findSought(trackers[0].toLowerCase(), trackers, lists), []);
});

test("of several ballots that fit, the one with the number that was typed is meant", () => {
  const alike = [trackers[0], `${trackers[0].slice(0, 42)}A`, trackers[1]];
  const start = trackers[0].slice(0, 6);
  assert.deepEqual(findSought(start, alike, lists), [0, 1]);
  assert.deepEqual(findSought(`2 ${start}`, alike, lists), [1]);
  assert.deepEqual(findSought(`9 ${start}`, alike, lists), [0, 1]);
});

// What a member sees of its group, step by step.

import assert from "node:assert/strict";
import { test } from "node:test";
import { awaited, isFormed, isSoonGuessed, panelOf, STAGES, stageOf, wordOf } from "../src/keystate.js";

const NOTHING = { certificate: false, promise: false, contribution: false, key: false, tested: false, lost: false };
const made = { ...NOTHING, certificate: true };
const bound = { ...made, promise: true };
const given = { ...bound, contribution: true };
const whole = { ...given, key: true };
const tested = { ...whole, tested: true };
const DRILL = { nonce: "n", round: 1, occasion: "opening" };

const state = (members, drill = null) => ({ drill, members: members.map((each, i) => ({ ...each, index: i + 1 })) });
const numbers = (members) => members.map(({ index }) => index);

test("those are awaited who have not taken the step for which all others wait", () => {
  assert.deepEqual(numbers(awaited(state([made, NOTHING, NOTHING]))), [2, 3]);
  assert.deepEqual(numbers(awaited(state([made, bound, made]))), [1, 3]);
  assert.deepEqual(numbers(awaited(state([given, bound, bound]))), [2, 3]);
  assert.deepEqual(numbers(awaited(state([given, whole, given]))), [1, 3]);
  assert.deepEqual(numbers(awaited(state([whole, tested, whole], DRILL))), [1, 3]);
  assert.deepEqual(awaited(state([tested, tested], DRILL)), []);
  assert.deepEqual(awaited(state([whole, whole])), []);
});

test("the stage goes on when everybody has", () => {
  const stages = [
    [made, NOTHING],
    [made, bound],
    [whole, given],
  ].map((members) => STAGES[stageOf(state(members))]);
  assert.deepEqual(stages, ["make", "confirm", "confirm"]);
  assert.equal(STAGES[stageOf(state([whole, tested], DRILL))], "test");
  assert.equal(STAGES[stageOf(state([tested, tested], DRILL))], "open");
  assert.equal(STAGES[stageOf(state([whole, whole]))], "open");
});

test("a key is formed when all four messages of all are there, and no earlier", () => {
  assert.equal(isFormed(state([whole, given])), false);
  assert.equal(isFormed(state([whole, tested])), true);
});

test("a tab without the key asks for it where the key is needed, and else says what the site says", () => {
  const panels = (hasSeed) =>
    ["make", "promise", "contribute", "finish", "wait", "test", "done"].map((step) => panelOf({ step }, hasSeed));
  assert.deepEqual(panels(false), ["make", "again", "again", "again", "wait", "test", "done"]);
  assert.deepEqual(panels(true), ["show", "busy", "busy", "busy", "wait", "test", "done"]);
});

test("a passphrase of a few letters is soon guessed, and none at all is no weak one", () => {
  const words = ["", "abc", "eleven char", " abc        ", "twelve chars", "vier woorden van mij"];
  assert.deepEqual(
    words.filter((each) => isSoonGuessed(each, 12)),
    ["abc", "eleven char", " abc        "],
  );
});

test("each member has one word", () => {
  const words = (members, drill) => {
    const shown = state(members, drill);
    return shown.members.map((member) => wordOf(shown, member));
  };
  assert.deepEqual(words([made, NOTHING]), ["ready", "awaited"]);
  assert.deepEqual(words([whole, tested, { ...tested, lost: true }], DRILL), ["awaited", "tested", "lost"]);
  assert.deepEqual(words([whole, whole]), ["made", "made"]);
});

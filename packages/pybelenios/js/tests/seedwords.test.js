// A seed on paper: the same words and the same sentences as in Python.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drawSeed } from "../src/ceremony.js";
import { readBackup, wordsOfSeed } from "../src/seedwords.js";
import { json, wordList } from "./vectors.js";

const LISTS = Object.fromEntries(["nl", "fr", "en", "de"].map((language) => [language, wordList(language)]));
const { seeds, typed } = json("seedwords.json");

test("a seed has the words that Python gives it", () => {
  for (const { seed, words } of seeds) {
    for (const [language, list] of Object.entries(LISTS)) {
      assert.deepEqual(wordsOfSeed(seed, list), words[language]);
    }
  }
});

test("what is typed is read, or refused with the same place and word, as in Python", () => {
  for (const { text, seed, ...refusal } of typed) {
    if (seed === undefined) assert.throws(() => readBackup(text, LISTS), refusal, text);
    else assert.equal(readBackup(text, LISTS), seed, text);
  }
});

test("the words of any seed give it back", () => {
  for (let i = 0; i < 20; i++) {
    const seed = drawSeed();
    for (const list of Object.values(LISTS)) assert.equal(readBackup(wordsOfSeed(seed, list).join(" "), LISTS), seed);
  }
});

test("how many words were typed is said", () => {
  assert.throws(() => readBackup("appel boot", LISTS), { code: "words_count", facts: { count: 2 } });
});

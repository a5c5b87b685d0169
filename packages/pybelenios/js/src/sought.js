// What somebody typed to find a ballot, understood as pybelenios/receipts/tracker_words.py understands it.
//
// `lists` are the words by language, in the order in which they are sought (see wordlists.js).

import { plainLetters } from "./plainletters.js";

const WORDS = 4;
const BITS = 10;
const SYLLABLE_BITS = 11;
const TOLD_APART = 4; // letters, of which no two words of a list share the same
const LENGTH = 43;
const START = /^[A-Za-z0-9+/]{6,43}$/;
const NUMBERED = /^[^\w+/]?([0-9]{1,8})[^\w+/]+([A-Za-z0-9+/_-]{6,43})$/;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const SYLLABLES = syllables();

/**
 * The places, in `trackers`, of the ballots that somebody may mean who typed `text`; null when it is neither words nor
 * the start of a tracker. Ballots are numbered from 1.
 */
export function findSought(text, trackers, lists) {
  const readings = readSought(text, lists);
  if (readings.length === 0) return null;
  const found = new Set(readings.flatMap((sought) => placesOf(sought, trackers)));
  return [...found].sort((a, b) => a - b);
}

/** The ways to understand what was typed: `start` of a tracker or `indices` of `bits` each, and the `number` of a ballot. */
function readSought(text, lists) {
  const tokens = plainLetters(text).split(/[^\p{L}\p{N}_+/]+/u);
  const numbers = tokens.filter((each) => /^[0-9]{1,8}$/.test(each)).map(Number);
  const names = tokens.filter((each) => /^\p{L}+$/u.test(each));
  const number = numbers.length === 1 ? numbers[0] : null;
  const found = names.length === WORDS ? wordReadings(names, lists).map((each) => ({ ...each, number })) : [];
  const [, behind, numbered] = NUMBERED.exec(text.trim()) ?? [];
  for (const [start, beside] of numbered ? [[text], [numbered, Number(behind)]] : [[text]]) {
    const typed = start.replace(/-/g, "+").replace(/_/g, "/").replace(/\s/g, "");
    if (START.test(typed)) found.push({ start: typed, number: beside ?? null });
  }
  return found;
}

function wordReadings(names, lists) {
  const known = Object.values(lists).map((list) => {
    const places = new Map(list.map((word, index) => [plainLetters(word).slice(0, TOLD_APART), index]));
    return { indices: names.map((name) => places.get(name.slice(0, TOLD_APART))), bits: BITS };
  });
  known.push({ indices: names.map((name) => SYLLABLES.get(name)), bits: SYLLABLE_BITS });
  return known.filter(({ indices }) => indices.every((index) => index !== undefined));
}

function placesOf({ start, indices, bits, number }, trackers) {
  const places = trackers.map((_, place) => place);
  let found = indices
    ? places.filter((place) => hasWords(trackers[place], indices, bits))
    : places.filter((place) => trackers[place].startsWith(start));
  if (!indices && found.length === 0 && start.length < LENGTH) {
    found = places.filter((place) => trackers[place].toLowerCase().startsWith(start.toLowerCase()));
  }
  const numbered = found.filter((place) => place + 1 === number);
  return numbered.length > 0 ? numbered : found;
}

function hasWords(tracker, indices, bits) {
  const digits = [...tracker.slice(0, 8)]
    .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(6, "0"))
    .join("");
  return indices.every((index, i) => Number.parseInt(digits.slice(i * bits, (i + 1) * bits), 2) === index);
}

/** The syllables of votes that were prepared before word lists came, with their numbers. */
function syllables() {
  const all = [..."bdfgjklmnprstvwz"].flatMap((a) =>
    [..."aiou"].flatMap((b) => [..."bdglmnrv"].flatMap((c) => [..."aiou"].map((d) => a + b + c + d))),
  );
  return new Map(all.map((each, index) => [each, index]));
}

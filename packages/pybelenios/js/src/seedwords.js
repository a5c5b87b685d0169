// A seed on paper: fourteen words of one language, as pybelenios.seedwords describes them.
//
// `lists` are the words by language, in the order in which they are sought (see wordlists.js).

import { readSeed, SEED_ALPHABET, SEED_LENGTH } from "./ceremony.js";
import { FormatError, hashHex } from "./group.js";
import { plainLetters } from "./plainletters.js";

const WORDS = 14;
const BITS = 10n;
const SUM_BITS = 11n;
const TOLD_APART = 4; // letters, of which no two words of a list share the same
const MIXED = /\d\p{L}|\p{L}\d/u; // as in the characters of a seed, never in words
const BASE = BigInt(SEED_ALPHABET.length);

/** A word stands in no list. Facts: its `place` from 1, the `word`, and `near`, the one that is perhaps meant, or nothing. */
export class UnknownWord extends FormatError {
  constructor(place, word, near) {
    super("word_unknown", `word ${place}: ${word}`);
    this.facts = { place, word, near };
  }
}

/** The words of a seed, from the list of one language. */
export function wordsOfSeed(seed, list) {
  let number = [...readSeed(seed)].reduce((sum, letter) => sum * BASE + BigInt(SEED_ALPHABET.indexOf(letter)), 0n);
  number = (number << SUM_BITS) | sumOf(seed);
  return Array.from({ length: WORDS }, (_, i) => list[Number((number >> (BITS * BigInt(WORDS - 1 - i))) & 1023n)]);
}

/** The seed in what somebody typed from paper: the words of any language, the 22 characters, or the address of the QR code. */
export function readBackup(text, lists) {
  const address = /#key=([0-9A-Za-z]+)\s*$/.exec(text);
  if (address) return readSeed(address[1]);
  const typed = plainLetters(text)
    .split(/[^\p{L}]+/u)
    .filter(Boolean);
  if (typed.length === WORDS) return readWords(typed, lists);
  if (text.replace(/[\s-]/g, "").length === SEED_LENGTH || MIXED.test(text)) return readSeed(text);
  throw Object.assign(new FormatError("words_count", `${typed.length} words`), { facts: { count: typed.length } });
}

function readWords(typed, lists) {
  const readings = Object.values(lists).map((list) => {
    const known = new Map(list.map((word, index) => [plainLetters(word).slice(0, TOLD_APART), index]));
    const indices = typed.map((word) => indexOf(word, list, known));
    return { list, known, indices, misses: indices.filter((index) => index === -1).length };
  });
  const whole = readings.filter(({ misses }) => misses === 0);
  if (whole.length === 0) {
    const { list, known, indices } = readings.reduce((best, each) => (each.misses < best.misses ? each : best));
    const at = indices.indexOf(-1);
    throw new UnknownWord(at + 1, typed[at], nearTo(typed[at], list, known));
  }
  for (const { indices } of whole) {
    const seed = seedOf(indices);
    if (seed) return seed;
  }
  throw new FormatError("words_sum", "the words are no key together");
}

function seedOf(indices) {
  const number = indices.reduce((sum, index) => (sum << BITS) | BigInt(index), 0n);
  let rest = number >> SUM_BITS;
  if (rest >= BASE ** BigInt(SEED_LENGTH)) return "";
  let seed = "";
  while (seed.length < SEED_LENGTH) {
    seed = SEED_ALPHABET[Number(rest % BASE)] + seed;
    rest /= BASE;
  }
  return sumOf(seed) === (number & ((1n << SUM_BITS) - 1n)) ? seed : "";
}

const sumOf = (seed) => BigInt(`0x${hashHex(`seed words|${seed}`)}`) >> (256n - SUM_BITS);

function indexOf(word, list, known) {
  const index = known.get(word.slice(0, TOLD_APART)) ?? -1;
  return index >= 0 && plainLetters(list[index]).startsWith(word) ? index : -1;
}

function nearTo(word, list, known) {
  const same = known.get(word.slice(0, TOLD_APART));
  if (same !== undefined) return list[same];
  const typed = slips(word);
  return list.find((listed) => slips(plainLetters(listed)).some((each) => typed.includes(each))) ?? "";
}

// Two words of which these meet differ in about one letter: missing, too many, another, or at the wrong place.
function slips(word) {
  const letters = [...word];
  const shorter = letters.map((_, i) => word.slice(0, i) + word.slice(i + 1));
  const exchanged = letters.slice(1).map((next, i) => word.slice(0, i) + next + word[i] + word.slice(i + 2));
  return [word, ...shorter, ...exchanged];
}

// A key on paper: a reader of QR codes by others finds the address again, and the address gives the seed.

import assert from "node:assert/strict";
import { test } from "node:test";
import jsQR from "jsqr";
import { drawSeed } from "../src/ceremony.js";
import { takeKeyFromAddress } from "../src/keypaper.js";
import { printedKey } from "../src/printedkey.js";
import { readBackup, wordsOfSeed } from "../src/seedwords.js";
import { wordList } from "./vectors.js";

const SCALE = 4;
const PAGE = "https://vote.example/office/keys/2W9fDGXgmdHMnR";
const LIST = wordList("fr");

/** What a camera sees of the path: RGBA, each module SCALE pixels wide. */
function photograph({ size, path }) {
  const width = size * SCALE;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let row = 0; row < SCALE; row++) {
      const start = ((y * SCALE + row) * width + x * SCALE) * 4;
      for (let at = start; at < start + length * SCALE * 4; at += 4) pixels.fill(0, at, at + 3);
    }
  }
  return { pixels, width };
}

for (const page of [PAGE, `https://${"long.".repeat(20)}example/office/keys/2W9fDGXgmdHMnR`]) {
  test(`the code of an address of ${page.length} letters is read, and gives the seed`, () => {
    for (let i = 0; i < 5; i++) {
      const seed = drawSeed();
      const { pixels, width } = photograph(printedKey(seed, page, LIST));
      const { data } = jsQR(pixels, width, width);
      assert.equal(data, `${page}#key=${seed}`);
      assert.equal(readBackup(data, {}), seed);
    }
  });
}

test("a code is read when a corner of it is torn off", () => {
  const seed = drawSeed();
  const { pixels, width } = photograph(printedKey(seed, PAGE, LIST));
  const torn = Math.floor(width / 6);
  for (let y = width - torn; y < width; y++) pixels.fill(255, (y * width + width - torn) * 4, (y + 1) * width * 4);
  assert.equal(jsQR(pixels, width, width).data, `${PAGE}#key=${seed}`);
});

test("words and characters stand beside the code", () => {
  const seed = "2NEpo7TZRRrLZSi2U4sXa1";
  const { words, letters } = printedKey(seed, PAGE, LIST);
  assert.deepEqual(words, wordsOfSeed(seed, LIST));
  assert.equal(letters, "2NEpo-7TZRRr-LZSi2-U4sXa1");
  assert.equal(readBackup(letters, {}), seed);
  assert.throws(() => printedKey(seed.slice(1), PAGE, LIST), { code: "seed" });
});

test("a seed in the address is taken and wiped, and another fragment is left alone", () => {
  const seed = drawSeed();
  const shown = [];
  const history = { replaceState: (...entry) => shown.push(entry) };
  const place = { pathname: "/office/keys/g", search: "?lang=fr" };
  assert.equal(takeKeyFromAddress({ ...place, hash: `#key=${seed}` }, history), seed);
  assert.deepEqual(shown, [[null, "", "/office/keys/g?lang=fr"]]);
  assert.equal(takeKeyFromAddress({ ...place, hash: "#members" }, history), "");
  assert.equal(takeKeyFromAddress({ ...place, hash: "" }, history), "");
  assert.equal(shown.length, 1);
});

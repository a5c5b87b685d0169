// Reads the test data of the repository: elections made with belenios-tool, and intermediate values.

import { readFileSync } from "node:fs";

const root = new URL("../../vectors/", import.meta.url);

/** Bytes of a file of the vectors. */
export const bytes = (path) => new Uint8Array(readFileSync(new URL(path, root)));

/** Text of a file without the newline that the tool writes at its end, which is not part of the data. */
export const text = (path) => readFileSync(new URL(path, root), "utf8").replace(/\n$/, "");

/** Value of a JSON file. */
export const json = (path) => JSON.parse(text(path));

/** The words of a language, as wordlists.js has them in a bundle. */
export const wordList = (language) => text(`../src/pybelenios/receipts/wordlists/${language}.txt`).split("\n");

/** A source of the same scalars at every run. */
export function counter(start = 1_000_003n) {
  let next = start;
  return () => {
    next = (next * 6364136223846793005n + 1442695040888963407n) % (1n << 250n);
    return next + 1n;
  };
}

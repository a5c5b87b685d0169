// A key on paper: its words, and a QR code with the address of the group's page and the seed behind `#`, which a browser
// sends to nobody. Runs in the worker; keypaper.js puts it on the page.

import encodeQR from "qr";
import { readSeed } from "./ceremony.js";
import { wordsOfSeed } from "./seedwords.js";

const QUIET = 4; // white modules around the code (ISO/IEC 18004)

/** What stands on the paper: the words from a list, the characters in groups, and the code as the path of an SVG. */
export function printedKey(seed, page, list) {
  const letters = readSeed(seed);
  const grouped = letters
    .match(/^(.{5})(.{6})(.{5})(.{6})$/)
    .slice(1)
    .join("-");
  return { words: wordsOfSeed(letters, list), letters: grouped, ...qrPath(`${page}#key=${letters}`) };
}

/** The dark modules of the QR code of a text as a path, and how wide the code is with its white edge. */
function qrPath(text) {
  const rows = encodeQR(text, "raw", { ecc: "quartile", border: QUIET });
  const runs = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => {
      if (!isDark || row[x - 1]) return [];
      const length = row.indexOf(false, x) - x; // the white edge ends every run
      return [`M${x} ${y}h${length}v1h-${length}z`];
    }),
  );
  return { size: rows.length, path: runs.join("") };
}

// Opening a total, as anybody can check it: the decryptions of the key holders with their proofs, and the result that they
// give together (Belenios specification 3.1, sections 4.6, 4.20 and 4.21; pybelenios/decryption.py, counting/result.py).

import { decodeMember, decodePoint, FormatError, GENERATOR, modOrder, NEUTRAL, ORDER, publicPower } from "./group.js";
import { checkDecryption } from "./proofs.js";

const FACTORS = ["decryption_factors", "decryption_proofs"];

/** The groups of a `trustees` record: how many keys each has, and how many of them are enough. */
export function readGroups(trusteesText) {
  return JSON.parse(trusteesText).map(([kind, part]) =>
    kind === "Pedersen" ? { size: part.verification_keys.length, needed: part.threshold } : { size: 1, needed: 1 },
  );
}

/**
 * The factors of each decryption, by the number of its owner (from 1); `records` are the two texts that each event
 * announces. Throws a FormatError of code "decryption" for one that is not proved, or that is there twice.
 */
export function checkDecryptions({ tally, fingerprint, owners }, records) {
  const factors = new Map();
  for (const [body, link] of records) {
    const { owner } = JSON.parse(link.text);
    const isNew = Number.isInteger(owner) && owner >= 1 && owner <= owners.length && !factors.has(owner);
    demand(isNew && link.text === JSON.stringify({ owner, payload: body.hash }), "by nobody who holds a key");
    factors.set(owner, provedFactors(tally, fingerprint, owners[owner - 1], body.text));
  }
  return factors;
}

function provedFactors(tally, fingerprint, publicKey, text) {
  try {
    const decryption = JSON.parse(text);
    const { decryption_factors: rows, decryption_proofs: proofs } = decryption;
    demand(JSON.stringify(decryption) === text && Object.keys(decryption).join() === FACTORS.join(), "another form");
    demand(hasShape(rows, tally) && hasShape(proofs, tally), "not one factor for each part of the total");
    const prefix = `decrypt|${fingerprint}|${publicKey}|`;
    const key = decodeMember(publicKey);
    return tally.map((row, i) =>
      row.map(({ alpha }, j) => {
        const factor = decodeMember(rows[i][j]);
        demand(checkDecryption(prefix, decodePoint(alpha), key, factor, proofs[i][j]), "not proved");
        return factor;
      }),
    );
  } catch (error) {
    throw new FormatError("decryption", error.message);
  }
}

function hasShape(rows, tally) {
  const isRow = (row, i) => Array.isArray(row) && row.length === tally[i].length;
  return Array.isArray(rows) && rows.length === tally.length && rows.every(isRow);
}

/** The factors that open the total together; of a group the first that are enough. Throws a FormatError of code "missing". */
export function combine(groups, factors) {
  let total = null;
  let first = 1;
  for (const { size, needed } of groups) {
    const here = [...factors.keys()].filter((owner) => owner >= first && owner < first + size).sort((a, b) => a - b);
    if (here.length < needed) throw new FormatError("missing", "a key holder who is needed has not decrypted");
    const chosen = here.slice(0, needed).map((owner) => owner - first + 1);
    for (const index of chosen) {
      const exponent = size === 1 ? 1n : lagrange(index, chosen);
      const rows = factors.get(first + index - 1).map((row) => row.map((factor) => publicPower(factor, exponent)));
      total = total === null ? rows : total.map((row, i) => row.map((point, j) => point.add(rows[i][j])));
    }
    first += size;
  }
  return total;
}

/** The coefficient of member `index` where the members `chosen` meet at zero (section 4.6). */
export function lagrange(index, chosen) {
  let [above, below] = [1n, 1n];
  for (const other of chosen.filter((each) => each !== index)) {
    above = modOrder(above * BigInt(other));
    below = modOrder(below * BigInt(other - index));
  }
  return modOrder(above * inverse(below));
}

/** By Fermat: the order is prime. */
function inverse(n) {
  let [result, base, exponent] = [1n, n, ORDER - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = modOrder(result * base);
    base = modOrder(base * base);
  }
  return result;
}

/**
 * The figures of a result record, once it is what the opened total says: for each question how often each choice was
 * ticked. `counted` bounds them. Throws a FormatError of code "result".
 */
export function checkResult({ tally, factors, counted }, text) {
  const { result } = parse(text);
  const isFigure = (value) => Number.isInteger(value) && value >= 0 && value <= counted;
  const isTheirs = hasShape(result, tally) && JSON.stringify({ result }) === text && result.flat().every(isFigure);
  if (!isTheirs) throw new FormatError("result", "not the result of this total");
  tally.forEach((row, i) => {
    row.forEach(({ beta }, j) => {
      const opened = decodePoint(beta).subtract(factors[i][j]);
      const figure = result[i][j] === 0 ? NEUTRAL : publicPower(GENERATOR, BigInt(result[i][j]));
      if (!opened.equals(figure)) throw new FormatError("result", "another figure than the total holds");
    });
  });
  return result;
}

function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function demand(holds, message) {
  if (!holds) throw new FormatError("decryption", message);
}

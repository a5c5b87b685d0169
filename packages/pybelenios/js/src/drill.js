// The test of the keys, as pybelenios.drill describes it: a member of a group opens a test ballot whose randomness is
// public, so that whoever asks for the test learns nothing, under a tag that no opening of a ballot box has.

import { encrypt } from "./elgamal.js";
import { encodePoint, FormatError, GENERATOR, hashHex, modOrder, power } from "./group.js";
import { proveDecryption } from "./proofs.js";

const NAME = /^[0-9A-Za-z_-]{1,64}$/;
const NUMBERS = 9n;

function prefixOf(group, nonce) {
  if (![group, nonce].every((name) => typeof name === "string" && NAME.test(name))) {
    throw new FormatError("drill_name", "a group or a test has another name than expected");
  }
  return `drill|${group}|${nonce}|`;
}

const hashed = (text) => BigInt(`0x${hashHex(text)}`);
const randomnessOf = (prefix) => modOrder(hashed(`${prefix}r`));

/** The test ballot of this round under the election key `electionKey` (a point). */
export function drillBallot(group, nonce, electionKey) {
  const prefix = prefixOf(group, nonce);
  return encrypt(electionKey, 1n + (hashed(`${prefix}m`) % NUMBERS), randomnessOf(prefix));
}

/** What the member whose share is the scalar `secret` answers in this round, as an object; send it as JSON. */
export function makeDrillAnswer(secret, group, nonce, draw) {
  const prefix = prefixOf(group, nonce);
  const alpha = power(GENERATOR, randomnessOf(prefix));
  const tag = `${prefix}${encodePoint(power(GENERATOR, secret))}|`;
  return { factor: encodePoint(power(alpha, secret)), proof: proveDecryption(tag, alpha, secret, draw) };
}

// The test of the keys, as Python makes it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drillBallot, makeDrillAnswer } from "../src/drill.js";
import { cipherJson } from "../src/elgamal.js";
import { decodeMember, encodePoint, randomScalar } from "../src/group.js";
import { checkDecryption } from "../src/proofs.js";
import { json } from "./vectors.js";

const ROUNDS = json("drill.json");

test("ballot and answer are as Python makes them of the same round and the same scalars", () => {
  for (const { group, nonce, election_key: key, ballot, share, answer, scalars } of ROUNDS) {
    const left = scalars.map(BigInt);
    assert.deepEqual(cipherJson(drillBallot(group, nonce, decodeMember(key))), ballot);
    assert.equal(JSON.stringify(makeDrillAnswer(BigInt(share), group, nonce, () => left.shift())), answer);
    assert.equal(left.length, 0);
  }
});

test("an answer proves the key for one round of one group, and is no part of a count", () => {
  const [{ group, nonce, share, public_key: key }] = ROUNDS;
  const { factor, proof } = makeDrillAnswer(BigInt(share), group, nonce, randomScalar);
  const { alpha } = drillBallot(group, nonce, decodeMember(key));
  const holds = (tag) => checkDecryption(tag, alpha, decodeMember(key), decodeMember(factor), proof);
  assert.equal(encodePoint(alpha).length, 64);
  assert.ok(holds(`drill|${group}|${nonce}|${key}|`));
  for (const tag of [`drill|${group}|other|${key}|`, `drill|other|${nonce}|${key}|`, `decrypt|${nonce}|${key}|`]) {
    assert.ok(!holds(tag), tag);
  }
});

test("a name that could be read in two ways is refused", () => {
  for (const [group, nonce] of [
    ["a|b", "c"],
    ["a", ""],
    ["a", "b".repeat(65)],
    ["é", "b"],
    [undefined, "b"],
    ["a", "b\n"],
  ]) {
    assert.throws(() => makeDrillAnswer(5n, group, nonce, randomScalar), { code: "drill_name" });
  }
});

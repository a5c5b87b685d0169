// Key files: the bytes that Python writes, and a sentence's worth of reason for every other file.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readKeyFile, readLabels, writeKeyFile } from "../src/keyfile.js";
import { json } from "./vectors.js";

const vectors = json("keyfile.json");
const [plain, sealed] = vectors;
const changed = (change, { text } = plain) => JSON.stringify({ ...JSON.parse(text), ...change });

test("a key file has the bytes that Python writes, with and without a passphrase", async () => {
  for (const { labels, seed, passphrase, drawn, text } of vectors) {
    const left = drawn.map((each) => Uint8Array.from(Buffer.from(each, "hex")));
    assert.equal(await writeKeyFile(labels, seed, passphrase, () => left.shift()), text);
    assert.equal(await readKeyFile(text, passphrase), seed);
    const { isSealed, govapp_key: version, ...read } = readLabels(text);
    assert.deepEqual(read, labels);
    assert.deepEqual([isSealed, version], [passphrase !== "", 1]);
  }
});

test("two ways to write one letter are one passphrase", async () => {
  const [, composed, decomposed] = vectors;
  assert.notEqual(composed.passphrase, decomposed.passphrase);
  assert.equal(await readKeyFile(composed.text, decomposed.passphrase), composed.seed);
});

test("salt and vector are drawn anew for each file", async () => {
  const { labels, seed } = plain;
  const [first, second] = [await writeKeyFile(labels, seed, "x"), await writeKeyFile(labels, seed, "x")];
  assert.notEqual(first, second);
  assert.equal(await readKeyFile(second, "x"), seed);
});

test("a sealed file asks for its passphrase, and tells another one", async () => {
  assert.equal(readLabels(sealed.text).holder, sealed.labels.holder);
  await assert.rejects(readKeyFile(sealed.text), { code: "passphrase_needed" });
  await assert.rejects(readKeyFile(sealed.text, "another"), { code: "passphrase_other" });
});

test("the labels of a sealed file cannot be changed", async () => {
  await assert.rejects(readKeyFile(changed({ member: 1 }, sealed), sealed.passphrase), { code: "passphrase_other" });
});

test("a key of one vote is told from a file that is no key", () => {
  assert.throws(() => readLabels('"1234"\n'), { code: "key_of_one_vote" });
  for (const other of ["", "my shopping list", "null", "5", "[]", "{}", '{"govapp_key":1}']) {
    assert.throws(() => readLabels(other), { code: "key_unreadable" }, other);
  }
});

test("a damaged key file is no key file", async () => {
  const wrong = [
    { govapp_key: 2 },
    { holder: 5 },
    { member: 0 },
    { member: 4 },
    { member: "2" },
    { needed: 4 },
    { size: 1.5 },
    { made_on: "2027-02-30" },
    { made_on: "yesterday" },
    { more: 1 },
  ];
  for (const change of wrong) assert.throws(() => readLabels(changed(change)), { code: "key_unreadable" });
  await assert.rejects(readKeyFile(changed({ seed: "short" })), { code: "key_unreadable" });
  await assert.rejects(readKeyFile(changed({ seed: 7 })), { code: "key_unreadable" });
});

test("a damaged seal is no key file, and one of too many rounds is not tried", async () => {
  const { sealed: seal } = JSON.parse(sealed.text);
  for (const change of [null, {}, { ...seal, iterations: 10_000_001 }, { ...seal, iv: "xyz" }, { ...seal, salt: 1 }]) {
    await assert.rejects(readKeyFile(changed({ sealed: change }, sealed), "x"), { code: "key_unreadable" });
  }
});

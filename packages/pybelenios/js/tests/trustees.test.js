import assert from "node:assert/strict";
import { test } from "node:test";
import { readChain, readElectionParts, sizesText } from "../src/archive.js";
import { readElection } from "../src/ballot.js";
import { decodeMember, encodePoint, NEUTRAL, randomScalar } from "../src/group.js";
import { checkDecryption, checkSecret, proveSecret } from "../src/proofs.js";
import { countedBallots, encryptedTally, partialDecryption } from "../src/tally.js";
import { makeKey, publicKeyOf, readPrivateKey, readTrustees } from "../src/trustees.js";
import { bytes, json, text } from "./vectors.js";

const derived = json("belenios/derived.json").single;
const closed = bytes("belenios/single/closed.bel");

test("a private key file of the tool leads to its public key", () => {
  for (const number of [1, 2]) {
    const secret = readPrivateKey(text(`belenios/single/trustee${number}.private`));
    assert.equal(publicKeyOf(secret), derived.trustees[number].public);
  }
});

test("a key made here has a file like the tool's and a proof that holds", () => {
  const { privateText, publicPart } = makeKey(randomScalar);
  assert.match(privateText, /^"[1-9][0-9]*"\n$/);
  assert.equal(publicKeyOf(readPrivateKey(privateText)), publicPart.public_key);
  const key = decodeMember(publicPart.public_key);
  assert.ok(checkSecret(`pok|Ed25519|${publicPart.public_key}|`, key, publicPart.pok));
});

test("a file that is not a key is refused with a code", () => {
  for (const wrong of ["", "12", "[]", '"abc"', '"-1"', "%PDF-1.7", '"007"']) {
    assert.throws(() => readPrivateKey(wrong), { code: "key_unreadable" }, wrong);
  }
});

test("the trustees of an election make its public key", () => {
  for (const [folder, owners] of [
    ["single", 2],
    ["pedersen", 3],
  ]) {
    const read = readTrustees(text(`belenios/${folder}/trustees.json`));
    assert.equal(read.electionKey, json(`belenios/${folder}/election.json`).public_key);
    assert.equal(read.owners.length, owners);
  }
});

test("the chain of an archive is read with the published hashes", () => {
  const events = readChain(closed);
  assert.deepEqual(
    events.map(({ type, hash }) => ({ type, hash })),
    derived.events.map(({ type, hash }) => ({ type, hash })),
  );
});

test("the encrypted tally is recomputed from the ballots of the archive", () => {
  const parts = readElectionParts(closed);
  const { record } = readElection(parts.record);
  const counted = countedBallots(parts.ballots.map((ballot) => JSON.parse(ballot)));
  assert.equal(counted.length, 3);
  assert.equal(parts.sizes, sizesText(3, parts.tally));
  assert.equal(JSON.stringify(encryptedTally(record, counted)), parts.tally.text);
});

test("a partial decryption equals the tool's factors, and its proofs hold", () => {
  const parts = readElectionParts(closed);
  const tally = JSON.parse(parts.tally.text);
  const theirs = JSON.parse(readChain(closed).find(({ type }) => type === "PartialDecryption").records[0].text);
  const secret = readPrivateKey(text("belenios/single/trustee1.private"));
  const key = publicKeyOf(secret);
  const decryption = partialDecryption(tally, derived.fingerprint, secret, key, randomScalar);
  assert.deepEqual(decryption.decryption_factors, theirs.decryption_factors);
  for (const { decryption_factors: factors, decryption_proofs: proofs } of [theirs, decryption]) {
    tally.forEach((row, i) => {
      row.forEach(({ alpha }, j) => {
        const prefix = `decrypt|${derived.fingerprint}|${key}|`;
        const points = [alpha, key, factors[i][j]].map(decodeMember);
        assert.ok(checkDecryption(prefix, ...points, proofs[i][j]));
      });
    });
  }
});

test("two trustees with one key, a neutral key and a key without its proof are refused", () => {
  const trustees = json("belenios/single/trustees.json");
  const [, [, second]] = trustees;
  const neutral = {
    pok: proveSecret(`pok|Ed25519|${encodePoint(NEUTRAL)}|`, 0n, randomScalar),
    public_key: encodePoint(NEUTRAL),
  };
  const borrowed = { ...second, pok: trustees[0][1].pok };
  for (const wrong of [[trustees[1], trustees[1]], [["Single", neutral]], [["Single", borrowed]], [["Pedersen", {}]]]) {
    assert.throws(() => readTrustees(JSON.stringify(wrong)), { code: "trustees" });
  }
});

test("an archive that is still open is not ready to be decrypted", () => {
  assert.throws(() => readElectionParts(bytes("belenios/single/open.bel.snapshot")), { code: "not_closed" });
});

test("a changed byte, a missing block or a stray record is refused", () => {
  const changed = closed.slice();
  changed[5 * 512 + 20] ^= 1;
  assert.throws(() => readChain(changed), { code: "archive" });
  assert.throws(() => readChain(closed.subarray(0, closed.length - 512)), { code: "archive" });
  assert.throws(() => readChain(closed.subarray(0, 512)), { code: "archive" });
});

// The Python of the server and the JavaScript of the booth make the same bytes of the same scalars.

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeBallot, readElection, tracker } from "../src/ballot.js";
import { deriveSecret, publicCredential } from "../src/credentials.js";
import { partialDecryption } from "../src/tally.js";
import { makeKey, publicKeyOf, readPrivateKey } from "../src/trustees.js";
import { json } from "./vectors.js";

const vectors = json("booth.json");

function drawing(scalars) {
  const left = scalars.map(BigInt);
  const draw = () => {
    assert.ok(left.length > 0, "more scalars drawn than the vector has");
    return left.shift();
  };
  return { draw, left };
}

const isRanking = ({ election }) => JSON.parse(election).questions.some(({ type }) => type === "NonHomomorphic");

for (const vector of vectors.ballots.filter(isRanking)) {
  test(`the booth does not vote in what it cannot show: ${vector.name}`, () => {
    assert.throws(() => readElection(vector.election), { code: "record" });
  });
}

for (const vector of vectors.ballots.filter((each) => !isRanking(each))) {
  test(`the ballot is the same, byte for byte: ${vector.name}`, () => {
    const election = readElection(vector.election);
    const secret = deriveSecret(vector.uuid, vector.code);
    assert.equal(election.fingerprint, vector.fingerprint);
    assert.equal(publicCredential(secret), vector.credential);
    const { draw, left } = drawing(vector.scalars);
    const ballot = makeBallot(election, secret, vector.choices, draw);
    assert.equal(ballot, vector.ballot);
    assert.equal(tracker(ballot), vector.tracker);
    assert.equal(left.length, 0);
  });
}

for (const vector of vectors.trustees) {
  test(`the trustee's key is the same: ${vector.name}`, () => {
    const { draw, left } = drawing(vector.scalars);
    const { privateText, publicPart } = makeKey(draw);
    assert.equal(privateText.trim(), vector.private_file.trim());
    assert.deepEqual(publicPart, typeof vector.public === "string" ? JSON.parse(vector.public) : vector.public);
    assert.equal(left.length, 0);
  });
}

test("partial decryptions are the same", () => {
  for (const vector of vectors.decryptions) {
    const { fingerprint } = readElection(vector.election);
    const secret = readPrivateKey(vector.private_file);
    const { draw, left } = drawing(vector.scalars);
    const decryption = partialDecryption(JSON.parse(vector.tally), fingerprint, secret, publicKeyOf(secret), draw);
    const expected = typeof vector.decryption === "string" ? vector.decryption : JSON.stringify(vector.decryption);
    assert.equal(JSON.stringify(decryption), expected);
    assert.equal(left.length, 0);
  }
});

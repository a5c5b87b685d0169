import assert from "node:assert/strict";
import { test } from "node:test";
import { makeBallot, plaintext, readElection, size, tracker } from "../src/ballot.js";
import { deriveSecret } from "../src/credentials.js";
import { randomScalar } from "../src/group.js";
import { counter, json, text } from "./vectors.js";
import { ballotHolds } from "./verify.js";

const derived = json("belenios/derived.json").single;
const election = readElection(text("belenios/single/election.json"));
const secret = deriveSecret(derived.uuid, derived.credentials.voter1.code);

test("the fingerprint is the hash of the exact record", () => {
  assert.equal(election.fingerprint, derived.fingerprint);
});

test("ballots of the tool hold, and have the published trackers", () => {
  text("belenios/single/ballots.jsonl")
    .split("\n")
    .forEach((ballot, index) => {
      assert.ok(ballotHolds(election, ballot));
      assert.equal(tracker(ballot), derived["ballot trackers"][index]);
    });
});

test("every permitted choice makes a ballot that holds", () => {
  const first = [0, 1, 2].map((answer) => plaintext(election.record.questions[0], [answer], false));
  const second = [[], [0], [3], [1, 2]].map((chosen) => plaintext(election.record.questions[1], chosen, false));
  second.push(plaintext(election.record.questions[1], [], true));
  second.forEach((vector, index) => {
    const ballot = makeBallot(election, secret, [first[index % 3], vector], randomScalar);
    assert.ok(ballotHolds(election, ballot), JSON.stringify(vector));
  });
});

test("a ballot with a changed proof does not hold", () => {
  const ballot = makeBallot(
    election,
    secret,
    [
      [1, 0, 0],
      [0, 0, 0, 0, 0],
    ],
    randomScalar,
  );
  const value = JSON.parse(ballot);
  value.answers[0].overall_proof[0].response = "1";
  assert.equal(ballotHolds(election, JSON.stringify(value)), false);
});

test("the same draws make the same bytes", () => {
  const vectors = [
    [0, 1, 0],
    [0, 1, 0, 1, 0],
  ];
  const make = () => makeBallot(election, secret, vectors, counter());
  assert.equal(make(), make());
});

test("progress is told once for each ciphertext", () => {
  let steps = 0;
  makeBallot(
    election,
    secret,
    [
      [1, 0, 0],
      [1, 0, 0, 0, 0],
    ],
    counter(),
    () => {
      steps += 1;
    },
  );
  assert.equal(steps, size(election.record));
});

test("choices that the question does not permit never become a ballot", () => {
  const [motion, approval] = election.record.questions;
  assert.throws(() => plaintext(motion, [], false), { code: "choice" });
  assert.throws(() => plaintext(motion, [0, 1], false), { code: "choice" });
  assert.throws(() => plaintext(motion, [], true), { code: "choice" });
  assert.throws(() => plaintext(approval, [0, 1, 2], false), { code: "choice" });
  assert.deepEqual(plaintext(approval, [], true), [1, 0, 0, 0, 0]);
  assert.deepEqual(plaintext(approval, [2], false), [0, 0, 0, 1, 0]);
});

test("an election of another version or kind is refused", () => {
  const record = json("belenios/single/election.json");
  assert.throws(() => readElection(JSON.stringify({ ...record, version: 2 })), { code: "record" });
  for (const v of [0, 3, "1", true, null]) {
    assert.throws(() => readElection(JSON.stringify({ ...record, assembly: { v } })), { code: "record" });
  }
  for (const assembly of [{}, { v: 1 }, { v: 2 }]) assert.ok(readElection(JSON.stringify({ ...record, assembly })));
  assert.throws(() => readElection(text("belenios/single-nh/election.json")), { code: "record" });
});

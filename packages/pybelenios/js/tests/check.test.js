import assert from "node:assert/strict";
import { test } from "node:test";
import { readElectionParts } from "../src/archive.js";
import { readElection } from "../src/ballot.js";
import { readSigned, requireProofs } from "../src/check.js";
import { deriveSecret } from "../src/credentials.js";
import { encodePoint, GENERATOR, hashBase64, NEUTRAL, power, randomScalar } from "../src/group.js";
import { proveSecret } from "../src/proofs.js";
import { bytes, json, text } from "./vectors.js";
import { ballotHolds } from "./verify.js";

const parts = readElectionParts(bytes("belenios/single/closed.bel"));
const election = readElection(parts.record);
const listed = new Set(JSON.parse(parts.credentials));
const mutations = json("belenios/mutations.json");
const codes = Object.values(json("belenios/single/private_creds.json"));

/** What a key holder's page makes of a ballot: "accepted", or the code of its refusal. */
function verdict(ballotText, on = election, list = listed) {
  try {
    requireProofs(on, readSigned(on, ballotText, list));
    return "accepted";
  } catch (error) {
    return error.code;
  }
}

/** A ballot with its content changed by somebody who has the voter's code: signed anew. */
function signedAnew(ballotText, change) {
  const { signature, ...unsigned } = JSON.parse(ballotText);
  change(unsigned);
  const hash = hashBase64(JSON.stringify(unsigned));
  const secret = codes.map((code) => deriveSecret(unsigned.election_uuid, code)).find((each) => isOf(each, unsigned));
  const proof = proveSecret(`sig|${hash}|`, secret, randomScalar);
  return JSON.stringify({ ...unsigned, signature: { hash, proof } });
}

const isOf = (secret, { credential }) => encodePoint(power(GENERATOR, secret)) === credential;

test("the ballots of the tool are found in order", () => {
  for (const ballot of parts.ballots) assert.equal(verdict(ballot), "accepted");
});

const altered = mutations[Object.keys(mutations).find((heading) => heading.includes("single/"))];
for (const { name, ballot, required } of altered) {
  if (required === "rejected: duplicate ballot") continue; // the page looks for these among all ballots
  test(`altered ballot: ${name}`, () => {
    const isAccepted = verdict(ballot) === "accepted";
    assert.equal(isAccepted, required === "accepted", `${verdict(ballot)}, required ${required}`);
  });
}

test("a ballot made of somebody else's hidden choice is refused: it would show that choice in the total", () => {
  const [victim] = parts.ballots;
  const other = parts.ballots.find((each) => JSON.parse(each).credential !== JSON.parse(victim).credential);
  const theirs = JSON.parse(victim).answers[0];
  const copied = signedAnew(other, ({ answers }) => {
    answers[0] = theirs;
  });
  assert.equal(verdict(copied), "proof");
});

test("proofs too many or too few, and answers that are none, are refused", () => {
  const [ballot] = parts.ballots;
  const changes = [
    (unsigned) => unsigned.answers[0].overall_proof.pop(),
    (unsigned) => unsigned.answers[0].overall_proof.push(unsigned.answers[0].overall_proof[0]),
    (unsigned) => unsigned.answers[0].individual_proofs.pop(),
    (unsigned) => unsigned.answers[0].choices.pop(),
    (unsigned) => unsigned.answers.pop(),
    (unsigned) => unsigned.answers.splice(0, 1, null),
    (unsigned) => unsigned.answers.splice(0, 1, []),
    (unsigned) => {
      unsigned.answers = {};
    },
    (unsigned) => {
      unsigned.answers[0].mark = "x";
    },
    (unsigned) => {
      unsigned.answers[0].choices[0].alpha = "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7";
    },
    (unsigned) => {
      unsigned.answers[0].overall_proof[0].challenge = "01";
    },
  ];
  for (const change of changes) assert.equal(verdict(signedAnew(ballot, change)), "proof", String(change));
});

test("a code with which everybody can sign is refused though it stands on the list", () => {
  const nobody = encodePoint(NEUTRAL);
  const { signature, ...unsigned } = { ...JSON.parse(parts.ballots[0]), credential: nobody };
  const hash = hashBase64(JSON.stringify(unsigned));
  const ballot = JSON.stringify({
    ...unsigned,
    signature: { hash, proof: proveSecret(`sig|${hash}|`, 0n, randomScalar) },
  });
  assert.equal(verdict(ballot, election, new Set([nobody])), "ballot");
});

const isRanking = ({ election: record }) => JSON.parse(record).questions.some(({ type }) => type === "NonHomomorphic");

for (const vector of json("booth.json").ballots.filter((each) => !isRanking(each))) {
  test(`a ballot of the server's own code is found in order: ${vector.name}`, () => {
    const on = readElection(vector.election);
    assert.equal(verdict(vector.ballot, on, new Set([vector.credential])), "accepted");
    assert.ok(ballotHolds(on, vector.ballot), "and the slow verifier of the tests says the same");
  });
}

test("an election whose key hides nothing is not one to vote in", () => {
  const record = { ...JSON.parse(text("belenios/single/election.json")), public_key: encodePoint(NEUTRAL) };
  assert.throws(() => readElection(JSON.stringify(record)), { code: "record" });
});

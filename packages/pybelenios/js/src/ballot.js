// Making a ballot (Belenios specification 3.1, sections 4.11 to 4.17). The order of members of every object is hash input.
//
// Draw order, the same as in pybelenios/ballot.py: for each question, the randomness of its ciphertexts in
// order (blank first), then the individual proofs in order, the overall proof, the blank proof; at the end the
// nonce of the signature.

import { publicCredential } from "./credentials.js";
import { cipherJson, cipherText, encrypt, product } from "./elgamal.js";
import { decodeMember, FormatError, hashBase64, NEUTRAL, withTable } from "./group.js";
import { proveOneOf, proveSecret } from "./proofs.js";

/** What must be known of an election to vote in it, from the exact text of its record. */
export function readElection(recordText) {
  const record = JSON.parse(recordText);
  const isKnown = record.version === 1 && record.group === "Ed25519" && record.questions.every(isHomomorphic);
  if (!isKnown) throw new FormatError("record", "not an election this page can vote in");
  // The member of the first stage did not say its version.
  const isOurs = [undefined, 1, 2].includes(record.assembly?.v);
  if (!isOurs) throw new FormatError("record", "a member assembly in a form of tomorrow");
  const y = decodeMember(record.public_key);
  if (y.equals(NEUTRAL)) throw new FormatError("record", "a key that hides nothing");
  return { record, fingerprint: hashBase64(recordText), y: withTable(y) };
}

function isHomomorphic({ type, answers }) {
  return type === undefined && Array.isArray(answers);
}

/** The vector of zeros and ones of one question: the blank, where there is one, stands first (section 4.11.1). */
export function plaintext(question, chosen, isBlank) {
  const marks = question.answers.map((_, index) => (!isBlank && chosen.includes(index) ? 1 : 0));
  const count = marks.reduce((sum, mark) => sum + mark, 0);
  const fits = isBlank ? question.blank === true : count >= question.min && count <= question.max;
  if (!fits) throw new FormatError("choice", "not a permitted choice");
  return question.blank === true ? [isBlank ? 1 : 0, ...marks] : marks;
}

/** How many ciphertexts a ballot of this election holds: the unit of progress. */
export function size(record) {
  return record.questions.reduce((sum, { answers, blank }) => sum + answers.length + (blank ? 1 : 0), 0);
}

/** Makes the complete text of a ballot; `plaintexts` has one vector per question, `onStep` is told each ciphertext. */
export function makeBallot({ record, fingerprint, y }, secret, plaintexts, draw, onStep = () => {}) {
  const credential = publicCredential(secret);
  const context = `${fingerprint}|${credential}`;
  const answers = record.questions.map((question, index) =>
    makeAnswer(y, context, question, plaintexts[index].map(BigInt), draw, onStep),
  );
  const unsigned = { election_uuid: record.uuid, election_hash: fingerprint, credential, answers };
  const hash = hashBase64(JSON.stringify(unsigned));
  const proof = proveSecret(`sig|${hash}|`, secret, draw);
  return JSON.stringify({ ...unsigned, signature: { hash, proof } });
}

/** The tracker of a ballot: what the voter notes (section 4.17). */
export function tracker(ballotText) {
  return hashBase64(ballotText);
}

function makeAnswer(y, context, question, vector, draw, onStep) {
  const randomness = vector.map(() => draw());
  const ciphers = vector.map((m, index) => encrypt(y, m, randomness[index]));
  const individual = ciphers.map((cipher) => {
    const proof = proveBit(y, context, cipher, draw);
    onStep();
    return proof;
  });
  const whole = `${context}|${ciphers.map(cipherText).join(",")}`;
  const proofs = question.blank
    ? proveWithBlank(y, whole, question, ciphers, draw)
    : proveCount(y, whole, question, ciphers, draw);
  return { choices: ciphers.map(cipherJson), individual_proofs: individual, ...proofs };
}

function proveBit(y, context, cipher, draw) {
  const branches = [
    { cipher, claim: 0n },
    { cipher, claim: 1n },
  ];
  return proveOneOf(`prove|${context}|${cipherText(cipher)}|`, y, branches, draw);
}

function countBranches({ min, max }, sum) {
  return Array.from({ length: max - min + 1 }, (_, step) => ({ cipher: sum, claim: BigInt(min + step) }));
}

function proveCount(y, whole, question, ciphers, draw) {
  const sum = product(ciphers);
  const prefix = `prove|${whole}|${cipherText(sum)}|`;
  return { overall_proof: proveOneOf(prefix, y, countBranches(question, sum), draw) };
}

function proveWithBlank(y, whole, question, [blank, ...others], draw) {
  const sum = product(others);
  const isBlank = { cipher: blank, claim: 1n };
  const notBlank = { cipher: blank, claim: 0n };
  const overall = proveOneOf(`bproof1|${whole}|`, y, [isBlank, ...countBranches(question, sum)], draw);
  const nothing = { cipher: sum, claim: 0n };
  return { overall_proof: overall, blank_proof: proveOneOf(`bproof0|${whole}|`, y, [notBlank, nothing], draw) };
}

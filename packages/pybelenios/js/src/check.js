// Looking over ballots that others cast, as strictly as pybelenios/ballot.py (Belenios specification 3.1, 4.12 to 4.17).
//
// A key holder's page is the last that can say no before the total is opened. A ballot whose proofs do not hold could
// hide another voter's choice a thousand times over: the total would show what that voter chose.

import { cipherText, product } from "./elgamal.js";
import { decodeMember, decodePoint, decodeScalar, FormatError, hashBase64, NEUTRAL, powersOf } from "./group.js";
import { checkOneOf, checkSecret } from "./proofs.js";

const BALLOT = ["election_uuid", "election_hash", "credential", "answers", "signature"];
const ANSWER = ["choices", "individual_proofs", "overall_proof"];
const PROOF = ["challenge", "response"];

/**
 * The ballot of a text, its proofs unchecked: written in the one possible way, for this election, by a code of the list.
 * Throws a FormatError of code "ballot".
 */
export function readSigned({ record, fingerprint }, text, listed) {
  const ballot = parse(text);
  demand(hasMembers(ballot, BALLOT) && JSON.stringify(ballot) === text, "not the one text of a ballot");
  const { signature, ...unsigned } = ballot;
  const isOurs = unsigned.election_uuid === record.uuid && unsigned.election_hash === fingerprint;
  demand(isOurs && listed.has(unsigned.credential), "for another election, or of nobody on the list");
  demand(hasMembers(signature, ["hash", "proof"]) && hasMembers(signature.proof, PROOF), "not a signature");
  demand(hashBase64(JSON.stringify(unsigned)) === signature.hash, "another hash was signed");
  const key = inside(() => decodeMember(unsigned.credential));
  demand(!key.equals(NEUTRAL), "a code with which everybody can sign");
  demand(
    inside(() => checkSecret(`sig|${signature.hash}|`, key, signature.proof)),
    "signed by somebody else",
  );
  return unsigned;
}

/** Demands that every proof of a ballot read by `readSigned` holds. Throws a FormatError of code "proof". */
export function requireProofs({ record, fingerprint, y }, { credential, answers }) {
  const context = `${fingerprint}|${credential}`;
  const holds = () =>
    Array.isArray(answers) &&
    answers.length === record.questions.length &&
    record.questions.every((question, index) => answerHolds(y, context, question, answers[index]));
  demand(inside(holds, "proof"), "a choice is not proved to be a permitted one", "proof");
}

function answerHolds(y, context, question, answer) {
  if (!hasMembers(answer, question.blank ? [...ANSWER, "blank_proof"] : ANSWER)) return false;
  const size = question.answers.length + (question.blank ? 1 : 0);
  const { choices, individual_proofs: individual } = answer;
  if (!isList(choices, size) || !isList(individual, size)) return false;
  const ciphers = choices.map(readCipher);
  const areBits = ciphers.every((cipher, index) => {
    const branches = claims(cipher, 0, 1);
    return proves(`prove|${context}|${cipherText(cipher)}|`, y, branches, individual[index]);
  });
  const whole = `${context}|${ciphers.map(cipherText).join(",")}`;
  return areBits && (question.blank ? blankHolds : countHolds)(y, whole, question, answer, ciphers);
}

function countHolds(y, whole, { min, max }, { overall_proof: overall }, ciphers) {
  const sum = product(ciphers);
  return proves(`prove|${whole}|${cipherText(sum)}|`, y, claims(sum, min, max), overall);
}

function blankHolds(y, whole, { min, max }, answer, [blank, ...others]) {
  const sum = product(others);
  const allowed = [...claims(blank, 1, 1), ...claims(sum, min, max)];
  const nothing = [...claims(blank, 0, 0), ...claims(sum, 0, 0)];
  return (
    proves(`bproof1|${whole}|`, y, allowed, answer.overall_proof) &&
    proves(`bproof0|${whole}|`, y, nothing, answer.blank_proof)
  );
}

/** One branch for each number from `least` to `most` that `cipher` may hide. */
function claims(cipher, least, most) {
  return Array.from({ length: most - least + 1 }, (_, step) => ({ cipher, claim: BigInt(least + step) }));
}

function proves(prefix, y, branches, proof) {
  return isList(proof, branches.length) && proof.every(isProof) && checkOneOf(prefix, y, branches, proof);
}

function isProof(value) {
  return hasMembers(value, PROOF) && PROOF.every((name) => decodeScalar(value[name]) >= 0n);
}

function readCipher(value) {
  if (!hasMembers(value, ["alpha", "beta"])) throw new FormatError("proof", "not a ciphertext");
  const [alpha, beta] = [value.alpha, value.beta].map(decodePoint);
  if (![alpha, beta].every((point) => powersOf(point).isMember)) throw new FormatError("point", "not in the group");
  return { alpha, beta, m: 0n, r: 0n }; // what it hides is not known here
}

function isList(value, length) {
  return Array.isArray(value) && value.length === length;
}

function hasMembers(value, names) {
  return typeof value === "object" && value !== null && Object.keys(value).join() === names.join();
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new FormatError("ballot", "not JSON");
  }
}

/** The value of `read`; whatever it cannot read is a fault of the ballot. */
function inside(read, code = "ballot") {
  try {
    return read();
  } catch (error) {
    throw new FormatError(code, error.message);
  }
}

function demand(holds, message, code = "ballot") {
  if (!holds) throw new FormatError(code, message);
}

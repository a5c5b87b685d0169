// A slow, plain verifier of ballots written from the specification (sections 5, 6, 8), as the oracle of the tests.

import { challenge, decodeMember, decodeScalar, GENERATOR, hashBase64, modOrder, power } from "../src/group.js";
import { checkSecret } from "../src/proofs.js";

const inverse = (point) => power(point, -1n);

function holds(prefix, y, branches, proof) {
  if (proof.length !== branches.length) return false;
  const commitments = branches.flatMap(({ cipher, claim }, j) => {
    const c = decodeScalar(proof[j].challenge);
    const r = decodeScalar(proof[j].response);
    const rest = cipher.beta.add(inverse(power(GENERATOR, claim)));
    return [power(GENERATOR, r).add(power(cipher.alpha, c)), power(y, r).add(power(rest, c))];
  });
  const sum = proof.reduce((total, part) => total + decodeScalar(part.challenge), 0n);
  return challenge(prefix, commitments) === modOrder(sum);
}

function answerHolds(y, context, question, answer) {
  const spelt = answer.choices.map(({ alpha, beta }) => `${alpha},${beta}`);
  const ciphers = answer.choices.map(({ alpha, beta }) => ({ alpha: decodeMember(alpha), beta: decodeMember(beta) }));
  const whole = `${context}|${spelt.join(",")}`;
  const bits = ciphers.every((cipher, j) => {
    const branches = [0n, 1n].map((claim) => ({ cipher, claim }));
    return holds(`prove|${context}|${spelt[j]}|`, y, branches, answer.individual_proofs[j]);
  });
  const counted = question.blank ? ciphers.slice(1) : ciphers;
  const sum = counted.reduce((a, b) => ({ alpha: a.alpha.add(b.alpha), beta: a.beta.add(b.beta) }));
  const counts = [];
  for (let m = question.min; m <= question.max; m += 1) counts.push({ cipher: sum, claim: BigInt(m) });
  return bits && countHolds(y, whole, question, answer, { ciphers, sum, counts });
}

function countHolds(y, whole, question, answer, { ciphers, sum, counts }) {
  if (!question.blank) {
    const spelt = `${hex(sum.alpha)},${hex(sum.beta)}`;
    return holds(`prove|${whole}|${spelt}|`, y, counts, answer.overall_proof);
  }
  const overall = [{ cipher: ciphers[0], claim: 1n }, ...counts];
  const blank = [
    { cipher: ciphers[0], claim: 0n },
    { cipher: sum, claim: 0n },
  ];
  return (
    holds(`bproof1|${whole}|`, y, overall, answer.overall_proof) &&
    holds(`bproof0|${whole}|`, y, blank, answer.blank_proof)
  );
}

const hex = (point) => Buffer.from(point.toBytes()).reverse().toString("hex");

/** Whether a ballot text is one that the election must accept. */
export function ballotHolds(election, ballotText) {
  const { signature, ...unsigned } = JSON.parse(ballotText);
  const context = `${election.fingerprint}|${unsigned.credential}`;
  const key = decodeMember(unsigned.credential);
  return (
    unsigned.election_uuid === election.record.uuid &&
    unsigned.election_hash === election.fingerprint &&
    hashBase64(JSON.stringify(unsigned)) === signature.hash &&
    checkSecret(`sig|${signature.hash}|`, key, signature.proof) &&
    election.record.questions.every((question, i) => answerHolds(election.y, context, question, unsigned.answers[i]))
  );
}

// The encrypted tally and one trustee's partial decryption (Belenios specification 3.1, sections 4.18 and 4.20).

import { cipherJson } from "./elgamal.js";
import { decodeMember, decodePoint, encodePoint, NEUTRAL, power } from "./group.js";
import { proveDecryption } from "./proofs.js";

/** The counted ballots: the last of each credential, in order of that last arrival. */
export function countedBallots(ballots) {
  const last = new Map();
  for (const ballot of ballots) {
    last.delete(ballot.credential);
    last.set(ballot.credential, ballot);
  }
  return [...last.values()];
}

/** The product, component by component, of the counted ballots, as JSON-ready ciphertexts. Weights are 1. */
export function encryptedTally(record, ballots, onStep = () => {}) {
  const sums = emptySums(record);
  for (const ballot of ballots) {
    ballot.answers.forEach((answer, i) => {
      answer.choices.forEach((choice, j) => {
        const sum = sums[i][j];
        sum.alpha = sum.alpha.add(decodePoint(choice.alpha));
        sum.beta = sum.beta.add(decodePoint(choice.beta));
      });
    });
    onStep();
  }
  return sums.map((row) => row.map(cipherJson));
}

function emptySums(record) {
  const width = ({ answers, blank }) => answers.length + (blank ? 1 : 0);
  return record.questions.map((question) =>
    Array.from({ length: width(question) }, () => ({ alpha: NEUTRAL, beta: NEUTRAL })),
  );
}

/** The partial decryption of a tally by the private key x: one factor and one proof for each ciphertext. */
export function partialDecryption(tally, fingerprint, secret, publicKey, draw) {
  const prefix = `decrypt|${fingerprint}|${publicKey}|`;
  const powers = tally.map((row) =>
    row.map((cipher) => {
      const alpha = decodeMember(cipher.alpha);
      return { factor: encodePoint(power(alpha, secret)), proof: proveDecryption(prefix, alpha, secret, draw) };
    }),
  );
  return {
    decryption_factors: powers.map((row) => row.map(({ factor }) => factor)),
    decryption_proofs: powers.map((row) => row.map(({ proof }) => proof)),
  };
}

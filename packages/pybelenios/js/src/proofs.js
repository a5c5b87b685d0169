// Proofs of Belenios version 1 (specification 3.1, sections 4.5, 4.12, 4.13, 4.16 and 4.20), as (challenge, response) pairs.
// `draw()` gives the random scalars, one after the other, so that a test can give them too.

import { challenge, decodeScalar, encodeScalar, GENERATOR, modOrder, power, powersOf, publicPower } from "./group.js";

const pair = (c, r) => ({ challenge: encodeScalar(c), response: encodeScalar(r) });

/** Proof of knowledge of the secret s with g^s public, bound to `prefix`: A = g^w, c = H(prefix; A), r = w - s c. */
export function proveSecret(prefix, secret, draw) {
  const w = draw();
  const c = challenge(prefix, [power(GENERATOR, w)]);
  return pair(c, modOrder(w - secret * c));
}

/** Checks `proveSecret`: A = g^r X^c. */
export function checkSecret(prefix, publicKey, proof) {
  const c = decodeScalar(proof.challenge);
  const r = decodeScalar(proof.response);
  const commitment = publicPower(GENERATOR, r).add(publicPower(publicKey, c));
  return challenge(prefix, [commitment]) === c;
}

/**
 * Disjunction: one of the branches is true, branch j saying that `cipher` encrypts `claim` (section 4.12).
 *
 * The prover knows the randomness of every branch, so each commitment is a product of powers of g and y only:
 * no multiplication of a point that has no table. Draws c and r of each false branch in order, then w.
 */
export function proveOneOf(prefix, y, branches, draw) {
  const known = branches.findIndex(({ cipher, claim }) => cipher.m === claim);
  const steps = branches.map((branch, j) => (j === known ? null : simulate(y, branch, draw)));
  const w = draw();
  steps[known] = { a: power(GENERATOR, w), b: power(y, w) };
  const total = challenge(
    prefix,
    steps.flatMap(({ a, b }) => [a, b]),
  );
  const others = steps.reduce((sum, { c }) => (c === undefined ? sum : sum + c), 0n);
  const c = modOrder(total - others);
  steps[known] = { c, r: modOrder(w - branches[known].cipher.r * c) };
  return steps.map((step) => pair(step.c, step.r));
}

function simulate(y, { cipher, claim }, draw) {
  const c = draw();
  const r = draw();
  const exponent = r + cipher.r * c;
  const b = power(y, exponent).add(power(GENERATOR, (cipher.m - claim) * c));
  return { c, r, a: power(GENERATOR, exponent), b };
}

/** Checks `proveOneOf`: as many pairs as branches, and the challenges add up to the hash of the commitments. */
export function checkOneOf(prefix, y, branches, proof) {
  if (proof.length !== branches.length) return false;
  const pairs = proof.map(({ challenge: c, response: r }) => ({ c: decodeScalar(c), r: decodeScalar(r) }));
  const commitments = branches.flatMap(({ cipher, claim }, j) => {
    const { c, r } = pairs[j];
    const a = publicPower(GENERATOR, r).add(powersOf(cipher.alpha).of(c));
    const b = publicPower(y, r).add(powersOf(cipher.beta).of(c));
    return [a, claim === 0n ? b : b.subtract(publicPower(GENERATOR, claim * c))]; // B = y^r (beta / g^claim)^c
  });
  const sum = pairs.reduce((total, { c }) => total + c, 0n);
  return challenge(prefix, commitments) === modOrder(sum);
}

/** Proof that `factor` = alpha^x for the x of the trustee: A = g^w, B = alpha^w, r = w - x c. */
export function proveDecryption(prefix, alpha, secret, draw) {
  const w = draw();
  const c = challenge(prefix, [power(GENERATOR, w), power(alpha, w)]);
  return pair(c, modOrder(w - secret * c));
}

/** Checks `proveDecryption`: A = g^r X^c, B = alpha^r f^c. */
export function checkDecryption(prefix, alpha, publicKey, factor, proof) {
  const c = decodeScalar(proof.challenge);
  const r = decodeScalar(proof.response);
  const a = publicPower(GENERATOR, r).add(publicPower(publicKey, c));
  const b = publicPower(alpha, r).add(publicPower(factor, c));
  return challenge(prefix, [a, b]) === c;
}

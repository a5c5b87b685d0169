// Exponential ElGamal (Belenios specification 3.1, section 4.11.1).

import { encodePoint, GENERATOR, power } from "./group.js";

/** Encrypts m under y with the randomness r: alpha = g^r, beta = y^r g^m. */
export function encrypt(y, m, r) {
  const mask = power(y, r);
  return { alpha: power(GENERATOR, r), beta: m === 0n ? mask : mask.add(power(GENERATOR, m)), m, r };
}

/** `alpha,beta` as it enters hashes. */
export function cipherText({ alpha, beta }) {
  return `${encodePoint(alpha)},${encodePoint(beta)}`;
}

/** The JSON form, members in the order of the specification. */
export function cipherJson({ alpha, beta }) {
  return { alpha: encodePoint(alpha), beta: encodePoint(beta) };
}

/** The product of ciphertexts: it encrypts the sum, under the sum of the randomness. */
export function product(ciphers) {
  return ciphers.reduce((left, right) => ({
    alpha: left.alpha.add(right.alpha),
    beta: left.beta.add(right.beta),
    m: left.m + right.m,
    r: left.r + right.r,
  }));
}

// Digests as people compare them; the same groups as pybelenios.jsontext and pybelenios.trusteekey write.

const MARK_DIGITS = 20;

/** All digits of a digest in groups of four. */
export const inGroups = (digest) => digest.match(/.{1,4}/g).join(" ");

/** The end of a public key as people compare it: its last 20 digits. */
export const keyMark = (publicKey) => inGroups(publicKey.slice(-MARK_DIGITS));

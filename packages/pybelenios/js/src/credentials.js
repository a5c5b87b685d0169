// Voting codes and the keys derived from them (Belenios specification 3.1, section 4.8).

import { encodePoint, FormatError, GENERATOR, hashHex, modOrder, power } from "./group.js";

const CODE = /^[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}$/;

/** The secret scalar of a voting code in one election; the same code elsewhere gives an unrelated key. */
export function deriveSecret(uuid, code) {
  if (typeof code !== "string" || !CODE.test(code)) throw new FormatError("code", "not a voting code");
  const half = (number) => hashHex(`derive_credential|${uuid}|${number}|${code}`);
  return modOrder(BigInt(`0x${half(0)}${half(1)}`));
}

/** The public credential of a secret: what the list of the archive holds. */
export function publicCredential(secret) {
  return encodePoint(power(GENERATOR, secret));
}

/** Whether the public credential stands on the published list, whose lines may carry a weight. */
export function isListed(credentials, publicKey) {
  return credentials.some((line) => line === publicKey || line.startsWith(`${publicKey},`));
}

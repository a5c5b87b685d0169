// Keys of single trustees (Belenios specification 3.1, section 4.5): the private key file is a JSON string of the scalar.

import {
  decodeMember,
  decodeScalar,
  encodePoint,
  encodeScalar,
  FormatError,
  GENERATOR,
  NEUTRAL,
  power,
} from "./group.js";
import { checkSecret, proveSecret } from "./proofs.js";

/** Makes a key: the text of the private file, and the public part with its proof of possession. */
export function makeKey(draw) {
  const secret = draw();
  const publicKey = encodePoint(power(GENERATOR, secret));
  const pok = proveSecret(`pok|Ed25519|${publicKey}|`, secret, draw);
  return { privateText: `${JSON.stringify(encodeScalar(secret))}\n`, publicPart: { pok, public_key: publicKey } };
}

/** The secret scalar of a private key file; refuses with a code that says what is wrong with the file. */
export function readPrivateKey(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FormatError("key_unreadable", "not JSON");
  }
  if (typeof value !== "string") throw new FormatError("key_unreadable", "not a JSON string");
  try {
    return decodeScalar(value);
  } catch {
    throw new FormatError("key_unreadable", "not a scalar");
  }
}

/** The public key of a secret scalar. */
export function publicKeyOf(secret) {
  return encodePoint(power(GENERATOR, secret));
}

/** The public keys of a `trustees` record, proofs checked, numbered from 1 by their place in the list. */
export function readTrustees(text) {
  const keys = JSON.parse(text).map(([kind, part]) => {
    if (kind !== "Single") throw new FormatError("trustees", "a kind of key this page does not know");
    const key = decodeMember(part.public_key);
    if (key.equals(NEUTRAL) || !checkSecret(`pok|Ed25519|${part.public_key}|`, key, part.pok)) {
      throw new FormatError("trustees", "a key without proof of possession");
    }
    return part.public_key;
  });
  if (new Set(keys).size !== keys.length) throw new FormatError("trustees", "two trustees with one key");
  return keys;
}

/** The election key: the product of the trustees' keys. */
export function electionKey(publicKeys) {
  return encodePoint(publicKeys.map(decodeMember).reduce((left, right) => left.add(right), NEUTRAL));
}

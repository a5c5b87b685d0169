// The keys of an election (Belenios specification 3.1, sections 4.5 to 4.7): a single trustee's private key file is a JSON
// string of the scalar.

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
import { readGroup } from "./pedersen.js";
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

/**
 * The keys in a `trustees` record, proofs checked: `owners`, numbered from 1 over the flattened list, and `electionKey`,
 * to which a single trustee and a threshold group each contribute.
 */
export function readTrustees(text) {
  const items = JSON.parse(text).map(([kind, part]) => {
    if (kind === "Pedersen") return readGroup(part);
    if (kind !== "Single") throw new FormatError("trustees", "a kind of key this page does not know");
    const key = decodeMember(part.public_key);
    if (key.equals(NEUTRAL) || !checkSecret(`pok|Ed25519|${part.public_key}|`, key, part.pok)) {
      throw new FormatError("trustees", "a key without proof of possession");
    }
    return { keys: [part.public_key], key };
  });
  const owners = items.flatMap(({ keys }) => keys);
  if (new Set(owners).size !== owners.length) throw new FormatError("trustees", "two trustees with one key");
  return { owners, electionKey: encodePoint(items.reduce((product, { key }) => product.add(key), NEUTRAL)) };
}

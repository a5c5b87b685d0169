// Signed messages of the members of a threshold group, and sealed ones from one member to another (Belenios
// specification 3.1, section 4.6.1): signed by the sender, for one recipient, AES-256-GCM under a key that only that one
// can compute. `seal` draws the nonce of the signature, the exponent of the key, and the randomness.

import { decodeMember, encodePoint, FormatError, GENERATOR, hashHex, power } from "./group.js";
import { checkSecret, proveSecret } from "./proofs.js";

const ALGORITHM = "AES-GCM";
const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const tag = (message) => `sigmsg|${message}|`;

/** A message with the signature of the private key `signing`. */
export function signMessage(message, signing, draw) {
  return { message, signature: proveSecret(tag(message), signing, draw) };
}

/** Whether the owner of the key `verification` (a point) signed this message. */
export function messageHolds({ message, signature }, verification) {
  return typeof message === "string" && checkSecret(tag(message), verification, signature);
}

/** The text of `message` for the owner of the encryption key `recipient` (a point). */
export async function seal(message, signing, recipient, draw) {
  const signed = signMessage(JSON.stringify({ recipient: encodePoint(recipient), message }), signing, draw);
  const key = power(GENERATOR, draw());
  const randomness = draw();
  const alpha = encodePoint(power(GENERATOR, randomness));
  const beta = encodePoint(power(recipient, randomness).add(key));
  const bytes = new TextEncoder().encode(JSON.stringify(signed));
  const data = await crypto.subtle.encrypt(parameters(alpha), await cipherKey(key), bytes);
  return JSON.stringify({ algorithm: ALGORITHM, alpha, beta, data: toHex(new Uint8Array(data)) });
}

/** What `sender` (a point) sealed for the owner of `decryption`; refuses everything else. */
export async function unseal(text, decryption, sender) {
  try {
    const { algorithm, alpha, beta, data, ...more } = JSON.parse(text);
    const key = decodeMember(beta).subtract(power(decodeMember(alpha), decryption));
    const bytes = await crypto.subtle.decrypt(parameters(alpha), await cipherKey(key), fromHex(data));
    const signed = JSON.parse(new TextDecoder().decode(bytes));
    const { recipient, message } = JSON.parse(signed.message);
    const isOurs = recipient === encodePoint(power(GENERATOR, decryption)) && Object.keys(more).length === 0;
    if (algorithm === ALGORITHM && isOurs && messageHolds(signed, sender)) return message;
  } catch {
    // the same as a message that says something else
  }
  throw new FormatError("sealed_message", "not sealed by this sender for this recipient");
}

const parameters = (alpha) => ({ name: ALGORITHM, iv: fromHex(hashHex(`iv|${alpha}`)) });

function cipherKey(point) {
  const bytes = fromHex(hashHex(`key|${encodePoint(point)}`));
  return crypto.subtle.importKey("raw", bytes, ALGORITHM, false, ["encrypt", "decrypt"]);
}

// The key ceremony: n members make one election key, which any t of them can use (Belenios specification 3.1, section
// 4.6), as pybelenios.ceremony does: the same seed gives the same keys, polynomials and promises.

import { decodeMember, encodePoint, encodeScalar, FormatError, GENERATOR, hashHex, modOrder, power } from "./group.js";
import { seal, signMessage, unseal } from "./messages.js";
import { Cheat, committedValue, isSigned, jointMessage, readCertificate, readCoefexps, scalarIn } from "./pedersen.js";
import { proveSecret } from "./proofs.js";

/** The characters of a seed (base58), by their value. */
export const SEED_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/** How many of them a seed has. */
export const SEED_LENGTH = 22;

/** How often the members of a group can begin again with the same seeds, because one of them was replaced. */
export const ATTEMPTS = 8;

const scalarOf = (text) => modOrder(BigInt(`0x${hashHex(text)}`));

/** A fresh seed from the system generator, each character uniform. */
export function drawSeed() {
  let seed = "";
  while (seed.length < SEED_LENGTH) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 4 * SEED_ALPHABET.length) seed += SEED_ALPHABET[byte % SEED_ALPHABET.length];
  }
  return seed;
}

/** The seed in a text, spaces and hyphens left out. */
export function readSeed(text) {
  const seed = typeof text === "string" ? text.replace(/[\s-]/g, "") : "";
  if (seed.length !== SEED_LENGTH || [...seed].some((letter) => !SEED_ALPHABET.includes(letter))) {
    throw new FormatError("seed", "not 22 characters of base58");
  }
  return seed;
}

/** What a member's seed stands for. */
export function deriveSecrets(seed) {
  return { seed, signing: scalarOf(`sk|${seed}`), decryption: scalarOf(`dk|${seed}`) };
}

function polynomialOf({ seed }, threshold, attempt) {
  return Array.from({ length: threshold }, (_, degree) => scalarOf(`polynomial|${seed}|${attempt}|${degree}`));
}

function coefexpsOf(polynomial) {
  return JSON.stringify({ coefexps: polynomial.map((coefficient) => encodePoint(power(GENERATOR, coefficient))) });
}

function valueAt(polynomial, place) {
  return modOrder(
    polynomial.reduce((sum, coefficient, degree) => sum + coefficient * BigInt(place) ** BigInt(degree), 0n),
  );
}

/** The digests that bind a member to the commitments of its contributions, one for each attempt. */
export function makePromises(secrets, threshold) {
  return Array.from({ length: ATTEMPTS }, (_, attempt) =>
    hashHex(coefexpsOf(polynomialOf(secrets, threshold, attempt))),
  );
}

/** The first message of member `index` of `group`, `{ threshold, size }`. */
export function makeCertificate({ signing, decryption }, { threshold, size }, index, draw) {
  const record = {
    context: { group: "Ed25519", size, threshold, index },
    verification: encodePoint(power(GENERATOR, signing)),
    encryption: encodePoint(power(GENERATOR, decryption)),
  };
  return signMessage(JSON.stringify(record), signing, draw);
}

/** The keys in all certificates; refuses one that is not good, and two members with one key, by the number of the member. */
export function readCertificates(certificates, group) {
  const members = certificates.map((certificate, i) => readCertificate(certificate, group, i + 1));
  const seen = new Map();
  members.forEach(({ verification, encryption }, i) => {
    for (const key of [verification, encryption].map(encodePoint)) {
      if ((seen.get(key) ?? i) !== i) throw new Cheat("copied_key", i + 1);
      seen.set(key, i);
    }
  });
  if (members.length !== group.size) throw new FormatError("certificate", "a certificate is missing");
  return members;
}

/** The second message of member `index`. */
export async function makeContribution(secrets, certificates, group, index, attempt, draw) {
  const members = readCertificates(certificates, group);
  requireOwn(secrets, members[index - 1]);
  const { signing } = secrets;
  const polynomial = polynomialOf(secrets, group.threshold, attempt);
  const kept = JSON.stringify({ polynomial: polynomial.map(encodeScalar) });
  const sealed = await seal(kept, signing, members[index - 1].encryption, draw);
  const values = [];
  for (const [i, { encryption }] of members.entries()) {
    const value = JSON.stringify({ secret: encodeScalar(valueAt(polynomial, i + 1)) });
    values.push(await seal(value, signing, encryption, draw));
  }
  const coefexps = signMessage(coefexpsOf(polynomial), signing, draw);
  const points = JSON.parse(coefexps.message).coefexps.map(decodeMember);
  const { signature } = signMessage(jointMessage(certificates, points), signing, draw);
  return { polynomial: sealed, secrets: values, coefexps, signature };
}

/** Refuses a seed that is not the one with which this member began. */
export function requireOwn({ signing, decryption }, { verification, encryption }) {
  const own = [signing, decryption].map((secret) => encodePoint(power(GENERATOR, secret)));
  if (own[0] !== encodePoint(verification) || own[1] !== encodePoint(encryption)) {
    throw new FormatError("key_other", "another seed");
  }
}

/**
 * The third message of member `index`. `contributions` hold, of each member, what this one may see: the commitments, the
 * signature, the sealed value for this member, and the promise. Refuses by the number of the member who is at fault.
 */
export async function makeShareKey(secrets, certificates, contributions, group, index, draw) {
  const members = readCertificates(certificates, group);
  let share = 0n;
  for (const [i, contribution] of contributions.entries()) {
    share += await openValue(secrets, certificates, contribution, group, { sender: i + 1, index, members });
  }
  share = modOrder(share);
  const publicKey = encodePoint(power(GENERATOR, share));
  const pok = proveSecret(`pok|Ed25519|${publicKey}|`, share, draw);
  const { signature } = signMessage(publicKey, secrets.signing, draw);
  const own = power(GENERATOR, secrets.decryption);
  const sealed = JSON.stringify({ decryption_key: encodeScalar(share) });
  return {
    private_key: await seal(sealed, secrets.signing, own, draw),
    public_key: { pok, public_key: publicKey, signature },
  };
}

/** The private key of a member's share, from what `makeShareKey` sealed. */
export async function openShare(secrets, privateKey) {
  const text = await unseal(privateKey, secrets.decryption, power(GENERATOR, secrets.signing)).catch(() => {
    throw new FormatError("key_other", "another seed");
  });
  return scalarIn(text, "decryption_key");
}

async function openValue(secrets, certificates, contribution, group, { sender, index, members }) {
  const { verification } = members[sender - 1];
  const points = readCoefexps(contribution.coefexps, group, sender, verification);
  const joint = { message: jointMessage(certificates, points), signature: contribution.signature };
  if (!isSigned(joint, verification)) throw new Cheat("contribution", sender);
  if (contribution.promise !== undefined && hashHex(contribution.coefexps.message) !== contribution.promise) {
    throw new Cheat("promise", sender);
  }
  let value;
  try {
    value = scalarIn(await unseal(contribution.secret, secrets.decryption, verification), "secret");
  } catch {
    throw new Cheat("secret", sender);
  }
  if (!power(GENERATOR, value).equals(committedValue(points, index))) throw new Cheat("secret", sender);
  return value;
}

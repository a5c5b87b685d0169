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

/** Each list of members, and each attempt, has a polynomial of its own: values of one for two lists give it away. */
function polynomialOf({ seed }, certificates, threshold, attempt) {
  const place = `polynomial|${seed}|${attempt}|${certificatesDigest(certificates)}|${threshold}`;
  return Array.from({ length: threshold }, (_, degree) => scalarOf(`${place}|${degree}`));
}

/** The digest of the certificates of all members in their order, as signed. */
function certificatesDigest(certificates) {
  const signed = certificates.map(({ message, signature: { challenge, response } }) => ({
    message,
    signature: { challenge, response },
  }));
  return hashHex(JSON.stringify(signed));
}

function coefexpsOf(polynomial) {
  return JSON.stringify({ coefexps: polynomial.map((coefficient) => encodePoint(power(GENERATOR, coefficient))) });
}

function valueAt(polynomial, place) {
  return modOrder(
    polynomial.reduce((sum, coefficient, degree) => sum + coefficient * BigInt(place) ** BigInt(degree), 0n),
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

/** The second message of member `index`: the digest that binds it to the commitments it will show for these members. */
export function makePromise(secrets, certificates, group, index, attempt) {
  requireOwn(secrets, readCertificates(certificates, group)[index - 1]);
  return hashHex(coefexpsOf(polynomialOf(secrets, certificates, group.threshold, attempt)));
}

/** The third message of member `index`, once the promises of all are there. Refuses when its own is not shown as it was made. */
export async function makeContribution(secrets, certificates, promises, group, index, attempt, draw) {
  const members = readCertificates(certificates, group);
  requireOwn(secrets, members[index - 1]);
  requireAll(promises, group);
  const { signing } = secrets;
  const polynomial = polynomialOf(secrets, certificates, group.threshold, attempt);
  if (promises[index - 1] !== hashHex(coefexpsOf(polynomial))) throw new Cheat("misquoted", index);
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

function requireAll(promises, { size }) {
  if (promises.length !== size) throw new FormatError("promises", "a promise is missing");
}

/** Refuses a seed that is not the one with which this member began. */
export function requireOwn({ signing, decryption }, { verification, encryption }) {
  const own = [signing, decryption].map((secret) => encodePoint(power(GENERATOR, secret)));
  if (own[0] !== encodePoint(verification) || own[1] !== encodePoint(encryption)) {
    throw new FormatError("key_other", "another seed");
  }
}

/**
 * The last message of member `index`. `contributions` hold, of each member, what this one may see: the commitments, the
 * signature, and the sealed value for this member. Refuses by the number of the member who is at fault.
 */
export async function makeShareKey(secrets, certificates, promises, contributions, group, index, draw) {
  const members = readCertificates(certificates, group);
  requireAll(promises, group);
  let share = 0n;
  for (const [i, contribution] of contributions.entries()) {
    const way = { sender: i + 1, index, members, promise: promises[i] };
    share += await openValue(secrets, certificates, contribution, group, way);
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

async function openValue(secrets, certificates, contribution, group, { sender, index, members, promise }) {
  const { verification } = members[sender - 1];
  const points = readCoefexps(contribution.coefexps, group, sender, verification);
  const joint = { message: jointMessage(certificates, points), signature: contribution.signature };
  if (!isSigned(joint, verification)) throw new Cheat("contribution", sender);
  if (hashHex(contribution.coefexps.message) !== promise) throw new Cheat("promise", sender);
  let value;
  try {
    value = scalarIn(await unseal(contribution.secret, secrets.decryption, verification), "secret");
  } catch {
    throw new Cheat("secret", sender);
  }
  if (!power(GENERATOR, value).equals(committedValue(points, index))) throw new Cheat("secret", sender);
  return value;
}

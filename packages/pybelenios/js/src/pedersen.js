// A group of trustees of whom a threshold is enough: its public records and their checks (Belenios specification 3.1,
// section 4.6). Members are numbered from 1.

import { decodeMember, decodeScalar, encodePoint, FormatError, NEUTRAL, publicPower } from "./group.js";
import { messageHolds } from "./messages.js";
import { checkSecret } from "./proofs.js";

/** Refuses with a code, and says which member is at fault. */
export class Cheat extends FormatError {
  constructor(code, member) {
    super(code, `member ${member}: ${code}`);
    this.member = member;
    this.facts = { member };
  }
}

/** The keys with which a member signs and receives, from a certificate made for its place in this group. */
export function readCertificate(certificate, { threshold, size }, index) {
  const keys = blaming("certificate", index, () => {
    const { context, verification, encryption } = JSON.parse(certificate.message);
    const wanted = { group: "Ed25519", size, threshold, index };
    if (JSON.stringify(context) !== JSON.stringify(wanted)) return null;
    return { verification: decodeMember(verification), encryption: decodeMember(encryption) };
  });
  if (keys === null || !isSigned(certificate, keys.verification)) throw new Cheat("certificate", index);
  return keys;
}

/** The commitments to the coefficients of one member's polynomial, signed by it: exactly `threshold` points. */
export function readCoefexps(signed, { threshold }, index, verification) {
  const points = blaming("contribution", index, () => JSON.parse(signed.message).coefexps.map(decodeMember));
  if (points.length !== threshold || !isSigned(signed, verification)) throw new Cheat("contribution", index);
  return points;
}

/** The text by whose signature a member binds its commitments to the certificates of all. */
export function jointMessage(certificates, points) {
  return `certs_sig|${JSON.stringify({ certs: certificates, coefexps: points.map(encodePoint) })}`;
}

/** g to the power of a polynomial's value at `index`, from the commitments to its coefficients. */
export function committedValue(points, index) {
  return points.reduce(
    (value, point, degree) => value.add(publicPower(point, BigInt(index) ** BigInt(degree))),
    NEUTRAL,
  );
}

/** Whether `key` is what all polynomials give member `index`, proved and signed by it. */
export function requireShareKey(key, index, commitments, verification) {
  const expected = commitments.reduce((value, points) => value.add(committedValue(points, index)), NEUTRAL);
  const text = encodePoint(expected);
  const isFine =
    key.public_key === text &&
    blaming("key", index, () => checkSecret(`pok|Ed25519|${text}|`, expected, key.pok)) &&
    isSigned({ message: text, signature: key.signature }, verification);
  if (!isFine) throw new Cheat("key", index);
}

/** The public keys of a group's members and its part of the election key (a point); refuses a group that is not well made. */
export function readGroup({ threshold, certs, coefexps, signatures, verification_keys: keys }) {
  const size = keys?.length;
  const isWhole = [certs, coefexps, signatures].every((list) => Array.isArray(list) && list.length === size);
  if (!isWhole || !(threshold >= 1 && threshold <= size)) throw new FormatError("trustees", "not a threshold group");
  const group = { threshold, size };
  const members = certs.map((certificate, i) => readCertificate(certificate, group, i + 1));
  const commitments = members.map(({ verification }, i) => {
    const points = readCoefexps(coefexps[i], group, i + 1, verification);
    const joint = { message: jointMessage(certs, points), signature: signatures[i] };
    if (!isSigned(joint, verification)) throw new Cheat("contribution", i + 1);
    return points;
  });
  members.forEach(({ verification }, i) => {
    requireShareKey(keys[i], i + 1, commitments, verification);
  });
  const key = commitments.reduce((product, [first]) => product.add(first), NEUTRAL);
  return { keys: keys.map((each) => each.public_key), key };
}

/** Reads a scalar of a JSON text with this one member. */
export function scalarIn(text, name) {
  return decodeScalar(JSON.parse(text)[name]);
}

/** Whether the owner of the key `verification` signed this message; what cannot be read is not signed. */
export function isSigned(message, verification) {
  try {
    return messageHolds(message, verification);
  } catch {
    return false;
  }
}

function blaming(code, index, read) {
  try {
    return read();
  } catch {
    throw new Cheat(code, index);
  }
}

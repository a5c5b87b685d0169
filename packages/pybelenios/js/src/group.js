// The group of Belenios: the prime-order subgroup of edwards25519, written multiplicatively in the specification
// (Belenios specification 3.1, section 5.2.1). The one door to the curve: others see points, bigints and encodings only.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const Point = ed25519.Point;

/** The order of the group. */
export const ORDER = Point.Fn.ORDER;
/** The generator g. */
export const GENERATOR = Point.BASE;
/** The neutral element. */
export const NEUTRAL = Point.ZERO;

const NATURAL = /^(0|[1-9][0-9]{0,76})$/;
const HEX64 = /^[0-9a-f]{64}$/;

/** What a file or a server sent is not what the format demands; `code` names the fault for the page. */
export class FormatError extends Error {
  constructor(code, message) {
    super(message ?? code);
    this.name = "FormatError";
    this.code = code;
  }
}

/** The least non-negative residue of n modulo the order. */
export function modOrder(n) {
  const rest = n % ORDER;
  return rest < 0n ? rest + ORDER : rest;
}

/** Big-endian number in 32 hexadecimal bytes: the RFC 8032 encoding reversed. */
export function encodePoint(point) {
  return bytesToHex(point.toBytes().reverse());
}

/** Reads a point on the curve in its only spelling; says nothing of its order (see `decodeMember`). */
export function decodePoint(text) {
  if (typeof text !== "string" || !HEX64.test(text)) throw new FormatError("point", "not 64 lower-case hex digits");
  try {
    return Point.fromBytes(hexToBytes(text).reverse(), false);
  } catch {
    throw new FormatError("point", "not a point of the curve");
  }
}

/** Reads a point and demands that it belongs to the group of prime order. */
export function decodeMember(text) {
  const point = decodePoint(text);
  if (!point.isTorsionFree()) throw new FormatError("point", "not in the group of prime order");
  return point;
}

/** Decimal text of a scalar: private keys, challenges and responses alike. */
export function encodeScalar(n) {
  return n.toString(10);
}

/** Reads a scalar in its only spelling: decimal, no sign, no leading zero, below the order. */
export function decodeScalar(text) {
  if (typeof text !== "string" || !NATURAL.test(text)) throw new FormatError("scalar", "not a decimal number");
  const n = BigInt(text);
  if (n >= ORDER) throw new FormatError("scalar", "not below the order of the group");
  return n;
}

/** `point` to the power n; libraries refuse the exponent zero, the specification does not. */
export function power(point, n) {
  const exponent = modOrder(n);
  return exponent === 0n || point.is0() ? NEUTRAL : point.multiply(exponent);
}

/** The same without constant time: only for exponents that are public. */
export function publicPower(point, n) {
  const exponent = modOrder(n);
  return exponent === 0n || point.is0() ? NEUTRAL : point.multiplyUnsafe(exponent);
}

const DIGIT_BITS = 4;
const DIGITS = 64; // signed, of 4 bits: enough for the order of the group

/**
 * Several public powers of one point: its doublings are computed once (A. C. Yao, "On the evaluation of powers", 1976).
 * Not in constant time.
 */
class Powers {
  #steps = [];

  constructor(point) {
    for (let step = point; this.#steps.length < DIGITS; ) {
      this.#steps.push(step);
      for (let bit = 0; bit < DIGIT_BITS; bit += 1) step = step.double();
    }
  }

  /** Whether the point is in the group of prime order. */
  get isMember() {
    return this.#raise(ORDER).is0();
  }

  /** The point to the power n. */
  of(n) {
    return this.#raise(modOrder(n));
  }

  // A digit d of n says that the step belongs d times into the power: it goes into heap d, and heap d counts d times.
  #raise(n) {
    const half = 1 << (DIGIT_BITS - 1);
    const heaps = Array(half + 1).fill(NEUTRAL);
    let rest = n;
    for (const step of this.#steps) {
      let digit = Number(rest & 15n);
      if (digit > half) digit -= 2 * half;
      rest = (rest - BigInt(digit)) >> BigInt(DIGIT_BITS);
      if (digit > 0) heaps[digit] = heaps[digit].add(step);
      if (digit < 0) heaps[-digit] = heaps[-digit].subtract(step);
    }
    let [sum, total] = [NEUTRAL, NEUTRAL];
    for (const heap of heaps.slice(1).reverse()) {
      sum = sum.add(heap);
      total = total.add(sum);
    }
    return total;
  }
}

const known = new WeakMap();

/** The powers of a point of which several are needed: `of(n)`, and `isMember`. */
export function powersOf(point) {
  if (!known.has(point)) known.set(point, new Powers(point));
  return known.get(point);
}

/** Prepares a table so that every later `power` of this point is a fixed-base one. */
export function withTable(point) {
  return point.precompute(8, false);
}

/** SHA-256 of a text (UTF-8) or of bytes, in lower-case hex. */
export function hashHex(data) {
  return bytesToHex(sha256(typeof data === "string" ? utf8ToBytes(data) : data));
}

/** SHA-256 of a text (UTF-8) or of bytes, in standard base64 without padding: fingerprints and trackers. */
export function hashBase64(data) {
  const digest = sha256(typeof data === "string" ? utf8ToBytes(data) : data);
  return btoa(String.fromCharCode(...digest)).replace(/=+$/, "");
}

/** H(prefix; points): the challenge of every proof (as in section 4.5). */
export function challenge(prefix, points) {
  return modOrder(BigInt(`0x${hashHex(prefix + points.map(encodePoint).join(","))}`));
}

/** A scalar of 1..order-1 from the system generator, by rejection of what falls outside. */
export function randomScalar() {
  const bytes = new Uint8Array(32);
  for (;;) {
    crypto.getRandomValues(bytes);
    bytes[0] &= 0x1f; // the order has 253 bits: half of the draws are kept
    const n = BigInt(`0x${bytesToHex(bytes)}`);
    if (n > 0n && n < ORDER) return n;
  }
}

/** Whether the owner of the public key (base64) signed the text: Ed25519, RFC 8032. */
export function signatureHolds(text, signature, key) {
  try {
    return ed25519.verify(fromBase64(signature), utf8ToBytes(text), fromBase64(key), { zip215: false });
  } catch {
    return false; // not base64, or not 64 and 32 bytes
  }
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

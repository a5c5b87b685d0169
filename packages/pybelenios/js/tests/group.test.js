import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeMember,
  decodePoint,
  decodeScalar,
  encodePoint,
  GENERATOR,
  NEUTRAL,
  ORDER,
  power,
  powersOf,
  randomScalar,
} from "../src/group.js";
import { json } from "./vectors.js";

const { group } = json("belenios/derived.json");

test("the generator, the neutral element and the order are those of the specification", () => {
  assert.equal(encodePoint(GENERATOR), group.generator);
  assert.equal(encodePoint(NEUTRAL), group.identity);
  assert.equal(ORDER.toString(), group.order);
});

test("small powers of the generator have the published encodings", () => {
  for (const [n, hex] of Object.entries(group["small multiples"])) {
    assert.equal(encodePoint(power(GENERATOR, BigInt(n))), hex);
    assert.equal(encodePoint(decodeMember(hex)), hex);
  }
});

test("what is not in the group is refused", () => {
  for (const [reason, hex] of Object.entries(group["not in the group"])) {
    assert.throws(() => decodeMember(hex), { code: "point" }, reason);
  }
});

test("a point has one spelling", () => {
  assert.throws(() => decodePoint(group.generator.replace("8", "8 ")), { code: "point" });
  const upper = encodePoint(power(GENERATOR, 2n)).toUpperCase();
  assert.throws(() => decodePoint(upper), { code: "point" });
});

test("a scalar has one spelling and stays below the order", () => {
  for (const wrong of ["007", "-1", "+1", "1e3", "", " 1", ORDER.toString(), 7]) {
    assert.throws(() => decodeScalar(wrong), { code: "scalar" });
  }
  assert.equal(decodeScalar("0"), 0n);
});

test("random scalars are neither zero nor too large", () => {
  const drawn = Array.from({ length: 200 }, randomScalar);
  assert.ok(drawn.every((n) => n > 0n && n < ORDER));
  assert.equal(new Set(drawn).size, drawn.length);
});

test("the exponent zero gives the neutral element", () => {
  assert.equal(encodePoint(power(GENERATOR, ORDER)), encodePoint(NEUTRAL));
});

test("several powers of one point are the ones computed singly, and its order is known", () => {
  const point = power(GENERATOR, 123456789n);
  const powers = powersOf(point);
  const eights = BigInt(`0x${"8".repeat(62)}`);
  for (const n of [
    0n,
    1n,
    2n,
    7n,
    8n,
    9n,
    15n,
    16n,
    ORDER - 1n,
    ORDER,
    ORDER + 5n,
    -1n,
    eights,
    2n ** 252n,
    randomScalar(),
  ]) {
    assert.ok(powers.of(n).equals(power(point, n)), String(n));
  }
  assert.ok(powers.isMember);
  assert.equal(powersOf(point), powers);
  assert.ok(powersOf(NEUTRAL).of(5n).equals(NEUTRAL));
  assert.ok(powersOf(NEUTRAL).isMember);
  const twist = decodePoint("0".repeat(64)); // of order four
  for (const other of [twist, twist.add(point)]) assert.ok(!powersOf(other).isMember);
});

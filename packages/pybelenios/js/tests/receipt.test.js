import assert from "node:assert/strict";
import { test } from "node:test";
import { ed25519 } from "@noble/curves/ed25519.js";
import { receiptHolds } from "../src/receipt.js";
import { json } from "./vectors.js";

const seed = Uint8Array.from({ length: 32 }, (_, i) => i);
const receipt_key = btoa(String.fromCharCode(...ed25519.getPublicKey(seed)));
const { value: receipt } = json("../tests/golden/receipt_v1.json");
const { uuid, tracker } = receipt;
const record = { uuid, assembly: { receipt_key } };
const another = btoa(String.fromCharCode(...ed25519.getPublicKey(new Uint8Array(32))));

test("a receipt that the key of the record signed for this ballot holds", () => {
  assert.equal(receiptHolds(record, tracker, receipt), true);
});

const forged = {
  "none at all": undefined,
  null: null,
  "a text": "received",
  "another vote": { ...receipt, uuid: "eLKoEJLoQEkmSX" },
  "another ballot": { ...receipt, tracker: `B${tracker.slice(1)}` },
  "another place": { ...receipt, height: receipt.height + 1 },
  "another event": { ...receipt, event: "ac".repeat(32) },
  "another moment": { ...receipt, received_at: "2026-06-16T18:00:01Z" },
  "a form of tomorrow": { ...receipt, v: 2 },
  "a form of the first stage": { ...receipt, v: undefined },
  "no signature": { ...receipt, signature: undefined },
  "a signature of zeros": { ...receipt, signature: btoa("\0".repeat(64)) },
  "what is no base64": { ...receipt, signature: "-" },
};
for (const [name, value] of Object.entries(forged)) {
  test(`a receipt does not hold: ${name}`, () => assert.equal(receiptHolds(record, tracker, value), false));
}

test("a true receipt holds for no other ballot, no other vote and no other key", () => {
  assert.equal(receiptHolds(record, `B${tracker.slice(1)}`, receipt), false);
  assert.equal(receiptHolds({ ...record, uuid: "eLKoEJLoQEkmSX" }, tracker, receipt), false);
  assert.equal(receiptHolds({ uuid, assembly: { receipt_key: another } }, tracker, receipt), false);
  assert.equal(receiptHolds({ uuid, assembly: { receipt_key: null } }, tracker, receipt), false);
});

test("a record that names no key promises no receipts", () => {
  assert.equal(receiptHolds({ uuid, assembly: { voters: 5 } }, tracker, undefined), true);
  assert.equal(receiptHolds({ uuid }, tracker, undefined), true);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { inGroups, keyMark } from "../src/digits.js";

test("a digest is read in groups of four, nothing left out", () => {
  const head = "0123456789abcdef".repeat(4);
  assert.equal(inGroups(head), "0123 4567 89ab cdef ".repeat(4).trim());
  assert.equal(inGroups("A".repeat(43)), `${"AAAA ".repeat(10)}AAA`);
});

test("the mark of a key is its last twenty digits", () => {
  assert.equal(keyMark(`${"0".repeat(44)}044c91ab55c17fa0e913`), "044c 91ab 55c1 7fa0 e913");
});

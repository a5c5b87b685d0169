import assert from "node:assert/strict";
import { test } from "node:test";
import { FormatError } from "../src/group.js";
import { checkClosed, checkWindow, closingHour, windowRule } from "../src/window.js";
import { json } from "./vectors.js";

const { uuid, assembly, cases } = json("window/events.json");
const record = { uuid, assembly };

for (const { case: name, events, refused, closes_at: hour } of cases) {
  test(`the hours of a vote, ${name}: ${refused || "accepted"}`, () => {
    if (refused) {
      assert.throws(() => checkWindow(record, events), FormatError);
    } else {
      assert.equal(checkWindow(record, events), hour);
      assert.equal(closingHour(windowRule(record), events), hour);
    }
  });
}

test("a record of version 0 has no rule about its hours, and takes no records about them", () => {
  const first = { uuid, assembly: { receipt_key: assembly.receipt_key } };
  assert.equal(windowRule(first), null);
  assert.throws(() => checkWindow(first, []), FormatError);
});

test("a rule in a form of tomorrow is refused", () => {
  assert.throws(() => windowRule({ assembly: { window: { ...assembly.window, v: 2 } } }), FormatError);
});

test("a box is closed where its closing says", () => {
  const { events } = cases.find(({ case: name }) => name === "closed early");
  checkClosed(events, events.at(-1).after.event);
  assert.throws(() => checkClosed(events, "0".repeat(64)), FormatError);
  assert.throws(() => checkClosed([], "0".repeat(64)), FormatError);
});

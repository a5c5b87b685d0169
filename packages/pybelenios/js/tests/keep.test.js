import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { dropOld, forgetAll, isSigningOut, Kept, KeptKey, LIFETIME } from "../src/keep.js";

const NOW = Date.UTC(2026, 5, 1, 13);
const CHOICES = [{ chosen: [0], isBlank: false }];

/** A storage as browsers have it: its entries are its own properties. */
class Store {
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }

  setItem(key, value) {
    this[key] = String(value);
  }

  removeItem(key) {
    delete this[key];
  }
}

beforeEach(() => {
  globalThis.localStorage = new Store();
  globalThis.sessionStorage = new Store();
});

function kept(voter) {
  const found = new Kept("paper", voter);
  found.keepChoices(CHOICES, NOW + LIFETIME);
  found.keepSealed({ ballot: "{}", tracker: "t" });
  return found;
}

test("choices stay for twelve hours and no longer, whoever made them", () => {
  const [one, other] = [kept("one"), kept("other")];
  dropOld(NOW + 12 * 3600 * 1000 - 1);
  assert.deepEqual([one.choices, other.choices], [CHOICES, CHOICES]);
  dropOld(NOW + 12 * 3600 * 1000);
  assert.deepEqual([one.choices, other.choices], [null, null]);
});

test("what an earlier booth kept, or nobody can read, stays no longer, and keeps nothing else", () => {
  localStorage.setItem("govapp-vote:paper:old", JSON.stringify({ choices: CHOICES, at: NOW }));
  localStorage.setItem("govapp-vote:paper:odd", "{");
  localStorage.setItem("govapp-vote:paper:none", "null");
  localStorage.setItem("govapp-opened:key", "hash");
  dropOld(NOW);
  assert.deepEqual(Object.keys(localStorage), ["govapp-opened:key"]);
});

test("whoever signs out leaves no choice and no sealed ballot of anybody", () => {
  const [one, other] = [kept("one"), kept("other")];
  localStorage.setItem("govapp-opened:key", "hash");
  forgetAll();
  for (const { choices, sealed } of [one, other]) assert.deepEqual([choices, sealed], [null, null]);
  assert.deepEqual(Object.keys(localStorage), ["govapp-opened:key"], "what protects a key holder stays");
});

test("the other tabs are told of it once", () => {
  const told = [];
  localStorage.setItem = (key, newValue) => told.push({ key, newValue });
  forgetAll();
  assert.deepEqual(told.map(isSigningOut), [true]);
  assert.equal(isSigningOut({ key: told[0].key, newValue: null }), false);
  assert.equal(isSigningOut({ key: "govapp-vote:paper:one", newValue: "{}" }), false);
});

test("a tab keeps the key that it makes, and a code that was scanned, until somebody signs out", () => {
  const key = new KeptKey("group");
  assert.deepEqual([key.made, key.scanned, key.seen(0)], [null, "", null]);
  key.made = { seed: "seed", text: "file" };
  key.scanned = "other";
  key.noteSeen(0, ["one", "two"]);
  const again = new KeptKey("group");
  assert.deepEqual(
    [again.made, again.scanned, again.seen(0)],
    [{ seed: "seed", text: "file" }, "other", ["one", "two"]],
  );
  assert.deepEqual([new KeptKey("another").made, again.seen(1)], [null, null]);
  key.noteSaved(2, "2027-03-01");
  assert.deepEqual([again.savedOn(2), again.savedOn(1)], ["2027-03-01", ""]);
  forgetAll();
  const later = new KeptKey("group");
  assert.deepEqual([later.made, later.scanned], [null, ""]);
  assert.deepEqual(later.seen(0), ["one", "two"], "what protects a key holder stays");
  assert.equal(later.savedOn(2), "2027-03-01");
  later.noteSaved(2, "");
  assert.equal(key.savedOn(2), "");
  key.drop();
  assert.equal(key.made, null);
});

test("a browser that refuses storage stops nothing", () => {
  const refuse = () => {
    throw new DOMException("denied", "SecurityError");
  };
  for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(globalThis, name, { get: refuse, set: undefined, configurable: true });
  }
  try {
    const refused = kept("one");
    dropOld(NOW);
    forgetAll();
    assert.deepEqual([refused.choices, refused.sealed], [null, null]);
    const key = new KeptKey("group");
    key.made = { seed: "seed", text: "" };
    assert.deepEqual(key.made, { seed: "seed", text: "" });
  } finally {
    for (const name of ["localStorage", "sessionStorage"]) delete globalThis[name];
  }
});

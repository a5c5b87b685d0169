import assert from "node:assert/strict";
import { test } from "node:test";
import { deriveSecret, isListed, publicCredential } from "../src/credentials.js";
import { json } from "./vectors.js";

const derived = json("belenios/derived.json");

test("a voting code gives the secret and the public credential of the specification", () => {
  const { uuid, code, secret, public: expected } = derived["credential with known uuid"];
  assert.equal(deriveSecret(uuid, code).toString(), secret);
  assert.equal(publicCredential(deriveSecret(uuid, code)), expected);
});

test("the codes of an election made by the tool lead to its public list", () => {
  const { uuid, credentials } = derived.single;
  const list = json("belenios/single/public_creds.json");
  for (const { code, public: expected } of Object.values(credentials)) {
    const key = publicCredential(deriveSecret(uuid, code));
    assert.equal(key, expected);
    assert.ok(isListed(list, key));
  }
});

test("a mistyped code gives a key that is not on the list", () => {
  const list = json("belenios/single/public_creds.json");
  const key = publicCredential(deriveSecret(derived.single.uuid, "mkmYo-k54Pqm-8sBJs-JhU19F"));
  assert.equal(isListed(list, key), false);
});

test("a list with weights is read too", () => {
  assert.ok(isListed(["ab,2", "cd,0"], "cd"));
  assert.equal(isListed(["ab,2"], "a"), false);
});

test("what has not the shape of a code is refused", () => {
  for (const wrong of ["", "mkmYo-k54Pqm-8sBJs", "0kmYo-k54Pqm-8sBJs-JhU19E", null]) {
    assert.throws(() => deriveSecret("x", wrong), { code: "code" });
  }
});

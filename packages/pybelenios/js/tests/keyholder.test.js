// A member's turns in the key ceremony, and what it says to a wrong file, to members and to a site that cheat.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drawSeed } from "../src/ceremony.js";
import { encodePoint } from "../src/group.js";
import { writeKeyFile } from "../src/keyfile.js";
import { begin, contribute, finish, ownShare, promise, readOwnKey, requireBegun, survey } from "../src/keyholder.js";
import { readGroup } from "../src/pedersen.js";

const GROUP = { threshold: 2, size: 3 };
const WANTED = { group: "2NEpo7TZRRrLZS", index: 2 };
const LABELS = {
  cooperative: "De Sluis cv",
  assembly: "Assembly of June",
  holder: "An Peeters",
  group: WANTED.group,
  member: 2,
  size: 3,
  needed: 2,
  made_on: "2027-03-01",
};

/** Three members up to their promises, as the site hands them on. */
function begun(attempt = 0, seeds = [drawSeed(), drawSeed(), drawSeed()]) {
  const certificates = seeds.map((seed, i) => JSON.parse(begin(seed, GROUP, i + 1)).certificate);
  return { seeds, certificates, promises: promised(seeds, certificates, attempt) };
}

function promised(seeds, certificates, attempt) {
  return seeds.map((seed, i) => JSON.parse(promise(seed, certificates, GROUP, i + 1, attempt)).promise);
}

async function contributed({ seeds, certificates, promises }, attempt) {
  const all = [];
  for (const [i, seed] of seeds.entries()) {
    all.push(JSON.parse(await contribute(seed, certificates, promises, GROUP, i + 1, attempt)));
  }
  return (index) =>
    all.map(({ coefexps, signature, secrets }) => ({ coefexps, signature, secret: secrets[index - 1] }));
}

test("three members make a key, and each opens its share with its seed, in a later attempt too", async () => {
  const group = begun();
  for (const attempt of [0, 1]) {
    group.promises = promised(group.seeds, group.certificates, attempt);
    const seen = await contributed(group, attempt);
    const keys = [];
    for (const [i, seed] of group.seeds.entries()) {
      keys.push(JSON.parse(await finish(seed, group.certificates, group.promises, seen(i + 1), GROUP, i + 1)));
    }
    const { coefexps, signatures } = {
      coefexps: seen(1).map((each) => each.coefexps),
      signatures: seen(1).map((each) => each.signature),
    };
    const record = {
      threshold: 2,
      certs: group.certificates,
      coefexps,
      signatures,
      verification_keys: keys.map((each) => each.public_key),
    };
    assert.equal(encodePoint(readGroup(record).key).length, 64);
    const [, { private_key: sealed, public_key: key }] = keys;
    assert.ok(await ownShare(group.seeds[1], sealed, key.public_key));
    await assert.rejects(ownShare(group.seeds[0], sealed, key.public_key), { code: "key_other" });
    await assert.rejects(ownShare(group.seeds[1], sealed, keys[0].public_key.public_key), { code: "key_other" });
  }
});

test("a file of somebody else or of another assembly says whose it is, even when it is sealed", async () => {
  const seed = drawSeed();
  assert.equal(await readOwnKey(await writeKeyFile(LABELS, seed), "", WANTED), seed);
  const another = await writeKeyFile({ ...LABELS, member: 1, holder: "Bo Maes" }, seed, "sealed");
  await assert.rejects(readOwnKey(another, "", WANTED), (error) => {
    assert.deepEqual([error.code, error.facts.holder, error.facts.member], ["key_of_another", "Bo Maes", 1]);
    return true;
  });
  const earlier = await writeKeyFile({ ...LABELS, group: "other", assembly: "June 2026", made_on: "2026-05-02" }, seed);
  await assert.rejects(readOwnKey(earlier, "", WANTED), (error) => {
    const { assembly, day, cooperative } = error.facts;
    assert.deepEqual(
      [error.code, assembly, day, cooperative],
      ["key_of_elsewhere", "June 2026", "2026-05-02", "De Sluis cv"],
    );
    return true;
  });
  const sealed = await writeKeyFile(LABELS, seed, "a");
  await assert.rejects(readOwnKey(sealed, "", WANTED), { code: "passphrase_needed" });
  await assert.rejects(readOwnKey(sealed, "b", WANTED), { code: "passphrase_other" });
});

test("every member sees the same digest of what all said first, before and after all have promised", () => {
  const { certificates, promises } = begun();
  const first = survey(certificates, [], GROUP);
  const later = survey(certificates, promises, GROUP, first);
  assert.equal(later.fingerprint, first.fingerprint);
  assert.deepEqual(survey(certificates, promises, GROUP, later), later);
});

test("a promise that is another one later is found, by the member whose it is", () => {
  const { certificates, promises } = begun();
  const noted = survey(certificates, promises, GROUP);
  const changed = [promises[0], begun().promises[1], promises[2]];
  assert.throws(() => survey(certificates, changed, GROUP, noted), { code: "promise", member: 2 });
});

test("a site that exchanges a certificate later is found, by the member whose it is", async () => {
  const { certificates, promises } = begun();
  const noted = survey(certificates, promises, GROUP);
  const exchanged = [...certificates.slice(0, 2), begun().certificates[2]];
  assert.throws(() => survey(exchanged, promises, GROUP, noted), { code: "exchanged", member: 3 });
  assert.notEqual(survey(exchanged, promises, GROUP).fingerprint, noted.fingerprint);
});

test("a site that shows some members other certificates is found by the contribution of a member", async () => {
  const group = begun();
  const seen = await contributed(group, 0);
  const shown = [...group.certificates.slice(0, 2), begun().certificates[2]];
  await assert.rejects(finish(group.seeds[0], shown, group.promises, seen(1), GROUP, 1), {
    code: "contribution",
    member: 1,
  });
  // Before that, the member itself is bound to the certificates that it promised for.
  await assert.rejects(contribute(group.seeds[0], shown, group.promises, GROUP, 1, 0), {
    code: "misquoted",
    member: 1,
  });
});

test("a broken promise, and one that is missing, are found by the member who broke it", async () => {
  const group = begun(1);
  const seen = await contributed(group, 1);
  const run = (promises) => finish(group.seeds[0], group.certificates, promises, seen(1), GROUP, 1);
  const [one, two, three] = group.promises;
  assert.ok(await run(group.promises));
  await assert.rejects(run([one, two, two]), { code: "promise", member: 3 });
  await assert.rejects(run([one, "", three]), { code: "promise", member: 2 });
  await assert.rejects(run([one, two]), { code: "promises" });
});

test("another seed goes on with nothing", async () => {
  const group = begun();
  const seen = await contributed(group, 0);
  const other = drawSeed();
  assert.throws(() => requireBegun(other, group.certificates, GROUP, 1), { code: "key_other" });
  const said = [group.certificates, group.promises];
  assert.throws(() => promise(other, group.certificates, GROUP, 1, 0), { code: "key_other" });
  await assert.rejects(contribute(other, ...said, GROUP, 1, 0), { code: "key_other" });
  await assert.rejects(finish(other, ...said, seen(1), GROUP, 1), { code: "key_other" });
});

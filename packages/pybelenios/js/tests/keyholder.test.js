// A member's turns in the key ceremony, and what it says to a wrong file, to members and to a site that cheat.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drawSeed } from "../src/ceremony.js";
import { encodePoint } from "../src/group.js";
import { writeKeyFile } from "../src/keyfile.js";
import { begin, contribute, finish, ownShare, readOwnKey, requireBegun, survey } from "../src/keyholder.js";
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

/** Three members up to their contributions, as the site hands them on. */
async function begun() {
  const seeds = [drawSeed(), drawSeed(), drawSeed()];
  const first = seeds.map((seed, i) => JSON.parse(begin(seed, GROUP, i + 1)));
  const certificates = first.map(({ certificate }) => certificate);
  const promises = first.map((each) => each.promises);
  return { seeds, certificates, promises };
}

async function contributed({ seeds, certificates, promises }, attempt) {
  const all = [];
  for (const [i, seed] of seeds.entries()) {
    all.push(JSON.parse(await contribute(seed, certificates, GROUP, i + 1, attempt)));
  }
  return (index) =>
    all.map(({ coefexps, signature, secrets }, i) => ({
      coefexps,
      signature,
      secret: secrets[index - 1],
      promises: promises[i],
    }));
}

test("three members make a key, and each opens its share with its seed, in a later attempt too", async () => {
  const group = await begun();
  for (const attempt of [0, 1]) {
    const seen = await contributed(group, attempt);
    const keys = [];
    for (const [i, seed] of group.seeds.entries()) {
      keys.push(JSON.parse(await finish(seed, group.certificates, seen(i + 1), GROUP, i + 1, attempt)));
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

test("every member sees the same digest of what all said first, and another one after any change", async () => {
  const { certificates, promises } = await begun();
  const first = survey(certificates, promises, GROUP);
  assert.deepEqual(survey(certificates, promises, GROUP, first.digests), first);
  const others = await begun();
  const changed = [promises[0], others.promises[1], promises[2]];
  assert.notEqual(survey(certificates, changed, GROUP).fingerprint, first.fingerprint);
  assert.throws(() => survey(certificates, changed, GROUP, first.digests), { code: "exchanged", member: 2 });
});

test("a site that exchanges a certificate later is found, by the member whose it is", async () => {
  const { certificates, promises } = await begun();
  const { digests } = survey(certificates, promises, GROUP);
  const others = await begun();
  const exchanged = [...certificates.slice(0, 2), others.certificates[2]];
  assert.throws(() => survey(exchanged, promises, GROUP, digests), { code: "exchanged", member: 3 });
});

test("a site that shows some members other certificates is found by the contribution of a member", async () => {
  const group = await begun();
  const seen = await contributed(group, 0);
  const others = await begun();
  const shown = [...group.certificates.slice(0, 2), others.certificates[2]];
  await assert.rejects(finish(group.seeds[0], shown, seen(1), GROUP, 1, 0), { code: "contribution", member: 1 });
});

test("a broken promise, and one that is missing, are found by the member who broke it", async () => {
  const group = await begun();
  const seen = await contributed(group, 1);
  const run = (contributions) => finish(group.seeds[0], group.certificates, contributions, GROUP, 1, 1);
  const [one, two, three] = seen(1);
  await assert.rejects(run([one, two, { ...three, promises: two.promises }]), { code: "promise", member: 3 });
  await assert.rejects(run([one, { ...two, promises: [] }, three]), { code: "promise", member: 2 });
  await assert.rejects(finish(group.seeds[0], group.certificates, seen(1), GROUP, 1, 0), {
    code: "promise",
    member: 1,
  });
});

test("another seed goes on with nothing", async () => {
  const group = await begun();
  const seen = await contributed(group, 0);
  const other = drawSeed();
  assert.throws(() => requireBegun(other, group.certificates, GROUP, 1), { code: "key_other" });
  await assert.rejects(contribute(other, group.certificates, GROUP, 1, 0), { code: "key_other" });
  await assert.rejects(finish(other, group.certificates, seen(1), GROUP, 1, 0), { code: "key_other" });
});

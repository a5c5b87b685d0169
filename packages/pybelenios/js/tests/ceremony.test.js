// The key ceremony, against what belenios-tool and Python made, and against members and a server who cheat.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  deriveSecrets,
  drawSeed,
  makeCertificate,
  makeContribution,
  makePromise,
  makeShareKey,
  openShare,
  readCertificates,
  readSeed,
} from "../src/ceremony.js";
import { encodePoint, GENERATOR, hashHex, modOrder, power, randomScalar } from "../src/group.js";
import { seal, unseal } from "../src/messages.js";
import { readGroup, scalarIn } from "../src/pedersen.js";
import { publicKeyOf } from "../src/trustees.js";
import { json, text } from "./vectors.js";

const GROUP = { threshold: 2, size: 3 };
const lines = (name) =>
  text(`belenios/pedersen/${name}`)
    .split("\n")
    .map((line) => JSON.parse(line));
const seedOf = (index) => text(`belenios/pedersen/trustee${index}.key`);

/** What member `index` may see of the contributions. */
const delivery = (contributions, index) =>
  contributions.map(({ coefexps, signature, secrets }) => ({ coefexps, signature, secret: secrets[index - 1] }));

/** What everybody who contributed this had promised. */
const promisesOf = (contributions) => contributions.map(({ coefexps }) => hashHex(coefexps.message));

async function ceremony(seeds, alter = (contributions) => contributions, group = GROUP) {
  const secrets = seeds.map(deriveSecrets);
  const certificates = secrets.map((each, i) => makeCertificate(each, group, i + 1, randomScalar));
  const promises = secrets.map((each, i) => makePromise(each, certificates, group, i + 1, 0));
  const contributions = [];
  for (const [i, each] of secrets.entries()) {
    contributions.push(await makeContribution(each, certificates, promises, group, i + 1, 0, randomScalar));
  }
  return { secrets, certificates, promises, contributions: await alter(contributions, secrets, certificates) };
}

for (const index of [1, 2, 3]) {
  test(`member ${index} of the tool's ceremony has the key that the tool gave it`, async () => {
    const secrets = deriveSecrets(readSeed(seedOf(index)));
    const [theirs] = lines(`trustee${index}.voutput`);
    const contributions = delivery(lines("polynomials.jsons"), index);
    const said = [lines("certs.jsons"), promisesOf(contributions), contributions];
    const made = await makeShareKey(secrets, ...said, GROUP, index, randomScalar);
    assert.equal(made.public_key.public_key, theirs.public_key.public_key);
    for (const { private_key: sealed } of [made, theirs]) {
      assert.equal(publicKeyOf(await openShare(secrets, sealed)), theirs.public_key.public_key);
    }
  });
}

test("everything is as Python makes it of the same seed and the same scalars", async () => {
  for (const { group, seeds, scalars, certificates, promises, contributions, keys } of json("ceremony.json")) {
    const left = scalars.map(BigInt);
    const draw = () => left.shift();
    const secrets = seeds.map(deriveSecrets);
    const made = secrets.map((each, i) => makeCertificate(each, group, i + 1, draw));
    assert.deepEqual(made, certificates);
    assert.deepEqual(
      secrets.map((each, i) => makePromise(each, certificates, group, i + 1, i)),
      promises,
    );
    for (const [i, each] of secrets.entries()) {
      const contribution = await makeContribution(each, certificates, promises, group, i + 1, i, draw);
      assert.equal(JSON.stringify(contribution), JSON.stringify(contributions[i]));
    }
    for (const [i, each] of secrets.entries()) {
      const parts = delivery(contributions, i + 1);
      const key = await makeShareKey(each, certificates, promises, parts, group, i + 1, draw);
      assert.equal(JSON.stringify(key), JSON.stringify(keys[i]));
    }
    assert.equal(left.length, 0);
  }
});

test("a group that was well made is read, and any change in it is found", () => {
  const [[, group]] = json("belenios/pedersen/trustees.json");
  assert.equal(encodePoint(readGroup(group).key), json("belenios/pedersen/election.json").public_key);
  const [first, second, third] = group.verification_keys;
  const wrong = [
    { ...group, threshold: 3 },
    { ...group, threshold: 0 },
    { ...group, certs: group.certs.slice(1) },
    { ...group, certs: [group.certs[1], group.certs[0], group.certs[2]] },
    { ...group, signatures: [group.signatures[1], group.signatures[0], group.signatures[2]] },
    { ...group, coefexps: [group.coefexps[1], group.coefexps[0], group.coefexps[2]] },
    { ...group, verification_keys: [second, first, third] },
    { ...group, verification_keys: [{ ...first, signature: second.signature }, second, third] },
    { ...group, verification_keys: [{ ...first, pok: second.pok }, second, third] },
  ];
  for (const each of wrong) assert.throws(() => readGroup(each), { name: "FormatError" });
});

test("a seed is 22 characters, in any spacing", () => {
  const seed = drawSeed();
  assert.equal(readSeed(` ${seed.slice(0, 5)}-${seed.slice(5, 11)} ${seed.slice(11)}\n`), seed);
  for (const other of ["", seed.slice(1), `${seed}1`, `0${seed.slice(1)}`, 5]) {
    assert.throws(() => readSeed(other), { code: "seed" });
  }
});

test("whoever copies a key, sends a certificate of elsewhere or leaves one out is found by number", () => {
  const [one, two] = [drawSeed(), drawSeed()].map(deriveSecrets);
  const certify = (secrets, index, group = GROUP) => makeCertificate(secrets, group, index, randomScalar);
  const good = [certify(one, 1), certify(two, 2)];
  const cases = [
    [certify(one, 3), "copied_key"],
    [certify(deriveSecrets(drawSeed()), 2), "certificate"],
    [certify(deriveSecrets(drawSeed()), 3, { threshold: 2, size: 4 }), "certificate"],
    [{ ...certify(deriveSecrets(drawSeed()), 3), signature: good[0].signature }, "certificate"],
    [{ message: "garbage", signature: {} }, "certificate"],
  ];
  for (const [certificate, code] of cases) {
    assert.throws(() => readCertificates([...good, certificate], GROUP), { code, member: 3 });
  }
  assert.throws(() => readCertificates(good, GROUP), { code: "certificate" });
});

test("a contribution that is not right is found by number, by whoever receives it", async () => {
  const seeds = [drawSeed(), drawSeed(), drawSeed()];
  const changes = {
    secret: async (third, secrets, certificates) => {
      const [{ encryption }] = readCertificates(certificates, GROUP);
      return { ...third, secrets: [await seal('{"secret":"7"}', secrets[2].signing, encryption, randomScalar)] };
    },
    exchanged: (third) => ({ ...third, secrets: third.secrets.toReversed() }),
    garbage: (third) => ({ ...third, secrets: ["garbage"] }),
    unsigned: (third) => ({ ...third, coefexps: { ...third.coefexps, signature: third.signature } }),
    joint: (third) => ({ ...third, signature: third.coefexps.signature }),
  };
  const codes = { secret: "secret", exchanged: "secret", garbage: "secret" };
  for (const [name, change] of Object.entries(changes)) {
    const alter = async ([first, second, third], secrets, certificates) => [
      first,
      second,
      await change(third, secrets, certificates),
    ];
    const { secrets, certificates, promises, contributions } = await ceremony(seeds, alter);
    await assert.rejects(
      makeShareKey(secrets[0], certificates, promises, delivery(contributions, 1), GROUP, 1, randomScalar),
      { code: codes[name] ?? "contribution", member: 3 },
      name,
    );
  }
});

test("a contribution that its member had not promised is found", async () => {
  const { secrets, certificates, promises, contributions } = await ceremony([drawSeed(), drawSeed(), drawSeed()]);
  assert.deepEqual(promises, promisesOf(contributions));
  const make = (said) =>
    makeShareKey(secrets[0], certificates, said, delivery(contributions, 1), GROUP, 1, randomScalar);
  assert.ok(await make(promises));
  await assert.rejects(make([promises[0], promises[0], promises[2]]), { code: "promise", member: 2 });
  await assert.rejects(make(promises.slice(1)), { code: "promises" });
});

test("other members, and another attempt, get another promise, and nobody contributes for them without it", async () => {
  const { secrets, certificates, promises } = await ceremony([drawSeed(), drawSeed(), drawSeed()]);
  const invented = await ceremony([drawSeed(), drawSeed(), drawSeed()]);
  const shown = [certificates[0], ...invented.certificates.slice(1)];
  const made = [
    promises[0],
    makePromise(secrets[0], certificates, GROUP, 1, 1),
    makePromise(secrets[0], shown, GROUP, 1, 0),
  ];
  assert.equal(new Set(made).size, 3);
  const contribute = (list, said) => makeContribution(secrets[0], list, said, GROUP, 1, 0, randomScalar);
  await assert.rejects(contribute(shown, promises), { code: "misquoted", member: 1 });
  await assert.rejects(contribute(certificates, promises.slice(0, 2)), { code: "promises" });
});

test("the values that invented members get of a holder are no values of the polynomial for the real ones", async () => {
  const real = await ceremony([drawSeed(), drawSeed(), drawSeed()]);
  const strangers = [deriveSecrets(drawSeed()), deriveSecrets(drawSeed())];
  const made = strangers.map((each, i) => makeCertificate(each, GROUP, i + 2, randomScalar));
  const shown = [real.certificates[0], ...made];
  const promises = [makePromise(real.secrets[0], shown, GROUP, 1, 0), ...real.promises.slice(1)];
  const given = await makeContribution(real.secrets[0], shown, promises, GROUP, 1, 0, randomScalar);
  const signing = power(GENERATOR, real.secrets[0].signing);
  const values = [];
  for (const [i, each] of strangers.entries()) {
    values.push(scalarIn(await unseal(given.secrets[i + 1], each.decryption, signing), "secret"));
  }
  // A line through the values at 2 and 3: 3 f(2) - 2 f(3).
  const secret = encodePoint(power(GENERATOR, modOrder(3n * values[0] - 2n * values[1])));
  assert.equal(secret, JSON.parse(given.coefexps.message).coefexps[0]);
  assert.notEqual(secret, JSON.parse(real.contributions[0].coefexps.message).coefexps[0]);
});

test("another seed neither goes on with a ceremony nor opens the share", async () => {
  const { secrets, certificates, promises, contributions } = await ceremony([drawSeed(), drawSeed(), drawSeed()]);
  const parts = delivery(contributions, 1);
  const key = await makeShareKey(secrets[0], certificates, promises, parts, GROUP, 1, randomScalar);
  const other = deriveSecrets(drawSeed());
  assert.throws(() => makePromise(other, certificates, GROUP, 1, 0), { code: "key_other" });
  await assert.rejects(makeContribution(other, certificates, promises, GROUP, 1, 0, randomScalar), {
    code: "key_other",
  });
  await assert.rejects(openShare(other, key.private_key), { code: "key_other" });
  assert.equal(publicKeyOf(await openShare(secrets[0], key.private_key)), key.public_key.public_key);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { readArchive } from "../src/archiveparts.js";
import { readElection } from "../src/ballot.js";
import { encodePoint, GENERATOR, modOrder } from "../src/group.js";
import { checkDecryptions, checkResult, combine, lagrange, readGroups } from "../src/opening.js";
import { readTexts, textsMatch } from "../src/questions.js";
import { readTrustees } from "../src/trustees.js";
import { bytes, json } from "./vectors.js";

function opened(folder) {
  const parts = readArchive(bytes(`belenios/${folder}/closed.bel`));
  const { fingerprint } = readElection(parts.record);
  const { owners } = readTrustees(parts.trustees);
  const facts = { tally: JSON.parse(parts.tally.text), fingerprint, owners, counted: parts.ballots.length };
  return { ...facts, parts, groups: readGroups(parts.trustees) };
}

for (const [folder, groups] of [
  ["single", [1, 1].map((needed) => ({ size: 1, needed }))],
  ["pedersen", [{ size: 3, needed: 2 }]],
]) {
  test(`the decryptions of the tool are proved and give its result: ${folder}`, () => {
    const vote = opened(folder);
    assert.deepEqual(vote.groups, groups);
    const factors = combine(vote.groups, checkDecryptions(vote, vote.parts.decryptions));
    const found = checkResult({ ...vote, factors }, vote.parts.result);
    assert.deepEqual(found, json(`belenios/${folder}/result.json`).result);
  });
}

test("a decryption that is not proved, belongs to nobody, comes twice or is spelt another way is refused", () => {
  const vote = opened("single");
  const [first, second] = vote.parts.decryptions;
  const other = { ...first[0], text: second[0].text };
  const nobody = { ...first[1], text: first[1].text.replace('"owner":1', '"owner":9') };
  const spelt = { ...first[0], text: first[0].text.replace("{", "{ ") };
  const short = JSON.parse(first[0].text);
  short.decryption_factors.pop();
  const wrong = [
    [other, first[1]],
    [first[0], nobody],
    [spelt, first[1]],
  ];
  for (const record of [...wrong, [{ ...first[0], text: JSON.stringify(short) }, first[1]]]) {
    assert.throws(() => checkDecryptions(vote, [record]), { code: "decryption" });
  }
  assert.throws(() => checkDecryptions(vote, [first, first]), { code: "decryption" });
});

test("without a key holder who is needed nothing is opened", () => {
  for (const folder of ["single", "pedersen"]) {
    const vote = opened(folder);
    const factors = checkDecryptions(vote, vote.parts.decryptions.slice(0, 1));
    assert.throws(() => combine(vote.groups, factors), { code: "missing" });
  }
});

test("any members of a group that are enough open the same", () => {
  const secret = (x) => modOrder(7n + 11n * BigInt(x)); // a line through 7
  for (const chosen of [
    [1, 2],
    [1, 3],
    [2, 3],
    [1, 2, 3],
  ]) {
    const sum = chosen.reduce((total, index) => modOrder(total + lagrange(index, chosen) * secret(index)), 0n);
    assert.equal(sum, 7n);
  }
});

test("another figure, another form or too large a figure is not the result", () => {
  const vote = opened("single");
  const factors = combine(vote.groups, checkDecryptions(vote, vote.parts.decryptions));
  const { result } = JSON.parse(vote.parts.result);
  const moved = [[result[0][0] + 1, result[0][1] - 1, ...result[0].slice(2)], ...result.slice(1)];
  const texts = [moved, result.slice(1), [[999, ...result[0].slice(1)], ...result.slice(1)]].map((each) =>
    JSON.stringify({ result: each }),
  );
  for (const text of [...texts, "null", "{", ` ${vote.parts.result}`]) {
    assert.throws(() => checkResult({ ...vote, factors }, text), { code: "result" });
  }
  const shifted = factors.map((row) => row.map((point) => point.add(GENERATOR)));
  assert.notEqual(encodePoint(shifted[0][0]), encodePoint(factors[0][0]));
  assert.throws(() => checkResult({ ...vote, factors: shifted }, vote.parts.result), { code: "result" });
});

test("an archive is read in every state, and with its events in no other order", () => {
  const open = readArchive(bytes("belenios/single/open.bel.snapshot"));
  assert.equal(open.isClosed, false);
  assert.deepEqual([open.tally, open.result, open.decryptions], [null, null, []]);
  const whole = bytes("belenios/single/closed.bel");
  const changed = whole.slice();
  changed[whole.length - 600] ^= 1;
  assert.throws(() => readArchive(changed), { code: "archive" });
  assert.throws(() => readArchive(whole.slice(0, 1024)), { code: "archive" });
});

test("the words that people read are those that are counted, in at least one language throughout", () => {
  const texts = (nl, fr = "") => ({ nl, fr });
  const told = (title, ...labels) => ({ title, answers: labels.map((label) => ({ label })) });
  const record = (...questions) => ({
    questions: [{ question: "Ja?", answers: ["Ja", "Nee"] }],
    assembly: { questions },
  });
  const fine = told(texts("Ja?", "Oui ?"), texts("Ja", "Oui"), texts("Nee", "Non"));
  assert.ok(textsMatch(record(fine)));
  assert.ok(textsMatch({ questions: [{ question: "Ja?", answers: [] }] }));
  assert.ok(!textsMatch(record(told(texts("Ja?"), texts("Nee"), texts("Ja")))), "answers exchanged");
  assert.ok(!textsMatch(record(told(texts("Ja?"), texts("Ja")))));
  assert.ok(!textsMatch(record()));
  assert.deepEqual(readTexts(record(fine), "fr")[0], { title: "Oui ?", answers: ["Oui", "Non"], hasBlank: false });
  assert.equal(readTexts(record(fine), "de")[0].title, "Ja?");
  assert.equal(readTexts({ questions: [{ question: "Q", answers: ["A"], blank: true }] }, "nl")[0].hasBlank, true);
});

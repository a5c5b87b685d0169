import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Alarm, Refused, sendBallot } from "../src/send.js";

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

const reply = (status, value, more = {}) => ({
  ok: status < 300,
  status,
  type: "basic",
  json: async () => value,
  ...more,
});

/** A network that gives these answers one after the other; null is no network at all. */
function network(...answers) {
  const sent = [];
  globalThis.fetch = async (_url, { body, headers }) => {
    sent.push({ body, headers });
    const answer = answers.shift();
    if (answer === null) throw new TypeError("Failed to fetch");
    return answer;
  };
  return sent;
}

function sending(more = {}) {
  const waits = [];
  const facts = {
    url: "/vote/x/cast",
    token: "token",
    ballot: '{"ballot":1}',
    signal: new AbortController().signal,
    pause: async (milliseconds) => waits.push(milliseconds),
    onTry: () => {},
    onWait: () => {},
    ...more,
  };
  return { waits, promise: sendBallot(facts) };
}

test("a ballot is sent again with the same bytes until the box answers", async () => {
  const sent = network(null, reply(503, {}), reply(201, { tracker: "t" }));
  const { waits, promise } = sending();
  assert.deepEqual(await promise, { tracker: "t" });
  assert.deepEqual(
    sent.map(({ body }) => body),
    ['{"ballot":1}', '{"ballot":1}', '{"ballot":1}'],
  );
  assert.equal(sent[0].headers["X-CSRFToken"], "token");
  assert.deepEqual(waits, [2000, 4000]);
});

test("the pauses grow to half a minute and no further", async () => {
  network(null, null, null, null, null, null, null, reply(200, {}));
  const { waits, promise } = sending();
  await promise;
  assert.deepEqual(waits, [2000, 4000, 8000, 16000, 30000, 30000, 30000]);
});

test("a refusal of the box is told with its words and not repeated", async () => {
  const problem = { code: "voting_closed", title: "Too late", detail: "Your earlier vote counts" };
  const sent = network(reply(409, problem));
  await assert.rejects(sending().promise, (error) => {
    assert.ok(error instanceof Refused);
    assert.deepEqual({ code: error.code, title: error.title, detail: error.detail }, problem);
    return true;
  });
  assert.equal(sent.length, 1);
});

test("too many requests are waited out, unless the ballot box says in words how long", async () => {
  network(reply(429, null), reply(201, {}));
  const { waits, promise } = sending();
  await promise;
  assert.deepEqual(waits, [2000]);
  const sent = network(reply(429, { code: "too_many_refused", title: "Too many", detail: "Wait" }));
  await assert.rejects(sending().promise, Refused);
  assert.equal(sent.length, 1);
});

test("an answer that is no problem document is still a refusal", async () => {
  const html = async () => JSON.parse("<html>");
  network(reply(500, null, { json: html }));
  await assert.rejects(sending().promise, { name: "Refused", status: 500, code: "" });
});

test("an answer of the box that is no JSON is told from no answer", async () => {
  const sent = network(reply(201, null, { json: async () => JSON.parse("<html>") }));
  assert.equal(await sending().promise, null);
  assert.equal(sent.length, 1);
});

test("an answer that breaks off is asked for again", async () => {
  const broken = async () => {
    throw new TypeError("network error");
  };
  const sent = network(reply(201, null, { json: broken }), reply(200, { tracker: "t" }));
  assert.deepEqual(await sending().promise, { tracker: "t" });
  assert.equal(sent[0].body, sent[1].body);
});

test("whoever left the review before the first attempt sends nothing", async () => {
  const sent = network(reply(201, {}));
  await assert.rejects(sending({ signal: AbortSignal.abort() }).promise, { name: "AbortError" });
  assert.equal(sent.length, 0);
});

test("a redirect means that the voter is signed out", async () => {
  network({ ok: false, status: 0, type: "opaqueredirect" });
  await assert.rejects(sending().promise, { code: "signed_out" });
});

test("leaving the review ends the sending", async () => {
  const controller = new AbortController();
  network(null, null);
  const pause = new Alarm(new EventTarget()).wake;
  const { promise } = sending({ signal: controller.signal, pause, onWait: () => setTimeout(() => controller.abort()) });
  await assert.rejects(promise, { name: "AbortError" });
});

test("a pause ends when the network is back or somebody rings", async () => {
  const target = new EventTarget();
  const alarm = new Alarm(target);
  const { signal } = new AbortController();
  const first = alarm.wake(1_000_000, signal);
  target.dispatchEvent(new Event("online"));
  await first;
  const second = alarm.wake(1_000_000, signal);
  alarm.ring();
  await second;
});

test("a form goes as a form, the same each time", async () => {
  const sent = network(null, reply(200, {}));
  const form = new URLSearchParams({ message: "{}" });
  await sending({ ballot: form }).promise;
  assert.deepEqual(
    sent.map(({ body, headers }) => [String(body), headers["Content-Type"]]),
    [
      ["message=%7B%7D", undefined],
      ["message=%7B%7D", undefined],
    ],
  );
});

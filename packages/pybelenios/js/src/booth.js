// The voting booth: choose, review, cast. The page (templates/ballots/booth.html) holds every word that is shown.

import { Choosing } from "./choosing.js";
import { Hours } from "./hours.js";
import { dropOld, forgetAll, isSigningOut, Kept, LIFETIME } from "./keep.js";
import { difference } from "./paper.js";
import { startWorker } from "./remote.js";
import { Same } from "./same.js";
import { Alarm, isSignedOut, Refused, sendBallot } from "./send.js";
import { isOfPointer } from "./steps.js";

const RETRY = 5_000;
const LOOK_AT_CLOCK = 60_000;
const SECOND_TAP = 700; // milliseconds in which a second tap of the finger that asked for the review does nothing

const byId = (id) => document.getElementById(id);

class Booth extends Choosing {
  constructor(form) {
    super(form);
    this.facts = form.dataset;
    this.alarm = new Alarm();
    this.hours = new Hours(form, this.say);
    this.kept = null;
    this.isBusy = false;
    this.isDone = false;
    this.until = Date.now() + LIFETIME;
    this.cancel = new AbortController();
    this.same = new Same(byId("same"), (event) => {
      if (isOfPointer(event) && performance.now() - this.reviewedAt < SECOND_TAP) return;
      this.cast(this.same.chosen);
    });
    this.reviewedAt = 0;
  }

  review() {
    super.review();
    this.reviewedAt = performance.now();
  }

  start() {
    this.listen();
    byId("again").addEventListener("click", () => this.alarm.ring());
    byId("look-up").addEventListener("click", () => this.lookUp());
    addEventListener("pageshow", ({ persisted }) => {
      if (!persisted || !(this.isDone || this.kept?.choices === null)) return;
      this.form.reset();
      location.reload();
    });
    byId("sign-out").addEventListener("submit", () => this.forget());
    addEventListener("storage", (event) => {
      if (isSigningOut(event)) this.forget();
    });
    setInterval(() => this.forgetOld(), LOOK_AT_CLOCK);
    this.prepared = this.prepare();
    this.prepared.catch((error) => this.fail(error));
  }

  changed() {
    this.kept?.dropSealed(); // another choice is another ballot
    for (const row of this.same.rows) row.reopen();
    this.keep();
  }

  left() {
    this.cancel.abort();
  }

  keep() {
    if (this.isDone) return;
    this.until = Date.now() + LIFETIME;
    this.kept?.keepChoices(this.choices, this.until);
  }

  forgetOld() {
    if (!this.isBusy && !this.isDone && Date.now() > this.until) this.forget();
  }

  /** Takes the choices off the device and out of sight: the voter signs out, or has left the page open for hours. */
  forget() {
    this.isDone = true;
    this.cancel.abort();
    this.worker?.end();
    this.kept?.clear();
    this.form.reset();
    for (const list of document.querySelectorAll("[data-picked]")) list.replaceChildren();
    this.steps.stop();
    this.steps.fault(this.say("cleared"), this.say("cleared_help"));
  }

  /** Offers nothing to send any more: voting is closed. */
  close() {
    this.isDone = true;
    this.kept?.clear();
    this.steps.stop();
    byId("closed").hidden = false;
  }

  // Casting

  /** Sends the voter's ballot; before it one for each of the `rows` of givers, so that the receipt comes at the end. */
  async cast(rows = []) {
    if (this.isBusy || this.isDone) return;
    this.cancel = new AbortController();
    this.setBusy(true);
    this.steps.clearFault();
    try {
      await this.ready();
      for (const row of rows) await this.castFor(row);
      if (rows.some(({ isChosen }) => isChosen)) throw new Refused({ code: "same" });
      await this.send(this.kept.sealed ?? (await this.sealOwn()));
    } catch (error) {
      this.fail(error);
    } finally {
      this.steps.showOffline(false);
      this.setBusy(false);
    }
  }

  /** Seals and sends the ballot of a giver; what the ballot box refuses stands in its row. */
  async castFor(row) {
    row.tell(this.say("same_sending"));
    try {
      const { code, public_key } = await this.reach(() => this.fetchCredential(row.addresses.credential));
      const sealed = await this.seal({ choices: row.choicesLike(this.choices), code });
      if (sealed.publicKey !== public_key) throw new Refused({ code: "code" });
      await this.deliver(sealed, row.addresses.cast);
      row.finish(this.say("same_sent"));
    } catch (error) {
      if (isNetwork(error) || error.code === "signed_out") throw error;
      row.tell(error.title || this.say(kindOfFault(error)[0]));
    }
  }

  /** Waits until the record and the voting code are there, however long the network is away. */
  ready() {
    return this.reach(() => {
      this.prepared ??= this.prepare();
      return this.prepared.catch((error) => {
        if (isNetwork(error)) this.prepared = undefined;
        throw error;
      });
    });
  }

  /** Asks until there is an answer. */
  async reach(ask) {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!isNetwork(error) || this.cancel.signal.aborted) throw error;
      }
      this.steps.showOffline(true);
      await this.alarm.wake(RETRY, this.cancel.signal);
      this.steps.showOffline(false);
    }
  }

  async sealOwn() {
    const sealed = await this.seal({ choices: this.choices });
    this.kept.keepSealed(sealed);
    return sealed;
  }

  async seal(facts) {
    const onProgress = (done, total) => {
      const words = this.say("encrypting", { done, total });
      this.steps.progress(words, done / total);
      if (done === 1) this.steps.announce(words);
    };
    const sealed = await this.worker.ask("seal", facts, onProgress);
    this.cancel.signal.throwIfAborted(); // whoever went back or signed out meanwhile sends nothing
    return sealed;
  }

  async send(sealed) {
    const answer = await this.deliver(sealed, this.facts.cast);
    this.isDone = true;
    this.kept.clear();
    this.steps.announce(this.say("sent"));
    location.replace(answer.receipt);
  }

  /** Sends a sealed ballot until there is an answer, and returns it once its receipt is signed for this ballot. */
  async deliver({ ballot, tracker }, url) {
    const answer = await sendBallot({
      url,
      token: this.form.elements.csrf_token.value,
      ballot,
      pause: this.alarm.wake,
      signal: this.cancel.signal,
      onTry: () => {
        this.steps.showOffline(false);
        this.steps.progress(this.say("sending"), null);
      },
      onWait: () => this.steps.showOffline(true),
    });
    const isTheirs = answer?.tracker === tracker && isLocal(answer.receipt);
    if (!isTheirs || !(await this.isReceived(ballot, answer.signed))) throw new Refused({ code: "reply" });
    return answer;
  }

  isReceived(ballot, received) {
    return this.worker.ask("receipt", { ballot, received }).catch(() => false);
  }

  setBusy(isBusy) {
    this.isBusy = isBusy;
    this.steps.setBusy(isBusy || this.isDone);
  }

  // What must be known before a ballot can be sealed

  async prepare() {
    this.worker ??= startWorker(this.facts.worker);
    const [recordBytes, credential] = await Promise.all([this.fetchBytes("record"), this.fetchCredential()]);
    const { uuid, fingerprint } = this.facts;
    const facts = { recordBytes, fingerprint, uuid, code: credential.code };
    const { publicKey, record } = await this.worker.ask("prepare", facts);
    const found = difference(document, record, document.documentElement.lang);
    if (found !== null) throw Object.assign(new Error(found), { code: "record" });
    if (publicKey !== credential.public_key) throw Object.assign(new Error("another key"), { code: "code" });
    this.kept = new Kept(uuid, publicKey);
    this.restore();
    if (!record.assembly?.window) return;
    this.hours.watch(
      (events) => this.worker.ask("hour", { events }),
      () => this.isBusy || this.close(), // a ballot on its way gets its own answer
    );
  }

  async fetchBytes(name) {
    const response = await fetch(this.facts[name], { credentials: "same-origin" });
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response.arrayBuffer();
  }

  async fetchCredential(address = this.facts.credential) {
    const headers = { Accept: "application/json" };
    const response = await fetch(address, { headers, cache: "no-store", redirect: "manual" });
    if (isSignedOut(response)) throw new Refused({ code: "signed_out" });
    if (!response.ok) throw new Refused({ status: response.status, ...(await response.json().catch(() => ({}))) });
    return response.json();
  }

  restore() {
    const { choices } = this.kept;
    if (this.isTouched || choices === null) this.kept.dropSealed();
    else if (choices?.length === this.questions.length) {
      for (const question of this.questions) question.restore(choices[question.index]);
    }
    this.showAnswered();
    if (this.isTouched || choices !== null) this.keep();
    if (this.kept.sealed !== null) this.resume();
    else if (!this.isTouched) this.resumeReview();
  }

  /** Shows the review again after a reload, or in another language. */
  resumeReview() {
    const isComplete = this.questions.every(({ isAnswered }) => isAnswered);
    if (isComplete) for (const question of this.questions) this.showPicked(question);
    this.steps.resume(isComplete);
  }

  /** A ballot sealed before a reload may be in the box already: the same bytes bring back its receipt. */
  resume() {
    for (const question of this.questions) this.showPicked(question);
    this.steps.go("review");
    queueMicrotask(() => this.cast());
  }

  /** Looks for the voter's own code in the whole list that the record fixes; the ballot box checks the same at each vote. */
  async lookUp() {
    const words = byId("looked-up");
    words.textContent = this.say("looking_up");
    byId("look-up").setAttribute("aria-busy", "true");
    try {
      await this.prepared;
      const isListed = await this.worker.ask("lookUp", { listBytes: await this.fetchBytes("credentials") });
      if (!isListed) throw Object.assign(new Error("not on the list"), { code: "code" });
      words.textContent = this.say("listed");
    } catch (error) {
      words.textContent = isNetwork(error) ? this.say("not_looked_up") : "";
      this.fail(error);
    } finally {
      byId("look-up").setAttribute("aria-busy", "false");
    }
  }

  // Faults

  fail(error) {
    if (isNetwork(error)) return; // tried again when the voter casts
    const [name, isFinal, isBallotKept] = kindOfFault(error);
    if (isFinal) this.steps.stop();
    if (error.code === "voting_closed") this.close();
    if (!isBallotKept) this.kept?.dropSealed();
    this.steps.fault(error.title || this.say(name), error.detail || this.say(`${name}_help`));
  }
}

/** No answer, or the voter left the review: nothing to say about it. */
function isNetwork(error) {
  return typeof error.code !== "string";
}

function kindOfFault({ code }) {
  if (code === "record" || code === "point" || code === "scalar") return ["fault_record", true];
  if (code === "code") return ["fault_code", true];
  if (code === "device") return ["fault_device", true];
  if (code === "voting_closed") return ["fault_closed", true];
  if (code === "signed_out") return ["fault_session", false, true];
  if (code === "same") return ["fault_same", false, true];
  if (code === "reply") return ["fault_reply", false, true];
  return ["fault_refused", false];
}

function isLocal(address) {
  return typeof address === "string" && new URL(address, location.href).origin === location.origin;
}

byId("sign-out").addEventListener("submit", forgetAll);
const form = byId("ballot");
if (form) {
  dropOld(Date.now());
  new Booth(form).start();
}

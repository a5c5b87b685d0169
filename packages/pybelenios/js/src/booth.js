// The voting booth: choose, review, cast. The page (templates/ballots/booth.html) holds every word that is shown.

import { Hours } from "./hours.js";
import { dropOld, forgetAll, isSigningOut, Kept, LIFETIME } from "./keep.js";
import { difference, Question } from "./paper.js";
import { startWorker } from "./remote.js";
import { Alarm, isSignedOut, Refused, sendBallot } from "./send.js";
import { isOfPointer, Steps } from "./steps.js";
import { readWords } from "./words.js";

const RETRY = 5_000;
const LOOK_AT_CLOCK = 60_000;

const byId = (id) => document.getElementById(id);

class Booth {
  constructor(form) {
    this.form = form;
    this.facts = form.dataset;
    this.say = readWords(byId("words"));
    this.questions = [...form.querySelectorAll("[data-question]")].map((element) => new Question(element));
    this.steps = new Steps(this.say);
    this.alarm = new Alarm();
    this.hours = new Hours(form, this.say);
    this.kept = null;
    this.isTouched = false;
    this.tapped = null;
    this.isBusy = false;
    this.isDone = false;
    this.until = Date.now() + LIFETIME;
    this.cancel = new AbortController();
  }

  start() {
    this.form.reset(); // a browser may have put back what somebody chose before going back to this page
    this.form.addEventListener("change", (event) => this.choose(event.target));
    this.form.addEventListener("click", (event) => this.giveBack(event.target));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.review();
    });
    byId("dock").addEventListener("click", (event) => this.tap(event));
    byId("cast").addEventListener("click", (event) => {
      if (this.steps.isGuarded && isOfPointer(event)) event.preventDefault();
    });
    byId("cast").addEventListener("submit", (event) => {
      event.preventDefault();
      this.cast();
    });
    byId("review").addEventListener("click", (event) => this.leaveReview(event));
    byId("again").addEventListener("click", () => this.alarm.ring());
    byId("look-up").addEventListener("click", () => this.lookUp());
    addEventListener("popstate", () => this.steps.follow());
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
    this.showAnswered();
    this.steps.open();
    this.prepared = this.prepare();
    this.prepared.catch((error) => this.fail(error));
  }

  // Choosing

  choose(input) {
    const question = this.questions.find(({ element }) => element.contains(input));
    if (!question) return;
    this.isTouched = true;
    this.steps.clearFault();
    this.kept?.dropSealed(); // another choice is another ballot
    // Said in the bar and not above the answers: there it could be out of sight, and push them away under the finger.
    this.steps.warn(question.settle(input) ? this.say(`over_${question.index}`) : "");
    question.complain("");
    this.showAnswered();
    this.keep();
  }

  /** Puts back the candidates that blank has taken away, when its button is pressed. */
  giveBack(target) {
    const question = this.questions.find(({ undo }) => undo?.contains(target.closest("button")));
    if (!question) return;
    question.giveBack();
    this.kept?.dropSealed();
    this.showAnswered();
    this.keep();
    question.inputs.find(({ checked }) => checked).focus();
  }

  showAnswered() {
    const done = this.questions.filter(({ isAnswered }) => isAnswered).length;
    byId("answered").textContent = this.say("answered", { done, total: this.questions.length });
    for (const question of this.questions) {
      if (question.count) question.count.textContent = this.countWords(question);
      if (question.undo) question.undo.hidden = question.taken.length === 0;
    }
  }

  countWords({ isBlank, chosen, maximum }) {
    return isBlank ? this.say("chosen_blank") : this.say("chosen", { chosen: chosen.length, maximum });
  }

  get choices() {
    return this.questions.map(({ choice }) => choice);
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

  // Reviewing

  /** Remembers where a finger tapped: the next button may appear in that place. */
  tap(event) {
    const button = event.target.closest("button");
    if (button) this.tapped = isOfPointer(event) ? button.getBoundingClientRect() : null;
  }

  review() {
    const missing = this.questions.filter(({ isAnswered }) => !isAnswered);
    this.steps.warn("");
    for (const question of this.questions) {
      question.complain(missing.includes(question) ? this.missingWords(question) : "");
    }
    if (missing.length > 0) {
      const items = missing.map(({ number }) => number).join(", ");
      this.steps.announce(this.say("missing", { items }));
      missing[0].element.scrollIntoView({ block: "start" });
      missing[0].inputs[0].focus({ preventScroll: true });
      return;
    }
    for (const question of this.questions) this.showPicked(question);
    this.steps.go("review");
    if (this.tapped) this.steps.guardCast(this.tapped);
  }

  missingWords({ hasBlank, minimum, maximum }) {
    if (hasBlank) return this.say("missing_blank");
    return minimum === 1 && maximum === 1 ? this.say("missing_one") : this.say("missing_some", { minimum });
  }

  showPicked(question) {
    const list = document.querySelector(`[data-picked="${question.index}"]`);
    const rows = question.picked.map((label) => pickedRow(label.cloneNode(true), "picked"));
    const words = this.unusedWords(question);
    if (words !== "") rows.push(pickedRow(words, "none"));
    list.replaceChildren(...rows);
  }

  /** Names the places that stay empty; where every answer may be chosen there is no such place. */
  unusedWords({ isBlank, chosen, maximum, answers }) {
    if (isBlank) return "";
    if (chosen.length === 0) return this.say("nothing");
    const isOpen = chosen.length < maximum && maximum < answers.length;
    return isOpen ? this.say("unused", { chosen: chosen.length, maximum }) : "";
  }

  leaveReview(event) {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault();
    this.cancel.abort();
    this.steps.go("choose", link.hash);
  }

  // Casting

  async cast() {
    if (this.isBusy || this.isDone) return;
    this.cancel = new AbortController();
    this.setBusy(true);
    this.steps.clearFault();
    try {
      await this.ready();
      await this.send(this.kept.sealed ?? (await this.seal()));
    } catch (error) {
      this.fail(error);
    } finally {
      this.steps.showOffline(false);
      this.setBusy(false);
    }
  }

  /** Waits until the record and the voting code are there, however long the network is away. */
  async ready() {
    for (;;) {
      this.prepared ??= this.prepare();
      try {
        return await this.prepared;
      } catch (error) {
        if (!isNetwork(error)) throw error;
        this.prepared = undefined;
      }
      this.steps.showOffline(true);
      await this.alarm.wake(RETRY, this.cancel.signal);
      this.steps.showOffline(false);
    }
  }

  async seal() {
    const onProgress = (done, total) => {
      const words = this.say("encrypting", { done, total });
      this.steps.progress(words, done / total);
      if (done === 1) this.steps.announce(words);
    };
    const sealed = await this.worker.ask("seal", { choices: this.choices }, onProgress);
    this.cancel.signal.throwIfAborted(); // whoever went back or signed out meanwhile sends nothing
    this.kept.keepSealed(sealed);
    return sealed;
  }

  async send({ ballot, tracker }) {
    const answer = await sendBallot({
      url: this.facts.cast,
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
    this.isDone = true;
    this.kept.clear();
    this.steps.announce(this.say("sent"));
    location.replace(answer.receipt);
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

  async fetchCredential() {
    const headers = { Accept: "application/json" };
    const response = await fetch(this.facts.credential, { headers, cache: "no-store", redirect: "manual" });
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
  if (code === "reply") return ["fault_reply", false, true];
  return ["fault_refused", false];
}

function pickedRow(content, className) {
  const row = document.createElement("li");
  const words = document.createElement("span");
  row.className = className;
  words.append(content);
  row.append(words);
  return row;
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

// The page of a key holder (templates/ballots/keys.html): make the key, go on when the others are ready, test it, open a
// count. The key stays on the device. Everything happens one after the other: what the reader does and what is polled.

import { inGroups } from "./digits.js";
import { KeptKey } from "./keep.js";
import { hidePrintedKey, showPrintedKey, takeKeyFromAddress } from "./keypaper.js";
import { complain, dayWords, KeyPicker } from "./keypicker.js";
import { awaited, isFormed, isSoonGuessed, panelOf, stageOf, wordOf } from "./keystate.js";
import { startWorker, WorkerRefusal } from "./remote.js";
import { Alarm, isSignedOut, Refused, sendBallot } from "./send.js";
import { readWords } from "./words.js";

const INTERVAL_MS = 5_000;
const MARK_DIGITS = 20;
const ROUTES = { promise: "promise", contribute: "contribution", finish: "share" };
const TOLD = ["certificate", "copied_key", "exchanged", "contribution", "promise", "misquoted", "secret"];
const CHIPS = { lost: "bad", tested: "done", made: "done", ready: "done", awaited: "" };

const byId = (id) => document.getElementById(id);

class KeyPage {
  #root = byId("keys");
  #say = readWords(byId("words"));
  #worker = startWorker(this.#root.dataset.worker);
  #facts = JSON.parse(this.#root.dataset.facts);
  #kept = new KeptKey(this.#facts.group);
  #alarms = { poll: new Alarm(), send: new Alarm() };
  #ended = new AbortController();
  #queue = Promise.resolve();
  #panel = "";
  #stoppedAt = "";
  #state = null;
  constructor() {
    const scanned = takeKeyFromAddress(location, history);
    if (scanned !== "") this.#kept.scanned = scanned;
    const wanted = { group: this.#facts.group, index: this.#facts.member };
    const picker = (id, onChange) => new KeyPicker(id, { say: this.#say, worker: this.#worker, wanted, onChange });
    const found = (isFound) => {
      byId("kept").hidden = !isFound;
    };
    this.pickers = {
      show: picker("show", found),
      again: picker("again"),
      test: picker("test"),
      saved: picker("saved"),
    };
    byId("paper").addEventListener("click", () => this.#run("paper", () => this.#print()));
    byId("make").addEventListener("click", () => this.#run("make", () => this.#make()));
    for (const [name, action] of [
      ["show", (seed) => this.#handIn(seed)],
      ["saved", (seed) => this.#begin(seed, "")],
      ["again", (seed) => this.#goOnWith(seed)],
      ["test", (seed) => this.#test(seed)],
    ]) {
      byId(`panel-${name}`).addEventListener("submit", (event) => {
        event.preventDefault();
        this.#run(`${name}-go`, () => this.#withSeed(name, action));
      });
    }
  }

  /** Looks at the state again and again, until the reader is signed out. */
  async watch() {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      await this.#enqueue(() => this.#refresh());
      await this.#alarms.poll.wake(INTERVAL_MS, signal).catch(() => {});
    }
  }

  #enqueue(task) {
    this.#queue = this.#queue.then(task).catch((error) => this.#fault(error));
    return this.#queue;
  }

  /** Does what a button says, once at a time. */
  #run(id, task) {
    const button = byId(id);
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    this.#clearFault();
    this.#enqueue(task).finally(() => button.removeAttribute("aria-busy"));
  }

  async #refresh() {
    const headers = { Accept: "application/json", "X-Background-Poll": "1" };
    const options = { headers, credentials: "same-origin", redirect: "manual" };
    let response;
    let value;
    try {
      response = await fetch(this.#facts.state, options);
      value = isSignedOut(response) ? null : await response.json();
    } catch {
      this.#setOffline(true);
      return;
    }
    this.#setOffline(false);
    if (isSignedOut(response)) throw new Refused({ status: 403, code: "signed_out" });
    if (!response.ok) throw new Refused({ status: response.status, ...value });
    await this.#show(value);
  }

  async #send(route, message) {
    const state = await sendBallot({
      url: `${this.#facts.send}${route}`,
      token: this.#root.dataset.token,
      ballot: new URLSearchParams({ csrf_token: this.#root.dataset.token, message }),
      pause: this.#alarms.send.wake,
      signal: this.#ended.signal,
      onTry: () => {},
      onWait: () => this.#setOffline(true),
    });
    this.#setOffline(false);
    await (state === null ? this.#refresh() : this.#show(state));
  }

  async #show(state) {
    this.#state = state;
    if (isFormed(state)) this.#kept.drop();
    if (state.step !== "make") this.#kept.noteSaved(state.index, "");
    byId("paper-offer").hidden = this.#kept.made === null;
    if (this.#kept.made === null) hidePrintedKey(byId("printed-key"));
    this.#showMembers();
    this.#showPapers();
    if (this.#stoppedAt !== "" && this.#stoppedAt !== this.#turn) {
      this.#stoppedAt = "";
      this.#clearFault();
    }
    if (this.#stoppedAt === "" && (await this.#lookOver())) {
      this.#open(panelOf(state, this.#kept.made !== null));
      if (this.#panel === "busy") await this.#goOn();
    }
  }

  get #turn() {
    return `${this.#state.attempt} ${this.#state.step}`;
  }

  get #group() {
    return { threshold: this.#state.needed, size: this.#state.size };
  }

  /** What the worker needs to know of the ceremony. */
  get #ceremony() {
    const { certificates, promises, contributions, index, attempt } = this.#state;
    return { certificates, promises, contributions, index, attempt, group: this.#group };
  }

  /** Whether what all members said first and promised is in order and what this device saw before. */
  async #lookOver() {
    const { certificates, attempt } = this.#state;
    byId("comparing").hidden = certificates.length === 0;
    if (certificates.length === 0) return true;
    try {
      const noted = this.#kept.seen(attempt);
      const { fingerprint, ...seen } = await this.#worker.ask("survey", { ...this.#ceremony, noted });
      this.#kept.noteSeen(attempt, seen);
      byId("fingerprint").textContent = inGroups(fingerprint.slice(0, MARK_DIGITS));
      return true;
    } catch (error) {
      this.#stop(error);
      return false;
    }
  }

  async #make() {
    const passphrase = byId("passphrase").value;
    const isWeak = isSoonGuessed(passphrase, this.#facts.least_passphrase);
    complain(byId("passphrase"), isWeak ? this.#say("passphrase_short") : "");
    if (isWeak) return;
    const seed = await this.#worker.ask("draw", {});
    const text = await this.#worker.ask("write", { labels: this.#facts.labels, seed, passphrase });
    this.#kept.made = { seed, text };
    byId("paper-offer").hidden = false;
    this.#open("show");
    byId("save").click();
    this.#kept.noteSaved(this.#facts.member, this.#facts.labels.made_on);
  }

  async #print() {
    const page = `${location.origin}${location.pathname}`;
    const language = document.documentElement.lang;
    const copy = await this.#worker.ask("print", { seed: this.#kept.made.seed, page, language });
    showPrintedKey(byId("printed-key"), copy, dayWords(this.#facts.labels.made_on));
    byId("printed-key-head").focus();
  }

  async #handIn(seed) {
    const made = this.#kept.made;
    if (made === null || seed !== made.seed) {
      byId("kept").hidden = true; // it is a key of this holder, but an earlier one
      this.pickers.show.refuse(new WorkerRefusal({ code: "key_other", message: "another file" }));
      return;
    }
    await this.#begin(seed, made.text);
  }

  /** Hands in the public part of a key that this tab made (`text` is its file), or that was saved before (empty). */
  async #begin(seed, text) {
    this.#kept.made = { seed, text };
    const message = await this.#worker.ask("begin", { seed, ...this.#ceremony });
    try {
      await this.#send("certificate", message);
    } catch (error) {
      if (text === "") this.#kept.drop();
      if (error.code !== "key_said_already") throw error;
      // Another window or device was first with another key: what this one shows is no key of anything.
      this.#kept.drop();
      this.#fault(error, this.#say("made_twice"));
      await this.#refresh();
    }
  }

  async #goOnWith(seed) {
    await this.#worker.ask("belongs", { seed, ...this.#ceremony });
    this.#kept.made = { seed, text: "" };
    await this.#show(this.#state);
  }

  /** Promises, contributes or finishes without the reader, with the key that this tab has. */
  async #goOn() {
    const { step } = this.#state;
    const turn = this.#turn;
    try {
      const message = await this.#worker.ask(step, { seed: this.#kept.made.seed, ...this.#ceremony });
      await this.#send(ROUTES[step], message);
    } catch (error) {
      if (error.code === "key_said_already") await this.#refresh();
      else if (error.code === "key_other") {
        this.#kept.drop();
        this.#open("again");
      } else if (this.#turn === turn) this.#stop(error);
      else throw error;
    }
  }

  async #test(seed) {
    const { private_key: privateKey, public_key: publicKey, group: name, drill } = this.#state;
    const message = await this.#worker.ask("test", { seed, privateKey, publicKey, name, nonce: drill.nonce });
    await this.#send("drill", message);
    if (this.#state.papers.every((paper) => !paper.to_open)) this.#kept.scanned = "";
  }

  async #withSeed(name, action) {
    const picker = this.pickers[name];
    const seed = await picker.seed();
    if (seed === null) return;
    try {
      await action(seed);
    } catch (error) {
      if (!(error instanceof WorkerRefusal) || error.code !== "key_other") throw error;
      picker.refuse(error);
    }
  }

  /** Shows one part of the page; the focus follows when it was in another. */
  #open(panel) {
    if (panel === this.#panel) return;
    const before = byId(`panel-${this.#panel}`);
    const hadFocus = before?.contains(document.activeElement);
    if (before) before.hidden = true;
    this.#panel = panel;
    const now = byId(`panel-${panel}`);
    if (!now) return;
    if (panel === "show") this.#offerFile();
    if (panel === "make") this.#tellSaved();
    for (const place of now.querySelectorAll("[data-occasion]")) {
      place.hidden = place.dataset.occasion !== this.#state.drill?.occasion;
    }
    this.pickers[panel]?.clear();
    if (["again", "test"].includes(panel)) this.pickers[panel].take(this.#kept.scanned);
    now.hidden = false;
    if (hadFocus) now.querySelector("h2").focus();
  }

  #offerFile() {
    const link = byId("save");
    link.href = URL.createObjectURL(new Blob([this.#kept.made.text], { type: "application/json" }));
  }

  /** Says that this device saved a key file before, whose public part was not handed in: the tab was closed in between. */
  #tellSaved() {
    const day = this.#kept.savedOn(this.#facts.member);
    if (day === "") return;
    byId("saved-before").textContent = this.#say("saved_before", { day: dayWords(day) });
    byId("saved-before").hidden = false;
    byId("saved").open = true;
  }

  #showMembers() {
    const list = byId("members");
    const row = byId("member");
    const rows = this.#state.members.map((member) => {
      const shown = row.content.cloneNode(true);
      const word = wordOf(this.#state, member);
      shown.querySelector("[data-name]").textContent = member.name;
      shown.querySelector("[data-you]").hidden = member.index !== this.#state.index;
      const chip = shown.querySelector(".chip");
      chip.textContent = this.#say(`chip_${word}`);
      if (CHIPS[word]) chip.classList.add(CHIPS[word]);
      return shown;
    });
    list.replaceChildren(...rows);
    const names = awaited(this.#state).map(({ name }) => name);
    const who = new Intl.ListFormat(document.documentElement.lang).format(names);
    const sentence = names.length === 0 ? this.#say("nobody_awaited") : this.#say("awaited", { names: who });
    if (byId("awaited").textContent !== sentence) byId("awaited").textContent = sentence;
    const stage = stageOf(this.#state);
    byId("stages")
      .querySelectorAll("li")
      .forEach((item, i) => {
        item.className = i < stage ? "past" : "";
        if (i === stage) item.setAttribute("aria-current", "step");
        else item.removeAttribute("aria-current");
      });
  }

  #showPapers() {
    const due = this.#state.papers.filter((paper) => paper.to_open);
    byId("to-open").hidden = due.length === 0;
    const links = due.map(({ name, href }) => {
      const link = document.createElement("a");
      link.href = href;
      link.role = "button";
      link.className = "big";
      link.textContent = this.#say("open_paper", { name });
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
    byId("papers").replaceChildren(...links);
  }

  #setOffline(isOffline) {
    byId("offline").hidden = !isOffline;
  }

  /** Goes no further in this step: somebody, or the site, has cheated. */
  #stop(error) {
    this.#stoppedAt = this.#turn;
    this.#open("stopped");
    this.#fault(error);
  }

  #fault(error, more = "") {
    const { code, facts = {} } = error;
    let words = { title: error.title, detail: error.detail };
    if (code === "signed_out") {
      this.#ended.abort();
      words = { title: this.#say("signed_out"), detail: this.#say("sign_in") };
    } else if (error instanceof WorkerRefusal) {
      const name = this.#state?.members[facts.member - 1]?.name ?? "";
      const isCheat = name !== "" && TOLD.includes(code);
      words = {
        title: this.#say(isCheat ? code : "device", { name }),
        detail: isCheat ? this.#say(code === "misquoted" ? "stopped_site" : "stopped", { name }) : "",
      };
    } else if (!(error instanceof Refused)) {
      if (error.name === "AbortError") return;
      throw error;
    }
    const box = byId("fault");
    box.querySelector("[data-said=title]").textContent = words.title || this.#say("failed");
    box.querySelector("[data-said=detail]").textContent = [words.detail, more].filter(Boolean).join(" ");
    const isNew = box.hidden;
    box.hidden = false;
    if (isNew) box.focus();
  }

  #clearFault() {
    byId("fault").hidden = true;
  }
}

if (byId("keys")) {
  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
  new KeyPage().watch();
}

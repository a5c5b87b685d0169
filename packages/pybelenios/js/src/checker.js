// The page on which anybody checks a whole vote without a command line (templates/ballots/check.html).

import { checkTogether } from "./crew.js";
import { inGroups } from "./digits.js";
import { minutesLeft, progressWord } from "./estimate.js";
import { startWorker } from "./remote.js";
import { readWords } from "./words.js";

const byId = (id) => document.getElementById(id);
const language = document.documentElement.lang;
const number = (n) => new Intl.NumberFormat(`${language}-BE`).format(n);
const KNOWN = [
  ...["archive", "other_election", "texts", "window", "ballot", "proof", "total", "decryption", "missing", "result"],
  ...["network", "device"],
];

class Checker {
  constructor(box) {
    this.facts = box.dataset;
    this.say = readWords(byId("words"));
    this.button = byId("start");
  }

  /** Runs all checks, one after the other; stops at the first that fails, or where the vote has not come further. */
  async run() {
    if (this.button.getAttribute("aria-busy") === "true") return;
    this.clear();
    this.button.setAttribute("aria-busy", "true");
    this.worker = startWorker(this.facts.worker);
    try {
      const { isClosed, hasResult } = await this.check("open", { url: this.facts.archive }, ({ head, links }) =>
        this.say("head", { head: inGroups(head.slice(0, 20)), links: number(links) }),
      );
      await this.check("record", { fingerprint: this.facts.fingerprint }, (found) => this.keyWords(found));
      if (isClosed) await this.check("hours", {}, ({ events }) => this.hoursWords(events));
      const { total } = await this.check("ballots", {}, (found) => this.ballotWords(found));
      await this.line(
        "proofs",
        (onProgress) => this.proofs(total, onProgress),
        () => number(total),
      );
      if (isClosed) await this.finish(hasResult);
      await this.showOwn();
      this.end(hasResult ? "passed" : isClosed ? "passed_closed" : "passed_open");
    } catch (error) {
      this.fail(error);
    } finally {
      this.worker.end();
      this.button.removeAttribute("aria-busy");
    }
  }

  async finish(hasResult) {
    await this.check("total", {}, ({ counted }) => number(counted));
    if (!hasResult) return;
    await this.check("decryptions", {}, ({ count, of }) =>
      this.say("decrypted", { count: number(count), of: number(of) }),
    );
    this.showFigures(await this.check("result", { language }, () => ""));
  }

  check(op, facts, evidence) {
    return this.line(op, (onProgress) => this.worker.ask(op, facts, onProgress), evidence);
  }

  /** One check on its line of the page: how far it is, then what it found. */
  async line(name, work, evidence) {
    const line = byId(`check-${name}`);
    const shown = line.querySelector(".proof");
    byId("now").textContent = line.querySelector("[data-text]").textContent;
    const left = minutesLeft();
    const answer = await work((done, total) => {
      const minutes = left(done, total);
      const percent = number(Math.floor((100 * done) / Math.max(total, 1)));
      shown.textContent = this.say(progressWord(minutes), { percent, minutes: number(minutes ?? 0) });
    }).catch((error) => {
      shown.textContent = "";
      this.settle(line, "no", "wrong");
      throw error;
    });
    shown.textContent = evidence(answer);
    this.settle(line, "yes", "right");
    return answer;
  }

  async proofs(total, onProgress) {
    const election = await this.worker.ask("text", {});
    await checkTogether({
      url: this.facts.worker,
      total,
      begin: (helper) => helper.ask("help", election),
      take: (from, count) => this.worker.ask("some", { from, count }),
      onProgress,
    });
  }

  keyWords({ groups, voters }) {
    const keys = groups.map(({ size, needed }) =>
      size === 1 ? "" : this.say("threshold", { needed: number(needed), size: number(size) }),
    );
    const single = keys.filter((words) => words === "").length;
    const isAlone = groups.length === 1 && single === 1;
    const ofSingle = isAlone ? this.say("one_key") : this.say("keys", { count: number(single) });
    const words = [...keys.filter((each) => each !== ""), single > 0 ? ofSingle : ""];
    return [this.say("codes", { count: number(voters) }), ...words].filter(Boolean).join(" ");
  }

  ballotWords({ total, counted }) {
    const replaced = total - counted;
    const words = this.say("in_box", { total: number(total), counted: number(counted) });
    return replaced > 0 ? `${words} ${this.say("replaced", { count: number(replaced) })}` : words;
  }

  /** What was done with the hours: each extension and an early closing, with the public reason. */
  hoursWords(events) {
    const moment = (text) =>
      new Date(text).toLocaleString(`${language}-BE`, {
        dateStyle: "long",
        timeStyle: "short",
        timeZone: "Europe/Brussels",
      });
    return events
      .filter(({ type, at, closes_at: hour }) => type === "Extension" || at < hour)
      .map(({ type, at, closes_at: until, reason }) =>
        this.say(type === "Extension" ? "extended" : "closed_early", { at: moment(at), until: moment(until), reason }),
      )
      .join(" ");
  }

  /** The figures as this browser found them, each with the words of its answer. */
  showFigures({ figures, texts }) {
    const tables = figures.map((row, index) => {
      const { title, answers, hasBlank } = texts[index];
      const labels = hasBlank ? [this.say("blank"), ...answers] : answers;
      const rows = labels.map((label, i) => tableRow(label, number(row[i])));
      return table(title, hasBlank ? [...rows.slice(1), rows[0]] : rows);
    });
    byId("tables").replaceChildren(...tables);
    byId("figures").hidden = false;
  }

  /** Says where the ballot is whose tracking number stands in the address of the page or in the field. */
  async showOwn() {
    const wanted = byId("ballot").value.trim();
    if (wanted === "") return;
    const { state } = await this.worker.ask("find", { wanted });
    byId("own").textContent = this.say(`own_${state}`);
  }

  clear() {
    for (const line of document.querySelectorAll(".checks > [id^=check-]")) {
      this.settle(line, "wait", "waiting");
      line.querySelector(".proof").textContent = "";
    }
    byId("fault").hidden = true;
    byId("verdict").hidden = true;
    byId("figures").hidden = true;
    byId("own").textContent = "";
  }

  settle(line, state, word) {
    line.className = state;
    line.querySelector("[data-state]").textContent = `${this.say(word)} `;
  }

  end(word) {
    byId("now").textContent = "";
    byId("verdict-words").textContent = this.say(word);
    byId("verdict").hidden = false;
    byId("verdict").focus();
  }

  fail(error) {
    const code = KNOWN.includes(error.code) ? error.code : "archive";
    const isOurs = code === "network" || code === "device";
    byId("now").textContent = "";
    byId("fault-title").textContent = this.say(code);
    byId("fault-detail").textContent = this.say(isOurs ? `${code}_help` : "tell");
    byId("fault").hidden = false;
    byId("fault").focus();
  }
}

function table(title, rows) {
  const box = document.createElement("table");
  const caption = document.createElement("caption");
  const body = document.createElement("tbody");
  caption.textContent = title;
  body.append(...rows);
  box.append(caption, body);
  return box;
}

function tableRow(label, figure) {
  const row = document.createElement("tr");
  const [head, cell] = [document.createElement("th"), document.createElement("td")];
  head.scope = "row";
  head.textContent = label;
  cell.className = "num";
  cell.textContent = figure;
  row.append(head, cell);
  return row;
}

const box = byId("checker");
const checker = new Checker(box);
box.hidden = false;
byId("check-form").addEventListener("submit", (event) => {
  event.preventDefault();
  checker.run();
});

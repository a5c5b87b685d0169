// The page on which anybody checks a whole vote without a command line (templates/ballots/check.html).

import { byId, checkLine, checkProofs, hoursWords, number, settle } from "./checklines.js";
import { inGroups } from "./digits.js";
import { startWorker } from "./remote.js";
import { readWords } from "./words.js";

const language = document.documentElement.lang;
const KNOWN = [
  ...["archive", "other_election", "texts", "window", "ballot", "proof", "total", "decryption", "missing", "result"],
  ...["cut", "network", "device"],
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
      const { archive: url, head: knownHead, height } = this.facts;
      const { isClosed, hasResult } = await this.check("open", { url, knownHead, height }, ({ head, links }) =>
        this.say("head", { head: inGroups(head.slice(0, 20)), links: number(links) }),
      );
      await this.check("record", { fingerprint: this.facts.fingerprint }, (found) => this.keyWords(found));
      if (isClosed) await this.check("hours", {}, ({ events }) => hoursWords(this.say, events));
      const { total } = await this.check("ballots", {}, (found) => this.ballotWords(found));
      await this.line(
        "proofs",
        (onProgress) => checkProofs(this.worker, this.facts.worker, total, onProgress),
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
  line(name, work, evidence) {
    const line = byId(`check-${name}`);
    byId("now").textContent = line.querySelector("[data-text]").textContent;
    return checkLine(this.say, line, work, evidence);
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

  /** Says where the ballot is whose words or tracking number stand in the address of the page or in the field. */
  async showOwn() {
    const wanted = byId("ballot").value.trim();
    if (wanted === "") return;
    const { state, numbers } = await this.worker.ask("find", { wanted });
    byId("own").textContent = this.say(`own_${state}`, { numbers: numbers.map(number).join(", ") });
  }

  clear() {
    for (const line of document.querySelectorAll(".checks > [id^=check-]")) {
      settle(line, "wait", this.say("waiting"));
      line.querySelector(".proof").textContent = "";
    }
    byId("fault").hidden = true;
    byId("verdict").hidden = true;
    byId("figures").hidden = true;
    byId("own").textContent = "";
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

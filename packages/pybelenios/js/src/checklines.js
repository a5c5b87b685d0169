// What the page of a key holder and the page that checks a whole vote have in common: checks one after the other, each on its
// line of the page (`#check-NAME` with `data-state` and `.proof`).

import { checkTogether } from "./crew.js";
import { minutesLeft, progressWord } from "./estimate.js";

const HOLE = "\u0000"; // stands where the reason belongs
// Where a text is missing, a reader is served in the language most likely to be understood (govapp/kernel/texts.py).
const FALLBACKS = {
  nl: ["nl", "fr", "en", "de"],
  fr: ["fr", "nl", "en", "de"],
  en: ["en", "fr", "nl", "de"],
  de: ["de", "fr", "nl", "en"],
};

export const byId = (id) => document.getElementById(id);
export const number = (n) => new Intl.NumberFormat(`${document.documentElement.lang}-BE`).format(n);

/** Marks the line of a check: `state` is its class, `word` what a screen reader says before it. */
export function settle(line, state, word) {
  line.className = state;
  line.querySelector("[data-state]").textContent = `${word} `;
}

/**
 * One check on its line: how far it is, then the evidence that it found. `check` takes a function for its progress. Throws
 * what `check` throws, after the line is marked as not right.
 */
export async function checkLine(say, line, check, evidence) {
  const shown = line.querySelector(".proof");
  const left = minutesLeft();
  const onProgress = (done, total) => {
    const minutes = left(done, total);
    const percent = number(Math.floor((100 * done) / Math.max(total, 1)));
    const places = { percent, done: number(done), total: number(total), minutes: number(minutes ?? 0) };
    shown.textContent = say(progressWord(minutes), places);
  };
  try {
    const answer = await check(onProgress);
    shown.replaceChildren(...[evidence(answer)].flat());
    settle(line, "yes", say("right"));
    return answer;
  } catch (error) {
    shown.textContent = "";
    settle(line, "no", say("wrong"));
    throw error;
  }
}

/** Lets a crew check the proofs of `total` ballots, which `worker` has read. */
export async function checkProofs(worker, url, total, onProgress) {
  const election = await worker.ask("text", {});
  await checkTogether({
    url,
    total,
    begin: (helper) => helper.ask("help", election),
    take: (from, count) => worker.ask("some", { from, count }),
    onProgress,
  });
}

/**
 * What was done with the hours, in words and elements: each extension and an early closing, with the public reason. A reason
 * in another language than the reader's is marked; one of version 1 is in a language that nobody named.
 */
export function hoursWords(say, events) {
  const language = document.documentElement.lang;
  const moment = (text) =>
    new Date(text).toLocaleString(`${language}-BE`, {
      dateStyle: "long",
      timeStyle: "short",
      timeZone: "Europe/Brussels",
    });
  return events
    .filter(({ type, at, closes_at: hour }) => type === "Extension" || at < hour)
    .flatMap(({ type, at, closes_at: until, reason, reasons }) => {
      const word = type === "Extension" ? "extended" : "closed_early";
      const sentence = say(word, { at: moment(at), until: moment(until), reason: HOLE });
      const [before, behind] = sentence.split(HOLE);
      return [before, ...reasonWords(say, reason, reasons), `${behind} `];
    });
}

function reasonWords(say, reason, reasons) {
  if (reasons === undefined) return [reason];
  const wanted = document.documentElement.lang;
  const code = FALLBACKS[wanted].find((each) => reasons[each] !== undefined);
  const said = document.createElement("span");
  said.textContent = reasons[code];
  if (code === wanted) return [said];
  said.lang = code;
  return [said, ` ${say(`only_${code}`)}`];
}

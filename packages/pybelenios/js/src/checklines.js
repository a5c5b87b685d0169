// What the page of a key holder and the page that checks a whole vote have in common: checks one after the other, each on its
// line of the page (`#check-NAME` with `data-state` and `.proof`).

import { checkTogether } from "./crew.js";
import { minutesLeft, progressWord } from "./estimate.js";

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
    shown.textContent = evidence(answer);
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

/** What was done with the hours, in words: each extension and an early closing, with the public reason. */
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
    .map(({ type, at, closes_at: until, reason }) =>
      say(type === "Extension" ? "extended" : "closed_early", { at: moment(at), until: moment(until), reason }),
    )
    .join(" ");
}

// Choosing and reviewing on the page of the ballot paper: the same for a voter, and for an officer who looks at it beforehand.

import { Question } from "./paper.js";
import { isOfPointer, Steps } from "./steps.js";
import { readWords } from "./words.js";

const byId = (id) => document.getElementById(id);

/** What is chosen on the page, and its review. Whoever extends it says what becomes of the choices. */
export class Choosing {
  constructor(form) {
    this.form = form;
    this.say = readWords(byId("words"));
    this.questions = [...form.querySelectorAll("[data-question]")].map((element) => new Question(element));
    this.steps = new Steps(this.say);
    this.isTouched = false;
    this.tapped = null;
  }

  /** Called after each change of what is chosen. */
  changed() {}

  /** Called when somebody goes back from the review. */
  left() {}

  /** Called when the button that casts is pressed. */
  cast() {}

  /** Listens to the page and shows the form. */
  listen() {
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
    addEventListener("popstate", () => this.steps.follow());
    this.showAnswered();
    this.steps.open();
  }

  // Choosing

  choose(input) {
    const question = this.questions.find(({ element }) => element.contains(input));
    if (!question) return;
    this.isTouched = true;
    this.steps.clearFault();
    // Said in the bar and not above the answers: there it could be out of sight, and push them away under the finger.
    this.steps.warn(question.settle(input) ? this.say(`over_${question.index}`) : "");
    question.complain("");
    this.showAnswered();
    this.changed();
  }

  /** Puts back the candidates that blank has taken away, when its button is pressed. */
  giveBack(target) {
    const question = this.questions.find(({ undo }) => undo?.contains(target.closest("button")));
    if (!question) return;
    question.giveBack();
    this.showAnswered();
    this.changed();
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
    this.left();
    this.steps.go("choose", link.hash);
  }
}

function pickedRow(content, className) {
  const row = document.createElement("li");
  const words = document.createElement("span");
  row.className = className;
  words.append(content);
  row.append(words);
  return row;
}

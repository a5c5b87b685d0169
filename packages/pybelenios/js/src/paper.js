// The ballot paper on the page: what is chosen, what is missing, and whether the page shows what the record says.

const flat = (text) => text.replace(/\s+/g, " ").trim();

/** One question of the form. */
export class Question {
  constructor(element) {
    const { question, minimum, maximum, blank } = element.dataset;
    this.element = element;
    this.index = Number(question);
    this.minimum = Number(minimum);
    this.maximum = Number(maximum);
    this.hasBlank = blank !== undefined;
    this.inputs = [...element.querySelectorAll(".choice input")];
    this.why = element.querySelector(".why");
    this.count = element.querySelector(".count");
    this.undo = element.querySelector(".undo");
    this.taken = [];
    this.number = element.querySelector(".vote-no b").textContent.trim();
  }

  get answers() {
    return this.inputs.filter(({ value }) => value !== "blank");
  }

  get blankInput() {
    return this.inputs.find(({ value }) => value === "blank");
  }

  get isBlank() {
    return this.blankInput?.checked === true;
  }

  get chosen() {
    return this.answers.filter(({ checked }) => checked).map(({ value }) => Number(value));
  }

  get choice() {
    return { chosen: this.chosen, isBlank: this.isBlank };
  }

  /** A question is answered by enough answers or by an explicit blank; nothing at all only where no blank is offered. */
  get isAnswered() {
    if (this.isBlank) return true;
    const count = this.chosen.length;
    return count >= this.minimum && (count > 0 || !this.hasBlank);
  }

  /** Applies the rules to an input that was just changed; returns whether it had to be taken back. */
  settle(input) {
    this.taken = [];
    if (!input.checked) return false;
    if (input.value === "blank") {
      this.taken = this.chosen;
      for (const answer of this.answers) answer.checked = false;
      return false;
    }
    if (this.blankInput && this.blankInput !== input) this.blankInput.checked = false;
    if (this.chosen.length <= this.maximum) return false;
    input.checked = false;
    return true;
  }

  /** Puts back what choosing blank has just taken away. */
  giveBack() {
    this.restore({ chosen: this.taken, isBlank: false });
  }

  /** Puts back a choice kept on the device; what no longer fits is left out. */
  restore({ chosen, isBlank }) {
    this.taken = [];
    for (const input of this.answers) input.checked = !isBlank && chosen.includes(Number(input.value));
    if (this.blankInput) this.blankInput.checked = isBlank;
    if (this.chosen.length > this.maximum) for (const input of this.inputs) input.checked = false;
  }

  /** Shows what is wrong with this question above its answers; an empty sentence takes it away. */
  complain(sentence) {
    this.why.textContent = sentence;
    this.why.hidden = sentence === "";
  }

  /** The labels of what is chosen, with the element that says in which language they are. */
  get picked() {
    return this.inputs.filter(({ checked }) => checked).map((input) => input.nextElementSibling.firstElementChild);
  }
}

/** Where the page differs from the record: a sentence for the console, or null when all is as fixed. */
export function difference(page, record, language) {
  const shown = [...page.querySelectorAll("[data-question]")];
  const fixed = record.assembly?.questions ?? [];
  if (shown.length !== record.questions.length || fixed.length !== shown.length) return "another number of questions";
  for (const [index, element] of shown.entries()) {
    const found = questionDiffers(element, record.questions[index], fixed[index], language);
    if (found) return `question ${index + 1}: ${found}`;
  }
  return reviewDiffers(page, fixed, language);
}

function questionDiffers(element, question, texts, language) {
  const { minimum, maximum, blank } = element.dataset;
  if (Number(minimum) !== question.min || Number(maximum) !== question.max) return "other limits";
  if ((blank !== undefined) !== (question.blank === true)) return "another rule for blank";
  if (!says(element.querySelector("h2"), heading(texts), language)) return "another title";
  if (!toldIs(element, texts, language)) return "another explanation";
  if (!partSays(element, "text", texts.text, language)) return "another text";
  if (!partSays(element, "needed", texts.needed, language)) return "another thing that it takes";
  if (!documentsAre(element, texts.documents ?? [], language)) return "other documents";
  const labels = [...element.querySelectorAll(".choice:not(.blank)")];
  if (labels.length !== question.answers.length || texts.answers.length !== labels.length) return "other answers";
  const wrong = labels.findIndex((label, i) => !answerIs(element, label, i, texts.answers[i], language));
  return wrong < 0 ? null : `another answer ${wrong + 1}`;
}

/** What stands above a question: the item as a question, or its title in records that had no questions. */
const heading = ({ question, title }) => (isWritten(question) ? question : title);

/** Whether all that explains a question is as the record has it. Records before version 2 of `assembly` had nothing. */
function toldIs(element, texts, language) {
  const { order = "", seed = "" } = element.dataset;
  const title = element.querySelector("[data-part=title]");
  return (
    ["summary", "changes", "advice"].every((name) => partSays(element, name, texts[name], language)) &&
    order === (texts.order ?? "") &&
    seed === (texts.lot_seed ?? "") &&
    (title === null || says(title, texts.title, language)) &&
    aboutIs(element.querySelector("[data-about=candidate]"), texts.candidate ?? {}, language)
  );
}

function answerIs(element, label, index, answer, language) {
  return (
    answerSays(label, index, answer, language) &&
    aboutIs(element.querySelector(`[data-about="${index}"]`), answer, language)
  );
}

/** Whether what stands beside a name is the record's: text, link and picture; where there is none, there is nothing. */
function aboutIs(about, { text, link = "", portrait = null }, language) {
  if (!about) return !isWritten(text) && link === "" && portrait === null;
  const href = about.querySelector("a")?.getAttribute("href") ?? "";
  const picture = about.querySelector("img");
  return partSays(about, "about-text", text, language) && href === link && pictureIs(picture, portrait, language);
}

function pictureIs(picture, portrait, language) {
  if (!picture || !portrait) return !picture && !portrait;
  const shown = flat(picture.getAttribute("alt") ?? "");
  const own = flat(portrait.alt[language] ?? "");
  const allowed = own ? [own] : ["", ...Object.values(portrait.alt).map(flat)];
  return picture.getAttribute("src") === `/portraits/${portrait.sha256}` && allowed.includes(shown);
}

/** Whether a part of the question is the record's text; where the record has none, the page must have none. */
function partSays(element, name, texts, language) {
  const part = element.querySelector(`[data-part=${name}]`);
  return part ? says(part, texts ?? {}, language) : !isWritten(texts);
}

/** Whether the links to documents are those of the record, each to the bytes of its digest. */
function documentsAre(element, documents, language) {
  const links = [...element.querySelectorAll("[data-part=documents] a")];
  const isFixed = (link, { title, sha256, name }) =>
    link.getAttribute("href") === `/documents/${sha256}/${name}` && says(link, title, language);
  return links.length === documents.length && links.every((link, index) => isFixed(link, documents[index]));
}

function answerSays(label, index, { label: words, note }, language) {
  const shownNote = label.querySelector("small");
  const noteFits = shownNote ? says(shownNote, note ?? {}, language) : !isWritten(note);
  return label.querySelector("input").value === String(index) && says(label, words, language) && noteFits;
}

function reviewDiffers(page, fixed, language) {
  const titles = [...page.querySelectorAll("#review h2")];
  const wrong = titles.length !== fixed.length || titles.some((title, i) => !says(title, heading(fixed[i]), language));
  return wrong ? "another title in the review" : null;
}

/** Whether the first phrase inside `element` is the record's text for a reader of `language`. */
function says(element, texts, language) {
  const phrase = element?.querySelector("bdi");
  if (!phrase) return false;
  const used = phrase.closest("[lang]")?.getAttribute("lang") ?? language;
  const isRight = used === language || !flat(texts[language] ?? "");
  return isRight && flat(texts[used] ?? "") === flat(phrase.textContent);
}

function isWritten(texts) {
  return Object.values(texts ?? {}).some((text) => flat(text) !== "");
}

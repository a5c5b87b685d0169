// Where a key holder shows the key (templates/ballots/_key_parts.html): a file, and its passphrase where it has one; or
// the printed copy, whose words are typed or whose code was scanned.

import { WorkerRefusal } from "./remote.js";

const byId = (id) => document.getElementById(id);
const OF_WORDS = ["word_unknown", "words_count", "words_sum", "seed"];

/** Shows a sentence about a field beside it, and ties both together; an empty sentence takes it away. */
export function complain(field, sentence) {
  const why = byId(`${field.id}-why`);
  why.textContent = sentence;
  field.setAttribute("aria-invalid", String(sentence !== ""));
  if (sentence !== "") field.focus();
}

/** A day as people write it in the language of the page. */
export function dayWords(text) {
  const options = { dateStyle: "long", timeZone: "UTC" };
  return new Date(`${text}T00:00:00Z`).toLocaleDateString(`${document.documentElement.lang}-BE`, options);
}

export class KeyPicker {
  #id;
  #file;
  #passphrase;
  #words;
  #say;
  #worker;
  #wanted;
  #scanned = "";

  /** `wanted` is whose key it must be, `{ group, index }`; `onChange(isRight)` is told when another file is chosen. */
  constructor(id, { say, worker, wanted, onChange = () => {} }) {
    this.#id = id;
    this.#file = byId(`${id}-file`);
    this.#passphrase = byId(`${id}-passphrase`);
    this.#words = byId(`${id}-words`);
    this.#say = say;
    this.#worker = worker;
    this.#wanted = wanted;
    this.#file.addEventListener("change", async () => {
      this.clear();
      onChange(this.#file.files.length > 0 && (await this.#readFile()) !== null);
    });
  }

  /** Forgets what was shown, but not the file. */
  clear() {
    this.#lock(false);
    for (const field of this.#fields) complain(field, "");
    if (this.#words) this.#words.value = "";
    this.#setScanned("");
  }

  /** Takes the seed that the code of a printed copy gave instead of a file. */
  take(seed) {
    this.#setScanned(seed);
  }

  /** The seed of the key that was shown; null after saying what is missing or wrong. */
  async seed() {
    if (this.#scanned !== "") return this.#scanned;
    const words = this.#words?.value.trim() ?? "";
    if (words !== "") return this.#ask("readWords", { text: words });
    if (this.#file.files.length > 0) return this.#readFile();
    complain(this.#file, this.#say(this.#words ? "copy_missing" : "key_missing"));
    return null;
  }

  /** Says what is wrong with the key that was shown, beside the field where it was. */
  refuse(error) {
    if (!(error instanceof WorkerRefusal)) throw error;
    const { code, facts } = error;
    for (const field of this.#fields) complain(field, "");
    if (code === "passphrase_needed" || code === "passphrase_other") {
      this.#lock(true);
      // Asked for the first time it is no mistake of anybody: the field appears, and says nothing yet.
      if (code === "passphrase_other") complain(this.#passphrase, this.#say(code));
      this.#passphrase.focus();
    } else if (OF_WORDS.includes(code)) {
      complain(this.#words, this.#say(facts.near ? "word_near" : code, facts));
    } else {
      const sentence = this.#say(code, facts.day ? { ...facts, day: dayWords(facts.day) } : facts);
      const isTyped = this.#words && this.#words.value.trim() !== "";
      this.#setScanned("");
      complain(isTyped ? this.#words : this.#file, sentence);
    }
  }

  get #fields() {
    return [this.#file, this.#passphrase, this.#words].filter(Boolean);
  }

  async #readFile() {
    const text = await this.#file.files[0].text();
    return this.#ask("read", { text, passphrase: this.#passphrase.value, wanted: this.#wanted });
  }

  async #ask(op, facts) {
    try {
      const seed = await this.#worker.ask(op, facts);
      for (const field of this.#fields) complain(field, "");
      return seed;
    } catch (error) {
      this.refuse(error);
      return null;
    }
  }

  #lock(isLocked) {
    byId(`${this.#id}-locked`).hidden = !isLocked;
    if (!isLocked) this.#passphrase.value = "";
  }

  #setScanned(seed) {
    this.#scanned = seed;
    const note = byId(`${this.#id}-scanned`);
    if (note) note.hidden = seed === "";
  }
}

// The pages of key holders (templates/ballots/key.html and decrypt.html). A private key never leaves the device.

import { byId, checkLine, checkProofs, hoursWords, number } from "./checklines.js";
import { inGroups, keyMark } from "./digits.js";
import { KeptKey, openedOnce } from "./keep.js";
import { complain, KeyPicker } from "./keypicker.js";
import { startWorker, WorkerRefusal } from "./remote.js";
import { readWords } from "./words.js";

/** The sentence for a refusal of the worker. */
function reason(say, error, places) {
  if (!(error instanceof WorkerRefusal)) throw error;
  return say(error.code, places);
}

/** Offers `text` as a file; the address of it lives as long as the page. */
function offerFile(link, text) {
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.hidden = false;
}

function keyPage(form, say, worker) {
  const [make, link, file, hand] = ["make", "save", "key-file", "hand-in"].map(byId);
  let made = null;
  let isFound = false;
  const setFound = (found) => {
    isFound = found;
    byId("kept").hidden = !found;
    hand.setAttribute("aria-disabled", String(!found));
  };

  // While the file is being read, a disabled button would drop out of the order of Tab: it says what is missing instead.
  hand.disabled = false;
  setFound(false);

  make.addEventListener("click", async () => {
    make.setAttribute("aria-busy", "true");
    made ??= await worker.ask("make", {});
    make.removeAttribute("aria-busy");
    make.hidden = true;
    offerFile(link, made.privateText);
    const mark = keyMark(made.publicPart.public_key);
    for (const place of document.querySelectorAll("[data-mark]")) place.textContent = mark;
    byId("made").hidden = false;
    link.focus();
    link.click();
  });

  file.addEventListener("change", async () => {
    setFound(false);
    if (file.files.length === 0) return;
    if (made === null) {
      complain(file, say("key_not_made"));
      return;
    }
    try {
      const publicKey = await worker.ask("readKey", { text: await file.files[0].text() });
      const isSame = publicKey === made.publicPart.public_key;
      complain(file, isSame ? "" : say("key_other", { mark: keyMark(made.publicPart.public_key) }));
      setFound(isSame);
    } catch (error) {
      complain(file, reason(say, error));
    }
  });

  form.addEventListener("submit", (event) => {
    if (!isFound) {
      event.preventDefault();
      if (made === null) complain(file, say("key_not_made"));
      else if (file.files.length === 0) complain(file, say("key_missing"));
      else file.focus(); // what is wrong with this file is said there
      return;
    }
    byId("public-part").value = JSON.stringify(made.publicPart);
  });
}

function decryptPage(form, say, worker) {
  const { archive, fingerprint, publicKey, minimum } = form.dataset;
  const file = byId("key-file");
  const button = byId("decrypt");
  const own = form.dataset.key ? JSON.parse(form.dataset.key) : null; // a member's share of the key of a group
  const picker = own && new KeyPicker("key", { say, worker, wanted: own });
  const kept = own && new KeptKey(own.group);
  picker?.take(kept.scanned);
  // The key of a group opens one total of each vote of its assembly; of ballots of one vote no other total can be made.
  const opened = own ? `${publicKey}:${fingerprint}` : publicKey;
  let totalHash = "";

  const withShare = async () => {
    const seed = await picker.seed();
    return seed && worker.ask("decryptShare", { seed, sealed: own.sealed, publicKey });
  };
  const withKey = async () => worker.ask("decrypt", { text: await file.files[0].text(), publicKey });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy") === "true") return;
    if (!own && file.files.length === 0) {
      complain(file, say("key_missing"));
      return;
    }
    if (!openedOnce(opened, totalHash)) {
      complain(file, say("key_opened"));
      return;
    }
    button.setAttribute("aria-busy", "true");
    try {
      const part = await (own ? withShare() : withKey());
      if (part === null) {
        button.removeAttribute("aria-busy"); // the picker said what is wrong
        return;
      }
      byId("partial-decryption").value = part;
      complain(file, "");
      if (own) kept.scanned = "";
      form.submit();
    } catch (error) {
      button.removeAttribute("aria-busy");
      if (own) picker.refuse(error);
      else complain(file, reason(say, error, { mark: keyMark(publicKey) }));
    }
  });

  const remember = ({ counted, hash }) => {
    totalHash = hash;
    return number(counted);
  };
  const ask = (op, facts) => async (onProgress) => worker.ask(op, await facts(), onProgress);
  const proofs = async (onProgress) => {
    const { counted } = await worker.ask("size", {});
    await checkProofs(worker, form.dataset.worker, counted, onProgress);
    return { counted };
  };
  const steps = [
    ["open", ask("open", async () => ({ archiveBytes: await fetchBytes(archive) })), ({ head }) => inGroups(head)],
    ["record", ask("record", () => ({ fingerprint, publicKey })), () => inGroups(fingerprint)],
    ["hours", ask("hours", () => ({})), ({ events }) => hoursWords(say, events)],
    ["ballots", ask("ballots", () => ({})), ({ total }) => number(total)],
    ["proofs", proofs, ({ counted }) => number(counted)],
    ["total", ask("total", () => ({ minimum: Number(minimum) })), remember],
  ];
  checkArchive(steps, say).then((isFine) => {
    form.hidden = !isFine;
  });
}

/** Runs the checks one after the other, each on its line of the page; stops at the first that fails. */
async function checkArchive(steps, say) {
  for (const [op, check, proof] of steps) {
    const line = byId(`check-${op}`);
    try {
      const answer = await checkLine(say, line, check, proof);
      if (answer.replaced > 0) addLine(line, say("replaced", { count: number(answer.replaced) }));
    } catch (error) {
      showFault(say, error);
      return false;
    }
  }
  byId("checking").textContent = say("checked");
  return true;
}

function addLine(line, sentence) {
  const note = document.createElement("span");
  note.className = "fix";
  note.textContent = sentence;
  line.append(note);
}

function showFault(say, error) {
  const box = byId("fault");
  const known = ["archive", "not_closed", "other_election", "ballot", "proof", "total", "too_few", "network", "window"];
  const code = known.includes(error.code) ? error.code : "archive";
  box.querySelector("[data-said=title]").textContent = say(code);
  box.querySelector("[data-said=detail]").textContent = say(code === "network" ? "reload" : "stop");
  byId("checking").textContent = "";
  box.hidden = false;
  box.focus();
}

async function fetchBytes(url) {
  try {
    const response = await fetch(url, { credentials: "same-origin" });
    if (response.ok) return await response.arrayBuffer();
  } catch {
    // the same as an answer that is none
  }
  throw new WorkerRefusal({ code: "network", message: url });
}

const form = byId("trustee");
if (form) {
  const say = readWords(byId("words"));
  const worker = startWorker(form.dataset.worker);
  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
  if (form.dataset.page === "key") keyPage(form, say, worker);
  else decryptPage(form, say, worker);
}

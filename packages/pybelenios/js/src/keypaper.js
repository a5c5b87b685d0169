// The printed key on the page of its holder (templates/ballots/_printed_key.html), and the way back from its QR code.

const FRAGMENT = "#key=";

/** The seed in the address with which the page was opened, or nothing; it is gone from the address when this returns. */
export function takeKeyFromAddress(location, history) {
  if (!location.hash.startsWith(FRAGMENT)) return "";
  const seed = location.hash.slice(FRAGMENT.length);
  history.replaceState(null, "", location.pathname + location.search);
  return seed;
}

/** Fills the part that the macro `printed_key` made with what the worker's `printedKey` gives, and shows it. */
export function showPrintedKey(element, { words, letters, size, path }, day) {
  fill(element, { words, letters, path, day });
  element.querySelector("[data-key-qr]").setAttribute("viewBox", `0 0 ${size} ${size}`);
  element.querySelector("[data-key-hide]").onclick = () => hidePrintedKey(element);
  element.hidden = false;
}

/** Takes the key off the page again: whoever comes by later does not read it. */
export function hidePrintedKey(element) {
  element.hidden = true;
  fill(element, { words: [], letters: "", path: "", day: "" });
}

function fill(element, { words, letters, path, day }) {
  const items = words.map((word) => Object.assign(document.createElement("li"), { textContent: word }));
  element.querySelector("[data-key-words]").replaceChildren(...items);
  element.querySelector("[data-key-letters]").textContent = letters;
  element.querySelector("[data-key-day]").textContent = day;
  element.querySelector("[data-key-qr] path").setAttribute("d", path);
}

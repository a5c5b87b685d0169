// The few things a page does better with script; every page works without.

// A print button is of no use without script, so it appears only here.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A digest in groups is copied without its gaps.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
  });
}

// Folded parts are open on paper (browsers that know ::details-content do it in print.css).
const opened = new Set();
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details:not([open]):not(.ask, .export)")) {
    fold.open = true;
    opened.add(fold);
  }
});
window.addEventListener("afterprint", () => {
  for (const fold of opened) fold.open = false;
  opened.clear();
});

// The code of a printed key leads to the page of that key, with the key behind `#`, perhaps by way of the sign-in. It is
// gone from the address at once, and waits in this tab for the page that needs it (keep.js of the booth's sources).
if (location.hash.startsWith("#key=") && !document.getElementById("keys")) {
  try {
    sessionStorage.setItem("govapp-vote:scanned-key", location.hash.slice("#key=".length));
  } catch {
    // storage is refused: the code is scanned again
  }
  history.replaceState(null, "", location.pathname + location.search);
}

// The booth keeps choices on the device (keep.js of its sources); they go when their hours are over, and at sign-out.
const KEPT = "govapp-vote:";
const SIGNED_OUT = "govapp-signed-out";

function forget(store, isDue) {
  for (const key of Object.keys(store).filter((each) => each.startsWith(KEPT))) {
    if (isDue(store.getItem(key))) store.removeItem(key);
  }
}

function isOver(text) {
  try {
    return !(JSON.parse(text).until > Date.now());
  } catch {
    return true; // nothing that the booth writes
  }
}

try {
  forget(localStorage, isOver);
} catch {
  // storage is refused: nothing was kept
}

document.addEventListener("submit", ({ target }) => {
  if (!target.querySelector("[data-forgets]")) return;
  try {
    for (const store of [localStorage, sessionStorage]) forget(store, () => true);
    localStorage.setItem(SIGNED_OUT, ""); // said to the booth in other tabs
    localStorage.removeItem(SIGNED_OUT);
  } catch {
    // the same
  }
});

// One press sends a form once. After a download the page stays, so the form is free again a few seconds later.
const PAUSE_MS = 5000;

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.id === "ballot") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(release, PAUSE_MS, form);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) release(form);
});

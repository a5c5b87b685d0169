// A personal link was opened: post the form, so that coming in takes no extra tap. The page also has a button.
// Not while the browser only prepares the page in the background: nobody has opened it yet.
// This script does not wait for the style sheet (async), so the form may not be there yet.

function enter() {
  const form = document.querySelector("#enter");
  if (!form && document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", enter, { once: true });
  } else if (form && document.visibilityState === "visible") {
    // The link is a key: the next person on this device finds it neither under "back" nor in the address.
    history.replaceState(null, "", "/");
    form.requestSubmit();
  } else {
    document.addEventListener("visibilitychange", enter, { once: true });
  }
}

if (document.prerendering) {
  document.addEventListener("prerenderingchange", enter, { once: true });
} else {
  enter();
}

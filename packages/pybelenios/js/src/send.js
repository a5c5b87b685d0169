// Sending a sealed ballot until there is an answer: the same bytes each time, so that the box counts them once.

const FIRST_WAIT_MS = 2_000; // doubled at each failure
const MAX_WAIT_MS = 30_000;
const PATIENCE = 30_000; // one attempt
const RETRIED = new Set([408, 425, 429, 502, 503, 504]);

/** The ballot box said no: `{status, code, title, detail}` of its answer. */
export class Refused extends Error {
  constructor(facts) {
    super(facts.title);
    this.name = "Refused";
    Object.assign(this, facts);
  }
}

/**
 * Posts `ballot` until an answer comes. `onTry()` is told before each attempt and `onWait()` before each pause;
 * `pause(milliseconds, signal)` may end early; an aborted `signal` ends it all with an AbortError.
 */
export async function sendBallot({ url, token, ballot, pause, signal, onTry, onWait }) {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, MAX_WAIT_MS)) {
    onTry();
    const response = await attempt(url, token, ballot);
    signal.throwIfAborted();
    if (response?.ok) return response.json();
    if (response !== null && !RETRIED.has(response.status)) throw await refusal(response);
    onWait();
    await pause(wait, signal);
  }
}

/** The sign-in has ended: the server would lead to another page. */
export function isSignedOut(response) {
  return response.type === "opaqueredirect";
}

async function attempt(url, token, body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    return await fetch(url, { method: "POST", headers, body, signal, redirect: "manual", credentials: "same-origin" });
  } catch {
    return null; // no network, or no answer in time: it may have arrived, so the same bytes are sent again
  }
}

async function refusal(response) {
  if (isSignedOut(response)) return new Refused({ status: 403, code: "signed_out" });
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // not a problem document: the page says it in its own words
  }
  const { code = "", title = "", detail = "" } = problem;
  return new Refused({ status: response.status, code, title, detail });
}

/** A pause that ends early when the network returns or somebody rings. */
export class Alarm {
  #end = () => {};

  constructor(target = globalThis) {
    target.addEventListener("online", () => this.ring());
  }

  ring() {
    this.#end();
  }

  wake = (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
}

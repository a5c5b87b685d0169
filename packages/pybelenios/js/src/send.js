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
 * Posts `ballot` (JSON, or a form) until an answer comes, and returns its value: null where it is no JSON. `onTry()` is told before each attempt and `onWait()` before each pause;
 * `pause(milliseconds, signal)` may end early; an aborted `signal` ends it all with an AbortError.
 */
export async function sendBallot({ url, token, ballot, pause, signal, onTry, onWait }) {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, MAX_WAIT_MS)) {
    onTry();
    signal.throwIfAborted();
    const reply = await attempt(url, token, ballot);
    signal.throwIfAborted();
    if (reply?.response.ok) return reply.value;
    if (reply !== null && !isPassing(reply)) throw refusal(reply);
    onWait();
    await pause(wait, signal);
  }
}

/** Too many requests for a proxy, or a server that is away. The ballot box says in a sentence itself how long to wait. */
function isPassing({ response, value }) {
  return RETRIED.has(response.status) && !(response.status === 429 && value?.code);
}

/** The sign-in has ended: the server would lead to another page. */
export function isSignedOut(response) {
  return response.type === "opaqueredirect";
}

async function attempt(url, token, body) {
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  if (typeof body === "string") headers["Content-Type"] = "application/json"; // of a form, the browser says it
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const options = { method: "POST", headers, body, signal, redirect: "manual", credentials: "same-origin" };
    const response = await fetch(url, options);
    return { response, value: await readValue(response) };
  } catch {
    return null; // no network, or no answer in time: it may have arrived, so the same bytes are sent again
  }
}

/** The value in the body, or null where that is no JSON; a body that breaks off is no answer at all. */
async function readValue(response) {
  if (isSignedOut(response)) return null;
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function refusal({ response, value }) {
  if (isSignedOut(response)) return new Refused({ status: 403, code: "signed_out" });
  const { code = "", title = "", detail = "" } = value ?? {}; // no problem document: the page says it in its own words
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

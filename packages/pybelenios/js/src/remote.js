// The worker as seen from a page: questions with promises for answers, and progress in between.

let policy; // made once: the CSP admits this name, and no second policy of the same name

/** Starts the worker at `url`, which must be a script of this site; the CSP admits this one policy. */
export function startWorker(url) {
  const address = new URL(url, location.href);
  if (address.origin !== location.origin) throw new Error("a worker of another site");
  policy ??= globalThis.trustedTypes?.createPolicy("govapp-booth", { createScriptURL: ourOwn });
  return new Remote(new Worker(policy ? policy.createScriptURL(address.href) : address.href));
}

function ourOwn(address) {
  if (new URL(address).origin !== location.origin) throw new TypeError("a worker of another site");
  return address;
}

/** What the worker refused, with the code of the reason, and facts for its sentence. */
export class WorkerRefusal extends Error {
  constructor({ code, message, facts = {} }) {
    super(message);
    this.name = "WorkerRefusal";
    this.code = code;
    this.facts = facts;
  }
}

class Remote {
  #worker;
  #waiting = new Map();
  #next = 1;

  constructor(worker) {
    this.#worker = worker;
    worker.addEventListener("message", ({ data }) => this.#receive(data));
    worker.addEventListener("error", () => this.#fail());
  }

  /** Sends a question of kind `op`; the promise holds the answer, `onProgress(done, total)` is told on the way. */
  ask(op, facts, onProgress = () => {}) {
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
      this.#worker.postMessage({ id, op, ...facts });
    });
  }

  /** Stops the worker; what it was asked stays unanswered. */
  end() {
    this.#worker.terminate();
  }

  #receive({ id, progress, refusal, answer }) {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    if (progress !== undefined) {
      waiting.onProgress(...progress);
      return;
    }
    this.#waiting.delete(id);
    if (refusal !== undefined) waiting.reject(new WorkerRefusal(refusal));
    else waiting.resolve(answer);
  }

  #fail() {
    for (const { reject } of this.#waiting.values()) reject(new WorkerRefusal({ code: "device", message: "worker" }));
    this.#waiting.clear();
  }
}

// What stays on the device until a receipt is shown. Private browsing may refuse storage; voting works without it.

const PREFIX = "govapp-vote:";

function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

/** The choices of one voter on one ballot paper, in every tab, and the sealed ballot that this tab is sending. */
export class Kept {
  #key;

  constructor(uuid, publicKey) {
    this.#key = `${PREFIX}${uuid}:${publicKey}`;
  }

  /** The choices that were kept, or null. */
  get choices() {
    return attempt(() => JSON.parse(localStorage.getItem(this.#key)).choices);
  }

  /** Keeps the choices until the voting closes (ISO 8601). */
  keepChoices(choices, until) {
    attempt(() => localStorage.setItem(this.#key, JSON.stringify({ choices, until })));
  }

  /** The sealed ballot that has no receipt yet: `{ballot, tracker}`, or null. */
  get sealed() {
    return attempt(() => JSON.parse(sessionStorage.getItem(this.#key)));
  }

  keepSealed(sealed) {
    attempt(() => sessionStorage.setItem(this.#key, JSON.stringify(sealed)));
  }

  dropSealed() {
    attempt(() => sessionStorage.removeItem(this.#key));
  }

  /** Forgets everything: there is a receipt. */
  clear() {
    this.dropSealed();
    attempt(() => localStorage.removeItem(this.#key));
  }
}

/** Removes choices for votes that are over, whoever made them. */
export function dropOld(now = new Date()) {
  attempt(() => {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const { until } = JSON.parse(localStorage.getItem(key));
      if (new Date(until) < now) localStorage.removeItem(key);
    }
  });
}

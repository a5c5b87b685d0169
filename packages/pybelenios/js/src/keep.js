// What stays on the device until a receipt is shown. Private browsing may refuse storage; voting works without it.

const PREFIX = "govapp-vote:";
const LIFETIME = 60 * 24 * 3600 * 1000; // milliseconds

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

  keepChoices(choices) {
    attempt(() => localStorage.setItem(this.#key, JSON.stringify({ choices, at: Date.now() })));
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

/**
 * Notes that the key of this public part opens the total of this hash; false when it has opened another one here before.
 *
 * A key opens one total. A server that lies could ask for a second partial decryption, of a total with one voter's ballot in it.
 */
export function openedOnce(publicKey, hash) {
  const key = `govapp-opened:${publicKey}`;
  const before = attempt(() => localStorage.getItem(key));
  if (before === null) attempt(() => localStorage.setItem(key, hash));
  return before === null || before === hash;
}

/** Removes choices that nobody has touched for longer than a vote lasts, whoever made them. */
export function dropOld() {
  attempt(() => {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const { at } = JSON.parse(localStorage.getItem(key));
      if (Date.now() - at > LIFETIME) localStorage.removeItem(key);
    }
  });
}

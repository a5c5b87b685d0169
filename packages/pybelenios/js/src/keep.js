// What stays on the device until a receipt is shown, its hours are over or the voter signs out (static/js/page.js too).
// Private browsing may refuse storage; voting works without it.

const PREFIX = "govapp-vote:";
const SCANNED = `${PREFIX}scanned-key`;
const SIGNED_OUT = "govapp-signed-out";

/** How long choices stay that nobody touches, in milliseconds: a browser may be one that several people use. */
export const LIFETIME = 12 * 3600 * 1000;

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

  /** Keeps them until the moment `until`, in milliseconds since 1970. */
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

  /** Forgets everything of this voter on this paper. */
  clear() {
    this.dropSealed();
    attempt(() => localStorage.removeItem(this.#key));
  }
}

/** The key that a tab makes until the keys of all are made, and what this device saw of the keys of the others. */
export class KeptKey {
  #made;
  #seen;

  constructor(group) {
    this.#made = `${PREFIX}key:${group}`;
    this.#seen = `govapp-keys:${group}`;
  }

  /** The key of this tab, `{seed, text}` with the text of its file, or null. */
  get made() {
    return attempt(() => JSON.parse(sessionStorage.getItem(this.#made))) ?? this.#here;
  }

  set made(made) {
    this.#here = made; // where storage is refused, a reload asks for the file
    attempt(() => sessionStorage.setItem(this.#made, JSON.stringify(made)));
  }

  #here = null;

  drop() {
    this.#here = null;
    attempt(() => sessionStorage.removeItem(this.#made));
  }

  /** The seed that the code of a printed copy brought to this tab, or nothing (static/js/page.js puts it here, too). */
  get scanned() {
    return attempt(() => sessionStorage.getItem(SCANNED)) ?? "";
  }

  set scanned(seed) {
    attempt(() => (seed === "" ? sessionStorage.removeItem(SCANNED) : sessionStorage.setItem(SCANNED, seed)));
  }

  /** The day on which this device saved the key file of a member who has not handed in its public part, or nothing. */
  savedOn(member) {
    return attempt(() => localStorage.getItem(`${this.#seen}:saved:${member}`)) ?? "";
  }

  noteSaved(member, day) {
    const key = `${this.#seen}:saved:${member}`;
    attempt(() => (day === "" ? localStorage.removeItem(key) : localStorage.setItem(key, day)));
  }

  /** What this device saw in an attempt of what the members said first and promised, or null. */
  seen(turn) {
    return attempt(() => JSON.parse(localStorage.getItem(`${this.#seen}:${turn}`)));
  }

  noteSeen(turn, seen) {
    attempt(() => localStorage.setItem(`${this.#seen}:${turn}`, JSON.stringify(seen)));
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

/** Removes choices whose hours are over at the moment `now`, whoever made them. */
export function dropOld(now) {
  forget("localStorage", (text) => !(attempt(() => JSON.parse(text))?.until > now));
}

/** Removes the choices and sealed ballots of everybody on this device, and tells the other tabs: somebody signs out. */
export function forgetAll() {
  for (const name of ["localStorage", "sessionStorage"]) forget(name, () => true);
  attempt(() => {
    localStorage.setItem(SIGNED_OUT, "");
    localStorage.removeItem(SIGNED_OUT);
  });
}

/** Tells whether an event of the storage says that another tab signs out. */
export const isSigningOut = ({ key, newValue }) => key === SIGNED_OUT && newValue !== null;

function forget(name, isDue) {
  attempt(() => {
    const store = globalThis[name]; // reading the name alone may be refused
    for (const key of Object.keys(store).filter((each) => each.startsWith(PREFIX))) {
      if (isDue(store.getItem(key))) store.removeItem(key);
    }
  });
}

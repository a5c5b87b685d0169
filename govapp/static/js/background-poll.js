// A part of a page that moves by itself is looked at again every few seconds, for as long as the server says where
// (data-poll). Without script, the link in the part (data-by-hand) does the same by hand.

const SOON_MS = 3000;
const MAX_PAUSE_MS = 30000;

/** Return the part as it is now; null when the answer is something else, as it is once somebody is signed out. */
function look(address, id) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    // The browser parses it without running anything, and Trusted Types have nothing to object to.
    request.responseType = "document";
    // A look that nobody asked for is no sign that somebody still sits here: it keeps no session alive.
    request.setRequestHeader("X-Background-Poll", "yes");
    request.addEventListener("load", () => {
      if (request.status >= 500) reject(new Error(`${request.status}`));
      else resolve(request.response?.getElementById(id) ?? null);
    });
    request.addEventListener("error", reject);
    request.send();
  });
}

class BackgroundPoll {
  constructor(part) {
    this.part = part;
    this.pause = SOON_MS;
    this.said = document.getElementById("said");
    this.prepare();
    this.wait();
    // A page in the background is left alone; back in front it is brought up to date at once.
    document.addEventListener("visibilitychange", () => this.wait(0));
  }

  prepare() {
    for (const link of this.part.querySelectorAll("[data-by-hand]")) link.hidden = true;
  }

  wait(milliseconds = this.pause) {
    clearTimeout(this.timer);
    if (this.part.dataset.poll && !document.hidden) this.timer = setTimeout(() => this.again(), milliseconds);
  }

  async again() {
    try {
      const fresh = await look(this.part.dataset.poll, this.part.id);
      if (fresh === null) return;
      this.show(fresh);
    } catch {
      this.pause = Math.min(this.pause * 2, MAX_PAUSE_MS);
    }
    this.wait();
  }

  show(fresh) {
    const [old, now] = [this.part, fresh].map((part) => [...part.querySelectorAll("progress")].map((bar) => bar.value));
    const moved = `${old}` !== `${now}`;
    this.pause = moved ? SOON_MS : Math.min(this.pause * 2, MAX_PAUSE_MS);
    // Nobody's place on the page is taken away; the next look comes soon enough.
    if (this.part.contains(document.activeElement)) return;
    const next = document.adoptNode(fresh);
    this.part.replaceWith(next);
    this.part = next;
    this.prepare();
    // Only the end is said aloud: hearing every step would be a burden.
    if (!next.dataset.poll && this.said) this.said.textContent = next.querySelector("li b")?.textContent ?? "";
  }
}

for (const part of document.querySelectorAll("[data-poll]")) new BackgroundPoll(part);

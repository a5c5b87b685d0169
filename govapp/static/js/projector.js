// The screen of the hall is looked at again every three to five seconds, each screen at its own moment. Without a
// connection the last one stays, and the page says since when.

const PAUSE_MS = 3000;
const JITTER_MS = 2000;
const MAX_PAUSE_MS = 12000;

/** Return the screen as it is now; the browser itself asks whether its copy is still the same. */
function look(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.timeout = MAX_PAUSE_MS;
    // The browser parses it without running anything, and Trusted Types have nothing to object to.
    request.responseType = "document";
    request.setRequestHeader("X-Background-Poll", "yes");
    const failed = () => reject(new Error(`${request.status}`));
    request.addEventListener("load", () => {
      const found = request.status === 200 ? request.response?.getElementById("screen") : null;
      if (found) resolve(found);
      else failed();
    });
    for (const kind of ["error", "timeout", "abort"]) request.addEventListener(kind, failed);
    request.send();
  });
}

class Projector {
  constructor() {
    this.screen = document.getElementById("screen");
    this.lost = document.getElementById("lost");
    this.pause = PAUSE_MS;
    this.seenAt = new Date();
    this.wait();
    window.addEventListener("online", () => this.wait(0));
  }

  wait(milliseconds = this.pause + Math.random() * JITTER_MS) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.again(), milliseconds);
  }

  async again() {
    try {
      const found = await look(this.screen.dataset.poll);
      this.seenAt = new Date();
      this.pause = PAUSE_MS;
      this.lost.hidden = true;
      this.show(found);
    } catch {
      this.pause = Math.min(this.pause * 2, MAX_PAUSE_MS);
      this.tell();
    }
    this.wait();
  }

  show(found) {
    if (found.isEqualNode(this.screen)) return;
    const next = document.adoptNode(found);
    this.screen.replaceWith(next);
    this.screen = next;
  }

  tell() {
    if (!this.lost.hidden) return;
    for (const place of this.lost.querySelectorAll("time")) {
      const language = place.closest("[lang]").lang;
      place.dateTime = this.seenAt.toISOString();
      place.textContent = this.seenAt.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    }
    this.lost.hidden = false;
  }
}

new Projector();

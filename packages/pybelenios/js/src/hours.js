// The hour until which ballots are accepted, as it stands now: more time, or an early closing, reaches a booth that has
// stood open in a tab since before. The hours that are shown were signed, and are allowed by the sealed record.

const EVERY = 60_000; // milliseconds between two looks while the page is in front

export class Hours {
  constructor(form, say) {
    this.address = form.dataset.hours;
    this.shown = form.dataset.closesAt;
    this.isClosed = false;
    this.say = say;
    this.box = document.getElementById("hours");
  }

  /**
   * Looks again from time to time, and at once when the page comes back in front; `check` asks the worker, `onClosed` is
   * told at each look after closing.
   */
  watch(check, onClosed) {
    this.check = check;
    this.onClosed = onClosed;
    const again = () => {
      if (!document.hidden) this.look();
    };
    setInterval(again, EVERY);
    document.addEventListener("visibilitychange", again);
    return this.look();
  }

  /** Shows what changed; a line that is away, or records that do not hold, change nothing on the page. */
  async look() {
    try {
      const response = await fetch(this.address, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (response.ok) await this.take(await response.json());
    } catch {
      // the next look comes soon; the ballot box decides anyway
    }
  }

  async take({ events, closes_at: closesAt, is_closed: isClosed, words, notice }) {
    const { hour } = await this.check(events);
    if (hour !== closesAt) return;
    if (isClosed) this.onClosed();
    if (hour === this.shown && isClosed === this.isClosed) return;
    this.shown = hour;
    this.isClosed = isClosed;
    for (const place of document.querySelectorAll("[data-until]")) {
      place.textContent = this.say(place.dataset.until, { closes_at: words });
    }
    this.box.textContent = notice;
    this.box.hidden = false;
  }
}

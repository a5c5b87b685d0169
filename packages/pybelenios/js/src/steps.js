// The steps of the booth as a person meets them: which part shows, where the focus is, what is announced.

const byId = (id) => document.getElementById(id);
const castButton = () => byId("cast").querySelector("button");

/** Tells a click of a finger, a mouse or a pen from one that a key made. */
export const isOfPointer = ({ detail }) => detail > 0;
const REVIEW = "#review";
const ballotAddress = () => location.pathname + location.search;
const GUARD = 700; // milliseconds in which a second tap of the same finger does nothing

export class Steps {
  constructor(say) {
    this.say = say;
    this.isStopped = false;
    this.isBusy = false;
    this.isGuarded = false;
    this.site = document.title.split(" · ").slice(1).join(" · ");
  }

  /** Shows the form once the script runs. */
  open() {
    byId("opening").hidden = true;
    this.wasOnReview = location.hash === REVIEW;
    const isOurs = this.wasOnReview && history.state?.step === "review";
    if (location.hash !== "" && !isOurs) history.replaceState(null, "", ballotAddress());
    this.#show("choose");
  }

  /** Shows the step after a reload or another language: the review, if it was there and `isComplete` says it still can be. */
  resume(isComplete) {
    if (this.wasOnReview) this.go(isComplete ? "review" : "choose");
    this.wasOnReview = false;
  }

  /** Goes to "choose" or "review"; the browser's back button leads back. */
  go(step, hash = "#title") {
    const isThere = history.state?.step === "review";
    if (step === "review" && !isThere) history.pushState({ step }, "", REVIEW);
    if (step === "choose" && isThere) history.replaceState(null, "", ballotAddress());
    this.#show(step);
    this.#focus(step === "choose" ? hash : "#title");
  }

  /** Follows the browser's own back and forward. */
  follow() {
    if (location.hash !== "" && location.hash !== REVIEW) return; // a link inside the page
    const step = history.state?.step === "review" ? "review" : "choose";
    this.#show(step);
    this.#focus("#title");
  }

  #show(step) {
    const isChoosing = step === "choose";
    byId("ballot").hidden = !isChoosing || this.isStopped;
    byId("dock").hidden = !isChoosing || this.isStopped;
    byId("review").hidden = isChoosing || this.isStopped;
    // Another language brings the voter back to this step: the browser carries the fragment through the redirect.
    for (const form of document.querySelectorAll("form.langs")) {
      form.action = form.action.split("#")[0] + (isChoosing ? "" : REVIEW);
    }
    const title = this.say(`title_${step}`);
    byId("title").textContent = title;
    document.title = [title, this.site].filter(Boolean).join(" · ");
  }

  #focus(hash) {
    const target = document.querySelector(hash === "#ballot" ? "#title" : hash);
    const field = target?.querySelector("input:checked, input") ?? target;
    field?.focus({ preventScroll: true });
    if (target === byId("title")) scrollTo({ top: 0, behavior: "instant" });
    else target?.scrollIntoView({ block: "start", behavior: "instant" });
  }

  /** Shows a warning in the bar that is always in sight; an empty sentence takes it away. */
  warn(sentence) {
    byId("too-many").textContent = sentence;
    byId("too-many").hidden = sentence === "";
    byId("not-sent").hidden = sentence !== "";
  }

  /** Says a sentence to assistive technology; nothing moves. */
  announce(sentence) {
    byId("announce").textContent = sentence;
  }

  /** Shows how far the sealing is; a ratio of null is a length that is not known. */
  progress(sentence, ratio) {
    byId("sealing").hidden = false;
    byId("sealing-words").textContent = sentence;
    if (ratio === null) byId("sealed").removeAttribute("value");
    else byId("sealed").value = ratio;
  }

  showOffline(isOffline) {
    byId("offline").hidden = !isOffline;
    if (isOffline) byId("sealing").hidden = true;
  }

  /** A busy button keeps its width, its words and the focus; pressing it again does nothing. */
  setBusy(isBusy) {
    this.isBusy = isBusy;
    if (!isBusy) byId("sealing").hidden = true;
    this.#showCast();
  }

  /**
   * Holds the button that casts back from a finger that taps twice, where it appears under the button of rectangle
   * `tapped`. It is never disabled: the browser would take it out of the order of Tab, and a person with a keyboard
   * would pass it by. Keys press it at once.
   */
  guardCast(tapped) {
    const { left, right, top, bottom } = castButton().getBoundingClientRect();
    const isApart = right < tapped.left || left > tapped.right || bottom < tapped.top || top > tapped.bottom;
    clearTimeout(this.guard);
    this.#setGuarded(!isApart);
    this.guard = setTimeout(() => this.#setGuarded(false), GUARD);
  }

  #setGuarded(isGuarded) {
    this.isGuarded = isGuarded;
    this.#showCast();
  }

  #showCast() {
    castButton().setAttribute("aria-busy", String(this.isBusy));
    castButton().setAttribute("aria-disabled", String(this.isBusy || this.isGuarded));
  }

  /** Shows what went wrong and moves the focus there. */
  fault(title, detail) {
    const box = byId("fault");
    box.querySelector("[data-said=title]").textContent = title;
    box.querySelector("[data-said=detail]").textContent = detail;
    box.hidden = false;
    box.focus();
    box.scrollIntoView({ block: "center", behavior: "instant" });
  }

  clearFault() {
    byId("fault").hidden = true;
  }

  /** Takes the ballot away for good: nobody may vote on this page. */
  stop() {
    this.isStopped = true;
    for (const id of ["ballot", "dock", "review", "check"]) byId(id).hidden = true;
  }
}

// One choice for all whose proxies the voter holds: a row for each of them beside the review, and a ballot of its own for each.

/** The row of one giver: whether it is ticked, what is voted for it, and what became of its ballot. */
class Row {
  constructor(element) {
    this.element = element;
    this.box = element.querySelector("input");
    this.state = element.querySelector("[data-state]");
    this.asked = JSON.parse(element.dataset.asked);
  }

  get isChosen() {
    return this.box.checked && !this.box.disabled;
  }

  get addresses() {
    return this.element.dataset;
  }

  /** The choices of the voter, but where the giver asked for an answer: `asked` holds its place for each such question. */
  choicesLike(own) {
    return own.map((choice, index) => (index in this.asked ? { chosen: [this.asked[index]], isBlank: false } : choice));
  }

  tell(sentence) {
    this.state.textContent = sentence;
    this.state.hidden = false;
  }

  /** Its ballot is in the box: pressing again sends none for it. */
  finish(sentence) {
    this.box.checked = false;
    this.box.disabled = true;
    this.tell(sentence);
  }

  /** Lets it be ticked again: the voter chose something else since its ballot was sent. */
  reopen() {
    this.box.disabled = false;
    this.state.hidden = true;
  }
}

/** The rows of all givers; without an element there are none. */
export class Same {
  constructor(element, press) {
    this.rows = [...(element?.querySelectorAll("[data-asked]") ?? [])].map((each) => new Row(each));
    element?.querySelector("button").addEventListener("click", press);
  }

  get chosen() {
    return this.rows.filter(({ isChosen }) => isChosen);
  }
}

"""Ballot papers as templates show them: every text in the reader's language."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from flask import request, url_for
from flask_babel import lazy_gettext

from govapp.audit.anchors import AnchorRow
from govapp.ballots.queries import PaperRow
from govapp.ballots.rules import PaperAnswer, PaperDocument, PaperQuestion, PaperState
from govapp.ballots.views.terms import ExplainedWord, explained_words
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Language, Phrase, Texts
from govapp.request_context import public_page_of
from govapp.shares.people.rules.names import fold

MAX_NAME_PART: Final = 40
"""Letters of each word in the name of a key file, so that the whole of it fits every file system."""


def key_file_name(uuid: str, holder: str) -> str:
    """Return under which name a private key is kept: two holders, and two votes of one, never share it."""
    return f"govapp-key-{'-'.join(fold(holder).split()) or 'holder'}-{uuid}.json"


def member_file_name(cooperative: str, assembly: str, holder: str, seat: str, day: date) -> str:
    """Return under which name a member of a key group keeps the key: of what it is, whose, and since when.

    `seat` is the member's number and that of all, `2-of-3`.
    """
    words = ["-".join(fold(each).split())[:MAX_NAME_PART].strip("-") for each in (cooperative, assembly, holder)]
    return "-".join(["govapp-key", *filter(None, words), seat, day.isoformat()]) + ".json"


@dataclass(frozen=True)
class PaperView:
    """A ballot paper in the language of the reader; `closed_at` is when voting closed, or will close."""

    uuid: str
    name: Phrase
    state: PaperState
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime
    fingerprint: str
    voters: int
    words_version: int


@dataclass(frozen=True)
class PictureView:
    """A picture beside an answer: its address, and what it shows (an empty phrase where nothing was written)."""

    src: str
    alt: Phrase


@dataclass(frozen=True)
class AnswerView:
    """One answer; `link` is an https address or empty, `portrait` None where there is no picture."""

    label: Phrase
    note: Phrase
    text: Phrase
    link: str
    portrait: PictureView | None

    @property
    def has_more(self) -> bool:
        """Return whether more is known than the name and the words under it."""
        return bool(self.text.text or self.link or self.portrait)


@dataclass(frozen=True)
class QuestionView:
    """One question; `index` counts from 0 on the paper, `number` is that of the item on the agenda.

    `question` is what stands above it: the item as a question, or its title. `candidate` is whom a motion is about.
    `order_words` say how the order of the answers came about, with its code in `order` and the seed of a lot.
    """

    index: int
    number: int
    kind: str
    title: Phrase
    question: Phrase
    summary: Phrase
    changes: Phrase
    advice: Phrase
    text: Phrase
    needed: Phrase
    minimum: int
    maximum: int
    blank: bool
    seats: int
    answers: tuple[AnswerView, ...]
    documents: tuple[tuple[Phrase, str], ...]
    candidate: AnswerView | None
    order: str
    order_words: str
    lot_seed: str

    def explained(self, language: Language) -> tuple[ExplainedWord, ...]:
        """Return the words of this question that not everybody knows, for a reader of `language`."""
        told = (self.question, self.title, self.summary, self.changes, self.advice, self.text)
        return explained_words("\n".join(each.text for each in told if each.language == language), language)

    @property
    def has_title(self) -> bool:
        """Return whether the title says something else than the question above it."""
        return self.title.text != self.question.text


ORDER_WORDS: Final = {
    "entered": lazy_gettext("In the order in which they were put on the agenda."),
    "alphabetical": lazy_gettext("In alphabetical order."),
    "lot": lazy_gettext("In an order that was drawn by lot."),
}


def describe_paper(found: PaperRow, language: Language, now: datetime) -> PaperView:
    """Return a paper for a template. Outside its hours an open paper shows as `ready` or `closed`: nobody can vote."""
    state = found.state
    if state is PaperState.OPEN and now < found.opens_at:
        state = PaperState.READY
    if state is PaperState.OPEN and now >= found.closes_at:
        state = PaperState.CLOSED
    return PaperView(
        uuid=found.uuid,
        name=found.name.in_language(language),
        state=state,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        closed_at=found.closed_at or found.closes_at,
        fingerprint=found.fingerprint,
        voters=found.voters,
        words_version=found.words_version,
    )


def describe_questions(questions: Sequence[PaperQuestion], language: Language) -> tuple[QuestionView, ...]:
    """Return the questions of a paper for a template."""
    return tuple(_question(index, question, language) for index, question in enumerate(questions))


def _question(index: int, question: PaperQuestion, language: Language) -> QuestionView:
    def say(texts: Texts) -> Phrase:
        return texts.in_language(language)

    return QuestionView(
        index=index,
        number=question.item,
        kind=question.kind.value,
        title=say(question.title),
        question=say(question.question or question.title),
        summary=say(question.summary),
        changes=say(question.changes),
        advice=say(question.advice),
        text=say(question.text),
        needed=say(question.needed),
        minimum=question.minimum,
        maximum=question.maximum,
        blank=question.blank,
        seats=question.seats,
        answers=tuple(_answer(answer, language) for answer in question.answers),
        documents=tuple((say(each.title), _document_address(each)) for each in question.documents),
        candidate=_answer(question.candidate, language) if question.candidate else None,
        order=question.order,
        order_words=str(ORDER_WORDS.get(question.order, "")),
        lot_seed=question.lot_seed,
    )


def _answer(answer: PaperAnswer, language: Language) -> AnswerView:
    portrait = answer.portrait
    return AnswerView(
        label=answer.label.in_language(language),
        note=answer.note.in_language(language),
        text=answer.text.in_language(language),
        link=answer.link,
        portrait=PictureView(url_for("agenda.portrait", sha256=portrait.sha256), portrait.alt.in_language(language))
        if portrait
        else None,
    )


def _document_address(document: PaperDocument) -> str:
    return url_for("agenda.document", sha256=document.sha256, name=document.name)


def receipt_path(uuid: str, tracker_in_path: str) -> str:
    """Return the address of a receipt."""
    return url_for("ballots.receipt", uuid=uuid, tracker=tracker_in_path)


def chosen_number() -> int | None:
    """Return the shareholder number of the voting right that an address names by `?right=`, or None."""
    return request.args.get("right", type=int)


def home_of(found: PaperRow) -> str:
    """Return the public page of what a paper is for (`assembly:3`), or nothing when it has none."""
    page = public_page_of(found.subject_ref)
    return page.address if page else ""


@dataclass(frozen=True)
class SignedStateView:
    """What was signed about all chains when voting opened or closed; without figures when it was changed afterwards.

    `links` are those of this vote, `text` is what people keep and `filename` what it is called then.
    """

    id: int
    occasion: str
    at: datetime | None
    lines: int
    entries: int
    links: int
    text: str
    filename: str


def describe_signed_state(found: AnchorRow, uuid: str) -> SignedStateView:
    """Return a kept anchor for the public board."""
    filename = f"{uuid}-{found.occasion.value.removeprefix('vote_')}.json"
    try:
        signed = found.signed
    except Refusal:
        text = json.dumps(found.record, indent=1, ensure_ascii=False)
        return SignedStateView(found.id, found.occasion.value, None, 0, 0, 0, text, filename)
    lengths = {each.chain: each.length for each in signed.anchor.heads}
    return SignedStateView(
        id=found.id,
        occasion=found.occasion.value,
        at=signed.anchor.at,
        lines=lengths.get("journal", 0),
        entries=lengths.get("ledger", 0),
        links=lengths.get(f"vote {uuid}", 0),
        text=signed.text,
        filename=filename,
    )

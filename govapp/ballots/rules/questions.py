"""What a ballot paper asks: questions, their answers, and the bounds of a lawful choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Self

from govapp.ballots.rules.refusals import MethodNotCounted, UnlawfulQuestion
from govapp.kernel.texts import Texts

MOTION_ANSWERS: Final = 3
MAX_ANSWERS: Final = 100


class QuestionType(StrEnum):
    """How a question is answered: for / against / abstain on a decision or on one candidate, or approval of several."""

    DECISION = "decision"
    MOTION = "motion"
    APPROVAL = "approval"


@dataclass(frozen=True)
class PaperPortrait:
    """A picture beside an answer, named by the SHA-256 (64 hex digits) of its bytes, and what it shows."""

    sha256: str
    alt: Texts = field(default_factory=Texts)

    def as_dict(self) -> dict[str, Any]:
        """Return the picture as the election record holds it since version 2."""
        return {"sha256": self.sha256, "alt": self.alt.as_dict()}


@dataclass(frozen=True)
class PaperAnswer:
    """One possible answer; `note` says more about it and may be empty, as may `text`, `link` and `portrait`."""

    label: Texts
    note: Texts = field(default_factory=Texts)
    text: Texts = field(default_factory=Texts)
    link: str = ""
    portrait: PaperPortrait | None = None

    def as_dict_v1(self) -> dict[str, Any]:
        """Return the answer as the election record held it before version 2."""
        return {"label": self.label.as_dict(), "note": self.note.as_dict()}

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as the election record holds it since version 2."""
        portrait = self.portrait.as_dict() if self.portrait else None
        return self.as_dict_v1() | {"text": self.text.as_dict(), "link": self.link, "portrait": portrait}

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> Self:
        """Read what `as_dict` or `as_dict_v1` wrote."""
        portrait = found.get("portrait")
        return cls(
            label=Texts.from_dict(found["label"]),
            note=Texts.from_dict(found["note"]),
            text=Texts.from_dict(found.get("text", {})),
            link=found.get("link", ""),
            portrait=PaperPortrait(portrait["sha256"], Texts.from_dict(portrait["alt"])) if portrait else None,
        )


@dataclass(frozen=True)
class PaperDocument:
    """A document that belongs to a question, named by the SHA-256 (64 hex digits) of its bytes."""

    title: Texts
    sha256: str
    name: str

    def as_dict(self) -> dict[str, Any]:
        """Return the document as the election record holds it."""
        return {"title": self.title.as_dict(), "sha256": self.sha256, "name": self.name}


@dataclass(frozen=True)
class PaperQuestion:
    """One question of a ballot paper.

    `item` is the number on the agenda. Between `minimum` and `maximum` answers are ticked, or the vote is blank where
    `blank` says that this is offered. `seats` is how many candidates win (0 when nobody is elected). `needed` says in
    words what it takes.

    `question` asks what `title` only names. `summary` says what it is about, `changes` what changes when it passes,
    `advice` what the directors advise. `candidate` is whom a motion is about. `order` says how the order of the answers
    came about (`entered`, `alphabetical`, or `lot` with its `lot_seed`); it is empty where their order means nothing.
    """

    item: int
    kind: QuestionType
    title: Texts
    text: Texts
    answers: tuple[PaperAnswer, ...]
    minimum: int
    maximum: int
    blank: bool = False
    seats: int = 0
    needed: Texts = field(default_factory=Texts)
    documents: tuple[PaperDocument, ...] = ()
    question: Texts = field(default_factory=Texts)
    summary: Texts = field(default_factory=Texts)
    changes: Texts = field(default_factory=Texts)
    advice: Texts = field(default_factory=Texts)
    candidate: PaperAnswer | None = None
    order: str = ""
    lot_seed: str = ""

    def require_lawful(self) -> None:
        """Raise UnlawfulQuestion when nobody could answer this, or the answers would mean nothing."""
        if not self.title or not all(answer.label for answer in self.answers):
            raise UnlawfulQuestion(item=self.item)
        if not 1 <= len(self.answers) <= MAX_ANSWERS or not 0 <= self.minimum <= self.maximum <= len(self.answers):
            raise UnlawfulQuestion(item=self.item)
        exactly_one = self.minimum == self.maximum == 1 and not self.blank
        if self.kind is not QuestionType.APPROVAL and (len(self.answers) != MOTION_ANSWERS or not exactly_one):
            raise UnlawfulQuestion(item=self.item)
        if self.maximum == 0:
            raise UnlawfulQuestion(item=self.item)

    def as_dict_v1(self) -> dict[str, Any]:
        """Return what the `assembly` member of the election record said of this question before version 2."""
        return self._asked() | {"answers": [answer.as_dict_v1() for answer in self.answers]}

    def as_dict(self) -> dict[str, Any]:
        """Return what the `assembly` member says of this question since version 2, all languages."""
        return self._asked() | {
            "answers": [answer.as_dict() for answer in self.answers],
            "question": self.question.as_dict(),
            "summary": self.summary.as_dict(),
            "changes": self.changes.as_dict(),
            "advice": self.advice.as_dict(),
            "candidate": self.candidate.as_dict() if self.candidate else None,
            "order": self.order,
            "lot_seed": self.lot_seed,
        }

    def _asked(self) -> dict[str, Any]:
        return {
            "item": self.item,
            "kind": self.kind.value,
            "title": self.title.as_dict(),
            "text": self.text.as_dict(),
            "seats": self.seats,
            "needed": self.needed.as_dict(),
            "documents": [document.as_dict() for document in self.documents],
        }

    def to_row(self) -> dict[str, Any]:
        """Return everything, for the database; `from_row` reads it back."""
        return self.as_dict() | {"minimum": self.minimum, "maximum": self.maximum, "blank": self.blank}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Read what `to_row` wrote; raises MethodNotCounted for a type of question that this program does not know."""
        if row["kind"] not in set(QuestionType):
            raise MethodNotCounted(item=row["item"], method=str(row["kind"]))
        return cls(
            item=row["item"],
            kind=QuestionType(row["kind"]),
            title=Texts.from_dict(row["title"]),
            text=Texts.from_dict(row["text"]),
            answers=tuple(PaperAnswer.from_dict(each) for each in row["answers"]),
            minimum=row["minimum"],
            maximum=row["maximum"],
            blank=row["blank"],
            seats=row["seats"],
            needed=Texts.from_dict(row["needed"]),
            documents=tuple(
                PaperDocument(Texts.from_dict(each["title"]), each["sha256"], each["name"]) for each in row["documents"]
            ),
            # Rows of before have nothing of the following.
            question=Texts.from_dict(row.get("question", {})),
            summary=Texts.from_dict(row.get("summary", {})),
            changes=Texts.from_dict(row.get("changes", {})),
            advice=Texts.from_dict(row.get("advice", {})),
            candidate=PaperAnswer.from_dict(row["candidate"]) if row.get("candidate") else None,
            order=row.get("order", ""),
            lot_seed=row.get("lot_seed", ""),
        )

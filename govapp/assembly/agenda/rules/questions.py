"""Written questions to an assembly: who asks what until when, and what becomes of a question.

Directors and statutory auditor answer what shareholders ask. A question is written once, and then withdrawn or kept:
nobody changes it.
"""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from govapp.assembly.agenda.rules.question_refusals import (
    AnswerNeeded,
    AnswersChanged,
    DeadlineNotLater,
    DeadlinePast,
    DeadlineTooLate,
    NoQuestionChosen,
    NothingToPublish,
    NotOnTheList,
    QuestionAsked,
    QuestionNotStanding,
    QuestionsClosed,
    QuestionsNotOpen,
    QuestionTooLong,
    QuestionTooShort,
    TooManyQuestions,
)
from govapp.kernel.errors import N_
from govapp.kernel.texts import Language, Texts, kept_lines

MIN_QUESTION_CHARACTERS: Final = 10
"""What is shorter is a mark and no question."""
MAX_QUESTION_CHARACTERS: Final = 1_000
MAX_ANSWER_CHARACTERS: Final = 5_000
MAX_STANDING_QUESTIONS: Final = 5
"""So many questions of one person stand at a time."""
MAX_QUESTIONS_OF_PERSON: Final = 15
"""And so many in all, with those that were withdrawn: nobody fills the list by asking and withdrawing."""
MAX_QUESTIONS: Final = 2_000
_HIDDEN: Final = frozenset({"Cc", "Cf"})
"""Signs that nobody sees, among them those that turn the direction of a line around."""


class AnswerKind(StrEnum):
    """How a question is dealt with."""

    WRITTEN = "written"
    MEETING = "meeting"
    REFUSED = "refused"


ANSWER_NAMES: Final = {
    AnswerKind.WRITTEN: N_("Answered in writing"),
    AnswerKind.MEETING: N_("Answered in the meeting"),
    AnswerKind.REFUSED: N_("Not answered, with the reason"),
}


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was asked (UTC). `item_id` is the item it is about, None for the assembly as a whole.

    `shows_name` is what the asker chose: whether the name stands beside the question where everybody reads it.
    """

    id: int
    number: int
    asker_id: int
    asker: str
    language: Language
    text: str
    item_id: int | None
    shows_name: bool
    asked_at: datetime
    withdrawn_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Tell whether it was not withdrawn."""
        return self.withdrawn_at is None

    @property
    def words(self) -> Texts:
        """Return the text in the one language in which it was asked."""
        return Texts.from_dict({self.language.value: self.text})


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to one question or several equal ones (UTC); `text` is empty for what the meeting will hear."""

    id: int
    kind: AnswerKind
    text: Texts
    answered_at: datetime
    answered_by: str
    questions: tuple[AskedQuestion, ...]
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WrittenQuestions:
    """All questions to an assembly: until when they are asked (UTC), the questions, and the answers in force.

    `public` are the answers that everybody reads: the latest that was published to each question. `given` counts the
    answers ever given.
    """

    until: datetime | None = None
    questions: tuple[AskedQuestion, ...] = ()
    answers: tuple[Answer, ...] = ()
    public: tuple[Answer, ...] = ()
    given: int = 0

    @property
    def standing(self) -> tuple[AskedQuestion, ...]:
        """Return the questions that were not withdrawn."""
        return tuple(each for each in self.questions if each.stands)

    @property
    def open(self) -> tuple[AskedQuestion, ...]:
        """Return the questions that stand and have no answer yet."""
        answered = {question.id for answer in self.answers for question in answer.questions}
        return tuple(each for each in self.standing if each.id not in answered)

    @property
    def unpublished(self) -> tuple[Answer, ...]:
        """Return the answers in force that not everybody reads yet."""
        return tuple(each for each in self.answers if each.published_at is None)

    def is_open(self, now: datetime) -> bool:
        """Tell whether questions are still taken."""
        return self.until is not None and now < self.until

    def of(self, asker_id: int | None) -> tuple[AskedQuestion, ...]:
        """Return the questions of one person."""
        return tuple(each for each in self.questions if each.asker_id == asker_id)

    def answer_to(self, question: AskedQuestion) -> Answer | None:
        """Return the answer in force to a question, or None."""
        return next((each for each in self.answers if question in each.questions), None)


def visible_text(text: str) -> str:
    """Return a text with its lines, without the signs that nobody sees and without spaces at its ends."""
    lines = kept_lines(text).split("\n")
    shown = ("".join(each for each in line if unicodedata.category(each) not in _HIDDEN) for line in lines)
    return kept_lines("\n".join(shown))


def checked_question(text: str) -> str:
    """Return the text of a question as it is kept; raises QuestionTooShort, QuestionTooLong."""
    kept = visible_text(text)
    if len(kept) < MIN_QUESTION_CHARACTERS:
        raise QuestionTooShort(fewest=MIN_QUESTION_CHARACTERS)
    if len(kept) > MAX_QUESTION_CHARACTERS:
        raise QuestionTooLong(count=len(kept), most=MAX_QUESTION_CHARACTERS)
    return kept


def check_may_ask(asked: WrittenQuestions, now: datetime, *, is_on_list: bool) -> None:
    """Return when somebody may ask now; raises QuestionsNotOpen, QuestionsClosed, NotOnTheList."""
    if asked.until is None:
        raise QuestionsNotOpen
    if now >= asked.until:
        raise QuestionsClosed(until=asked.until)
    if not is_on_list:
        raise NotOnTheList


def check_room(asked: WrittenQuestions, asker_id: int | None, text: str) -> None:
    """Return when a person may ask one more question; raises QuestionAsked, TooManyQuestions."""
    own = asked.of(asker_id)
    standing = [each for each in own if each.stands]
    if any(each.text.casefold() == text.casefold() for each in standing):
        raise QuestionAsked
    is_full = len(own) >= MAX_QUESTIONS_OF_PERSON or len(asked.questions) >= MAX_QUESTIONS
    if is_full or len(standing) >= MAX_STANDING_QUESTIONS:
        raise TooManyQuestions(most=MAX_STANDING_QUESTIONS)


def check_deadline(
    until: datetime, before: datetime | None, held_on: date, now: datetime, *, is_noticed: bool, zone: ZoneInfo
) -> None:
    """Return when questions may be asked until then, at the latest on the day of the meeting.

    From the notice on, which names the moment, it only moves to a later one. Raises DeadlinePast, DeadlineTooLate,
    DeadlineNotLater.
    """
    if until <= now:
        raise DeadlinePast
    if until.astimezone(zone).date() > held_on:
        raise DeadlineTooLate(held_on=held_on)
    if is_noticed and before is not None and until < before:
        raise DeadlineNotLater(until=before)


def check_answer(kind: AnswerKind, text: Texts) -> Texts:
    """Return the text of an answer as it is kept; only what the meeting will hear has none yet; raises AnswerNeeded."""
    kept = Texts.from_dict({code: visible_text(words) for code, words in text.as_dict().items()})
    too_long = any(len(words) > MAX_ANSWER_CHARACTERS for words in kept.as_dict().values())
    if too_long or (kind is not AnswerKind.MEETING and not kept):
        raise AnswerNeeded(most=MAX_ANSWER_CHARACTERS)
    return kept


def chosen(asked: WrittenQuestions, numbers: Collection[int], given: int) -> tuple[AskedQuestion, ...]:
    """Return the questions of these numbers, of which none is withdrawn; `given` counts the answers the reader saw.

    Raises NoQuestionChosen, QuestionNotStanding, AnswersChanged.
    """
    if given != asked.given:
        raise AnswersChanged
    found = tuple(each for each in asked.standing if each.number in numbers)
    if len(found) != len(set(numbers)):
        raise QuestionNotStanding
    if not found:
        raise NoQuestionChosen
    return found


def to_publish(asked: WrittenQuestions) -> tuple[Answer, ...]:
    """Return the answers that everybody is to read from now on; raises NothingToPublish."""
    if not asked.unpublished:
        raise NothingToPublish
    return asked.unpublished


def in_force(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the answers that hold, the oldest first: the last one to each question, for those that stand.

    `answers` come in the order in which they were given; one that was replaced for some of its questions keeps the
    others.
    """
    kept: Sequence[Answer] = list(answers)
    last = {question.id: answer.id for answer in kept for question in answer.questions}
    found = []
    for answer in kept:
        questions = tuple(each for each in answer.questions if each.stands and last[each.id] == answer.id)
        if questions:
            found.append(replace(answer, questions=questions))
    return tuple(found)

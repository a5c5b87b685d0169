"""Written questions: who may ask until when, what is taken, which answer holds, and what the minutes say of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

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
from govapp.assembly.agenda.rules.questions import (
    MAX_ANSWER_CHARACTERS,
    MAX_QUESTION_CHARACTERS,
    MAX_QUESTIONS,
    MAX_QUESTIONS_OF_PERSON,
    MAX_STANDING_QUESTIONS,
    Answer,
    AnswerKind,
    AskedQuestion,
    WrittenQuestions,
    check_answer,
    check_deadline,
    check_may_ask,
    check_room,
    checked_question,
    chosen,
    in_force,
    to_publish,
)
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import LANGUAGES, Language, Texts
from tests.unit.test_minutes import codes, draft

NOON = datetime(2026, 6, 10, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
HELD_ON = date(2026, 6, 16)
ZONE = ZoneInfo("Europe/Brussels")
TEXT = "Waarom is er geen dividend?"


def question(number: int, asker: int = 1, **changes: object) -> AskedQuestion:
    found = AskedQuestion(number, number, asker, f"Asker {asker}", Language.NL, f"{TEXT} {number}", None, False, NOON)
    return replace(found, **changes)  # type: ignore[arg-type]


def answer(number: int, *questions: AskedQuestion, **changes: object) -> Answer:
    found = Answer(number, AnswerKind.WRITTEN, Texts(nl="Omdat."), NOON, "Nadia", questions)
    return replace(found, **changes)  # type: ignore[arg-type]


FIRST, SECOND, GONE = question(1), question(2, 2), question(3, 2, withdrawn_at=NOON)
ASKED = WrittenQuestions(NOON + HOUR, (FIRST, SECOND, GONE))


def test_questions_are_taken_from_the_list_until_the_hour() -> None:
    check_may_ask(ASKED, NOON, is_on_list=True)
    with pytest.raises(QuestionsNotOpen):
        check_may_ask(WrittenQuestions(), NOON, is_on_list=True)
    with pytest.raises(QuestionsClosed):
        check_may_ask(ASKED, NOON + HOUR, is_on_list=True)
    with pytest.raises(NotOnTheList):
        check_may_ask(ASKED, NOON, is_on_list=False)
    assert ASKED.is_open(NOON) and not ASKED.is_open(NOON + HOUR) and not WrittenQuestions().is_open(NOON)


def test_a_question_keeps_its_lines_and_loses_what_nobody_sees() -> None:
    assert checked_question("  Waarom\u202e geen\x00 dividend?\r\n\r\n\r\n\r\nEn  wanneer? ") == (
        "Waarom geen dividend?\n\nEn wanneer?"
    )


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("Waarom?", QuestionTooShort), ("\u200b" * 40, QuestionTooShort), ("x" * 1001, QuestionTooLong)],
)
def test_a_question_has_a_length(text: str, refusal: type[Refusal]) -> None:
    assert len(checked_question("x" * MAX_QUESTION_CHARACTERS)) == MAX_QUESTION_CHARACTERS
    with pytest.raises(refusal):
        checked_question(text)


def test_nobody_asks_more_than_others() -> None:
    full = tuple(question(number) for number in range(1, MAX_STANDING_QUESTIONS + 1))
    check_room(replace(ASKED, questions=full[1:]), 1, TEXT)
    check_room(replace(ASKED, questions=full), 2, TEXT)
    with pytest.raises(TooManyQuestions):
        check_room(replace(ASKED, questions=full), 1, TEXT)
    withdrawn = tuple(question(number, withdrawn_at=NOON) for number in range(MAX_QUESTIONS_OF_PERSON))
    with pytest.raises(TooManyQuestions):
        check_room(replace(ASKED, questions=withdrawn), 1, TEXT)
    with pytest.raises(TooManyQuestions):
        check_room(replace(ASKED, questions=(FIRST,) * MAX_QUESTIONS), 2, TEXT)


def test_the_same_question_is_asked_once_while_it_stands() -> None:
    with pytest.raises(QuestionAsked):
        check_room(ASKED, 1, FIRST.text.upper())
    check_room(ASKED, 2, GONE.text)


@pytest.mark.parametrize(
    ("until", "is_noticed", "refusal"),
    [
        (NOON, False, DeadlinePast),
        (datetime(2026, 6, 16, 22, 30, tzinfo=UTC), False, DeadlineTooLate),
        (NOON + HOUR, True, DeadlineNotLater),
    ],
)
def test_an_hour_that_cannot_be_is_refused(until: datetime, is_noticed: bool, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        check_deadline(until, NOON + 2 * HOUR, HELD_ON, NOON, is_noticed=is_noticed, zone=ZONE)


def test_the_hour_moves_freely_before_the_notice_and_later_after_it() -> None:
    check_deadline(NOON + HOUR, NOON + 2 * HOUR, HELD_ON, NOON, is_noticed=False, zone=ZONE)
    check_deadline(NOON + 3 * HOUR, NOON + 2 * HOUR, HELD_ON, NOON, is_noticed=True, zone=ZONE)
    check_deadline(datetime(2026, 6, 16, 21, 59, tzinfo=UTC), None, HELD_ON, NOON, is_noticed=True, zone=ZONE)


def test_an_answer_says_something_unless_the_meeting_will_hear_it() -> None:
    assert check_answer(AnswerKind.WRITTEN, Texts(fr=" Oui.\u202e ")) == Texts(fr="Oui.")
    assert check_answer(AnswerKind.MEETING, Texts()) == Texts()
    for kind, text in (
        (AnswerKind.WRITTEN, Texts(fr="  ")),
        (AnswerKind.REFUSED, Texts(nl="\u200b")),
        (AnswerKind.MEETING, Texts(nl="x" * (MAX_ANSWER_CHARACTERS + 1))),
    ):
        with pytest.raises(AnswerNeeded):
            check_answer(kind, text)


def test_an_answer_belongs_to_standing_questions() -> None:
    assert chosen(ASKED, [2, 1], 0) == (FIRST, SECOND)
    with pytest.raises(NoQuestionChosen):
        chosen(ASKED, [], 0)
    for numbers in ([3], [1, 9]):
        with pytest.raises(QuestionNotStanding):
            chosen(ASKED, numbers, 0)
    with pytest.raises(AnswersChanged):
        chosen(replace(ASKED, given=1), [1], 0)


def test_the_last_answer_to_a_question_holds_and_withdrawn_ones_have_none() -> None:
    both, later = answer(1, FIRST, SECOND, GONE), answer(2, FIRST)
    held = in_force([both, later])
    assert [(each.id, each.questions) for each in held] == [(1, (SECOND,)), (2, (FIRST,))]
    assert in_force([answer(1, FIRST), later]) == (later,)
    asked = replace(ASKED, answers=held[:1])
    assert asked.open == (FIRST,) and asked.standing == (FIRST, SECOND) and asked.of(2) == (SECOND, GONE)
    assert asked.answer_to(SECOND) == held[0] and asked.answer_to(FIRST) is None


def test_only_what_is_not_public_yet_is_published() -> None:
    public, new = answer(1, FIRST, published_at=NOON), answer(2, SECOND)
    assert to_publish(replace(ASKED, answers=(public, new))) == (new,)
    with pytest.raises(NothingToPublish):
        to_publish(replace(ASKED, answers=(public,)))


def test_minutes_tell_questions_and_answers_and_names_only_where_chosen() -> None:
    named = replace(SECOND, shows_name=True)
    unanswered = question(4)
    asked = WrittenQuestions(
        NOON,
        (FIRST, named, GONE, unanswered),
        answers=(
            answer(1, FIRST, kind=AnswerKind.REFUSED),
            answer(2, named, kind=AnswerKind.MEETING, text=Texts()),
        ),
    )
    found = draft(questions=asked)
    assert codes(found)["questions"] == [
        "asked", "written_question", "answered", "written_question", "answered", "written_question", "unanswered",
    ]  # fmt: skip
    lines = next(each for each in found.sections if each.key == "questions").lines
    assert lines[0].figures == {"asked": 3} and lines[-1].figures == {"unanswered": 1}
    assert [each.figures.get("how") for each in lines if each.code == "answered"] == ["refused", "meeting"]
    assert "Asker 2" in lines[3].text.nl and "Asker 1" not in lines[1].text.nl
    assert all(not each.text.missing() and "%(" not in each.text.in_language(said).text
               for each in lines for said in LANGUAGES)  # fmt: skip


def test_minutes_without_questions_say_nothing_of_them() -> None:
    assert "questions" not in codes(draft())
    assert "questions" not in codes(draft(questions=WrittenQuestions(NOON, (GONE,))))


def test_answered_questions_leave_none_open_in_the_minutes() -> None:
    asked = WrittenQuestions(NOON, (FIRST,), answers=(answer(1, FIRST),))
    told = draft(questions=asked)
    assert codes(told)["questions"] == ["asked", "written_question", "answered"]

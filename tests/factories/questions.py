"""Written questions for tests: an hour, a question of a voter, an answer of Nadia's."""

from datetime import timedelta
from typing import Any

from govapp.assembly.agenda.queries.questions import get_questions
from govapp.assembly.agenda.rules.questions import AnswerKind, WrittenQuestions
from govapp.assembly.agenda.service.questions import (
    AnswerQuestions,
    AskQuestion,
    answer_questions,
    ask_question,
    publish_answers,
    set_question_deadline,
)
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.texts import Language, Texts
from tests.factories.assembly import Meeting
from tests.factories.shareholder_proxies import rolls_of

ASKED = "Waarom is er dit jaar geen dividend?"
SAID = Texts(nl="Omdat we investeren.", fr="Parce que nous investissons.")


def asker(meeting: Meeting, voter: int = 0) -> Actor:
    """Return a voter (from 0) as somebody who signed in."""
    return Actor(ActorKind.SHAREHOLDER, meeting.voters[voter], f"Voter {voter}")


def until(meeting: Meeting, later: timedelta = timedelta(days=2)) -> None:
    """Let questions be asked until later."""
    with meeting.at() as work:
        set_question_deadline(work, meeting.id, work.now + later)


def asked(meeting: Meeting, voter: int = 0, text: str = ASKED, **more: Any) -> int:
    """Ask a question, and return its number."""
    command = AskQuestion(meeting.id, text, more.pop("language", Language.NL), **more)
    with meeting.at(asker(meeting, voter)) as work:
        return ask_question(work, command, rolls_of(meeting))


def answered(meeting: Meeting, *numbers: int, kind: AnswerKind = AnswerKind.WRITTEN, text: Texts = SAID) -> None:
    """Answer questions."""
    given = questions_of(meeting).given
    with meeting.at() as work:
        answer_questions(work, AnswerQuestions(meeting.id, numbers, kind, text, given), rolls_of(meeting))


def published(meeting: Meeting) -> int:
    """Publish the answers, and return how many."""
    with meeting.at() as work:
        return publish_answers(work, meeting.id)


def questions_of(meeting: Meeting) -> WrittenQuestions:
    """Return all questions to an assembly."""
    with meeting.at() as work:
        return get_questions(work.session, meeting.id)

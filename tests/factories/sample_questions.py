"""Written questions in the sample cooperative: one that is answered for everybody, one that waits."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from govapp.assembly.agenda.rules.questions import AnswerKind
from govapp.assembly.agenda.service.questions import (
    AnswerQuestions,
    AskQuestion,
    answer_questions,
    ask_question,
    publish_answers,
    set_question_deadline,
)
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.texts import Language, Texts
from govapp.shares.rolls.queries import RollEntryRow, list_rolls

ASKED = (("Why is there no dividend this year?", True), ("Who checks the turbines?", False))


class Sample(Protocol):
    """What is used of the sample cooperative."""

    @property
    def secretary(self) -> Actor:
        """Return the secretary."""

    def ago(self, days: float) -> datetime:
        """Return the moment that many days before now."""

    def do(self, actor: Actor, moment: datetime, use_case: Callable[[Work], Any]) -> Any:
        """Run a use case."""

    def read(self, query: Callable[[Work], Any]) -> Any:
        """Read something."""


def ask_and_answer(sample: Sample, assembly_id: int, ours: RollEntryRow) -> None:
    """Let a shareholder ask twice, and the secretary answer the first question and publish that."""
    rolls = tuple(each.id for each in sample.read(lambda work: list_rolls(work.session)))
    asker = Actor(ActorKind.SHAREHOLDER, ours.holder_id, ours.voter)
    sample.do(sample.secretary, sample.ago(2), lambda work: set_question_deadline(work, assembly_id, sample.ago(-3)))
    commands = [AskQuestion(assembly_id, text, Language.EN, shows_name=is_named) for text, is_named in ASKED]
    sample.do(asker, sample.ago(1.5), lambda work: [ask_question(work, command, rolls) for command in commands])
    said = AnswerQuestions(assembly_id, (1,), AnswerKind.WRITTEN, Texts(nl="Omdat we investeren."), 0)
    sample.do(sample.secretary, sample.ago(1.2), lambda work: answer_questions(work, said, rolls))
    sample.do(sample.secretary, sample.ago(1.1), lambda work: publish_answers(work, assembly_id))

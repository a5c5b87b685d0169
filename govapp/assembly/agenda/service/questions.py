"""Asking a written question and withdrawing it; setting until when; answering and publishing.

The assembly is locked first: of two people who write at once one waits, and then sees what the other wrote.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from govapp.assembly.agenda.models import (
    AnsweredQuestion,
    AnswerPublication,
    QuestionAnswer,
    QuestionDeadline,
    QuestionWithdrawal,
    WrittenQuestion,
)
from govapp.assembly.agenda.queries import list_items
from govapp.assembly.agenda.queries.questions import get_questions
from govapp.assembly.agenda.rules.question_refusals import QuestionNotFound, QuestionsNotOpen, QuestionWithdrawn
from govapp.assembly.agenda.rules.questions import (
    AnswerKind,
    check_answer,
    check_deadline,
    check_may_ask,
    check_room,
    checked_question,
    chosen,
    to_publish,
)
from govapp.assembly.agenda.service.question_letters import tell_askers
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.rules.refusals import AssemblyCalledOff
from govapp.assembly.meeting.service import locked, reference
from govapp.assembly.tags import AssemblyTag
from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work
from govapp.kernel.texts import Language, Texts
from govapp.shares.rolls.queries import list_rights_of


@dataclass(frozen=True)
class AskQuestion:
    """Ask `text` about an item, or about the assembly as a whole, in the language of the page."""

    assembly_id: int
    text: str
    language: Language
    item_id: int | None = None
    shows_name: bool = False


@dataclass(frozen=True)
class AnswerQuestions:
    """Answer the questions of these numbers alike; `given` is how many answers the page showed that was filled in."""

    assembly_id: int
    numbers: Collection[int]
    kind: AnswerKind
    text: Texts
    given: int


def ask_question(work: Work, command: AskQuestion, rolls: Collection[int]) -> int:
    """Write down the question of a shareholder, and return its number.

    `rolls` are the frozen voting lists of the assembly. Raises AssemblyNotFound, AssemblyCalledOff, and what
    `check_may_ask`, `checked_question` and `check_room` raise.
    """
    _held(work, command.assembly_id)
    asked = get_questions(work.session, command.assembly_id)
    check_may_ask(asked, work.now, is_on_list=_is_on_list(work, rolls))
    text = checked_question(command.text)
    check_room(asked, work.actor.id, text)
    items = {each.item.item_id for each in list_items(work.session, command.assembly_id)}
    row = WrittenQuestion(
        assembly_id=command.assembly_id,
        number=len(asked.questions) + 1,
        party_id=work.actor.id,
        name=work.actor.name,
        language=command.language.value,
        item_id=command.item_id if command.item_id in items else None,
        text=text,
        shows_name=command.shows_name,
        asked_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    record(work, AssemblyTag.QUESTION_ASKED, reference(command.assembly_id), facts={"question": row.number})
    return row.number


def withdraw_question(work: Work, assembly_id: int, number: int) -> None:
    """Withdraw the actor's own question; raises QuestionNotFound (also for another's), QuestionWithdrawn."""
    locked(work, assembly_id)
    own = get_questions(work.session, assembly_id).of(work.actor.id)
    found = next((each for each in own if each.number == number), None)
    if found is None:
        raise QuestionNotFound
    if not found.stands:
        raise QuestionWithdrawn
    work.session.add(QuestionWithdrawal(question_id=found.id, withdrawn_at=work.now))
    work.session.flush()
    record(work, AssemblyTag.QUESTION_WITHDRAWN, reference(assembly_id), facts={"question": number})


def set_question_deadline(work: Work, assembly_id: int, until: datetime) -> None:
    """Say until when (UTC) questions are taken; raises AssemblyCalledOff and what `check_deadline` raises."""
    assembly = _held(work, assembly_id)
    before = get_questions(work.session, assembly_id).until
    is_noticed = assembly.locked_at is not None
    check_deadline(until, before, assembly.held_on, work.now, is_noticed=is_noticed, zone=work.zone)
    work.session.add(
        QuestionDeadline(
            assembly_id=assembly_id,
            until=until,
            set_at=work.now,
            set_by=work.actor.reference,
            set_by_name=work.actor.name,
        )
    )
    work.session.flush()
    facts: dict[str, FactValue] = {"until": until.isoformat()}
    record(work, AssemblyTag.QUESTIONS_UNTIL, reference(assembly_id), facts=facts)


def answer_questions(work: Work, command: AnswerQuestions, rolls: Collection[int]) -> None:
    """Answer questions, or say why not, and tell their askers by mail; an earlier answer to them is replaced.

    Raises AssemblyNotFound, QuestionsNotOpen, and what `check_answer` and `chosen` raise.
    """
    assembly = locked(work, command.assembly_id)
    asked = get_questions(work.session, command.assembly_id)
    if asked.until is None:
        raise QuestionsNotOpen
    text = check_answer(command.kind, command.text)
    questions = chosen(asked, command.numbers, command.given)
    row = QuestionAnswer(
        assembly_id=command.assembly_id,
        kind=command.kind.value,
        text=text.as_dict(),
        answered_at=work.now,
        answered_by=work.actor.reference,
        answered_by_name=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(AnsweredQuestion(answer_id=row.id, question_id=each.id) for each in questions)
    work.session.flush()
    facts: dict[str, FactValue] = {
        "questions": ", ".join(str(each.number) for each in questions),
        "answered_how": command.kind.value,
    }
    record(work, AssemblyTag.QUESTIONS_ANSWERED, reference(command.assembly_id), facts=facts)
    tell_askers(work, assembly, questions, (command.kind, text), rolls)


def publish_answers(work: Work, assembly_id: int) -> int:
    """Let everybody read the answers in force with their questions; return how many; raises NothingToPublish."""
    locked(work, assembly_id)
    found = to_publish(get_questions(work.session, assembly_id))
    work.session.add_all(
        AnswerPublication(
            answer_id=each.id,
            published_at=work.now,
            published_by=work.actor.reference,
            published_by_name=work.actor.name,
        )
        for each in found
    )
    work.session.flush()
    record(work, AssemblyTag.ANSWERS_PUBLISHED, reference(assembly_id), facts={"answers": len(found)})
    return len(found)


def _held(work: Work, assembly_id: int) -> Assembly:
    assembly = locked(work, assembly_id)
    if assembly.called_off_at is not None:
        raise AssemblyCalledOff
    return assembly


def _is_on_list(work: Work, rolls: Collection[int]) -> bool:
    rights = (list_rights_of(work.session, each, work.actor.id, work.now, with_given=True) for each in rolls)
    return any(rights)

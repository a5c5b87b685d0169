"""A written question from the asking to the published answer; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from govapp.assembly.agenda.rules.question_refusals import (
    AnswersChanged,
    DeadlineNotLater,
    NotOnTheList,
    QuestionAsked,
    QuestionNotFound,
    QuestionsClosed,
    QuestionsNotOpen,
    QuestionWithdrawn,
)
from govapp.assembly.agenda.rules.questions import AnswerKind
from govapp.assembly.agenda.service.questions import (
    AnswerQuestions,
    AskQuestion,
    answer_questions,
    ask_question,
    withdraw_question,
)
from govapp.assembly.meeting.rules.refusals import AssemblyCalledOff
from govapp.assembly.minutes.queries import get_facts
from govapp.assembly.votes.service import CallOffAssembly, call_off_assembly
from govapp.audit.queries import Filter, list_entries
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language, Texts
from govapp.outbox.models import OutboxMessage
from tests.factories.assembly import Meeting, written
from tests.factories.questions import SAID, answered, asked, asker, published, questions_of, until
from tests.factories.shareholder_proxies import rolls_of
from tests.factories.shares import living, registered


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    found = written(database, clock)
    until(found)
    found.lock()
    clock.advance(timedelta(minutes=1))
    return found


def letters(meeting: Meeting) -> list[OutboxMessage]:
    with meeting.at() as work:
        statement = select(OutboxMessage).where(OutboxMessage.template == "question_answered")
        return list(work.session.scalars(statement.order_by(OutboxMessage.id)))


def test_equal_questions_get_one_answer_and_everybody_who_asked_is_told(meeting: Meeting) -> None:
    item = meeting.items()[1].id
    assert asked(meeting, 0, item_id=item, shows_name=True) == 1
    assert asked(meeting, 1, "Pourquoi pas de dividende cette année ?", language=Language.FR, item_id=10_000) == 2
    assert asked(meeting, 2, "Iets helemaal anders, graag.") == 3
    assert [each.item_id for each in questions_of(meeting).questions] == [item, None, None]
    answered(meeting, 1, 2)
    found = questions_of(meeting)
    assert [each.number for each in found.open] == [3]
    assert found.public == () and len(found.unpublished) == 1
    first, second = letters(meeting)
    assert (first.language, second.language) == ("nl", "fr")
    assert second.facts["answer"] == [SAID.fr] and second.facts["kind"] == "written"

    assert published(meeting) == 1
    (public,) = questions_of(meeting).public
    assert [each.number for each in public.questions] == [1, 2] and public.text == SAID
    answered(meeting, 1, kind=AnswerKind.MEETING, text=Texts())
    found = questions_of(meeting)
    assert [[each.number for each in answer.questions] for answer in found.answers] == [[2], [1]]
    assert found.public == (public,)
    with meeting.at() as work:
        assert len(get_facts(work.session, meeting.id).questions.standing) == 3
        tags = [each.tag for each in list_entries(work.session, Filter(), limit=9)]
    assert tags[:2] == ["questions:answered", "questions:published"] and "question:asked" in tags


def test_a_question_is_withdrawn_by_its_asker_alone_and_never_changed(meeting: Meeting) -> None:
    asked(meeting)
    answered(meeting, 1)
    published(meeting)
    for voter, number in ((1, 1), (0, 2)):
        with pytest.raises(QuestionNotFound), meeting.at(asker(meeting, voter)) as work:
            withdraw_question(work, meeting.id, number)
    with meeting.at(asker(meeting)) as work:
        withdraw_question(work, meeting.id, 1)
    with pytest.raises(QuestionWithdrawn), meeting.at(asker(meeting)) as work:
        withdraw_question(work, meeting.id, 1)
    found = questions_of(meeting)
    assert not found.standing and not found.public and not found.answers and len(found.questions) == 1
    with meeting.database.engine.begin() as connection, pytest.raises(IntegrityError, match="append-only"):
        connection.execute(text("UPDATE written_question SET text = 'Another'"))


def test_only_the_voting_list_asks_and_only_until_the_hour(meeting: Meeting) -> None:
    asked(meeting)
    with pytest.raises(QuestionAsked):
        asked(meeting)
    with meeting.at() as work:
        late = registered(work, living("Te Laat", "Veldstraat 9", "9000", "Gent"))
    with pytest.raises(NotOnTheList), meeting.at(Actor(ActorKind.SHAREHOLDER, late, "Te Laat")) as work:
        ask_question(work, AskQuestion(meeting.id, "Mag ik ook iets vragen?", Language.NL), rolls_of(meeting))
    with pytest.raises(DeadlineNotLater):
        until(meeting, timedelta(hours=1))
    until(meeting, timedelta(days=3))
    meeting.clock.advance(timedelta(days=3))
    with pytest.raises(QuestionsClosed):
        asked(meeting, 1)
    answered(meeting, 1)


def test_two_answers_at_once_are_written_once(meeting: Meeting) -> None:
    asked(meeting)
    answered(meeting, 1)
    with pytest.raises(AnswersChanged), meeting.at() as work:
        command = AnswerQuestions(meeting.id, [1], AnswerKind.WRITTEN, SAID, 0)
        answer_questions(work, command, rolls_of(meeting))
    assert len(letters(meeting)) == 1


def test_an_assembly_without_an_hour_or_called_off_takes_none(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    with pytest.raises(QuestionsNotOpen):
        asked(meeting)
    with pytest.raises(QuestionsNotOpen):
        answered(meeting, 1)
    with meeting.at() as work:
        call_off_assembly(work, CallOffAssembly(meeting.id, "The hall burned down"))
    with pytest.raises(AssemblyCalledOff):
        until(meeting)


def test_somebody_without_an_address_reads_the_answer_on_the_page(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock, voters=6)
    with meeting.at() as work:
        alone = registered(work, living("Zonder Adres", "Veldstraat 9", "9000", "Gent"))
    until(meeting)
    meeting.lock()
    with meeting.at(Actor(ActorKind.SHAREHOLDER, alone, "Zonder Adres")) as work:
        ask_question(work, AskQuestion(meeting.id, "Komt er een brief?", Language.NL), rolls_of(meeting))
    answered(meeting, 1)
    assert letters(meeting) == []

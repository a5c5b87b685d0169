"""An incident of a vote is written down once, told to everybody, and is the reason for more time; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from govapp.assembly.votes.models import IncidentMessage, IncidentNote, VoteIncident
from govapp.assembly.votes.queries.incidents import IncidentRow, get_incident, list_incidents
from govapp.assembly.votes.queries.journal_lines import list_journal_faults
from govapp.assembly.votes.rules.incidents import (
    IncidentAlreadyWritten,
    IncidentKind,
    IncidentNotFound,
    NoGround,
    NoIncidentsNow,
    NotAReporter,
    NotTheSecretary,
)
from govapp.assembly.votes.rules.states import VoteNotFound
from govapp.assembly.votes.service.incident_mails import TellOfIncident
from govapp.assembly.votes.service.incidents import (
    ExtendForIncident,
    NoteIncident,
    ReportIncident,
    extend_for_incident,
    note_incident,
    report_incident,
)
from govapp.audit.models import JournalEntryRecord
from govapp.ballots.queries import get_hours
from govapp.ballots.rules.refusals import ExtensionTooLong
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.outbox.models import OutboxMailing, OutboxMessage
from govapp.outbox.transports import InboxTransport
from govapp.settings import Settings
from tests.factories.assembly import BALLOTS, NADIA, Meeting, written
from tests.factories.ballots import SCRUTINEER
from tests.factories.incidents import tell as tell_all
from tests.factories.mail import a_worker

WHAT = "The site could not be reached on Tuesday."
OVER = "The site answers again."
SUBJECT = Texts(nl="De site", fr="Le site", en="The site", de="Die Seite")
BODY = Texts(
    nl="De site was een uur lang niet bereikbaar.\n\nJe stem is veilig.",
    fr="Le site est resté inaccessible une heure.\n\nVotre vote est en sécurité.",
    en="The site could not be reached for an hour.\n\nYour vote is safe.",
    de="Die Seite war eine Stunde nicht erreichbar.\n\nIhre Stimme ist sicher.",
)
VOTERS = 6


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly that votes, an hour after its opening."""
    found = written(database, clock, voters=VOTERS)
    found.lock()
    found.open()
    clock.set(clock.now() + timedelta(hours=1))
    return found


def uuid_of(meeting: Meeting) -> str:
    return meeting.vote_row().prepared_paper_uuid


def report(meeting: Meeting, actor: Actor = SCRUTINEER, number: int = 1, kind: IncidentKind = IncidentKind.SITE) -> int:
    since = meeting.clock.now() - timedelta(minutes=30)
    with meeting.at(actor) as work:
        command = ReportIncident(uuid_of(meeting), number, kind, WHAT, "Everybody", since)
        return report_incident(work, command)


def note(meeting: Meeting, actor: Actor = SCRUTINEER, place: int = 1) -> None:
    with meeting.at(actor) as work:
        note_incident(work, NoteIncident(uuid_of(meeting), 1, place, OVER, meeting.clock.now()))


def tell(meeting: Meeting, actor: Actor = NADIA, place: int = 1) -> int:
    return tell_all(meeting, TellOfIncident(uuid_of(meeting), 1, place, SUBJECT, BODY), actor)


def incident_of(meeting: Meeting) -> IncidentRow:
    with meeting.at() as work:
        return get_incident(work.session, meeting.vote_row().id, 1)


def faults(meeting: Meeting) -> list[str]:
    with meeting.at() as work:
        return list(list_journal_faults(work.session, meeting.vote_row()))


def test_an_incident_and_its_notes_are_kept_with_who_wrote_them_and_when(meeting: Meeting) -> None:
    report(meeting)
    meeting.clock.set(meeting.clock.now() + timedelta(minutes=10))
    note(meeting, NADIA)
    found = incident_of(meeting)
    assert (found.number, found.kind, found.happened, found.affected) == (1, IncidentKind.SITE, WHAT, "Everybody")
    assert (found.by_name, found.role) == (SCRUTINEER.name, "scrutineer")
    (added,) = found.notes
    assert (added.text, added.by_name, added.role) == (OVER, NADIA.name, "secretary")
    assert found.ended_at == added.ended_at == meeting.clock.now()
    assert found.since == meeting.clock.now() - timedelta(minutes=40)
    with meeting.at() as work:
        line = JournalEntryRecord
        told = select(line.tag, line.reason).where(line.tag.like("incident:%")).order_by(line.sequence)
        assert [tuple(each) for each in work.session.execute(told)] == [
            ("incident:reported", WHAT),
            ("incident:noted", OVER),
        ]
    assert faults(meeting) == []


def test_everybody_with_an_address_gets_one_mail_in_the_own_language(meeting: Meeting, settings: Settings) -> None:
    report(meeting)
    assert tell(meeting) == VOTERS
    meeting.write_letters()
    with meeting.at() as work:
        rows = work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "incident")).all()
        assert sorted(row.place for row in rows if row.place) == list(range(1, VOTERS + 1))
        for row in rows:
            assert row.facts["title"] == SUBJECT.as_dict()[row.language]
            assert tuple(row.facts["paragraphs"]) == tuple(BODY.as_dict()[row.language].split("\n\n"))
            assert row.facts["path"] == f"/assemblies/{meeting.id}#incidents"
            assert row.link_id is None
        mailing = work.session.scalars(select(OutboxMailing).where(OutboxMailing.template == "incident")).one()
        assert (mailing.people, mailing.written, mailing.state) == (VOTERS, VOTERS, "written")
    transport = InboxTransport()
    worker = a_worker(meeting.database, meeting.clock, settings, transport)
    while worker.run_once().sent:
        pass
    with meeting.at() as work:
        assert not work.session.scalars(
            select(OutboxMessage).where(OutboxMessage.template == "incident", OutboxMessage.state != "sent")
        ).all()
    (message,) = incident_of(meeting).messages
    assert (message.subject, message.body, message.written_by_name) == (SUBJECT, BODY, NADIA.name)
    assert faults(meeting) == []


def test_a_message_still_arrives_after_the_vote_has_closed(meeting: Meeting) -> None:
    report(meeting)
    tell(meeting)
    meeting.close()
    meeting.write_letters()
    with meeting.at() as work:
        letters = work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "incident")).all()
    assert len(letters) == VOTERS


def test_the_form_that_is_sent_twice_writes_and_sends_once(meeting: Meeting) -> None:
    report(meeting)
    note(meeting)
    tell(meeting)
    for again in (lambda: report(meeting), lambda: note(meeting), lambda: tell(meeting)):
        with pytest.raises(IncidentAlreadyWritten):
            again()
    meeting.write_letters()
    found = incident_of(meeting)
    assert (len(found.notes), len(found.messages)) == (1, 1)
    with meeting.at() as work:
        assert len(list_incidents(work.session, meeting.vote_row().id)) == 1
        letters = work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "incident")).all()
    assert len(letters) == VOTERS
    report(meeting, number=2)


def test_words_by_language_are_kept_journalled_and_become_the_reason_by_language(meeting: Meeting) -> None:
    what = Texts(nl="De site lag een uur stil.", fr="Le site était inaccessible une heure.")
    with meeting.at(SCRUTINEER) as work:
        since = work.now - timedelta(minutes=30)
        who = Texts(nl="Iedereen")
        report_incident(work, ReportIncident(uuid_of(meeting), 1, IncidentKind.SITE, what, who, since))
    with meeting.at(SCRUTINEER) as work:
        note_incident(work, NoteIncident(uuid_of(meeting), 1, 1, Texts(fr="Le site répond de nouveau.")))
    found = incident_of(meeting)
    assert (found.happened, found.affected) == (what, Texts(nl="Iedereen"))
    assert found.notes[0].text == Texts(fr="Le site répond de nouveau.")
    assert faults(meeting) == []
    until = meeting.vote_row().closes_at + timedelta(hours=2)
    with meeting.at() as work:
        extend_for_incident(work, ExtendForIncident(uuid_of(meeting), 1, until))
    with meeting.at() as work:
        (change,) = get_hours(work.session, meeting.hall().paper()).changes
    assert change.reason == what
    meeting.write_letters()
    with meeting.at() as work:
        told = select(OutboxMessage.language, OutboxMessage.facts).where(OutboxMessage.template == "extension")
        for language, facts in work.session.execute(told):
            assert facts["reason"] == (what.nl if language == "nl" else what.fr)
            assert facts["reason_language"] == ("" if language in {"nl", "fr"} else "fr")
            assert bool(facts["reason_mark"]) == (language not in {"nl", "fr"})


def test_more_time_is_given_with_what_happened_as_its_reason(meeting: Meeting) -> None:
    report(meeting)
    until = meeting.vote_row().closes_at + timedelta(hours=2)
    with meeting.at() as work:
        assert extend_for_incident(work, ExtendForIncident(uuid_of(meeting), 1, until)) == VOTERS
    paper = meeting.hall().paper()
    with meeting.at() as work:
        (change,) = get_hours(work.session, paper).changes
    assert (change.until, change.reason) == (until, WHAT)
    with pytest.raises(ExtensionTooLong), meeting.at() as work:
        extend_for_incident(work, ExtendForIncident(uuid_of(meeting), 1, until + timedelta(days=30)))


def test_a_wrong_document_gives_nobody_more_time(meeting: Meeting) -> None:
    report(meeting, kind=IncidentKind.DOCUMENT)
    until = meeting.vote_row().closes_at + timedelta(hours=2)
    with pytest.raises(NoGround), meeting.at() as work:
        extend_for_incident(work, ExtendForIncident(uuid_of(meeting), 1, until))


def test_incidents_end_with_the_result_and_notes_go_on(meeting: Meeting) -> None:
    report(meeting)
    meeting.vote(*BALLOTS)
    meeting.close()
    report(meeting, number=2)
    meeting.announce()
    with pytest.raises(NoIncidentsNow):
        report(meeting, number=3)
    note(meeting)
    assert incident_of(meeting).ended_at == meeting.clock.now()


def test_what_is_not_there_is_not_found(meeting: Meeting) -> None:
    with pytest.raises(IncidentNotFound):
        note(meeting)
    with pytest.raises(IncidentNotFound):
        tell(meeting)
    with pytest.raises(VoteNotFound), meeting.at() as work:
        note_incident(work, NoteIncident("nothing", 1, 1, OVER))


# --- attacks


STRANGERS = (
    Actor(ActorKind.OFFICER, 950, "Auditor", frozenset({Role.AUDITOR})),
    Actor(ActorKind.OFFICER, 951, "Registrar", frozenset({Role.REGISTRAR, Role.ADMINISTRATOR})),
    Actor(ActorKind.SHAREHOLDER, 1, "Anna", frozenset({Role.SECRETARY})),
)


def test_a_scrutineer_alone_writes_to_nobody_and_extends_nothing(meeting: Meeting) -> None:
    report(meeting)
    until = meeting.vote_row().closes_at + timedelta(hours=2)
    for actor in (SCRUTINEER, *STRANGERS):
        with pytest.raises(NotTheSecretary):
            tell(meeting, actor)
        with pytest.raises(NotTheSecretary), meeting.at(actor) as work:
            extend_for_incident(work, ExtendForIncident(uuid_of(meeting), 1, until))
    meeting.write_letters()
    with meeting.at() as work:
        assert not work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "incident")).all()


def test_whoever_is_neither_secretary_nor_scrutineer_writes_nothing_down(meeting: Meeting) -> None:
    report(meeting)
    for actor in STRANGERS:
        with pytest.raises(NotAReporter):
            report(meeting, actor, number=2)
        with pytest.raises(NotAReporter):
            note(meeting, actor)
    assert incident_of(meeting).notes == ()


@pytest.mark.parametrize("model", [VoteIncident, IncidentNote, IncidentMessage])
def test_the_database_refuses_to_change_or_delete_what_was_written(meeting: Meeting, model: type) -> None:
    report(meeting)
    note(meeting)
    tell(meeting)
    for statement in (update(model).values(id=99), delete(model)):
        with pytest.raises(DatabaseError, match="append-only"), meeting.at() as work:
            work.session.execute(statement)
    assert faults(meeting) == []


def test_an_incident_that_was_put_in_behind_the_program_is_named(meeting: Meeting) -> None:
    report(meeting)
    vote = meeting.vote_row()
    with meeting.at() as work:
        forged = {"happened": "Nothing at all happened.", "affected": "Nobody", "since": work.now, "kind": "other"}
        by = {"reported_at": work.now, "reported_by": "officer:1", "reported_by_name": "x", "role": "secretary"}
        work.session.add(VoteIncident(vote_id=vote.id, number=2, **forged, **by))
        work.session.flush()
        incident = work.session.scalars(select(VoteIncident).where(VoteIncident.number == 1)).one()
        added = {"text": "It never happened.", "noted_at": work.now, "noted_by": "officer:1", "role": "secretary"}
        work.session.add(IncidentNote(incident_id=incident.id, place=1, noted_by_name="x", **added))
    assert faults(meeting) == [
        "note 1 on incident 1 is not what the journal tells",
        "incident 2 is not what the journal tells",
    ]

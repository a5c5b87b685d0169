"""Whoever owns the database changes, deletes, moves or puts in an incident: it is named, and shown to nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text

from govapp.assembly.minutes.queries import get_facts
from govapp.assembly.votes.queries.journal_lines import list_journal_faults
from govapp.assembly.votes.rules.incidents import IncidentChanged, IncidentKind
from govapp.assembly.votes.service.incident_mails import TellOfIncident, ask_to_tell
from govapp.assembly.votes.service.incidents import (
    ExtendForIncident,
    NoteIncident,
    ReportIncident,
    extend_for_incident,
    note_incident,
    report_incident,
)
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.outbox.models import OutboxMailing
from tests.factories.accounts import a_browser, an_officer, sign_in
from tests.factories.assembly import Meeting, written
from tests.factories.ballots import SCRUTINEER
from tests.factories.incidents import tell
from tests.factories.tampering import without_triggers

WHAT = "The site could not be reached on Tuesday."
OVER = "The site answers again."
WHO = Texts(en="Everybody", nl="Iedereen")
WORDS = Texts.same("The site could not be reached for an hour. Your vote is safe.")
TABLES = (
    "vote_incident",
    "incident_note",
    "incident_message",
    "incident_mail_request",
    "incident_mail_answer",
    "journal_entry",
)
LIE = "Nothing at all went wrong."


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly that votes, with an incident, a note that it is over, and a mail about it."""
    found = written(database, clock, voters=5)
    found.lock()
    found.open()
    clock.set(clock.now() + timedelta(hours=1))
    uuid = found.vote_row().prepared_paper_uuid
    since = clock.now() - timedelta(minutes=30)
    with found.at(SCRUTINEER) as work:
        report_incident(work, ReportIncident(uuid, 1, IncidentKind.SITE, Texts(en=WHAT), WHO, since))
    with found.at(SCRUTINEER) as work:
        note_incident(work, NoteIncident(uuid, 1, 1, OVER, clock.now()))
    tell(found, TellOfIncident(uuid, 1, 1, Texts.same("The site"), WORDS))
    return found


def change(meeting: Meeting, *statements: str) -> None:
    with without_triggers(meeting.database, *TABLES) as connection:
        for statement in statements:
            connection.execute(text(statement), {"lie": LIE} if ":lie" in statement else {})


@contextmanager
def undone(meeting: Meeting) -> Iterator[None]:
    """Put the rows back that were changed meanwhile."""
    with meeting.database.engine.begin() as connection:
        kept = {table: connection.execute(text(f"SELECT * FROM {table}")).mappings().all() for table in TABLES}
    yield
    with without_triggers(meeting.database, *TABLES) as connection:
        for table in reversed(TABLES):
            connection.execute(text(f"DELETE FROM {table}"))
        for table, rows in kept.items():
            places = ", ".join(f":{name}" for name in rows[0])
            connection.execute(text(f"INSERT INTO {table} VALUES ({places})"), [dict(row) for row in rows])


def faults(meeting: Meeting) -> list[str]:
    with meeting.at() as work:
        return list(list_journal_faults(work.session, meeting.vote_row()))


REVERSED = tuple(table for table in reversed(TABLES) if table != "journal_entry")
INCIDENT, NOTE, MESSAGE = "incident 1 is not", "note 1 on incident 1 is not", "message 1 about incident 1 is not"


CHANGES = (
    ("UPDATE vote_incident SET happened = :lie", INCIDENT),
    ("UPDATE vote_incident SET happened = :lie, v = 2", INCIDENT),
    ('UPDATE vote_incident SET affected = \'{"en": "Nobody"}\'', INCIDENT),
    ("UPDATE vote_incident SET affected = '{\"en\": 5}'", INCIDENT),
    ("UPDATE vote_incident SET v = 1", INCIDENT),
    ("UPDATE vote_incident SET kind = 'other'", INCIDENT),
    ("UPDATE vote_incident SET since = reported_at", INCIDENT),
    ("UPDATE vote_incident SET number = 2", "incident 2 is not"),
    ("UPDATE vote_incident SET reported_by_name = 'Eve'", INCIDENT),
    ("UPDATE vote_incident SET reported_by = 'officer:99'", INCIDENT),
    ("UPDATE vote_incident SET role = 'auditor'", INCIDENT),
    ("UPDATE incident_note SET text = :lie", NOTE),
    ("UPDATE incident_note SET ended_at = NULL", NOTE),
    ("UPDATE incident_note SET noted_by_name = 'Eve'", NOTE),
    ("UPDATE incident_note SET role = 'secretary'", NOTE),
    ("DELETE FROM incident_note", "the journal tells of note 1 on incident 1, which is missing"),
    ("UPDATE incident_message SET subject = body", MESSAGE),
    ("UPDATE incident_message SET subject = '[5]'", MESSAGE),
    ("UPDATE incident_message SET asked_by = 'officer:99'", MESSAGE),
    ("UPDATE incident_mail_request SET body = subject", "mail 1 about incident 1 is not"),
    ("UPDATE incident_mail_request SET asked_by_name = 'Eve'", "mail 1 about incident 1 is not"),
    ("DELETE FROM incident_mail_answer", MESSAGE),
    ("UPDATE journal_entry SET reason = :lie WHERE tag = 'incident:reported'", INCIDENT),
)


def test_whatever_is_changed_of_an_incident_is_named_and_not_shown(app: Flask, meeting: Meeting) -> None:
    pages = ("/", f"/assemblies/{meeting.id}")
    visitor = a_browser(app)
    for statement, named in CHANGES:
        assert faults(meeting) == [], statement
        assert all(WHAT in visitor.get(page).text for page in pages), statement
        with undone(meeting):
            change(meeting, statement)
            assert any(fault.startswith(named) for fault in faults(meeting)), statement
            for page in pages:
                shown = visitor.get(page)
                assert shown.all("p", role="alert"), statement
                assert LIE not in shown.text, statement
                assert WHAT not in shown.text, statement
    assert not visitor.get("/").all("p", role="alert")


def test_an_incident_that_was_deleted_or_moved_to_another_assembly_is_missed_and_named_there(
    app: Flask, meeting: Meeting, runner: CliRunner
) -> None:
    other = written(meeting.database, meeting.clock, voters=5, title=Texts.same("Another"))
    other.lock()
    other.open()
    change(meeting, f"UPDATE vote_incident SET vote_id = {other.vote_row().id}")
    assert "incident 1 is not what the journal tells" in faults(other)
    assert "the journal tells of incident 1, which is missing" in faults(meeting)
    visitor = a_browser(app)
    for each in (meeting, other):
        shown = visitor.get(f"/assemblies/{each.id}")
        assert shown.all("p", role="alert")
        assert WHAT not in shown.text
    change(meeting, *(f"DELETE FROM {table}" for table in REVERSED))
    assert faults(other) == []
    assert visitor.get(f"/assemblies/{meeting.id}").all("p", role="alert")
    found = runner.invoke(govapp, ["ballots", "check"])
    assert found.exit_code == 1
    assert "the journal tells of incident 1, which is missing" in found.output


def test_what_was_changed_is_mailed_to_nobody_gives_nobody_more_time_and_stands_in_no_minutes(meeting: Meeting) -> None:
    uuid = meeting.vote_row().prepared_paper_uuid
    change(meeting, "UPDATE vote_incident SET happened = :lie")
    until = meeting.vote_row().closes_at + timedelta(hours=2)
    with pytest.raises(IncidentChanged), meeting.at() as work:
        ask_to_tell(work, TellOfIncident(uuid, 1, 2, Texts.same("The site"), WORDS))
    with pytest.raises(IncidentChanged), meeting.at() as work:
        extend_for_incident(work, ExtendForIncident(uuid, 1, until))
    with pytest.raises(IncidentChanged), meeting.at() as work:
        get_facts(work.session, meeting.id)
    with meeting.at() as work:
        mailings = work.session.scalars(select(OutboxMailing).where(OutboxMailing.template == "incident")).all()
    assert len(mailings) == 1


def test_officers_see_in_the_office_that_it_was_changed(app: Flask, meeting: Meeting) -> None:
    change(meeting, "UPDATE vote_incident SET happened = :lie, v = 2, role = 'ghost'")
    secretary = a_browser(app)
    officer = an_officer(meeting.database, meeting.clock.now(), Role.SECRETARY, email="s@ambora.example")
    sign_in(secretary, officer, meeting.clock)
    page = f"/office/incidents/{meeting.vote_row().prepared_paper_uuid}"
    for address in (page, f"{page}/1", f"/office/assemblies/{meeting.id}"):
        assert secretary.get(address).all("p", role="alert"), address

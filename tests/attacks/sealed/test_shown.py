"""What is shown beside a sealed vote is compared with it, and called something else where it is."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask import Flask

from govapp.assembly.agenda.queries import list_documents
from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.votes.queries.results import find_counted, list_seal_faults
from govapp.assembly.votes.rules.record import RollNotSealed, encode_v3
from govapp.assembly.votes.rules.sealed_agenda import AgendaNotAsSealed, DocumentsNotAsSealed, MeetingNotAsSealed
from govapp.assembly.votes.service import voting
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.kernel.records import RecordType
from govapp.kernel.texts import Texts
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.factories.accounts import a_browser, an_officer
from tests.factories.assembly import ACCOUNTS, NADIA, Meeting, attach, counted, put_item, written

Change = Callable[..., None]


def faults(meeting: Meeting) -> list[Refusal]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        return list(list_seal_faults(work.session, meeting.vote_row()))


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("""UPDATE assembly SET title = '{"en":"Another"}'""", MeetingNotAsSealed),
        ("UPDATE assembly SET held_on = '2026-07-01'", MeetingNotAsSealed),
        ("UPDATE assembly SET is_second_meeting = NOT is_second_meeting", MeetingNotAsSealed),
        ("""UPDATE agenda_item SET title = '{"en":"Losses"}' WHERE kind = 'acknowledgement'""", AgendaNotAsSealed),
        ("""UPDATE agenda_item SET body = '{"en":"Other words"}' WHERE kind = 'decision'""", AgendaNotAsSealed),
        ("""UPDATE item_choice SET note = '{"en":"Praised"}'""", AgendaNotAsSealed),
        ("UPDATE assembly SET first_meeting_id = 1", MeetingNotAsSealed),
        ("UPDATE assembly SET second_held_on = '2026-07-01'", MeetingNotAsSealed),
        ("""UPDATE agenda_item SET new_text = '{"en":"Article 3 bis"}' WHERE kind = 'decision'""", AgendaNotAsSealed),
        ("""UPDATE assembly SET place = '{"en":"At home, 9 p.m."}'""", MeetingNotAsSealed),
        ("UPDATE assembly SET record_date = '2026-01-01'", MeetingNotAsSealed),
        ("""UPDATE agenda_item SET body = '{"en":"Other words"}' WHERE kind = 'information'""", AgendaNotAsSealed),
        ("""UPDATE agenda_item SET summary = '{"en":"Losses"}' WHERE kind = 'acknowledgement'""", AgendaNotAsSealed),
        ("""UPDATE attached_document SET title = '{"en":"Draft"}' WHERE item_id IS NULL""", DocumentsNotAsSealed),
        ("UPDATE attached_document SET name = 'draft.pdf' WHERE item_id IS NULL", DocumentsNotAsSealed),
        ("UPDATE attached_document SET item_id = (SELECT min(id) FROM agenda_item)", DocumentsNotAsSealed),
        ("DELETE FROM attached_document WHERE item_id IS NULL", DocumentsNotAsSealed),
        ("""UPDATE attached_document SET title = '{"en":"Draft"}' WHERE item_id IS NOT NULL""", AgendaNotAsSealed),
    ],
    ids=[
        "title",
        "day",
        "second meeting",
        "an item to be noted",
        "the text of an item",
        "words under a name",
        "the first meeting",
        "an announced second meeting",
        "the new text of the statutes",
        "place and hour",
        "record date",
        "the text of an item nobody votes on",
        "its summary",
        "title of a document",
        "name of a document",
        "a document moved to an item",
        "a document taken away",
        "title of a document of an item",
    ],
)
def test_a_change_behind_the_seal_is_named_and_nothing_is_decided(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change, statement: str, kind: type[Refusal]
) -> None:
    meeting = written(database, clock)
    attach(meeting, None)
    attach(meeting, meeting.items()[0].id)
    counted(database, clock, meeting)
    assert faults(meeting) == []
    change(statement)
    (fault,) = faults(meeting)
    assert type(fault) is kind
    with meeting.at() as work, pytest.raises(kind):
        find_counted(work.session, meeting.vote_row())
    with pytest.raises(kind):
        meeting.announce()
    checked = runner.invoke(govapp, ["ballots", "check"])
    assert (checked.exit_code, str(fault.message % fault.params) in checked.output) == (1, True)


def test_another_voting_list_is_named(database: Database, clock: FixedClock, change: Change) -> None:
    meeting = counted(database, clock)
    with meeting.at() as work:
        other = freeze_roll(work, FreezeRoll(meeting.row().record_date, Texts.same("Another purpose")))
    change("UPDATE vote SET roll_id = :roll", roll=other)
    assert [type(fault) for fault in faults(meeting)] == [RollNotSealed]


@pytest.mark.parametrize("is_sealed", [False, True])
def test_before_the_opening_a_change_is_named_everywhere_and_nothing_is_opened(
    app: Flask,
    runner: CliRunner,
    database: Database,
    clock: FixedClock,
    change: Change,
    *,
    is_sealed: bool,
) -> None:
    meeting = written(database, clock)
    attach(meeting, None)
    holder = an_officer(database, clock.now(), Role.SCRUTINEER)
    meeting.lock(*(() if is_sealed else (Actor(ActorKind.OFFICER, holder.id, "Sofie Claes"),)))
    calendar = f"/assemblies/{meeting.id}/calendar.ics"
    a_browser(app).download(calendar)
    change("""UPDATE assembly SET place = '{"en":"At home"}'""")
    assert [type(fault) for fault in faults(meeting)] == [MeetingNotAsSealed]
    for page in ("/", f"/assemblies/{meeting.id}"):
        assert a_browser(app).get(page).all("p", role="alert")
    a_browser(app).download(calendar, status=409)
    with pytest.raises(MeetingNotAsSealed):
        meeting.open()
    assert runner.invoke(govapp, ["ballots", "check"]).exit_code == 1


def test_a_vote_that_was_taken_back_holds_nobody_to_its_agenda(
    runner: CliRunner, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.cancel()
    put_item(meeting, ItemKind.DECISION, ACCOUNTS)
    assert faults(meeting) == []
    assert runner.invoke(govapp, ["ballots", "check"]).exit_code == 0


def test_another_file_under_the_digest_of_a_document_is_not_handed_out_and_is_named(
    app: Flask, runner: CliRunner, database: Database, clock: FixedClock, change: Change
) -> None:
    meeting = written(database, clock)
    attach(meeting, None)
    meeting.lock()
    with meeting.at() as work:
        (document,) = list_documents(work.session, meeting.id)
    address = f"/documents/{document.sha256}/{document.name}"
    a_browser(app).download(address)
    change("UPDATE document_file SET content = :content", content=b"Another report")
    a_browser(app).download(address, status=409)
    checked = runner.invoke(govapp, ["ballots", "check"])
    assert (checked.exit_code, document.sha256 in checked.output) == (1, True)


def test_papers_sealed_before_the_agenda_was_are_compared_with_what_they_hold(
    database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    meeting = written(database, clock)
    with monkeypatch.context() as older_program:
        older_program.setattr(voting, "RULES", RecordType("rules", {3: encode_v3}))
        meeting.lock()
    change("""UPDATE assembly SET place = '{"en":"At home"}'""")
    assert faults(meeting) == []
    change("""UPDATE agenda_item SET title = '{"en":"Losses"}' WHERE kind = 'acknowledgement'""")
    assert [type(fault) for fault in faults(meeting)] == [AgendaNotAsSealed]

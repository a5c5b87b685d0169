"""Whoever owns the database changes what stands beside an archive: the row of the paper, its key holders, its box."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from govapp.assembly.votes.queries.results import find_counted, list_seal_faults
from govapp.assembly.votes.rules.sealed_agenda import AgendaNotAsSealed
from govapp.ballots import service
from govapp.ballots.models import CredentialRecord
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.refusals import BallotBoxChanged, PaperNotAsSealed
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.worker import Timekeeper
from tests.factories.accounts import a_browser, an_officer, officer_browser
from tests.factories.assembly import BALLOTS, counted, written
from tests.factories.ballots import AGAINST, FOR, SECRETARY, Hall, decision, opened

Change = Callable[..., None]
OTHER_DAY = "2026-01-01T00:00:00.000000Z"
ANOTHER_CODE = "UPDATE ballot SET credential_id = (SELECT max(credential_id) FROM ballot) WHERE height = 1"


def said(runner: CliRunner) -> str:
    """Return what the check of papers prints; it must have found something."""
    checked = runner.invoke(govapp, ["ballots", "check"])
    assert checked.exit_code == 1, checked.output
    return checked.output


@pytest.mark.parametrize(
    ("statement", "member"),
    [
        ("""UPDATE paper SET name = '{"en":"Another vote"}'""", "name"),
        ("UPDATE paper SET questions = replace(questions, 'Amina', 'Amin')", "questions"),
        ("UPDATE paper SET voters = voters + 1", "number of voters"),
        ("UPDATE paper SET minimum_ballots = 1", "least number of ballots"),
        ("UPDATE paper SET fingerprint = replace(fingerprint, substr(fingerprint, 1, 3), 'abc')", "fingerprint"),
        (f"UPDATE paper SET rules_digest = '{'0' * 64}'", "rules"),
        (f"UPDATE paper SET opens_at = '{OTHER_DAY}'", "hours"),
        (f"UPDATE paper SET closed_at = '{OTHER_DAY}'", "closing"),
        ("UPDATE paper SET ballots = ballots + 1", "figures"),
        ("UPDATE paper SET counted = counted - 1", "figures"),
        ("UPDATE paper SET result = replace(result, '1', '3')", "figures"),
        ("UPDATE trustee SET name = 'A Notary', officer_id = (SELECT min(id) FROM officer)", "key holders"),
    ],
)
def test_a_change_beside_the_archive_is_named_and_nothing_is_shown_or_decided(
    app: Flask, runner: CliRunner, database: Database, clock: FixedClock, change: Change, statement: str, member: str
) -> None:
    an_officer(database, clock.now(), Role.AUDITOR, email="a@ambora.example")
    meeting = counted(database, clock)
    uuid = meeting.hall().uuid
    a_browser(app).get(f"/board/{uuid}")
    change(statement)
    with meeting.at() as work:
        assert [type(fault) for fault in list_seal_faults(work.session, meeting.vote_row())] == [PaperNotAsSealed]
    with meeting.at() as work, pytest.raises(PaperNotAsSealed):
        find_counted(work.session, meeting.vote_row())
    with pytest.raises(PaperNotAsSealed):
        meeting.announce()
    assert f"another {member}" in said(runner)
    a_browser(app).get(f"/board/{uuid}", status=409)
    office = officer_browser(app, database, clock, Role.SCRUTINEER)
    assert office.get(f"/office/papers/{uuid}").all("p", role="alert")


def test_a_result_that_was_hidden_is_named(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change
) -> None:
    counted(database, clock)
    change("UPDATE paper SET result = NULL, counted_at = NULL")
    assert "another figures" in said(runner)


@pytest.mark.parametrize("column", ["seats", "method"])
def test_what_the_agenda_shows_of_how_an_item_is_voted_on_is_compared(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change, column: str
) -> None:
    value = {"seats": "3", "method": "'motions'"}[column]
    meeting = counted(database, clock)
    change(f"UPDATE agenda_item SET {column} = {value} WHERE kind = 'election'")
    with meeting.at() as work:
        assert [type(fault) for fault in list_seal_faults(work.session, meeting.vote_row())] == [AgendaNotAsSealed]
    assert "Item 4 of the agenda" in said(runner)


@pytest.mark.parametrize("with_digest", [True, False])
def test_another_announced_record_is_not_sent_and_is_named(
    app: Flask, runner: CliRunner, database: Database, clock: FixedClock, change: Change, with_digest: bool
) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    address = f"/assemblies/{meeting.id}/result.json"
    a_browser(app).download(address)
    change("UPDATE announcement SET record = replace(record, '\"adopted\"', '\"rejected\"')")
    if with_digest:
        change(f"UPDATE announcement SET digest = '{'ab' * 32}'")
    a_browser(app).download(address, status=409)
    assert "announced record" in said(runner)


@pytest.fixture
def box(database: Database, clock: FixedClock) -> Hall:
    """Return the hall of a vote with two ballots in the box."""
    hall = opened(database, clock, questions=(decision(),))
    hall.vote(0, FOR)
    clock.advance(timedelta(minutes=1))
    hall.vote(1, AGAINST)
    return hall


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            ANOTHER_CODE,
            "ballot 1 is noted under another voting code",
        ),
        (f"UPDATE ballot SET received_at = '{OTHER_DAY}' WHERE height = 2", "ballot 2 came in at another moment"),
        ("DELETE FROM ballot WHERE height = 2", "A ballot of the chain is not in the ballot box"),
    ],
)
def test_rows_that_say_whose_a_ballot_is_or_when_it_came_are_compared(
    runner: CliRunner, box: Hall, change: Change, statement: str, sentence: str
) -> None:
    assert runner.invoke(govapp, ["ballots", "check"]).exit_code == 0, box.uuid
    change(statement)
    assert sentence in said(runner)


def test_voting_codes_that_changed_hands_are_named(runner: CliRunner, box: Hall, change: Change) -> None:
    first, second = (box.right(voter).entry.entry_id for voter in (2, 3))
    with box.act(SECRETARY) as work:
        keys = {each.roll_entry_id: each.public_key for each in work.session.scalars(select(CredentialRecord))}
    for entry, key in ((first, "-"), (second, keys[first]), (first, keys[second])):
        change("UPDATE credential SET public_key = :key WHERE roll_entry_id = :entry", key=key, entry=entry)
    output = said(runner)
    for entry in (first, second):
        assert f"the voting code of entry {entry} of the voting list is that of another" in output


def test_the_last_ballot_taken_out_with_all_its_traces_in_the_box_is_missed_by_the_journal(
    runner: CliRunner, box: Hall, change: Change
) -> None:
    change("DELETE FROM ballot WHERE height = 2")
    change("DELETE FROM paper_event WHERE height = 2")
    change(
        "UPDATE paper SET height = 1, ballots = 1, head = (SELECT hash FROM paper_event WHERE height = 1)",
    )
    assert "the journal tells of 2 ballots, the box holds 1" in said(runner)


def test_a_box_under_another_secret_key_says_so(runner: CliRunner, box: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVAPP_SECRET_KEY", "another-secret-key-of-this-installation-0123456789")
    assert f"{box.uuid}: it was fixed with another secret key" in said(runner)


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        (
            ANOTHER_CODE,
            BallotBoxChanged,
        ),
        ("DELETE FROM ballot WHERE height = 1", BallotBoxChanged),
        ("DELETE FROM ballot WHERE height = 2", BallotBoxChanged),
        ("UPDATE ballot SET body = (SELECT max(body) FROM ballot WHERE height = 2) WHERE height = 1", BallotBoxChanged),
        ("UPDATE paper SET minimum_ballots = 0", PaperNotAsSealed),
    ],
)
@pytest.mark.parametrize("added_up_ahead", [False, True])
def test_a_box_that_was_changed_is_not_closed_and_not_counted(
    box: Hall, change: Change, statement: str, kind: type[Refusal], added_up_ahead: bool
) -> None:
    if added_up_ahead and "body" not in statement:
        with box.act(SECRETARY) as work:
            service.precompute_tally(work.session, box.uuid)
    change(statement)
    with box.act(SECRETARY) as work:
        assert type(service.find_closing_fault(work.session, box.uuid)) is kind
    with pytest.raises(kind):
        box.close()
    assert (box.paper().state, box.paper().result) == (PaperState.OPEN, None)


def test_a_box_that_was_changed_holds_up_no_other_and_the_run_sheet_says_why(
    app: Flask, database: Database, clock: FixedClock, change: Change
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    meeting.vote(*BALLOTS)
    change(ANOTHER_CODE)
    clock.set(meeting.vote_row().closes_at + timedelta(minutes=1))
    assert Timekeeper(database, clock).tick() == 0
    secretary = officer_browser(app, database, clock, Role.SECRETARY)
    assert len(secretary.get(f"/office/assemblies/{meeting.id}").all("p", role="alert")) == 1


def test_a_least_number_that_was_lowered_after_closing_opens_no_single_ballot(
    database: Database, clock: FixedClock, change: Change
) -> None:
    hall = opened(database, clock, questions=(decision(),), trustees=1, minimum_ballots=2)
    hall.vote(0, FOR)
    hall.close()
    change("UPDATE paper SET minimum_ballots = 1")
    with pytest.raises(PaperNotAsSealed):
        hall.decrypt(0)

"""Whoever owns the database ends, hides or cancels a vote with one value; the journal tells otherwise."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask import Flask

from govapp.assembly.votes.service.taking_back import CallOffAssembly, call_off_assembly
from govapp.ballots.rules.refusals import BallotBoxChanged
from govapp.ballots.service.receipts import get_own_ballot
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from tests.factories.accounts import a_browser
from tests.factories.assembly import BALLOTS, Meeting, counted, written

Change = Callable[..., None]
FALSE = "A" * 42 + "0"
OTHER_DAY = "2026-01-01T00:00:00.000000Z"


def check(runner: CliRunner) -> tuple[int, str]:
    result = runner.invoke(govapp, ["ballots", "check"])
    return result.exit_code, result.output


def alarms(app: Flask, meeting: Meeting) -> list[str]:
    """Return the alarms on the page of the assembly that everybody reads."""
    page = a_browser(app).get(f"/assemblies/{meeting.id}")
    return ["".join(each.itertext()) for each in page.all("p", role="alert")]


def test_another_reason_why_a_vote_was_cancelled_or_an_assembly_called_off_is_named(
    app: Flask, runner: CliRunner, database: Database, clock: FixedClock, change: Change
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    with meeting.at() as work:
        call_off_assembly(work, CallOffAssembly(meeting.id, "The hall has burnt down."))
    assert check(runner)[0] == 0
    assert not alarms(app, meeting)
    for table, column in (("assembly", "call_off_reason"), ("vote", "cancel_reason")):
        change(f"UPDATE {table} SET {column} = 'Nobody wanted it.'")
        status, output = check(runner)
        assert (status, "another reason" in output) == (1, True), output
        assert alarms(app, meeting)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"UPDATE paper SET ended_at = '{OTHER_DAY}', end_reason = 'Two keys are lost.'", "paper:ended"),
        (f"UPDATE paper SET cancelled_at = '{OTHER_DAY}'", "paper:cancelled"),
        ("UPDATE paper SET opened_at = NULL", "paper:opened"),
        (f"UPDATE paper SET opened_at = '{OTHER_DAY}'", "paper:opened"),
        (f"UPDATE trustee SET lost_at = '{OTHER_DAY}', lost_by = 'officer:6', lost_reason = 'Lost'", "key"),
        ("UPDATE ballot SET tracker = replace(tracker, substr(tracker, 1, 5), 'AAAAA') WHERE height = 1", "ballot 1"),
        (f"UPDATE assembly SET called_off_at = '{OTHER_DAY}', call_off_reason = 'Off'", "called off"),
        ("UPDATE assembly SET published_at = NULL", "hidden"),
    ],
)
def test_one_value_that_ends_or_hides_an_open_vote_contradicts_the_journal(
    app: Flask, runner: CliRunner, database: Database, clock: FixedClock, change: Change, statement: str, said: str
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    meeting.vote(*BALLOTS)
    assert check(runner)[0] == 0
    assert not alarms(app, meeting)
    change(statement)
    status, output = check(runner)
    assert (status, said in output) == (1, True), output
    # What hides an assembly shows nobody anything; a key or a ballot that was changed is said on their own pages.
    if "assembly SET published" not in statement and "paper" in statement:
        assert alarms(app, meeting), statement


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM announcement", "an announcement, which is missing"),
        (f"UPDATE paper SET counted_at = '{OTHER_DAY}'", "paper:counted"),
    ],
)
def test_an_announcement_or_a_count_that_is_gone_or_moved_is_named(
    app: Flask, runner: CliRunner, database: Database, clock: FixedClock, change: Change, statement: str, said: str
) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    assert check(runner)[0] == 0
    assert not alarms(app, meeting)
    change(statement)
    assert alarms(app, meeting)
    status, output = check(runner)
    assert (status, said in output) == (1, True), output


def test_a_ballot_that_is_listed_under_another_number_is_not_found_under_it_and_nothing_is_signed(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change, app: Flask
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    meeting.vote(*BALLOTS)
    hall = meeting.hall()
    change("UPDATE ballot SET tracker = :false WHERE height = 1", false=FALSE)
    a_browser(app).get(f"/board/{hall.uuid}?tracker={FALSE}", status=409)
    voter = Actor(ActorKind.SHAREHOLDER, hall.voters[0])
    with meeting.at(voter) as work, pytest.raises(BallotBoxChanged):
        get_own_ballot(work.session, hall.uuid, voter, clock.now(), FALSE)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM anchor WHERE occasion = 'vote_opened'", "(vote_opened) is gone"),
        ("UPDATE anchor SET subject = 'paper:another' WHERE occasion = 'vote_closed'", "(vote_closed) is gone"),
    ],
)
def test_a_signed_state_that_is_gone_or_put_under_another_vote_is_named(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change, statement: str, said: str
) -> None:
    counted(database, clock).announce()
    assert check(runner)[0] == 0
    change(statement)
    status, output = check(runner)
    assert (status, said in output) == (1, True), output


@pytest.mark.parametrize("statement", ["UPDATE roll SET frozen_by = 'Somebody'", "UPDATE roll SET left_out = 7"])
def test_whoever_froze_a_list_and_how_many_were_left_out_is_what_the_journal_tells(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change, statement: str
) -> None:
    written(database, clock).lock()
    assert runner.invoke(govapp, ["shares", "check"]).exit_code == 0
    change(statement)
    result = runner.invoke(govapp, ["shares", "check"])
    assert (result.exit_code, "who froze it" in result.output) == (1, True), result.output


def test_a_damaged_row_is_a_fault_of_its_vote_and_hides_no_other(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change
) -> None:
    counted(database, clock).announce()
    other = written(database, clock, title=Texts(nl="Een andere vergadering"))
    other.lock()
    change("UPDATE agenda_item SET kind = 'nonsense' WHERE assembly_id = 1")
    change("UPDATE paper SET minimum_ballots = 1 WHERE id = 2")
    status, output = check(runner)
    assert status == 1 and "cannot be read" in output and "least number of ballots" in output

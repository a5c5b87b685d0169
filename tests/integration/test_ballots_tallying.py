"""Adding up ahead of the closing: whatever was added when, the total is the one of the ballots that count."""

import random
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask

from govapp.assembly.votes.cli import assembly
from govapp.ballots import service
from govapp.ballots.queries import get_record_body
from govapp.ballots.queries.archive import ELECTION
from govapp.ballots.service import tallying
from govapp.ballots.service.closing import CLOSING_GRACE
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.worker import Timekeeper
from pybelenios.archive.chain import Head
from pybelenios.election import read_election
from pybelenios.tally import TallyAccumulator
from pybelenios.verifier.checks import verify
from tests.factories.accounts import a_browser, an_officer, let_in, officer_browser
from tests.factories.assembly import BALLOTS, Meeting, written
from tests.factories.ballots import ABSTAIN, AGAINST, FOR, KEY, SECRETARY, Hall, decision, opened, ready
from tests.factories.tampering import tamper

A, A_AND_B, BLANK = (0, 1, 0, 0), (0, 1, 1, 0), (1, 0, 0, 0)
VOTES = tuple((answer, approved) for answer in (FOR, AGAINST, ABSTAIN) for approved in (A, A_AND_B, BLANK))


def tally_ahead(hall: Hall) -> None:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        service.precompute_tally(work.session, hall.uuid)


def ahead(hall: Hall) -> int | None:
    """Return up to which event the box was added up ahead, or None."""
    kept = tallying._sums.get(hall.uuid)
    return kept.head.height if kept else None


@pytest.mark.parametrize("seed", range(4))
def test_the_total_is_the_same_whenever_it_was_added_up_ahead(database: Database, clock: FixedClock, seed: int) -> None:
    chance = random.Random(seed)
    hall = opened(database, clock)
    last: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
    for _ in range(14):
        voter, vote = chance.randrange(len(hall.voters)), chance.choice(VOTES)
        hall.vote(voter, *vote)
        last[voter] = vote
        if chance.random() < 0.4:
            tally_ahead(hall)
    hall.close()
    columns = [list(zip(*answers, strict=True)) for answers in zip(*last.values(), strict=True)]
    assert hall.paper().result == tuple(tuple(map(sum, column)) for column in columns)
    assert hall.paper().counted == len(last)
    assert verify(hall.archive()).valid


def test_only_later_ballots_are_read_again(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=(decision(),))
    for voter in (0, 1, 0):
        hall.vote(voter, FOR)
    tally_ahead(hall)
    assert ahead(hall) == 3
    hall.vote(1, AGAINST)
    hall.vote(1, ABSTAIN)
    hall.vote(2, AGAINST)
    # Who reads the first ballot again finds that it is another.
    tamper(database, "ballot", "UPDATE ballot SET body = :body WHERE height = 1", body=b"{}")
    hall.close()
    assert hall.paper().result == ((1, 1, 1),)


def test_a_sum_of_a_box_that_went_another_way_is_not_used(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=(decision(),))
    hall.vote(0, FOR)
    hall.vote(1, FOR)
    with database.read_only(SECRETARY, clock.now()) as work:
        wrong = TallyAccumulator(read_election(get_record_body(work.session, hall.paper().id, ELECTION)))
    for head in (Head("0" * 64, 2), Head(hall.paper().head, 1), Head(hall.paper().head, 99)):
        tallying._sums[hall.uuid] = tallying._Sum(head, wrong, ())
        with database.read_only(SECRETARY, clock.now()) as work:
            assert tallying.compute_tally(work.session, hall.paper()).ballots == 2
    hall.close()
    assert hall.paper().result == ((2, 0, 0),)


def test_nothing_is_added_up_before_or_after_the_box_is_open(database: Database, clock: FixedClock) -> None:
    hall = ready(database, clock, questions=(decision(),))
    tally_ahead(hall)
    assert ahead(hall) is None
    hall.open()
    clock.set(hall.paper().opens_at)
    hall.vote(0, FOR)
    hall.close()
    tally_ahead(hall)
    assert ahead(hall) is None


def test_a_box_is_added_up_by_itself_once_its_hour_has_settled(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=(decision(),))
    hall.vote(0, FOR)
    for moment, reached in (
        (hall.paper().closes_at, None),
        (hall.paper().closes_at + CLOSING_GRACE - timedelta(milliseconds=1), None),
        (hall.paper().closes_at + CLOSING_GRACE, 1),
    ):
        with database.read_only(SECRETARY, moment) as work:
            service.precompute_due_tallies(work)
        assert ahead(hall) == reached


def test_the_worker_adds_up_first_what_it_then_closes(database: Database, clock: FixedClock) -> None:
    meeting = voting(database, clock)
    keeper = Timekeeper(database, clock)
    assert (keeper.tick(), ahead(meeting.hall())) == (0, None)
    clock.set(meeting.vote_row().closes_at + CLOSING_GRACE)
    assert (keeper.tick(), ahead(meeting.hall())) == (1, len(BALLOTS))
    assert meeting.hall().paper().counted == len(BALLOTS)


def test_who_confirms_an_early_closing_has_it_added_up_first(app: Flask, database: Database, clock: FixedClock) -> None:
    meeting = voting(database, clock)
    secretary = officer_browser(app, database, clock, Role.SECRETARY)
    secretary.post(f"/office/assemblies/{meeting.id}/close", {"reason_en": "Everybody has voted by now."})
    scrutineer = a_browser(app)
    let_in(scrutineer, an_officer(database, clock.now(), Role.SCRUTINEER, email="s@ambora.example"), clock)
    scrutineer.post(f"/office/closings/{meeting.vote_row().paper_uuid}/confirm", {})
    assert meeting.vote_row().closed_at is not None
    assert ahead(meeting.hall()) == len(BALLOTS)


def test_who_closes_by_a_command_has_it_added_up_first(
    database: Database, clock: FixedClock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = voting(database, clock)
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY.decode())
    closed = CliRunner().invoke(assembly, ["close", str(meeting.id)])
    assert closed.exit_code == 0, closed.output
    assert ahead(meeting.hall()) == len(BALLOTS)


def voting(database: Database, clock: FixedClock) -> Meeting:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    meeting.vote(*BALLOTS)
    return meeting

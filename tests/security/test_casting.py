"""The slot of the ballot box against somebody who may vote and wants to do harm with it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from govapp.audit.models import JournalEvent
from govapp.ballots.views.booth import LARGEST_BALLOT
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, a_link
from tests.factories.ballots import FOR, SECRETARY, Hall, decision, opened
from tests.web.page import PageClient


@pytest.fixture
def hall(app: Flask, database: Database, clock: FixedClock) -> Hall:
    return opened(database, clock, questions=(decision(),))


@pytest.fixture
def voter(app: Flask, hall: Hall) -> Iterator[PageClient]:
    client = a_browser(app)
    client.post(a_link(hall.database, hall.clock.now(), subject_ref=f"holder:{hall.voters[0]}", next_path="/vote"))
    yield client
    assert hall.paper().ballots == 0


def lines(hall: Hall) -> int:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        return work.session.scalar(select(func.count()).select_from(JournalEvent)) or 0


def test_the_journal_cannot_be_filled_with_papers_that_do_not_exist(hall: Hall, voter: PageClient) -> None:
    before, body = lines(hall), b"0" * (LARGEST_BALLOT + 1)
    for name in ("made-up-1", "made-up-2", "x" * 200):
        assert voter.post_json(f"/vote/{name}/cast", body).status_code == 404
    assert lines(hall) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 10_000,
        b'{"election_uuid":NaN}',
        b'{"election_uuid":"\\ud800"}',
        b"null",
        b"0" * (LARGEST_BALLOT + 1),
    ],
    ids=[
        "nothing",
        "no text",
        "deep list",
        "deep object",
        "long number",
        "no number",
        "half a letter",
        "null",
        "large",
    ],
)
def test_what_is_no_ballot_is_refused_and_nothing_breaks(voter: PageClient, hall: Hall, body: bytes) -> None:
    assert voter.post_json(f"/vote/{hall.uuid}/cast", body).status_code == 422


def test_a_ballot_of_somebody_else_does_not_go_in(voter: PageClient, hall: Hall) -> None:
    answer = voter.post_json(f"/vote/{hall.uuid}/cast", hall.ballot(1, FOR))
    assert answer.status_code == 403


def test_a_ballot_of_another_vote_does_not_go_in(
    voter: PageClient, hall: Hall, database: Database, clock: FixedClock
) -> None:
    other = opened(database, clock, questions=(decision(),))
    assert voter.post_json(f"/vote/{hall.uuid}/cast", other.ballot(0, FOR)).status_code == 422

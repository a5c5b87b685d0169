"""Fifty ballots of one voter posted at once to gunicorn, on both databases: one counts, and every receipt is true."""

import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from govapp.ballots.rules import BALLOTS_AN_HOUR
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.settings import Settings
from govapp.web.app import create_app
from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import Archive, read_archive
from pybelenios.election import read_election
from pybelenios.jsontext import sha256_b64
from pybelenios.receipts.receipt import Receipt, SignedReceipt, receipt_holds
from pybelenios.receipts.tracker_words import LANGUAGES, tracker_words
from pybelenios.verifier.checks import verify
from tests.factories.ballots import AGAINST, FOR, Hall, decision, opened
from tests.factories.http_voting import Session, gunicorn, signed_in

FIFTY = 50
TOO_OFTEN = {"too_many_votes", "too_many_refused"}


@dataclass(frozen=True)
class Reply:
    """What the server said to one of the posts."""

    body: bytes
    status: int
    said: dict[str, Any]


@pytest.fixture
def wall() -> FixedClock:
    """Return a clock that stood still two hours ago: a paper made by it is open for the server's own clock."""
    return FixedClock(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2))


@pytest.fixture
def hall(database: Database, wall: FixedClock) -> Hall:
    return opened(database, wall, questions=(decision(),))


@pytest.fixture
def voter(hall: Hall, settings: Settings) -> Session:
    return signed_in(create_app(settings, database=hall.database), hall, 0)


def post_at_once(voter: Session, port: int, hall: Hall, bodies: Sequence[bytes]) -> list[Reply]:
    """Post all bodies, each on a connection of its own, when all senders stand ready."""
    start = threading.Barrier(len(bodies))

    def post(body: bytes) -> Reply:
        start.wait()
        response, text = voter.send(port, f"/vote/{hall.uuid}/cast", body)
        return Reply(body, response.status, json.loads(text))

    with ThreadPoolExecutor(len(bodies)) as senders:
        return list(senders.map(post, bodies))


def close(hall: Hall) -> Archive:
    """Close the box and return its archive, which the verifier has found in order."""
    hall.clock.set(datetime.now(UTC))
    hall.close("The voter has done with it.")
    assert verify(hall.archive()).valid
    return read_archive(hall.archive())


def require_true_receipt(reply: Reply, archive: Archive, voter: Session, port: int, hall: Hall) -> int:
    """Check all that a reply and the signed receipt behind it claim; return the place of the ballot in the chain."""
    tracker = sha256_b64(reply.body)
    assert reply.said["tracker"] == tracker
    assert reply.said["words"] in [list(tracker_words(tracker, language)) for language in LANGUAGES]
    response, text = voter.fetch(port, reply.said["receipt"] + "/file")
    assert response.status == 200
    kept = json.loads(text)
    signature = kept.pop("signature")
    receipt = Receipt(**kept)
    bound = read_election(archive.election).assembly
    assert bound is not None
    assert receipt_holds(SignedReceipt(receipt, signature), str(bound["receipt_key"]))
    assert (receipt.uuid, receipt.tracker, receipt.received_at) == (hall.uuid, tracker, reply.said["received_at"])
    event = archive.events[receipt.height]
    assert (event.type, event.hash, event.data[0].body) == (EventType.BALLOT, receipt.event, reply.body)
    return receipt.height


def require_page(voter: Session, port: int, path: str, *words: str) -> None:
    """Check that a page is there and has these words."""
    response, text = voter.fetch(port, path)
    assert response.status == 200
    for each in words:
        assert each in text.decode(), each


def test_fifty_posts_of_one_ballot_leave_one_ballot_and_fifty_equal_receipts(
    hall: Hall, voter: Session, database_url: str
) -> None:
    body = hall.ballot(0, FOR)
    with gunicorn(database_url) as port:
        replies = post_at_once(voter, port, hall, [body] * FIFTY)
        assert sorted(reply.status for reply in replies) == [200] * (FIFTY - 1) + [201]
        assert all(reply.said == replies[0].said for reply in replies)
        archive = close(hall)
        assert require_true_receipt(replies[0], archive, voter, port, hall) == 1
        require_page(voter, port, replies[0].said["receipt"], "You have voted")
        require_page(voter, port, f"/board/{hall.uuid}", replies[0].said["tracker"])
    assert len(archive.of_type(EventType.BALLOT)) == 1
    assert (hall.paper().ballots, hall.paper().counted, hall.paper().result) == (1, 1, (FOR,))


def test_of_fifty_posts_of_different_ballots_as_many_as_an_hour_takes_leave_one_that_counts_and_true_receipts(
    hall: Hall, voter: Session, database_url: str
) -> None:
    bodies = [hall.ballot(0, FOR if number % 2 else AGAINST) for number in range(FIFTY)]
    with gunicorn(database_url) as port:
        answers = post_at_once(voter, port, hall, bodies)
        replies = [answer for answer in answers if answer.status == 201]
        assert len(replies) == BALLOTS_AN_HOUR
        assert {answer.said["code"] for answer in answers if answer not in replies} <= TOO_OFTEN
        archive = close(hall)
        places = [require_true_receipt(reply, archive, voter, port, hall) for reply in replies]
        require_page(voter, port, f"/board/{hall.uuid}", *(reply.said["tracker"] for reply in replies))
        first, last = places.index(1), places.index(BALLOTS_AN_HOUR)
        require_page(voter, port, replies[first].said["receipt"], "This vote was replaced by a later one")
        require_page(voter, port, replies[last].said["receipt"], "You have voted")
    assert sorted(places) == list(range(1, BALLOTS_AN_HOUR + 1))
    assert (hall.paper().ballots, hall.paper().counted) == (BALLOTS_AN_HOUR, 1)
    assert hall.paper().result == (FOR if bodies.index(replies[last].body) % 2 else AGAINST,)

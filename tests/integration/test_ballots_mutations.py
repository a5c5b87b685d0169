"""Every altered ballot of the vectors, handed to our own server: it must give the verdict that is required of us."""

import json
from datetime import timedelta
from typing import Any

import pytest

from govapp.ballots.rules.refusals import BallotRefused
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from tests.factories.vectors import hall_of, mutations, snapshot

BOXES = ("single", "single-nh")


@pytest.mark.parametrize("box", BOXES)
def test_every_altered_ballot_gets_the_verdict_required_of_us(database: Database, clock: FixedClock, box: str) -> None:
    hall, voters = hall_of(database, clock, box)
    before = hall.paper().ballots
    accepted = 0
    for entry in mutations(box):
        body = entry["ballot"].encode()
        clock.advance(timedelta(minutes=1))  # nobody is held back for sending bad ballots over and over
        sender = voters.get(_credential(body), 0)
        if entry["required"] == "accepted":
            assert hall.send(sender, body).is_new, entry["name"]
            accepted += 1
        elif entry["required"] == "rejected: duplicate ballot":
            # Whoever sends the same ballot again has lost the answer: the old receipt, and nothing more in the box.
            assert not hall.send(sender, body).is_new, entry["name"]
        else:
            with pytest.raises(BallotRefused) as refusal:
                hall.send(sender, body)
            assert entry["required"] == f"rejected: {refusal.value.reason}", entry["name"]
    assert hall.paper().ballots == before + accepted


@pytest.mark.parametrize("box", BOXES)
def test_an_archive_of_belenios_tool_comes_back_from_our_rows_byte_for_byte(
    database: Database, clock: FixedClock, box: str
) -> None:
    hall, _ = hall_of(database, clock, box)
    assert hall.archive() == snapshot(box)


def _credential(body: bytes) -> str:
    try:
        found: Any = json.loads(body)
    except ValueError:
        return ""
    return str(found.get("credential", "")) if isinstance(found, dict) else ""

"""A secret key that changed in the middle of a vote, as after a restore on another machine: said, and nothing lost."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from govapp.ballots import service
from govapp.ballots.queries import get_paper
from govapp.ballots.rules.refusals import SecretKeyChanged
from govapp.db.engine import Database, open_database
from govapp.kernel.clock import FixedClock
from govapp.kernel.keys import KeyRing
from tests.databases import Store
from tests.factories.accounts import ZONE
from tests.factories.ballots import AGAINST, FOR, Hall, decision, opened

OTHER_KEY = KeyRing(b"another-key-for-tests-0123456789abcdef")


@pytest.fixture
def hall(database: Database, clock: FixedClock) -> Hall:
    return opened(database, clock, questions=(decision(),))


@pytest.fixture
def restored(hall: Hall, store: Store) -> Iterator[Hall]:
    """Return the same vote on an installation with another key."""
    other = open_database(store.url, keys=lambda: OTHER_KEY, zone=ZONE)
    yield replace(hall, database=other)
    other.dispose()


def test_no_ballot_is_taken_whose_receipt_would_not_hold(hall: Hall, restored: Hall) -> None:
    hall.vote(0, FOR)
    late = hall.ballot(1, FOR)
    before = hall.archive()
    with pytest.raises(SecretKeyChanged) as refused:
        restored.send(1, late)
    assert "Nothing is lost" in refused.value.help
    assert hall.archive() == before


def test_voting_goes_on_when_the_earlier_key_is_back(hall: Hall, restored: Hall) -> None:
    hall.vote(0, FOR)
    late = hall.ballot(1, AGAINST)
    with pytest.raises(SecretKeyChanged):
        restored.send(1, late)
    hall.send(1, late)
    hall.close("the key is back")
    assert hall.paper().counted == 2


def test_the_booth_gets_a_sentence_and_no_code_that_is_on_no_list(restored: Hall, clock: FixedClock) -> None:
    with (
        restored.database.read_only(restored.actor(1), clock.now()) as work,
        pytest.raises(SecretKeyChanged, match="another secret key"),
    ):
        service.get_voter(work.session, get_paper(work.session, restored.uuid), restored.right(1))


def test_whoever_only_looks_sees_the_booth_and_the_board_as_before(restored: Hall, clock: FixedClock) -> None:
    with restored.database.read_only(restored.actor(1), clock.now()) as work:
        found = get_paper(work.session, restored.uuid)
        assert service.changed_booth(work.session, found) is not None
    assert restored.archive()

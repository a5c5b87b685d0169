"""A whole election through the use cases, on both databases: keys, voting again, closing, counting, checking."""

from govapp.ballots import queries, service
from govapp.ballots.archive.reader import read_archive
from govapp.ballots.crypto.decryption import partial_decryption
from govapp.ballots.crypto.election import read_election
from govapp.ballots.rules import PaperState
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from tests.factories.ballots import ABSTAIN, AGAINST, FOR, Hall, opened

A, A_AND_B, BLANK, NOTHING = (0, 1, 0, 0), (0, 1, 1, 0), (1, 0, 0, 0), (0, 0, 0, 0)


def _everybody_votes(hall: Hall) -> None:
    hall.vote(0, AGAINST, BLANK)
    hall.vote(1, FOR, A_AND_B)
    hall.vote(0, FOR, A)
    hall.vote(2, ABSTAIN, BLANK)
    hall.vote(3, AGAINST, NOTHING)
    hall.vote(1, FOR, A_AND_B)


def test_an_election_is_counted_by_the_server_key_as_soon_as_it_closes(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock)
    _everybody_votes(hall)
    hall.close()
    found = hall.paper()
    assert found.state is PaperState.COUNTED
    assert found.result == ((2, 1, 1), (1, 2, 1, 0))
    assert (found.ballots, found.counted, found.voters) == (6, 4, 5)
    archive = read_archive(hall.archive())
    assert archive.head.event == found.head

"""Letters on paper come with tables of their own; a vote that was open before can have letters afterwards."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from govapp.assembly.convocation.service.letter_words import LetterSender
from govapp.assembly.votes.service.post import MakeVoteLetters, make_vote_letters
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.factories.assembly import NADIA, written
from tests.factories.shares import living, registered
from tests.migrations.steps import before

SENDER = LetterSender("Ambora", "", "contact@ambora.example", "", Language.FR, "https://vote.ambora.example")


def test_a_vote_of_before_gets_letters(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock, voters=5)
    with database.unit_of_work(NADIA, clock.now()) as work:
        registered(work, living("Zonder Adres", "Veldstraat 9", "9000", "Gent"))
    meeting.lock()
    meeting.open()
    downgrade(database, before(database, "postal_letters"))
    upgrade(database)
    with meeting.at() as work:
        assert make_vote_letters(work, MakeVoteLetters(meeting.id, 1, SENDER)).letters == 1
    with database.engine.begin() as connection, pytest.raises(IntegrityError, match="append-only"):
        connection.execute(text("UPDATE postal_letter SET name = 'Berta'"))

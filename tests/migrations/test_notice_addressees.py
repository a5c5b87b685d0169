"""Directors and auditors come with tables of their own; an assembly of before tells nobody but its shareholders."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from govapp.assembly.convocation.service.addressees import make_addressee_letters, record_addressee
from govapp.assembly.votes.service.notice import check_notice
from govapp.assembly.votes.service.post import notice_of
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import NADIA, written
from tests.integration.test_notice_addressees import BY_POST, SENDER
from tests.migrations.steps import before


def test_a_vote_of_before_can_be_told_to_an_auditor_afterwards(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock, voters=5)
    meeting.lock()
    meeting.open()
    downgrade(database, before(database, "notice_addressees"))
    upgrade(database)
    with meeting.at(NADIA) as work:
        record_addressee(work, BY_POST)
        assert make_addressee_letters(work, notice_of(work, meeting.vote_row()), SENDER) == 1
    with meeting.at(NADIA) as work:
        assert check_notice(work, meeting.vote_row()).figures.addressees == 6
    with database.engine.begin() as connection, pytest.raises(IntegrityError, match="append-only"):
        connection.execute(text("UPDATE addressee_letter SET name = 'Berta'"))

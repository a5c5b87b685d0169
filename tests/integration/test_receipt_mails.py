"""Whoever votes several times can tell the receipts by mail apart: which vote each is about, and which one counts."""

from datetime import timedelta

from sqlalchemy import select

from govapp.ballots.service import mail_receipt
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from tests.factories.ballots import AGAINST, FOR, Hall, decision, opened


def facts_of(hall: Hall) -> list[dict[str, str]]:
    with hall.database.read_only(hall.actor(0), hall.clock.now()) as work:
        statement = select(OutboxMessage.facts).where(OutboxMessage.template == "receipt").order_by(OutboxMessage.id)
        return list(work.session.scalars(statement))


def test_each_of_three_receipts_says_which_vote_it_is_about(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=(decision(),))
    receipts = []
    for choice in (FOR, AGAINST, FOR):
        receipts.append(hall.vote(0, choice))
        clock.advance(timedelta(hours=1))
    first, second, third = facts_of(hall)
    assert "previous_at" not in first
    assert second["previous_at"] == first["received_at"]
    assert third["previous_at"] == second["received_at"]
    with database.unit_of_work(hall.actor(0), clock.now()) as work:
        mail_receipt(work, hall.uuid, receipts[1].tracker)
    again = facts_of(hall)[-1]
    assert again["previous_at"] == first["received_at"]
    assert again["replaced_at"] == third["received_at"]

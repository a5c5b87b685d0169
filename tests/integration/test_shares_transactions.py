"""Transactions of every type in the database: positions in SQL and in Python are one, and the register stays sound."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.shares.ledger.models import Holding, LedgerTransaction
from govapp.shares.ledger.queries.entries import list_entries
from govapp.shares.ledger.queries.positions import select_positions
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.movements import Movement, Position, Transaction, position
from govapp.shares.ledger.rules.refusals import MovementsDoNotFit
from govapp.shares.ledger.service.writing import lock_register, post
from govapp.shares.people.rules.days import AsOf, as_of
from govapp.shares.register.queries import check_register, get_holder_detail
from tests.factories.accounts import ZONE
from tests.factories.shares import REGISTRAR, SINCE, register_some

DAY = date(2026, 5, 1)
BESIDE = {"reason": "Asked", "reference": "Line 12", "legal_basis": "Decision", "document_digest": "ab" * 32}
A, B, C, D, E = range(1, 6)


def entered(kind: MovementType, *movements: Movement, day: date = DAY) -> Transaction:
    return Transaction(kind, day, movements, **BESIDE)  # type: ignore[arg-type]


def moved(giver: int, taker: int, quantity: int, paid: int, claim: int = 0) -> tuple[Movement, Movement]:
    return (
        Movement(giver, -quantity, 3000, -paid, -claim, counter=2),
        Movement(taker, quantity, 3000, paid, claim, counter=1),
    )


# One share of EUR 30 each at the beginning.
EVERYTHING = (
    entered(MovementType.OPENING_BALANCE, Movement(A, 4, 3000, 6000), day=SINCE),
    entered(MovementType.ISSUE, Movement(B, 1, 3000, 1500), Movement(C, 1, 3000, 1500), day=SINCE),
    entered(MovementType.PAYMENT_ON_SHARE, Movement(B, paid_in_cents=1500)),
    entered(MovementType.TRANSFER, *moved(A, B, 1, 1500)),
    entered(MovementType.WITHDRAWAL, Movement(B, -1, 3000, -1500, 1500)),
    entered(MovementType.REFUND_DEFERRED, Movement(B)),
    entered(MovementType.REFUND_PAID, Movement(B, claim_cents=-1000)),
    entered(MovementType.INHERITANCE, *moved(D, E, 1, 3000)),
    entered(MovementType.NOTE, Movement(C)),
    entered(MovementType.PLEDGE, Movement(C)),
    entered(MovementType.SEIZURE, Movement(C)),
    entered(MovementType.TRANSFER_LIMIT, Movement(C)),
    entered(MovementType.SPLIT, Movement(C, -2, 3000, -4500, counter=2), Movement(C, 4, 1500, 4500, counter=1)),
    entered(MovementType.CONSOLIDATION, Movement(C, -4, 1500, -4500, counter=2), Movement(C, 2, 3000, 4500, counter=1)),
    entered(
        MovementType.CONVERSION,
        Movement(E, -2, 3000, -6000, counter=2),
        Movement(E, 1, 6000, 6000, share_class="large", counter=1),
    ),
    entered(MovementType.MERGE, *moved(C, A, 2, 4500)),
    entered(MovementType.END_BY_LAW, Movement(B, -2, 3000, -6000, 5000)),
)


def compared(database: Database, clock: FixedClock, question: AsOf) -> dict[int, Position]:
    """Return everybody's position, the same from the pure rules and from the one statement in SQL."""
    with database.read_only(REGISTRAR, clock.now()) as work:
        rows = work.session.execute(select(select_positions(question))).all()
        added_up = {row.party_id: Position(row.shares, row.paid_in_cents, row.paid_shares, row.since) for row in rows}
        for holder_id, found in added_up.items():
            assert found == position(list_entries(work.session, [holder_id]), question)
        return added_up


def test_every_type_is_posted_kept_and_found_sound(database: Database, clock: FixedClock) -> None:
    register_some(database, clock, 5)
    for transaction in EVERYTHING:
        clock.advance(timedelta(minutes=1))
        with database.unit_of_work(REGISTRAR, clock.now()) as work:
            lock_register(work)
            post(work, transaction)
        held = compared(database, clock, as_of(clock.now(), ZONE))
        compared(database, clock, as_of(clock.now(), ZONE, SINCE))
    assert {holder: found.shares for holder, found in held.items()} == {A: 6, B: 0, C: 0, D: 0, E: 1}
    with database.read_only(REGISTRAR, clock.now()) as work:
        # Nobody keeps a journal here, and at the end fewer than three hold shares.
        expected = {"no_journal_line", "few_holders"}
        assert {fault.code for fault in check_register(work.session).faults} == expected
        kept = work.session.scalars(select(Holding).order_by(Holding.party_id)).all()
        assert {row.party_id: row.paid_shares for row in kept} == {
            holder: found.paid_shares for holder, found in held.items()
        }
        claims = [line.claim_cents for line in get_holder_detail(work.session, B, as_of(clock.now(), ZONE)).lines]
        assert sum(claims) == 5500


def test_fewer_than_three_shareholders_are_named_by_the_check(database: Database, clock: FixedClock) -> None:
    register_some(database, clock, 3)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lock_register(work)
        post(work, entered(MovementType.RESIGNATION, Movement(A, -1, 3000, -3000, 3000)))
        found = [(fault.subject, fault.code) for fault in check_register(work.session).faults]
    assert ("day 2026-05-01", "few_holders") in found


def test_half_a_transfer_is_refused_and_leaves_nothing(database: Database, clock: FixedClock) -> None:
    register_some(database, clock, 2)
    half = entered(MovementType.TRANSFER, moved(A, B, 1, 3000)[0])
    with pytest.raises(MovementsDoNotFit), database.unit_of_work(REGISTRAR, clock.now()) as work:
        post(work, half)
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert len(work.session.scalars(select(LedgerTransaction.sequence)).all()) == 2

"""One registrar alone wants to make a large correction: by the program, in small steps, and in its database."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.shares.ledger.rules.large import LARGE_CORRECTION_SHARES, CorrectionNeedsAnother
from govapp.shares.ledger.rules.refusals import SecondPersonMissing
from govapp.shares.ledger.service import (
    CorrectEntry,
    ReverseEntry,
    confirm_correction,
    correct_entry,
    correct_or_ask,
    reverse_entry,
)
from govapp.shares.ledger.service.writing import Author
from govapp.shares.register.queries import check_register, get_register_totals
from tests.factories.shares import LIEVE, REGISTRAR, SINCE, person, registered, shares

LARGE = LARGE_CORRECTION_SHARES + 10
ANSWER = (
    "INSERT INTO entry_correction_answer (correction_id, asked_by, answered_at, answered_by, answered_by_name, entry) "
    "SELECT id, asked_by, asked_at, asked_by, asked_by_name, sequence FROM entry_correction"
)


@pytest.fixture
def holders(database: Database, clock: FixedClock) -> tuple[int, int]:
    """Return somebody with many shares, by entry 1, and somebody with one, by entry 2."""
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        found = int(registered(work, LIEVE, first=shares(LARGE))), int(registered(work, person("Vriend")))
    clock.advance(timedelta(minutes=1))
    return found


def entry(holder_id: int, sequence: int, quantity: int) -> CorrectEntry:
    return CorrectEntry(holder_id, sequence, quantity, 3000, quantity * 3000, SINCE, "A slip of mine")


def total(database: Database, clock: FixedClock) -> int:
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert check_register(work.session).is_sound
        return get_register_totals(work.session).shares


def test_whoever_asked_does_not_confirm_in_another_role_either(
    database: Database, clock: FixedClock, holders: tuple[int, int]
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        number = correct_or_ask(work, ReverseEntry(holders[0], 1, "A slip of mine"))
    assert number is not None
    in_another_role = Actor(ActorKind.OFFICER, REGISTRAR.id, "S. Claes", frozenset({Role.SECRETARY}))
    for actor in (REGISTRAR, in_another_role):
        with pytest.raises(CorrectionNeedsAnother), database.unit_of_work(actor, clock.now()) as work:
            confirm_correction(work, number)
    assert total(database, clock) == LARGE + 1


def test_the_ledger_takes_no_large_correction_of_one_person(
    database: Database, clock: FixedClock, holders: tuple[int, int]
) -> None:
    big, small = holders
    alone = Author(REGISTRAR.reference, "Somebody Else")
    for author in (None, alone):
        with pytest.raises(SecondPersonMissing), database.unit_of_work(REGISTRAR, clock.now()) as work:
            reverse_entry(work, ReverseEntry(big, 1, "A slip of mine"), author)
        for command in (entry(big, 1, 1), entry(big, 1, LARGE - 1), entry(small, 2, LARGE)):
            with pytest.raises(SecondPersonMissing), database.unit_of_work(REGISTRAR, clock.now()) as work:
                correct_entry(work, command, author)
    assert total(database, clock) == LARGE + 1


def test_small_steps_do_not_make_a_large_entry(database: Database, clock: FixedClock, holders: tuple[int, int]) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        assert correct_or_ask(work, entry(holders[1], 2, LARGE_CORRECTION_SHARES)) is None
        assert correct_or_ask(work, entry(holders[1], 3, LARGE_CORRECTION_SHARES + 1)) is not None
        assert correct_or_ask(work, entry(holders[0], 1, LARGE - 1)) is not None
    assert total(database, clock) == LARGE + LARGE_CORRECTION_SHARES


def test_the_database_takes_no_answer_of_whoever_asked(
    database: Database, clock: FixedClock, holders: tuple[int, int]
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        correct_or_ask(work, ReverseEntry(holders[0], 1, "A slip of mine"))
    with pytest.raises(IntegrityError, match="two_people"), database.engine.begin() as connection:
        connection.execute(text(ANSWER))

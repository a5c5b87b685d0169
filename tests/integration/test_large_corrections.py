"""A large correction waits for a second officer and takes effect at once when confirmed; on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from govapp.audit.queries import Filter
from govapp.audit.queries import list_entries as journal
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.shares.ledger.models import EntryCorrection, EntryCorrectionAnswer
from govapp.shares.ledger.queries.asked import (
    count_waiting_corrections,
    list_answered_corrections,
    list_waiting_corrections,
)
from govapp.shares.ledger.queries.entries import find_transaction
from govapp.shares.ledger.rules.large import CorrectionNotWaiting, CorrectionWaits
from govapp.shares.ledger.rules.refusals import (
    AlreadyReversed,
    BalanceBelowZero,
    EntryNotFound,
    PaidInOutOfRange,
)
from govapp.shares.ledger.service import (
    CorrectEntry,
    ReverseEntry,
    confirm_correction,
    correct_or_ask,
    reverse_entry,
    withdraw_correction,
)
from govapp.shares.ledger.service.writing import Author
from govapp.shares.people.rules.days import as_of
from govapp.shares.people.rules.refusals import EffectiveDateInFuture, FactKnownAlready, ReasonMissing
from govapp.shares.register.queries import check_register, get_holder_detail
from govapp.shares.tags import SharesTag
from tests.factories.accounts import ZONE
from tests.factories.shares import LIEVE, REGISTRAR, SINCE, registered, shares

NADIA = Actor(ActorKind.OFFICER, 8, "Nadia Lefèvre", frozenset({Role.SECRETARY}))
WHY = "Ten were paid, a zero too many"


@pytest.fixture
def lieve(database: Database, clock: FixedClock) -> int:
    """Return somebody in whose first entry a zero too many was typed."""
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        holder_id = registered(work, LIEVE, first=shares(100))
    clock.advance(timedelta(minutes=1))
    return int(holder_id)


def right(holder_id: int, quantity: int = 10, day: date = SINCE, reason: str = WHY) -> CorrectEntry:
    return CorrectEntry(holder_id, 1, quantity, 3000, quantity * 3000, day, reason, "Board")


def ask(database: Database, clock: FixedClock, command: CorrectEntry | ReverseEntry, actor: Actor = REGISTRAR) -> int:
    with database.unit_of_work(actor, clock.now()) as work:
        found = correct_or_ask(work, command)
    assert found is not None
    clock.advance(timedelta(minutes=1))
    return found


def held(database: Database, clock: FixedClock, holder_id: int) -> int:
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert check_register(work.session).is_sound
        return get_holder_detail(work.session, holder_id, as_of(clock.now(), ZONE)).position.shares


def tags(database: Database, clock: FixedClock) -> list[tuple[str, str]]:
    with database.read_only(REGISTRAR, clock.now()) as work:
        return [(each.tag, each.actor_name) for each in journal(work.session, Filter(), limit=5)]


def test_it_waits_and_is_written_with_both_names_when_another_confirms(
    database: Database, clock: FixedClock, lieve: int
) -> None:
    number = ask(database, clock, right(lieve))
    assert held(database, clock, lieve) == 100
    with database.read_only(NADIA, clock.now()) as work:
        [waiting] = list_waiting_corrections(work.session)
        assert waiting == list_waiting_corrections(work.session, lieve)[0]
        assert list_waiting_corrections(work.session, lieve + 1) == ()
        assert waiting.right is not None
        assert (waiting.right.quantity, waiting.reason, waiting.asked_by) == (10, WHY, REGISTRAR.reference)
        assert count_waiting_corrections(work.session) == 1
    with database.unit_of_work(NADIA, clock.now()) as work:
        entry = confirm_correction(work, number)
    assert held(database, clock, lieve) == 10
    with database.read_only(NADIA, clock.now()) as work:
        for sequence in (entry, entry + 1):
            written = find_transaction(work.session, sequence)
            assert written is not None
            assert (written.second_actor, written.second_actor_name) == (NADIA.reference, NADIA.name)
        lines = get_holder_detail(work.session, lieve, as_of(clock.now(), ZONE)).lines
        assert [line.actor_name for line in lines] == [REGISTRAR.name] * 3
        assert [line.second_actor_name for line in lines] == [NADIA.name, NADIA.name, ""]
        [answered] = list_answered_corrections(work.session, 5)
        assert answered.answer is not None
        assert (answered.answer.entry, answered.answer.name) == (entry, NADIA.name)
        assert count_waiting_corrections(work.session) == 0
    assert tags(database, clock)[:4] == [
        (SharesTag.CORRECTION_CONFIRMED.value, NADIA.name),
        (SharesTag.SHARES_REVERSED.value, NADIA.name),
        (SharesTag.SHARES_ISSUED.value, NADIA.name),
        (SharesTag.CORRECTION_ASKED.value, REGISTRAR.name),
    ]
    with pytest.raises(CorrectionNotWaiting), database.unit_of_work(NADIA, clock.now()) as work:
        confirm_correction(work, number)


def test_a_large_reversal_waits_too(database: Database, clock: FixedClock, lieve: int) -> None:
    number = ask(database, clock, ReverseEntry(lieve, 1, "Never paid"))
    with database.read_only(NADIA, clock.now()) as work:
        assert list_waiting_corrections(work.session)[0].right is None
    with database.unit_of_work(NADIA, clock.now()) as work:
        confirm_correction(work, number)
    assert held(database, clock, lieve) == 0


def test_a_small_one_is_written_at_once(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        holder_id = int(registered(work, LIEVE, first=shares(2)))
        assert correct_or_ask(work, right(holder_id, 3)) is None
        assert correct_or_ask(work, ReverseEntry(holder_id, 2, "Never paid")) is None
    assert held(database, clock, holder_id) == 0


def test_a_correction_of_a_confirmed_one_does_not_carry_its_second_person(
    database: Database, clock: FixedClock, lieve: int
) -> None:
    number = ask(database, clock, right(lieve))
    with database.unit_of_work(NADIA, clock.now()) as work:
        entry = confirm_correction(work, number)
    clock.advance(timedelta(minutes=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        assert correct_or_ask(work, CorrectEntry(lieve, entry, 9, 3000, 27000, SINCE, "Nine", "Board")) is None
        written = find_transaction(work.session, entry + 2)
    assert written is not None
    assert (written.reason, written.second_actor, written.second_actor_name) == ("Nine", "", "")


@pytest.mark.parametrize("actor", [REGISTRAR, NADIA])
def test_it_is_withdrawn_or_refused_and_can_be_asked_for_again(
    database: Database, clock: FixedClock, lieve: int, actor: Actor
) -> None:
    number = ask(database, clock, right(lieve))
    with database.unit_of_work(actor, clock.now()) as work:
        assert withdraw_correction(work, number).sequence == 1
    assert tags(database, clock)[0] == (SharesTag.CORRECTION_WITHDRAWN.value, actor.name)
    for answer in (confirm_correction, withdraw_correction):
        with pytest.raises(CorrectionNotWaiting), database.unit_of_work(NADIA, clock.now()) as work:
            answer(work, number)
    assert held(database, clock, lieve) == 100
    assert ask(database, clock, right(lieve)) == number + 1


def test_one_entry_waits_once(database: Database, clock: FixedClock, lieve: int) -> None:
    ask(database, clock, right(lieve))
    with pytest.raises(CorrectionWaits), database.unit_of_work(NADIA, clock.now()) as work:
        correct_or_ask(work, ReverseEntry(lieve, 1, "Never paid"))


def test_it_is_refused_when_the_entry_was_reversed_meanwhile(database: Database, clock: FixedClock, lieve: int) -> None:
    number = ask(database, clock, right(lieve))
    with database.unit_of_work(NADIA, clock.now()) as work:
        reverse_entry(work, ReverseEntry(lieve, 1, "Never paid"), Author(REGISTRAR.reference, REGISTRAR.name))
    clock.advance(timedelta(minutes=1))
    with pytest.raises(AlreadyReversed), database.unit_of_work(NADIA, clock.now()) as work:
        confirm_correction(work, number)
    assert held(database, clock, lieve) == 0
    with database.read_only(NADIA, clock.now()) as work:
        assert list_waiting_corrections(work.session)[0].reversed_by == 2


def test_what_could_not_be_written_is_not_asked_for(database: Database, clock: FixedClock, lieve: int) -> None:
    future = clock.now().date() + timedelta(days=9)
    overpaid = CorrectEntry(lieve, 1, 10, 3000, 99999, SINCE, WHY)
    same = CorrectEntry(lieve, 1, 100, 3000, 300000, SINCE, WHY)
    cases: list[tuple[type[Refusal], CorrectEntry | ReverseEntry]] = [
        (ReasonMissing, right(lieve, reason=" ")),
        (ReasonMissing, ReverseEntry(lieve, 1, " ")),
        (EffectiveDateInFuture, right(lieve, day=future)),
        (PaidInOutOfRange, overpaid),
        (FactKnownAlready, same),
        (EntryNotFound, ReverseEntry(lieve, 9, WHY)),
    ]
    for refusal, command in cases:
        with pytest.raises(refusal), database.unit_of_work(REGISTRAR, clock.now()) as work:
            correct_or_ask(work, command)
    with database.read_only(NADIA, clock.now()) as work:
        assert count_waiting_corrections(work.session) == 0


def test_shares_that_left_already_are_seen_when_it_is_asked_for(
    database: Database, clock: FixedClock, lieve: int
) -> None:
    number = ask(database, clock, ReverseEntry(lieve, 1, "Never paid"))
    with database.unit_of_work(NADIA, clock.now()) as work:
        confirm_correction(work, number)
    with pytest.raises((AlreadyReversed, BalanceBelowZero)), database.unit_of_work(NADIA, clock.now()) as work:
        correct_or_ask(work, right(lieve))


@pytest.mark.parametrize("table", [EntryCorrection, EntryCorrectionAnswer])
def test_what_was_asked_and_answered_stays(
    database: Database, clock: FixedClock, lieve: int, table: type[EntryCorrection | EntryCorrectionAnswer]
) -> None:
    number = ask(database, clock, right(lieve))
    with database.unit_of_work(NADIA, clock.now()) as work:
        withdraw_correction(work, number)
    for statement in (update(table).values(asked_by="officer:1"), delete(table)):
        with pytest.raises(DatabaseError, match="append-only"), database.engine.begin() as connection:
            connection.execute(statement)

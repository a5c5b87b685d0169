"""Each invariant of the register that concerns the ledger: a fault against it is found, and the row is named.

`docs/invariants.md` says which test belongs to which invariant. What is forged here is forged well: the digests fit and
the journal has its line, so that nothing but the invariant itself can find it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine, text

from govapp.audit.journal import record
from govapp.db.append_only import append_only, drop_append_only
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Texts
from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.exporting.service import ExportRegister, log_export, make_export
from govapp.shares.ledger.queries.entries import find_transaction, get_ledger_head, list_chained_transactions
from govapp.shares.ledger.rules.chain import GENESIS, transaction_hash
from govapp.shares.ledger.rules.checking import reversal_of
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.movements import Movement, Transaction
from govapp.shares.ledger.service import IssueShares, ReverseEntry, issue_shares, reverse_entry
from govapp.shares.ledger.service.writing import append, lock_register, post, refresh_holding
from govapp.shares.register.queries import IntegrityReport, check_register
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from govapp.shares.tags import SharesTag
from tests.factories.shares import REGISTRAR, SINCE, register_some
from tests.factories.tampering import tamper, without_triggers

DAY = date(2026, 5, 1)
BESIDE = {"reason": "Asked", "reference": "Line 12", "legal_basis": "Decision", "document_digest": "ab" * 32}
A, B, C, D, E = range(1, 6)
Found = set[tuple[str, str]]


def entered(kind: MovementType, *movements: Movement, day: date = DAY) -> Transaction:
    return Transaction(kind, day, movements, **BESIDE)  # type: ignore[arg-type]


def moved(giver: int, taker: int, quantity: int) -> tuple[Movement, Movement]:
    return (
        Movement(giver, -quantity, 3000, -3000 * quantity, counter=2),
        Movement(taker, quantity, 3000, 3000 * quantity, counter=1),
    )


# One share of EUR 30 each at the beginning; entries 6 to 9.
YEAR = (
    entered(MovementType.ISSUE, Movement(A, 4, 3000, 12000), day=SINCE),
    entered(MovementType.TRANSFER, *moved(A, B, 1)),
    entered(MovementType.WITHDRAWAL, Movement(A, -1, 3000, -3000, 3000)),
    entered(MovementType.REFUND_PAID, Movement(A, claim_cents=-1000)),
)


@pytest.fixture
def register(database: Database, clock: FixedClock) -> Database:
    """Return a sound register of five people with an issue, a transfer, a withdrawal and a refund."""
    register_some(database, clock, 5)
    write(database, clock, YEAR, is_checked=True)
    assert faults(database, clock) == set()
    return database


def write(
    database: Database, clock: FixedClock, transactions: Iterable[Transaction], *, is_checked: bool = False
) -> None:
    """Write transactions with digests and lines in the journal; without `is_checked` no rule is asked."""
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lock_register(work)
        for transaction in transactions:
            people = sorted({movement.holder_id for movement in transaction.movements})
            if is_checked:
                sequence = int(post(work, transaction))
            else:
                [sequence] = map(int, append(work, [transaction], clock.now(), {each: each for each in people}))
                for person in people:
                    refresh_holding(work, person)
            record(work, SharesTag.SHARES_ISSUED, SubjectRef.to("holder", people[0]), facts={"entry": sequence})


def report(database: Database, clock: FixedClock) -> IntegrityReport:
    with database.read_only(REGISTRAR, clock.now()) as work:
        return check_register(work.session)


def faults(database: Database, clock: FixedClock) -> Found:
    return {(fault.subject, fault.code) for fault in report(database, clock).faults}


def without_constraint(database: Database, table: str, name: str) -> None:
    """Take a unique constraint away, as whoever owns the database can; the triggers are made again."""
    if not database.is_sqlite:
        with database.engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
        return
    # SQLite makes the table anew; a connection of one's own has foreign keys switched off meanwhile.
    engine = create_engine(database.engine.url)
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        drop_append_only(operations, table)
        with operations.batch_alter_table(table) as batch:
            batch.drop_constraint(name, type_="unique")
        append_only(operations, table)
    engine.dispose()


def chained_again(database: Database, clock: FixedClock, first: int) -> None:
    """Compute the hashes anew from entry `first` on, as whoever changes an entry with some care would do."""
    with database.read_only(REGISTRAR, clock.now()) as work:
        ledger = list(list_chained_transactions(work.session))
    previous = GENESIS if first == 1 else ledger[first - 2].hash
    with without_triggers(database, "ledger_transaction") as connection:
        for each in ledger[first - 1 :]:
            own = transaction_hash(replace(each, previous_hash=previous))
            connection.execute(
                text("UPDATE ledger_transaction SET previous_hash = :previous, hash = :own WHERE sequence = :sequence"),
                {"previous": previous, "own": own, "sequence": each.sequence},
            )
            previous = own


def test_1_less_than_nothing_on_any_day_is_found(register: Database, clock: FixedClock) -> None:
    """In the end all is well; on the day before it was not."""
    early = entered(MovementType.TRANSFER, *moved(C, D, 2), day=DAY)
    write(register, clock, [early, entered(MovementType.ISSUE, Movement(C, 1, 3000, 3000), day=DAY + timedelta(1))])
    assert faults(register, clock) == {(f"holder {C}", "balance_below_zero")}


def test_2_shares_that_leave_somebody_and_arrive_nowhere_are_found(register: Database, clock: FixedClock) -> None:
    tamper(register, "ledger_line", "UPDATE ledger_line SET quantity = 2 WHERE sequence = 7 AND ordinal = 2")
    chained_again(register, clock, 7)
    assert ("entry 7", "movements_do_not_fit") in faults(register, clock)


def test_2_half_a_transfer_is_found(register: Database, clock: FixedClock) -> None:
    tamper(register, "ledger_line", "DELETE FROM ledger_line WHERE sequence = 7 AND ordinal = 2")
    chained_again(register, clock, 7)
    assert ("entry 7", "movements_do_not_fit") in faults(register, clock)


def test_2_a_conversion_that_makes_value_is_found(register: Database, clock: FixedClock) -> None:
    larger = Movement(C, 1, 6000, 3000, share_class="large", counter=1)
    write(register, clock, [entered(MovementType.CONVERSION, Movement(C, -1, 3000, -3000, counter=2), larger)])
    assert faults(register, clock) == {("entry 10", "movements_do_not_fit")}


@pytest.mark.parametrize("column", ["shares", "paid_in_cents", "paid_shares"])
def test_3_kept_figures_that_are_not_those_of_the_ledger_are_found(
    register: Database, clock: FixedClock, column: str
) -> None:
    with register.engine.begin() as connection:
        connection.execute(text(f"UPDATE holding SET {column} = 99 WHERE party_id = {B}"))
    assert faults(register, clock) == {(f"holder {B}", "holding")}


CHANGES = {
    "ledger_transaction": {
        "type": "'note'",
        "effective_date": "'2026-04-30'",
        "recorded_at": "'2026-06-01T12:00:00.000001Z'",
        "actor": "'officer:8'",
        "actor_name": "'Somebody'",
        "second_actor": "'officer:8'",
        "second_actor_name": "'Somebody'",
        "legal_basis": "'Other'",
        "document_digest": f"'{'cd' * 32}'",
        "reason": "'Other'",
        "reference": "'Other'",
        "reverses": "1",
        "previous_hash": f"'{'0' * 64}'",
        "hash": f"'{'0' * 64}'",
    },
    "ledger_line": {
        "party_id": "4",
        "share_class": "'large'",
        "quantity": "9",
        "unit_price_cents": "1",
        "paid_in_cents": "1",
        "claim_cents": "1",
        "counter_line": "5",
    },
}


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [(table, column, value) for table, columns in CHANGES.items() for column, value in columns.items()],
)
def test_4_any_changed_value_of_an_entry_is_found(
    register: Database, clock: FixedClock, table: str, column: str, value: str
) -> None:
    first = " AND ordinal = 1" if table == "ledger_line" else ""
    tamper(register, table, f"UPDATE {table} SET {column} = {value} WHERE sequence = 7{first}")
    assert ("entry 7", "content") in faults(register, clock)


def test_4_an_entry_that_was_taken_out_is_found(register: Database, clock: FixedClock) -> None:
    tamper(register, "ledger_line", "DELETE FROM ledger_line WHERE sequence = 6")
    tamper(register, "ledger_transaction", "DELETE FROM ledger_transaction WHERE sequence = 6")
    assert ("entry 7", "gap") in faults(register, clock)


def test_4_an_entry_that_claims_to_be_older_than_the_one_before_is_found(register: Database, clock: FixedClock) -> None:
    for table in ("ledger_line", "ledger_transaction"):
        tamper(register, table, f"UPDATE {table} SET recorded_at = '2026-01-01T00:00:00.000000Z' WHERE sequence = 7")
    chained_again(register, clock, 7)
    assert faults(register, clock) == {("entry 7", "recorded_at")}


def test_4_days_that_differ_between_an_entry_and_its_line_are_found(register: Database, clock: FixedClock) -> None:
    tamper(
        register, "ledger_line", "UPDATE ledger_line SET recorded_at = '2026-01-01T00:00:00.000000Z' WHERE sequence = 7"
    )
    assert faults(register, clock) == {("entry 7", "line_days")}


def test_6_a_second_reversal_of_an_entry_is_found(register: Database, clock: FixedClock) -> None:
    with register.unit_of_work(REGISTRAR, clock.now()) as work:
        issue_shares(work, IssueShares(B, 2, 3000, 6000, DAY))
        reverse_entry(work, ReverseEntry(B, 10, "Typing error"))
    without_constraint(register, "ledger_transaction", "uq_ledger_transaction__reverses")
    with register.read_only(REGISTRAR, clock.now()) as work:
        wrong = find_transaction(work.session, 10)
    assert wrong is not None
    write(register, clock, [reversal_of(10, wrong, "Again")])
    assert ("entry 12", "already_reversed") in faults(register, clock)


@pytest.mark.parametrize(
    ("reverses", "movement", "day", "code"),
    [
        (6, Movement(A, -3, 3000, -9000), SINCE, "reversal_does_not_fit"),
        (6, Movement(A, -4, 3000, -12000), DAY, "reversal_does_not_fit"),
        (1, Movement(A, -4, 3000, -12000), SINCE, "reversal_does_not_fit"),
        (11, Movement(A, -1, 3000, -3000), SINCE, "reversal_does_not_fit"),
    ],
    ids=["of a part", "on another day", "of another entry", "of an entry that comes later"],
)
def test_6_a_reversal_that_is_not_the_exact_negative_is_found(
    register: Database, clock: FixedClock, reverses: int, movement: Movement, day: date, code: str
) -> None:
    wrong = replace(entered(MovementType.CORRECTION_REVERSAL, movement, day=day), reverses=None)
    with register.unit_of_work(REGISTRAR, clock.now()) as work:
        issue_shares(work, IssueShares(B, 2, 3000, 6000, DAY))
    write(register, clock, [wrong, entered(MovementType.ISSUE, Movement(C, 9, 3000, 27000))])
    tamper(
        register,
        "ledger_transaction",
        "UPDATE ledger_transaction SET reverses = :wrong WHERE sequence = 11",
        wrong=reverses,
    )
    chained_again(register, clock, 11)
    assert ("entry 11", code) in faults(register, clock)


def test_6_a_reversal_of_a_reversal_is_found(register: Database, clock: FixedClock) -> None:
    with register.unit_of_work(REGISTRAR, clock.now()) as work:
        issue_shares(work, IssueShares(B, 2, 3000, 6000, DAY))
        reverse_entry(work, ReverseEntry(B, 10, "Typing error"))
        undoing = find_transaction(work.session, 11)
    assert undoing is not None
    write(register, clock, [reversal_of(11, undoing, "Again")])
    assert ("entry 12", "reversal_not_reversible") in faults(register, clock)


def test_7_an_entry_behind_a_frozen_list_is_told_with_the_list_and_who_approved_it(
    register: Database, clock: FixedClock
) -> None:
    with register.unit_of_work(REGISTRAR, clock.now()) as work:
        freeze_roll(work, FreezeRoll(DAY, Texts.same("Assembly")))
        freeze_roll(work, FreezeRoll(DAY + timedelta(days=10), Texts.same("Second assembly")))
    late = (
        entered(MovementType.ISSUE, Movement(B, 1, 3000, 3000), day=DAY),
        replace(
            entered(MovementType.ISSUE, Movement(C, 1, 3000, 3000), day=DAY + timedelta(days=1)),
            second_actor="officer:8",
            second_actor_name="Karim",
        ),
        entered(MovementType.ISSUE, Movement(D, 1, 3000, 3000), day=DAY + timedelta(days=11)),
    )
    write(register, clock, late, is_checked=True)
    found = report(register, clock)
    assert found.is_sound
    assert [(each.sequence, each.roll_ids, each.second_actor_name) for each in found.notices] == [
        (10, (1, 2), ""),
        (11, (2,), "Karim"),
    ]


def test_7_an_entry_that_was_there_at_the_freeze_is_not_told(register: Database, clock: FixedClock) -> None:
    with register.unit_of_work(REGISTRAR, clock.now()) as work:
        freeze_roll(work, FreezeRoll(DAY, Texts.same("Assembly")))
    assert report(register, clock).notices == ()


@pytest.mark.parametrize("paid", [-1, 3001])
def test_8_an_amount_paid_in_outside_the_price_is_found(register: Database, clock: FixedClock, paid: int) -> None:
    write(register, clock, [entered(MovementType.ISSUE, Movement(C, 1, 3000, paid))])
    assert ("entry 10", "paid_in_out_of_range") in faults(register, clock)


def test_8_payments_that_add_up_to_more_than_the_price_are_found(register: Database, clock: FixedClock) -> None:
    write(register, clock, [entered(MovementType.PAYMENT_ON_SHARE, Movement(C, paid_in_cents=1))])
    assert faults(register, clock) == {(f"holder {C}", "paid_in_out_of_range")}


def test_9_a_number_of_two_people_is_found(register: Database, clock: FixedClock) -> None:
    without_constraint(register, "party", "uq_party__number")
    tamper(register, "party", "UPDATE party SET number = 4 WHERE id = 5")
    assert ("number 4", "number_twice") in faults(register, clock)


def test_9_a_number_without_entries_and_entries_without_a_number_are_found(
    register: Database, clock: FixedClock
) -> None:
    tamper(register, "party", "UPDATE party SET number = NULL WHERE id = 5")
    assert ("person 5", "number_missing") in faults(register, clock)
    columns = "kind, number, gender, company_number, recorded_at"
    tamper(
        register, "party", f"INSERT INTO party ({columns}) SELECT kind, 77, '', '', recorded_at FROM party WHERE id = 1"
    )
    assert ("person 6", "number_unfounded") in faults(register, clock)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (MovementType.ISSUE, "quantity_not_positive"),
        (MovementType.OPENING_BALANCE, "quantity_not_positive"),
        (MovementType.PAYMENT_ON_SHARE, "movements_do_not_fit"),
        (MovementType.TRANSFER, "movements_do_not_fit"),
        (MovementType.NOTE, "movements_do_not_fit"),
    ],
)
def test_11_shares_that_go_by_an_entry_that_takes_none_are_found(
    register: Database, clock: FixedClock, kind: MovementType, code: str
) -> None:
    write(register, clock, [entered(kind, Movement(B, -1, 3000, -3000))])
    assert ("entry 10", code) in faults(register, clock)


@pytest.mark.parametrize(
    ("kind", "missing", "code"),
    [
        (MovementType.RESIGNATION, "legal_basis", "legal_basis_missing"),
        (MovementType.END_BY_LAW, "reason", "reason_missing"),
        (MovementType.EXCLUSION, "document_digest", "document_missing"),
    ],
)
def test_11_an_exit_that_names_nothing_on_which_it_rests_is_found(
    register: Database, clock: FixedClock, kind: MovementType, missing: str, code: str
) -> None:
    leaving = entered(kind, Movement(B, -2, 3000, -6000, 6000))
    write(register, clock, [replace(leaving, **{missing: ""})])  # type: ignore[arg-type]
    assert faults(register, clock) == {("entry 10", code)}


def test_11_an_exit_that_leaves_shares_behind_is_found(register: Database, clock: FixedClock) -> None:
    write(register, clock, [entered(MovementType.RESIGNATION, Movement(B, -1, 3000, -3000, 3000))])
    assert faults(register, clock) == {("entry 10", "shares_left")}


def test_12_more_refunded_than_the_separation_share_is_found(register: Database, clock: FixedClock) -> None:
    write(register, clock, [entered(MovementType.REFUND_PAID, Movement(A, claim_cents=-2001))])
    assert faults(register, clock) == {(f"holder {A}", "claim_below_zero")}


def test_12_a_refund_that_names_no_test_is_found(register: Database, clock: FixedClock) -> None:
    paid = entered(MovementType.REFUND_PAID, Movement(A, claim_cents=-1000))
    write(register, clock, [replace(paid, legal_basis="")])
    assert faults(register, clock) == {("entry 10", "legal_basis_missing")}


def test_12_a_separation_share_above_what_was_paid_in_is_found(register: Database, clock: FixedClock) -> None:
    write(register, clock, [entered(MovementType.RESIGNATION, Movement(B, -2, 3000, -6000, 6001))])
    assert faults(register, clock) == {("entry 10", "paid_in_out_of_range")}


def test_14_fewer_than_three_shareholders_are_found_on_the_day(register: Database, clock: FixedClock) -> None:
    leaving = [entered(MovementType.RESIGNATION, Movement(each, -1, 3000, -3000, 3000)) for each in (C, D, E)]
    write(register, clock, leaving)
    assert faults(register, clock) == {(f"day {DAY.isoformat()}", "few_holders")}


@pytest.fixture
def exported(register: Database, clock: FixedClock) -> Database:
    """Return the register with one logged export."""
    with register.unit_of_work(REGISTRAR, clock.now()) as work:
        log_export(work, make_export(work, ExportRegister(FileFormat.JSON, "Inspection")))
    assert faults(register, clock) == set()
    return register


@pytest.mark.parametrize("column", ["holders", "shares"])
def test_15_totals_of_an_export_that_were_changed_are_found(exported: Database, clock: FixedClock, column: str) -> None:
    tamper(exported, "register_export", f"UPDATE register_export SET {column} = 99")
    assert faults(exported, clock) == {("export 1", "export_totals")}


@pytest.fixture
def frozen(register: Database, clock: FixedClock) -> Database:
    """Return the register with one frozen voting list of five people."""
    with register.unit_of_work(REGISTRAR, clock.now()) as work:
        freeze_roll(work, FreezeRoll(DAY, Texts.same("Assembly")))
    return register


def test_roll_2_somebody_on_the_list_who_held_nothing_is_found(frozen: Database, clock: FixedClock) -> None:
    """Whoever leaves on the record date has left; the forged list was compiled without that."""
    leaving = entered(MovementType.RESIGNATION, Movement(E, -1, 3000, -3000, 3000))
    write(frozen, clock, [leaving], is_checked=True)
    with frozen.read_only(REGISTRAR, clock.now()) as work:
        head = get_ledger_head(work.session)
    tamper(
        frozen,
        "roll",
        "UPDATE roll SET ledger_sequence = :last, ledger_head = :head",
        last=head.sequence,
        head=head.hash,
    )
    found = {(fault.subject, fault.code, fault.detail) for fault in report(frozen, clock).faults}
    assert ("roll 1", "roll_without_shares", "holder 5 held no shares on its record date") in found


def test_roll_2_somebody_who_held_shares_and_is_not_told_of_is_found(frozen: Database, clock: FixedClock) -> None:
    tamper(frozen, "roll_entry", "DELETE FROM roll_entry WHERE party_id = 5")
    found = {(fault.subject, fault.code, fault.detail) for fault in report(frozen, clock).faults}
    assert ("roll 1", "roll_incomplete", "holder 5 held shares and is not on it") in found


def test_roll_3_somebody_who_is_on_the_list_and_left_out_is_found(frozen: Database, clock: FixedClock) -> None:
    tamper(
        frozen,
        "roll_left_out",
        "INSERT INTO roll_left_out (roll_id, party_id, number, name, reason) VALUES (1, 5, 5, 'An', 'not_paid')",
    )
    assert faults(frozen, clock) == {("roll 1", "roll_both")}

"""Somebody with the password of a PostgreSQL role that may write to every table, but owns none."""

from collections.abc import Iterator

import pytest
from sqlalchemy.exc import DBAPIError

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.register.queries import check_register
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.attacks.half_done.clerks import a_clerk, as_clerk
from tests.factories.shares import REGISTRAR, SINCE, register_some
from tests.schema import metadata

pytestmark = pytest.mark.parametrize("store", ["postgresql"], indirect=True)


@pytest.fixture
def register(database: Database, clock: FixedClock) -> Iterator[Database]:
    """Return a register of three people with a voting list, and a role that may write to its tables."""
    metadata()
    register_some(database, clock, 3)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        freeze_roll(work, FreezeRoll(SINCE, Texts.same("Assembly")))
    with a_clerk(database):
        yield database


def named(database: Database, clock: FixedClock) -> list[tuple[str, str]]:
    with database.read_only(REGISTRAR, clock.now()) as work:
        return [(fault.subject, fault.code) for fault in check_register(work.session).faults]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_line SET quantity = 3 WHERE sequence = 2",
        "DELETE FROM ledger_transaction WHERE sequence = 3",
        "UPDATE party_email SET address = 'x@mail.example'",
        "UPDATE party_name SET name = 'Somebody'",
        "DELETE FROM roll_entry",
        "UPDATE journal_entry SET actor_name = 'Somebody'",
        "DELETE FROM fact_link",
    ],
)
def test_rows_that_stay_refuse_the_role_too(register: Database, clock: FixedClock, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        as_clerk(register, statement)
    assert named(register, clock) == []


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE ledger_line DISABLE TRIGGER ALL",
        "DROP TRIGGER ledger_line_append_only ON ledger_line",
        "TRUNCATE ledger_line",
        "SET LOCAL session_replication_role = replica",
        "DROP FUNCTION govapp_append_only() CASCADE",
    ],
)
def test_the_role_cannot_take_what_protects_them_away(register: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"must be owner|permission denied"):
        as_clerk(register, statement)


def test_what_it_may_change_is_compared_with_what_it_may_not(register: Database, clock: FixedClock) -> None:
    as_clerk(register, "UPDATE holding SET shares = 7, email = 'x@mail.example' WHERE party_id = 2")
    assert set(named(register, clock)) == {("holder 2", "holding"), ("holder 2", "email")}


def test_an_address_that_it_adds_is_in_no_chain(register: Database, clock: FixedClock) -> None:
    as_clerk(
        register,
        "INSERT INTO party_email SELECT (jsonb_populate_record(party_email, jsonb_build_object("
        "'id', party_email.id + 1000, 'address', 'thief@mail.example'))).* FROM party_email WHERE party_id = 2",
        "UPDATE holding SET email = 'thief@mail.example' WHERE party_id = 2",
    )
    assert named(register, clock)

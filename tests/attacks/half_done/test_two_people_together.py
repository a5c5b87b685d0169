"""Two people do the same at the same moment: one of them does it, and the other reads that it is done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.shares.importing.rules.refusals import ImportNotFound
from govapp.shares.importing.service import (
    ConfirmImport,
    StageImport,
    check_import,
    check_staged_file,
    confirm_import,
    stage_import,
)
from govapp.shares.ledger.models import LedgerTransaction
from govapp.shares.ledger.service import ReverseEntry, reverse_entry
from govapp.shares.register.queries import check_register
from tests.factories.shares import NO_ROOMS, REGISTRAR, register_some

FILE = (
    b"number;kind;name;language;category;shares;effective_date\n"
    b"101;natural;Peeters;nl;A;1;2022-03-03\n102;natural;Maes;nl;A;1;2022-03-03\n"
)


def entries(database: Database, clock: FixedClock) -> int:
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert check_register(work.session).faults == ()
        return work.session.scalar(select(func.count()).select_from(LedgerTransaction)) or 0


def test_two_registrars_who_confirm_one_file_import_it_once(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        digest = stage_import(work, StageImport("leden.csv", FILE, check_import(work, FILE)))
    with database.read_only(REGISTRAR, clock.now()) as work:
        checked = check_staged_file(work, digest, with_rows=True)
    both = Barrier(2)

    def confirm(_registrar: int) -> str:
        both.wait()
        try:
            with database.unit_of_work(REGISTRAR, clock.now()) as work:
                confirm_import(work, ConfirmImport(digest, checked), NO_ROOMS)
        except Refusal as refused:
            return refused.code
        return "imported"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(confirm, range(2))) == sorted(["imported", ImportNotFound.code])
    assert entries(database, clock) == 2


def test_two_registrars_who_reverse_one_entry_reverse_it_once(database: Database, clock: FixedClock) -> None:
    (party,) = register_some(database, clock, 1)
    both = Barrier(2)

    def reverse(_registrar: int) -> bool:
        both.wait()
        try:
            with database.unit_of_work(REGISTRAR, clock.now()) as work:
                reverse_entry(work, ReverseEntry(party, 1, "Typing error"))
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(reverse, range(2))) == [False, True]
    assert entries(database, clock) == 2

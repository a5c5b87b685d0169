"""Changes of the register's tables, with rows that were there before them."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.shares.ledger.queries import HolderFilter
from govapp.shares.ledger.rules.kinds import HolderSort, HolderState
from govapp.shares.ledger.service import (
    ChangeCategory,
    IssueShares,
    ReverseEntry,
    change_category,
    issue_shares,
    reverse_entry,
)
from govapp.shares.people.models import Party
from govapp.shares.people.rules.days import as_of
from govapp.shares.people.rules.kinds import Category
from govapp.shares.register.queries import HolderPage, get_holder_page, get_register_totals
from tests.factories.accounts import ZONE
from tests.factories.shares import REGISTRAR, SINCE, ZONEN, register_some, registered

DAY = date(2026, 5, 1)


def lived_in(database: Database, clock: FixedClock) -> None:
    """Fill a register in which everything happened at least once."""
    ids = register_some(database, clock, 4)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, ZONEN, category=Category.PARTNER, representative=ids[0])
        issue_shares(work, IssueShares(ids[1], 2, 3000, 6000, DAY))
        reverse_entry(work, ReverseEntry(ids[2], 3, "Typing error"))
        change_category(work, ChangeCategory(ids[3], Category.STAFF, DAY, "Hired"))


def list_of(database: Database, clock: FixedClock, day: date) -> tuple[HolderPage, int]:
    with database.read_only(REGISTRAR, clock.now()) as work:
        everybody = HolderFilter(state=HolderState.ALL)
        question = as_of(clock.now(), ZONE, day)
        found = get_holder_page(work.session, everybody, as_of=question, sort=HolderSort.CATEGORY)
        return found, get_register_totals(work.session, question).shares


def test_lists_of_any_day_survive_the_way_back_and_forth(database: Database, clock: FixedClock) -> None:
    lived_in(database, clock)
    before = [list_of(database, clock, day) for day in (SINCE, DAY)]
    assert [shares for _, shares in before] == [4, 6]
    downgrade(database, "0008")
    upgrade(database)
    assert [list_of(database, clock, day) for day in (SINCE, DAY)] == before


def test_company_numbers_stay_and_longer_ones_come_in(database: Database, clock: FixedClock) -> None:
    lived_in(database, clock)
    downgrade(database, "0009")
    upgrade(database)
    foreign = replace(ZONEN, name="Atelier du Nord", company_number="FR 40 303 265 045", country="FR")
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, foreign)
        numbers = work.session.scalars(select(Party.company_number).order_by(Party.number)).all()
    assert numbers == ["", "", "", "", "0403227515", "FR40303265045"]

"""Names, addresses and languages of before become the first facts; what was corrected since does not go back."""

import pytest
from sqlalchemy import select, text

from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.shares.ledger.service import CorrectName, correct_name
from govapp.shares.people.models import PartyAddress, PartyLanguage, PartyName
from govapp.shares.people.rules.dated import FROM_THE_START, PersonName
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.service import Person
from govapp.shares.register.queries import check_register
from tests.factories.shares import REGISTRAR, ZONEN, register_some, registered
from tests.migrations.steps import before

STEP = "names_addresses_and_languages"
JAN = Person(PartyKind.NATURAL, "Vos", "Jan", "fr")


def filled(database: Database, clock: FixedClock) -> list[int]:
    """Register two people and an organisation whose representative holds no shares."""
    ids: list[int] = [*register_some(database, clock, 2)]
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        return [*ids, registered(work, ZONEN, category=Category.PARTNER, representative=JAN)]


def facts(database: Database, clock: FixedClock) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    with database.read_only(REGISTRAR, clock.now()) as work:
        for table in (PartyName, PartyAddress, PartyLanguage):
            others = [column for column in table.__table__.c if column.key not in {"id", "party_id"}]
            rows = work.session.execute(select(table.party_id, *others).order_by(table.party_id, table.id))
            found += [tuple(row) for row in rows]
    return found


def test_each_person_of_before_has_a_first_name_address_and_language(database: Database, clock: FixedClock) -> None:
    filled(database, clock)
    known = facts(database, clock)
    downgrade(database, before(database, STEP))
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT search_name, town, language FROM party ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [
        ("peeters 1 an", "Schaarbeek", "nl"),
        ("peeters 2 an", "Schaarbeek", "nl"),
        ("peeters zonen bv", "", "nl"),
        ("vos jan", "", "fr"),
    ]
    upgrade(database)
    # The first mandate of a representative says who entered it, and not how he or she is called.
    assert facts(database, clock) == [without_name_of_actor(fact) if fact[0] == 4 else fact for fact in known]
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert check_register(work.session).is_sound
        rows = work.session.execute(select(PartyName.effective_date, PartyName.recorded_at, PartyName.actor)).all()
    assert {tuple(row) for row in rows} == {(FROM_THE_START, clock.now(), "officer:7")}


def without_name_of_actor(fact: tuple[object, ...]) -> tuple[object, ...]:
    return tuple("" if value == "Sofie Claes" else value for value in fact)


def test_a_corrected_name_bars_the_way_back(database: Database, clock: FixedClock) -> None:
    ids = filled(database, clock)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        correct_name(work, CorrectName(ids[0], PersonName("Peters", "An"), None, "Typing error"))
    known = facts(database, clock)
    with pytest.raises(ValueError, match="1 names, addresses or languages were corrected"):
        downgrade(database, before(database, STEP))
    upgrade(database)
    assert facts(database, clock) == known

"""Facts of before get their links; what was done to a row before that nobody can tell, and after it everybody can."""

import pytest
from sqlalchemy import inspect, text

from govapp.audit import journal
from govapp.db.engine import Database
from govapp.db.errors import ListsCannotGoBack
from govapp.db.migrate import downgrade, revisions, upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.ledger.service import SetEmail, set_email
from govapp.shares.people.queries.chain import get_fact_head, list_fact_links
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.service import Person
from govapp.shares.register.queries import check_register
from govapp.shares.rolls.queries import get_roll, get_roll_file
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.factories.shares import REGISTRAR, SINCE, ZONEN, register_some, registered
from tests.factories.tampering import tamper
from tests.migrations.steps import before

STEP = "chained_facts"
JAN = Person(PartyKind.NATURAL, "Vos", "Jan", "fr")


def filled(database: Database, clock: FixedClock) -> None:
    register_some(database, clock, 2)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, ZONEN, category=Category.PARTNER, representative=JAN)
        set_email(work, SetEmail(1, "new@mail.example"))


def faults(database: Database, clock: FixedClock) -> set[tuple[str, str]]:
    with database.read_only(REGISTRAR, clock.now()) as work:
        return {(fault.subject, fault.code) for fault in check_register(work.session).faults}


def facts_of_links(database: Database, clock: FixedClock) -> list[tuple[int, list[str]]]:
    with database.read_only(REGISTRAR, clock.now()) as work:
        links = list(list_fact_links(work.session))
    return [(link.person_id, [line.rpartition(" ")[0] for line in link.facts]) for link in links]


def test_what_was_there_is_chained_for_each_person_and_the_journal_says_so(
    database: Database, clock: FixedClock
) -> None:
    filled(database, clock)
    downgrade(database, before(database, STEP))
    assert not inspect(database.engine).has_table("fact_link")
    upgrade(database)
    assert facts_of_links(database, clock) == [
        (1, ["person 1", "name 1", "address 1", "language 1", "category 1", "email 1", "email 3"]),
        (2, ["person 2", "name 2", "address 2", "language 2", "category 2", "email 2"]),
        (3, ["person 3", "name 3", "address 3", "language 3", "category 3", "representative 1"]),
        (4, ["person 4", "name 4", "address 4", "language 4"]),
    ]
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert journal.verify(work.session).is_whole
        line = work.session.execute(text("SELECT tag, facts FROM journal_entry ORDER BY sequence DESC LIMIT 1")).one()
        assert line.tag == "register:facts_chained"
        assert get_fact_head(work.session).hash in line.facts
    assert faults(database, clock) == set()


def test_life_goes_on_over_the_seam_and_a_change_is_found(database: Database, clock: FixedClock) -> None:
    filled(database, clock)
    downgrade(database, before(database, STEP))
    upgrade(database)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        set_email(work, SetEmail(2, "other@mail.example"))
    assert faults(database, clock) == set()
    tamper(database, "party_category", "UPDATE party_category SET category = 'staff' WHERE id = 3")
    assert ("person 3", "fact_changed") in faults(database, clock)


@pytest.mark.usefixtures("lists_of_before")
def test_lists_of_before_stay_what_they_were_and_state_no_link(database: Database, clock: FixedClock) -> None:
    filled(database, clock)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        roll_id = freeze_roll(work, FreezeRoll(SINCE, Texts.same("Assembly")))
        file = get_roll_file(work.session, roll_id)
    downgrade(database, before(database, STEP))
    upgrade(database)
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert get_roll_file(work.session, roll_id) == file
        assert get_roll(work.session, roll_id).fact_head == ""
    assert faults(database, clock) == set()


def test_a_list_that_states_a_link_does_not_go_back(database: Database, clock: FixedClock) -> None:
    filled(database, clock)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        roll_id = freeze_roll(work, FreezeRoll(SINCE, Texts.same("Assembly")))
        assert get_roll(work.session, roll_id).fact_head == get_fact_head(work.session).hash
    with pytest.raises(ListsCannotGoBack) as refused:
        downgrade(database, before(database, STEP))
    assert "Voting list 1" in str(refused.value)
    assert str(revisions(database)[0]) > before(database, STEP)
    upgrade(database)
    assert faults(database, clock) == set()


def test_an_empty_register_gets_an_empty_chain_and_no_line(database: Database, clock: FixedClock) -> None:
    downgrade(database, before(database, STEP))
    upgrade(database)
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert get_fact_head(work.session).sequence == 0
        assert work.session.scalar(text("SELECT count(*) FROM journal_entry")) == 0


def test_links_of_one_person_are_found_by_an_index_and_stay_as_they_are(database: Database, clock: FixedClock) -> None:
    filled(database, clock)
    links = facts_of_links(database, clock)
    downgrade(database, before(database, "facts_of_one_person"))
    assert {each["name"] for each in inspect(database.engine).get_indexes("fact_link")} == set()
    upgrade(database)
    names = {each["name"] for each in inspect(database.engine).get_indexes("fact_link")}
    assert names == {"ix_fact_link__party_id", "ix_fact_link__hash"}
    assert facts_of_links(database, clock) == links
    assert faults(database, clock) == set()

"""Rows that let somebody vote, put in or changed in the database: they open no booth and no box, before any check runs.

Only whom they are about is stopped; everybody else votes. The run sheet tells the secretary.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Connection, insert, select, text

from govapp.ballots import queries, service
from govapp.ballots.rules.refusals import AddressNotConfirmed
from govapp.db.engine import Database
from govapp.demo.population import as_csv, population
from govapp.kernel.clock import FixedClock
from govapp.shares.importing.service import ImportFile, import_file
from govapp.shares.ledger.service import (
    ChangeCategory,
    SetEmail,
    SetRepresentative,
    change_category,
    set_email,
    set_representative,
)
from govapp.shares.people.models import FactConfirmation, FactLinkRecord, Party, PartyEmail, Representation
from govapp.shares.people.queries.chain import list_fact_links
from govapp.shares.people.queries.evidence import list_faults_of_people
from govapp.shares.people.rules.chain import Fact, FactLink, FactType, fact_line, link_hash
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.refusals import FactsNotAsRecorded
from govapp.shares.people.service import Person
from govapp.shares.register.cli import shares
from govapp.shares.rolls.queries import get_roll, list_changes
from govapp.shares.rolls.service import ConfirmChange, confirm_change
from tests.conftest import KEY
from tests.factories.accounts import a_browser, a_link
from tests.factories.ballots import FOR, SECRETARY, Hall, decision, opened
from tests.factories.shares import REGISTRAR
from tests.factories.tampering import without_triggers
from tests.web.page import PageClient

THIEF = "thief@mail.example"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TABLES = ("party_email", "party_category", "representation", "fact_confirmation", "fact_link")


@pytest.fixture
def hall(database: Database, clock: FixedClock) -> Hall:
    return opened(database, clock, questions=(decision(),), represents=True)


def forge(hall: Hall, change: Callable[[Connection, Hall], None]) -> None:
    with without_triggers(hall.database, *TABLES) as connection:
        change(connection, hall)


def address_of(person_id: int, at: datetime) -> dict[str, object]:
    return {
        "party_id": person_id,
        "address": THIEF,
        "effective_date": at.date(),
        "recorded_at": at,
        "actor": "officer:7",
    }


def put_in_an_old_address(connection: Connection, hall: Hall) -> None:
    connection.execute(insert(PartyEmail).values(address_of(hall.voters[1], LONG_AGO)))


def put_in_an_address_with_its_confirmation(connection: Connection, hall: Hall) -> None:
    connection.execute(insert(PartyEmail).values(address_of(hall.voters[1], hall.clock.now())))
    email_id = connection.scalar(select(PartyEmail.id).order_by(PartyEmail.id.desc()).limit(1))
    word = {
        "fact": "email",
        "fact_id": email_id,
        "party_id": hall.voters[1],
        "confirmed_at": hall.clock.now(),
        "confirmed_by": "officer:8",
        "confirmed_by_name": "Nobody",
    }
    connection.execute(insert(FactConfirmation).values(word))


def change_the_address(connection: Connection, hall: Hall) -> None:
    statement = text("UPDATE party_email SET address = :thief WHERE party_id = :person")
    connection.execute(statement, {"thief": THIEF, "person": hall.voters[1]})


def change_the_category(connection: Connection, hall: Hall) -> None:
    statement = text("UPDATE party_category SET category = 'partner' WHERE party_id = :person")
    connection.execute(statement, {"person": hall.voters[1]})


def take_the_address_out(connection: Connection, hall: Hall) -> None:
    connection.execute(text("DELETE FROM party_email WHERE party_id = :person"), {"person": hall.voters[1]})


def link(connection: Connection, sequence: int, forged: FactLink) -> None:
    values = {
        "sequence": sequence,
        "version": 1,
        "party_id": forged.person_id,
        "recorded_at": forged.recorded_at,
        "salt": forged.salt,
        "facts": "\n".join(forged.facts),
        "previous_hash": forged.previous_hash,
        "hash": link_hash(forged),
    }
    connection.execute(insert(FactLinkRecord).values(values))


def put_in_an_address_with_a_fitting_link(connection: Connection, hall: Hall) -> None:
    put_in_an_old_address(connection, hall)
    row = connection.execute(select(PartyEmail.__table__).order_by(PartyEmail.id.desc()).limit(1)).mappings().one()
    last = connection.execute(select(FactLinkRecord.__table__).order_by(FactLinkRecord.sequence.desc()).limit(1)).one()
    line = fact_line(Fact(FactType.EMAIL, dict(row)))
    forged = FactLink(1, last.sequence + 1, hall.voters[1], LONG_AGO, "0" * 32, (line,), last.hash)
    link(connection, last.sequence + 1, forged)


def line_of_address(connection: Connection, person: int) -> str:
    table = PartyEmail.__table__
    row = connection.execute(select(table).where(table.c.party_id == person)).mappings().one()
    return fact_line(Fact(FactType.EMAIL, dict(row)))


def rewrite_the_address_with_its_link(connection: Connection, hall: Hall) -> None:
    """Change the row, and the link that speaks of it, so that the two fit again; the next link names the old one."""
    person = hall.voters[1]
    before = line_of_address(connection, person)
    change_the_address(connection, hall)
    after = line_of_address(connection, person)
    links = FactLinkRecord.__table__
    for row in connection.execute(select(links).where(links.c.party_id == person)).all():
        if before in row.facts:
            facts = row.facts.replace(before, after)
            forged = FactLink(
                1, row.sequence, person, row.recorded_at, row.salt, tuple(facts.split("\n")), row.previous_hash
            )
            connection.execute(text("DELETE FROM fact_link WHERE sequence = :s"), {"s": row.sequence})
            link(connection, row.sequence, forged)


def change_the_version_of_a_link(connection: Connection, hall: Hall) -> None:
    connection.execute(text("UPDATE fact_link SET version = 9 WHERE party_id = :p"), {"p": hall.voters[1]})


def change_the_salt_of_a_link(connection: Connection, hall: Hall) -> None:
    connection.execute(text("UPDATE fact_link SET salt = '' WHERE party_id = :p"), {"p": hall.voters[1]})


FORGERIES = [
    put_in_an_old_address,
    put_in_an_address_with_its_confirmation,
    change_the_address,
    change_the_category,
    take_the_address_out,
    put_in_an_address_with_a_fitting_link,
    rewrite_the_address_with_its_link,
    change_the_version_of_a_link,
    change_the_salt_of_a_link,
]


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda each: each.__name__)
def test_nobody_votes_on_facts_that_were_put_in_or_changed_and_everybody_else_does(
    hall: Hall, forgery: Callable[[Connection, Hall], None]
) -> None:
    ballot = hall.ballot(1, FOR)
    forge(hall, forgery)
    with pytest.raises(FactsNotAsRecorded):
        hall.send(1, ballot)
    hall.vote(0, FOR)
    hall.vote(2, FOR)
    assert hall.paper().ballots == 2
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        assert queries.count_refused_people(work.session, hall.uuid, FactsNotAsRecorded.code) == 1


def test_a_representative_who_was_put_in_casts_no_vote_for_the_company(hall: Hall) -> None:
    mandate = {
        "party_id": hall.voters[-1],
        "representative_id": hall.voters[2],
        "effective_date": LONG_AGO.date() + timedelta(days=2000),
        "recorded_at": LONG_AGO,
        "actor": "officer:7",
    }
    with without_triggers(hall.database, *TABLES) as connection:
        connection.execute(insert(Representation).values(mandate))
    with pytest.raises(FactsNotAsRecorded):
        send_for(hall, 2, company_number(hall))
    # The own vote of the one who was put in rests on other facts.
    hall.vote(2, FOR)


def company_number(hall: Hall) -> int:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        number = work.session.scalar(select(Party.number).where(Party.id == hall.voters[-1]))
    assert number is not None
    return number


def send_for(hall: Hall, voter: int, number: int) -> None:
    """Send the ballot of the company as somebody who may, or may not, act for it."""
    body = hall.ballot(len(hall.voters) - 1, FOR)
    service.receive_ballot(hall.database, hall.actor(voter), hall.clock.now(), hall.right(voter, number), body)


def test_the_booth_does_not_open_and_the_run_sheet_says_why(hall: Hall, app: Flask, clock: FixedClock) -> None:
    forge(hall, put_in_an_old_address)
    client = browser_of(hall, app, 1)
    client.get(f"/vote/{hall.uuid}", status=403)
    assert client.raw.get(f"/vote/{hall.uuid}/credential").status_code == 403
    with hall.database.read_only(SECRETARY, clock.now()) as work:
        assert queries.count_refused_people(work.session, hall.uuid, FactsNotAsRecorded.code) == 1
    browser_of(hall, app, 2).get(f"/vote/{hall.uuid}")


def browser_of(hall: Hall, app: Flask, voter: int) -> PageClient:
    client, holder = a_browser(app), f"holder:{hall.voters[voter]}"
    client.post(a_link(hall.database, hall.clock.now(), subject_ref=holder))
    return client


def test_what_was_recorded_as_it_should_be_stops_nobody(hall: Hall) -> None:
    """Addresses and mandates that people recorded and confirmed, a human being without shares, a category."""
    hall.clock.advance(timedelta(minutes=1))
    jan = Person(PartyKind.NATURAL, "Vos", "Jan", "fr")
    with hall.act(REGISTRAR) as work:
        set_email(work, SetEmail(hall.voters[1], "new@mail.example"))
        change_category(work, ChangeCategory(hall.voters[1], Category.STAFF, work.today, "Hired"))
        set_representative(work, SetRepresentative(hall.voters[-1], jan, work.today))
        jan_id = work.session.scalar(
            select(Representation.representative_id).order_by(Representation.id.desc()).limit(1)
        )
    with pytest.raises(AddressNotConfirmed):
        hall.vote(1, FOR)
    with hall.act(SECRETARY) as work:
        for row in list_changes(work.session, get_roll(work.session, hall.roll_id)):
            confirm_change(work, ConfirmChange(hall.roll_id, row.change.fact, row.change.fact_id))
    hall.vote(1, FOR)
    assert jan_id is not None
    hall.voters.append(jan_id)
    body = hall.ballot(len(hall.voters) - 2, FOR)
    right = hall.right(len(hall.voters) - 1, company_number(replace(hall, voters=hall.voters[:-1])))
    service.receive_ballot(hall.database, hall.actor(len(hall.voters) - 1), hall.clock.now(), right, body)
    assert hall.paper().ballots == 2


def test_the_word_about_somebody_else_confirms_nothing(hall: Hall) -> None:
    hall.clock.advance(timedelta(minutes=1))
    with hall.act(REGISTRAR) as work:
        set_email(work, SetEmail(hall.voters[1], "new@mail.example"))
        set_email(work, SetEmail(hall.voters[2], THIEF))
    with hall.act(SECRETARY) as work:
        mine, theirs = list_changes(work.session, get_roll(work.session, hall.roll_id))
        confirm_change(work, ConfirmChange(hall.roll_id, mine.change.fact, mine.change.fact_id))
    with without_triggers(hall.database, "fact_confirmation") as connection:
        connection.execute(text("UPDATE fact_confirmation SET fact_id = :id"), {"id": theirs.change.fact_id})
    with pytest.raises(AddressNotConfirmed):
        hall.vote(2, FOR)


def test_people_of_an_import_vote_and_one_of_them_whose_fact_was_changed_is_found(
    database: Database, clock: FixedClock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        import_file(work, ImportFile("register.csv", as_csv(population(40, record_date=clock.now().date()))))
    with database.read_only(REGISTRAR, clock.now()) as work:
        people = list(work.session.scalars(select(Party.id)))
        assert [each for each in people if list_faults_of_people(work.session, {each})] == []
        assert list_faults_of_people(work.session, set(people)) == ()
        first = next(list_fact_links(work.session)).person_id
    with without_triggers(database, *TABLES) as connection:
        connection.execute(text("UPDATE party_category SET reason = 'x' WHERE party_id = :p"), {"p": first})
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert [each for each in people if list_faults_of_people(work.session, {each})] == [first]
    assert CliRunner().invoke(shares, ["check"]).exit_code == 1

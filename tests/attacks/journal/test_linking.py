"""Twenty people come in by a link and vote, in an order that only we know; nothing that is kept tells it.

The attacker has the journal, the outbox, the sessions, the uses of links, what was logged, and the archive. In the
archive and in the journal the ballots stand in the order in which they came. Whatever else is in an order is a guess at
whose they are: that of the rows, that of each column, and who is named just before or after a ballot.
"""

import random
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import MetaData, Table, select

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.settings import Settings
from tests.factories.accounts import a_browser, a_link, officer_browser
from tests.factories.assembly import FOR
from tests.factories.ballots import Hall, decision, opened
from tests.factories.mail import Mailbox, a_worker, mail_server
from tests.web.page import PageClient

VOTERS = 20
# Of twenty places a guess gets one right. That it gets so many by chance happens once in ten million.
LUCK = 9
SURROUNDINGS = ("journal_entry", "outbox_message", "session", "link_use")
NEAR = 3


@pytest.fixture
def hall(database: Database, clock: FixedClock) -> Hall:
    """Return an open vote of twenty."""
    return opened(database, clock, questions=(decision(),), voters=VOTERS)


def come_in_and_vote(app: Flask, hall: Hall, voter: int, links: Sequence[str]) -> None:
    """Do what a shareholder does: open the link, send the ballot, look at the devices, sign out or not."""
    client = a_browser(app)
    client.post(links[voter])
    hall.clock.advance(timedelta(seconds=40 + 7 * voter))
    body = hall.ballot(voter, FOR)
    assert client.post_json(f"/vote/{hall.uuid}/cast", body).status_code == 201
    if voter % 3 == 0:
        client.post("/sign-out", {})
    hall.clock.advance(timedelta(minutes=3))


def read(database: Database, name: str) -> list[dict[str, object]]:
    """Return the rows of a table in the order of their numbers.

    That is how they lie in a SQLite file. In the files of PostgreSQL they lie in the order in which they were written,
    and each names its transaction: whoever copies those files is outside of what is promised (docs/threat-model.md).
    """
    with database.engine.connect() as connection:
        table = Table(name, MetaData(), autoload_with=connection)
        return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


def whose(row: dict[str, object], holders: dict[object, int]) -> int | None:
    """Return the holder whom a row names, by number, link or address."""
    for value in row.values():
        if isinstance(value, str) and (found := re.fullmatch(r"(?:holder|shareholder):(\d+)", value)):
            return int(found.group(1))
    for column in ("person_id", "link_id", "to_address"):
        if (column, row.get(column)) in holders:
            return holders[column, row[column]]
    return None


def guesses(rows: list[dict[str, object]], holders: dict[object, int]) -> Iterator[tuple[str, list[int]]]:
    """Yield the people of a table in the order of its rows and of each of its columns."""
    named = [(row, person) for row in rows if (person := whose(row, holders)) is not None]
    yield "the order of the rows", [person for _, person in named]
    for column in rows[0] if rows else ():
        ordered = sorted(named, key=lambda each: str(each[0][column]))
        yield column, [person for _, person in ordered]


def right_ones(guess: Sequence[int], truth: Sequence[int]) -> int:
    """Return how many ballots a guess gives to their owners."""
    return sum(found == true for found, true in zip(dict.fromkeys(guess), truth, strict=False))


def neighbours(journal: list[dict[str, object]], truth: Sequence[int]) -> int:
    """Return how many ballots have their owner named in one of the lines around theirs."""
    lines = sorted(journal, key=lambda line: int(str(line["sequence"])))
    casts = [index for index, line in enumerate(lines) if line["tag"] == "ballot:cast"]
    around = [lines[max(0, index - NEAR) : index + NEAR + 1] for index in casts]
    return sum(
        any(re.search(rf":{owner}\b", str(list(line.values()))) for line in near)
        for near, owner in zip(around, truth, strict=True)
    )


def test_no_order_time_or_neighbour_tells_whose_ballot_it_is(
    app: Flask,
    hall: Hall,
    database: Database,
    clock: FixedClock,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    links = [
        a_link(
            database,
            clock.now(),
            subject_ref=f"holder:{holder}",
            email=f"v{holder}@mail.example",
        )
        for holder in hall.voters
    ]
    holders: dict[object, int] = {("person_id", holder): holder for holder in hall.voters}
    for row in read(database, "link"):
        holders["link_id", row["id"]] = int(str(row["subject_ref"]).partition(":")[2])
    order = list(range(VOTERS))
    random.Random(20260616).shuffle(order)
    mailbox = Mailbox()
    with mail_server(mailbox) as transport:
        for voter in order:
            come_in_and_vote(app, hall, voter, links)
            a_worker(database, clock, settings, transport).run_once()
    truth = [hall.voters[voter] for voter in order]
    assert [line["tag"] for line in read(database, "journal_entry")].count("ballot:cast") == VOTERS
    assert len(mailbox.received) >= VOTERS
    for name in SURROUNDINGS:
        for column, guess in guesses(read(database, name), holders):
            assert right_ones(guess, truth) < LUCK, (name, column)
            assert right_ones(guess[::-1], truth) < LUCK, (name, column, "backwards")
    assert neighbours(read(database, "journal_entry"), truth) < LUCK
    logged = capsys.readouterr()
    assert not re.search(r"holder:\d|v\d+@mail\.example|Voter \d", logged.out + logged.err)


def test_a_failed_receipt_does_not_tell_officers_who_voted_when(
    app: Flask, hall: Hall, database: Database, clock: FixedClock, settings: Settings
) -> None:
    hall.vote(0, FOR)
    (waiting,) = read(database, "outbox_message")
    mailbox = Mailbox(refuse={str(waiting["to_address"]): "550 no such mailbox"})
    with mail_server(mailbox) as transport:
        a_worker(database, clock, settings, transport).run_once()
    secretary: PageClient = officer_browser(app, database, clock, Role.SECRETARY)
    page = secretary.get("/office/outbox")
    assert page.all("form", action=f"/office/outbox/{waiting['id']}/try-again")
    assert str(waiting["to_name"]) not in page.text
    assert str(waiting["to_address"]) not in page.text
    assert clock.now().strftime("%H") not in str(read(database, "outbox_message")[0]["created_at"])[11:13]

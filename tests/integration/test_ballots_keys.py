"""Preparing a paper and gathering its keys, on both databases."""

import pytest
from sqlalchemy import select

from govapp.audit.models import JournalEntryRecord
from govapp.ballots import queries, service
from govapp.ballots.keys import private_code
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.refusals import (
    AlreadyOpened,
    AlreadySealed,
    KeyAlreadyAdded,
    KeyAlreadyUsed,
    KeysMissing,
    KeyUnreadable,
    NotATrustee,
    PaperNotFound,
    RollTooSmall,
)
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from pybelenios.jsontext import compact
from pybelenios.trustees import make_trustee_key
from tests.factories.ballots import KEYS, SECRETARY, Hall, prepared, ready


def public_part() -> str:
    return compact(make_trustee_key().public.to_json()).decode()


def add(hall: Hall, holder: int, text: str) -> None:
    with hall.act(hall.trustees[holder]) as work:
        service.add_trustee_key(work, hall.uuid, text)


def seat(hall: Hall, holder: int) -> queries.TrusteeRow:
    with hall.act(SECRETARY) as work:
        return queries.list_trustees(work.session, hall.paper().id)[holder]


def test_a_paper_is_fixed_once_every_key_is_there(database: Database, clock: FixedClock) -> None:
    hall = prepared(database, clock, trustees=2)
    add(hall, 0, public_part())
    with pytest.raises(KeysMissing), hall.act(SECRETARY) as work:
        service.seal_paper(work, hall.uuid)
    with pytest.raises(KeysMissing), hall.act(SECRETARY) as work:
        service.open_paper(work, hall.uuid)
    add(hall, 1, public_part())
    heard: list[tuple[int, int]] = []
    with hall.act(SECRETARY) as work:
        service.seal_paper(work, hall.uuid, progress=lambda done, total: heard.append((done, total)))
    assert hall.paper().state is PaperState.READY
    assert heard == [(5, 5)]
    with pytest.raises(AlreadySealed), hall.act(SECRETARY) as work:
        service.seal_paper(work, hall.uuid)


def test_a_paper_is_opened_once(database: Database, clock: FixedClock) -> None:
    hall = ready(database, clock)
    hall.open()
    with pytest.raises(AlreadyOpened):
        hall.open()


def test_a_key_holder_fills_the_own_seat_only_and_only_once(database: Database, clock: FixedClock) -> None:
    hall = prepared(database, clock, trustees=2)
    add(hall, 1, public_part())
    assert seat(hall, 0).public_key is None
    assert seat(hall, 1).key_mark
    with pytest.raises(KeyAlreadyAdded):
        add(hall, 1, public_part())
    with pytest.raises(NotATrustee), hall.act(SECRETARY) as work:
        service.add_trustee_key(work, hall.uuid, public_part())


def test_a_key_serves_one_seat_of_one_vote(database: Database, clock: FixedClock) -> None:
    hall = prepared(database, clock, trustees=2)
    used = public_part()
    add(hall, 0, used)
    with pytest.raises(KeyAlreadyUsed):
        add(hall, 1, used)
    assert seat(hall, 1).public_key is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '"123"',
        "x" * 5000,
        public_part()[:-1],
        public_part().replace('"challenge":"', '"challenge":"1'),
    ],
    ids=["nothing", "an empty object", "a number", "too long", "cut off", "another proof"],
)
def test_what_is_not_the_public_part_of_a_key_is_refused(database: Database, clock: FixedClock, text: str) -> None:
    hall = prepared(database, clock, trustees=1)
    with pytest.raises(KeyUnreadable):
        add(hall, 0, text)


def test_no_key_is_taken_after_the_paper_is_fixed(database: Database, clock: FixedClock) -> None:
    hall = ready(database, clock, trustees=1)
    with pytest.raises(AlreadySealed):
        add(hall, 0, public_part())


def test_a_roll_smaller_than_the_smallest_box_is_refused_at_once(database: Database, clock: FixedClock) -> None:
    with pytest.raises(RollTooSmall):
        prepared(database, clock, voters=4, minimum_ballots=5)


def test_each_vote_has_its_own_codes(database: Database, clock: FixedClock) -> None:
    prepared(database, clock)
    assert private_code(KEYS, "uuid1234567890", 1) != private_code(KEYS, "uuid1234567891", 1)
    assert private_code(KEYS, "uuid1234567890", 1) != private_code(KEYS, "uuid1234567890", 2)
    assert private_code(KEYS, "uuid1234567890", 1) == private_code(KEYS, "uuid1234567890", 1)


def test_the_newest_paper_of_a_subject_is_its_paper(database: Database, clock: FixedClock) -> None:
    hall = prepared(database, clock, subject_ref="assembly:7")
    with database.read_only(SECRETARY, clock.now()) as work:
        found = queries.find_paper_of(work.session, "assembly:7")
        assert found is not None and found.uuid == hall.uuid
        assert queries.find_paper_of(work.session, "assembly:8") is None
        assert queries.find_result(work.session, hall.uuid) is None
        with pytest.raises(PaperNotFound):
            queries.find_result(work.session, "unknown")


def test_every_step_of_a_paper_stands_in_the_journal(database: Database, clock: FixedClock) -> None:
    hall = ready(database, clock, trustees=1)
    hall.open()
    with database.read_only(SECRETARY, clock.now()) as work:
        found = (
            select(JournalEntryRecord.tag)
            .where(JournalEntryRecord.subject == hall.subject)
            .order_by(JournalEntryRecord.sequence)
        )
        assert list(work.session.scalars(found)) == [
            "paper:prepared",
            "trustee:key_added",
            "paper:sealed",
            "paper:opened",
            "anchor:signed",
        ]

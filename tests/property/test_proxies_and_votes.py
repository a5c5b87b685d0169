"""Any mix of proxies, votes and endings: each right is counted once, as whoever could use it last wanted."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.proxies.service import end_own_proxy
from govapp.ballots import service
from govapp.db.engine import open_database
from govapp.db.migrate import upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from tests.conftest import NOON
from tests.factories.accounts import ZONE
from tests.factories.assembly import ACCOUNTS, Meeting, created, put_item
from tests.factories.ballots import KEYS, Hall
from tests.factories.shareholder_proxies import in_force, rolls_of, shareholder
from tests.factories.statutes import keep_model_statutes

PEOPLE = 5
CHOICES = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
people = st.integers(0, PEOPLE - 1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("give"), people, people),
        st.tuples(st.just("end"), people),
        st.tuples(st.just("vote"), people, people, st.integers(0, 1)),
    ),
    max_size=10,
)


@cache
def _open() -> tuple[Path, int, tuple[int, ...], timedelta]:
    """Return a database file in which five people can vote on one item, and what is needed to go on with it."""
    path = Path(tempfile.mkdtemp(prefix="govapp-proxies-")) / "open.db"
    database = open_database(f"sqlite:///{path}", keys=lambda: KEYS, zone=ZONE)
    upgrade(database)
    keep_model_statutes(database)
    clock = FixedClock(NOON)
    meeting = created(database, clock, voters=PEOPLE)
    put_item(meeting, ItemKind.DECISION, ACCOUNTS)
    meeting.lock()
    meeting.open()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path, meeting.id, tuple(meeting.voters), clock.now() - NOON


@contextmanager
def _copied() -> Iterator[Meeting]:
    path, number, voters, passed = _open()
    folder = Path(tempfile.mkdtemp(prefix="govapp-proxies-"))
    shutil.copy(path, folder / "open.db")
    database = open_database(f"sqlite:///{folder / 'open.db'}", keys=lambda: KEYS, zone=ZONE)
    try:
        yield Meeting(database, FixedClock(NOON + passed), number, list(voters))
    finally:
        database.dispose()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Model:
    """What should hold: who holds whose proxy, under which number, and what counts for each right."""

    holder_of: dict[int, int] = field(default_factory=dict)
    number_of: dict[int, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    used_before: set[int] = field(default_factory=set)

    def may_give(self, giver: int, holder: int) -> bool:
        return (
            giver != holder
            and giver not in self.holder_of
            and giver not in self.holder_of.values()
            and holder not in self.holder_of
        )

    def may_vote(self, actor: int, right: int) -> bool:
        if right in self.holder_of:
            return self.holder_of[right] == actor and right not in self.used_before
        return actor == right

    def give(self, giver: int, holder: int, number: int) -> None:
        self.holder_of[giver], self.number_of[giver] = holder, number
        if giver in self.counts:
            self.used_before.add(giver)

    def end(self, giver: int) -> int:
        del self.holder_of[giver]
        self.used_before.discard(giver)
        return self.number_of.pop(giver)


def give(meeting: Meeting, model: Model, giver: int, holder: int) -> None:
    try:
        number = in_force(meeting, giver + 1, holder + 1)
    except Refusal:
        assert not model.may_give(giver, holder)
    else:
        assert model.may_give(giver, holder)
        model.give(giver, holder, number)


def end(meeting: Meeting, hall: Hall, model: Model, giver: int) -> None:
    if giver in model.holder_of:
        with meeting.at(shareholder(hall, giver)) as work:
            end_own_proxy(work, model.end(giver), rolls_of(meeting))


def vote(hall: Hall, model: Model, actor: int, right: int, choice: int) -> None:
    body = hall.ballot(right, CHOICES[choice])
    try:
        found = hall.right(actor, None if actor == right else right + 1)
        service.receive_ballot(hall.database, shareholder(hall, actor), hall.clock.now(), found, body)
    except Refusal:
        assert not model.may_vote(actor, right)
    else:
        assert model.may_vote(actor, right)
        model.counts[right] = choice


@given(steps)
@settings(max_examples=12, deadline=None)
def test_each_right_is_counted_once_as_whoever_could_use_it_last_wanted(taken: list[tuple[str | int, ...]]) -> None:
    with _copied() as meeting:
        hall, model = meeting.hall(), Model()
        for step, *who in taken:
            meeting.clock.advance(timedelta(minutes=10))
            numbers = [int(each) for each in who]
            if step == "give":
                give(meeting, model, *numbers)
            elif step == "end":
                end(meeting, hall, model, *numbers)
            else:
                vote(hall, model, *numbers)
        meeting.clock.advance(timedelta(minutes=10))
        for right in set(range(PEOPLE)) - model.counts.keys():
            vote(hall, model, model.holder_of.get(right, right), right, 2)
        meeting.close()
        counted = Counter(model.counts.values())
        assert hall.paper().counted == PEOPLE
        assert hall.paper().result == (tuple(counted[choice] for choice in range(3)),)

"""Any mix of ballots on line, papers and hands: each right is used once at most, and the sums reconcile."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.votes.queries.in_room import count_marks, list_vote_marks
from govapp.assembly.votes.rules.channels import REMOTE, ChannelResult, together, used_late, used_on_list
from govapp.ballots import queries
from govapp.ballots.service import list_mark_faults
from govapp.db.engine import open_database
from govapp.db.migrate import upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from tests.conftest import NOON
from tests.factories.accounts import ZONE
from tests.factories.assembly import ACCOUNTS, FOR, Meeting, created, put_item
from tests.factories.ballots import KEYS
from tests.factories.room import HANDS, PAPER, arrive, mark, unmark
from tests.factories.statutes import keep_model_statutes

PEOPLE = 4
people = st.integers(0, PEOPLE - 1)
steps = st.lists(st.tuples(st.sampled_from(("cast", "paper", "hands", "back")), people), max_size=10)


@cache
def _evening() -> tuple[Path, int, tuple[int, ...], timedelta]:
    """Return a database file of an evening on which four people are in the room, and what is needed to go on."""
    path = Path(tempfile.mkdtemp(prefix="govapp-channels-")) / "open.db"
    database = open_database(f"sqlite:///{path}", keys=lambda: KEYS, zone=ZONE)
    upgrade(database)
    keep_model_statutes(database)
    clock = FixedClock(NOON)
    meeting = created(database, clock, voters=PEOPLE + 1)
    put_item(meeting, ItemKind.DECISION, ACCOUNTS)
    meeting.lock(in_room=True)
    meeting.open()
    clock.set(meeting.vote_row().closes_at - timedelta(minutes=60))
    arrive(meeting, *range(PEOPLE))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path, meeting.id, tuple(meeting.voters), clock.now() - NOON


@contextmanager
def _copied() -> Iterator[Meeting]:
    path, number, voters, passed = _evening()
    folder = Path(tempfile.mkdtemp(prefix="govapp-channels-"))
    shutil.copy(path, folder / "open.db")
    database = open_database(f"sqlite:///{folder / 'open.db'}", keys=lambda: KEYS, zone=ZONE)
    try:
        yield Meeting(database, FixedClock(NOON + passed), number, list(voters))
    finally:
        database.dispose()
        shutil.rmtree(folder, ignore_errors=True)


def _do(meeting: Meeting, step: str, voter: int) -> bool:
    """Take a step, and return whether it was let through."""
    try:
        if step == "cast":
            meeting.hall().vote(voter, FOR)
        elif step == "back":
            unmark(meeting, voter)
        else:
            mark(meeting, voter, PAPER if step == "paper" else HANDS)
    except Refusal:
        return False
    return True


@settings(max_examples=15, deadline=None)
@given(taken=steps)
def test_whatever_is_tried_each_right_is_used_in_one_place(taken: list[tuple[str, int]]) -> None:
    used: dict[int, str] = {}
    with _copied() as meeting:
        for step, voter in taken:
            here = used.get(voter)
            free = {"cast": here in {None, "cast"}, "back": here in {"paper", "hands"}}.get(step, here is None)
            assert _do(meeting, step, voter) is free
            if free and step == "back":
                del used[voter]
            elif free:
                used[voter] = step
        with meeting.at() as work:
            paper = meeting.hall().paper()
            marks = list_vote_marks(work.session, meeting.vote_row())
            voted = queries.list_entries_who_voted(work.session, paper.id)
            assert voted.isdisjoint({each.entry_id for each in marks.values()})
            assert len(voted) + len(marks) == len(used)
            kinds = list(used.values())
            assert count_marks(marks) == {PAPER: kinds.count("paper"), HANDS: kinds.count("hands")}
            assert list(list_mark_faults(work.session, paper)) == []


@st.composite
def channels(draw: st.DrawFn, name: str) -> ChannelResult:
    """Return what a channel may give on one motion."""
    counts = draw(st.tuples(*[st.integers(0, 50)] * 3))
    invalid = 0 if name == REMOTE else draw(st.integers(0, 5))
    rights = sum(counts) + invalid
    late = 0 if name == REMOTE else draw(st.integers(0, rights))
    return ChannelResult(name, rights, (counts,), late, () if name == REMOTE else (invalid,))


@given(channels(REMOTE), channels("paper"), channels("hands"))
def test_marks_are_ballots_papers_and_hands_and_the_figures_add_up(
    remote: ChannelResult, paper: ChannelResult, hands: ChannelResult
) -> None:
    every = [remote, paper, hands]
    (counts,), (valid,) = together(every)
    assert sum(counts) == valid
    assert used_on_list(every) + used_late(every) == sum(each.rights for each in every)
    assert valid + sum(sum(each.invalid) for each in every) == sum(each.rights for each in every)

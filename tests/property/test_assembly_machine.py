"""An agenda under random edits, against a plain list; and the course of a vote under random steps."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from govapp.assembly.agenda.queries import list_items
from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.service import (
    AddItem,
    EditItem,
    ItemDraft,
    MoveItem,
    RemoveItem,
    add_item,
    edit_item,
    move_item,
    remove_item,
)
from govapp.assembly.meeting.rules.changes import AlreadyThere, ChangedMeanwhile
from govapp.assembly.votes.rules.states import ORDER, VoteState
from govapp.assembly.votes.service import CreateAssembly, create_assembly
from govapp.db.engine import open_database
from govapp.db.migrate import upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Conflict
from govapp.kernel.texts import Texts
from tests.conftest import NOON
from tests.factories.accounts import ZONE
from tests.factories.assembly import ACCOUNTS, NADIA, Meeting, created, draft, put_item
from tests.factories.ballots import KEYS

letters = st.text("abc", min_size=1, max_size=3)
places = st.integers(1, 8)


@cache
def _empty() -> Path:
    """Return a migrated, empty database file to copy from."""
    path = Path(tempfile.mkdtemp(prefix="govapp-agenda-")) / "empty.db"
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@cache
def _ready() -> Path:
    """Return a database file with six shareholders and an assembly with one item, whose ballots are counted from 1."""
    path = Path(tempfile.mkdtemp(prefix="govapp-course-")) / "ready.db"
    shutil.copy(_empty(), path)
    database = open_database(f"sqlite:///{path}", keys=lambda: KEYS, zone=ZONE)
    meeting = created(database, FixedClock(NOON))
    put_item(meeting, ItemKind.DECISION, ACCOUNTS)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


class Agenda(RuleBasedStateMachine):
    """Adding, editing, moving and removing items keeps the same list as a list in memory does."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="govapp-agenda-"))
        shutil.copy(_empty(), self.folder / "agenda.db")
        database = open_database(f"sqlite:///{self.folder / 'agenda.db'}", keys=lambda: KEYS, zone=ZONE)
        clock = FixedClock(NOON)
        with database.unit_of_work(NADIA, NOON) as work:
            number = create_assembly(work, CreateAssembly(draft(clock)))
        self.meeting = Meeting(database, clock, number)
        self.model: list[tuple[int, str]] = []
        self.versions: dict[int, int] = {}

    def teardown(self) -> None:
        self.meeting.database.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)

    @rule(title=letters)
    def add(self, title: str) -> None:
        command = AddItem(self.meeting.id, len(self.model) + 1, ItemDraft(ItemKind.DECISION, Texts.same(title)))
        with self.meeting.at() as work:
            number = add_item(work, command)
        self.model.append((number, title))
        self.versions[number] = 1
        try:
            with self.meeting.at() as work:
                add_item(work, command)
        except AlreadyThere:
            return
        raise AssertionError("the second press added an item")

    @precondition(lambda self: self.model)
    @rule(place=places, title=letters)
    def edit(self, place: int, title: str) -> None:
        index = (place - 1) % len(self.model)
        number, _old = self.model[index]
        with self.meeting.at() as work:
            command = EditItem(number, self.versions[number], ItemDraft(ItemKind.DECISION, Texts.same(title)))
            edit_item(work, command)
        self.model[index] = (number, title)
        try:
            with self.meeting.at() as work:
                edit_item(work, command)
        except ChangedMeanwhile:
            self.versions[number] += 1
            return
        raise AssertionError("an edit of an old version was saved")

    @precondition(lambda self: self.model)
    @rule(place=places, goal=places)
    def move(self, place: int, goal: int) -> None:
        entry = self.model.pop((place - 1) % len(self.model))
        self.model.insert(goal - 1, entry)
        with self.meeting.at() as work:
            move_item(work, MoveItem(entry[0], goal))

    @precondition(lambda self: self.model)
    @rule(place=places)
    def remove(self, place: int) -> None:
        number, _title = self.model.pop((place - 1) % len(self.model))
        with self.meeting.at() as work:
            remove_item(work, RemoveItem(number))

    @invariant()
    def the_agenda_is_the_list(self) -> None:
        with self.meeting.at() as work:
            rows = list_items(work.session, self.meeting.id)
        assert [(row.id, row.item.title.en) for row in rows] == self.model
        assert [row.item.number for row in rows] == list(range(1, len(rows) + 1))


class Course(RuleBasedStateMachine):
    """Whatever is pressed, and by whom, a vote only ever goes one step forward, or is taken back before a ballot.

    The state is read from the database after each step: it follows from what was written, and is stored nowhere.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="govapp-course-"))
        shutil.copy(_ready(), self.folder / "course.db")
        self.meeting = Meeting(
            open_database(f"sqlite:///{self.folder / 'course.db'}", keys=lambda: KEYS, zone=ZONE),
            FixedClock(NOON),
            1,
            [1],
        )
        self.ordinal = 1
        self.seen = [VoteState.DRAFT]
        self.has_ballot = False

    def teardown(self) -> None:
        self.meeting.database.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)

    @rule(step=st.sampled_from(["lock", "open", "close", "announce", "cancel"]))
    def press(self, step: str) -> None:
        try:
            if step == "close":
                self.meeting.close("The hall has to be left", ordinal=self.ordinal)
            elif step == "cancel":
                self.meeting.cancel(ordinal=self.ordinal)
                assert not self.has_ballot, "a vote in which somebody voted was taken back"
            else:
                getattr(self.meeting, step)(ordinal=self.ordinal)
        except Conflict:
            return

    @precondition(lambda self: self.seen[-1] is VoteState.OPEN)
    @rule()
    def vote(self) -> None:
        self.meeting.hall(self.ordinal).vote(0, (1, 0, 0))
        self.has_ballot = True

    @precondition(lambda self: self.seen[-1] is VoteState.CANCELLED)
    @rule()
    def begin_again(self) -> None:
        self.ordinal += 1
        self.seen = [VoteState.DRAFT]

    @invariant()
    def no_step_was_left_out(self) -> None:
        state = self.meeting.vote_row(self.ordinal).state
        if state is not self.seen[-1]:
            self.seen.append(state)
        course = [each for each in self.seen if each is not VoteState.CANCELLED]
        # One ballot is too few to be counted, so a closed vote is where the course ends here.
        assert course == list(ORDER[: len(course)])
        assert self.seen.count(VoteState.CANCELLED) <= 1 and VoteState.CANCELLED not in self.seen[:-1]

    @invariant()
    def the_ballot_box_takes_a_ballot_exactly_while_the_vote_is_open(self) -> None:
        row = self.meeting.vote_row(self.ordinal)
        is_in_time = row.opens_at <= self.meeting.clock.now() < row.closes_at
        assert row.is_voting(self.meeting.clock.now()) is (row.state is VoteState.OPEN and is_in_time)


TestAgenda = Agenda.TestCase
TestAgenda.settings = settings(max_examples=6, stateful_step_count=10, deadline=None)
TestCourse = Course.TestCase
TestCourse.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)

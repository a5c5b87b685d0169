"""An agenda under random edits, against a plain list; and the course of an assembly under random steps."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

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
from govapp.assembly.meeting.rules.states import ORDER, AssemblyState, check_step
from govapp.assembly.meeting.service import CreateAssembly, create_assembly
from govapp.db.engine import open_database
from govapp.db.migrate import upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Conflict
from govapp.kernel.texts import Texts
from tests.conftest import NOON
from tests.factories.assembly import NADIA, Meeting, draft
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


class Agenda(RuleBasedStateMachine):
    """Adding, editing, moving and removing items keeps the same list as a list in memory does."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="govapp-agenda-"))
        shutil.copy(_empty(), self.folder / "agenda.db")
        database = open_database(f"sqlite:///{self.folder / 'agenda.db'}", keys=lambda: KEYS)
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
    """Whatever is pressed, an assembly only ever goes one step forward."""

    @initialize()
    def begin(self) -> None:
        self.state = AssemblyState.DRAFT
        self.passed = [AssemblyState.DRAFT]

    @rule(step=st.sampled_from(ORDER))
    def press(self, step: AssemblyState) -> None:
        try:
            check_step(self.state, step, "Nadia", NOON)
        except Conflict:
            return
        self.state = step
        self.passed.append(step)

    @invariant()
    def no_step_was_left_out(self) -> None:
        if hasattr(self, "passed"):
            assert tuple(self.passed) == ORDER[: len(self.passed)]


TestAgenda = Agenda.TestCase
TestAgenda.settings = settings(max_examples=6, stateful_step_count=10, deadline=None)
TestCourse = Course.TestCase

"""Reads of assemblies, as frozen rows ready for a page."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.rules.refusals import AssemblyNotFound
from govapp.assembly.meeting.rules.states import AssemblyState, is_voting
from govapp.ballots import queries as ballots
from govapp.kernel.texts import Texts


@dataclass(frozen=True)
class AssemblyRow:
    """One assembly. `state` is where it really stands: closed becomes counted once the last key was used."""

    id: int
    title: Texts
    held_on: date
    place: str
    record_date: date
    opens_at: datetime
    closes_at: datetime
    state: AssemblyState
    roll_id: int | None
    paper_uuid: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    last_reminded_at: datetime | None
    version: int
    changed_at: datetime
    changed_by: str

    @property
    def is_public(self) -> bool:
        """Return whether everybody may read it: from the moment its agenda is locked."""
        return self.state is not AssemblyState.DRAFT

    @property
    def frozen_roll_id(self) -> int:
        """Return the number of its frozen roll; raises ValueError for a draft, which has none."""
        if self.roll_id is None:
            raise ValueError("an assembly past draft has its roll")
        return self.roll_id

    @property
    def prepared_paper_uuid(self) -> str:
        """Return the uuid of its ballot paper; raises ValueError for a draft, which has none."""
        if self.paper_uuid is None:
            raise ValueError("an assembly past draft has its ballot paper")
        return self.paper_uuid

    def is_voting(self, now: datetime) -> bool:
        """Return whether a ballot is accepted at `now`."""
        return is_voting(self.state, self.opens_at, self.closes_at, now)


def get_assembly(session: Session, assembly_id: int) -> AssemblyRow:
    """Return one assembly; raises AssemblyNotFound."""
    found = session.get(Assembly, assembly_id)
    if found is None:
        raise AssemblyNotFound
    return to_row(session, found)


def list_assemblies(session: Session, *, only_public: bool = False) -> tuple[AssemblyRow, ...]:
    """Return all assemblies, the latest first; only those past draft when `only_public`."""
    statement = select(Assembly).order_by(Assembly.held_on.desc(), Assembly.id.desc())
    if only_public:
        statement = statement.where(Assembly.state != AssemblyState.DRAFT.value)
    return tuple(to_row(session, found) for found in session.scalars(statement))


def find_current(session: Session, now: datetime) -> AssemblyRow | None:
    """Return the assembly a visitor comes for: the one in which voting runs, else the nearest to come, else the last.

    None when no agenda was ever published.
    """
    rows = list_assemblies(session, only_public=True)
    voting = [row for row in rows if row.is_voting(now)]
    coming = [row for row in rows if row.closes_at > now and row.state in {AssemblyState.READY, AssemblyState.OPEN}]
    if voting:
        return voting[-1]
    return min(coming, key=lambda row: row.opens_at) if coming else next(iter(rows), None)


def to_row(session: Session, found: Assembly) -> AssemblyRow:
    """Return the frozen row of an assembly."""
    return AssemblyRow(
        id=found.id,
        title=Texts.from_dict(found.title),
        held_on=found.held_on,
        place=found.place,
        record_date=found.record_date,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        state=_state(session, found),
        roll_id=found.roll_id,
        paper_uuid=found.paper_uuid,
        opened_at=found.opened_at,
        closed_at=found.closed_at,
        last_reminded_at=found.last_reminded_at,
        version=found.version,
        changed_at=found.changed_at,
        changed_by=found.changed_by,
    )


def _state(session: Session, found: Assembly) -> AssemblyState:
    state = AssemblyState(found.state)
    if (
        state is AssemblyState.CLOSED
        and found.paper_uuid
        and ballots.find_result(session, found.paper_uuid) is not None
    ):
        return AssemblyState.COUNTED
    return state

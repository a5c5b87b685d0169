"""Reads of assemblies, as frozen rows ready for a page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.rules.refusals import AssemblyNotFound
from govapp.declarations import SubjectName
from govapp.kernel.texts import Language, Texts


@dataclass(frozen=True)
class AssemblyRow:
    """One assembly; what is put to the vote in it are its votes."""

    id: int
    title: Texts
    held_on: date
    place: Texts
    record_date: date
    is_second_meeting: bool
    first_meeting_id: int | None
    second_held_on: date | None
    published_at: datetime | None
    locked_at: datetime | None
    called_off_at: datetime | None
    call_off_reason: str
    version: int
    changed_at: datetime
    changed_by: str

    @property
    def is_public(self) -> bool:
        """Return whether everybody may read it: from the moment its agenda was first locked."""
        return self.published_at is not None

    @property
    def is_locked(self) -> bool:
        """Return whether its agenda can no longer change."""
        return self.locked_at is not None

    @property
    def is_called_off(self) -> bool:
        """Return whether the assembly will not be held."""
        return self.called_off_at is not None

    @property
    def is_taken_back(self) -> bool:
        """Return whether its agenda was published and may now change again, so that nobody should rely on it."""
        return self.is_public and not self.is_locked


def get_assembly(session: Session, assembly_id: int) -> AssemblyRow:
    """Return one assembly; raises AssemblyNotFound, also for a draft that was deleted."""
    found = session.get(Assembly, assembly_id)
    if found is None or found.deleted_at is not None:
        raise AssemblyNotFound
    return to_row(found)


def list_assemblies(session: Session, *, only_public: bool = False) -> tuple[AssemblyRow, ...]:
    """Return all assemblies, the latest first; only those whose agenda was published when `only_public`."""
    statement = (
        select(Assembly).where(Assembly.deleted_at.is_(None)).order_by(Assembly.held_on.desc(), Assembly.id.desc())
    )
    if only_public:
        statement = statement.where(Assembly.published_at.is_not(None))
    return tuple(to_row(found) for found in session.scalars(statement))


def find_second_meeting(session: Session, first_id: int) -> AssemblyRow | None:
    """Return the meeting that was called because this one had no quorum, or None; one that was called off is none."""
    statement = select(Assembly).where(
        Assembly.first_meeting_id == first_id, Assembly.deleted_at.is_(None), Assembly.called_off_at.is_(None)
    )
    found = session.scalars(statement.order_by(Assembly.id.desc())).first()
    return to_row(found) if found else None


def name_assemblies(session: Session, keys: Collection[str], language: Language) -> dict[str, SubjectName]:
    """Return the titles of the assemblies with these row numbers, by row number."""
    ids = [int(key) for key in keys if key.isdecimal()]
    rows = session.execute(select(Assembly.id, Assembly.title).where(Assembly.id.in_(ids)))
    return {str(row.id): SubjectName(Texts.from_dict(row.title).in_language(language).text) for row in rows}


def to_row(found: Assembly) -> AssemblyRow:
    """Return the frozen row of an assembly."""
    return AssemblyRow(
        id=found.id,
        title=Texts.from_dict(found.title),
        held_on=found.held_on,
        place=Texts.from_dict(found.place),
        record_date=found.record_date,
        is_second_meeting=found.is_second_meeting,
        first_meeting_id=found.first_meeting_id,
        second_held_on=found.second_held_on,
        published_at=found.published_at,
        locked_at=found.locked_at,
        called_off_at=found.called_off_at,
        call_off_reason=found.call_off_reason,
        version=found.version,
        changed_at=found.changed_at,
        changed_by=found.changed_by,
    )

"""Making an assembly and changing what stands at its head."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from govapp.assembly.models import Assembly
from govapp.assembly.rules.states import AssemblyState, check_version
from govapp.assembly.service.rows import editable, touch
from govapp.audit import journal
from govapp.audit.tags import Tag
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.kernel.errors import N_, Conflict, Invalid
from govapp.kernel.texts import Texts


class AssemblyExists(Conflict):
    """The same assembly was made a moment ago, by a second press or a second person."""

    code = "assembly_exists"
    message = N_("An assembly with this title on %(held_on)s exists already.")
    help = N_("Open it from the list. Nothing was made twice.")


class DatesDoNotFit(Invalid):
    """The days and hours of an assembly are not in an order that can work."""

    code = "assembly_dates"
    message = N_("The dates do not fit together.")
    help = N_("Voting opens before it closes, and the record date is not after the opening.")


class TitleMissing(Invalid):
    """An assembly or an item has no title in any language."""

    code = "title_missing"
    message = N_("Write a title in at least one language.")
    help = N_("The other languages can follow; they are flagged until they are there.")


@dataclass(frozen=True)
class AssemblyDraft:
    """What stands at the head of an assembly; the voting period in UTC, the record date as a day in Belgium."""

    title: Texts
    held_on: date
    place: str
    record_date: date
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class CreateAssembly:
    """Make a new assembly in draft."""

    draft: AssemblyDraft


@dataclass(frozen=True)
class EditAssembly:
    """Change the head of a draft that was read at `version`."""

    assembly_id: int
    version: int
    draft: AssemblyDraft


def create_assembly(work: Work, command: CreateAssembly) -> int:
    """Make an assembly and return its number; raises TitleMissing, DatesDoNotFit, AssemblyExists."""
    draft = command.draft
    _check(draft)
    lock(work, "assembly")
    same_day = work.session.scalars(select(Assembly.title).where(Assembly.held_on == draft.held_on))
    if draft.title.as_dict() in list(same_day):
        raise AssemblyExists(held_on=draft.held_on)
    row = Assembly(
        state=AssemblyState.DRAFT.value,
        version=1,
        created_at=work.now,
        changed_at=work.now,
        changed_by=work.actor.name,
        **_columns(draft),
    )
    work.session.add(row)
    work.session.flush()
    journal.record(work, Tag.ASSEMBLY_CREATED, f"assembly:{row.id}", facts={"held_on": draft.held_on.isoformat()})
    return row.id


def edit_assembly(work: Work, command: EditAssembly) -> None:
    """Change the head of a draft; raises AgendaLocked, ChangedMeanwhile, TitleMissing, DatesDoNotFit."""
    _check(command.draft)
    row = editable(work, command.assembly_id)
    check_version(command.version, row.version, row.changed_by, row.changed_at)
    for name, value in _columns(command.draft).items():
        setattr(row, name, value)
    touch(work, row)
    journal.record(work, Tag.ASSEMBLY_EDITED, f"assembly:{row.id}")


def _columns(draft: AssemblyDraft) -> dict[str, object]:
    return {
        "title": draft.title.as_dict(),
        "held_on": draft.held_on,
        "place": draft.place.strip(),
        "record_date": draft.record_date,
        "opens_at": draft.opens_at,
        "closes_at": draft.closes_at,
    }


def _check(draft: AssemblyDraft) -> None:
    if not draft.title:
        raise TitleMissing
    if draft.opens_at >= draft.closes_at or draft.record_date > draft.opens_at.date():
        raise DatesDoNotFit

"""Making an assembly and changing what stands at its head."""

from dataclasses import dataclass

from sqlalchemy import select

from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.rules.changes import check_version
from govapp.assembly.meeting.rules.drafts import AssemblyDraft, check_assembly
from govapp.assembly.meeting.rules.refusals import AssemblyExists
from govapp.assembly.meeting.rules.states import AssemblyState
from govapp.assembly.meeting.service.rows import editable, reference, touch
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.db.locks import lock
from govapp.db.uow import Work


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
    check_assembly(draft)
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
    journal.record(work, AssemblyTag.ASSEMBLY_CREATED, reference(row.id), facts={"held_on": draft.held_on.isoformat()})
    return row.id


def edit_assembly(work: Work, command: EditAssembly) -> None:
    """Change the head of a draft; raises AgendaLocked, ChangedMeanwhile, TitleMissing, DatesDoNotFit."""
    check_assembly(command.draft)
    row = editable(work, command.assembly_id)
    check_version(command.version, row.version, row.changed_by, row.changed_at)
    for name, value in _columns(command.draft).items():
        setattr(row, name, value)
    touch(work, row)
    journal.record(work, AssemblyTag.ASSEMBLY_EDITED, reference(row.id))


def _columns(draft: AssemblyDraft) -> dict[str, object]:
    return {
        "title": draft.title.as_dict(),
        "held_on": draft.held_on,
        "place": draft.place.strip(),
        "record_date": draft.record_date,
        "opens_at": draft.opens_at,
        "closes_at": draft.closes_at,
    }

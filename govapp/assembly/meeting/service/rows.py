"""Loading an assembly under its lock, naming it, and saying who changed it last."""

from sqlalchemy import select

from govapp.assembly.meeting.models import Assembly, Edited
from govapp.assembly.meeting.rules.refusals import AgendaLocked, AssemblyCalledOff, AssemblyNotFound
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef


def reference(assembly_id: int) -> SubjectRef:
    """Return how the journal names an assembly: `assembly:3`."""
    return SubjectRef.to("assembly", assembly_id)


def locked(work: Work, assembly_id: int) -> Assembly:
    """Return an assembly under its row lock, so that two people change it one after the other.

    Raises AssemblyNotFound.
    """
    found = work.session.scalar(
        select(Assembly).where(Assembly.id == assembly_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None or found.deleted_at is not None:
        raise AssemblyNotFound
    return found


def editable(work: Work, assembly_id: int) -> Assembly:
    """Return an assembly under its row lock whose agenda may still change.

    Raises AssemblyNotFound, AgendaLocked, AssemblyCalledOff.
    """
    found = locked(work, assembly_id)
    if found.locked_at is not None:
        raise AgendaLocked
    if found.called_off_at is not None:
        raise AssemblyCalledOff
    return found


def touch(work: Work, *rows: Edited) -> None:
    """Note that the actor changed `rows` now.

    Whatever changes an agenda touches its assembly, so that nobody locks another agenda than the one on the screen.
    """
    for row in rows:
        row.version += 1
        row.changed_at = work.now
        row.changed_by = work.actor.name

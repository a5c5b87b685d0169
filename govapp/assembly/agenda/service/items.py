"""Items of a draft: added at the end, changed, moved, taken off."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete

from govapp.assembly.agenda.models import AgendaItem, AttachedDocument, ItemChoice
from govapp.assembly.agenda.rules.drafts import ItemDraft, completed
from govapp.assembly.agenda.service.rows import editable_item, items_in_order, put_in_declared_order, put_in_place
from govapp.assembly.meeting.rules.changes import check_count, check_version
from govapp.assembly.meeting.service.rows import editable, reference, touch
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.db.uow import Work
from govapp.statutes.queries import get_profile_on
from govapp.statutes.rules.encoding import encode_rule_v1
from govapp.statutes.rules.law import check_item_rule
from govapp.statutes.rules.profile import Profile


@dataclass(frozen=True)
class AddItem:
    """Put an item at the end of the agenda; `number` is the place it was meant for, so that two presses add one."""

    assembly_id: int
    number: int
    draft: ItemDraft


@dataclass(frozen=True)
class EditItem:
    """Change an item that was read at `version`."""

    item_id: int
    version: int
    draft: ItemDraft


@dataclass(frozen=True)
class MoveItem:
    """Put an item at place `number`, from 1; the others close up."""

    item_id: int
    number: int


@dataclass(frozen=True)
class RemoveItem:
    """Take an item off the agenda."""

    item_id: int


def add_item(work: Work, command: AddItem) -> int:
    """Add an item to a draft and return its number in the database.

    Raises AgendaLocked, AlreadyThere (the place is taken), TitleMissing, KindTakesNoMethod, SeatsMissing,
    TextsWithoutChange, RuleLooserThanStatutes, StricterReasonNeeded.
    """
    assembly = editable(work, command.assembly_id)
    count = len(items_in_order(work, assembly.id))
    check_count(command.number, count + 1, assembly.changed_by, assembly.changed_at)
    row = AgendaItem(
        assembly_id=assembly.id,
        position=count + 1,
        version=1,
        changed_at=work.now,
        changed_by=work.actor.name,
        **_columns(command.draft, get_profile_on(work.session, assembly.held_on)),
    )
    work.session.add(row)
    work.session.flush()
    put_in_declared_order(work, row)
    touch(work, assembly)
    journal.record(work, AssemblyTag.ITEM_ADDED, reference(assembly.id), facts={"item": row.id, "kind": row.kind})
    return row.id


def edit_item(work: Work, command: EditItem) -> None:
    """Change an item of a draft; raises AgendaLocked, ChangedMeanwhile and what `add_item` raises."""
    assembly, row = editable_item(work, command.item_id)
    check_version(command.version, row.version, row.changed_by, row.changed_at)
    profile = get_profile_on(work.session, assembly.held_on)
    for name, value in _columns(command.draft, profile).items():
        setattr(row, name, value)
    put_in_declared_order(work, row)
    touch(work, row, assembly)
    journal.record(work, AssemblyTag.ITEM_EDITED, reference(assembly.id), facts={"item": row.id})


def move_item(work: Work, command: MoveItem) -> None:
    """Put an item at another place; pressing twice moves it once. Raises AgendaLocked."""
    assembly, row = editable_item(work, command.item_id)
    put_in_place(items_in_order(work, assembly.id), row, command.number)
    touch(work, assembly)
    journal.record(
        work, AssemblyTag.ITEM_MOVED, reference(assembly.id), facts={"item": row.id, "number": command.number}
    )


def remove_item(work: Work, command: RemoveItem) -> None:
    """Take an item off a draft, with its candidates, options and documents; raises AgendaLocked."""
    assembly, row = editable_item(work, command.item_id)
    work.session.execute(delete(ItemChoice).where(ItemChoice.item_id == row.id))
    work.session.execute(delete(AttachedDocument).where(AttachedDocument.item_id == row.id))
    work.session.delete(row)
    work.session.flush()
    put_in_place(items_in_order(work, assembly.id))
    touch(work, assembly)
    journal.record(work, AssemblyTag.ITEM_REMOVED, reference(assembly.id), facts={"item": command.item_id})


def _columns(draft: ItemDraft, profile: Profile) -> dict[str, object]:
    kept = completed(draft)
    return {
        "kind": kept.kind.value,
        "method": kept.method.value if kept.method else "",
        "title": kept.title.as_dict(),
        "body": kept.body.as_dict(),
        "seats": kept.seats,
        "maximum": kept.maximum,
        "threshold": "" if kept.threshold is None else str(kept.threshold),
        "legal_kind": kept.legal_kind.value if kept.legal_kind else "",
        "stricter": _stricter(kept, profile),
        "stricter_reason": kept.stricter_reason,
        "question": kept.question.as_dict(),
        "summary": kept.summary.as_dict(),
        "changes": kept.changes.as_dict(),
        "advice": kept.advice.as_dict(),
        "old_text": kept.old_text.as_dict(),
        "new_text": kept.new_text.as_dict(),
        "choice_order": kept.choice_order.value,
    }


def _stricter(kept: ItemDraft, profile: Profile) -> dict[str, Any] | None:
    if kept.legal_kind is None or kept.stricter is None:
        return None
    statutes = profile.rule_of(kept.legal_kind)
    rule = replace(statutes, threshold=kept.stricter)
    check_item_rule(rule, statutes, kept.stricter_reason)
    return None if rule == statutes else encode_rule_v1(rule)

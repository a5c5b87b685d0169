"""Putting the agenda of an earlier assembly into the draft of a new one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from govapp.assembly.agenda.models import AgendaItem, AttachedDocument, ItemChoice
from govapp.assembly.agenda.queries import list_documents, list_items
from govapp.assembly.agenda.rules.copying import YearShift, copied_choices, copied_draft, fitting_rule
from govapp.assembly.agenda.rules.items import Choice
from govapp.assembly.agenda.service.items import AddItem, add_item
from govapp.assembly.agenda.service.rows import items_in_order
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.meeting.service.rows import editable, reference
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.db.uow import Work
from govapp.statutes.queries import get_profile_on


@dataclass(frozen=True)
class CopyAgenda:
    """Put the items of the assembly `source_id` at the end of the agenda of the draft `target_id`.

    Kinds, ways of voting, seats, limits, majorities and options go along, candidates do not. `with_texts` takes the
    texts too, `with_documents` the documents of items and of the assembly. In titles, texts and options the years
    of the old meeting and of the one before it move by as many years as lie between the meetings.
    """

    source_id: int
    target_id: int
    with_texts: bool = True
    with_documents: bool = False


def copy_agenda(work: Work, command: CopyAgenda) -> tuple[int, ...]:
    """Copy an agenda into a draft and return the numbers of the new items, in order.

    Raises AgendaLocked when the target is locked, AssemblyNotFound.
    """
    target = editable(work, command.target_id)
    source = get_assembly(work.session, command.source_id)
    shift = YearShift(source.held_on.year, target.held_on.year - source.held_on.year)
    profile = get_profile_on(work.session, target.held_on)
    place = len(items_in_order(work, target.id))
    new = []
    for row in list_items(work.session, source.id):
        draft = copied_draft(row.item, shift, with_texts=command.with_texts)
        rule = profile.rule_of(row.item.legal_kind) if row.item.legal_kind else None
        place += 1
        new.append(add_item(work, AddItem(target.id, place, fitting_rule(draft, rule))))
        _put_choices(work, copied_choices(row.item, shift), new[-1])
        if command.with_documents:
            _copy_documents(work, source.id, row.id, target.id, new[-1])
    if command.with_documents:
        _copy_documents(work, source.id, None, target.id, None)
    facts = {"copied_from": source.id, "items": len(new)}
    journal.record(work, AssemblyTag.AGENDA_COPIED, reference(target.id), facts=facts)
    return tuple(new)


@dataclass(frozen=True)
class RepeatItems:
    """Put the items `item_ids` of the assembly `source_id` on the agenda of its second meeting, word for word."""

    source_id: int
    target_id: int
    item_ids: frozenset[int]


def repeat_items(work: Work, command: RepeatItems) -> tuple[int, ...]:
    """Repeat items with their texts, candidates, drawn order and documents, and return the new numbers in order.

    A majority above that of the statutes goes along as long as the statutes ask less. Raises AgendaLocked,
    AssemblyNotFound.
    """
    target = editable(work, command.target_id)
    profile = get_profile_on(work.session, target.held_on)
    as_it_was = YearShift(target.held_on.year, 0)
    new: list[int] = []
    for row in list_items(work.session, command.source_id):
        if row.id not in command.item_ids:
            continue
        draft = copied_draft(row.item, as_it_was, with_texts=True)
        rule = profile.rule_of(row.item.legal_kind) if row.item.legal_kind else None
        new.append(add_item(work, AddItem(target.id, len(new) + 1, fitting_rule(draft, rule))))
        work.session.get_one(AgendaItem, new[-1]).lot_seed = row.item.lot_seed
        _put_choices(work, row.item.choices, new[-1])
        _copy_documents(work, command.source_id, row.id, target.id, new[-1])
    return tuple(new)


def _put_choices(work: Work, choices: Sequence[Choice], item_id: int) -> None:
    for position, choice in enumerate(choices, start=1):
        work.session.add(
            ItemChoice(
                item_id=item_id,
                position=position,
                label=choice.label.as_dict(),
                note=choice.note.as_dict(),
                text=choice.text.as_dict(),
                link=choice.link,
                portrait=choice.portrait.sha256 if choice.portrait else "",
                portrait_alt=choice.portrait.alt.as_dict() if choice.portrait else {},
            )
        )
    work.session.flush()


def _copy_documents(work: Work, source_id: int, old: int | None, target_id: int, new: int | None) -> None:
    kept = {each.id for each in list_documents(work.session, source_id) if each.item_id == old}
    statement = select(AttachedDocument).where(AttachedDocument.id.in_(kept)).order_by(AttachedDocument.id)
    for found in work.session.scalars(statement).all():
        work.session.add(
            AttachedDocument(
                assembly_id=target_id,
                item_id=new,
                title=found.title,
                name=found.name,
                sha256=found.sha256,
                added_at=work.now,
                added_by=work.actor.name,
            )
        )
    work.session.flush()

"""What the page of an assembly shows beside its ballot papers, as it is sealed with the rules of a vote.

Place and record date, the documents of the assembly, and every item of the agenda with its texts and documents: also
the items on which nobody votes, or on which another vote of the same assembly is held.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from govapp.assembly.agenda.rules.items import Choice, Document, Item
from govapp.kernel.errors import N_, Conflict
from govapp.kernel.records import RecordType
from govapp.kernel.texts import Texts


@dataclass(frozen=True, slots=True)
class SealedAgenda:
    """What is shown of an assembly: `documents` are those of the assembly itself, `items` the whole agenda in order."""

    place: Texts
    record_date: date
    items: tuple[Item, ...]
    documents: tuple[Document, ...] = ()


def encode_item_v1(item: Item) -> dict[str, Any]:
    """Return what a page tells of an item: its texts, names, documents; how it is voted on stands in the rules."""
    return {
        "v": 1,
        "item": item.number,
        "title": item.title.as_dict(),
        "question": item.question.as_dict(),
        "summary": item.summary.as_dict(),
        "changes": item.changes.as_dict(),
        "advice": item.advice.as_dict(),
        "text": item.body.as_dict(),
        "order": item.choice_order.value,
        "lot_seed": item.lot_seed,
        "choices": [_choice(each) for each in item.choices],
        "documents": [_document(each) for each in item.documents],
    }


def encode_item_v2(item: Item) -> dict[str, Any]:
    """Return the same with what the statutes say and what they would say."""
    texts = {"old_text": item.old_text.as_dict(), "new_text": item.new_text.as_dict()}
    return encode_item_v1(item) | {"v": 2} | texts


AGENDA_ITEM: Final = RecordType[Item]("agenda item", {1: encode_item_v1, 2: encode_item_v2})


class AgendaNotAsSealed(Conflict):
    """An item, a name or a number of choices is not what stood on the ballot paper: somebody changed the agenda."""

    code = "agenda_not_as_sealed"
    message = N_("Item %(item)s of the agenda is not what it was when the ballot paper of this vote was fixed.")
    help = N_("Nothing is decided by it. Ask whoever runs the site to put the database back from a backup.")


class MeetingNotAsSealed(Conflict):
    """Name, day, place, record date or kind of a meeting are not what was sealed with its vote: somebody changed it."""

    code = "meeting_not_as_sealed"
    message = N_(
        "The name, a date, the place or the kind of the assembly is not what it was when the ballot paper of this vote "
        "was fixed."
    )
    help = N_("Nothing is decided by it. Ask whoever runs the site to put the database back from a backup.")


class DocumentsNotAsSealed(Conflict):
    """The documents of an assembly are not those that were sealed with its vote: somebody changed them."""

    code = "documents_not_as_sealed"
    message = N_("The documents of the assembly are not those it had when the ballot paper of this vote was fixed.")
    help = N_("Nothing is decided by it. Ask whoever runs the site to put the database back from a backup.")


def encode_agenda(agenda: SealedAgenda, item_version: int) -> dict[str, Any]:
    """Return the member `agenda` of a record of rules: texts of items stand in it by their digests, in that version."""
    return {
        "place": agenda.place.as_dict(),
        "record_date": agenda.record_date.isoformat(),
        "items": [{"item": each.number, "sha256": AGENDA_ITEM.digest(each, item_version)} for each in agenda.items],
        "documents": [_document(each) for each in agenda.documents],
    }


def require_agenda_as_sealed(now: SealedAgenda, sealed: Mapping[str, Any], item_version: int) -> None:
    """Raise a refusal unless all that is shown of an assembly is what the member `agenda` of its rules says.

    `item_version` is the version of the records of items whose digests stand in it.

    Raises MeetingNotAsSealed, DocumentsNotAsSealed, AgendaNotAsSealed with the first item that differs.
    """
    found = encode_agenda(now, item_version)
    if any(found[name] != sealed[name] for name in ("place", "record_date")):
        raise MeetingNotAsSealed
    if found["documents"] != sealed["documents"]:
        raise DocumentsNotAsSealed
    shown, then = ({each["item"]: each["sha256"] for each in items} for items in (found["items"], sealed["items"]))
    for number in sorted(shown.keys() | then.keys()):
        if shown.get(number) != then.get(number):
            raise AgendaNotAsSealed(item=number)


def _choice(choice: Choice) -> dict[str, Any]:
    portrait = choice.portrait
    return {
        "label": choice.label.as_dict(),
        "note": choice.note.as_dict(),
        "text": choice.text.as_dict(),
        "link": choice.link,
        "portrait": None if portrait is None else {"sha256": portrait.sha256, "alt": portrait.alt.as_dict()},
    }


def _document(document: Document) -> dict[str, Any]:
    return {"title": document.title.as_dict(), "sha256": document.sha256, "name": document.name}

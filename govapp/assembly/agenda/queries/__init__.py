"""Reads of agendas and documents, as frozen rows ready for a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.agenda.models import AgendaItem, AttachedDocument, DocumentFile, ItemChoice
from govapp.assembly.agenda.rules.items import Choice, Document, Item, ItemKind, Portrait, VotingMethod
from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.assembly.agenda.rules.refusals import FileChanged, ItemNotFound
from govapp.assembly.meeting.models import Assembly
from govapp.ballots.rules.refusals import MethodNotCounted
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.texts import Texts
from govapp.statutes.queries import get_profile_on
from govapp.statutes.rules.encoding import decode_rule_v1
from govapp.statutes.rules.profile import LegalKind, Profile


@dataclass(frozen=True)
class DocumentRow:
    """A document with its size in bytes; `item_id` is None when it belongs to the whole assembly."""

    id: int
    item_id: int | None
    title: Texts
    name: str
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True)
class ChoiceRow:
    """A candidate or an option with its number in the database."""

    id: int
    choice: Choice

    @property
    def label(self) -> Texts:
        """Return the name."""
        return self.choice.label

    @property
    def note(self) -> Texts:
        """Return the few words under the name."""
        return self.choice.note


@dataclass(frozen=True)
class ItemRow:
    """An item as the rules see it, with what editing it needs."""

    item: Item
    choices: tuple[ChoiceRow, ...]
    documents: tuple[DocumentRow, ...]
    version: int
    changed_at: datetime
    changed_by: str

    @property
    def id(self) -> int:
        """Return the number of the item in the database."""
        return self.item.item_id


@dataclass(frozen=True)
class StoredFile:
    """The bytes of a document and what they are."""

    name: str
    media_type: str
    content: bytes


def list_items(session: Session, assembly_id: int) -> tuple[ItemRow, ...]:
    """Return the agenda in order, numbered from 1, with candidates, options and documents."""
    found = session.scalars(
        select(AgendaItem).where(AgendaItem.assembly_id == assembly_id).order_by(AgendaItem.position, AgendaItem.id)
    ).all()
    choices = _choices(session, [item.id for item in found])
    profile = get_profile_on(session, session.get_one(Assembly, assembly_id).held_on) if found else None
    papers = list_documents(session, assembly_id)
    return tuple(
        _item_row(
            row,
            number,
            tuple(choices.get(row.id, ())),
            tuple(document for document in papers if document.item_id == row.id),
            profile,
        )
        for number, row in enumerate(found, start=1)
    )


def get_agenda(session: Session, assembly_id: int) -> tuple[Item, ...]:
    """Return the agenda in order as the rules see it."""
    return tuple(row.item for row in list_items(session, assembly_id))


def get_item(session: Session, assembly_id: int, item_id: int) -> ItemRow:
    """Return one item of an assembly; raises ItemNotFound when it is not there, or belongs to another."""
    for row in list_items(session, assembly_id):
        if row.id == item_id:
            return row
    raise ItemNotFound


def list_documents(session: Session, assembly_id: int) -> tuple[DocumentRow, ...]:
    """Return all documents of an assembly and of its items."""
    statement = (
        select(AttachedDocument, DocumentFile.media_type, DocumentFile.size)
        .join(DocumentFile, DocumentFile.sha256 == AttachedDocument.sha256)
        .where(AttachedDocument.assembly_id == assembly_id)
        .order_by(AttachedDocument.id)
    )
    return tuple(
        DocumentRow(
            row.id, row.item_id, Texts.from_dict(row.title), row.name, row.sha256, media_type=media_type, size=size
        )
        for row, media_type, size in session.execute(statement)
    )


def find_file(session: Session, sha256: str, name: str, *, only_public: bool) -> StoredFile | None:
    """Return a document by digest and name; None when it is not there, or still a draft when `only_public`.

    Raises FileChanged.
    """
    statement = (
        select(AttachedDocument.id)
        .join(Assembly, Assembly.id == AttachedDocument.assembly_id)
        .where(AttachedDocument.sha256 == sha256, AttachedDocument.name == name)
        .limit(1)
    )
    if only_public:
        statement = statement.where(Assembly.published_at.is_not(None))
    if session.scalar(statement) is None:
        return None
    return _stored_file(session, sha256, name)


def find_portrait(session: Session, sha256: str, *, only_public: bool) -> StoredFile | None:
    """Return the picture of a candidate by digest; None when it is not there, or still a draft when `only_public`.

    Raises FileChanged.
    """
    statement = (
        select(ItemChoice.id)
        .join(AgendaItem, AgendaItem.id == ItemChoice.item_id)
        .join(Assembly, Assembly.id == AgendaItem.assembly_id)
        .where(ItemChoice.portrait == sha256)
        .limit(1)
    )
    if only_public:
        statement = statement.where(Assembly.published_at.is_not(None))
    if not sha256 or session.scalar(statement) is None:
        return None
    return _stored_file(session, sha256, "")


def list_changed_files(session: Session, assembly_id: int) -> tuple[str, ...]:
    """Return the digests under which an assembly names files whose bytes have another digest, or are gone."""
    pictures = (
        select(ItemChoice.portrait)
        .join(AgendaItem, AgendaItem.id == ItemChoice.item_id)
        .where(AgendaItem.assembly_id == assembly_id, ItemChoice.portrait != "")
    )
    documents = select(AttachedDocument.sha256).where(AttachedDocument.assembly_id == assembly_id)
    named = sorted({*session.scalars(documents), *session.scalars(pictures)})
    return tuple(each for each in named if not _is_whole(each, _bytes_of(session, each)))


def _stored_file(session: Session, sha256: str, name: str) -> StoredFile:
    media_type = session.scalar(select(DocumentFile.media_type).where(DocumentFile.sha256 == sha256))
    content = _bytes_of(session, sha256)
    if media_type is None or content is None or not _is_whole(sha256, content):
        raise FileChanged
    return StoredFile(name, media_type, content)


def _bytes_of(session: Session, sha256: str) -> bytes | None:
    return session.scalar(select(DocumentFile.content).where(DocumentFile.sha256 == sha256))


def _is_whole(sha256: str, content: bytes | None) -> bool:
    return content is not None and sha256_hex(content) == sha256


def _choices(session: Session, item_ids: Iterable[int]) -> dict[int, list[ChoiceRow]]:
    statement = (
        select(ItemChoice).where(ItemChoice.item_id.in_(list(item_ids))).order_by(ItemChoice.position, ItemChoice.id)
    )
    found: dict[int, list[ChoiceRow]] = {}
    for row in session.scalars(statement):
        found.setdefault(row.item_id, []).append(ChoiceRow(row.id, _choice(row)))
    return found


def _choice(row: ItemChoice) -> Choice:
    return Choice(
        label=Texts.from_dict(row.label),
        note=Texts.from_dict(row.note),
        text=Texts.from_dict(row.text),
        link=row.link,
        portrait=Portrait(row.portrait, Texts.from_dict(row.portrait_alt)) if row.portrait else None,
    )


def _item_row(
    row: AgendaItem,
    number: int,
    choices: tuple[ChoiceRow, ...],
    papers: tuple[DocumentRow, ...],
    profile: Profile | None,
) -> ItemRow:
    legal_kind = LegalKind(row.legal_kind) if row.legal_kind else None
    value = Item(
        item_id=row.id,
        number=number,
        kind=ItemKind(row.kind),
        title=Texts.from_dict(row.title),
        body=Texts.from_dict(row.body),
        method=_method(row.method, number),
        seats=row.seats,
        maximum=row.maximum,
        threshold=Fraction(row.threshold) if row.threshold else None,
        choices=tuple(each.choice for each in choices),
        documents=tuple(Document(paper.title, paper.sha256, paper.name) for paper in papers),
        legal_kind=legal_kind,
        statutes_rule=profile.rule_of(legal_kind) if profile and legal_kind else None,
        stricter=decode_rule_v1(row.stricter) if row.stricter else None,
        stricter_reason=row.stricter_reason,
        question=Texts.from_dict(row.question),
        summary=Texts.from_dict(row.summary),
        changes=Texts.from_dict(row.changes),
        advice=Texts.from_dict(row.advice),
        old_text=Texts.from_dict(row.old_text),
        new_text=Texts.from_dict(row.new_text),
        choice_order=ChoiceOrder(row.choice_order),
        lot_seed=row.lot_seed,
    )
    return ItemRow(value, choices, papers, row.version, row.changed_at, row.changed_by)


def _method(name: str, number: int) -> VotingMethod | None:
    if name and name not in set(VotingMethod):
        raise MethodNotCounted(item=number, method=name)
    return VotingMethod(name) if name else None

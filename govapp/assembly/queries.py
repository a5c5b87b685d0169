"""Reads of assemblies, as frozen rows ready for a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from govapp.assembly.models import AgendaItem, Announcement, Assembly, AttachedDocument, DocumentFile, ItemChoice
from govapp.assembly.rules.agenda import Choice, Document, Item, ItemKind, Method
from govapp.assembly.rules.refusals import AssemblyNotFound, ItemNotFound
from govapp.assembly.rules.states import AssemblyState, is_voting
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
    label: Texts
    note: Texts


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


@dataclass(frozen=True)
class AnnouncementRow:
    """What was announced, when (UTC), by whom, and the SHA-256 of the canonical record."""

    announced_at: datetime
    announced_by: str
    record: dict[str, Any]
    digest: str


def assembly(session: Session, assembly_id: int) -> AssemblyRow:
    """Return one assembly; raises AssemblyNotFound."""
    found = session.get(Assembly, assembly_id)
    if found is None:
        raise AssemblyNotFound
    return to_row(session, found)


def assemblies(session: Session, *, only_public: bool = False) -> tuple[AssemblyRow, ...]:
    """Return all assemblies, the latest first; only those past draft when `only_public`."""
    statement = select(Assembly).order_by(Assembly.held_on.desc(), Assembly.id.desc())
    if only_public:
        statement = statement.where(Assembly.state != AssemblyState.DRAFT.value)
    return tuple(to_row(session, found) for found in session.scalars(statement))


def current(session: Session, now: datetime) -> AssemblyRow | None:
    """Return the assembly a visitor comes for: the one in which voting runs, else the nearest to come, else the last.

    None when no agenda was ever published.
    """
    rows = assemblies(session, only_public=True)
    voting = [row for row in rows if row.is_voting(now)]
    coming = [row for row in rows if row.closes_at > now and row.state in {AssemblyState.READY, AssemblyState.OPEN}]
    if voting:
        return voting[-1]
    return min(coming, key=lambda row: row.opens_at) if coming else next(iter(rows), None)


def items(session: Session, assembly_id: int) -> tuple[ItemRow, ...]:
    """Return the agenda in order, numbered from 1, with candidates, options and documents."""
    found = session.scalars(
        select(AgendaItem).where(AgendaItem.assembly_id == assembly_id).order_by(AgendaItem.position, AgendaItem.id)
    ).all()
    choices = _choices(session, [item.id for item in found])
    papers = documents(session, assembly_id)
    return tuple(
        _item_row(
            row,
            number,
            tuple(choices.get(row.id, ())),
            tuple(document for document in papers if document.item_id == row.id),
        )
        for number, row in enumerate(found, start=1)
    )


def agenda(session: Session, assembly_id: int) -> tuple[Item, ...]:
    """Return the agenda in order as the rules see it."""
    return tuple(row.item for row in items(session, assembly_id))


def item(session: Session, assembly_id: int, item_id: int) -> ItemRow:
    """Return one item of an assembly; raises ItemNotFound when it is not there, or belongs to another."""
    for row in items(session, assembly_id):
        if row.id == item_id:
            return row
    raise ItemNotFound


def documents(session: Session, assembly_id: int) -> tuple[DocumentRow, ...]:
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


def stored_file(session: Session, sha256: str, name: str, *, only_public: bool) -> StoredFile | None:
    """Return a document by digest and name; None when it is not there, or still a draft when `only_public`."""
    statement = (
        select(AttachedDocument.id)
        .join(Assembly, Assembly.id == AttachedDocument.assembly_id)
        .where(AttachedDocument.sha256 == sha256, AttachedDocument.name == name)
        .limit(1)
    )
    if only_public:
        statement = statement.where(Assembly.state != AssemblyState.DRAFT.value)
    if session.scalar(statement) is None:
        return None
    file = session.get_one(DocumentFile, sha256, options=[undefer(DocumentFile.content)])
    return StoredFile(name, file.media_type, file.content)


def announcement(session: Session, assembly_id: int) -> AnnouncementRow | None:
    """Return what was announced, or None before that."""
    found = session.scalar(select(Announcement).where(Announcement.assembly_id == assembly_id))
    if found is None:
        return None
    return AnnouncementRow(found.announced_at, found.announced_by, found.record, found.digest)


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
    if state is AssemblyState.CLOSED and found.paper_uuid and ballots.result_of(session, found.paper_uuid) is not None:
        return AssemblyState.COUNTED
    return state


def _choices(session: Session, item_ids: Iterable[int]) -> dict[int, list[ChoiceRow]]:
    statement = (
        select(ItemChoice).where(ItemChoice.item_id.in_(list(item_ids))).order_by(ItemChoice.position, ItemChoice.id)
    )
    found: dict[int, list[ChoiceRow]] = {}
    for row in session.scalars(statement):
        choice = ChoiceRow(row.id, Texts.from_dict(row.label), Texts.from_dict(row.note))
        found.setdefault(row.item_id, []).append(choice)
    return found


def _item_row(row: AgendaItem, number: int, choices: tuple[ChoiceRow, ...], papers: tuple[DocumentRow, ...]) -> ItemRow:
    value = Item(
        item_id=row.id,
        number=number,
        kind=ItemKind(row.kind),
        title=Texts.from_dict(row.title),
        body=Texts.from_dict(row.body),
        method=Method(row.method) if row.method else None,
        seats=row.seats,
        maximum=row.maximum,
        threshold=Fraction(row.threshold) if row.threshold else None,
        choices=tuple(Choice(choice.label, choice.note) for choice in choices),
        documents=tuple(Document(paper.title, paper.sha256, paper.name) for paper in papers),
    )
    return ItemRow(value, choices, papers, row.version, row.changed_at, row.changed_by)

"""What assemblies announced: adopted decisions with their course, and who was elected."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.agenda.rules.items import Item, ItemKind
from govapp.assembly.meeting.queries import AssemblyRow, list_assemblies
from govapp.assembly.minutes.models import DecisionStepRecord, Mandate, MandateEndRecord
from govapp.assembly.minutes.rules.decisions import (
    DecisionKey,
    DecisionNotFound,
    DecisionRow,
    DecisionState,
    DecisionStep,
    FollowUp,
)
from govapp.assembly.minutes.rules.mandates import (
    Elected,
    ElectedPlace,
    MandateBody,
    MandateEnd,
    MandateNotFound,
    MandateRow,
)
from govapp.assembly.votes.queries.announcements import AnnouncementRow, find_announcement
from govapp.assembly.votes.queries.votes import VoteRow, get_items, list_votes
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.texts import Language


def list_decisions(session: Session, *, assembly_id: int | None = None) -> tuple[DecisionRow, ...]:
    """Return what assemblies adopted, the latest assembly first, each with its course."""
    steps = _steps(session)
    found = []
    for row, vote, announced, items in _announced(session, assembly_id):
        digest = sha256_hex(canonical_json(announced.record))
        for record in announced.record["items"]:
            item = items.get(record["item"])
            if item is None or item.kind is ItemKind.ELECTION or record["verdict"] != ItemOutcome.ADOPTED.value:
                continue
            key = DecisionKey(row.id, vote.ordinal, item.number)
            found.append(
                DecisionRow(
                    key=key,
                    assembly=row.title,
                    held_on=row.held_on,
                    title=item.title,
                    figures=record.get("counts", {}),
                    digest=announced.digest,
                    is_whole=digest == announced.digest,
                    steps=tuple(steps[key]),
                )
            )
    return tuple(found)


def get_decision(session: Session, key: DecisionKey) -> DecisionRow:
    """Return one decision; raises DecisionNotFound."""
    for each in list_decisions(session, assembly_id=key.assembly_id):
        if each.key == key:
            return each
    raise DecisionNotFound


def list_elected(session: Session, *, assembly_id: int | None = None) -> tuple[Elected, ...]:
    """Return everybody whom an announced result elected, the latest assembly first."""
    return tuple(
        Elected(
            ElectedPlace(row.id, vote.ordinal, item.number, choice),
            _name(item, choice),
            item.title,
            row.held_on,
            announced.digest,
        )
        for row, vote, announced, items in _announced(session, assembly_id)
        for record in announced.record["items"]
        for item in [items.get(record["item"])]
        if item is not None and item.kind is ItemKind.ELECTION
        for choice in record.get("elected", ())
    )


def list_mandates(session: Session) -> tuple[MandateRow, ...]:
    """Return all mandates by the day on which they began."""
    statement = (
        select(Mandate, MandateEndRecord)
        .outerjoin(MandateEndRecord, MandateEndRecord.mandate_id == Mandate.id)
        .order_by(Mandate.started_on, Mandate.id)
    )
    return tuple(_mandate(row, end) for row, end in session.execute(statement))


def get_mandate(session: Session, mandate_id: int) -> MandateRow:
    """Return one mandate; raises MandateNotFound."""
    for each in list_mandates(session):
        if each.id == mandate_id:
            return each
    raise MandateNotFound


def _announced(
    session: Session, assembly_id: int | None
) -> Iterator[tuple[AssemblyRow, VoteRow, AnnouncementRow, Mapping[int, Item]]]:
    for row in list_assemblies(session, only_public=True):
        if assembly_id not in {None, row.id}:
            continue
        for vote in list_votes(session, row.id, only_public=True):
            announced = find_announcement(session, vote.id)
            if announced is not None:
                yield row, vote, announced, {item.number: item for item in get_items(session, vote)}


def _name(item: Item, choice: int) -> str:
    return str(item.choices[choice].label.in_language(Language.NL)) if choice < len(item.choices) else ""


def _steps(session: Session) -> Mapping[DecisionKey, list[DecisionStep]]:
    found: dict[DecisionKey, list[DecisionStep]] = defaultdict(list)
    for row in session.scalars(select(DecisionStepRecord).order_by(DecisionStepRecord.id)):
        follow_up = FollowUp(row.owner, row.due_on, DecisionState(row.state), row.reason)
        key = DecisionKey(row.assembly_id, row.vote, row.item)
        found[key].append(DecisionStep(follow_up, row.stepped_at, row.stepped_by))
    return found


def _mandate(row: Mandate, end: MandateEndRecord | None) -> MandateRow:
    place: tuple[Any, ...] = (row.assembly_id, row.vote, row.item, row.choice)
    return MandateRow(
        id=row.id,
        name=row.name,
        body=MandateBody(row.body),
        started_on=row.started_on,
        until=row.until,
        term=row.term,
        election=None if row.assembly_id is None else ElectedPlace(*place),
        origin=row.origin,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        ended_on=end.ended_on if end else None,
        end=MandateEnd(end.kind) if end else None,
        end_reason=end.reason if end else "",
    )

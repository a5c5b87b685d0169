"""Reads of people as an attendance list shows them: number, name, category, shares, and whether they may vote.

Shares of those on the voting list are those of its record date, as the register knew them when the list got its last
version: they stay what they are, whatever is recorded later.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govapp.accounts.queries.links import LinkRow, find_link_by_token
from govapp.accounts.rules import LinkState
from govapp.accounts.service import find_link_of_code
from govapp.assembly.attendance.rules.presence import CountedRight, HeadsAndShares, RollTotals
from govapp.assembly.attendance.rules.refusals import LinkNotOfHolder, PersonNotFound
from govapp.assembly.attendance.rules.sought import Sought
from govapp.kernel.subjects import SubjectRef
from govapp.shares.ledger.models import Holding
from govapp.shares.ledger.queries.filters import HolderFilter
from govapp.shares.ledger.queries.positions import select_positions
from govapp.shares.ledger.rules.kinds import HolderState
from govapp.shares.people.models import Party
from govapp.shares.people.rules.days import AsOf
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.names import full_name
from govapp.shares.register.queries.holders import get_holder_page
from govapp.shares.rolls.models import RollEntryRecord
from govapp.shares.rolls.queries import LeftOutNow, explain_left_out, get_roll

MAX_FOUND = 10


@dataclass(frozen=True)
class Attendant:
    """A shareholder at the desk; `entry_id` is the place on the voting list, None for somebody who is not on it.

    `voter` is who may vote for an organisation by the list; `left_out` why somebody is not on it, None also for
    somebody whom the register did not know when the list was frozen.
    """

    party_id: int
    number: int
    name: str
    kind: PartyKind
    category: Category | None
    shares: int
    voter: str = ""
    entry_id: int | None = None
    left_out: LeftOutNow | None = None

    @property
    def is_on_roll(self) -> bool:
        """Tell whether this person has a right on the voting list."""
        return self.entry_id is not None


def settled_as_of(session: Session, roll_id: int) -> AsOf:
    """Return the two times at which a voting list looks at the register."""
    roll = get_roll(session, roll_id)
    known = (roll.frozen_at, *(each.addition.confirmed_at for each in roll.additions))
    return AsOf(roll.record_date, max(known))


def find_scanned(session: Session, sought: Sought, now: datetime) -> int | None:
    """Return the shareholder whose link or code a desk was given, None where it was given something else.

    Raises LinkNotOfHolder for a link or code that is none of a shareholder, or was withdrawn.
    """
    if sought.token:
        return _holder_of(find_link_by_token(session, sought.token, None, now))
    if not sought.code:
        return None
    link = find_link_of_code(session, sought.code, now)
    return None if link is None and sought.name else _holder_of(link)


def find_people(session: Session, roll_id: int, sought: Sought, now: datetime) -> tuple[Attendant, ...]:
    """Return the shareholders whom somebody looks for, ten at most; those on the list first.

    Raises LinkNotOfHolder for a code that is no personal link of a shareholder.
    """
    scanned = find_scanned(session, sought, now)
    if scanned is not None:
        ids = [scanned]
    elif sought.number is not None:
        ids = list(session.scalars(select(Party.id).where(Party.number == sought.number)))
    elif sought.name:
        page = get_holder_page(session, HolderFilter(sought.name, state=HolderState.ALL))
        ids = [row.holder_id for row in page.rows[:MAX_FOUND]]
    else:
        ids = []
    found = get_people(session, roll_id, ids, now)
    return tuple(sorted((found[each] for each in ids if each in found), key=lambda each: not each.is_on_roll))


def get_person(session: Session, roll_id: int, party_id: int, now: datetime) -> Attendant:
    """Return one shareholder as the desk sees him or her; raises PersonNotFound."""
    found = get_people(session, roll_id, [party_id], now)
    if party_id not in found:
        raise PersonNotFound
    return found[party_id]


def get_people(session: Session, roll_id: int, party_ids: Collection[int], now: datetime) -> Mapping[int, Attendant]:
    """Return shareholders by their number in the database, with what the voting list says of them."""
    ids = set(party_ids)
    entries = {row.party_id: row for row in session.scalars(_entries(roll_id, ids))} if ids else {}
    shares = _shares(session, settled_as_of(session, roll_id), entries.keys())
    roll = get_roll(session, roll_id)
    statement = (
        select(Party.id, Party.number, Party.kind, Holding)
        .join(Holding, Holding.party_id == Party.id)
        .where(Party.id.in_(ids), Party.number.is_not(None))
    )
    found = {}
    for party_id, named, kind, held in session.execute(statement):
        number, entry = int(named or 0), entries.get(party_id)
        if entry is None:
            found[party_id] = Attendant(
                party_id,
                number,
                full_name(held.name, held.given_name),
                PartyKind(kind),
                Category(held.category) if held.category else None,
                held.shares,
                left_out=explain_left_out(session, roll, party_id, now),
            )
        else:
            is_legal = PartyKind(kind) is PartyKind.LEGAL
            found[party_id] = Attendant(
                party_id,
                number,
                entry.name,
                PartyKind(kind),
                Category(entry.category),
                shares.get(party_id, 0),
                voter=entry.voter if is_legal else "",
                entry_id=entry.id,
            )
    return found


def list_counted_rights(session: Session, roll_id: int, party_ids: Collection[int]) -> tuple[CountedRight, ...]:
    """Return the rights of some people on a voting list, with the shares of the record date."""
    ids = set(party_ids)
    entries = [row for some in _pieces(ids) for row in session.scalars(_entries(roll_id, some))]
    shares = _shares(session, settled_as_of(session, roll_id), {row.party_id for row in entries})
    return tuple(CountedRight(row.party_id, row.category, shares.get(row.party_id, 0)) for row in entries)


def get_totals(session: Session, roll_id: int) -> RollTotals:
    """Return what presence is a part of: rights on the list, issued shares, the list by category."""
    held = select_positions(settled_as_of(session, roll_id), extras=())
    issued = session.scalar(select(func.sum(held.c.shares)).where(held.c.shares > 0))
    statement = (
        select(RollEntryRecord.category, func.count(), func.sum(func.coalesce(held.c.shares, 0)))
        .outerjoin(held, held.c.party_id == RollEntryRecord.party_id)
        .where(RollEntryRecord.roll_id == roll_id)
        .group_by(RollEntryRecord.category)
    )
    categories = {code: HeadsAndShares(heads, int(shares)) for code, heads, shares in session.execute(statement)}
    return RollTotals(sum(each.heads for each in categories.values()), int(issued or 0), categories)


def list_parties_of_entries(session: Session, entry_ids: Collection[int]) -> frozenset[int]:
    """Return the shareholders of some entries of voting lists."""
    found: set[int] = set()
    for some in _pieces(set(entry_ids)):
        found.update(session.scalars(select(RollEntryRecord.party_id).where(RollEntryRecord.id.in_(some))))
    return frozenset(found)


def _holder_of(link: LinkRow | None) -> int:
    if link is None or link.state is LinkState.REVOKED or SubjectRef(link.subject_ref).kind != "holder":
        raise LinkNotOfHolder
    return SubjectRef(link.subject_ref).number


def _entries(roll_id: int, ids: Collection[int]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return select(RollEntryRecord).where(RollEntryRecord.roll_id == roll_id, RollEntryRecord.party_id.in_(ids))


def _shares(session: Session, as_of: AsOf, ids: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in _pieces(set(ids)):
        held = select_positions(as_of, extras=(), among=some)
        rows = session.execute(select(held.c.party_id, held.c.shares))
        found.update({row.party_id: int(row.shares or 0) for row in rows})
    return found


def _pieces(ids: set[int]) -> list[list[int]]:
    # A statement takes no more than some thousands of values.
    ordered = sorted(ids)
    return [ordered[start : start + 1_000] for start in range(0, len(ordered), 1_000)]

"""Lists of shareholders: search, filters, order and pages; today's from kept figures, any other day's recomputed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, func, select
from sqlalchemy.orm import Session

from govapp.shares.ledger.queries.filters import HolderFilter, list_filter_conditions, rank_of, select_candidates
from govapp.shares.ledger.queries.positions import EXTRAS, select_positions
from govapp.shares.ledger.rules.kinds import HolderSort
from govapp.shares.people.models import Party, PartyName, Representation
from govapp.shares.people.queries.dated import select_in_force, select_rows_in_force
from govapp.shares.people.rules.days import ALWAYS, AsOf
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.names import full_name, sorted_name
from govapp.shares.rolls.models import Roll, RollEntryRecord, RollLeftOut
from govapp.shares.rolls.rules.roll import LeftOut

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One line of a list; cents are paid in. `on_roll` and `left_out` speak of the newest voting list.

    `representative` is who votes for an organisation, empty for everybody else.
    """

    holder_id: int
    number: int
    kind: PartyKind
    name: str
    category: Category | None
    shares: int
    paid_in_cents: int
    since: date | None
    town: str
    language: str
    email: str
    representative: str
    on_roll: bool
    left_out: LeftOut | None


@dataclass(frozen=True)
class HolderPage:
    """One page of a list, the number of all lines, and where this page stands (from 1)."""

    rows: tuple[HolderRow, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def first(self) -> int:
        """Return the number of the first line on this page."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """Return the number of the last line on this page."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class RegisterTotals:
    """The whole register in three figures: holders with shares, shares, and cents paid in."""

    holders: int
    shares: int
    paid_in_cents: int


def get_holder_page(
    session: Session,
    wanted: HolderFilter,
    *,
    as_of: AsOf | None = None,
    sort: HolderSort = HolderSort.NAME,
    descending: bool = False,
    page: int = 1,
) -> HolderPage:
    """Return one page of the shareholders that `wanted` describes, today (`as_of` None) or on another day.

    In the order of names, those come first whose number or name was searched for.
    """
    among = select_candidates(session, wanted) if as_of else None
    held = select_positions(as_of, extras=_asked(wanted, sort), among=among)
    rank = rank_of(wanted, held) if sort is HolderSort.NAME and not descending else None
    listed = (
        select(Party.id, Party.number, _sorted_by(sort, held).label("first"))
        # Of today everybody with a number has kept figures; of another day not everybody had entries.
        .join(held, held.c.party_id == Party.id, isouter=as_of is not None)
        .where(*list_filter_conditions(session, wanted, held, as_of))
    )
    if rank is not None:
        listed = listed.add_columns(rank.label("rank"))
    # The ids of the page first: sorting and skipping touch narrow rows only.
    ids, total, page = _page_of(session, listed, max(page, 1), descending=descending, is_kept=as_of is None)
    return HolderPage(_rows(session, ids, as_of), total, page)


def _asked(wanted: HolderFilter, sort: HolderSort) -> set[str]:
    """Return which columns of the positions, beyond shares and amounts, filter or sort such a list."""
    asked = {sort.value} & EXTRAS
    if wanted.category is not None:
        asked.add("category")
    if wanted.language:
        asked.add("language")
    if wanted.text.strip():
        asked |= {"email", "name", "address"}
    return asked


def _sorted_by(sort: HolderSort, held: Subquery) -> ColumnElement[Any]:
    if sort is HolderSort.NUMBER:
        return Party.number.expression
    return held.c["search_name" if sort is HolderSort.NAME else sort.value]


def _page_of(
    session: Session, listed: Select[*tuple[Any, ...]], page: int, *, descending: bool, is_kept: bool
) -> tuple[list[int], int, int]:
    """Return the ids of a page, the number of all lines, and which page it is: the last one at most."""
    # What has to be added up first is added up once; with kept figures an index gives the page without the others.
    line: FromClause = listed.subquery() if is_kept else listed.cte()
    total = select(func.count()).select_from(listed.subquery() if is_kept else line.alias()).scalar_subquery()
    # Who never held anything has no figures: less than the least, on both databases.
    first = line.c.first.desc().nulls_last() if descending else line.c.first.asc().nulls_first()
    counted = select(line.c.id, total).order_by(*([line.c.rank] if "rank" in line.c else []), first, line.c.number)
    rows = session.execute(counted.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    if rows or page == 1:
        return [holder_id for holder_id, _ in rows], rows[0][1] if rows else 0, page
    last = max(1, -(-(session.scalar(select(total)) or 0) // PAGE_SIZE))
    return _page_of(session, listed, last, descending=descending, is_kept=is_kept)


def _rows(session: Session, ids: list[int], as_of: AsOf | None) -> tuple[HolderRow, ...]:
    held = select_positions(as_of, among=ids)
    found = {row.id: row for row in session.execute(_columns(held).where(Party.id.in_(ids)))}
    on_roll, left_out = _newest_roll(session, ids)
    voters = _representatives(session, ids, as_of or ALWAYS)
    return tuple(
        HolderRow(
            holder_id=row.id,
            number=row.number,
            kind=PartyKind(row.kind),
            name=sorted_name(row.name, row.given_name),
            category=Category(row.category) if row.category else None,
            shares=int(row.shares or 0),
            paid_in_cents=int(row.paid_in_cents or 0),
            since=row.since,
            town=row.town,
            language=row.language,
            email=row.email or "",
            representative=voters.get(row.id, ""),
            on_roll=row.id in on_roll,
            left_out=left_out.get(row.id),
        )
        for row in (found[holder_id] for holder_id in ids)
    )


def _columns(held: Subquery) -> Select[*tuple[Any, ...]]:
    return select(
        Party.id,
        Party.number,
        Party.kind,
        held.c.name,
        held.c.given_name,
        held.c.town,
        held.c.language,
        held.c.category,
        held.c.shares,
        held.c.paid_in_cents,
        held.c.since,
        held.c.email,
    ).outerjoin(held, held.c.party_id == Party.id)


def _representatives(session: Session, ids: list[int], as_of: AsOf) -> dict[int, str]:
    mandate, human = select_in_force(Representation.representative_id, as_of), select_rows_in_force(PartyName, as_of)
    named = (
        select(mandate.c.party_id, human.c.name, human.c.given_name)
        .join(human, human.c.party_id == mandate.c.value)
        .where(mandate.c.party_id.in_(ids))
    )
    return {party_id: full_name(name, given_name) for party_id, name, given_name in session.execute(named)}


def _newest_roll(session: Session, holder_ids: Iterable[int]) -> tuple[set[int], dict[int, LeftOut]]:
    ids = list(holder_ids)
    newest = select(func.max(Roll.id)).scalar_subquery()
    on_roll = session.scalars(
        select(RollEntryRecord.party_id).where(RollEntryRecord.roll_id == newest, RollEntryRecord.party_id.in_(ids)),
    )
    left_out = session.execute(
        select(RollLeftOut.party_id, RollLeftOut.reason).where(
            RollLeftOut.roll_id == newest,
            RollLeftOut.party_id.in_(ids),
        ),
    )
    return set(on_roll), {party_id: LeftOut(reason) for party_id, reason in left_out}


def get_register_totals(session: Session, as_of: AsOf | None = None) -> RegisterTotals:
    """Return the figures of the whole register, today (`as_of` None) or on another day."""
    held = select_positions(as_of, extras=())
    figures = select(func.count(), func.sum(held.c.shares), func.sum(held.c.paid_in_cents)).where(held.c.shares > 0)
    holders, shares, paid_in_cents = session.execute(figures).one()
    return RegisterTotals(holders, int(shares or 0), int(paid_in_cents or 0))

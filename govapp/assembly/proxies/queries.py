"""Reads of proxies, as frozen rows, and the figures of those who are represented."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from govapp.assembly.agenda.queries import StoredFile, get_agenda
from govapp.assembly.proxies.models import Proxy, ProxyAnswer, ProxyScan
from govapp.assembly.proxies.rules.recording import INSTRUCTION_NAMES, PLACES, Instruction, ProxyChannel
from govapp.assembly.proxies.rules.refusals import ProxyNotFound
from govapp.assembly.proxies.rules.states import ProxyState, proxy_state
from govapp.declarations import ProxyInstructions
from govapp.kernel.texts import Language
from govapp.shares.people.rules.days import AsOf
from govapp.shares.people.rules.kinds import Category
from govapp.shares.register.queries.names import name_holders
from govapp.shares.rolls.models import ProxyEnd, RightProxy, RollEntryRecord
from govapp.shares.rolls.queries import get_roll, list_roll_candidates
from govapp.shares.rolls.queries.proxies import is_in_force, was_in_force
from govapp.shares.rolls.rules.rights import ProxyEndReason


@dataclass(frozen=True, slots=True)
class ProxyPerson:
    """Somebody in the register, as pages name him or her."""

    id: int
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class ProxyRow:
    """A proxy with what became of it; moments are UTC, and None or empty where nothing happened yet."""

    id: int
    assembly_id: int
    giver: ProxyPerson
    holder: ProxyPerson
    channel: ProxyChannel
    signed_on: date
    instructions: Mapping[int, Instruction]
    note: str
    scan_name: str
    scan_sha256: str
    recorded_at: datetime
    recorded_by: str
    recorded_by_name: str
    is_confirmed: bool | None
    answered_at: datetime | None
    answered_by_name: str
    end_reason: ProxyEndReason | None
    ended_at: datetime | None
    ended_by_name: str

    @property
    def state(self) -> ProxyState:
        """Return where the proxy stands."""
        return proxy_state(is_confirmed=self.is_confirmed, has_ended=self.ended_at is not None)

    @property
    def is_live(self) -> bool:
        """Return whether it waits or is in force: then the giver gives no other one."""
        return self.state in {ProxyState.WAITING, ProxyState.IN_FORCE}


@dataclass(frozen=True, slots=True)
class HolderCount:
    """How many proxies somebody holds."""

    holder: ProxyPerson
    proxies: int


@dataclass(frozen=True, slots=True)
class RepresentedRight:
    """A right on a roll that is represented: whose, by whom, in which category, and with how many shares."""

    entry_id: int
    proxy_id: int
    giver_id: int
    holder_id: int
    category: Category
    shares: int


@dataclass(frozen=True, slots=True)
class Represented:
    """How much is represented: people, their shares, people by category."""

    heads: int
    shares: int
    by_category: Mapping[Category, int]


def get_proxy(session: Session, proxy_id: int) -> ProxyRow:
    """Return one proxy; raises ProxyNotFound."""
    found = _rows(session, _PROXIES.where(Proxy.id == proxy_id))
    if not found:
        raise ProxyNotFound
    return found[0]


def list_proxies(session: Session, assembly_id: int) -> tuple[ProxyRow, ...]:
    """Return the proxies of an assembly in the order in which they were recorded."""
    return _rows(session, _PROXIES.where(Proxy.assembly_id == assembly_id))


def list_proxies_of(session: Session, person_id: int) -> tuple[ProxyRow, ...]:
    """Return the proxies that a person gave or holds, the latest first."""
    found = _rows(session, _PROXIES.where((Proxy.giver_id == person_id) | (Proxy.holder_id == person_id)))
    return tuple(reversed(found))


def count_proxies_by_holder(session: Session, assembly_id: int) -> tuple[HolderCount, ...]:
    """Return who holds how many proxies that are in force, the most first, then by name."""
    held = Counter(each.holder for each in list_proxies(session, assembly_id) if each.state is ProxyState.IN_FORCE)
    return tuple(
        HolderCount(holder, count)
        for holder, count in sorted(held.items(), key=lambda each: (-each[1], each[0].name, each[0].number))
    )


def find_scan(session: Session, proxy_id: int) -> StoredFile:
    """Return the scan of a proxy; raises ProxyNotFound where there is none."""
    found = session.get(ProxyScan, proxy_id)
    if found is None:
        raise ProxyNotFound
    return StoredFile(found.name, found.media_type, found.content)


def find_instructions(session: Session, proxy_id: int) -> ProxyInstructions:
    """Return what the giver of a proxy asks of its holder, by the number of each item; nothing for no such proxy."""
    found = session.get(Proxy, proxy_id)
    if found is None:
        return ProxyInstructions()
    numbers = {str(item.item_id): item.number for item in get_agenda(session, found.assembly_id)}
    asked = {numbers[item]: Instruction(answer) for item, answer in found.instructions.items()}
    names = {number: INSTRUCTION_NAMES[answer] for number, answer in asked.items()}
    return ProxyInstructions(names, found.note, {number: PLACES[answer] for number, answer in asked.items()})


def list_represented_rights(session: Session, roll_id: int, at: datetime | None = None) -> tuple[RepresentedRight, ...]:
    """Return the rights on a roll for which a proxy was in force at a moment (UTC), or is now, by position.

    Shares are the paid ones of the record date.
    """
    holds = is_in_force() if at is None else was_in_force(at)
    statement = (
        select(
            RightProxy.entry_id,
            RightProxy.proxy_id,
            RightProxy.holder_id,
            RollEntryRecord.party_id,
            RollEntryRecord.category,
        )
        .join(RollEntryRecord, RollEntryRecord.id == RightProxy.entry_id)
        .where(RollEntryRecord.roll_id == roll_id, holds)
        .order_by(RollEntryRecord.position)
    )
    rows = session.execute(statement).all()
    shares = _shares(session, roll_id, {row.party_id for row in rows})
    return tuple(
        RepresentedRight(
            entry_id=row.entry_id,
            proxy_id=row.proxy_id,
            giver_id=row.party_id,
            holder_id=row.holder_id,
            category=Category(row.category),
            shares=shares.get(row.party_id, 0),
        )
        for row in rows
    )


def sum_represented(rights: Collection[RepresentedRight]) -> Represented:
    """Return the figures of represented rights: of all of a roll, or of those whose holder is present."""
    by_category = Counter(each.category for each in rights)
    return Represented(len(rights), sum(each.shares for each in rights), dict(by_category))


def _shares(session: Session, roll_id: int, givers: set[int]) -> dict[int, int]:
    if not givers:
        return {}
    frozen = get_roll(session, roll_id)
    at = AsOf(frozen.record_date, frozen.frozen_at)
    return {each.holder_id: each.position.paid_shares for each in list_roll_candidates(session, at, among=givers)}


_PROXIES = (
    select(
        Proxy,
        ProxyScan.name.label("scan_name"),
        ProxyScan.sha256,
        ProxyAnswer.is_confirmed,
        ProxyAnswer.answered_at,
        ProxyAnswer.answered_by_name,
        ProxyEnd.reason,
        ProxyEnd.ended_at,
        ProxyEnd.ended_by_name,
    )
    .outerjoin(ProxyScan, ProxyScan.proxy_id == Proxy.id)
    .outerjoin(ProxyAnswer, ProxyAnswer.proxy_id == Proxy.id)
    .outerjoin(ProxyEnd, ProxyEnd.proxy_id == Proxy.id)
    .order_by(Proxy.id)
)


def _rows(session: Session, statement: Select) -> tuple[ProxyRow, ...]:  # type: ignore[type-arg]
    rows = session.execute(statement).all()
    ids = {str(each) for row in rows for each in (row.Proxy.giver_id, row.Proxy.holder_id)}
    names = name_holders(session, ids, Language.EN)
    people = {int(key): ProxyPerson(int(key), name.number or 0, name.name) for key, name in names.items()}
    return tuple(_row(row, people) for row in rows)


def _row(row: Row, people: Mapping[int, ProxyPerson]) -> ProxyRow:  # type: ignore[type-arg]
    kept: Proxy = row.Proxy
    return ProxyRow(
        id=kept.id,
        assembly_id=kept.assembly_id,
        giver=people[kept.giver_id],
        holder=people[kept.holder_id],
        channel=ProxyChannel(kept.channel),
        signed_on=kept.signed_on,
        instructions={int(item): Instruction(answer) for item, answer in kept.instructions.items()},
        note=kept.note,
        scan_name=row.scan_name or "",
        scan_sha256=row.sha256 or "",
        recorded_at=kept.recorded_at,
        recorded_by=kept.recorded_by,
        recorded_by_name=kept.recorded_by_name,
        is_confirmed=row.is_confirmed,
        answered_at=row.answered_at,
        answered_by_name=row.answered_by_name or "",
        end_reason=ProxyEndReason(row.reason) if row.reason else None,
        ended_at=row.ended_at,
        ended_by_name=row.ended_by_name or "",
    )

"""Reading by which proxies rights are used: a fact beside the entry of a roll, as it is now."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from govapp.audit.models import JournalEntryRecord
from govapp.kernel.subjects import SubjectRef
from govapp.shares.people.models import Party
from govapp.shares.rolls.models import ProxyEnd, RightProxy, RollEntryRecord
from govapp.shares.rolls.rules.rights import ProxyInForce, VotingRight
from govapp.shares.tags import SharesTag


def is_in_force() -> ColumnElement[bool]:
    """Return the condition under which a row of `RightProxy` holds: its proxy has not ended."""
    return ~exists().where(ProxyEnd.proxy_id == RightProxy.proxy_id)


def was_in_force(at: datetime) -> ColumnElement[bool]:
    """Return the condition under which a row of `RightProxy` held at a moment (UTC)."""
    ended = exists().where(ProxyEnd.proxy_id == RightProxy.proxy_id, ProxyEnd.ended_at <= at)
    return (RightProxy.since <= at) & ~ended


def find_proxy_in_force(session: Session, entry_id: int) -> ProxyInForce | None:
    """Return the proxy by which a right is used now, or None."""
    statement = (
        select(RightProxy.proxy_id, RightProxy.holder_id, RightProxy.since)
        .where(RightProxy.entry_id == entry_id, is_in_force())
        .order_by(RightProxy.id.desc())
        .limit(1)
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else ProxyInForce(row.proxy_id, row.holder_id, row.since)


def select_givers_to(roll_id: int, person_id: int) -> Select[int]:
    """Return the statement that finds who on a roll gave a proxy to a person, by id in the register."""
    return (
        select(RollEntryRecord.party_id)
        .join(RightProxy, RightProxy.entry_id == RollEntryRecord.id)
        .where(RollEntryRecord.roll_id == roll_id, RightProxy.holder_id == person_id, is_in_force())
    )


def is_proxy_recorded(session: Session, right: VotingRight) -> bool:
    """Tell whether the journal has the confirmation of the proxy in force for a right, with its giver and holder.

    Whoever owns the database can put in a row that lets somebody vote; the chain of the journal holds no line for it.
    """
    if right.proxy is None:
        return True
    number = session.scalar(select(Party.number).where(Party.id == right.proxy.holder_id))
    lines: Select[Any] = select(JournalEntryRecord.facts).where(
        JournalEntryRecord.subject == SubjectRef.to("proxy", right.proxy.proxy_id),
        JournalEntryRecord.tag == SharesTag.PROXY_CONFIRMED.value,
        JournalEntryRecord.result == "done",
    )
    said = session.scalars(lines).all()
    return any(facts.get("number") == right.number and facts.get("proxy_holder") == number for facts in said)

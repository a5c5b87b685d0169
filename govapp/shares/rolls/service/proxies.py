"""Letting somebody vote by proxy with the rights of a giver, and ending that; the room of proxies decides when."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, select

from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.shares.people.models import Party
from govapp.shares.rolls.models import ProxyEnd, RightProxy, RollEntryRecord
from govapp.shares.rolls.rules.rights import ProxyEndReason
from govapp.shares.tags import SharesTag


@dataclass(frozen=True, slots=True)
class SetProxy:
    """Let `holder_id` use the rights of `giver_id` by the proxy of that number; both are ids in the register."""

    proxy_id: int
    giver_id: int
    holder_id: int


def confirm_proxy_on_rolls(work: Work, command: SetProxy, roll_ids: Collection[int]) -> None:
    """Put a proxy in force on these rolls, and write in the journal who gave it and who holds it."""
    put_proxy_on_rolls(work, command, roll_ids)
    numbers = dict(
        work.session.execute(
            select(Party.id, Party.number).where(Party.id.in_([command.giver_id, command.holder_id]))
        ).all()
    )
    facts: dict[str, FactValue] = {
        "number": numbers[command.giver_id],
        "proxy_holder": numbers[command.holder_id],
    }
    record(work, SharesTag.PROXY_CONFIRMED, SubjectRef.to("proxy", command.proxy_id), facts=facts)


def put_proxy_on_rolls(work: Work, command: SetProxy, roll_ids: Collection[int]) -> None:
    """Let the holder of a confirmed proxy vote on these rolls too, where the giver is on them."""
    entries = select(RollEntryRecord.id).where(
        RollEntryRecord.party_id == command.giver_id, RollEntryRecord.roll_id.in_(roll_ids)
    )
    for entry_id in work.session.scalars(entries.order_by(RollEntryRecord.id)).all():
        work.session.add(
            RightProxy(proxy_id=command.proxy_id, entry_id=entry_id, holder_id=command.holder_id, since=work.now)
        )
    work.session.flush()


def end_proxy_on_rolls(work: Work, proxy_id: int, reason: ProxyEndReason) -> bool:
    """End a proxy for good; return whether it was in force until now."""
    if work.session.scalar(select(exists().where(ProxyEnd.proxy_id == proxy_id))):
        return False
    work.session.add(
        ProxyEnd(
            proxy_id=proxy_id,
            reason=reason.value,
            ended_at=work.now,
            ended_by=work.actor.reference,
            ended_by_name=work.actor.name,
        )
    )
    work.session.flush()
    return True

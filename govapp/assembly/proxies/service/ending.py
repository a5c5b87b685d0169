"""Ending a proxy: because the giver came, said so or ended it, or because the holder declined. Both are told.

Ballots that the holder cast while it was in force stay in the box; the giver replaces them by voting.
"""

from collections.abc import Collection

from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.service import locked, reference
from govapp.assembly.proxies.queries import ProxyRow, get_proxy, list_proxies
from govapp.assembly.proxies.rules.refusals import ProxyNotFound, ProxyNotInForce
from govapp.assembly.proxies.rules.states import ProxyState
from govapp.assembly.proxies.service.letters import tell_of_ended
from govapp.assembly.tags import AssemblyTag
from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.shares.rolls.rules.rights import ProxyEndReason
from govapp.shares.rolls.service import end_proxy_on_rolls


def end_proxy(work: Work, proxy_id: int, reason: ProxyEndReason, rolls: Collection[int]) -> ProxyRow:
    """End a proxy as an officer, and return it; raises ProxyNotFound, ProxyNotInForce."""
    assembly, found = _in_force(work, proxy_id)
    _end(work, assembly, found, reason, rolls)
    facts: dict[str, FactValue] = {
        "number": found.giver.number,
        "proxy_holder": found.holder.number,
        "ended_because": reason.value,
    }
    record(work, AssemblyTag.PROXY_ENDED, SubjectRef.to("proxy", proxy_id), facts=facts)
    return get_proxy(work.session, proxy_id)


def end_own_proxy(work: Work, proxy_id: int, rolls: Collection[int]) -> ProxyRow:
    """End a proxy as its giver, or decline it as its holder, and return it.

    The journal says for which assembly and no more: the next line may be that of the giver's ballot.
    Raises ProxyNotFound (also for one of other people), ProxyNotInForce.
    """
    found = get_proxy(work.session, proxy_id)
    if work.actor.id not in {found.giver.id, found.holder.id}:
        raise ProxyNotFound
    assembly, found = _in_force(work, proxy_id)
    is_giver = work.actor.id == found.giver.id
    reason = ProxyEndReason.GIVER_ENDED if is_giver else ProxyEndReason.HOLDER_DECLINED
    _end(work, assembly, found, reason, rolls)
    record(work, AssemblyTag.PROXY_ENDED, reference(assembly.id))
    return get_proxy(work.session, proxy_id)


def end_for_giver(work: Work, assembly_id: int, giver_id: int, rolls: Collection[int]) -> ProxyRow | None:
    """End the proxy of somebody who comes to the assembly, and return it; None when there is none in force."""
    locked(work, assembly_id)
    given = (
        each
        for each in list_proxies(work.session, assembly_id)
        if each.giver.id == giver_id and each.state is ProxyState.IN_FORCE
    )
    found = next(given, None)
    return None if found is None else end_proxy(work, found.id, ProxyEndReason.GIVER_CAME, rolls)


def _in_force(work: Work, proxy_id: int) -> tuple[Assembly, ProxyRow]:
    assembly = locked(work, get_proxy(work.session, proxy_id).assembly_id)
    found = get_proxy(work.session, proxy_id)
    if found.state is not ProxyState.IN_FORCE:
        raise ProxyNotInForce
    return assembly, found


def _end(work: Work, assembly: Assembly, found: ProxyRow, reason: ProxyEndReason, rolls: Collection[int]) -> None:
    end_proxy_on_rolls(work, found.id, reason)
    tell_of_ended(work, assembly, found, reason, rolls)

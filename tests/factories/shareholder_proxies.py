"""Proxies for tests: recorded by Nadia, confirmed by Karel, between the first shareholders of an assembly."""

from datetime import date
from typing import Any

from govapp.assembly.proxies.rules.recording import ProxyChannel
from govapp.assembly.proxies.service import RecordProxy, confirm_proxy, record_proxy
from govapp.kernel.actors import Actor, ActorKind
from tests.factories.assembly import KAREL, NADIA, Meeting
from tests.factories.ballots import Hall

SIGNED = date(2026, 5, 20)


def rolls_of(meeting: Meeting) -> tuple[int, ...]:
    """Return the voting list of an assembly."""
    return (meeting.vote_row().frozen_roll_id,)


def a_proxy(giver: int, holder: int | None, **more: Any) -> dict[str, Any]:
    """Return what a proxy of the shareholder with that number says."""
    return {"giver_number": giver, "holder_number": holder, "channel": ProxyChannel.PAPER, "signed_on": SIGNED, **more}


def recorded(meeting: Meeting, giver: int, holder: int | None, *, actor: Actor = NADIA, **more: Any) -> int:
    """Record a proxy between two shareholders, by number, and return its number."""
    with meeting.at(actor) as work:
        return record_proxy(work, RecordProxy(meeting.id, **a_proxy(giver, holder, **more)), rolls_of(meeting))


def confirmed(meeting: Meeting, proxy_id: int, *, actor: Actor = KAREL) -> int:
    """Let a second officer confirm a proxy."""
    with meeting.at(actor) as work:
        confirm_proxy(work, proxy_id, rolls_of(meeting))
    return proxy_id


def in_force(meeting: Meeting, giver: int, holder: int, **more: Any) -> int:
    """Return a proxy that is in force."""
    return confirmed(meeting, recorded(meeting, giver, holder, **more))


def shareholder(hall: Hall, voter: int) -> Actor:
    """Return a voter (from 0) as somebody who signed in."""
    return Actor(ActorKind.SHAREHOLDER, hall.voters[voter], f"Voter {voter}")

"""Voting in the room, on paper or by a show of hands: who can be marked, and when."""

from collections.abc import Iterable, Mapping
from typing import Final

from govapp.assembly.agenda.rules.items import Item, ItemKind
from govapp.assembly.attendance.rules.moves import AttendanceEntry, Attending
from govapp.assembly.votes.rules.states import Channel, VoteState
from govapp.ballots.rules.room_marks import RoomChannel
from govapp.kernel.actors import Actor, Role
from govapp.kernel.errors import N_, Conflict, Forbidden, Invalid

ROOM_CHANNEL_NAMES: Final = {RoomChannel.PAPER: N_("on paper"), RoomChannel.HANDS: N_("by a show of hands")}


class NotHeldInRoom(Conflict):
    """A right is to be marked in a vote that is held on line only."""

    code = "vote_not_in_room"
    message = N_("This vote is held on line only.")
    help = N_("Nothing was marked. Whether people in the room vote on paper too is sealed when a vote is locked.")


class MarkingNotNow(Conflict):
    """A right is to be marked before voting opened, or when the count is known."""

    code = "marking_not_now"
    message = N_("Rights are marked from the opening of the vote until it is counted.")
    help = N_("Nothing was changed.")


class CountingBegan(Conflict):
    """A mark is to be made or taken back after scrutineers began to count."""

    code = "marking_counting_began"
    message = N_("The scrutineers have begun to count here: the marks stay as they are.")
    help = N_("Nothing was changed. Who is not marked can vote on line until voting closes.")


class NotInTheRoom(Conflict):
    """Neither the shareholder nor the holder of the proxy is checked in, in the room."""

    code = "mark_not_in_the_room"
    message = N_("%(name)s is not in the room by the attendance list, nor is a proxy holder.")
    help = N_("Nothing was marked. Check the person in first.")


class LateNotConfirmed(Invalid):
    """Somebody who joined after the freeze votes only where the statutes say so."""

    code = "late_not_confirmed"
    message = N_("%(name)s is not on the voting list. Confirm that the statutes let this person vote.")


class SecretaryConfirms(Forbidden):
    """A scrutineer lets somebody vote who is not on the voting list, or waives the secret vote on persons."""

    code = "mark_secretary_confirms"
    message = N_("Only a secretary can decide this.")
    help = N_("Nothing was marked. Tell the secretary.")


class SecretForPersons(Conflict):
    """Hands are raised in a vote in which persons are elected."""

    code = "hands_for_persons"
    message = N_("This vote elects persons: it is secret, on line or on paper, unless the meeting waived that.")
    help = N_("Nothing was marked. Give a paper, or let a secretary write down why hands are raised for persons.")


class WaivedAlready(Conflict):
    """The secret vote on persons was waived before."""

    code = "hands_waived_already"
    message = N_("That is written down already.")
    help = N_("Nothing was changed.")


class RoomNotCounted(Conflict):
    """A result is to be announced while papers or hands that are marked are not counted."""

    code = "room_not_counted"
    message = N_("Papers or hands are marked on the voting list, and not counted.")
    help = N_("Nothing was announced. The scrutineers count them first, each apart.")


def require_marking(channel: Channel, state: VoteState, *, counting_began: bool = False) -> None:
    """Return when rights of a vote can be marked; raises NotHeldInRoom, MarkingNotNow, CountingBegan."""
    if channel is not Channel.BOTH:
        raise NotHeldInRoom
    if state not in {VoteState.OPEN, VoteState.CLOSED}:
        raise MarkingNotNow
    if counting_began:
        raise CountingBegan


def acting_in_room(
    party_id: int, name: str, there: Mapping[int, AttendanceEntry], proxy_holder: tuple[int, str] | None
) -> str:
    """Return who uses a right in the room: the holder of a proxy in force, else whoever came; raises NotInTheRoom.

    `there` are those who are present by the attendance list; who takes part remotely is not in the room.
    """
    user, user_name = proxy_holder or (party_id, name)
    found = there.get(user)
    if found is None or found.attending is Attending.REMOTE:
        raise NotInTheRoom(name=name)
    return (proxy_holder is None and found.acting_name) or user_name


def require_late(actor: Actor, name: str, *, statutes_allow: bool) -> None:
    """Return when somebody who is not on the voting list can be marked; raises SecretaryConfirms, LateNotConfirmed.

    Whether they vote is not certain in law (L22): a secretary answers for what the statutes say.
    """
    require_secretary_decides(actor)
    if not statutes_allow:
        raise LateNotConfirmed(name=name)


def require_secretary_decides(actor: Actor) -> None:
    """Return when the acting person is a secretary; raises SecretaryConfirms."""
    if Role.SECRETARY not in actor.roles:
        raise SecretaryConfirms


def elects_persons(items: Iterable[Item]) -> bool:
    """Tell whether persons are elected by one of the items."""
    return any(item.kind is ItemKind.ELECTION for item in items)


def require_hands(items: Iterable[Item], *, is_waived: bool) -> None:
    """Return when hands can be raised; raises SecretForPersons (L24: custom, secret for persons, hands otherwise)."""
    if elects_persons(items) and not is_waived:
        raise SecretForPersons

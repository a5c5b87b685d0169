"""What the minutes say of the meeting in the room: its hours, its bureau, who took part, when items were treated."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from govapp.assembly.attendance.rules.bureau import OFFICE_NAMES, BureauMember
from govapp.assembly.attendance.rules.items_in_room import ItemMoment, ItemStep
from govapp.assembly.attendance.rules.presence import Presence, PresenceColumn
from govapp.assembly.minutes.rules.record import Figure, MinutesLine, ProofKind
from govapp.kernel.errors import N_
from govapp.kernel.texts import Texts

Say = Callable[..., Texts]
"""Writes a sentence in four languages, with its places filled in."""


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """The meeting in the room (UTC). `presence` are the figures of the hour at which the chair opened it."""

    opened_at: datetime | None = None
    closed_at: datetime | None = None
    bureau: tuple[BureauMember, ...] = ()
    presence: Presence | None = None
    moments: tuple[ItemMoment, ...] = field(default_factory=tuple)
    let_in: tuple[str, ...] = ()
    """The reasons for which people were let in who stand on no voting list."""

    @property
    def is_recorded(self) -> bool:
        """Tell whether anything was written down of the meeting in the room."""
        return bool(self.opened_at or self.bureau)


def room_lines(facts: RoomFacts, say: Say) -> Iterator[MinutesLine]:
    """Yield the hours of the meeting, its bureau, and who took part when it was opened."""
    if facts.opened_at is not None:
        opened = say(N_("The chair opened the meeting on %(at)s."), at=facts.opened_at)
        yield MinutesLine("opened", opened, {"at": facts.opened_at.isoformat()}, ProofKind.ATTENDANCE)
    for member in facts.bureau:
        yield _member(member, say)
    if facts.presence is not None and facts.opened_at is not None:
        yield _presence(facts.presence, say)
    for reason in facts.let_in:
        said = say(N_("A shareholder who is not on the voting list was let in. Reason: %(reason)s"), reason=reason)
        yield MinutesLine("let_in", said, {}, ProofKind.ATTENDANCE)
    if facts.closed_at is not None:
        closed = say(N_("The chair closed the meeting on %(at)s."), at=facts.closed_at)
        yield MinutesLine("closed", closed, {"at": facts.closed_at.isoformat()}, ProofKind.ATTENDANCE)


def item_lines(facts: RoomFacts, item_id: int, step: ItemStep, say: Say) -> Iterator[MinutesLine]:
    """Yield when an item was opened or closed in the room, with how many took part, and why without a quorum."""
    for moment in facts.moments:
        if (moment.item_id, moment.step) != (item_id, step):
            continue
        words = N_("Opened on %(at)s, with %(heads)s shareholders and %(shares)s shares taking part.")
        if step is ItemStep.CLOSED:
            words = N_("Closed on %(at)s, with %(heads)s shareholders and %(shares)s shares taking part.")
        there: Mapping[str, int] = moment.figures["present"]
        figures: dict[str, Figure] = {"at": moment.at.isoformat(), **there}
        said = say(words, at=moment.at, heads=there["heads"], shares=there["shares"])
        yield MinutesLine(f"item_{step.value}", said, figures, ProofKind.ATTENDANCE)
        if not moment.is_quorum_met:
            why = say(
                N_("The quorum was not there. The meeting went on for this reason: %(reason)s"), reason=moment.reason
            )
            yield MinutesLine("without_quorum", why, {"at": moment.at.isoformat()}, ProofKind.ATTENDANCE)


def _member(member: BureauMember, say: Say) -> MinutesLine:
    office = say(OFFICE_NAMES[member.office])
    words = N_("Bureau, %(office)s: %(name)s, %(place)s, from %(since)s on.")
    figures: dict[str, Figure] = {"office": member.office.value, "name": member.name, "since": member.since.isoformat()}
    if member.ended_at is not None:
        figures["ended_at"] = member.ended_at.isoformat()
        words = N_("Bureau, %(office)s: %(name)s, %(place)s, from %(since)s to %(ended)s.")
    said = say(
        words,
        office=office,
        name=member.name,
        place=member.place,
        since=member.since,
        ended=member.ended_at or member.since,
    )
    return MinutesLine("bureau", said, figures, ProofKind.ATTENDANCE)


def _presence(presence: Presence, say: Say) -> MinutesLine:
    heads = {column.value: presence.columns[column].heads for column in PresenceColumn}
    said = say(
        N_(
            "When it was opened, %(whole)s shareholders with %(shares)s shares took part: in person %(in_person)s, "
            "represented %(represented)s, from elsewhere %(remote)s, by a vote cast beforehand %(beforehand)s."
        ),
        whole=presence.whole.heads,
        shares=presence.whole.shares,
        **heads,
    )
    figures: dict[str, Figure] = {"whole": presence.whole.heads, "shares": presence.whole.shares, **heads}
    return MinutesLine("present", said, figures, ProofKind.ATTENDANCE)

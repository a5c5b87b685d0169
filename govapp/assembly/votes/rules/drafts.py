"""The drafts of an assembly and of its votes: what they must say before they can be saved."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from govapp.assembly.meeting.rules.refusals import DatesDoNotFit, SecondDayNotLater, TitleMissing
from govapp.assembly.votes.rules.states import Channel
from govapp.kernel.texts import LANGUAGES, Language, Texts
from govapp.shares.people.rules.days import day_of

# Sealed into the ballot paper in all four languages at once, so these are not messages to translate.
_NUMBERED: Final = {Language.NL: "stemming", Language.FR: "vote", Language.EN: "vote", Language.DE: "Abstimmung"}


@dataclass(frozen=True)
class AssemblyDraft:
    """The head of an assembly with the voting period of its vote, in UTC; the record date is a day in Belgium.

    `second_held_on` is the day of a second meeting that the notice already announces, None where it announces none.
    """

    title: Texts
    held_on: date
    place: Texts
    record_date: date
    opens_at: datetime
    closes_at: datetime
    is_second_meeting: bool = False
    second_held_on: date | None = None


@dataclass(frozen=True, slots=True)
class VotedItem:
    """An item as it is put to a vote: whole, or among some of its choices only and for fewer seats.

    `choices` are indexes, from 0, of the candidates who stand; empty for all. `seats` is 0 for those of the item.
    """

    item_id: int
    choices: tuple[int, ...] = ()
    seats: int = 0


@dataclass(frozen=True)
class VoteDraft:
    """Another vote of an assembly: what is put to it, and when (UTC)."""

    items: tuple[VotedItem, ...]
    opens_at: datetime
    closes_at: datetime
    channel: Channel = Channel.REMOTE


def name_of(title: Texts, ordinal: int) -> Texts:
    """Return the name of a vote: that of its assembly, and from the second on its number."""
    if ordinal == 1:
        return title
    return Texts.from_dict(
        {language.value: f"{title.in_language(language)}, {_NUMBERED[language]} {ordinal}" for language in LANGUAGES}
    )


def check_assembly(draft: AssemblyDraft, zone: ZoneInfo) -> None:
    """Return when a draft can be kept; raises TitleMissing, SecondDayNotLater, DatesDoNotFit."""
    if not draft.title:
        raise TitleMissing
    if draft.second_held_on is not None and (draft.is_second_meeting or draft.second_held_on <= draft.held_on):
        raise SecondDayNotLater(held_on=draft.held_on)
    check_period(draft.opens_at, draft.closes_at, draft.record_date, zone)


def check_period(opens_at: datetime, closes_at: datetime, record_date: date, zone: ZoneInfo) -> None:
    """Return when voting can be held then; raises DatesDoNotFit.

    Whoever may vote is known when voting opens, so the record date is that day in `zone` at the latest.
    """
    if opens_at >= closes_at or record_date > day_of(opens_at, zone):
        raise DatesDoNotFit

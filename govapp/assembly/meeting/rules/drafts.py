"""The draft of an assembly: what it must say before it can be saved."""

from dataclasses import dataclass
from datetime import date, datetime

from govapp.assembly.meeting.rules.refusals import DatesDoNotFit, TitleMissing
from govapp.kernel.texts import Texts
from govapp.shares.people.rules.days import day_of


@dataclass(frozen=True)
class AssemblyDraft:
    """What stands at the head of an assembly; the voting period in UTC, the record date as a day in Belgium."""

    title: Texts
    held_on: date
    place: str
    record_date: date
    opens_at: datetime
    closes_at: datetime


def check_assembly(draft: AssemblyDraft) -> None:
    """Return when a draft can be kept; raises TitleMissing or DatesDoNotFit.

    Whoever may vote is known when voting opens, so the record date is that day at the latest.
    """
    if not draft.title:
        raise TitleMissing
    if draft.opens_at >= draft.closes_at or draft.record_date > day_of(draft.opens_at):
        raise DatesDoNotFit

"""Drafts of an assembly and of its items: what they must say before they can be saved, and what is kept of them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction

from govapp.assembly.rules.agenda import METHODS, ItemKind, Method, are_seats
from govapp.assembly.rules.refusals import DatesDoNotFit, KindTakesNoMethod, NameMissing, SeatsMissing, TitleMissing
from govapp.kernel.texts import Texts
from govapp.shares.rules.days import day_of


@dataclass(frozen=True)
class AssemblyDraft:
    """What stands at the head of an assembly; the voting period in UTC, the record date as a day in Belgium."""

    title: Texts
    held_on: date
    place: str
    record_date: date
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class ItemDraft:
    """What an item says and how it is voted; `method` None takes the usual one of its kind."""

    kind: ItemKind
    title: Texts
    body: Texts = field(default_factory=Texts)
    method: Method | None = None
    seats: int = 0
    maximum: int = 0
    threshold: Fraction | None = None


def check_assembly(draft: AssemblyDraft) -> None:
    """Return when a draft can be kept; raises TitleMissing or DatesDoNotFit.

    Whoever may vote is known when voting opens, so the record date is that day at the latest.
    """
    if not draft.title:
        raise TitleMissing
    if draft.opens_at >= draft.closes_at or draft.record_date > day_of(draft.opens_at):
        raise DatesDoNotFit


def completed(draft: ItemDraft) -> ItemDraft:
    """Return an item with the usual method of its kind where it names none, and without what its kind does not need.

    Raises TitleMissing, KindTakesNoMethod, SeatsMissing.
    """
    if not draft.title:
        raise TitleMissing
    allowed = METHODS[draft.kind]
    method = draft.method or next(iter(allowed), None)
    if method is not None and method not in allowed:
        raise KindTakesNoMethod
    is_election = draft.kind is ItemKind.ELECTION
    if is_election and not are_seats(draft.seats):
        raise SeatsMissing
    is_choice = draft.kind is ItemKind.STRATEGY and method is Method.APPROVAL
    return replace(
        draft,
        method=method,
        seats=draft.seats if is_election else 0,
        maximum=draft.maximum if is_choice else 0,
        threshold=draft.threshold if is_choice else None,
    )


def check_name(label: Texts) -> None:
    """Return when a candidate or an option has a name; raises NameMissing."""
    if not label:
        raise NameMissing

"""Drafts of items, candidates and options: what they must say, and what is kept of them."""

from dataclasses import dataclass, field, replace
from fractions import Fraction

from govapp.assembly.agenda.rules.items import METHODS, ItemKind, Method, are_seats
from govapp.assembly.agenda.rules.refusals import KindTakesNoMethod, NameMissing, SeatsMissing
from govapp.assembly.meeting.rules.refusals import TitleMissing
from govapp.kernel.texts import Texts


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

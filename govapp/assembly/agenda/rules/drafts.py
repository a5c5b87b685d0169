"""Drafts of items, candidates and options: what they must say, and what is kept of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final
from urllib.parse import urlsplit

from govapp.assembly.agenda.rules.items import (
    LEGAL_KINDS,
    MAX_CHOICE_TEXT_CHARACTERS,
    METHODS,
    TEXT_KINDS,
    ItemKind,
    VotingMethod,
    are_seats,
)
from govapp.assembly.agenda.rules.order import ChoiceOrder, plain_name
from govapp.assembly.agenda.rules.refusals import (
    ChoiceNamedTwice,
    ChoiceNameMissing,
    ChoiceTextTooLong,
    KindTakesNoMethod,
    LinkNotHttps,
    SeatsMissing,
    TextsWithoutChange,
    ThresholdWithoutOptions,
)
from govapp.assembly.meeting.rules.refusals import TitleMissing
from govapp.kernel.texts import LANGUAGE_NAMES, Language, Texts
from govapp.statutes.rules.majorities import Threshold
from govapp.statutes.rules.profile import LegalKind

MAX_LINK_CHARACTERS: Final = 300


@dataclass(frozen=True)
class ItemDraft:
    """What an item says and how it is voted; `method` and `legal_kind` None take the usual one of its kind.

    `stricter` is a higher majority than the statutes ask, for `stricter_reason`.
    """

    kind: ItemKind
    title: Texts
    body: Texts = field(default_factory=Texts)
    method: VotingMethod | None = None
    seats: int = 0
    maximum: int = 0
    threshold: Fraction | None = None
    legal_kind: LegalKind | None = None
    stricter: Threshold | None = None
    stricter_reason: str = ""
    question: Texts = field(default_factory=Texts)
    summary: Texts = field(default_factory=Texts)
    changes: Texts = field(default_factory=Texts)
    advice: Texts = field(default_factory=Texts)
    old_text: Texts = field(default_factory=Texts)
    new_text: Texts = field(default_factory=Texts)
    choice_order: ChoiceOrder = ChoiceOrder.ENTERED


def completed(draft: ItemDraft) -> ItemDraft:
    """Return an item with the usual method of its kind where it names none, and without what its kind does not need.

    Raises TitleMissing, KindTakesNoMethod, SeatsMissing, ThresholdWithoutOptions, TextsWithoutChange.
    """
    legal_kind = draft.legal_kind or next(iter(LEGAL_KINDS[draft.kind]), None)
    if legal_kind is not None and legal_kind not in LEGAL_KINDS[draft.kind]:
        raise KindTakesNoMethod
    if not draft.title:
        raise TitleMissing
    allowed = METHODS[draft.kind]
    method = draft.method or next(iter(allowed), None)
    if method is not None and method not in allowed:
        raise KindTakesNoMethod
    if (draft.old_text or draft.new_text) and legal_kind not in TEXT_KINDS:
        raise TextsWithoutChange
    is_election = draft.kind is ItemKind.ELECTION
    if is_election and not are_seats(draft.seats):
        raise SeatsMissing
    is_choice = draft.kind is ItemKind.STRATEGY and method is VotingMethod.APPROVAL
    if draft.threshold is not None and not is_choice:
        raise ThresholdWithoutOptions
    return replace(
        draft,
        method=method,
        seats=draft.seats if is_election else 0,
        maximum=draft.maximum if is_choice else 0,
        threshold=draft.threshold if is_choice else None,
        legal_kind=legal_kind,
        stricter=draft.stricter if legal_kind else None,
        stricter_reason=draft.stricter_reason.strip() if legal_kind and draft.stricter else "",
    )


def check_name(label: Texts) -> None:
    """Return when a candidate or an option has a name; raises ChoiceNameMissing."""
    if not label:
        raise ChoiceNameMissing


def check_names_differ(labels: Sequence[Texts]) -> None:
    """Return when no two names look the same in a language, whatever their capitals and spaces.

    Raises ChoiceNamedTwice.
    """
    seen: set[tuple[str, str]] = set()
    for label in labels:
        names = {(code, plain_name(name)): name for code, name in label.as_dict().items()}
        for key, name in names.items():
            if key in seen:
                raise ChoiceNamedTwice(name=name)
        seen |= names.keys()


def check_text(text: Texts) -> None:
    """Return when the text of a candidate or an option is within the length that holds for all.

    Raises ChoiceTextTooLong.
    """
    for code, words in text.as_dict().items():
        if len(words) > MAX_CHOICE_TEXT_CHARACTERS:
            raise ChoiceTextTooLong(
                language=LANGUAGE_NAMES[Language(code)], count=len(words), most=MAX_CHOICE_TEXT_CHARACTERS
            )


def checked_link(link: str) -> str:
    """Return an address that a candidate or an option gives, without spaces around it; raises LinkNotHttps."""
    kept = link.strip()
    if not kept:
        return ""
    try:
        parts = urlsplit(kept)
        host, user = parts.hostname, parts.username
    except ValueError as error:
        raise LinkNotHttps(link=kept[:MAX_LINK_CHARACTERS]) from error
    is_plain = kept.isprintable() and not any(sign.isspace() or sign in '"<>\\' for sign in kept)
    if parts.scheme != "https" or not host or user is not None or not is_plain or len(kept) > MAX_LINK_CHARACTERS:
        raise LinkNotHttps(link=kept[:MAX_LINK_CHARACTERS])
    return kept

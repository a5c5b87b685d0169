"""Model items of a yearly assembly: what each says in four languages, and the order in which the law puts them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from govapp.assembly.agenda.rules.drafts import ItemDraft
from govapp.assembly.agenda.rules.items import AgendaProblem, Item, ItemKind, VotingMethod
from govapp.kernel.errors import N_
from govapp.kernel.texts import Texts
from govapp.language.translator import say_in_all
from govapp.statutes.rules.profile import LegalKind

DECEMBER: Final = 12


class ItemModel(StrEnum):
    """The items that yearly assemblies have, in the order in which they are dealt with.

    Reports come before the accounts that they speak of; the accounts before what is done with their result and before
    discharge, which is a vote of its own for each body (art. 6:83, partly confirmed); the tests before money leaves.
    """

    BOARD_REPORT = "board_report"
    AUDITOR_REPORT = "auditor_report"
    EXITS_REPORT = "exits_report"
    ACCOUNTS = "accounts"
    DISTRIBUTION_TESTS = "distribution_tests"
    APPROPRIATION = "appropriation"
    DISCHARGE_DIRECTORS = "discharge_directors"
    DISCHARGE_AUDITOR = "discharge_auditor"
    CO_OPTED = "co_opted"
    APPOINTMENTS = "appointments"
    STATUTES = "statutes"
    STRATEGY = "strategy"


EVERY_YEAR: Final = frozenset(
    {
        ItemModel.BOARD_REPORT,
        ItemModel.EXITS_REPORT,
        ItemModel.ACCOUNTS,
        ItemModel.APPROPRIATION,
        ItemModel.DISCHARGE_DIRECTORS,
    }
)
"""What no yearly assembly of a cooperative goes without; it is proposed, and may be left out."""


@dataclass(frozen=True, slots=True)
class _Words:
    kind: ItemKind
    title: str
    summary: str
    text: str
    question: str = ""
    legal_kind: LegalKind | None = None
    method: VotingMethod | None = None


def _noted(title: str, summary: str, text: str) -> _Words:
    return _Words(ItemKind.ACKNOWLEDGEMENT, title, summary, text)


_MODELS: Final = {
    ItemModel.BOARD_REPORT: _noted(
        N_("Report of the board of directors on the financial year %(year)s"),
        N_("What the board of directors did in the financial year %(year)s, and how the cooperative stands."),
        N_("The assembly takes note of the report of the board of directors on the financial year %(year)s."),
    ),
    ItemModel.AUDITOR_REPORT: _noted(
        N_("Report of the statutory auditor on the financial year %(year)s"),
        N_("What the statutory auditor says of the annual accounts of the financial year %(year)s."),
        N_("The assembly takes note of the report of the statutory auditor on the financial year %(year)s."),
    ),
    ItemModel.EXITS_REPORT: _noted(
        N_("Report on issues and exits in the financial year %(year)s"),
        N_("How many shares were issued in the financial year %(year)s, and who left with how many shares."),
        N_(
            "The assembly takes note of the report of the board of directors on the shares issued and on the exits of "
            "shareholders in the financial year %(year)s."
        ),
    ),
    ItemModel.ACCOUNTS: _Words(
        ItemKind.DECISION,
        N_("Annual accounts of the financial year %(year)s"),
        N_("The annual accounts show what the cooperative earned and spent, what it owns and what it owes."),
        N_(
            "The assembly approves the annual accounts of the financial year %(year)s as the board of directors drew "
            "them up."
        ),
        N_("Do you approve the annual accounts of the financial year %(year)s?"),
        LegalKind.ACCOUNTS,
    ),
    ItemModel.DISTRIBUTION_TESTS: _noted(
        N_("Net-asset test and liquidity test"),
        N_(
            "A dividend or another payment is allowed only where enough remains in the cooperative: two tests, of its "
            "net assets and of its cash, must show this first."
        ),
        N_(
            "The assembly takes note of the net-asset test and of the report of the board of directors on the "
            "liquidity test."
        ),
    ),
    ItemModel.APPROPRIATION: _Words(
        ItemKind.DECISION,
        N_("Appropriation of the result of the financial year %(year)s"),
        N_("What happens to the profit or the loss of the financial year %(year)s."),
        N_(
            "The assembly appropriates the result of the financial year %(year)s as the board of directors proposes "
            "in the annual accounts."
        ),
        N_("Do you approve the appropriation of the result of the financial year %(year)s?"),
        LegalKind.APPROPRIATION,
    ),
    ItemModel.DISCHARGE_DIRECTORS: _Words(
        ItemKind.DECISION,
        N_("Discharge of the directors for the financial year %(year)s"),
        N_(
            "By giving discharge, the assembly says that the cooperative will not hold the directors liable for what "
            "was shown to the assembly."
        ),
        N_("The assembly discharges the directors for their mandates in the financial year %(year)s."),
        N_("Do you give discharge to the directors for the financial year %(year)s?"),
        LegalKind.DISCHARGE,
    ),
    ItemModel.DISCHARGE_AUDITOR: _Words(
        ItemKind.DECISION,
        N_("Discharge of the statutory auditor for the financial year %(year)s"),
        N_(
            "By giving discharge, the assembly says that the cooperative will not hold the statutory auditor liable "
            "for what was shown to the assembly."
        ),
        N_("The assembly discharges the statutory auditor for the mandate in the financial year %(year)s."),
        N_("Do you give discharge to the statutory auditor for the financial year %(year)s?"),
        LegalKind.DISCHARGE,
    ),
    ItemModel.CO_OPTED: _Words(
        ItemKind.ELECTION,
        N_("Confirmation of directors appointed by the board"),
        N_(
            "The board of directors filled a mandate that fell vacant between two assemblies. The assembly decides "
            "whether the person stays."
        ),
        N_("The assembly confirms this director for the rest of the mandate that fell vacant."),
        N_("Do you confirm this director?"),
        LegalKind.APPOINTMENT,
        VotingMethod.MOTIONS,
    ),
    ItemModel.APPOINTMENTS: _Words(
        ItemKind.ELECTION,
        N_("Appointment of directors"),
        N_("Mandates among the directors end, or are vacant. The assembly chooses among the candidates."),
        N_("The assembly appoints the candidates who are elected, for the term that the statutes set."),
        N_("Whom do you want as a director?"),
        LegalKind.APPOINTMENT,
    ),
    ItemModel.STATUTES: _Words(
        ItemKind.DECISION,
        N_("Change of the statutes"),
        N_("The statutes are the founding rules of the cooperative. Their change is put into a deed by a notary."),
        N_("The assembly changes the statutes as proposed."),
        N_("Do you approve the change of the statutes?"),
        LegalKind.STATUTES,
    ),
    ItemModel.STRATEGY: _Words(
        ItemKind.STRATEGY,
        N_("Strategic orientations"),
        N_("Where the cooperative wants to go in the coming years."),
        N_("The assembly adopts the strategic orientations that the board of directors proposes."),
        N_("Do you adopt the strategic orientations?"),
        LegalKind.STRATEGY,
    ),
}

# The place of each legal kind, as that of its model: what law puts before and after it.
_PLACES: Final = {
    LegalKind.ACCOUNTS: ItemModel.ACCOUNTS,
    LegalKind.APPROPRIATION: ItemModel.APPROPRIATION,
    LegalKind.DISCHARGE: ItemModel.DISCHARGE_AUDITOR,
    LegalKind.DISMISSAL: ItemModel.CO_OPTED,
    LegalKind.APPOINTMENT: ItemModel.APPOINTMENTS,
    LegalKind.STATUTES: ItemModel.STATUTES,
    LegalKind.OBJECT: ItemModel.STATUTES,
    LegalKind.MERGER: ItemModel.STATUTES,
    LegalKind.STRATEGY: ItemModel.STRATEGY,
}
_ORDER: Final = tuple(ItemModel)


def in_lawful_order(models: Collection[ItemModel]) -> tuple[ItemModel, ...]:
    """Return the chosen models in the order in which law and custom put them, each once."""
    return tuple(model for model in ItemModel if model in models)


def model_place(model: ItemModel, agenda: Sequence[Item]) -> int:
    """Return at which place of an agenda, from 1, an item made from a model goes: before what the law puts later."""
    later = (item.number for item in agenda if _rank(item) > _ORDER.index(model))
    return min(later, default=len(agenda) + 1)


def model_draft(model: ItemModel, year: str) -> ItemDraft:
    """Return a new item as the model says it, about the financial year `year` (as `financial_year_name` has it)."""
    words = _MODELS[model]
    return ItemDraft(
        kind=words.kind,
        title=say_in_all(words.title, year=year),
        question=say_in_all(words.question, year=year) if words.question else Texts(),
        summary=say_in_all(words.summary, year=year),
        body=say_in_all(words.text, year=year),
        method=words.method,
        seats=1 if words.kind is ItemKind.ELECTION else 0,
        legal_kind=words.legal_kind,
    )


def financial_year_name(ended_on: date) -> str:
    """Return how people name the financial year that ended on a day: 2025, or 2024-2025 where it is no calendar year.

    A year that ends before December began in the calendar year before.
    """
    return str(ended_on.year) if ended_on.month == DECEMBER else f"{ended_on.year - 1}-{ended_on.year}"


def order_remarks(agenda: Sequence[Item]) -> tuple[AgendaProblem, ...]:
    """Return which items stand before the annual accounts though they follow from them: their result, and discharge."""
    accounts = max((item.number for item in agenda if item.legal_kind is LegalKind.ACCOUNTS), default=0)
    message = N_("Item %(number)s comes after the annual accounts in law: put item %(accounts)s before it.")
    return tuple(
        AgendaProblem(message, {"number": item.number, "accounts": accounts})
        for item in agenda
        if item.number < accounts and item.legal_kind in {LegalKind.APPROPRIATION, LegalKind.DISCHARGE}
    )


def _rank(item: Item) -> int:
    # What is only told or noted stays where somebody put it.
    place = _PLACES.get(item.legal_kind) if item.legal_kind else None
    return -1 if place is None else _ORDER.index(place)

"""The shape of each rule of a profile, so that page, form and command treat all rules of one shape alike."""

from enum import StrEnum
from typing import Final

from govapp.kernel.errors import N_
from govapp.statutes.rules.profile import (
    Body,
    MembershipStart,
    ResignationForm,
    SeparationShareRule,
    TransferRule,
    VotesPer,
)


class ValueShape(StrEnum):
    """What kind of value a rule has."""

    FLAG = "flag"
    NUMBER = "number"
    OPTIONAL_NUMBER = "optional_number"
    OPTIONAL_PART = "optional_part"
    MONEY = "money"
    CHOICE = "choice"
    CODES = "codes"
    CATEGORIES = "categories"
    QUOTAS = "quotas"


CHOICES: Final[dict[str, type[StrEnum]]] = {
    "admission_body": Body,
    "membership_start": MembershipStart,
    "transfer_to_holders": TransferRule,
    "transfer_to_outsiders": TransferRule,
    "resignation_form": ResignationForm,
    "separation_share": SeparationShareRule,
    "exclusion_body": Body,
    "votes_per": VotesPer,
}
_OTHERS: Final = {
    "share_price_cents": ValueShape.MONEY,
    "categories": ValueShape.CATEGORIES,
    "categories_that_end": ValueShape.CODES,
    "seat_quotas": ValueShape.QUOTAS,
    **dict.fromkeys(("yearly_exit_cap", "vote_cap", "gender_minimum"), ValueShape.OPTIONAL_PART),
    **dict.fromkeys(
        ("resignation_months", "record_date_days", "proxies_per_person", "mandate_renewals", "director_seats"),
        ValueShape.OPTIONAL_NUMBER,
    ),
    **dict.fromkeys(
        (
            "financial_year_month",
            "resignation_effect_month",
            "separation_due_months",
            "notice_days",
            "candidature_days",
            "mandate_years",
        ),
        ValueShape.NUMBER,
    ),
}

# By type as well: words of two lists that are spelled alike are equal to Python.
VALUE_NAMES: Final[dict[tuple[type[StrEnum], str], str]] = {
    (Body, Body.ASSEMBLY): N_("the general assembly"),
    (Body, Body.DIRECTORS): N_("the board of directors"),
    (MembershipStart, MembershipStart.PAYMENT): N_("the payment"),
    (MembershipStart, MembershipStart.RECEIPT_OF_PAYMENT): N_("the receipt of the payment"),
    (TransferRule, TransferRule.FREE): N_("free"),
    (TransferRule, TransferRule.CONDITIONS_OF_ADMISSION): N_("if the conditions of admission are met"),
    (TransferRule, TransferRule.APPROVAL): N_("with approval of the board of directors"),
    (TransferRule, TransferRule.FORBIDDEN): N_("not possible"),
    (ResignationForm, ResignationForm.FREE): N_("no form"),
    (ResignationForm, ResignationForm.SIGNED_LETTER): N_("dated and signed letter"),
    (SeparationShareRule, SeparationShareRule.PAID_IN_OR_NET_ASSETS): N_(
        "what was paid in, or the net assets if those are lower"
    ),
    (SeparationShareRule, SeparationShareRule.PAID_IN_AT_MOST): N_("never more than what was paid in"),
    (VotesPer, VotesPer.SHARE): N_("one vote per share"),
    (VotesPer, VotesPer.HOLDER): N_("one vote per shareholder"),
}


def name_of(value: StrEnum) -> str:
    """Return how people read a value that is chosen from a list."""
    return VALUE_NAMES[type(value), value]


def shape_of(field: str) -> ValueShape:
    """Return the shape of the value of a rule of `Profile`."""
    if field in CHOICES:
        return ValueShape.CHOICE
    return _OTHERS.get(field, ValueShape.FLAG)

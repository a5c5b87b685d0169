"""Every rule of law and statutes that a cooperative may set for itself, as one frozen value."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from govapp.kernel.texts import Texts
from govapp.statutes.rules import mandatory
from govapp.statutes.rules.majorities import VoteRule


class LegalKind(StrEnum):
    """What an item of an agenda is in law; its rule follows from it."""

    ACCOUNTS = "accounts"
    DISCHARGE = "discharge"
    APPROPRIATION = "appropriation"
    APPOINTMENT = "appointment"
    DISMISSAL = "dismissal"
    STATUTES = "statutes"
    OBJECT = "object"
    MERGER = "merger"
    STRATEGY = "strategy"
    OTHER = "other"


class VotesPer(StrEnum):
    """What a vote is given for."""

    SHARE = "share"
    HOLDER = "holder"


class Body(StrEnum):
    """Who decides in the cooperative."""

    ASSEMBLY = "assembly"
    DIRECTORS = "directors"


class TransferRule(StrEnum):
    """When shares may be transferred."""

    FREE = "free"
    CONDITIONS_OF_ADMISSION = "conditions_of_admission"
    APPROVAL = "approval"
    FORBIDDEN = "forbidden"


class MembershipStart(StrEnum):
    """From when a new shareholder is one."""

    PAYMENT = "payment"
    RECEIPT_OF_PAYMENT = "receipt_of_payment"


class ResignationForm(StrEnum):
    """How a shareholder resigns."""

    FREE = "free"
    SIGNED_LETTER = "signed_letter"


class SeparationShareRule(StrEnum):
    """What a shareholder who leaves is paid."""

    PAID_IN_OR_NET_ASSETS = "paid_in_or_net_assets"
    PAID_IN_AT_MOST = "paid_in_at_most"


@dataclass(frozen=True, slots=True)
class CategoryDefinition:
    """A category of shareholders: its code in the register, the letter on pages, and its name."""

    code: str
    letter: str
    name: Texts


@dataclass(frozen=True, slots=True)
class SeatQuota:
    """How many seats among the directors are kept for shareholders of these categories together."""

    categories: tuple[str, ...]
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRules:
    """The rule of the vote for each legal kind of item."""

    accounts: VoteRule
    discharge: VoteRule
    appropriation: VoteRule
    appointment: VoteRule
    dismissal: VoteRule
    statutes: VoteRule
    object: VoteRule
    merger: VoteRule
    strategy: VoteRule
    other: VoteRule

    def of(self, kind: LegalKind) -> VoteRule:
        """Return the rule for a kind of item."""
        rule: VoteRule = getattr(self, kind.value)
        return rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The rules in force in one cooperative. Money in cents, months from 1 to 12, None where nothing is fixed.

    What the law fixes for everybody is in `mandatory` and in the methods below: no field can change it.
    """

    share_price_cents: int
    categories: tuple[CategoryDefinition, ...]
    is_paid_at_issue: bool
    admission_body: Body
    membership_start: MembershipStart
    transfer_to_holders: TransferRule
    transfer_to_outsiders: TransferRule
    financial_year_month: int
    resignation_months: int | None
    resignation_form: ResignationForm
    is_partial_withdrawal_allowed: bool
    resignation_effect_month: int
    separation_due_months: int
    separation_share: SeparationShareRule
    yearly_exit_cap: Fraction | None
    can_heirs_continue: bool
    categories_that_end: tuple[str, ...]
    exclusion_body: Body
    is_excluded_paid: bool
    is_recognised_cooperative: bool
    is_social_enterprise: bool
    votes_per: VotesPer
    vote_cap: Fraction | None
    notice_days: int
    record_date_days: int | None
    is_early_vote_allowed: bool
    is_meeting_without_place_allowed: bool
    must_proxy_be_holder: bool
    proxies_per_person: int | None
    is_unpaid_vote_suspended: bool
    candidature_days: int
    are_elections_secret: bool
    mandate_years: int
    mandate_renewals: int | None
    director_seats: int | None
    seat_quotas: tuple[SeatQuota, ...]
    gender_minimum: Fraction | None
    items: ItemRules

    def rule_of(self, kind: LegalKind) -> VoteRule:
        """Return what a vote on an item of this kind needs."""
        return self.items.of(kind)

    def category(self, code: str) -> CategoryDefinition | None:
        """Return the category with this code, or None when the statutes know none."""
        return next((each for each in self.categories if each.code == code), None)

    @property
    def highest_vote_part(self) -> Fraction | None:
        """Return the part of the votes present beyond which nobody votes, or None.

        Royal Decree of 8 January 1962, art. 1 (confirmed): in a recognised cooperative, a tenth at most.
        """
        if not self.is_recognised_cooperative:
            return self.vote_cap
        return min(self.vote_cap or mandatory.RECOGNISED_VOTE_CAP, mandatory.RECOGNISED_VOTE_CAP)

    @property
    def is_separation_share_nominal(self) -> bool:
        """Tell whether nobody who leaves gets more than what was paid in.

        Art. 8:5 of the Code and Royal Decree of 28 June 2019 (confirmed): always so in a recognised social enterprise.
        """
        return self.is_social_enterprise or self.separation_share is SeparationShareRule.PAID_IN_AT_MOST

"""The two profiles that ship: what the law says by default, and the model user's statutes as its public pages show."""

from dataclasses import replace
from fractions import Fraction
from typing import Final

from govapp.kernel.texts import Texts
from govapp.statutes.rules.majorities import HALF, Quorum, Threshold, VoteBase, VoteRule
from govapp.statutes.rules.profile import (
    Body,
    CategoryDefinition,
    ItemRules,
    MembershipStart,
    Profile,
    ResignationForm,
    SeatQuota,
    SeparationShareRule,
    TransferRule,
    VotesPer,
)

MEMBERS: Final = CategoryDefinition("member", "A", Texts(nl="leden", fr="membres", en="members", de="Mitglieder"))
PERMANENT_TEAM: Final = CategoryDefinition(
    "staff", "B", Texts(nl="vaste medewerkers", fr="équipe permanente", en="permanent team", de="festes Team")
)
PARTNERS: Final = CategoryDefinition(
    "partner", "C", Texts(nl="partners", fr="partenaires", en="partners", de="Partner/-innen")
)


def item_rules(base: VoteBase) -> ItemRules:
    """Return the rules of the law for every kind of item, with one vote per share (SHARES) or per head (HEADS)."""
    ordinary = VoteRule(base, Threshold.of(HALF))
    # The quorum of the law is on issued shares, also where votes are counted by head.
    statutes = VoteRule(base, Threshold.of(Fraction(3, 4)), Quorum(VoteBase.SHARES, HALF))
    return ItemRules(
        accounts=ordinary,
        discharge=ordinary,
        appropriation=ordinary,
        appointment=ordinary,
        dismissal=ordinary,
        statutes=statutes,
        object=replace(statutes, threshold=Threshold.of(Fraction(4, 5))),
        merger=statutes,
        strategy=ordinary,
        other=ordinary,
    )


LEGAL_DEFAULTS: Final = Profile(
    # The law sets no price and knows no categories: a price of EUR 30 and one category are where statutes begin.
    share_price_cents=3000,
    categories=(MEMBERS,),
    is_paid_at_issue=True,
    admission_body=Body.DIRECTORS,
    membership_start=MembershipStart.PAYMENT,
    transfer_to_holders=TransferRule.FREE,
    transfer_to_outsiders=TransferRule.CONDITIONS_OF_ADMISSION,
    financial_year_month=1,
    resignation_months=6,
    resignation_form=ResignationForm.FREE,
    is_partial_withdrawal_allowed=False,
    resignation_effect_month=6,
    separation_due_months=1,
    separation_share=SeparationShareRule.PAID_IN_OR_NET_ASSETS,
    yearly_exit_cap=None,
    can_heirs_continue=False,
    categories_that_end=(),
    exclusion_body=Body.ASSEMBLY,
    is_excluded_paid=True,
    is_recognised_cooperative=False,
    is_social_enterprise=False,
    votes_per=VotesPer.SHARE,
    vote_cap=None,
    notice_days=15,
    record_date_days=None,
    is_early_vote_allowed=False,
    is_meeting_without_place_allowed=False,
    must_proxy_be_holder=False,
    proxies_per_person=None,
    is_unpaid_vote_suspended=False,
    candidature_days=0,
    are_elections_secret=True,
    mandate_years=6,
    mandate_renewals=None,
    director_seats=None,
    seat_quotas=(),
    gender_minimum=None,
    items=item_rules(VoteBase.SHARES),
)
"""What holds where statutes are silent."""

MODEL_STATUTES: Final = replace(
    LEGAL_DEFAULTS,
    categories=(MEMBERS, PERMANENT_TEAM, PARTNERS),
    membership_start=MembershipStart.RECEIPT_OF_PAYMENT,
    resignation_form=ResignationForm.SIGNED_LETTER,
    separation_share=SeparationShareRule.PAID_IN_AT_MOST,
    is_recognised_cooperative=True,
    is_social_enterprise=True,
    votes_per=VotesPer.HOLDER,
    is_early_vote_allowed=True,
    candidature_days=21,
    mandate_years=4,
    mandate_renewals=1,
    director_seats=15,
    seat_quotas=(SeatQuota(("member",), 11), SeatQuota(("staff", "partner"), 4)),
    gender_minimum=Fraction(2, 5),
    items=item_rules(VoteBase.HEADS),
)
"""The model user: one vote per shareholder, three categories, EUR 30 a share, voting before the meeting."""

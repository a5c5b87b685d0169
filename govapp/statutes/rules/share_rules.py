"""The rules about shares, shareholders and recognition that the cooperative may set, each with its source."""

from typing import Final

from govapp.kernel.errors import N_
from govapp.statutes.rules.mandatory import DECREE_1962
from govapp.statutes.rules.sources import CONFIRMED as C
from govapp.statutes.rules.sources import DEFAULT as D
from govapp.statutes.rules.sources import PARTLY as P
from govapp.statutes.rules.sources import STATUTORY as S
from govapp.statutes.rules.sources import UNCONFIRMED as U
from govapp.statutes.rules.sources import Group, ProfileRule, Source

SHARE_RULES: Final = (
    ProfileRule(
        "share_price_cents",
        Group.SHARES,
        N_("Price of a share"),
        Source("R-10", "", U, S, N_("The law sets no price: the statutes or each issue do.")),
    ),
    ProfileRule(
        "categories",
        Group.SHARES,
        N_("Categories of shareholders"),
        Source("R-11", "6:105", P, S, N_("The statutes may divide shareholders into categories.")),
    ),
    ProfileRule(
        "is_paid_at_issue",
        Group.SHARES,
        N_("Shares are fully paid at issue"),
        Source("R-10", "6:109", C, D, N_("Shares are fully paid at issue, unless the statutes say otherwise.")),
    ),
    ProfileRule(
        "admission_body",
        Group.SHARES,
        N_("Who admits new shareholders"),
        Source(
            "R-11",
            "6:105",
            P,
            S,
            N_(
                "The statutes set the conditions of admission; a recognised cooperative refuses only for "
                "objective reasons."
            ),
        ),
    ),
    ProfileRule(
        "membership_start",
        Group.SHARES,
        N_("Shareholder from"),
        Source(
            "R-11",
            "6:105",
            P,
            S,
            N_("Somebody is a shareholder from the payment of the share, unless the statutes say otherwise."),
        ),
    ),
    ProfileRule(
        "transfer_to_holders",
        Group.SHARES,
        N_("Transfer to another shareholder"),
        Source(
            "R-13",
            "6:52",
            C,
            D,
            N_("Shares are freely transferred to another shareholder, unless the statutes say otherwise."),
        ),
    ),
    ProfileRule(
        "transfer_to_outsiders",
        Group.SHARES,
        N_("Transfer to somebody else"),
        Source(
            "R-13",
            "6:54",
            P,
            D,
            N_("Shares are transferred to somebody else only if he or she meets the conditions of admission."),
        ),
    ),
    ProfileRule(
        "financial_year_month",
        Group.SHARES,
        N_("Month in which the financial year begins"),
        Source("R-14", "", U, S, N_("The statutes set the financial year.")),
    ),
    ProfileRule(
        "resignation_months",
        Group.LEAVING,
        N_("Resignation in the first months of the financial year"),
        Source(
            "R-14",
            "6:120",
            C,
            D,
            N_(
                "Shareholders resign only in the first six months of the financial year, unless the statutes say "
                "otherwise."
            ),
        ),
    ),
    ProfileRule(
        "resignation_form",
        Group.LEAVING,
        N_("Form of a resignation"),
        Source("R-14", "", U, S, N_("The statutes may ask for a form.")),
    ),
    ProfileRule(
        "is_partial_withdrawal_allowed",
        Group.LEAVING,
        N_("Resignation with a part of the shares"),
        Source("R-15", "6:120", C, D, N_("A shareholder resigns with all shares, unless the statutes allow a part.")),
    ),
    ProfileRule(
        "resignation_effect_month",
        Group.LEAVING,
        N_("A resignation takes effect at the end of month"),
        Source(
            "R-17", "6:120", P, D, N_("A resignation takes effect at the end of the sixth month of the financial year.")
        ),
    ),
    ProfileRule(
        "separation_due_months",
        Group.LEAVING,
        N_("Separation share is due within, in months"),
        Source("R-17", "6:120", P, D, N_("The separation share is paid within one month after the resignation.")),
    ),
    ProfileRule(
        "separation_share",
        Group.LEAVING,
        N_("Separation share"),
        Source(
            "R-18",
            "6:120",
            P,
            D,
            N_("What was paid in and not paid back, and at most the net assets of the last approved accounts."),
        ),
    ),
    ProfileRule(
        "yearly_exit_cap",
        Group.LEAVING,
        N_("Most resignations in a year, as a part of the shares"),
        Source("R-21", "", P, S, N_("The statutes may limit the resignations of a year; they cannot abolish them.")),
    ),
    ProfileRule(
        "can_heirs_continue",
        Group.LEAVING,
        N_("Heirs may remain shareholders"),
        Source(
            "R-22",
            "6:121",
            C,
            D,
            N_(
                "Whoever dies is taken to resign on that day; the heirs get the separation share, unless the "
                "statutes say otherwise."
            ),
        ),
    ),
    ProfileRule(
        "categories_that_end",
        Group.LEAVING,
        N_("Categories that end with their quality"),
        Source("R-23", "6:122", P, S, N_("The statutes may end membership when a quality that they ask for is lost.")),
    ),
    ProfileRule(
        "exclusion_body",
        Group.LEAVING,
        N_("Who decides on an exclusion"),
        Source(
            "R-24",
            "6:123",
            C,
            D,
            N_("The assembly decides on an exclusion, unless the statutes give it to the directors."),
        ),
    ),
    ProfileRule(
        "is_excluded_paid",
        Group.LEAVING,
        N_("An excluded shareholder gets the separation share"),
        Source(
            "R-25",
            "6:123",
            C,
            D,
            N_("An excluded shareholder gets the separation share, unless the statutes say otherwise."),
        ),
    ),
    ProfileRule(
        "is_recognised_cooperative",
        Group.RECOGNITION,
        N_("Recognised cooperative"),
        Source(
            "R-30",
            DECREE_1962,
            C,
            S,
            N_("Recognition is voluntary and brings conditions: equal rights, a cap on votes, a moderate return."),
        ),
    ),
    ProfileRule(
        "is_social_enterprise",
        Group.RECOGNITION,
        N_("Recognised as social enterprise"),
        Source("R-19", "8:5", C, S, N_("In a social enterprise nobody who leaves gets more than what was paid in.")),
    ),
)

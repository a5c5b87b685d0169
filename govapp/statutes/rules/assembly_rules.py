"""The rules about assemblies and elections that the cooperative may set, each with its source."""

from typing import Final

from govapp.kernel.errors import N_
from govapp.statutes.rules.mandatory import DECREE_1962
from govapp.statutes.rules.sources import CONFIRMED as C
from govapp.statutes.rules.sources import DEFAULT as D
from govapp.statutes.rules.sources import PARTLY as P
from govapp.statutes.rules.sources import STATUTORY as S
from govapp.statutes.rules.sources import UNCONFIRMED as U
from govapp.statutes.rules.sources import Group, ProfileRule, Source

ASSEMBLY_RULES: Final = (
    ProfileRule(
        "votes_per",
        Group.ASSEMBLY,
        N_("Votes"),
        Source(
            "A-15",
            "6:41",
            C,
            D,
            N_("One vote for each share, unless the statutes give one vote to each shareholder."),
        ),
    ),
    ProfileRule(
        "vote_cap",
        Group.ASSEMBLY,
        N_("Most votes of one person"),
        Source(
            "A-22",
            DECREE_1962,
            C,
            S,
            N_("In a recognised cooperative nobody votes for more than a tenth of the votes present."),
        ),
    ),
    ProfileRule(
        "notice_days",
        Group.ASSEMBLY,
        N_("Notice, in days before the meeting"),
        Source("A-02", "6:70", P, D, N_("At least 15 days before the meeting. The statutes may set a longer term.")),
    ),
    ProfileRule(
        "record_date_days",
        Group.ASSEMBLY,
        N_("Record date, in days before the meeting"),
        Source("A-20", "", U, S, N_("Who may vote is fixed by the register on a day that the statutes set.")),
    ),
    ProfileRule(
        "is_early_vote_allowed",
        Group.ASSEMBLY,
        N_("Voting before the meeting"),
        Source("A-10", "6:75", P, S, N_("Voting before the meeting needs a clause in the statutes.")),
    ),
    ProfileRule(
        "is_meeting_without_place_allowed",
        Group.ASSEMBLY,
        N_("Meeting without a place"),
        Source("A-11", "", U, S, N_("A meeting has a place where everybody may come.")),
    ),
    ProfileRule(
        "must_proxy_be_holder",
        Group.ASSEMBLY,
        N_("Proxy holder must be a shareholder"),
        Source("A-13", "6:80", C, D, N_("Anybody may hold a proxy, unless the statutes say otherwise.")),
    ),
    ProfileRule(
        "proxies_per_person",
        Group.ASSEMBLY,
        N_("Most proxies of one person"),
        Source(
            "A-13",
            "6:80",
            C,
            D,
            N_("One person may hold any number of proxies, unless the statutes set a limit."),
        ),
    ),
    ProfileRule(
        "is_unpaid_vote_suspended",
        Group.ASSEMBLY,
        N_("No vote while called payments are overdue"),
        Source(
            "A-21", "", U, S, N_("The statutes may suspend the vote of a share on which a called payment is overdue.")
        ),
    ),
    ProfileRule(
        "candidature_days",
        Group.ELECTIONS,
        N_("Candidatures close, in days before the meeting"),
        Source("A-23", "", U, S, N_("The statutes may set the day on which candidatures close.")),
    ),
    ProfileRule(
        "are_elections_secret",
        Group.ELECTIONS,
        N_("Secret ballot for persons"),
        Source("A-23", "", P, S, N_("Custom asks for a secret ballot where people are voted on; the statutes decide.")),
    ),
    ProfileRule(
        "mandate_years",
        Group.ELECTIONS,
        N_("Length of a mandate among the directors, in years"),
        Source("A-23", "", U, S, N_("The statutes set for how long directors are appointed.")),
    ),
    ProfileRule(
        "mandate_renewals",
        Group.ELECTIONS,
        N_("How often a mandate may be renewed"),
        Source("A-23", "", U, S, N_("The statutes may limit how often a mandate is renewed.")),
    ),
    ProfileRule(
        "director_seats",
        Group.ELECTIONS,
        N_("Number of directors"),
        Source("A-23", "", U, S, N_("The statutes may set the number of directors.")),
    ),
    ProfileRule(
        "seat_quotas",
        Group.ELECTIONS,
        N_("Mandates kept for categories"),
        Source("A-23", "", U, S, N_("The statutes may keep mandates for categories of shareholders.")),
    ),
    ProfileRule(
        "gender_minimum",
        Group.ELECTIONS,
        N_("Least part of each gender among the directors"),
        Source("A-23", "", U, S, N_("The statutes may ask for a part of each gender among the directors.")),
    ),
)

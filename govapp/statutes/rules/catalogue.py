"""All rules of a profile, each with its words and its source; the page, the form and the check read this list."""

from typing import Final

from govapp.kernel.errors import N_
from govapp.statutes.rules.assembly_rules import ASSEMBLY_RULES
from govapp.statutes.rules.profile import LegalKind
from govapp.statutes.rules.share_rules import SHARE_RULES
from govapp.statutes.rules.sources import DEFAULT as D
from govapp.statutes.rules.sources import MANDATORY as M
from govapp.statutes.rules.sources import PARTLY as P
from govapp.statutes.rules.sources import STATUTORY as S
from govapp.statutes.rules.sources import UNCONFIRMED as U
from govapp.statutes.rules.sources import Group, ProfileRule, Source

KIND_NAMES: Final = {
    LegalKind.ACCOUNTS: N_("Approval of the annual accounts"),
    LegalKind.DISCHARGE: N_("Discharge"),
    LegalKind.APPROPRIATION: N_("Appropriation of the result"),
    LegalKind.APPOINTMENT: N_("Appointment"),
    LegalKind.DISMISSAL: N_("Dismissal"),
    LegalKind.STATUTES: N_("Change of statutes"),
    LegalKind.OBJECT: N_("Change of object, purpose or values"),
    LegalKind.MERGER: N_("Merger, division or conversion"),
    LegalKind.STRATEGY: N_("Strategic choice"),
    LegalKind.OTHER: N_("Other decision"),
}


_ORDINARY: Final = Source(
    "A-16",
    "",
    P,
    D,
    N_("More votes for than against, without quorum, unless the statutes say otherwise. A tie rejects."),
)
_OF_KIND: Final = {
    LegalKind.STATUTES: Source(
        "A-18",
        "6:85",
        P,
        D,
        N_(
            "Three quarters of the votes for and against, unless the statutes say otherwise; half of the issued shares "
            "present or represented at the first meeting, no quorum at the second."
        ),
    ),
    LegalKind.OBJECT: Source(
        "A-19",
        "6:86",
        P,
        M,
        N_(
            "At least four fifths of the votes for and against; half of the issued shares present or represented at "
            "the first meeting, no quorum at the second."
        ),
    ),
    LegalKind.MERGER: Source("A-18", "6:85", U, D, N_("As for a change of statutes, unless more is asked.")),
    LegalKind.APPOINTMENT: Source(
        "A-23",
        "",
        P,
        S,
        N_(
            "Where each candidate is voted on: this majority. Where several are ticked: the most votes, with this "
            "quorum."
        ),
    ),
}

ITEM_RULES: Final = tuple(
    ProfileRule(kind.value, Group.MAJORITIES, KIND_NAMES[kind], _OF_KIND.get(kind, _ORDINARY)) for kind in LegalKind
)


PROFILE_RULES: Final = (*ASSEMBLY_RULES, *SHARE_RULES)

"""What the law fixes for every cooperative: constants that no profile and no statutes can change."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from govapp.kernel.errors import N_
from govapp.statutes.rules.majorities import HALF, Quorum, Threshold, VoteBase, VoteRule
from govapp.statutes.rules.sources import CONFIRMED, PARTLY, UNCONFIRMED, Certainty, RuleKind, Source

DECREE_1962: Final = N_("Royal Decree of 8 January 1962, art. 1")

LEAST_NOTICE_DAYS: Final = 15
LEAST_HOLDERS: Final = 3
FOUNDERS_STAY_YEARS: Final = 2
EXCLUSION_REMARKS_MONTHS: Final = 1
EXCLUSION_TOLD_DAYS: Final = 15
PETITION_PART: Final = Fraction(1, 10)
PETITION_WEEKS: Final = 3
ACCOUNTS_MONTHS: Final = 6
DEPOSIT_DAYS: Final = 30
DEPOSIT_MONTHS: Final = 7
POSTPONEMENT_WEEKS: Final = 3
RECOGNISED_VOTE_CAP: Final = Fraction(1, 10)

MAJORITY: Final = Threshold(HALF, is_strict=True)
FIRST_QUORUM: Final = Quorum(VoteBase.SHARES, HALF)

ORDINARY_FLOOR: Final = VoteRule(VoteBase.SHARES, MAJORITY)
"""A proposal never passes with half of the decisive votes or fewer (A-16, partly confirmed)."""

STATUTES_FLOOR: Final = VoteRule(VoteBase.SHARES, MAJORITY, FIRST_QUORUM)
"""Art. 6:85 (partly confirmed): half of the issued shares at a first meeting; statutes may set another majority."""

OBJECT_FLOOR: Final = VoteRule(VoteBase.SHARES, Threshold.of(Fraction(4, 5)), FIRST_QUORUM)
"""Art. 6:86 (four fifths: partly confirmed): object, purpose or values need four fifths and the same quorum."""


@dataclass(frozen=True, slots=True)
class MandatoryRule:
    """One rule of the law that holds whatever the statutes say; `name` is its anchor on pages."""

    name: str
    source: Source


def _law(name: str, note: str, article: str, certainty: Certainty, text: str) -> MandatoryRule:
    return MandatoryRule(name, Source(note, article, certainty, RuleKind.MANDATORY, text))


MANDATORY_RULES: Final = (
    _law("register", "R-01", "6:24", PARTLY, N_("The directors keep a register of shares, always up to date.")),
    _law(
        "register_contents",
        "R-02",
        "6:25",
        PARTLY,
        N_("The register names for each shareholder the shares, the payments, the transfers and the exits with dates."),
    ),
    _law("register_proof", "R-03", "", PARTLY, N_("An entry in the register is proof until the contrary is shown.")),
    _law(
        "inspection",
        "R-05",
        "",
        PARTLY,
        N_("Every shareholder may inspect the register of shares. The statutes cannot limit this."),
    ),
    _law("certificate", "R-06", "", PARTLY, N_("Every shareholder gets a certificate of entry on request.")),
    _law("registered_shares", "R-08", "6:39", PARTLY, N_("All shares are registered and carry voting rights.")),
    _law("least_holders", "R-09", "6:3", UNCONFIRMED, N_("A cooperative has at least three shareholders.")),
    _law(
        "founders",
        "R-16",
        "6:120",
        CONFIRMED,
        N_("Founders may not resign before the third financial year."),
    ),
    _law(
        "distribution_tests",
        "R-20",
        "6:115",
        PARTLY,
        N_("Money leaves only after the net-asset test and the liquidity test. Until then the claim waits."),
    ),
    _law(
        "exclusion_procedure",
        "R-24",
        "6:123",
        CONFIRMED,
        N_(
            "An exclusion is proposed with reasons, leaves one month for remarks, is decided with reasons, and is "
            "told within 15 days."
        ),
    ),
    _law(
        "email",
        "R-26",
        "2:32",
        CONFIRMED,
        N_("A shareholder may give, change or withdraw an e-mail address at any time. Without one, post is used."),
    ),
    _law(
        "accounts_term",
        "A-01",
        "3:1",
        PARTLY,
        N_("The annual accounts come before the assembly within six months after the end of the financial year."),
    ),
    _law(
        "petition",
        "A-05",
        "6:70, § 1",
        CONFIRMED,
        N_("Holders of one tenth of the shares may ask for an assembly, which is convened within three weeks."),
    ),
    _law(
        "remote",
        "A-07",
        "6:75",
        CONFIRMED,
        N_("Taking part remotely is never compulsory: everybody may come in person."),
    ),
    _law(
        "abstentions",
        "A-17",
        "",
        PARTLY,
        N_("Abstentions, blank and invalid votes count neither for nor against, and not in the base."),
    ),
    _law(
        "first_quorum",
        "A-18",
        "6:85",
        PARTLY,
        N_(
            "A change of statutes needs half of the issued shares present or represented at the first meeting; the "
            "second meeting needs no quorum."
        ),
    ),
    _law(
        "object_report",
        "A-19",
        "6:86",
        CONFIRMED,
        N_("A change of object, purpose or values needs a report with reasons in the notice; without it, it is void."),
    ),
    _law("separate_discharge", "A-24", "6:83", PARTLY, N_("Discharge is a vote of its own, after the accounts.")),
    _law(
        "deposit",
        "A-26",
        "3:10",
        PARTLY,
        N_("The accounts are deposited within 30 days of approval and seven months of the end of the year."),
    ),
    _law(
        "postponement",
        "A-28",
        "",
        UNCONFIRMED,
        N_("The directors may postpone the decision on the accounts by three weeks."),
    ),
)
"""The rules of the law as the page of the statutes lists them, below those that the cooperative may set."""

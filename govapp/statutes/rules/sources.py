"""Where a rule comes from: its article, how sure we are of it, and whether the statutes may set it otherwise."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from govapp.kernel.errors import N_


class Certainty(StrEnum):
    """How well an article was checked against the official text."""

    CONFIRMED = "C"
    PARTLY = "P"
    UNCONFIRMED = "U"


class RuleKind(StrEnum):
    """Whether statutes may depart from a rule."""

    MANDATORY = "M"
    DEFAULT = "D"
    STATUTORY = "S"


@dataclass(frozen=True, slots=True)
class Source:
    """The source of one rule.

    `text` says the rule in plain words, as a message id that the catalogues hold in four languages. `article` is the
    number of an article of the Code of companies and associations, or the message id that names a decree; empty where
    the rule stands in no article. `note` is the number of the rule in the notes on the law (`A-18`).
    """

    note: str
    article: str
    certainty: Certainty
    kind: RuleKind
    text: str

    @property
    def article_to_print(self) -> str | None:
        """Return the article when it may be shown to users: only when it is confirmed."""
        # A wrong article number in a notice or in minutes is worse than none.
        return self.article if self.article and self.certainty is Certainty.CONFIRMED else None


CONFIRMED, PARTLY, UNCONFIRMED = Certainty
MANDATORY, DEFAULT, STATUTORY = RuleKind


class Group(StrEnum):
    """The chapters in which a profile is read."""

    MAJORITIES = "majorities"
    ASSEMBLY = "assembly"
    ELECTIONS = "elections"
    SHARES = "shares"
    LEAVING = "leaving"
    RECOGNITION = "recognition"


GROUP_NAMES: Final = {
    Group.MAJORITIES: N_("Majorities and quorums"),
    Group.ASSEMBLY: N_("The general assembly"),
    Group.ELECTIONS: N_("Elections"),
    Group.SHARES: N_("Shares and shareholders"),
    Group.LEAVING: N_("Leaving the cooperative"),
    Group.RECOGNITION: N_("Recognition"),
}


@dataclass(frozen=True, slots=True)
class ProfileRule:
    """One rule of a profile: the field of `Profile` (or of `ItemRules`) that holds it, its name, and its source."""

    field: str
    group: Group
    label: str
    source: Source

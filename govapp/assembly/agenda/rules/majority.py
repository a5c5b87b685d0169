"""The ordinary majority and declared thresholds, in exact fractions."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from govapp.kernel.errors import N_


class Outcome(StrEnum):
    """What the assembly has done with an item, a candidate or an option."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    ELECTED = "elected"
    NOT_ELECTED = "not_elected"
    TIED = "tied"
    RANKED = "ranked"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Threshold:
    """The share of a base that must be reached; strict thresholds must be passed."""

    share: Fraction
    is_strict: bool

    @classmethod
    def of(cls, share: Fraction) -> "Threshold":
        """Return the threshold as people say it: more than a half, but at least two thirds or three quarters."""
        return cls(share, is_strict=share == Fraction(1, 2))

    def is_reached(self, votes: int, base: int) -> bool:
        """Return whether `votes` out of `base` suffice; out of an empty base nothing does."""
        if base == 0:
            return False
        reached = Fraction(votes, base)
        return reached > self.share if self.is_strict else reached >= self.share


ORDINARY_MAJORITY: Final = Threshold(Fraction(1, 2), is_strict=True)


NEEDED_WORDS: Final = {
    Fraction(1, 2): N_("more than half"),
    Fraction(2, 3): N_("two thirds (2/3)"),
    Fraction(3, 4): N_("three quarters (3/4)"),
    Fraction(4, 5): N_("four fifths (4/5)"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of one question with the answers for, against and abstain, in ballots."""

    votes_for: int
    votes_against: int
    abstentions: int

    def __post_init__(self) -> None:
        if min(self.votes_for, self.votes_against, self.abstentions) < 0:
            raise ValueError("a count of votes is never negative")

    @property
    def ballots(self) -> int:
        """Return everybody who took part, abstentions inside."""
        return self.votes_for + self.votes_against + self.abstentions

    @property
    def counting(self) -> int:
        """Return the votes that count: for and against, abstentions outside."""
        return self.votes_for + self.votes_against

    @property
    def is_tie(self) -> bool:
        """Return whether as many were for as against, and somebody was."""
        return self.votes_for == self.votes_against > 0

    def is_adopted(self, needed: Threshold = ORDINARY_MAJORITY) -> bool:
        """Return whether the votes for reach `needed` among the votes that count; a tie and an empty base reject."""
        return needed.is_reached(self.votes_for, self.counting)


def share(votes: int, base: int) -> Fraction:
    """Return `votes` out of `base` exactly, and nought out of nothing."""
    return Fraction(votes, base) if base else Fraction(0)

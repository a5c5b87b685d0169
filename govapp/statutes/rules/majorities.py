"""What a vote needs in order to pass, as a value: base, majority, quorum and further conditions, in exact fractions."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

HALF: Final = Fraction(1, 2)
EACH_CATEGORY: Final = "each"
WHOLE_ASSEMBLY: Final = ""


class VoteBase(StrEnum):
    """What is counted: people, their shares, or people inside every category apart."""

    HEADS = "heads"
    SHARES = "shares"
    CATEGORY = "category"


class Measure(StrEnum):
    """Of what the votes for must be a part: votes for and against, all ballots, or everybody entitled to vote."""

    DECISIVE_VOTES = "decisive_votes"
    BALLOTS = "ballots"
    ROLL = "roll"


@dataclass(frozen=True, slots=True)
class Threshold:
    """The part of a whole that must be reached; a strict threshold must be passed."""

    fraction: Fraction
    is_strict: bool

    def __post_init__(self) -> None:
        if not 0 < self.fraction <= 1 or (self.is_strict and self.fraction == 1):
            raise ValueError("a threshold lies above nothing, and can be reached")

    @classmethod
    def of(cls, fraction: Fraction) -> "Threshold":
        """Return the threshold as people say it: more than half, but at least two thirds or three quarters."""
        return cls(fraction, is_strict=fraction == HALF)

    def is_reached(self, votes: int, base: int) -> bool:
        """Tell whether `votes` out of `base` suffice; out of nothing, nothing does."""
        if base == 0:
            return False
        part = Fraction(votes, base)
        return part > self.fraction if self.is_strict else part >= self.fraction

    def fewest(self, base: int) -> int:
        """Return the smallest whole number out of `base` that reaches the threshold."""
        exact = self.fraction * base
        if self.is_strict:
            return exact.numerator // exact.denominator + 1
        return -(-exact.numerator // exact.denominator)

    def is_at_least(self, other: "Threshold") -> bool:
        """Tell whether whatever reaches this threshold also reaches `other`."""
        return (self.fraction, self.is_strict) >= (other.fraction, other.is_strict)


@dataclass(frozen=True, slots=True)
class Quorum:
    """The part of all entitled people, or of all issued shares, that must be present or represented.

    With the base CATEGORY, that part of the people of every category.
    """

    base: VoteBase
    fraction: Fraction

    def __post_init__(self) -> None:
        if not 0 < self.fraction <= 1:
            raise ValueError("a quorum lies above nothing and at most at everybody")

    @property
    def threshold(self) -> Threshold:
        """Return the quorum as a threshold: a quorum of a half is met by exactly half."""
        return Threshold(self.fraction, is_strict=False)


@dataclass(frozen=True, slots=True)
class Condition:
    """A further test: the votes for as a part of `measure`, in the whole assembly, one category, or each of them.

    `category` is the code of a category, `EACH_CATEGORY`, or `WHOLE_ASSEMBLY`. `base` is HEADS or SHARES.
    """

    threshold: Threshold
    category: str = WHOLE_ASSEMBLY
    measure: Measure = Measure.DECISIVE_VOTES
    base: VoteBase = VoteBase.HEADS

    def __post_init__(self) -> None:
        if self.base is VoteBase.CATEGORY:
            raise ValueError("a condition counts heads or shares; it names its category apart")

    def covers(self, other: "Condition") -> bool:
        """Tell whether whatever meets this condition also meets `other`."""
        same = (self.measure, self.base) == (other.measure, other.base)
        # What holds in each category holds in every one of them, and then in the whole assembly.
        inside = self.category in {other.category, EACH_CATEGORY}
        return same and inside and self.threshold.is_at_least(other.threshold)


@dataclass(frozen=True, slots=True)
class VoteRule:
    """What a vote needs. Blank votes and abstentions always stand outside the base of the majority.

    `quorum` is that of the first meeting, None where none is asked; `second_quorum` that of a second meeting called
    with the same agenda because the first had no quorum.
    """

    base: VoteBase
    threshold: Threshold
    quorum: Quorum | None = None
    second_quorum: Quorum | None = None
    conditions: tuple[Condition, ...] = ()

    def quorum_of(self, *, is_second_meeting: bool) -> Quorum | None:
        """Return the quorum of a meeting."""
        return self.second_quorum if is_second_meeting else self.quorum


class Respect(StrEnum):
    """In which respect one rule is looser than another."""

    BASE = "base"
    THRESHOLD = "threshold"
    QUORUM = "quorum"
    SECOND_QUORUM = "second_quorum"
    CONDITION = "condition"


def looser_respects(rule: VoteRule, floor: VoteRule, *, any_base: bool = False) -> tuple[Respect, ...]:
    """Return every respect in which `rule` lets something pass that `floor` stops; none when it is as strict.

    With `any_base` the two may count different things: the law lets statutes choose heads or shares.
    """
    found = []
    if not any_base and not _counts_the_same(rule.base, floor.base):
        found.append(Respect.BASE)
    if not rule.threshold.is_at_least(floor.threshold):
        found.append(Respect.THRESHOLD)
    if not _is_quorum_kept(rule.quorum, floor.quorum, any_base=any_base):
        found.append(Respect.QUORUM)
    if not _is_quorum_kept(rule.second_quorum, floor.second_quorum, any_base=any_base):
        found.append(Respect.SECOND_QUORUM)
    if not all(_is_condition_kept(rule, condition) for condition in floor.conditions):
        found.append(Respect.CONDITION)
    return tuple(found)


def _counts_the_same(base: VoteBase, floor: VoteBase) -> bool:
    # A majority inside every category is a majority of all heads as well.
    return base is floor or (base is VoteBase.CATEGORY and floor is VoteBase.HEADS)


def _is_quorum_kept(quorum: Quorum | None, floor: Quorum | None, *, any_base: bool) -> bool:
    if floor is None:
        return True
    if quorum is None or quorum.fraction < floor.fraction:
        return False
    return any_base or _counts_the_same(quorum.base, floor.base)


def _is_condition_kept(rule: VoteRule, floor: Condition) -> bool:
    own = Condition(rule.threshold, EACH_CATEGORY) if rule.base is VoteBase.CATEGORY else None
    return any(each.covers(floor) for each in (*rule.conditions, *([own] if own else [])))

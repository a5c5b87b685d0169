"""From figures to a decision, in exact fractions: quorum, majority, conditions, and every figure they follow from."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from govapp.kernel.errors import N_, Conflict
from govapp.statutes.rules.majorities import (
    EACH_CATEGORY,
    WHOLE_ASSEMBLY,
    Condition,
    Measure,
    Quorum,
    Threshold,
    VoteBase,
    VoteRule,
)


class FiguresMissing(Conflict):
    """A rule asks for figures that this vote does not give, for example votes by share of a vote by head."""

    code = "figures_missing"
    message = N_("The rule of this vote needs figures that were not counted.")
    help = N_("Nothing is decided. Votes by share and inside categories are counted only where the vote was made so.")


class DecisionOutcome(StrEnum):
    """What became of a proposal."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True, slots=True)
class MotionCounts:
    """The answers to one question: for, against, abstentions and blanks, in heads or in shares."""

    votes_for: int
    votes_against: int
    abstentions: int
    blanks: int = 0

    def __post_init__(self) -> None:
        if min(self.votes_for, self.votes_against, self.abstentions, self.blanks) < 0:
            raise ValueError("a count of votes is never negative")

    @property
    def ballots(self) -> int:
        """Return everybody who took part, abstentions and blanks inside."""
        return self.decisive_votes + self.abstentions + self.blanks

    @property
    def decisive_votes(self) -> int:
        """Return the votes for and against: abstentions and blanks stand outside."""
        return self.votes_for + self.votes_against

    @property
    def is_tie(self) -> bool:
        """Tell whether as many were for as against, and somebody was."""
        return self.votes_for == self.votes_against > 0


@dataclass(frozen=True, slots=True)
class Voice:
    """One group of voters in one unit (heads or shares): entitled, present or represented, and how they voted.

    `counts` is None where the answers of this group were not counted apart. `beside` are voters who count in no quorum:
    they joined after the voting list was frozen, and the statutes let them vote.
    """

    entitled: int
    present: int
    counts: MotionCounts | None = None
    beside: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.present <= self.entitled:
            raise ValueError("there are not more present than entitled")
        if self.counts is not None and self.counts.ballots > self.present + self.beside:
            raise ValueError("there are not more ballots than present")


@dataclass(frozen=True, slots=True)
class Voices:
    """A group of voters in both units; `shares` is None where shares were not counted."""

    heads: Voice
    shares: Voice | None = None

    def by(self, base: VoteBase) -> Voice:
        """Return the group in heads or in shares; raises FiguresMissing."""
        voice = self.shares if base is VoteBase.SHARES else self.heads
        if voice is None:
            raise FiguresMissing
        return voice


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was counted in one vote: the whole assembly, and its categories by code where they are known."""

    whole: Voices
    categories: tuple[tuple[str, Voices], ...] = ()
    is_second_meeting: bool = False

    def groups(self, category: str) -> tuple[tuple[str, Voices], ...]:
        """Return the groups that `category` stands for, without those in which nobody is entitled to vote.

        Raises FiguresMissing when the categories are not known.
        """
        if category == WHOLE_ASSEMBLY:
            return ((WHOLE_ASSEMBLY, self.whole),)
        if not self.categories:
            raise FiguresMissing
        wanted = (
            self.categories if category == EACH_CATEGORY else [each for each in self.categories if each[0] == category]
        )
        return tuple((code, group) for code, group in wanted if group.heads.entitled > 0)


@dataclass(frozen=True, slots=True)
class QuorumTest:
    """Whether enough were present or represented: `present` of `entitled`, and the fewest that suffice."""

    quorum: Quorum
    category: str
    present: int
    entitled: int

    @property
    def fewest(self) -> int:
        """Return the smallest number present that meets the quorum."""
        return self.quorum.threshold.fewest(self.entitled)

    @property
    def ratio(self) -> Fraction:
        """Return those present out of all entitled, exactly; nought out of nothing."""
        return ratio(self.present, self.entitled)

    @property
    def is_met(self) -> bool:
        """Tell whether the quorum is met; among nobody it is not."""
        return self.quorum.threshold.is_reached(self.present, self.entitled)


@dataclass(frozen=True, slots=True)
class MajorityTest:
    """One test of the votes for: how many out of which base, and the threshold."""

    threshold: Threshold
    measure: Measure
    base: VoteBase
    category: str
    votes_for: int
    out_of: int

    @property
    def fewest(self) -> int:
        """Return the smallest number of votes for that reaches the threshold."""
        return self.threshold.fewest(self.out_of)

    @property
    def ratio(self) -> Fraction | None:
        """Return the votes for out of the base, exactly; None out of nothing."""
        return Fraction(self.votes_for, self.out_of) if self.out_of else None

    @property
    def is_reached(self) -> bool:
        """Tell whether the votes for suffice; out of nothing they do not."""
        return self.threshold.is_reached(self.votes_for, self.out_of)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, with every figure that it follows from.

    `majority` is one test, or one per category where the rule counts inside categories.
    """

    rule: VoteRule
    outcome: DecisionOutcome
    counts: MotionCounts
    quorum: tuple[QuorumTest, ...]
    majority: tuple[MajorityTest, ...]
    conditions: tuple[MajorityTest, ...]

    @property
    def is_quorum_met(self) -> bool:
        """Tell whether the meeting could decide; also where no quorum is asked."""
        return all(test.is_met for test in self.quorum)

    @property
    def is_tie(self) -> bool:
        """Tell whether as many were for as against."""
        return self.counts.is_tie

    @property
    def of_decisive_votes(self) -> Fraction | None:
        """Return the votes for out of those for and against, or None when there were neither."""
        return Fraction(self.counts.votes_for, self.counts.decisive_votes) if self.counts.decisive_votes else None

    @property
    def of_ballots(self) -> Fraction:
        """Return the votes for out of all ballots, abstentions and blanks inside; nought out of nothing."""
        return ratio(self.counts.votes_for, self.counts.ballots)


def ratio(votes: int, base: int) -> Fraction:
    """Return `votes` out of `base` exactly, and nought out of nothing."""
    return Fraction(votes, base) if base else Fraction(0)


def decide(rule: VoteRule, figures: Figures) -> Decision:
    """Return the decision that `figures` make under `rule`.

    Without quorum nothing is decided, whatever the votes; a tie, and a base in which nobody voted for or against,
    reject. Raises FiguresMissing when the rule asks for figures that are not there.
    """
    quorum = tuple(quorum_tests(rule, figures))
    majority = tuple(_majority(rule, figures))
    conditions = tuple(test for condition in rule.conditions for test in _condition(condition, figures))
    if not all(test.is_met for test in quorum):
        outcome = DecisionOutcome.NO_QUORUM
    elif majority and all(test.is_reached for test in (*majority, *conditions)):
        outcome = DecisionOutcome.ADOPTED
    else:
        outcome = DecisionOutcome.REJECTED
    unit = VoteBase.HEADS if rule.base is VoteBase.CATEGORY else rule.base
    return Decision(rule, outcome, _counts(figures.whole.by(unit)), quorum, majority, conditions)


def quorum_tests(rule: VoteRule, figures: Figures) -> Iterator[QuorumTest]:
    """Yield the test of the quorum, one per category where it counts inside categories; none where none is asked."""
    quorum = rule.quorum_of(is_second_meeting=figures.is_second_meeting)
    if quorum is None:
        return
    is_inside = quorum.base is VoteBase.CATEGORY
    for category, group in figures.groups(EACH_CATEGORY if is_inside else WHOLE_ASSEMBLY):
        voice = group.by(VoteBase.HEADS if is_inside else quorum.base)
        yield QuorumTest(quorum, category, voice.present, voice.entitled)


def _majority(rule: VoteRule, figures: Figures) -> Iterator[MajorityTest]:
    is_inside = rule.base is VoteBase.CATEGORY
    scope = EACH_CATEGORY if is_inside else WHOLE_ASSEMBLY
    unit = VoteBase.HEADS if is_inside else rule.base
    return _condition(Condition(rule.threshold, scope, Measure.DECISIVE_VOTES, unit), figures)


def _condition(condition: Condition, figures: Figures) -> Iterator[MajorityTest]:
    for category, group in figures.groups(condition.category):
        voice = group.by(condition.base)
        counts = _counts(voice)
        out_of = {
            Measure.DECISIVE_VOTES: counts.decisive_votes,
            Measure.BALLOTS: counts.ballots,
            Measure.ROLL: voice.entitled,
        }[condition.measure]
        yield MajorityTest(condition.threshold, condition.measure, condition.base, category, counts.votes_for, out_of)


def _counts(voice: Voice) -> MotionCounts:
    if voice.counts is None:
        raise FiguresMissing
    return voice.counts

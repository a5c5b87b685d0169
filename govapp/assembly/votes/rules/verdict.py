"""From the figures of a ballot paper to what the assembly has decided, in exact fractions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from govapp.assembly.agenda.rules.items import Item, ItemKind, VotingMethod
from govapp.assembly.votes.rules.elections import Seating, fill_seats, in_order, ranks
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.rules.turnout import Turnout
from govapp.statutes.rules.deciding import Decision, DecisionOutcome, MotionCounts, QuorumTest, ratio
from govapp.statutes.rules.deciding import decide as decide_by
from govapp.statutes.rules.majorities import HALF, Threshold, VoteBase, VoteRule

ORDINARY: Final = VoteRule(VoteBase.HEADS, Threshold.of(HALF))
"""What a vote of the first stage needed, whose sealed record names no rule: more votes for than against, by head."""

_OUTCOMES: Final = {
    DecisionOutcome.ADOPTED: ItemOutcome.ADOPTED,
    DecisionOutcome.REJECTED: ItemOutcome.REJECTED,
    DecisionOutcome.NO_QUORUM: ItemOutcome.NO_QUORUM,
}


@dataclass(frozen=True, slots=True)
class ChoiceResult:
    """One candidate or option in the result: its figures and what became of it.

    `votes` are approvals, or votes for where each candidate is a motion; `counts` is there only then.
    `of_decisive_votes` is None where there is no base: then nobody said anything that counts.
    """

    index: int
    votes: int
    of_ballots: Fraction
    of_decisive_votes: Fraction | None
    outcome: ItemOutcome
    rank: int
    counts: MotionCounts | None = None


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """What the assembly decided on one item, with every figure it follows from.

    `ballots` are all ballots counted. `decisive_votes` is the base of the majority: for plus against, or the ballots
    that are not blank. `elected`, `tied` and `order` are indexes of candidates or options; `contested` is the number
    of seats that the tied ones contend for.
    """

    item_id: int
    number: int
    kind: ItemKind
    method: VotingMethod | None
    outcome: ItemOutcome
    ballots: int = 0
    decisive_votes: int = 0
    blank: int = 0
    counts: MotionCounts | None = None
    lines: tuple[ChoiceResult, ...] = ()
    order: tuple[int, ...] = ()
    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    contested: int = 0
    seats: int = 0
    needed: Threshold | None = None
    rule: VoteRule | None = None
    quorum: tuple[QuorumTest, ...] = ()
    decision: Decision | None = None

    @property
    def of_decisive_votes(self) -> Fraction | None:
        """Return the share of the votes that count which are for, or None when nobody was for or against."""
        return self.decision.of_decisive_votes if self.decision else None

    @property
    def of_ballots(self) -> Fraction:
        """Return the share of all ballots which are for, abstentions inside the base."""
        return ratio(self.counts.votes_for if self.counts else 0, self.ballots)

    @property
    def ranked_lines(self) -> tuple[ChoiceResult, ...]:
        """Return the lines from most to fewest votes."""
        return tuple(self.lines[index] for index in self.order)


def noted(item: Item) -> ItemVerdict:
    """Return the verdict of an item that the assembly takes note of: no vote is needed."""
    return ItemVerdict(item.item_id, item.number, item.kind, None, ItemOutcome.NOTED)


def decide(item: Item, counts: MotionCounts, turnout: Turnout) -> ItemVerdict:
    """Return the verdict of a decision by the rule of its item; raises FiguresMissing (see `govapp.statutes`)."""
    rule = item.rule or ORDINARY
    decision = decide_by(rule, turnout.with_counts(counts))
    return ItemVerdict(
        item_id=item.item_id,
        number=item.number,
        kind=item.kind,
        method=item.method,
        outcome=_OUTCOMES[decision.outcome],
        ballots=counts.ballots,
        decisive_votes=counts.decisive_votes,
        counts=counts,
        needed=rule.threshold,
        rule=rule,
        quorum=decision.quorum,
        decision=decision,
    )


def elect_by_motions(item: Item, motions: Sequence[MotionCounts], turnout: Turnout) -> ItemVerdict:
    """Return the verdict of an election in which each candidate was a motion.

    Candidates who have the majority of the item's rule are elected; when they are more than the seats, those with the
    most votes for. Without quorum nobody is. Raises FiguresMissing.
    """
    decisions = [decide_by(item.rule or ORDINARY, turnout.with_counts(counts)) for counts in motions]
    adopted = [
        counts.votes_for if each.outcome is DecisionOutcome.ADOPTED else 0
        for counts, each in zip(motions, decisions, strict=True)
    ]
    seating = fill_seats(adopted, item.seats)
    votes = [counts.votes_for for counts in motions]
    order = tuple(sorted(range(len(votes)), key=lambda index: (-adopted[index], -votes[index], index)))
    lines = tuple(
        ChoiceResult(
            index=index,
            votes=counts.votes_for,
            of_ballots=ratio(counts.votes_for, counts.ballots),
            of_decisive_votes=decisions[index].of_decisive_votes,
            outcome=_seat_outcome(index, seating),
            rank=rank,
            counts=counts,
        )
        for index, (counts, rank) in enumerate(zip(motions, ranks(votes), strict=True))
    )
    ballots = max((counts.ballots for counts in motions), default=0)
    needed = (item.rule or ORDINARY).threshold
    return _election(
        item, lines, order, seating, turnout=turnout, ballots=ballots, decisive_votes=ballots, blank=0, needed=needed
    )


def elect_by_approval(item: Item, votes: Sequence[int], blank: int, turnout: Turnout) -> ItemVerdict:
    """Return the verdict of an approval vote: the best `seats` are elected, a tie for the last seat is reported.

    Without the quorum of the item's rule nobody is elected. Raises FiguresMissing.
    """
    ballots = turnout.counted
    seating = fill_seats(votes if turnout.has_quorum(item.rule) else [0] * len(votes), item.seats)
    outcomes = [_seat_outcome(index, seating) for index in range(len(votes))]
    lines = _approval_lines(votes, outcomes, blank=blank, ballots=ballots)
    return _election(
        item,
        lines,
        in_order(votes),
        seating,
        turnout=turnout,
        ballots=ballots,
        decisive_votes=ballots - blank,
        blank=blank,
        needed=None,
    )


def rank_options(item: Item, votes: Sequence[int], blank: int, turnout: Turnout) -> ItemVerdict:
    """Return the verdict of a choice among options: in order of approvals.

    An option is adopted or rejected only where the item declared a threshold beforehand; its base is the ballots
    that are not blank. Without the quorum of the item's rule none is. Raises FiguresMissing.
    """
    ballots = turnout.counted
    decisive_votes = _base(blank, ballots)
    has_quorum = turnout.has_quorum(item.rule)
    outcomes = [
        _option_outcome(own, decisive_votes, item.needed) if has_quorum else ItemOutcome.NO_QUORUM for own in votes
    ]
    return ItemVerdict(
        item_id=item.item_id,
        number=item.number,
        kind=item.kind,
        method=item.method,
        outcome=ItemOutcome.RANKED if has_quorum else ItemOutcome.NO_QUORUM,
        ballots=ballots,
        decisive_votes=decisive_votes,
        blank=blank,
        lines=_approval_lines(votes, outcomes, blank=blank, ballots=ballots),
        order=in_order(votes),
        needed=item.needed,
        rule=item.rule,
        quorum=turnout.quorum_of(item.rule),
    )


def as_record(verdict: ItemVerdict) -> dict[str, Any]:
    """Return the verdict as integers and words, for the announced record; shares follow from the figures."""
    record: dict[str, Any] = {
        "item": verdict.number,
        "kind": verdict.kind.value,
        "verdict": verdict.outcome.value,
    }
    if verdict.method is None:
        return record
    record |= {"method": verdict.method.value, "ballots": verdict.ballots, "counting": verdict.decisive_votes}
    if verdict.needed is not None:
        record["needed"] = {
            "numerator": verdict.needed.fraction.numerator,
            "denominator": verdict.needed.fraction.denominator,
            "strict": verdict.needed.is_strict,
        }
    if verdict.counts is not None:
        return record | {"counts": _counts_record(verdict.counts)}
    record |= {"blank": verdict.blank, "order": list(verdict.order), "choices": [_line(each) for each in verdict.lines]}
    if verdict.kind is ItemKind.ELECTION:
        record |= {"seats": verdict.seats, "elected": list(verdict.elected), "tied": list(verdict.tied)}
    return record


def _election(
    item: Item,
    lines: tuple[ChoiceResult, ...],
    order: tuple[int, ...],
    seating: Seating,
    *,
    turnout: Turnout,
    ballots: int,
    decisive_votes: int,
    blank: int,
    needed: Threshold | None,
) -> ItemVerdict:
    outcome = ItemOutcome.TIED if seating.tied else ItemOutcome.ELECTED if seating.elected else ItemOutcome.NOT_ELECTED
    return ItemVerdict(
        item_id=item.item_id,
        number=item.number,
        kind=item.kind,
        method=item.method,
        outcome=outcome if turnout.has_quorum(item.rule) else ItemOutcome.NO_QUORUM,
        ballots=ballots,
        decisive_votes=decisive_votes,
        blank=blank,
        lines=lines,
        order=order,
        elected=seating.elected,
        tied=seating.tied,
        contested=seating.contested,
        seats=item.seats,
        needed=needed,
        rule=item.rule,
        quorum=turnout.quorum_of(item.rule),
    )


def _approval_lines(
    votes: Sequence[int], outcomes: Sequence[ItemOutcome], *, blank: int, ballots: int
) -> tuple[ChoiceResult, ...]:
    decisive_votes = _base(blank, ballots)
    if any(not 0 <= own <= decisive_votes for own in votes):
        raise ValueError("an approval is given by a ballot that is not blank, once")
    return tuple(
        ChoiceResult(
            index=index,
            votes=own,
            of_ballots=ratio(own, ballots),
            of_decisive_votes=Fraction(own, decisive_votes) if decisive_votes else None,
            outcome=outcome,
            rank=rank,
        )
        for index, (own, outcome, rank) in enumerate(zip(votes, outcomes, ranks(votes), strict=True))
    )


def _base(blank: int, ballots: int) -> int:
    if not 0 <= blank <= ballots:
        raise ValueError("there are not more blank ballots than ballots")
    return ballots - blank


def _seat_outcome(index: int, seating: Seating) -> ItemOutcome:
    if index in seating.elected:
        return ItemOutcome.ELECTED
    return ItemOutcome.TIED if index in seating.tied else ItemOutcome.NOT_ELECTED


def _option_outcome(votes: int, decisive_votes: int, needed: Threshold | None) -> ItemOutcome:
    if needed is None:
        return ItemOutcome.RANKED
    return ItemOutcome.ADOPTED if needed.is_reached(votes, decisive_votes) else ItemOutcome.REJECTED


def _counts_record(counts: MotionCounts) -> dict[str, int]:
    return {"for": counts.votes_for, "against": counts.votes_against, "abstain": counts.abstentions}


def _line(line: ChoiceResult) -> dict[str, Any]:
    record: dict[str, Any] = {"votes": line.votes, "verdict": line.outcome.value}
    return record if line.counts is None else record | {"counts": _counts_record(line.counts)}


def quorum_record(verdict: ItemVerdict) -> dict[str, Any]:
    """Return the tests of the quorum as integers and words, for the announced record; nothing where none is asked."""
    return {"quorum": [_quorum(test) for test in verdict.quorum]} if verdict.quorum else {}


def _quorum(test: QuorumTest) -> dict[str, Any]:
    return {
        "base": test.quorum.base.value,
        "category": test.category,
        "present": test.present,
        "entitled": test.entitled,
        "needed": test.fewest,
        "met": test.is_met,
    }

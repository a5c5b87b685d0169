"""Ordinary majority, seats and options: tables of cases."""

from fractions import Fraction

import pytest

from govapp.assembly.agenda.rules.items import Choice, Item, ItemKind, VotingMethod
from govapp.assembly.votes.rules.elections import fill_seats, in_order, ranks
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.rules.verdict import (
    as_record,
    elect_by_approval,
    elect_by_motions,
    noted,
    rank_options,
)
from govapp.kernel.texts import Texts
from govapp.statutes.rules.deciding import MotionCounts
from tests.factories.verdicts import decided, turnout

DECISION = Item(7, 2, ItemKind.DECISION, Texts.same("Accounts"), method=VotingMethod.DECISION)


def election(seats: int, candidates: int, method: VotingMethod = VotingMethod.APPROVAL) -> Item:
    choices = tuple(Choice(Texts.same(f"Candidate {index}")) for index in range(candidates))
    return Item(8, 3, ItemKind.ELECTION, Texts.same("Directors"), method=method, seats=seats, choices=choices)


def strategy(threshold: Fraction | None = None) -> Item:
    choices = tuple(Choice(Texts.same(f"Option {index}")) for index in range(3))
    return Item(
        9, 4, ItemKind.STRATEGY, Texts.same("Plan"), method=VotingMethod.APPROVAL, threshold=threshold, choices=choices
    )


@pytest.mark.parametrize(
    ("votes_for", "against", "abstain", "outcome"),
    [
        (502, 44, 192, ItemOutcome.ADOPTED),
        (11, 9, 80, ItemOutcome.ADOPTED),
        (1, 0, 36_000, ItemOutcome.ADOPTED),
        (10, 10, 5, ItemOutcome.REJECTED),
        (10, 11, 0, ItemOutcome.REJECTED),
        (5_001, 5_000, 0, ItemOutcome.ADOPTED),
        (5_000, 5_001, 0, ItemOutcome.REJECTED),
        (0, 0, 100, ItemOutcome.REJECTED),
        (0, 0, 0, ItemOutcome.REJECTED),
        (0, 3, 9, ItemOutcome.REJECTED),
    ],
)
def test_a_decision_needs_more_for_than_against_and_abstentions_do_not_count(
    votes_for: int, against: int, abstain: int, outcome: ItemOutcome
) -> None:
    assert decided(DECISION, MotionCounts(votes_for, against, abstain)).outcome is outcome


def test_both_percentages_are_exact_fractions_with_different_bases() -> None:
    verdict = decided(DECISION, MotionCounts(782, 61, 203))
    assert verdict.of_decisive_votes == Fraction(782, 843)
    assert verdict.of_ballots == Fraction(782, 1046)
    assert (verdict.ballots, verdict.decisive_votes) == (1046, 843)


def test_nobody_for_or_against_leaves_no_percentage_of_votes_that_count() -> None:
    verdict = decided(DECISION, MotionCounts(0, 0, 4))
    assert verdict.of_decisive_votes is None
    assert verdict.of_ballots == 0


@pytest.mark.parametrize(
    ("votes", "seats", "elected", "tied", "contested"),
    [
        ((471, 402, 389, 366), 3, (0, 1, 2), (), 0),
        ((10, 30, 20), 1, (1,), (), 0),
        ((10, 30, 30), 1, (), (1, 2), 1),
        ((30, 30, 10), 2, (0, 1), (), 0),
        ((40, 30, 30, 10), 2, (0,), (1, 2), 1),
        ((5, 5, 5, 5), 3, (), (0, 1, 2, 3), 3),
        ((50, 7, 7, 7), 3, (0,), (1, 2, 3), 2),
        ((0, 0), 1, (), (), 0),
        ((3, 0), 2, (0,), (), 0),
        ((3, 2), 5, (0, 1), (), 0),
        ((), 1, (), (), 0),
    ],
)
def test_the_most_votes_fill_the_seats_and_a_tie_is_reported(
    votes: tuple[int, ...], seats: int, elected: tuple[int, ...], tied: tuple[int, ...], contested: int
) -> None:
    seating = fill_seats(votes, seats)
    assert (seating.elected, seating.tied, seating.contested) == (elected, tied, contested)


def test_equals_share_a_rank_and_keep_the_order_of_the_paper() -> None:
    assert in_order((5, 9, 5, 1)) == (1, 0, 2, 3)
    assert ranks((5, 9, 5, 1)) == (2, 1, 2, 4)


def test_approval_elects_the_best_and_measures_against_ballots_that_are_not_blank() -> None:
    verdict = elect_by_approval(election(2, 3), (60, 40, 20), blank=10, turnout=turnout(110))
    assert verdict.outcome is ItemOutcome.ELECTED
    assert verdict.elected == (0, 1)
    assert verdict.lines[0].of_decisive_votes == Fraction(60, 100)
    assert verdict.lines[0].of_ballots == Fraction(60, 110)


def test_a_tie_for_the_last_seat_makes_the_election_tied_but_the_sure_ones_are_elected() -> None:
    verdict = elect_by_approval(election(2, 3), (60, 40, 40), blank=0, turnout=turnout(100))
    assert verdict.outcome is ItemOutcome.TIED
    assert [line.outcome for line in verdict.lines] == [ItemOutcome.ELECTED, ItemOutcome.TIED, ItemOutcome.TIED]


def test_only_blank_ballots_elect_nobody() -> None:
    verdict = elect_by_approval(election(1, 2), (0, 0), blank=9, turnout=turnout(9))
    assert verdict.outcome is ItemOutcome.NOT_ELECTED
    assert verdict.lines[0].of_decisive_votes is None


def test_figures_that_cannot_be_are_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="not blank"):
        elect_by_approval(election(1, 1), (6,), blank=5, turnout=turnout(10))
    with pytest.raises(ValueError, match="more blank"):
        elect_by_approval(election(1, 1), (0,), blank=11, turnout=turnout(10))


def test_candidates_as_motions_are_elected_by_ordinary_majority() -> None:
    motions = (MotionCounts(76, 6, 18), MotionCounts(30, 50, 20), MotionCounts(40, 40, 20))
    verdict = elect_by_motions(election(3, 3, VotingMethod.MOTIONS), motions, turnout(motions[0].ballots))
    assert verdict.outcome is ItemOutcome.ELECTED
    assert verdict.elected == (0,)
    assert verdict.lines[0].of_decisive_votes == Fraction(76, 82)
    assert verdict.lines[2].outcome is ItemOutcome.NOT_ELECTED


def test_more_adopted_candidates_than_seats_leave_the_seats_to_the_most_votes_for() -> None:
    motions = (MotionCounts(60, 10, 30), MotionCounts(80, 10, 10), MotionCounts(60, 20, 20))
    verdict = elect_by_motions(election(2, 3, VotingMethod.MOTIONS), motions, turnout(motions[0].ballots))
    assert verdict.elected == (1,)
    assert verdict.tied == (0, 2)
    assert verdict.outcome is ItemOutcome.TIED


def test_a_rejected_candidate_never_takes_a_seat_from_an_adopted_one() -> None:
    motions = (MotionCounts(60, 70, 0), MotionCounts(20, 10, 100))
    verdict = elect_by_motions(election(1, 2, VotingMethod.MOTIONS), motions, turnout(motions[0].ballots))
    assert verdict.elected == (1,)
    assert verdict.order == (1, 0)


def test_options_are_ranked_and_without_a_declared_threshold_none_is_adopted() -> None:
    verdict = rank_options(strategy(), (10, 90, 50), blank=5, turnout=turnout(100))
    assert verdict.outcome is ItemOutcome.RANKED
    assert verdict.order == (1, 2, 0)
    assert {line.outcome for line in verdict.lines} == {ItemOutcome.RANKED}


def test_a_threshold_declared_beforehand_adopts_what_reaches_it() -> None:
    verdict = rank_options(strategy(Fraction(1, 2)), (48, 90, 47), blank=5, turnout=turnout(100))
    assert [line.outcome for line in verdict.lines] == [ItemOutcome.ADOPTED, ItemOutcome.ADOPTED, ItemOutcome.REJECTED]


def test_the_record_of_a_verdict_holds_only_integers_and_words() -> None:
    record = as_record(elect_by_approval(election(1, 2), (6, 6), blank=1, turnout=turnout(10)))
    assert record["verdict"] == "tied"
    assert record["tied"] == [0, 1]
    assert record["elected"] == []
    assert record["choices"][0] == {"votes": 6, "verdict": "tied"}
    assert as_record(decided(DECISION, MotionCounts(3, 2, 1)))["counts"] == {"for": 3, "against": 2, "abstain": 1}
    assert as_record(noted(DECISION)) == {"item": 2, "kind": "decision", "verdict": "noted"}

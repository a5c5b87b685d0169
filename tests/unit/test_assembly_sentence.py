"""The verdict as a sentence, with its formula."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from govapp.assembly.agenda.rules.items import Choice, Item, ItemKind, VotingMethod
from govapp.assembly.votes.rules.sentence import describe_both_ratios, formula, turnout, verdict_sentences
from govapp.assembly.votes.rules.verdict import (
    ORDINARY,
    decide,
    elect_by_approval,
    elect_by_motions,
    noted,
    rank_options,
)
from govapp.kernel.texts import Language, Texts
from govapp.language.translator import translator_for
from govapp.statutes.rules.deciding import MotionCounts
from govapp.statutes.rules.majorities import Condition, Measure, Quorum, Threshold, VoteBase, VoteRule
from govapp.statutes.rules.profile import LegalKind
from govapp.statutes.rules.profiles import MODEL_STATUTES
from tests.factories.verdicts import decided
from tests.factories.verdicts import turnout as took_part

ENGLISH = translator_for(Language.EN)
DECISION = Item(1, 1, ItemKind.DECISION, Texts.same("Accounts"), method=VotingMethod.DECISION)


def with_choices(kind: ItemKind, names: Sequence[str], *, seats: int = 0, threshold: Fraction | None = None) -> Item:
    choices = tuple(Choice(Texts.same(name)) for name in names)
    return Item(
        2, 2, kind, Texts.same("T"), method=VotingMethod.APPROVAL, seats=seats, threshold=threshold, choices=choices
    )


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            MotionCounts(782, 61, 203),
            (
                "Adopted. 782 for, 61 against: 92.8% of the votes that count; needed: more than half. "
                "Abstentions (203) are not counted."
            ),
        ),
        (
            MotionCounts(5_000, 5_001, 0),
            (
                "Rejected. 5,000 for, 5,001 against: 49.995% of the votes that count; needed: more than half. "
                "Abstentions (0) are not counted."
            ),
        ),
        (MotionCounts(10, 10, 3), "Rejected: as many for as against (10 each)."),
        (MotionCounts(0, 0, 3), "Not adopted: nobody voted for or against."),
    ],
)
def test_a_decision_is_one_sentence_with_its_figures_and_its_rule(counts: MotionCounts, sentence: str) -> None:
    assert verdict_sentences(decided(DECISION, counts), (), ENGLISH) == (sentence,)


def test_the_formula_is_the_division_itself() -> None:
    assert formula(decided(DECISION, MotionCounts(782, 61, 203)), ENGLISH) == "782 ÷ (782 + 61) = 92.8% > 50%"
    assert formula(decided(DECISION, MotionCounts(10, 10, 3)), ENGLISH) == "10 ÷ (10 + 10) = 50.0% ≤ 50%"
    assert not formula(decided(DECISION, MotionCounts(0, 0, 3)), ENGLISH)


CHANGE = replace(DECISION, legal_kind=LegalKind.STATUTES, statutes_rule=MODEL_STATUTES.rule_of(LegalKind.STATUTES))


def test_a_change_of_statutes_says_three_quarters_and_the_quorum() -> None:
    verdict = decided(CHANGE, MotionCounts(500, 300, 20))
    assert verdict_sentences(verdict, (), ENGLISH) == (
        (
            "Rejected. 500 for, 300 against: 62.5% of the votes that count; needed: at least three quarters (3/4). "
            "Abstentions (20) are not counted."
        ),
        "Quorum reached: 50,000 of 80,000 issued shares took part; needed: 40,000.",
    )
    assert formula(verdict, ENGLISH) == "500 ÷ (500 + 300) = 62.5% < 75%"


def test_a_percentage_never_reaches_the_majority_that_was_missed() -> None:
    said = verdict_sentences(decided(CHANGE, MotionCounts(7_499, 2_501, 0)), (), ENGLISH)[0]
    assert "74.99% of the votes that count" in said
    said = verdict_sentences(decided(CHANGE, MotionCounts(74_999, 25_001, 0)), (), ENGLISH)[0]
    assert "74.999%" in said


def test_without_quorum_the_sentence_says_so_and_what_can_follow() -> None:
    verdict = decide(CHANGE, MotionCounts(700, 10, 28), took_part(738, voting_shares=2_100))
    assert verdict_sentences(verdict, (), ENGLISH) == (
        "Not validly decided. The quorum was not reached.",
        "Quorum not reached: 2,100 of 80,000 issued shares took part; needed: 40,000.",
        "A second meeting can decide without quorum.",
    )


def test_two_thirds_are_shown_as_the_fraction_they_are() -> None:
    item = replace(DECISION, statutes_rule=VoteRule(VoteBase.HEADS, Threshold.of(Fraction(2, 3))))
    assert formula(decided(item, MotionCounts(2, 1, 0)), ENGLISH) == "2 ÷ (2 + 1) = 2/3 ≥ 2/3"


def test_a_further_condition_is_told_with_its_figures() -> None:
    condition = Condition(Threshold.of(Fraction(1, 4)), measure=Measure.ROLL)
    item = replace(DECISION, statutes_rule=replace(ORDINARY, conditions=(condition,)))
    verdict = decided(item, MotionCounts(9_000, 999, 0))
    assert verdict_sentences(verdict, (), ENGLISH)[1] == (
        "Also needed, and not reached: 10,000 votes for. There were 9,000."
    )


def test_the_two_percentages_are_named_by_their_base() -> None:
    said = describe_both_ratios(decided(DECISION, MotionCounts(782, 61, 203)), ENGLISH)
    assert said == (
        "Of the votes that count: 92.8% for. Of all 1,046 ballots: 74.8% for, 5.8% against, 19.4% abstentions."
    )
    assert not describe_both_ratios(decided(DECISION, MotionCounts(0, 0, 0)), ENGLISH)


def test_an_election_names_who_is_elected_and_who_is_not() -> None:
    item = with_choices(ItemKind.ELECTION, ["Ada", "Bo", "Cy"], seats=2)
    verdict = elect_by_approval(item, (30, 50, 10), blank=0, turnout=took_part(60))
    assert verdict_sentences(verdict, ["Ada", "Bo", "Cy"], ENGLISH) == (
        "Elected: Bo and Ada, with the most votes. 2 seats were to be filled.",
        "Not elected: Cy.",
    )
    assert formula(verdict, ENGLISH) == "The last one elected has 30 votes, the next one 10."


def test_a_tie_for_the_last_seat_is_said_and_not_broken() -> None:
    item = with_choices(ItemKind.ELECTION, ["Ada", "Bo", "Cy"], seats=2)
    verdict = elect_by_approval(item, (50, 30, 30), blank=0, turnout=took_part(60))
    first, second = verdict_sentences(verdict, ["Ada", "Bo", "Cy"], ENGLISH)
    assert first.startswith("Elected: Ada")
    assert second == (
        "Tie for the last seat between Bo and Cy (30 votes each). The count does not break a tie: the assembly decides."
    )
    assert not formula(verdict, ENGLISH)


def test_a_single_candidate_as_a_motion_is_elected_or_not() -> None:
    item = with_choices(ItemKind.ELECTION, ["Ada"], seats=1)
    elected = elect_by_motions(item, (MotionCounts(561, 44, 133),), took_part(738))
    assert verdict_sentences(elected, ["Ada"], ENGLISH) == (
        "Elected: Ada, with the most votes. One seat was to be filled.",
    )
    refused = elect_by_motions(item, (MotionCounts(44, 561, 133),), took_part(738))
    assert verdict_sentences(refused, ["Ada"], ENGLISH) == ("Not elected: Ada.",)


def test_options_are_told_in_order_and_the_threshold_only_where_there_is_one() -> None:
    plain = rank_options(with_choices(ItemKind.STRATEGY, ["A", "B"]), (10, 20), blank=1, turnout=took_part(30))
    assert verdict_sentences(plain, ["A", "B"], ENGLISH) == ("In order of approvals: B (20) and A (10).",)
    assert not formula(plain, ENGLISH)
    declared = with_choices(ItemKind.STRATEGY, ["A", "B"], threshold=Fraction(1, 2))
    verdict = rank_options(declared, (10, 20), blank=1, turnout=took_part(30))
    assert verdict_sentences(verdict, ["A", "B"], ENGLISH)[0] == (
        "Adopted: B. Needed: more than half of the ballots that are not blank."
    )
    assert formula(verdict, ENGLISH) == "> 29 \N{MULTIPLICATION SIGN} 1/2 = 14.5"
    none = rank_options(declared, (1, 2), blank=1, turnout=took_part(30))
    assert verdict_sentences(none, ["A", "B"], ENGLISH)[0].startswith("No option was adopted.")


def test_an_acknowledged_item_needs_no_vote() -> None:
    item = Item(3, 3, ItemKind.ACKNOWLEDGEMENT, Texts.same("Report"))
    assert verdict_sentences(noted(item), (), ENGLISH) == ("The assembly has noted this item. No vote was needed.",)


def test_turnout_names_both_numbers() -> None:
    assert turnout(738, 36_000, ENGLISH) == "738 of 36,000 shareholders voted (2.1%)."
    assert turnout(0, 0, ENGLISH) == "0 of 0 shareholders voted (0%)."


def test_a_quorum_of_people_counts_people_and_a_second_meeting_that_has_one_is_only_called() -> None:
    half = Quorum(VoteBase.HEADS, Fraction(1, 2))
    rule = VoteRule(VoteBase.HEADS, Threshold.of(Fraction(1, 2)), quorum=half, second_quorum=half)
    item = replace(DECISION, statutes_rule=rule)
    assert verdict_sentences(decide(item, MotionCounts(5, 3, 2), took_part(10, entitled=100)), (), ENGLISH) == (
        "Not validly decided. The quorum was not reached.",
        "Quorum not reached: 10 of 100 shareholders took part; needed: 50.",
        "A second meeting can be called with the same agenda.",
    )
    met = verdict_sentences(decide(item, MotionCounts(50, 3, 2), took_part(55, entitled=100)), (), ENGLISH)
    assert met[1] == "Quorum reached: 55 of 100 shareholders took part; needed: 50."


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (MotionCounts(6, 1, 3), "Also needed, and reached: 6 votes for. There were 6."),
        (MotionCounts(5, 1, 4), "Also needed, and not reached: 6 votes for. There were 5."),
    ],
)
def test_a_further_condition_says_whether_it_was_reached(counts: MotionCounts, sentence: str) -> None:
    condition = Condition(Threshold.of(Fraction(1, 2)), measure=Measure.BALLOTS)
    rule = VoteRule(VoteBase.HEADS, Threshold.of(Fraction(1, 2)), conditions=(condition,))
    verdict = decide(replace(DECISION, statutes_rule=rule), counts, took_part(10))
    assert sentence in verdict_sentences(verdict, (), ENGLISH)

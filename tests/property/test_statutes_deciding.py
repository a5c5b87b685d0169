"""What holds of every decision, whatever the rule and the figures."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from govapp.statutes.rules.deciding import DecisionOutcome, Figures, MotionCounts, Voice, Voices, decide
from govapp.statutes.rules.encoding import decode_rule_v1, encode_rule_v1
from govapp.statutes.rules.majorities import (
    EACH_CATEGORY,
    WHOLE_ASSEMBLY,
    Condition,
    Measure,
    Quorum,
    Threshold,
    VoteBase,
    VoteRule,
    looser_respects,
)

CATEGORIES = ("member", "staff", "partner")
ADOPTED = DecisionOutcome.ADOPTED

parts = st.fractions(Fraction(1, 12), 1, max_denominator=12)
thresholds = st.builds(
    lambda fraction, strict: Threshold(fraction, is_strict=strict and fraction < 1), parts, st.booleans()
)
quorums = st.none() | st.builds(Quorum, st.sampled_from(VoteBase), parts)
conditions = st.builds(
    Condition,
    thresholds,
    st.sampled_from([WHOLE_ASSEMBLY, EACH_CATEGORY, *CATEGORIES]),
    st.sampled_from(Measure),
    st.sampled_from([VoteBase.HEADS, VoteBase.SHARES]),
)
rules = st.builds(
    VoteRule, st.sampled_from(VoteBase), thresholds, quorums, quorums, st.lists(conditions, max_size=2).map(tuple)
)
counts = st.builds(MotionCounts, st.integers(0, 9), st.integers(0, 9), st.integers(0, 5), st.integers(0, 3))


@st.composite
def voices(draw: st.DrawFn, each: st.SearchStrategy[MotionCounts] = counts) -> Voice:
    """Return one group with some who stay away."""
    found = draw(each)
    present = found.ballots + draw(st.integers(0, 3))
    return Voice(present + draw(st.integers(0, 9)), present, found)


@st.composite
def meetings(draw: st.DrawFn) -> Figures:
    """Return figures whose categories add up to the whole."""
    groups = [Voices(draw(voices()), draw(voices())) for _ in CATEGORIES]
    return together(groups, second=draw(st.booleans()))


def together(groups: list[Voices], *, second: bool) -> Figures:
    whole = Voices(
        _sum([each.heads for each in groups]), _sum([each.shares for each in groups if each.shares is not None])
    )
    return Figures(whole, tuple(zip(CATEGORIES, groups, strict=True)), is_second_meeting=second)


def _sum(found: list[Voice]) -> Voice:
    answers = [each.counts for each in found if each.counts is not None]
    return Voice(
        sum(each.entitled for each in found),
        sum(each.present for each in found),
        MotionCounts(
            sum(each.votes_for for each in answers),
            sum(each.votes_against for each in answers),
            sum(each.abstentions for each in answers),
            sum(each.blanks for each in answers),
        ),
    )


@given(rules, rules, meetings())
def test_whatever_passes_a_rule_passes_every_looser_one(rule: VoteRule, floor: VoteRule, figures: Figures) -> None:
    if looser_respects(rule, floor) == () and decide(rule, figures).outcome is ADOPTED:
        assert decide(floor, figures).outcome is ADOPTED


@given(rules, meetings())
def test_a_decision_is_adopted_exactly_when_every_test_passes(rule: VoteRule, figures: Figures) -> None:
    decision = decide(rule, figures)
    tests = (*decision.majority, *decision.conditions)
    passes = bool(decision.majority) and all(test.is_reached for test in tests)
    assert (decision.outcome is ADOPTED) == (passes and decision.is_quorum_met)
    assert (decision.outcome is DecisionOutcome.NO_QUORUM) == (not decision.is_quorum_met)


@given(rules, meetings())
def test_the_fewest_votes_for_are_just_enough(rule: VoteRule, figures: Figures) -> None:
    decision = decide(rule, figures)
    for test in (*decision.majority, *decision.conditions):
        assert test.is_reached == (test.out_of > 0 and test.votes_for >= test.fewest)
    for quorum in decision.quorum:
        assert quorum.is_met == (quorum.present >= quorum.fewest)


@given(thresholds, voices(), st.integers(0, 50), st.integers(0, 50))
def test_abstentions_and_blanks_never_change_a_majority(
    threshold: Threshold, voice: Voice, abstentions: int, blanks: int
) -> None:
    assert voice.counts is not None
    others = replace(voice.counts, abstentions=abstentions, blanks=blanks)
    more = Voice(10_000, 10_000, others)
    rule = VoteRule(VoteBase.HEADS, threshold)
    assert decide(rule, Figures(Voices(voice))).outcome is decide(rule, Figures(Voices(more))).outcome


@given(thresholds, voices(), st.integers(1, 9))
def test_more_votes_for_never_reject_what_was_adopted(threshold: Threshold, voice: Voice, more: int) -> None:
    assert voice.counts is not None
    rule = VoteRule(VoteBase.HEADS, threshold)
    grown = replace(voice.counts, votes_for=voice.counts.votes_for + more)
    if decide(rule, Figures(Voices(voice))).outcome is ADOPTED:
        assert decide(rule, Figures(Voices(Voice(10_000, 10_000, grown)))).outcome is ADOPTED


@given(voices())
def test_for_and_against_are_never_both_a_majority(voice: Voice) -> None:
    assert voice.counts is not None
    turned = MotionCounts(voice.counts.votes_against, voice.counts.votes_for, 0)
    rule = VoteRule(VoteBase.HEADS, Threshold.of(Fraction(1, 2)))
    outcomes = [
        decide(rule, Figures(Voices(Voice(99, 99, each)))).outcome
        for each in (replace(voice.counts, abstentions=0, blanks=0), turned)
    ]
    assert outcomes.count(ADOPTED) == (0 if voice.counts.votes_for == voice.counts.votes_against else 1)


@given(rules, meetings())
def test_numbers_and_multiples_of_them_are_decided_alike(rule: VoteRule, figures: Figures) -> None:
    groups = [Voices(_times(each.heads, 1000), _times(each.shares, 1000)) for _, each in figures.categories]
    large = together(groups, second=figures.is_second_meeting)
    assert decide(rule, large).outcome is decide(rule, figures).outcome


def _times(voice: Voice | None, factor: int) -> Voice:
    assert voice is not None
    return _sum([voice] * factor)


@given(rules)
def test_every_rule_is_read_back_as_it_was_written(rule: VoteRule) -> None:
    assert decode_rule_v1(encode_rule_v1(rule)) == rule

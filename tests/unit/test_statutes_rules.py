"""The rules of law and statutes, case by case."""

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from govapp.kernel.errors import Refusal
from govapp.kernel.records import UnknownRecordVersion
from govapp.kernel.texts import Texts
from govapp.statutes.rules import mandatory
from govapp.statutes.rules.catalogue import ITEM_RULES, PROFILE_RULES
from govapp.statutes.rules.deciding import Figures, FiguresMissing, MotionCounts, Voice, Voices, decide
from govapp.statutes.rules.encoding import ProfileUnreadable, decode, digest, encode_v1
from govapp.statutes.rules.law import SOURCES, check_item_rule, check_profile, law_floor, profile_problems
from govapp.statutes.rules.majorities import (
    EACH_CATEGORY,
    HALF,
    Condition,
    Measure,
    Quorum,
    Respect,
    Threshold,
    VoteBase,
    VoteRule,
    looser_respects,
)
from govapp.statutes.rules.mandatory import MANDATORY_RULES
from govapp.statutes.rules.profile import (
    Body,
    CategoryDefinition,
    ItemRules,
    LegalKind,
    Profile,
    SeatQuota,
    SeparationShareRule,
    VotesPer,
)
from govapp.statutes.rules.profiles import LEGAL_DEFAULTS, MODEL_STATUTES
from govapp.statutes.rules.refusals import (
    CategoryUnknown,
    DecisionAfterEffect,
    DecisionIncomplete,
    HoleBetweenVersions,
    RuleCountsOtherVotes,
    RuleLooserThanLaw,
    RuleLooserThanStatutes,
    StricterReasonNeeded,
    TwoVersionsForOneDay,
    ValueOutOfRange,
)
from govapp.statutes.rules.shapes import CHOICES, ValueShape, name_of, shape_of
from govapp.statutes.rules.sources import Certainty, RuleKind, Source
from govapp.statutes.rules.versions import (
    BEGINNING,
    DecisionTaken,
    StatutesVersion,
    check_decision,
    check_timeline,
    profile_on,
    timeline_problems,
    version_on,
)

ORDINARY = VoteRule(VoteBase.HEADS, Threshold.of(HALF))
QUORATE = replace(ORDINARY, quorum=Quorum(VoteBase.SHARES, HALF))
DECISION = DecisionTaken(date(2026, 6, 16), Body.ASSEMBLY, "Deed of notary Peeters", "The statutes were changed")


def with_rule(profile: Profile, kind: LegalKind, rule: VoteRule) -> Profile:
    return replace(profile, items=replace(profile.items, **{kind.value: rule}))


def version(number: int, first: date, last: date | None = None, profile: Profile = MODEL_STATUTES) -> StatutesVersion:
    return StatutesVersion(number, first, last, profile, digest(profile), DECISION)


# Sources.


@pytest.mark.parametrize("certainty", [Certainty.PARTLY, Certainty.UNCONFIRMED])
def test_an_article_that_is_not_confirmed_is_never_printed(certainty: Certainty) -> None:
    assert Source("A-18", "6:85", certainty, RuleKind.DEFAULT, "text").article_to_print is None


def test_a_confirmed_article_is_printed() -> None:
    assert Source("A-15", "6:41", Certainty.CONFIRMED, RuleKind.DEFAULT, "text").article_to_print == "6:41"
    assert Source("A-15", "", Certainty.CONFIRMED, RuleKind.DEFAULT, "text").article_to_print is None


def test_every_rule_of_a_profile_has_its_source_and_every_source_its_rule() -> None:
    assert {each.field for each in PROFILE_RULES} == {each.name for each in fields(Profile)} - {"items"}
    assert {each.field for each in ITEM_RULES} == {each.name for each in fields(ItemRules)}
    assert all(source.text and source.note for source in SOURCES.values())
    assert all(each.source.text and each.source.note for each in MANDATORY_RULES)


def test_three_quarters_for_the_statutes_are_a_default_and_the_rules_of_the_law_are_mandatory() -> None:
    kinds = {each.field: each.source.kind for each in ITEM_RULES}
    assert kinds["statutes"] is RuleKind.DEFAULT
    assert {each.source.kind for each in MANDATORY_RULES} == {RuleKind.MANDATORY}


def test_every_value_that_can_be_chosen_has_a_name_of_its_own() -> None:
    values = [value for kind in set(CHOICES.values()) for value in kind]
    assert len({name_of(value) for value in values}) == len(values)
    assert {shape_of(each.field) for each in PROFILE_RULES} == set(ValueShape)


# Thresholds and rules.


@pytest.mark.parametrize(
    ("fraction", "votes", "base", "reached"),
    [
        (Fraction(1, 2), 50, 100, False),
        (Fraction(1, 2), 51, 100, True),
        (Fraction(2, 3), 2, 3, True),
        (Fraction(2, 3), 66, 100, False),
        (Fraction(3, 4), 75, 100, True),
        (Fraction(3, 4), 7_499, 10_000, False),
        (Fraction(4, 5), 4, 5, True),
        (Fraction(4, 5), 0, 0, False),
    ],
)
def test_a_half_must_be_passed_and_other_thresholds_reached(
    fraction: Fraction, votes: int, base: int, reached: bool
) -> None:
    assert Threshold.of(fraction).is_reached(votes, base) is reached


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Threshold(Fraction(0), is_strict=False),
        lambda: Threshold(Fraction(1), is_strict=True),
        lambda: Threshold(Fraction(9, 8), is_strict=False),
        lambda: Quorum(VoteBase.HEADS, Fraction(0)),
        lambda: Quorum(VoteBase.HEADS, Fraction(3, 2)),
        lambda: Condition(Threshold.of(HALF), base=VoteBase.CATEGORY),
        lambda: MotionCounts(1, -1, 0),
        lambda: Voice(10, 11),
        lambda: Voice(10, 5, MotionCounts(6, 0, 0)),
    ],
)
def test_values_that_cannot_be_are_faults_of_the_program(nonsense: Any) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        nonsense()


def test_a_rule_is_as_strict_as_itself() -> None:
    assert looser_respects(QUORATE, QUORATE) == ()


@pytest.mark.parametrize(
    ("rule", "floor", "respects"),
    [
        (ORDINARY, replace(ORDINARY, threshold=Threshold.of(Fraction(3, 4))), (Respect.THRESHOLD,)),
        (replace(ORDINARY, threshold=Threshold(HALF, is_strict=False)), ORDINARY, (Respect.THRESHOLD,)),
        (replace(ORDINARY, base=VoteBase.SHARES), ORDINARY, (Respect.BASE,)),
        (ORDINARY, replace(ORDINARY, base=VoteBase.CATEGORY), (Respect.BASE,)),
        (ORDINARY, QUORATE, (Respect.QUORUM,)),
        (replace(ORDINARY, quorum=Quorum(VoteBase.SHARES, Fraction(1, 3))), QUORATE, (Respect.QUORUM,)),
        (replace(ORDINARY, quorum=Quorum(VoteBase.HEADS, HALF)), QUORATE, (Respect.QUORUM,)),
        (QUORATE, replace(QUORATE, second_quorum=Quorum(VoteBase.SHARES, Fraction(1, 4))), (Respect.SECOND_QUORUM,)),
        (ORDINARY, replace(ORDINARY, conditions=(Condition(Threshold.of(HALF), "staff"),)), (Respect.CONDITION,)),
        (replace(ORDINARY, base=VoteBase.CATEGORY), ORDINARY, ()),
        (replace(QUORATE, threshold=Threshold.of(Fraction(4, 5))), QUORATE, ()),
    ],
)
def test_a_looser_rule_is_named_in_every_respect(
    rule: VoteRule, floor: VoteRule, respects: tuple[Respect, ...]
) -> None:
    assert looser_respects(rule, floor) == respects


def test_a_condition_in_each_category_covers_one_in_a_single_category() -> None:
    each = Condition(Threshold.of(Fraction(2, 3)), EACH_CATEGORY)
    assert each.covers(Condition(Threshold.of(HALF), "staff"))
    assert not Condition(Threshold.of(HALF), "staff").covers(each)
    assert not each.covers(Condition(Threshold.of(HALF), "staff", Measure.ROLL))
    counted_inside = replace(ORDINARY, base=VoteBase.CATEGORY)
    assert (
        looser_respects(counted_inside, replace(ORDINARY, conditions=(Condition(Threshold.of(HALF), "staff"),))) == ()
    )


# Deciding.


def test_a_rule_that_asks_for_figures_that_were_not_counted_decides_nothing() -> None:
    heads = Voices(Voice(10, 3, MotionCounts(2, 1, 0)))
    with pytest.raises(FiguresMissing):
        decide(replace(ORDINARY, base=VoteBase.SHARES), Figures(heads))
    with pytest.raises(FiguresMissing):
        decide(replace(ORDINARY, base=VoteBase.CATEGORY), Figures(heads))
    with pytest.raises(FiguresMissing):
        decide(ORDINARY, Figures(Voices(Voice(10, 3))))


def test_a_decision_tells_every_figure_it_follows_from() -> None:
    figures = Figures(Voices(Voice(100, 60, MotionCounts(30, 20, 8, 2)), Voice(900, 500)))
    decision = decide(QUORATE, figures)
    (quorum,) = decision.quorum
    (majority,) = decision.majority
    assert (quorum.present, quorum.entitled, quorum.fewest, quorum.ratio) == (500, 900, 450, Fraction(5, 9))
    assert (majority.votes_for, majority.out_of, majority.fewest, majority.ratio) == (30, 50, 26, Fraction(3, 5))
    assert decision.of_ballots == HALF
    assert not decision.is_tie


def test_nobody_for_or_against_leaves_no_percentage_of_the_decisive_votes() -> None:
    decision = decide(ORDINARY, Figures(Voices(Voice(9, 4, MotionCounts(0, 0, 4)))))
    assert decision.of_decisive_votes is None
    assert decision.majority[0].ratio is None
    assert decision.of_ballots == 0


# Profiles and the law.


@pytest.mark.parametrize("profile", [LEGAL_DEFAULTS, MODEL_STATUTES])
def test_the_profiles_that_ship_keep_within_the_law(profile: Profile) -> None:
    assert list(profile_problems(profile)) == []
    check_profile(profile)


def test_every_kind_of_item_has_its_rule_in_a_profile() -> None:
    assert MODEL_STATUTES.rule_of(LegalKind.STATUTES).threshold == Threshold.of(Fraction(3, 4))
    assert MODEL_STATUTES.rule_of(LegalKind.OBJECT).threshold == Threshold.of(Fraction(4, 5))
    assert MODEL_STATUTES.rule_of(LegalKind.ACCOUNTS) == ORDINARY
    assert {LEGAL_DEFAULTS.rule_of(kind).base for kind in LegalKind} == {VoteBase.SHARES}


@pytest.mark.parametrize(
    ("profile", "refusal"),
    [
        (with_rule(MODEL_STATUTES, LegalKind.STATUTES, ORDINARY), RuleLooserThanLaw),
        (with_rule(MODEL_STATUTES, LegalKind.MERGER, ORDINARY), RuleLooserThanLaw),
        (
            with_rule(MODEL_STATUTES, LegalKind.OBJECT, MODEL_STATUTES.rule_of(LegalKind.STATUTES)),
            RuleLooserThanLaw,
        ),
        (
            with_rule(MODEL_STATUTES, LegalKind.OTHER, replace(ORDINARY, threshold=Threshold.of(Fraction(1, 3)))),
            RuleLooserThanLaw,
        ),
        (replace(MODEL_STATUTES, notice_days=14), RuleLooserThanLaw),
        (replace(MODEL_STATUTES, yearly_exit_cap=Fraction(0)), RuleLooserThanLaw),
        (replace(MODEL_STATUTES, votes_per=VotesPer.SHARE), RuleCountsOtherVotes),
        (with_rule(LEGAL_DEFAULTS, LegalKind.OTHER, ORDINARY), RuleCountsOtherVotes),
        (replace(LEGAL_DEFAULTS, categories_that_end=("staff",)), CategoryUnknown),
        (replace(MODEL_STATUTES, seat_quotas=(SeatQuota(("bees",), 1),)), CategoryUnknown),
        (
            replace(MODEL_STATUTES, categories=(*MODEL_STATUTES.categories, MODEL_STATUTES.categories[0])),
            CategoryUnknown,
        ),
        (
            replace(LEGAL_DEFAULTS, categories=(CategoryDefinition(EACH_CATEGORY, "A", Texts.same("x")),)),
            CategoryUnknown,
        ),
        (
            with_rule(
                MODEL_STATUTES,
                LegalKind.OTHER,
                replace(ORDINARY, conditions=(Condition(Threshold.of(HALF), "bees"),)),
            ),
            CategoryUnknown,
        ),
        (replace(MODEL_STATUTES, share_price_cents=0), ValueOutOfRange),
        (replace(MODEL_STATUTES, categories=(), seat_quotas=()), ValueOutOfRange),
        (replace(MODEL_STATUTES, financial_year_month=13), ValueOutOfRange),
        (replace(MODEL_STATUTES, vote_cap=Fraction(2)), ValueOutOfRange),
        (replace(MODEL_STATUTES, gender_minimum=Fraction(3, 5)), ValueOutOfRange),
        (replace(MODEL_STATUTES, director_seats=14), ValueOutOfRange),
        (replace(MODEL_STATUTES, proxies_per_person=0), ValueOutOfRange),
    ],
)
def test_a_profile_that_cannot_be_in_force_is_refused_by_name(profile: Profile, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        check_profile(profile)


def test_statutes_may_set_another_majority_for_their_change_but_keep_the_quorum_of_the_law() -> None:
    two_thirds = replace(MODEL_STATUTES.rule_of(LegalKind.STATUTES), threshold=Threshold.of(Fraction(2, 3)))
    check_profile(with_rule(MODEL_STATUTES, LegalKind.STATUTES, two_thirds))
    by_head = replace(two_thirds, quorum=Quorum(VoteBase.HEADS, HALF))
    check_profile(with_rule(MODEL_STATUTES, LegalKind.STATUTES, by_head))
    assert law_floor(LegalKind.STATUTES).quorum == mandatory.FIRST_QUORUM
    assert law_floor(LegalKind.STATUTES).second_quorum is None


def test_an_item_may_ask_more_than_the_statutes_with_a_reason_and_never_less() -> None:
    check_item_rule(ORDINARY, ORDINARY, "")
    check_item_rule(QUORATE, ORDINARY, "The directors promised it")
    with pytest.raises(StricterReasonNeeded):
        check_item_rule(QUORATE, ORDINARY, "  ")
    with pytest.raises(RuleLooserThanStatutes):
        check_item_rule(ORDINARY, QUORATE, "It is easier")


def test_a_recognised_cooperative_caps_votes_at_a_tenth_whatever_its_statutes_say() -> None:
    assert LEGAL_DEFAULTS.highest_vote_part is None
    assert MODEL_STATUTES.highest_vote_part == Fraction(1, 10)
    assert replace(MODEL_STATUTES, vote_cap=Fraction(1, 2)).highest_vote_part == Fraction(1, 10)
    assert replace(MODEL_STATUTES, vote_cap=Fraction(1, 20)).highest_vote_part == Fraction(1, 20)


def test_a_social_enterprise_pays_back_what_was_paid_in_at_most() -> None:
    loose = replace(MODEL_STATUTES, separation_share=SeparationShareRule.PAID_IN_OR_NET_ASSETS)
    assert loose.is_separation_share_nominal
    assert not LEGAL_DEFAULTS.is_separation_share_nominal


def test_a_category_is_found_by_its_code() -> None:
    staff = MODEL_STATUTES.category("staff")
    assert staff is not None
    assert staff.letter == "B"
    assert LEGAL_DEFAULTS.category("staff") is None


# Encoding.


@pytest.mark.parametrize("profile", [LEGAL_DEFAULTS, MODEL_STATUTES])
def test_a_profile_is_read_back_as_it_was_written(profile: Profile) -> None:
    assert decode(encode_v1(profile)) == profile
    assert len(digest(profile)) == 64


def test_the_encoder_writes_every_rule_of_a_profile() -> None:
    record = encode_v1(LEGAL_DEFAULTS)
    assert record["v"] == 1
    assert set(record) == {"v", *(each.name for each in fields(Profile))}


def test_a_profile_of_an_unknown_version_is_refused() -> None:
    for value in (2, 0, "1", None, True):
        with pytest.raises(UnknownRecordVersion):
            decode({**encode_v1(LEGAL_DEFAULTS), "v": value})


@pytest.mark.parametrize(
    "change",
    [
        {"notice_days": "15"},
        {"notice_days": True},
        {"is_paid_at_issue": 1},
        {"votes_per": "moon"},
        {"vote_cap": "2/20"},
        {"vote_cap": "1/0"},
        {"surprise": 1},
        {"items": {}},
        {"categories": [{"code": "member"}]},
    ],
)
def test_a_damaged_profile_is_not_read(change: dict[str, Any]) -> None:
    with pytest.raises(ProfileUnreadable):
        decode({**encode_v1(LEGAL_DEFAULTS), **change})


# Versions in time.

FIRST = version(1, BEGINNING, profile=LEGAL_DEFAULTS)


def test_the_latest_version_that_has_begun_is_in_force() -> None:
    versions = (FIRST, version(2, date(2022, 7, 1)))
    assert profile_on(versions, date(2022, 6, 30)) == LEGAL_DEFAULTS
    assert profile_on(versions, date(2022, 7, 1)) == MODEL_STATUTES
    check_timeline(versions)


def test_a_version_that_ends_leaves_a_hole_unless_the_next_one_follows_on_the_day_after() -> None:
    temporary = version(2, date(2026, 1, 1), date(2026, 6, 30))
    after = version(3, date(2026, 7, 1), profile=LEGAL_DEFAULTS)
    check_timeline((FIRST, temporary, after))
    assert [problem.params["day"] for problem in timeline_problems((FIRST, temporary))] == [date(2026, 7, 1)]
    late = replace(after, first_day=date(2026, 7, 3))
    with pytest.raises(HoleBetweenVersions):
        check_timeline((FIRST, temporary, late))
    with pytest.raises(HoleBetweenVersions):
        version_on((FIRST, temporary, late), date(2026, 7, 2))


def test_a_day_before_the_first_version_is_a_hole() -> None:
    with pytest.raises(HoleBetweenVersions):
        check_timeline((version(1, date(2020, 1, 1)),))
    with pytest.raises(HoleBetweenVersions):
        version_on((), date(2026, 1, 1))
    with pytest.raises(HoleBetweenVersions):
        check_timeline(())


def test_two_versions_for_one_day_are_refused() -> None:
    same = (FIRST, version(2, date(2026, 1, 1)), version(3, date(2026, 1, 1)))
    with pytest.raises(TwoVersionsForOneDay):
        check_timeline(same)
    with pytest.raises(TwoVersionsForOneDay):
        version_on(same, date(2026, 2, 1))
    overlapping = (FIRST, version(2, date(2026, 1, 1), date(2026, 6, 30)), version(3, date(2026, 6, 30)))
    with pytest.raises(TwoVersionsForOneDay):
        check_timeline(overlapping)


def test_no_version_is_in_force_before_it_was_decided_and_each_names_its_decision() -> None:
    check_decision(DECISION, DECISION.day)
    with pytest.raises(DecisionAfterEffect):
        check_decision(DECISION, date(2026, 6, 15))
    for incomplete in (replace(DECISION, reference=" "), replace(DECISION, reason="")):
        with pytest.raises(DecisionIncomplete):
            check_decision(incomplete, DECISION.day)

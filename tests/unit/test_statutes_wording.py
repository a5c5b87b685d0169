"""What a vote needs, in sentences that a chair can read aloud."""

from fractions import Fraction

import pytest

from govapp.kernel.texts import Language
from govapp.language.translator import translator_for
from govapp.statutes.rules.majorities import EACH_CATEGORY, Condition, Measure, Quorum, Threshold, VoteBase, VoteRule
from govapp.statutes.rules.wording import rule_sentences, threshold_words

ENGLISH = translator_for(Language.EN)
HALF, THREE_QUARTERS, EVERYBODY = (Threshold.of(Fraction(*part)) for part in ((1, 2), (3, 4), (1, 1)))
NAMES = {"A": "workers"}


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        (HALF, "more than half (1/2)"),
        (THREE_QUARTERS, "at least three quarters (3/4)"),
        (Threshold.of(Fraction(3, 7)), "at least 3/7"),
        (EVERYBODY, "the whole (1/1)"),
    ],
)
def test_a_threshold_is_said_as_people_say_it(threshold: Threshold, words: str) -> None:
    assert threshold_words(threshold, ENGLISH) == words


def test_a_majority_inside_each_category_says_so() -> None:
    rule = VoteRule(VoteBase.CATEGORY, HALF)
    assert rule_sentences(rule, NAMES, ENGLISH) == (
        "More than half (1/2) of the votes for and against, in each category.",
        "No quorum is needed.",
    )


def test_a_second_meeting_with_a_quorum_of_its_own_names_it() -> None:
    rule = VoteRule(
        VoteBase.SHARES,
        THREE_QUARTERS,
        quorum=Quorum(VoteBase.SHARES, Fraction(1, 2)),
        second_quorum=Quorum(VoteBase.CATEGORY, Fraction(1, 4)),
    )
    assert rule_sentences(rule, NAMES, ENGLISH) == (
        "At least three quarters (3/4) of the votes for and against, one vote per share.",
        "At least half (1/2) of the issued shares take part or are represented.",
        (
            "Without quorum, a second meeting follows. There: At least one quarter (1/4) of the shareholders of each "
            "category take part or are represented."
        ),
    )


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (Condition(HALF), "Also needed: more than half (1/2) of the votes for and against."),
        (
            Condition(HALF, EACH_CATEGORY, Measure.BALLOTS),
            "Also needed in each category: more than half (1/2) of all ballots, abstentions included.",
        ),
        (
            Condition(THREE_QUARTERS, "A", Measure.ROLL, VoteBase.SHARES),
            "Also needed in category workers: at least three quarters (3/4) of all issued shares.",
        ),
        (
            Condition(HALF, "Z"),
            "Also needed in category Z: more than half (1/2) of the votes for and against.",
        ),
    ],
)
def test_a_condition_names_where_and_of_what_it_is_counted(condition: Condition, sentence: str) -> None:
    assert sentence in rule_sentences(VoteRule(VoteBase.HEADS, HALF, conditions=(condition,)), NAMES, ENGLISH)

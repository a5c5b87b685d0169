"""The rule of a vote in sentences, in the reader's language."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from govapp.kernel.errors import N_
from govapp.language.translator import Translator
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

PARTS: Final = {
    Fraction(1, 20): N_("one twentieth (1/20)"),
    Fraction(1, 10): N_("one tenth (1/10)"),
    Fraction(1, 5): N_("one fifth (1/5)"),
    Fraction(1, 4): N_("one quarter (1/4)"),
    Fraction(1, 3): N_("one third (1/3)"),
    Fraction(1, 2): N_("half (1/2)"),
    Fraction(2, 3): N_("two thirds (2/3)"),
    Fraction(3, 4): N_("three quarters (3/4)"),
    Fraction(4, 5): N_("four fifths (4/5)"),
    Fraction(1): N_("the whole (1/1)"),
}
_MEASURES: Final = {
    (Measure.DECISIVE_VOTES, VoteBase.HEADS): N_("the votes for and against"),
    (Measure.DECISIVE_VOTES, VoteBase.SHARES): N_("the votes for and against, one vote per share"),
    (Measure.BALLOTS, VoteBase.HEADS): N_("all ballots, abstentions included"),
    (Measure.BALLOTS, VoteBase.SHARES): N_("the shares of all ballots, abstentions included"),
    (Measure.ROLL, VoteBase.HEADS): N_("all shareholders entitled to vote"),
    (Measure.ROLL, VoteBase.SHARES): N_("all issued shares"),
}
_PRESENT: Final = {
    VoteBase.HEADS: N_("At least %(part)s of the shareholders take part or are represented."),
    VoteBase.SHARES: N_("At least %(part)s of the issued shares take part or are represented."),
    VoteBase.CATEGORY: N_("At least %(part)s of the shareholders of each category take part or are represented."),
}


def part_words(part: Fraction, translator: Translator) -> str:
    """Return a fraction as people say it: three quarters (3/4); other fractions in figures."""
    return translator.say(PARTS[part]) if part in PARTS else str(part)


def threshold_words(threshold: Threshold, translator: Translator) -> str:
    """Return a threshold as people say it: more than half (1/2), at least three quarters (3/4), all."""
    part = part_words(threshold.fraction, translator)
    if threshold.fraction == 1:
        return part
    return translator.say(N_("more than %(part)s") if threshold.is_strict else N_("at least %(part)s"), part=part)


def quorum_words(quorum: Quorum, translator: Translator) -> str:
    """Return who must be present or represented, as a sentence."""
    return translator.say(_PRESENT[quorum.base], part=part_words(quorum.fraction, translator))


def rule_sentences(rule: VoteRule, categories: Mapping[str, str], translator: Translator) -> tuple[str, ...]:
    """Return what a vote needs in sentences: majority, quorum, second meeting, conditions.

    `categories` holds the name of each category by its code.
    """
    conditions = (_condition(each, categories, translator) for each in rule.conditions)
    return (_majority(rule, translator), *conditions, *quorum_sentences(rule, translator))


def quorum_sentences(rule: VoteRule, translator: Translator) -> tuple[str, ...]:
    """Return who must take part, and what a second meeting needs, in sentences."""
    if rule.quorum is None:
        return (translator.say(N_("No quorum is needed.")),)
    first = quorum_words(rule.quorum, translator)
    if rule.second_quorum is None:
        return first, translator.say(N_("Without quorum, a second meeting decides, however many take part."))
    second = quorum_words(rule.second_quorum, translator)
    return first, translator.say(N_("Without quorum, a second meeting follows. There: %(quorum)s"), quorum=second)


def _majority(rule: VoteRule, translator: Translator) -> str:
    needed = threshold_words(rule.threshold, translator)
    if rule.base is VoteBase.CATEGORY:
        return _begun(translator.say(N_("%(needed)s of the votes for and against, in each category."), needed=needed))
    measure = translator.say(_MEASURES[Measure.DECISIVE_VOTES, rule.base])
    return _begun(translator.say(N_("%(needed)s of %(measure)s."), needed=needed, measure=measure))


def _begun(sentence: str) -> str:
    # A sentence that opens with a threshold in words opens with a capital.
    return sentence[:1].upper() + sentence[1:]


def _condition(condition: Condition, categories: Mapping[str, str], translator: Translator) -> str:
    needed = threshold_words(condition.threshold, translator)
    measure = translator.say(_MEASURES[condition.measure, condition.base])
    if condition.category == WHOLE_ASSEMBLY:
        return translator.say(N_("Also needed: %(needed)s of %(measure)s."), needed=needed, measure=measure)
    if condition.category == EACH_CATEGORY:
        message = N_("Also needed in each category: %(needed)s of %(measure)s.")
        return translator.say(message, needed=needed, measure=measure)
    name = categories.get(condition.category, condition.category)
    message = N_("Also needed in category %(category)s: %(needed)s of %(measure)s.")
    return translator.say(message, category=name, needed=needed, measure=measure)

"""The verdict as sentences that a chair can read aloud, and the formula that stands under them."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from govapp.assembly.agenda.rules.items import Item, ItemKind
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.rules.verdict import ORDINARY, ChoiceResult, ItemVerdict
from govapp.kernel.errors import N_
from govapp.language import number_format
from govapp.language.translator import Translator
from govapp.statutes.rules.deciding import MotionCounts, QuorumTest
from govapp.statutes.rules.majorities import HALF, Threshold, VoteBase
from govapp.statutes.rules.wording import threshold_words


def needed_words(threshold: Threshold, translator: Translator) -> str:
    """Return a threshold in translator, the ordinary one without its figure."""
    if threshold == ORDINARY.threshold:
        return translator.say(N_("more than half"))
    return threshold_words(threshold, translator)


def verdict_sentences(
    verdict: ItemVerdict, names: Sequence[str], translator: Translator, *, has_met: bool = True
) -> tuple[str, ...]:
    """Return the verdict in sentences, the outcome first; `names` are the candidates or options by index.

    `has_met` tells whether the meeting was held: before that day nobody has taken note of anything.
    """
    if verdict.method is None and not has_met:
        return (translator.say(N_("The assembly takes note of this item in its meeting. No vote is needed.")),)
    if verdict.method is None:
        return (translator.say(N_("The assembly has noted this item. No vote was needed.")),)
    if verdict.outcome is ItemOutcome.NO_QUORUM:
        return tuple(_without_quorum(verdict, translator))
    quorum = [quorum_sentence(test, translator) for test in verdict.quorum]
    if verdict.counts is not None:
        return (_decision(verdict, verdict.counts, translator), *_conditions(verdict, translator), *quorum)
    found = _election if verdict.kind is ItemKind.ELECTION else _options
    return (*found(verdict, names, translator), *quorum)


def outcome_lines(items: Sequence[Item], verdicts: Sequence[ItemVerdict], translator: Translator) -> tuple[str, ...]:
    """Return, for each item that was voted, its title and under it what came of it; with a tie, those elected too."""
    by_id = {item.item_id: item for item in items}
    return tuple(
        _outcome_line(by_id[verdict.item_id], verdict, translator) for verdict in verdicts if verdict.method is not None
    )


def _outcome_line(item: Item, verdict: ItemVerdict, translator: Translator) -> str:
    names = [str(choice.label.in_language(translator.language)) for choice in item.choices]
    told = 2 if verdict.tied and verdict.elected else 1
    sentences = verdict_sentences(verdict, names, translator)[:told]
    return f"{item.title.in_language(translator.language)}\n{' '.join(sentences)}"


def quorum_sentence(test: QuorumTest, translator: Translator) -> str:
    """Return how many took part, of how many, and how many are needed."""
    message = N_("Quorum reached: %(present)s; needed: %(fewest)s.")
    if not test.is_met:
        message = N_("Quorum not reached: %(present)s; needed: %(fewest)s.")
    return translator.say(message, present=_present(test, translator), fewest=translator.number(test.fewest))


def _present(test: QuorumTest, translator: Translator) -> str:
    message = N_("%(present)s of %(entitled)s issued shares took part")
    if test.quorum.base is not VoteBase.SHARES:
        message = N_("%(present)s of %(entitled)s shareholders took part")
    return translator.say(message, present=translator.number(test.present), entitled=translator.number(test.entitled))


def _without_quorum(verdict: ItemVerdict, translator: Translator) -> Iterator[str]:
    yield translator.say(N_("Not validly decided. The quorum was not reached."))
    yield from (quorum_sentence(test, translator) for test in verdict.quorum)
    if verdict.rule is not None and verdict.rule.second_quorum is None:
        yield translator.say(N_("A second meeting can decide without quorum."))
    else:
        yield translator.say(N_("A second meeting can be called with the same agenda."))


def _conditions(verdict: ItemVerdict, translator: Translator) -> Iterator[str]:
    for test in verdict.decision.conditions if verdict.decision else ():
        message = N_("Also needed, and reached: %(fewest)s votes for. There were %(votes_for)s.")
        if not test.is_reached:
            message = N_("Also needed, and not reached: %(fewest)s votes for. There were %(votes_for)s.")
        yield translator.say(
            message, fewest=translator.number(test.fewest), votes_for=translator.number(test.votes_for)
        )


def describe_both_ratios(verdict: ItemVerdict, translator: Translator) -> str:
    """Return the two percentages of a decision side by side, each with its base named."""
    counts = verdict.counts
    if counts is None or counts.ballots == 0:
        return ""
    return translator.say(
        N_(
            "Of the votes that count: %(share_counting)s for. Of all %(ballots)s ballots: %(share_ballots)s for, "
            "%(share_against)s against, %(share_abstain)s abstentions."
        ),
        share_counting=translator.percent(verdict.of_decisive_votes or Fraction(0), _limit(verdict)),
        ballots=translator.number(counts.ballots),
        share_ballots=translator.percent(verdict.of_ballots),
        share_against=translator.percent(Fraction(counts.votes_against, counts.ballots)),
        share_abstain=translator.percent(Fraction(counts.abstentions, counts.ballots)),
    )


def turnout(ballots: int, roll: int, translator: Translator) -> str:
    """Return how many of the shareholders on the roll voted."""
    return translator.say(
        N_("%(ballots)s of %(roll)s shareholders voted (%(share)s)."),
        ballots=translator.number(ballots),
        roll=translator.number(roll),
        share=translator.percent(Fraction(ballots, roll) if roll else Fraction(0)),
    )


def formula(verdict: ItemVerdict, translator: Translator) -> str:
    """Return the calculation behind the verdict: 782 ÷ (782 + 61) = 92.8% > 50%; empty where nothing is divided."""
    if verdict.counts is not None:
        return division(verdict.counts, translator, verdict.needed or ORDINARY.threshold)
    if verdict.kind is ItemKind.STRATEGY and verdict.needed is not None and verdict.decisive_votes:
        ratio = verdict.needed.fraction
        reached = number_format.plain(verdict.decisive_votes * ratio, translator.language)
        sign = ">" if verdict.needed.is_strict else "≥"
        return f"{sign} {translator.number(verdict.decisive_votes)} \N{MULTIPLICATION SIGN} {ratio} = {reached}"
    if verdict.kind is ItemKind.ELECTION and verdict.lines:
        return _gap(verdict, translator)
    return ""


def division(counts: MotionCounts, translator: Translator, needed: Threshold) -> str:
    """Return how the share of the votes that count comes about; empty when nobody was for or against."""
    if not counts.decisive_votes:
        return ""
    ratio = translator.percent(Fraction(counts.votes_for, counts.decisive_votes), needed.fraction)
    votes_for, against = translator.number(counts.votes_for), translator.number(counts.votes_against)
    reached, missed = (">", "≤") if needed.is_strict else ("≥", "<")
    sign = reached if needed.is_reached(counts.votes_for, counts.decisive_votes) else missed
    return f"{votes_for} ÷ ({votes_for} + {against}) = {ratio} {sign} {_limit_words(needed.fraction, translator)}"


def _limit_words(limit: Fraction, translator: Translator) -> str:
    # Two thirds are no round percentage: the fraction itself is shown.
    is_round = (limit * 100).denominator == 1
    return number_format.limit(limit, translator.language) if is_round else str(limit)


def _decision(verdict: ItemVerdict, counts: MotionCounts, translator: Translator) -> str:
    if counts.decisive_votes == 0:
        return translator.say(N_("Not adopted: nobody voted for or against."))
    votes_for = translator.number(counts.votes_for)
    needed = verdict.needed or ORDINARY.threshold
    if counts.is_tie and needed.fraction == HALF:
        return translator.say(N_("Rejected: as many for as against (%(votes_for)s each)."), votes_for=votes_for)
    adopted = N_(
        "Adopted. %(votes_for)s for, %(votes_against)s against: %(share_counting)s of the votes that count; "
        "needed: %(needed)s. Abstentions (%(abstentions)s) are not counted."
    )
    rejected = N_(
        "Rejected. %(votes_for)s for, %(votes_against)s against: %(share_counting)s of the votes that count; "
        "needed: %(needed)s. Abstentions (%(abstentions)s) are not counted."
    )
    return translator.say(
        adopted if verdict.outcome is ItemOutcome.ADOPTED else rejected,
        votes_for=votes_for,
        votes_against=translator.number(counts.votes_against),
        share_counting=translator.percent(Fraction(counts.votes_for, counts.decisive_votes), needed.fraction),
        needed=needed_words(needed, translator),
        abstentions=translator.number(counts.abstentions),
    )


def _election(verdict: ItemVerdict, names: Sequence[str], translator: Translator) -> Iterator[str]:
    if verdict.elected:
        yield translator.ngettext(
            "Elected: %(names)s, with the most votes. One seat was to be filled.",
            "Elected: %(names)s, with the most votes. %(count)s seats were to be filled.",
            verdict.seats,
            names=translator.names([names[index] for index in verdict.elected]),
        )
    if verdict.tied:
        yield translator.ngettext(
            "Tie for the last seat between %(names)s (%(votes)s votes each). "
            "The count does not break a tie: the assembly decides.",
            "Tie for the last %(count)s seats between %(names)s (%(votes)s votes each). "
            "The count does not break a tie: the assembly decides.",
            verdict.contested,
            names=translator.names([names[index] for index in verdict.tied]),
            votes=translator.number(verdict.lines[verdict.tied[0]].votes),
        )
    lost = [names[line.index] for line in verdict.ranked_lines if line.outcome is ItemOutcome.NOT_ELECTED]
    if lost:
        yield translator.say(N_("Not elected: %(names)s."), names=translator.names(lost))


def _options(verdict: ItemVerdict, names: Sequence[str], translator: Translator) -> Iterator[str]:
    if verdict.needed is not None:
        yield from _threshold(verdict, verdict.needed, names, translator)
    listed = [f"{names[line.index]} ({translator.number(line.votes)})" for line in verdict.ranked_lines]
    yield translator.say(N_("In order of approvals: %(names)s."), names=translator.names(listed))


def _threshold(verdict: ItemVerdict, needed: Threshold, names: Sequence[str], translator: Translator) -> Iterator[str]:
    kept = [names[line.index] for line in verdict.ranked_lines if line.outcome is ItemOutcome.ADOPTED]
    rule = needed_words(needed, translator)
    if kept:
        message = N_("Adopted: %(names)s. Needed: %(needed)s of the ballots that are not blank.")
        yield translator.say(message, names=translator.names(kept), needed=rule)
    else:
        message = N_("No option was adopted. Needed: %(needed)s of the ballots that are not blank.")
        yield translator.say(message, needed=rule)


def _gap(verdict: ItemVerdict, translator: Translator) -> str:
    """Return the votes of the last one who got a seat and of the first one who did not."""
    inside = [line for line in verdict.ranked_lines if line.outcome is ItemOutcome.ELECTED]
    outside = [line for line in verdict.ranked_lines if line.outcome is not ItemOutcome.ELECTED]
    if verdict.tied or not inside or not outside or not _is_ahead(inside[-1], outside[0]):
        return ""
    return translator.say(
        N_("The last one elected has %(last)s votes, the next one %(next)s."),
        last=translator.number(inside[-1].votes),
        next=translator.number(outside[0].votes),
    )


def _is_ahead(last: ChoiceResult, first: ChoiceResult) -> bool:
    return last.votes > first.votes


def _limit(verdict: ItemVerdict) -> Fraction | None:
    return None if verdict.needed is None else verdict.needed.fraction

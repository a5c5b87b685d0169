"""The verdict as sentences that a chair can read aloud, and the formula that stands under them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.rules.majority import NEEDED_WORDS, Counts, Outcome, Threshold
from govapp.assembly.votes.rules.verdict import Line, Verdict
from govapp.kernel.errors import N_
from govapp.kernel.texts import Language
from govapp.language import number_format


@dataclass(frozen=True, slots=True)
class Words:
    """The language of the reader: how to translate a sentence, and one with a plural."""

    language: Language
    one: Callable[[str], str]
    many: Callable[[str, str, int], str]

    def say(self, message: str, **facts: str) -> str:
        """Return the sentence `message` in the reader's language with its facts filled in."""
        return self.one(message) % facts

    def ngettext(self, singular: str, plural: str, n: int, **facts: str) -> str:
        """Return the form of the sentence that fits `n`, with its facts filled in."""
        return self.many(singular, plural, n) % {"count": self.number(n), **facts}

    def number(self, value: int) -> str:
        """Return a whole number as the reader writes it."""
        return number_format.number(value, self.language)

    def percent(self, share: Fraction, limit: Fraction | None = None) -> str:
        """Return a percentage as the reader writes it, never on the wrong side of `limit`."""
        return number_format.percent(share, self.language, limit)

    def names(self, values: Sequence[str]) -> str:
        """Return a list of names as a phrase."""
        return number_format.names(values, self.language)

    def needed(self, threshold: Threshold) -> str:
        """Return a threshold in words."""
        return self.one(NEEDED_WORDS[threshold.share])


def verdict_sentences(verdict: Verdict, names: Sequence[str], words: Words) -> tuple[str, ...]:
    """Return the verdict in sentences, the outcome first; `names` are the candidates or options by index."""
    if verdict.method is None:
        return (words.say(N_("The assembly has noted this item. No vote was needed.")),)
    if verdict.counts is not None:
        return (_decision(verdict.counts, words),)
    if verdict.kind is ItemKind.ELECTION:
        return tuple(_election(verdict, names, words))
    return tuple(_options(verdict, names, words))


def both_shares(verdict: Verdict, words: Words) -> str:
    """Return the two percentages of a decision side by side, each with its base named."""
    counts = verdict.counts
    if counts is None or counts.ballots == 0:
        return ""
    return words.say(
        N_(
            "Of the votes that count: %(share_counting)s for. Of all %(ballots)s ballots: %(share_ballots)s for, "
            "%(share_against)s against, %(share_abstain)s abstentions."
        ),
        share_counting=words.percent(verdict.of_counting or Fraction(0), _limit(verdict)),
        ballots=words.number(counts.ballots),
        share_ballots=words.percent(verdict.of_ballots),
        share_against=words.percent(Fraction(counts.votes_against, counts.ballots)),
        share_abstain=words.percent(Fraction(counts.abstentions, counts.ballots)),
    )


def turnout(ballots: int, roll: int, words: Words) -> str:
    """Return how many of the shareholders on the roll voted."""
    return words.say(
        N_("%(ballots)s of %(roll)s shareholders voted (%(share)s)."),
        ballots=words.number(ballots),
        roll=words.number(roll),
        share=words.percent(Fraction(ballots, roll) if roll else Fraction(0)),
    )


def formula(verdict: Verdict, words: Words) -> str:
    """Return the calculation behind the verdict: 782 ÷ (782 + 61) = 92.8% > 50%; empty where nothing is divided."""
    if verdict.counts is not None:
        return division(verdict.counts, words)
    if verdict.kind is ItemKind.STRATEGY and verdict.needed is not None and verdict.counting:
        share = verdict.needed.share
        reached = number_format.plain(verdict.counting * share, words.language)
        sign = ">" if verdict.needed.is_strict else "≥"
        return f"{sign} {words.number(verdict.counting)} \N{MULTIPLICATION SIGN} {share} = {reached}"
    if verdict.kind is ItemKind.ELECTION and verdict.lines:
        return _gap(verdict, words)
    return ""


def division(counts: Counts, words: Words) -> str:
    """Return how the share of the votes that count comes about; empty when nobody was for or against."""
    if not counts.counting:
        return ""
    share = words.percent(Fraction(counts.votes_for, counts.counting), Fraction(1, 2))
    votes_for, against = words.number(counts.votes_for), words.number(counts.votes_against)
    sign = ">" if counts.is_adopted() else "≤"
    limit = number_format.limit(Fraction(1, 2), words.language)
    return f"{votes_for} ÷ ({votes_for} + {against}) = {share} {sign} {limit}"


def _decision(counts: Counts, words: Words) -> str:
    if counts.counting == 0:
        return words.say(N_("Not adopted: nobody voted for or against."))
    votes_for = words.number(counts.votes_for)
    if counts.is_tie:
        return words.say(N_("Rejected: as many for as against (%(votes_for)s each)."), votes_for=votes_for)
    adopted = N_(
        "Adopted. %(votes_for)s for, %(votes_against)s against: %(share_counting)s of the votes that count; "
        "needed: %(needed)s. Abstentions (%(abstentions)s) are not counted."
    )
    rejected = N_(
        "Rejected. %(votes_for)s for, %(votes_against)s against: %(share_counting)s of the votes that count; "
        "needed: %(needed)s. Abstentions (%(abstentions)s) are not counted."
    )
    return words.say(
        adopted if counts.is_adopted() else rejected,
        votes_for=votes_for,
        votes_against=words.number(counts.votes_against),
        share_counting=words.percent(Fraction(counts.votes_for, counts.counting), Fraction(1, 2)),
        needed=words.one(NEEDED_WORDS[Fraction(1, 2)]),
        abstentions=words.number(counts.abstentions),
    )


def _election(verdict: Verdict, names: Sequence[str], words: Words) -> Iterator[str]:
    if verdict.elected:
        yield words.ngettext(
            "Elected: %(names)s, with the most votes. One seat was to be filled.",
            "Elected: %(names)s, with the most votes. %(count)s seats were to be filled.",
            verdict.seats,
            names=words.names([names[index] for index in verdict.elected]),
        )
    if verdict.tied:
        yield words.ngettext(
            "Tie for the last seat between %(names)s (%(votes)s votes each). "
            "The count does not break a tie: the assembly decides.",
            "Tie for the last %(count)s seats between %(names)s (%(votes)s votes each). "
            "The count does not break a tie: the assembly decides.",
            verdict.contested,
            names=words.names([names[index] for index in verdict.tied]),
            votes=words.number(verdict.lines[verdict.tied[0]].votes),
        )
    lost = [names[line.index] for line in verdict.ranked_lines if line.outcome is Outcome.NOT_ELECTED]
    if lost:
        yield words.say(N_("Not elected: %(names)s."), names=words.names(lost))


def _options(verdict: Verdict, names: Sequence[str], words: Words) -> Iterator[str]:
    if verdict.needed is not None:
        yield from _threshold(verdict, verdict.needed, names, words)
    listed = [f"{names[line.index]} ({words.number(line.votes)})" for line in verdict.ranked_lines]
    yield words.say(N_("In order of approvals: %(names)s."), names=words.names(listed))


def _threshold(verdict: Verdict, needed: Threshold, names: Sequence[str], words: Words) -> Iterator[str]:
    kept = [names[line.index] for line in verdict.ranked_lines if line.outcome is Outcome.ADOPTED]
    rule = words.needed(needed)
    if kept:
        message = N_("Adopted: %(names)s. Needed: %(needed)s of the ballots that are not blank.")
        yield words.say(message, names=words.names(kept), needed=rule)
    else:
        message = N_("No option was adopted. Needed: %(needed)s of the ballots that are not blank.")
        yield words.say(message, needed=rule)


def _gap(verdict: Verdict, words: Words) -> str:
    """Return the votes of the last one who got a seat and of the first one who did not."""
    inside = [line for line in verdict.ranked_lines if line.outcome is Outcome.ELECTED]
    outside = [line for line in verdict.ranked_lines if line.outcome is not Outcome.ELECTED]
    if verdict.tied or not inside or not outside or not _is_ahead(inside[-1], outside[0]):
        return ""
    return words.say(
        N_("The last one elected has %(last)s votes, the next one %(next)s."),
        last=words.number(inside[-1].votes),
        next=words.number(outside[0].votes),
    )


def _is_ahead(last: Line, first: Line) -> bool:
    return last.votes > first.votes


def _limit(verdict: Verdict) -> Fraction | None:
    return None if verdict.needed is None else verdict.needed.share

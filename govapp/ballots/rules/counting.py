"""What this service can count: questions whose answers are added up while sealed, with every key holder's part.

The ballot library also knows rankings and groups of key holders of whom some are enough. Whoever meets one here is
told so by name; nothing is left out of a count.
"""

from collections.abc import Iterable, Sequence

from govapp.ballots.rules.refusals import RankingNotCounted, ThresholdNotCounted
from pybelenios.election import AnyQuestion, Question
from pybelenios.trusteekey import TrusteeKey
from pybelenios.trustees import Trustees

QuestionCounts = tuple[tuple[int, ...], ...]
"""How often each answer was ticked, per question; blank first where it is offered."""


def countable_questions(questions: Iterable[AnyQuestion]) -> tuple[Question, ...]:
    """Return the questions of an election record; raises RankingNotCounted when one of them is a ranking."""
    found = []
    for number, question in enumerate(questions, start=1):
        if not isinstance(question, Question):
            raise RankingNotCounted(question=number)
        found.append(question)
    return tuple(found)


def counts_of(outcome: Sequence[Sequence[object]]) -> QuestionCounts:
    """Return an outcome as counts; raises RankingNotCounted when a column holds what ballots ranked."""
    counts = []
    for number, column in enumerate(outcome, start=1):
        figures = tuple(each for each in column if isinstance(each, int))
        if len(figures) != len(column):
            raise RankingNotCounted(question=number)
        counts.append(figures)
    return tuple(counts)


def require_every_key(trustees: Trustees) -> None:
    """Raise ThresholdNotCounted when some of a group of key holders are enough (Belenios specification 4.7)."""
    if not all(isinstance(each, TrusteeKey) for each in trustees):
        raise ThresholdNotCounted

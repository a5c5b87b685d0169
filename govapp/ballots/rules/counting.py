"""What this service can count: questions whose answers are added up while sealed.

The ballot library also knows rankings. Whoever meets one here is told so by name; nothing is left out of a count.
"""

from collections.abc import Iterable, Sequence

from govapp.ballots.rules.refusals import RankingNotCounted
from pybelenios.election import AnyQuestion, Question

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

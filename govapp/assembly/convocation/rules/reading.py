"""How long voting takes, and how many have voted so far: figures that letters may name."""

from collections.abc import Iterable
from typing import Final

from govapp.assembly.agenda.rules.items import Item, item_texts
from govapp.kernel.texts import Language

WORDS_PER_MINUTE: Final = 200
"""Adults read 238 words a minute of plain prose silently (Brysbaert 2019, doi:10.1016/j.jml.2019.104047); a text that
is decided on is read more slowly."""
SECONDS_PER_QUESTION: Final = 20
"""Choosing an answer, and looking at it once more on the review."""
MIN_VOTERS_NAMED: Final = 20
"""Fewer voters than these are not named: the figure would discourage, and one more voter would show."""

STEPS: Final = ((200, 10), (1_000, 50), (None, 100))
"""Below how many voters the figure is rounded down to tens, to fifties; above to hundreds."""


def voting_minutes(words: int, questions: int) -> int:
    """Return how many minutes reading `words` and answering `questions` take, rounded up; at least one."""
    seconds = words * 60 // WORDS_PER_MINUTE + questions * SECONDS_PER_QUESTION
    return max(1, -(-seconds // 60))


def count_words(items: Iterable[Item], language: Language) -> int:
    """Return how many words a reader of `language` finds on the ballot of these items; documents are not counted."""
    return sum(
        len(str(text.in_language(language)).split())
        for item in items
        for text in (
            *item_texts(item),
            *(words for choice in item.choices for words in (choice.label, choice.note, choice.text)),
        )
    )


def coarse_count(voters: int) -> int:
    """Return how many have voted, rounded down so far that one more voter hardly ever changes it; 0 when too few."""
    if voters < MIN_VOTERS_NAMED:
        return 0
    step = next(step for limit, step in STEPS if limit is None or voters < limit)
    # More than the figure have voted, so that the sentence is true.
    return (voters - 1) // step * step

"""How people read the facts of a line: in the words that the room of its tag declares."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from govapp.audit.rules.entry import FactValue
from govapp.declarations import Declarations, FactWords, Shape
from govapp.kernel.errors import N_

ShownValue = int | str | date | datetime | tuple[str, ...]


@dataclass(frozen=True)
class DescribedFact:
    """One fact as the page shows it: the words for its name, and its value in a shape (for WORDS: sentences)."""

    label: str
    shape: Shape
    value: ShownValue


_YES, _NO = N_("yes"), N_("no")
# Below this it is the number of a row that other lines call by its digest.
_SHORTEST_DIGEST = 32


def describe_facts(declared: Declarations, tag: str, facts: Mapping[str, FactValue]) -> tuple[DescribedFact, ...]:
    """Return the facts of a line for a reader, in the order of the room that owns `tag`; empty ones are left out.

    A fact that nobody declares keeps its name and stands last.
    """
    words = declared.facts_of_tag(tag)
    names = [*(name for name in words if name in facts), *sorted(facts.keys() - words.keys())]
    return tuple(
        _described(declared, words.get(name) or FactWords(name), value)
        for name in names
        if (value := facts[name]) is not None
    )


def _described(declared: Declarations, words: FactWords, value: int | str) -> DescribedFact:
    if isinstance(value, bool):
        return DescribedFact(words.label, Shape.WORDS, (_YES if value else _NO,))
    if isinstance(value, int):
        shape = words.shape if words.shape in {Shape.NUMBER, Shape.MONEY} else Shape.PLAIN
        return DescribedFact(words.label, shape, value)
    return DescribedFact(words.label, *_shaped(declared, words, value))


def _shaped(
    declared: Declarations, words: FactWords, value: str
) -> tuple[Shape, str | date | datetime | tuple[str, ...]]:
    match words.shape:
        case Shape.LETTER:
            return Shape.WORDS, (declared.label_of_letter(value),)
        case Shape.WORDS:
            return Shape.WORDS, tuple(words.values.get(each, each) for each in value.split(","))
        case Shape.DIGEST if len(value) >= _SHORTEST_DIGEST:
            return Shape.DIGEST, value
    with suppress(ValueError):
        if words.shape is Shape.DAY:
            return Shape.DAY, date.fromisoformat(value)
        if words.shape is Shape.MOMENT:
            return Shape.MOMENT, datetime.fromisoformat(value)
    return Shape.PLAIN, value

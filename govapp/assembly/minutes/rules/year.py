"""The page of a year: what the minutes say to everybody, and how many took part in this and in earlier years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from govapp.assembly.minutes.rules.annexes import ANNEXES
from govapp.assembly.minutes.rules.record import Minutes, Section
from govapp.kernel.errors import N_, NotFound
from govapp.kernel.texts import Texts

MAX_BARS: Final = 12
"""How many assemblies the drawing compares: this one and those before it."""
FULL: Final = 1_000
"""The width of the whole, in the units of the drawing."""
_NOT_PUBLIC: Final = frozenset({"room", "closing", ANNEXES})


class YearNotFound(NotFound):
    """No published assembly was held in that year."""

    code = "year_not_found"
    message = N_("No assembly of that year is published here.")
    help = N_("The home page leads to the assemblies that are.")


@dataclass(frozen=True, slots=True)
class TurnoutBar:
    """How many took part in a vote of an assembly, of how many: figures, and the width in thousandths."""

    assembly_id: int
    vote: int
    title: Texts
    held_on: date
    ballots: int
    entitled: int

    @property
    def width(self) -> int:
        """Return how wide the bar is: at least 1 where anybody took part, never FULL where somebody did not."""
        if not self.ballots or not self.entitled:
            return 0
        width = FULL * self.ballots // self.entitled
        return min(max(width, 1), FULL if self.ballots >= self.entitled else FULL - 1)


def bars_until(bars: Sequence[TurnoutBar], year: int) -> tuple[TurnoutBar, ...]:
    """Return the bars of a year and of those before it, the oldest first, at most MAX_BARS."""
    known = sorted((each for each in bars if each.held_on.year <= year), key=lambda each: (each.held_on, each.vote))
    return tuple(known[-MAX_BARS:])


def extract_of(minutes: Minutes) -> tuple[Section, ...]:
    """Return what the program wrote in minutes about the vote and the items: no notes, no names of who was there."""
    return tuple(
        Section(each.key, each.title, each.lines)
        for each in minutes.sections
        if each.key not in _NOT_PUBLIC and each.lines
    )

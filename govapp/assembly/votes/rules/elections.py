"""Who gets the seats: the most votes win, a tie for the last seat is reported and never broken here."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seating:
    """Which candidates, by index, are elected, and which tie for the seats that are left."""

    elected: tuple[int, ...]
    tied: tuple[int, ...]
    contested: int
    """How many seats the tied candidates contend for."""


def in_order(votes: Sequence[int]) -> tuple[int, ...]:
    """Return the indexes from most to fewest votes; equals keep the order of the ballot paper."""
    return tuple(sorted(range(len(votes)), key=lambda index: (-votes[index], index)))


def ranks(votes: Sequence[int]) -> tuple[int, ...]:
    """Return the rank of each index: one plus the number of indexes that have more votes, so equals share a rank."""
    return tuple(1 + sum(other > own for other in votes) for own in votes)


def fill_seats(votes: Sequence[int], seats: int) -> Seating:
    """Give `seats` to the candidates with the most votes; nobody without a vote is elected.

    When more candidates have the same number of votes than there are seats left for them, all of them are tied.
    """
    supported = [index for index in in_order(votes) if votes[index] > 0]
    if len(supported) <= seats:
        return Seating(tuple(supported), (), 0)
    last = votes[supported[seats - 1]]
    ahead = tuple(index for index in supported if votes[index] > last)
    level = tuple(index for index in supported if votes[index] == last)
    if len(ahead) + len(level) <= seats:
        return Seating(ahead + level, (), 0)
    return Seating(ahead, level, seats - len(ahead))

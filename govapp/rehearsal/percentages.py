"""Whole numbers behind a scenario: counts that round to given percentages, and ballots that add up to given votes."""

from collections.abc import Sequence

Split = tuple[int, int, int]
"""For, against, abstain."""


def rounded_percent(votes: int, base: int) -> int:
    """Return 100 `votes` / `base` rounded half up to a whole number, in integers; nought out of nothing."""
    return (200 * votes + base) // (2 * base) if base else 0


def percents(counts: Sequence[int], base: int) -> tuple[int, ...]:
    """Return each count as a whole percentage of `base`."""
    return tuple(rounded_percent(count, base) for count in counts)


def counts_for(percentages: Sequence[int], voters: int) -> tuple[int, ...] | None:
    """Return counts that add up to `voters` and round half up to `percentages`, or None when none do.

    Among those that do, the ones nearest to the exact percentages: each starts at its nearest whole number and moves as
    little as the sum demands.
    """
    ranges = [_range(percentage, voters) for percentage in percentages]
    if any(low > high for low, high in ranges):
        return None
    if not sum(low for low, _ in ranges) <= voters <= sum(high for _, high in ranges):
        return None
    counts = [
        min(max((2 * percentage * voters + 100) // 200, low), high)
        for percentage, (low, high) in zip(percentages, ranges, strict=True)
    ]
    while (short := voters - sum(counts)) != 0:
        step = 1 if short > 0 else -1
        movable = [
            index
            for index, (low, high) in enumerate(ranges)
            if (counts[index] < high if step > 0 else counts[index] > low)
        ]
        # The one that lies farthest on the wrong side of its exact percentage moves.
        chosen = max(movable, key=lambda index: step * (percentages[index] * voters - 100 * counts[index]))
        counts[chosen] += step
    return tuple(counts)


def _range(percentage: int, voters: int) -> tuple[int, int]:
    """Return the smallest and the largest count that rounds half up to `percentage` percent of `voters`."""
    low = -((-(2 * percentage - 1) * voters) // 200)
    high = -((-(2 * percentage + 1) * voters) // 200) - 1
    return max(low, 0), min(high, voters)


def approval_fits(votes: Sequence[int], blank: int, maximum: int, voters: int) -> bool:
    """Tell whether `voters` ballots can give `votes`: `blank` of them blank, at most `maximum` names on the others."""
    filled = voters - blank
    return 0 <= blank <= voters and all(0 <= own <= filled for own in votes) and sum(votes) <= filled * maximum


def deal_approvals(votes: Sequence[int], blank: int, maximum: int, voters: int) -> list[frozenset[int] | None]:
    """Return one ballot per voter: the indexes of the names on it, or None for a blank one.

    Exactly `blank` ballots are blank and each name stands on exactly as many ballots as it has votes. The names are
    dealt out like cards, each name's votes one after the other and round the table: nobody gets a name twice, because
    no name has more votes than there are places, and the hands differ by one card at most. So an assignment is found
    whenever there is one. Raises ValueError when there is none.
    """
    if not approval_fits(votes, blank, maximum, voters):
        raise ValueError("no set of ballots gives these votes")
    filled = voters - blank
    hands: list[set[int]] = [set() for _ in range(filled)]
    place = 0
    for name, own in enumerate(votes):
        for _ in range(own):
            hands[place % filled].add(name)
            place += 1
    return [frozenset(hand) for hand in hands] + [None] * blank

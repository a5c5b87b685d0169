"""Which corrections of shares need a second officer."""

from datetime import date

import pytest

from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.large import LARGE_CORRECTION_SHARES, is_large
from govapp.shares.ledger.rules.movements import Movement, Transaction

LIMIT = LARGE_CORRECTION_SHARES


def entry(*quantities: int) -> Transaction:
    lines = tuple(Movement(1, quantity, 3000, quantity * 3000) for quantity in quantities)
    return Transaction(MovementType.ISSUE, date(2026, 5, 1), lines)


@pytest.mark.parametrize(
    ("wrong", "right", "expected"),
    [
        (entry(LIMIT), None, False),
        (entry(LIMIT + 1), None, True),
        (entry(-LIMIT - 1), None, True),
        (entry(1, LIMIT + 1), None, True),
        (entry(1), entry(LIMIT), False),
        (entry(1), entry(LIMIT + 1), True),
        (entry(LIMIT + 2), entry(LIMIT + 1), True),
        (entry(LIMIT + 1), entry(1), True),
        (entry(), None, False),
    ],
)
def test_the_larger_side_decides_and_not_the_difference(
    wrong: Transaction, right: Transaction | None, expected: bool
) -> None:
    assert is_large(wrong, right) is expected

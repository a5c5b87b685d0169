"""What is paid in for shares whose entry is corrected."""

import pytest

from govapp.shares.ledger.rules.paying import Payment, leaves_unpaid


@pytest.mark.parametrize(
    ("wrong", "right", "leaves"),
    [
        (Payment(3000, 3000), Payment(6000, 3000), True),
        (Payment(3000, 3000), Payment(6000, 6000), False),
        (Payment(3000, 1000), Payment(6000, 1000), False),
        (Payment(3000, 3000), Payment(3000, 4000), False),
        (Payment(3000, 3000), Payment(3000, -1), False),
    ],
)
def test_a_number_that_is_corrected_alone_leaves_shares_unpaid(wrong: Payment, right: Payment, leaves: bool) -> None:
    assert leaves_unpaid(wrong, right) is leaves

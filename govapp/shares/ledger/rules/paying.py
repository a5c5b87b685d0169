"""What is paid in for shares whose entry is corrected."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Payment:
    """What shares cost and what is paid in for them, in cents."""

    due_cents: int
    paid_in_cents: int


def leaves_unpaid(wrong: Payment, right: Payment) -> bool:
    """Tell whether shares that were paid in full would not be any more: often only their number was corrected.

    Less than nothing, or more than the price, is refused wherever an entry is written.
    """
    return wrong.paid_in_cents == wrong.due_cents and 0 <= right.paid_in_cents < right.due_cents

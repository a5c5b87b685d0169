"""What every exported file says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every file says of itself: the two dates, what narrows the list, its totals, and the head of the ledger.

    `anchor` is the signed state of journal and ledger at that moment, as compact JSON.
    `people` are the lines of the list: also people without shares, when the filters ask for them.
    """

    effective_date: date
    recorded_until: datetime
    filters: Mapping[str, str]
    people: int
    shares: int
    paid_in_cents: int
    ledger_sequence: int
    ledger_head: str
    anchor: str

    @property
    def filter_codes(self) -> str:
        """Return what narrows the list as programs know it: state=holding; category=member."""
        return "; ".join(f"{name}={value}" for name, value in self.filters.items())

    def lines(self) -> tuple[tuple[str, str | int], ...]:
        """Return names and values as a file for programs has them; the moment is in UTC."""
        return (
            ("effective_date", self.effective_date.isoformat()),
            ("recorded_until", moment(self.recorded_until)),
            ("filters", self.filter_codes),
            ("total_people", self.people),
            ("total_shares", self.shares),
            ("total_paid_in_cents", self.paid_in_cents),
            ("ledger_sequence", self.ledger_sequence),
            ("ledger_head", self.ledger_head),
            ("signed_state", self.anchor),
        )


def moment(value: datetime) -> str:
    """Return a moment as files write it: 2026-06-16T16:00:00.000000Z."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

"""What was recorded after a voting list was frozen about who votes, and waits for a second person.

Whoever keeps the register could give an address of his own to somebody who has none, or name himself to represent a
company, and vote. So an e-mail address and a representative that were recorded after the freeze open no ballot, and
show no receipt, until an officer who did not record them says that they are right. An address that is put back as it
was needs nobody.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChangedFact(StrEnum):
    """Which fact was recorded."""

    EMAIL = "email"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact: when it was recorded (UTC), by whom (`officer:3`), and who confirmed it; empty while nobody did.

    `is_put_back` says that it is the address which the person had when the list was frozen.
    """

    fact: ChangedFact
    fact_id: int
    recorded_at: datetime
    recorded_by: str
    confirmed_by_name: str = ""
    is_put_back: bool = False

    def waits_since(self, frozen_at: datetime) -> bool:
        """Tell whether it was recorded after a list was frozen at `frozen_at`, is new, and nobody confirmed it."""
        return self.recorded_at > frozen_at and not self.confirmed_by_name and not self.is_put_back

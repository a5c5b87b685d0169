"""One value of each kind of record that is digested; it never changes, since the golden files are of this value."""

from datetime import UTC, datetime
from typing import Any

from govapp.audit.rules.anchor import Anchor, ChainHead
from govapp.audit.rules.entry import JournalEntry

SAMPLES: dict[str, Any] = {
    "anchor": Anchor(
        at=datetime(2026, 6, 1, 12, 30, 15, 42, UTC),
        heads=(
            ChainHead("journal", "lines", 312, "3f" * 32),
            ChainHead("ledger", "entries", 41, "a0" * 32),
            ChainHead("vote 3fGhu8kLmNpQrStUvWxYz2", "events", 9, "07" * 32),
        ),
    ),
    "journal entry": JournalEntry(
        sequence=7,
        previous="3f" * 32,
        at=datetime(2026, 6, 1, 12, 30, 15, 42, UTC),
        actor="officer:3",
        actor_name="Zoë Claes",
        roles="auditor,secretary",
        tag="holder:email_changed",
        subject="holder:12",
        reason="Vraag van de vennoot in per brief",
        result="done",
        facts={"withdrawn": False, "effective_date": "2026-06-01", "count": 2, "representative": None},
        v=1,
    ),
}

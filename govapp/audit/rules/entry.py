"""An entry of the journal: what it says, and the two forms in which entries were digested so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from govapp.kernel.records import RecordType

FactValue = str | int | bool | None

# What the first entry names as the digest of the entry before it.
GENESIS: Final = "0" * 64


@dataclass(frozen=True)
class JournalEntry:
    """One line of the journal; `previous` is the digest of the line before, 64 hex digits; `v` says how it is digested.

    `subject` is a reference such as `holder:12`; `result` is `done` or the code of a refusal.
    """

    sequence: int
    previous: str
    at: datetime
    actor: str
    actor_name: str
    roles: str
    tag: str
    subject: str
    reason: str
    result: str
    facts: Mapping[str, FactValue]
    v: int

    def as_dict(self) -> dict[str, Any]:
        """Return the members that the digest covers; raises UnknownRecordVersion."""
        return JOURNAL_ENTRY.encode(self, self.v)

    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON (RFC 8785) of those members; raises UnknownRecordVersion."""
        return JOURNAL_ENTRY.digest(self, self.v)


def encode_v0(entry: JournalEntry) -> dict[str, Any]:
    """Return an entry of the first stage; the moment is ISO 8601 in UTC with microseconds."""
    return {
        "sequence": entry.sequence,
        "previous": entry.previous,
        "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "roles": entry.roles,
        "tag": entry.tag,
        "subject": entry.subject,
        "reason": entry.reason,
        "result": entry.result,
        "facts": dict(entry.facts),
    }


def encode_v1(entry: JournalEntry) -> dict[str, Any]:
    """Return an entry as it is written now: the members of the first stage, and the version."""
    return {"v": 1, **encode_v0(entry)}


JOURNAL_ENTRY: Final = RecordType("journal entry", {0: encode_v0, 1: encode_v1})

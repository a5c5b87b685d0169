"""The chain of events: each names the one before it, so the hash of the last stands for everything (section 4.4).

Every function returns the records that one event adds, and the new head; the head is all that must be remembered
between two events. A server that keeps the ballots and the heads can write the whole archive again, byte for byte.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pybelenios.archive.tar import Record, data_record, event_record
from pybelenios.jsontext import compact, sha256_hex
from pybelenios.tally import weight_json
from pybelenios.window import WindowEvent, encode_event


class EventType(StrEnum):
    """What can happen to a ballot box."""

    SETUP = "Setup"
    BALLOT = "Ballot"
    END_BALLOTS = "EndBallots"
    ENCRYPTED_TALLY = "EncryptedTally"
    SHUFFLE = "Shuffle"
    END_SHUFFLES = "EndShuffles"
    PARTIAL_DECRYPTION = "PartialDecryption"
    RESULT = "Result"


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a chain."""

    event: str  # its hash, 64 hexadecimal digits
    height: int  # its number; Setup is 0


@dataclass(frozen=True, slots=True)
class Appended:
    """What one event adds to an archive: data records first, the event record last."""

    records: tuple[Record, ...]
    head: Head


def setup(election: bytes, trustees: bytes, credentials: bytes) -> Appended:
    """Begin a chain with the three records that define an election."""
    bodies = {"election": election, "trustees": trustees, "credentials": credentials}
    hashes = {name: sha256_hex(body) for name, body in bodies.items()}
    return _append(None, EventType.SETUP, (election, trustees, credentials, compact(hashes)))


def append_ballot(head: Head, ballot: bytes) -> Appended:
    """Put one ballot in the box."""
    return _append(head, EventType.BALLOT, (ballot,))


def end_ballots(head: Head) -> Appended:
    """Close the box."""
    return _append(head, EventType.END_BALLOTS, ())


def append_tally(
    head: Head, encrypted_tally: bytes, *, ballots: int, weight: int, window: Sequence[WindowEvent] | None = None
) -> Appended:
    """Add the encrypted tally of `ballots` counted ballots that weigh `weight` together.

    `window` is what was done with the hours, the closing last; None where the record has no rule for it.
    """
    summary = tally_summary(sha256_hex(encrypted_tally), ballots=ballots, weight=weight, window=window)
    return _append(head, EventType.ENCRYPTED_TALLY, (encrypted_tally, summary))


def tally_summary(digest: str, *, ballots: int, weight: int, window: Sequence[WindowEvent] | None) -> bytes:
    """Return the last record of a tally. `belenios-tool` passes over the member `window`, and the chain covers it."""
    summary = {"num_tallied": ballots, "total_weight": weight_json(weight), "encrypted_tally": digest}
    return compact(summary | ({} if window is None else {"window": [encode_event(event) for event in window]}))


def append_shuffle(head: Head, owner: int, shuffle: bytes) -> Appended:
    """Add the shuffle of rankings by trustee `owner`, numbered from 1."""
    return _append(head, EventType.SHUFFLE, (shuffle, _owned(owner, shuffle)))


def end_shuffles(head: Head) -> Appended:
    """Say that no further shuffle will come."""
    return _append(head, EventType.END_SHUFFLES, ())


def append_decryption(head: Head, owner: int, decryption: bytes) -> Appended:
    """Add the partial decryption by trustee `owner`, numbered from 1."""
    return _append(head, EventType.PARTIAL_DECRYPTION, (decryption, _owned(owner, decryption)))


def append_result(head: Head, result: bytes) -> Appended:
    """End the chain with the result."""
    return _append(head, EventType.RESULT, (result,))


def event_body(parent: str | None, height: int, kind: EventType, payload: str | None) -> bytes:
    """Return the text of an event."""
    first = {"parent": parent} if parent is not None else {}
    last = {"payload": payload} if payload is not None else {}
    return compact({**first, "height": height, "type": kind.value, **last})


def _append(head: Head | None, kind: EventType, data: tuple[bytes, ...]) -> Appended:
    height = head.height + 1 if head else 0
    payload = sha256_hex(data[-1]) if data else None
    event = event_record(event_body(head.event if head else None, height, kind, payload))
    return Appended((*map(data_record, data), event), Head(event.digest, height))


def _owned(owner: int, body: bytes) -> bytes:
    return compact({"owner": owner, "payload": sha256_hex(body)})

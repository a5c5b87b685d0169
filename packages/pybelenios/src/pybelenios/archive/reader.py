"""Takes an archive apart, refusing what `chain` and `tar` would not have written in that place (section 4.4).

Nothing can be added to an archive that reads, not even between two records, and nothing can change places. Whether the
records are true is for the verifier.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pybelenios.archive.chain import EventType, Head, event_body, tally_summary
from pybelenios.archive.tar import ArchiveRefused, StoredRecord, read_records, read_timestamp
from pybelenios.errors import Malformed
from pybelenios.jsontext import compact, natural, read_json
from pybelenios.tally import read_weight
from pybelenios.window import WindowEvent, events_of

_WHILE_OPEN: Final = frozenset({EventType.BALLOT, EventType.END_BALLOTS})
_FOLLOWERS: Final[dict[EventType, frozenset[EventType]]] = {
    EventType.SETUP: _WHILE_OPEN,
    EventType.BALLOT: _WHILE_OPEN,
    EventType.END_BALLOTS: frozenset({EventType.ENCRYPTED_TALLY}),
    EventType.ENCRYPTED_TALLY: frozenset({EventType.SHUFFLE, EventType.PARTIAL_DECRYPTION}),
    EventType.SHUFFLE: frozenset({EventType.SHUFFLE, EventType.END_SHUFFLES}),
    EventType.END_SHUFFLES: frozenset({EventType.PARTIAL_DECRYPTION}),
    EventType.PARTIAL_DECRYPTION: frozenset({EventType.PARTIAL_DECRYPTION, EventType.RESULT}),
    EventType.RESULT: frozenset(),
}
_DATA_RECORDS: Final = {
    EventType.SETUP: 4,
    EventType.BALLOT: 1,
    EventType.ENCRYPTED_TALLY: 2,
    EventType.SHUFFLE: 2,
    EventType.PARTIAL_DECRYPTION: 2,
    EventType.RESULT: 1,
}


@dataclass(frozen=True, slots=True)
class ArchiveEvent:
    """One event with the data records that stand before it."""

    height: int
    type: EventType
    hash: str
    parent: str | None
    payload: str | None
    data: tuple[StoredRecord, ...]


@dataclass(frozen=True, slots=True)
class Owned:
    """A contribution of one trustee: a shuffle or a partial decryption."""

    event: int
    owner: int  # from 1
    body: bytes


@dataclass(frozen=True, slots=True)
class TallyRecord:
    """The encrypted tally, and what the archive says about its size."""

    event: int
    body: bytes
    ballots: int  # num_tallied
    weight: int  # total_weight
    window: tuple[WindowEvent, ...] | None  # what was done with the hours; None in an archive of version 0


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose records and chain are as they must be."""

    timestamp: int  # seconds since 1970 UTC
    events: tuple[ArchiveEvent, ...]

    @property
    def head(self) -> Head:
        """The last event, which identifies the whole archive."""
        return Head(self.events[-1].hash, self.events[-1].height)

    @property
    def election(self) -> bytes:
        """The election record."""
        return self.events[0].data[0].body

    @property
    def trustees(self) -> bytes:
        """The trustees record."""
        return self.events[0].data[1].body

    @property
    def credentials(self) -> bytes:
        """The list of public credentials."""
        return self.events[0].data[2].body

    def of_type(self, kind: EventType) -> list[ArchiveEvent]:
        """Return the events of one type, in order."""
        return [event for event in self.events if event.type is kind]

    def last(self, kind: EventType) -> ArchiveEvent | None:
        """Return the last event of a type, None when it has not happened."""
        return next((event for event in reversed(self.events) if event.type is kind), None)

    @property
    def tally(self) -> TallyRecord | None:
        """The encrypted tally, once the box is closed."""
        event = self.last(EventType.ENCRYPTED_TALLY)
        if event is None:
            return None
        return TallyRecord(event.height, event.data[0].body, *_tally_summary(event))

    def owned(self, kind: EventType) -> list[Owned]:
        """Return the shuffles or the partial decryptions, in order."""
        return [Owned(event.height, _owner(event), event.data[0].body) for event in self.of_type(kind)]


def read_archive(buffer: bytes | memoryview) -> Archive:
    """Return the archive in `buffer` (bytes, or a view of a mapped file).

    Raises ArchiveUnreadable when it is none, ArchiveRefused when it is not exactly as it must be: "tar record is not
    canonical", "event sequence", "event N" for the records of event N, "event chain". The four steps can also be taken
    one by one, as the verifier does.
    """
    archive = read_layout(buffer)
    require_sequence(archive.events)
    require_records(archive.events)
    require_chain(archive.events)
    return archive


def read_layout(buffer: bytes | memoryview) -> Archive:
    """Return the events of an archive that is laid out byte for byte as it must be, and nothing else checked."""
    view = memoryview(buffer)
    return Archive(read_timestamp(view), tuple(_read_events(view)))


def require_sequence(events: tuple[ArchiveEvent, ...]) -> None:
    """Refuse events out of their turn. A ballot box that is still in use shows a beginning of the whole sequence."""
    allowed = frozenset({EventType.SETUP})
    for place, event in enumerate(events):
        if event.type not in allowed:
            raise ArchiveRefused("event sequence", f"{event.type} cannot happen at this point of a ballot.", place)
        allowed = _FOLLOWERS[event.type]
    if not events:
        raise ArchiveRefused("event sequence", "The archive holds no event.")


def require_records(events: tuple[ArchiveEvent, ...]) -> None:
    """Refuse data records too many, too few or out of order, and events that do not refer to theirs."""
    for event in events:
        _require_data(event)


def require_chain(events: tuple[ArchiveEvent, ...]) -> None:
    """Refuse an event that does not name the one before it."""
    if events[0].parent is not None or events[0].height != 0:
        raise ArchiveRefused("event chain", "The first event does not begin a chain.", 0)
    for place, (before, event) in enumerate(pairwise(events), start=1):
        if event.parent != before.hash or event.height != place:
            raise ArchiveRefused("event chain", "An event does not follow the one that stands before it.", place)


def _read_events(view: memoryview) -> Iterator[ArchiveEvent]:
    data: list[StoredRecord] = []
    height = 0
    for record in read_records(view):
        if not record.is_event:
            data.append(record)
            continue
        yield _read_event(record, tuple(data), height)
        data, height = [], height + 1
    if data:
        raise ArchiveRefused("event sequence", "The archive ends with data to which no event refers.", height)


def _read_event(record: StoredRecord, data: tuple[StoredRecord, ...], place: int) -> ArchiveEvent:
    event = _parse_event(record, data)
    if event is None:
        raise ArchiveRefused(f"event {place}", "An event is not written as the format demands.", place)
    return event


def _parse_event(record: StoredRecord, data: tuple[StoredRecord, ...]) -> ArchiveEvent | None:
    raw = record.body
    try:
        match read_json(raw):
            case {"height": number, "type": str(name), **rest}:
                height, kind = natural(number, "height"), EventType(name)
                parent, payload = rest.get("parent"), rest.get("payload")
            case _:
                return None
    except ValueError:  # not JSON, or a type of event that does not exist
        return None
    if not isinstance(parent, str | None) or not isinstance(payload, str | None):
        return None
    same = raw == event_body(parent, height, kind, payload)
    return ArchiveEvent(height, kind, record.digest, parent, payload, data) if same else None


def _require_data(event: ArchiveEvent) -> None:
    """Refuse data records too many, too few or out of order, and a payload that is not the last of them."""
    # An event of a kind that calls for no record has no payload either, and every other one has.
    last = event.data[-1].digest if event.data else None
    if len(event.data) != _DATA_RECORDS.get(event.type, 0) or event.payload != last:
        raise _stray(event)
    if len(event.data) > 1 and event.data[-1].body != _expected_payload(event):
        raise _stray(event)


def _expected_payload(event: ArchiveEvent) -> bytes:
    """Return what the last data record must say, from the records before it."""
    digests = [record.digest for record in event.data[:-1]]
    try:
        if event.type is EventType.SETUP:
            return compact(dict(zip(["election", "trustees", "credentials"], digests, strict=True)))
        if event.type is EventType.ENCRYPTED_TALLY:
            ballots, weight, window = _tally_summary(event)
            return tally_summary(digests[0], ballots=ballots, weight=weight, window=window)
        return compact({"owner": _owner(event), "payload": digests[0]})
    except Malformed:
        raise _stray(event) from None


def _stray(event: ArchiveEvent) -> ArchiveRefused:
    sentence = f"The records of {event.type} are not exactly those that the event calls for, in their order."
    return ArchiveRefused(f"event {event.height}", sentence, event.height)


def _owner(event: ArchiveEvent) -> int:
    owner = 0
    match read_json(event.data[-1].body):
        case {"owner": number}:
            owner = natural(number, "owner")
    if owner == 0:
        raise Malformed("owner")
    return owner


def _tally_summary(event: ArchiveEvent) -> tuple[int, int, tuple[WindowEvent, ...] | None]:
    match read_json(event.data[-1].body):
        case {"num_tallied": ballots, "total_weight": weight, **rest}:
            window = events_of(rest["window"]) if "window" in rest else None
            return natural(ballots, "tally summary"), read_weight(weight), window
    raise Malformed("tally summary")

"""Records laid out as an old-style tar file without an end, so that an archive grows by appending (section 4.4).

Every header repeats the time of the first record: the archive does not tell when a ballot came in.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pybelenios.errors import Refused
from pybelenios.jsontext import compact, read_json, sha256_hex

BLOCK: Final = 512
FIRST_NAME: Final = "BELENIOS"
_OCTAL: Final = re.compile(rb"[0-7]{11}")
_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,9}")
_CHECKSUM: Final = slice(148, 156)


class ArchiveUnreadable(Exception):  # noqa: N818 - an answer about a file, not a fault of the program
    """The file is not an archive of a secret ballot at all."""


class ArchiveRefused(Refused):
    """An archive is not valid; `event` is the height of the event whose records are at fault, None for the whole."""

    def __init__(self, reason: str, sentence: str, event: int | None = None) -> None:
        super().__init__(reason, sentence)
        self.event = event


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of an archive."""

    name: str
    body: bytes

    @property
    def digest(self) -> str:
        """The hash in the record's name."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One entry of an archive that lies in memory or in a mapped file; the body is copied when it is asked for."""

    name: str
    view: memoryview

    @property
    def body(self) -> bytes:
        """The bytes of the record."""
        return bytes(self.view)

    @property
    def digest(self) -> str:
        """The hash in the record's name."""
        return self.name.partition(".")[0]

    @property
    def is_event(self) -> bool:
        """Tell an event from the data that it refers to."""
        return self.name.endswith(".event.json")


def data_record(body: bytes) -> Record:
    """Return the record of some data."""
    return Record(f"{sha256_hex(body)}.data.json", body)


def event_record(body: bytes) -> Record:
    """Return the record of an event."""
    return Record(f"{sha256_hex(body)}.event.json", body)


def first_record(timestamp: int) -> Record:
    """Return the entry with which every archive begins; `timestamp` in seconds since 1970 UTC."""
    return Record(FIRST_NAME, compact({"version": 1, "timestamp": str(timestamp)}))


def lay_out(record: Record, timestamp: int) -> bytes:
    """Return the record as it stands in the file: a header, the body, and zeros up to a whole block."""
    padding = bytes(-len(record.body) % BLOCK)
    return _header(record.name, len(record.body), timestamp) + record.body + padding


def write_archive(timestamp: int, records: Iterable[Record]) -> Iterator[bytes]:
    """Yield the archive piece by piece: the first entry, then `records` as `chain` made them, in order."""
    yield lay_out(first_record(timestamp), timestamp)
    for record in records:
        yield lay_out(record, timestamp)


def read_timestamp(buffer: memoryview) -> int:
    """Return the time of the archive in `buffer`; raise ArchiveUnreadable when the file does not begin as one."""
    size = _octal(buffer, 124)
    if bytes(buffer[:9]) != FIRST_NAME.encode() + b"\0" or size is None or size > BLOCK:
        raise ArchiveUnreadable("the file does not begin as the archive of a secret ballot does")
    try:
        record = read_json(bytes(buffer[BLOCK : BLOCK + size]))
    except ValueError:
        record = None
    match record:
        case {"version": 1, "timestamp": str(text)} if _DECIMAL.fullmatch(text):
            return int(text)
    raise ArchiveUnreadable("the first entry does not have the form of version 1")


def read_records(buffer: memoryview) -> Iterator[StoredRecord]:
    """Yield every record after the first; raise ArchiveRefused for a byte that `lay_out` would not have written."""
    timestamp = read_timestamp(buffer)
    offset, event = 0, 0
    while offset < len(buffer):
        record = _read_record(buffer, offset, timestamp)
        if record is None:
            sentence = f"The record at byte {offset} is not laid out, named or finished as the format demands."
            raise ArchiveRefused("tar record is not canonical", sentence, event)
        if offset:
            yield record
        event += record.is_event
        offset += BLOCK + len(record.view) + -len(record.view) % BLOCK


def _read_record(buffer: memoryview, offset: int, timestamp: int) -> StoredRecord | None:
    """Return the record at `offset`, or None unless it is byte for byte what `lay_out` writes."""
    header = bytes(buffer[offset : offset + BLOCK])
    size = _octal(buffer, offset + 124)
    if size is None:
        return None
    name = header[:100].rstrip(b"\0").decode("ascii", "replace")
    start = offset + BLOCK
    view = buffer[start : start + size]
    padding = bytes(buffer[start + size : start + size + -size % BLOCK])
    if len(view) != size or padding != bytes(-size % BLOCK) or header != _header(name, size, timestamp):
        return None
    return StoredRecord(name, view) if name in _names(view, first=offset == 0, timestamp=timestamp) else None


def _names(view: memoryview, *, first: bool, timestamp: int) -> tuple[str, ...]:
    """Return the names that a record with this body can have at this place."""
    if first:
        return (FIRST_NAME,) if view == first_record(timestamp).body else ()
    digest = sha256_hex(view)
    return f"{digest}.data.json", f"{digest}.event.json"


def _header(name: str, size: int, timestamp: int) -> bytes:
    header = bytearray(BLOCK)
    encoded = name.encode("ascii", "replace")
    header[: len(encoded)] = encoded
    header[100:107], header[108:115], header[116:123] = b"0000644", b"0000000", b"0000000"
    header[124:135], header[136:147] = b"%011o" % size, b"%011o" % timestamp
    header[_CHECKSUM] = b" " * 8
    header[156:157] = b"0"
    header[_CHECKSUM] = b"%06o\0 " % sum(header)
    return bytes(header)


def _octal(buffer: memoryview, offset: int) -> int | None:
    text = bytes(buffer[offset : offset + 11])
    return int(text, 8) if _OCTAL.fullmatch(text) else None

"""Events as a file that every calendar program reads (RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

MAX_OCTETS: Final = 75
"""A longer line goes on in the next one (section 3.1)."""
ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
"""What text may not hold as it is (section 3.3.11)."""


@dataclass(frozen=True)
class CalendarEvent:
    """One event: `begins` and `ends` are moments, or days of which the last is included.

    `uid` stays the same for ever and `sequence` grows with each change, so that a calendar replaces the old one.
    `reminds_before` is when the calendar reminds; None for not at all.
    """

    uid: str
    sequence: int
    changed_at: datetime
    begins: datetime | date
    ends: datetime | date
    title: str
    text: str = ""
    place: str = ""
    url: str = ""
    is_cancelled: bool = False
    reminds_before: timedelta | None = None


def as_icalendar(events: Iterable[CalendarEvent]) -> str:
    """Return the events as a calendar file, with the line ends and the folded lines of RFC 5545."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//GovApp//GovApp//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [line for event in events for line in _event(event)]
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines)


def fold(line: str) -> str:
    """Return a line of at most 75 octets, and its continuations; no letter is cut in two (section 3.1)."""
    pieces: list[str] = []
    piece = ""
    for sign in line:
        # A continuation begins with a space, which counts.
        if len((piece + sign).encode()) > MAX_OCTETS - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join([*pieces, piece])


def _event(event: CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_moment(event.changed_at)}"
    yield _when("DTSTART", event.begins)
    # The day of DTEND is no longer part of the event (section 3.6.1).
    ends = event.ends if isinstance(event.ends, datetime) else event.ends + timedelta(days=1)
    yield _when("DTEND", ends)
    yield f"SUMMARY:{event.title.translate(ESCAPED)}"
    if event.text:
        yield f"DESCRIPTION:{event.text.translate(ESCAPED)}"
    if event.place:
        yield f"LOCATION:{event.place.translate(ESCAPED)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    # Nobody is busy because of it.
    yield "TRANSP:TRANSPARENT"
    if event.reminds_before is not None and not event.is_cancelled:
        hours = event.reminds_before // timedelta(hours=1)
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-PT{hours}H")
        yield f"DESCRIPTION:{event.title.translate(ESCAPED)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _when(name: str, value: datetime | date) -> str:
    return f"{name}:{_moment(value)}" if isinstance(value, datetime) else f"{name};VALUE=DATE:{value:%Y%m%d}"


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"

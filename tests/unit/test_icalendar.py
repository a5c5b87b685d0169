"""Calendar files as RFC 5545 wants them."""

from datetime import UTC, date, datetime, timedelta

from govapp.kernel.icalendar import MAX_OCTETS, CalendarEvent, as_icalendar, fold

CLOSES = datetime(2026, 6, 15, 16, tzinfo=UTC)


def an_event(**changes: object) -> CalendarEvent:
    values: dict[str, object] = {
        "uid": "vote-1@vote.example",
        "sequence": 2,
        "changed_at": datetime(2026, 6, 1, 12, tzinfo=UTC),
        "begins": CLOSES - timedelta(minutes=30),
        "ends": CLOSES,
        "title": "Vote",
    }
    return CalendarEvent(**values | changes)  # type: ignore[arg-type]


def lines(*events: CalendarEvent) -> list[str]:
    text = as_icalendar(events)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")


def test_moments_are_utc_and_a_change_is_told_by_the_same_uid_and_a_higher_sequence() -> None:
    found = lines(an_event())
    assert found[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    wanted = {"UID:vote-1@vote.example", "SEQUENCE:2", "DTSTAMP:20260601T120000Z"}
    assert wanted | {"DTSTART:20260615T153000Z", "DTEND:20260615T160000Z", "STATUS:CONFIRMED"} <= set(found)
    assert not [line for line in found if line.startswith(("DESCRIPTION", "LOCATION", "URL", "BEGIN:VALARM"))]


def test_a_day_ends_before_the_next_one() -> None:
    found = lines(an_event(begins=date(2026, 6, 15), ends=date(2026, 6, 15)))
    assert {"DTSTART;VALUE=DATE:20260615", "DTEND;VALUE=DATE:20260616"} <= set(found)


def test_signs_with_a_meaning_are_escaped() -> None:
    found = lines(an_event(title="A, B; C\\D\r\nE", text="x\ny", place="Brussels, 1st floor", url="https://a.example"))
    assert "SUMMARY:A\\, B\\; C\\\\D\\nE" in found
    assert {"DESCRIPTION:x\\ny", "LOCATION:Brussels\\, 1st floor", "URL:https://a.example"} <= set(found)


def test_the_calendar_reminds_unless_the_event_is_cancelled() -> None:
    assert "TRIGGER:-PT24H" in lines(an_event(reminds_before=timedelta(days=1)))
    found = lines(an_event(reminds_before=timedelta(days=1), is_cancelled=True))
    assert "STATUS:CANCELLED" in found
    assert "BEGIN:VALARM" not in found


def test_long_lines_are_folded_by_octets_and_no_letter_is_cut() -> None:
    text = "SUMMARY:" + "é" * 100 + "€" * 40
    pieces = fold(text).split("\r\n")
    assert all(len(piece.encode()) <= MAX_OCTETS for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == text
    assert fold("short") == "short"

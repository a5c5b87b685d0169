"""The page of a year: bars that do not lie, and an extract without notes and names."""

from datetime import date

import pytest

from govapp.assembly.minutes.rules.record import Minutes, MinutesLine, Section
from govapp.assembly.minutes.rules.year import FULL, MAX_BARS, TurnoutBar, bars_until, extract_of
from govapp.kernel.texts import Language, Texts


def bar(year: int, ballots: int = 5, entitled: int = 10, vote: int = 1) -> TurnoutBar:
    return TurnoutBar(1, vote, Texts(nl="Vergadering"), date(year, 6, 1), ballots, entitled)


@pytest.mark.parametrize(
    ("ballots", "entitled", "width"),
    [(0, 10, 0), (0, 0, 0), (1, 36_000, 1), (5, 10, 500), (35_999, 36_000, FULL - 1), (10, 10, FULL)],
)
def test_a_bar_is_never_empty_or_full_where_somebody_says_otherwise(ballots: int, entitled: int, width: int) -> None:
    assert bar(2026, ballots, entitled).width == width


def test_the_year_stands_beside_those_before_it() -> None:
    bars = [bar(2026, vote=2), bar(2027), bar(2026), *(bar(year) for year in range(2000, 2026))]
    shown = bars_until(bars, 2026)
    assert len(shown) == MAX_BARS
    assert [(each.held_on.year, each.vote) for each in shown[-3:]] == [(2025, 1), (2026, 1), (2026, 2)]


def test_the_extract_has_no_notes_and_no_names() -> None:
    line, note = MinutesLine("verdict", Texts(nl="Aangenomen.")), Texts(nl="Mevrouw Claes vraagt.")
    keys = ("meeting", "room", "vote-1", "item-2", "closing", "annexes")
    sections = (*(Section(key, Texts(nl=key), (line,), note) for key in keys), Section("item-3", Texts(nl="Leeg")))
    found = extract_of(Minutes(3, Texts(nl="Vergadering"), date(2026, 6, 1), Language.NL, sections))
    assert [each.key for each in found] == ["meeting", "vote-1", "item-2"]
    assert not any(each.note for each in found)

"""Dates, numbers and money as the glossary wants them in each language."""

from datetime import UTC, date, datetime

import pytest

from govapp.kernel.texts import Language
from govapp.language import formats
from govapp.web.templating import email

BRUSSELS = "Europe/Brussels"
CLOSING = datetime(2026, 6, 16, 16, 0, tzinfo=UTC)
NL, FR, EN, DE = Language.NL, Language.FR, Language.EN, Language.DE
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (NL, f"dinsdag 16{SPACE}juni 2026 om 18.00{SPACE}uur"),
        (FR, f"mardi 16{SPACE}juin 2026 à 18{SPACE}h{SPACE}00"),
        (EN, f"Tuesday 16{SPACE}June 2026 at 18:00"),
        (DE, f"Dienstag, 16.{SPACE}Juni 2026, 18:00{SPACE}Uhr"),
    ],
)
def test_a_closing_moment_has_weekday_date_and_hour_in_brussels(language: Language, written: str) -> None:
    assert formats.datetime_long(CLOSING, language, BRUSSELS) == written


def test_french_says_premier_on_the_first_of_the_month() -> None:
    assert formats.date_long(date(2026, 6, 1), FR) == f"1er{SPACE}juin 2026"
    assert formats.date_long(date(2026, 6, 11), FR) == f"11{SPACE}juin 2026"
    assert formats.date_long(date(2026, 6, 1), NL) == f"1{SPACE}juni 2026"


def test_a_moment_is_written_to_the_second_and_an_hour_that_comes_twice_says_which() -> None:
    def written(moment: datetime) -> str:
        return formats.datetime_exact(moment, Language.FR, "Europe/Brussels")

    assert written(datetime(2026, 6, 16, 16, 0, 7, tzinfo=UTC)) == "16/06/2026 18:00:07"
    assert written(datetime(2026, 6, 16, 16, 0, 7, 412_000, tzinfo=UTC)) == "16/06/2026 18:00:07.412"
    assert written(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == "25/10/2026 02:30:00 (UTC+0200)"
    assert written(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == "25/10/2026 02:30:00 (UTC+0100)"


def test_a_day_under_its_field_has_its_weekday() -> None:
    assert formats.date_full(date(2026, 6, 1), Language.FR) == "lundi 1er\N{NO-BREAK SPACE}juin 2026"
    assert formats.date_full(datetime(2026, 6, 16, 18, 0), Language.NL) == "dinsdag 16\N{NO-BREAK SPACE}juni 2026"  # noqa: DTZ001


def test_a_digest_is_compared_by_its_first_eight_digits() -> None:
    assert formats.fingerprint("b27d044ce9137fa055c1" + "0" * 44) == "b27d 044c e913 7fa0 55c1"


def test_an_address_may_break_after_its_at_and_holds_no_markup_of_its_own() -> None:
    assert email("s.fernandez@mail.example") == "s.fernandez@<wbr>mail.example"
    assert email("<b>@mail.example") == "&lt;b&gt;@<wbr>mail.example"

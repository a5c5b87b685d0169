"""Dates, numbers and money as the glossary wants them in each language."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from govapp.kernel.texts import Language
from govapp.language import formats
from govapp.web.templating import email

BRUSSELS = "Europe/Brussels"
CLOSING = datetime(2026, 6, 16, 16, 0, tzinfo=UTC)
NL, FR, EN, DE = Language.NL, Language.FR, Language.EN, Language.DE
SPACE = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"


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


@pytest.mark.parametrize(
    ("language", "written"), [(NL, "36.000"), (FR, f"36{NARROW}000"), (EN, "36,000"), (DE, "36.000")]
)
def test_thousands_are_separated_as_the_language_does(language: Language, written: str) -> None:
    assert formats.number(36000, language) == written


@pytest.mark.parametrize(
    ("language", "written"), [(NL, "91,9%"), (FR, f"91,9{SPACE}%"), (EN, "91.9%"), (DE, f"91,9{SPACE}%")]
)
def test_a_percentage_has_one_decimal_from_the_exact_fraction(language: Language, written: str) -> None:
    assert formats.percent(Fraction(68, 74), language) == written


def test_half_is_rounded_away_from_zero() -> None:
    assert formats.percent(Fraction(1225, 10000), EN) == "12.3%"
    assert formats.percent(Fraction(1235, 10000), EN) == "12.4%"


@pytest.mark.parametrize(
    ("language", "written"), [(NL, f"€{SPACE}30,00"), (FR, f"30,00{SPACE}€"), (EN, "€30.00"), (DE, f"30,00{SPACE}€")]
)
def test_an_amount_stands_as_in_the_tables_of_its_language(language: Language, written: str) -> None:
    assert formats.money(3000, language) == written


def test_an_address_may_break_after_its_at_and_holds_no_markup_of_its_own() -> None:
    assert email("s.fernandez@mail.example") == "s.fernandez@<wbr>mail.example"
    assert email("<b>@mail.example") == "&lt;b&gt;@<wbr>mail.example"

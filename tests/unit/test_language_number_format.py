"""Numbers and percentages as people read them: never on the wrong side of their threshold."""

from fractions import Fraction

import pytest

from govapp.kernel.texts import Language
from govapp.language import number_format

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("language", "written"), [("nl", "36.000"), ("fr", "36\u202f000"), ("en", "36,000"), ("de", "36.000")]
)
def test_thousands_are_grouped_as_each_language_does(language: str, written: str) -> None:
    assert number_format.number(36_000, Language(language)) == written


@pytest.mark.parametrize(
    ("language", "written"), [("nl", "91,9%"), ("fr", "91,9\u00a0%"), ("en", "91.9%"), ("de", "91,9\u00a0%")]
)
def test_percentages_have_one_decimal(language: str, written: str) -> None:
    assert number_format.percent(Fraction(919, 1000), Language(language)) == written


@pytest.mark.parametrize(
    ("share", "limit", "written"),
    [
        (Fraction(782, 843), HALF, "92.8%"),
        (Fraction(7496, 10_000), Fraction(3, 4), "74.96%"),
        (Fraction(5001, 10_001), HALF, "50.005%"),
        (Fraction(5000, 10_001), HALF, "49.995%"),
        (Fraction(1, 2), HALF, "50.0%"),
        (Fraction(3, 4), Fraction(3, 4), "75.0%"),
        (Fraction(10_000_001, 20_000_001), HALF, "10,000,001/20,000,001"),
        (Fraction(0), HALF, "0%"),
        (Fraction(1), HALF, "100%"),
        (Fraction(9999, 10_000), None, "99.99%"),
        (Fraction(1, 36_000), None, "0.003%"),
        (Fraction(5, 10_000), None, "0.1%"),
        (Fraction(45, 1000), None, "4.5%"),
    ],
)
def test_a_rounded_figure_never_stands_on_the_wrong_side(share: Fraction, limit: Fraction | None, written: str) -> None:
    assert number_format.percent(share, Language.EN, limit) == written


def test_halves_round_away_from_zero() -> None:
    assert number_format.percent(Fraction(1235, 10_000), Language.EN) == "12.4%"
    assert number_format.whole_percent(Fraction(685, 1000)) == 69
    assert number_format.whole_percent(Fraction(502, 738)) == 68


def test_names_are_joined_as_in_a_sentence() -> None:
    assert number_format.names(["Ada"], Language.FR) == "Ada"
    assert number_format.names(["Ada", "Bo", "Cy"], Language.FR) == "Ada, Bo et Cy"
    assert number_format.names([], Language.DE) == ""


def test_an_exact_value_is_written_without_rounding() -> None:
    assert number_format.plain(Fraction(949, 2), Language.NL) == "474,5"
    assert number_format.plain(Fraction(100), Language.NL) == "100"
    assert number_format.plain(Fraction(200, 3), Language.EN) == "200/3"


def test_a_threshold_is_exact_or_a_fraction() -> None:
    assert number_format.limit(HALF, Language.FR) == "50\u00a0%"
    assert number_format.limit(Fraction(5, 8), Language.NL) == "62,5%"
    assert number_format.limit(Fraction(2, 3), Language.EN) == "2/3"


@pytest.mark.parametrize(
    ("language", "written"),
    [("nl", "Ada, Bo en Cy"), ("fr", "Ada, Bo et Cy"), ("en", "Ada, Bo and Cy"), ("de", "Ada, Bo und Cy")],
)
def test_a_list_is_joined_as_each_language_does(language: str, written: str) -> None:
    assert number_format.names(["Ada", "Bo", "Cy"], Language(language)) == written


@pytest.mark.parametrize(
    ("language", "written"), [("nl", "€\u00a030,00"), ("fr", "30,00\u00a0€"), ("en", "€30.00"), ("de", "30,00\u00a0€")]
)
def test_an_amount_stands_as_in_the_tables_of_its_language(language: str, written: str) -> None:
    assert number_format.money(3000, Language(language)) == written


def test_an_amount_is_typed_with_the_sign_of_its_language_before_the_cents() -> None:
    for language in (Language.NL, Language.FR, Language.DE):
        assert number_format.amount(6050, language) == "60,50"
    assert number_format.amount(6050, Language.EN) == "60.50"
    assert number_format.amount(123_456_700, Language.NL) == "1234567,00"

"""Numbers, percentages and lists of names as people of each language write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from govapp.kernel.texts import Language

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
NARROW: Final = "\N{NARROW NO-BREAK SPACE}"
MOST_DECIMALS: Final = 4
GROUP: Final = 3


@dataclass(frozen=True, slots=True)
class Style:
    """How one language groups thousands, marks decimals, spaces the percent sign and joins a list."""

    thousands: str
    decimal: str
    before_percent: str
    conjunction: str


STYLES: Final = {
    Language.NL: Style(".", ",", "", "en"),
    Language.FR: Style(NARROW, ",", NO_BREAK, "et"),
    Language.EN: Style(",", ".", "", "and"),
    Language.DE: Style(".", ",", NO_BREAK, "und"),
}


def number(value: int, language: Language) -> str:
    """Return a whole number with its thousands grouped."""
    return f"{value:,}".replace(",", STYLES[language].thousands)


def percent(share: Fraction, language: Language, limit: Fraction | None = None) -> str:
    """Return `share` as a percentage with one decimal, half away from zero, from the exact fraction.

    A rounded figure never stands on the wrong side of its `limit`, nor reads as nothing or everything when it is
    not: decimals are added, four at most, until it stands right; where four are not enough the fraction is shown.
    """
    limits = [Fraction(0), Fraction(1), *([] if limit is None else [limit])]
    for decimals in range(1, MOST_DECIMALS + 1):
        units = _half_up(share * 100 * 10**decimals)
        shown = Fraction(units, 100 * 10**decimals)
        if all(_side(shown, mark) == _side(share, mark) for mark in limits):
            return _written(units, decimals, STYLES[language])
    return f"{number(share.numerator, language)}/{number(share.denominator, language)}"


def limit(share: Fraction, language: Language) -> str:
    """Return a threshold as an exact percentage, never rounded: 50%, 200/3%."""
    return f"{plain(share * 100, language)}{STYLES[language].before_percent}%"


def whole_percent(share: Fraction) -> int:
    """Return `share` as a whole percentage, half away from zero; for comparison with published figures only."""
    return _half_up(share * 100)


def plain(value: Fraction, language: Language) -> str:
    """Return an exact value without a percent sign: 474.5 where it ends within four decimals, else a fraction."""
    units = value * 10**MOST_DECIMALS
    if units.denominator != 1:
        return f"{number(value.numerator, language)}/{number(value.denominator, language)}"
    whole, rest = divmod(units.numerator, 10**MOST_DECIMALS)
    decimals = f"{rest:0{MOST_DECIMALS}d}".rstrip("0")
    return number(whole, language) + (STYLES[language].decimal + decimals if decimals else "")


def names(values: Sequence[str], language: Language) -> str:
    """Return a list of names as a phrase: a, b and c."""
    if len(values) <= 1:
        return "".join(values)
    return f"{', '.join(values[:-1])} {STYLES[language].conjunction} {values[-1]}"


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _side(value: Fraction, limit: Fraction) -> int:
    return (value > limit) - (value < limit)


def _written(units: int, decimals: int, style: Style) -> str:
    whole, rest = divmod(units, 10**decimals)
    if rest == 0 and whole in {0, 100}:
        return f"{whole}{style.before_percent}%"
    return f"{whole}{style.decimal}{rest:0{decimals}d}{style.before_percent}%"

"""Numbers, amounts, percentages and lists as people of each language write them (docs/glossary.md, part 3)."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final

from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from govapp.kernel.money import CENTS_PER_EURO, euros
from govapp.kernel.texts import Language
from govapp.language.locales import LOCALES, NO_BREAK

MAX_DECIMALS: Final = 4
_BEFORE_PERCENT: Final = {Language.NL: "", Language.FR: NO_BREAK, Language.EN: "", Language.DE: NO_BREAK}


def number(value: int, language: Language) -> str:
    """Return a whole number with its thousands grouped, from 1,000 on."""
    with localcontext() as context:
        # Babel rounds to three decimals, for which the usual 28 digits are too few from 10^25 on.
        context.prec = max(context.prec, len(str(value)) + MAX_DECIMALS)
        return format_decimal(value, locale=LOCALES[language])


def percent(ratio: Fraction, language: Language, limit: Fraction | None = None) -> str:
    """Return `ratio` as a percentage with one decimal, half away from zero, from the exact fraction.

    A rounded figure never stands on the wrong side of its `limit`, nor reads as nothing or everything when it is
    not: decimals are added, four at most, until it stands right; where four are not enough the fraction is shown.
    """
    limits = [Fraction(0), Fraction(1), *([] if limit is None else [limit])]
    for decimals in range(1, MAX_DECIMALS + 1):
        units = _half_up(ratio * 100 * 10**decimals)
        shown = Fraction(units, 100 * 10**decimals)
        if all(_side(shown, mark) == _side(ratio, mark) for mark in limits):
            # Nothing and everything need no decimal: 0%, 100%.
            decimals_shown = 0 if shown in {0, 1} else decimals
            return _with_decimals(units, decimals, decimals_shown, language) + _BEFORE_PERCENT[language] + "%"
    return f"{number(ratio.numerator, language)}/{number(ratio.denominator, language)}"


def limit(ratio: Fraction, language: Language) -> str:
    """Return a threshold exactly, never rounded: 50%, and 2/3 where a percentage does not end."""
    if (ratio * 100 * 10**MAX_DECIMALS).denominator != 1:
        return f"{number(ratio.numerator, language)}/{number(ratio.denominator, language)}"
    return f"{plain(ratio * 100, language)}{_BEFORE_PERCENT[language]}%"


def whole_percent(ratio: Fraction) -> int:
    """Return `ratio` as a whole percentage, half away from zero; for comparison with published figures only."""
    return _half_up(ratio * 100)


def plain(value: Fraction, language: Language) -> str:
    """Return an exact value without a percent sign: 474.5 where it ends within four decimals, else a fraction."""
    units = value * 10**MAX_DECIMALS
    if units.denominator != 1:
        return f"{number(value.numerator, language)}/{number(value.denominator, language)}"
    return format_decimal(Decimal(units.numerator).scaleb(-MAX_DECIMALS), format="#,##0.####", locale=LOCALES[language])


def money(cents: int, language: Language) -> str:
    """Return an amount of `cents` in euro: "\N{EURO SIGN}\N{NO-BREAK SPACE}30,00"."""
    written = format_currency(Decimal(cents) / CENTS_PER_EURO, "EUR", locale=LOCALES[language])
    return written.replace(" ", NO_BREAK)


def amount(cents: int, language: Language) -> str:
    """Return an amount without its sign, as people type it and tables have it: `60,00`; in English `60.00`."""
    return euros(cents) if language is Language.EN else euros(cents).replace(".", ",")


def names(values: Sequence[str], language: Language) -> str:
    """Return a list as a phrase: a, b and c; empty for none."""
    return format_list(list(values), locale=LOCALES[language])


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _side(value: Fraction, mark: Fraction) -> int:
    return (value > mark) - (value < mark)


def _with_decimals(units: int, scale: int, shown: int, language: Language) -> str:
    pattern = "#,##0." + "0" * shown if shown else "#,##0"
    return format_decimal(Decimal(units).scaleb(-scale), format=pattern, locale=LOCALES[language])

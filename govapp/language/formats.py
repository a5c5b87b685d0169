"""Days, hours and fingerprints as people of each language write them (docs/glossary.md, part 3)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from govapp.kernel.texts import Language
from govapp.language.locales import LOCALES, NO_BREAK
from pybelenios.jsontext import digest_mark

_LONG_WITH_HOUR = {
    Language.NL: "{day} om {hour}",
    Language.FR: "{day} à {hour}",
    Language.EN: "{day} at {hour}",
    Language.DE: "{day}, {hour}",
}
_HOUR = {
    Language.NL: "{0:%H.%M}" + NO_BREAK + "uur",
    Language.FR: "{0:%H}" + NO_BREAK + "h" + NO_BREAK + "{0:%M}",
    Language.EN: "{0:%H:%M}",
    Language.DE: "{0:%H:%M}" + NO_BREAK + "Uhr",
}
_LONG_DAY = {
    Language.NL: "EEEE d MMMM y",
    Language.FR: "EEEE d MMMM y",
    Language.EN: "EEEE d MMMM y",
    Language.DE: "EEEE, d. MMMM y",
}
_LONG = {Language.NL: "d MMMM y", Language.FR: "d MMMM y", Language.EN: "d MMMM y", Language.DE: "d. MMMM y"}


def local(moment: datetime, zone: str) -> datetime:
    """Return a moment (UTC) on the wall clock of `zone`."""
    return moment.astimezone(ZoneInfo(zone))


def _day(value: date, language: Language, pattern: str) -> str:
    # A line never ends between the day and its month.
    written = format_date(value, pattern.replace("d MMMM", f"d{NO_BREAK}MMMM"), locale=LOCALES[language])
    written = written.replace(". ", f".{NO_BREAK}")
    if language is Language.FR and value.day == 1:
        # Babel writes "1 juin"; French says "1er juin".
        written = written.replace(f"1{NO_BREAK}", f"1er{NO_BREAK}", 1)
    return written


def datetime_long(moment: datetime, language: Language, zone: str) -> str:
    """Return weekday, date and hour: "dinsdag 16 juni 2026 om 18.00 uur"."""
    there = local(moment, zone)
    return _LONG_WITH_HOUR[language].format(
        day=_day(there.date(), language, _LONG_DAY[language]),
        hour=_HOUR[language].format(there),
    )


def datetime_short(moment: datetime, language: Language, zone: str) -> str:
    """Return day, month and hour without the year, for subjects of mails: "16 juni, 18.00 uur"."""
    there = local(moment, zone)
    pattern = "d. MMMM" if language is Language.DE else "d MMMM"
    return f"{_day(there.date(), language, pattern)}, {_HOUR[language].format(there)}"


def date_long(value: date, language: Language) -> str:
    """Return a date in words without the weekday: "16 juni 2026"."""
    return _day(value, language, _LONG[language])


def date_full(value: date, language: Language) -> str:
    """Return a date in words with the weekday: "dinsdag 16 juni 2026"; of a moment without zone, its day."""
    return _day(value.date() if isinstance(value, datetime) else value, language, _LONG_DAY[language])


def date_numeric(value: date, language: Language) -> str:
    """Return a date in figures: 16/06/2026, in German 16.06.2026."""
    return value.strftime("%d.%m.%Y" if language is Language.DE else "%d/%m/%Y")


def time_only(moment: datetime, language: Language, zone: str) -> str:
    """Return the hour alone: "18.00 uur"."""
    return _HOUR[language].format(local(moment, zone))


def datetime_numeric(moment: datetime, language: Language, zone: str) -> str:
    """Return date and hour in figures for tables: "16/06/2026 18:00"."""
    there = local(moment, zone)
    return f"{date_numeric(there.date(), language)} {there:%H:%M}"


def datetime_exact(moment: datetime, language: Language, zone: str) -> str:
    """Return date and hour to the second, and a fraction where there is one: "16/06/2026 18:00:00".

    In the hour that comes twice a year, the distance from UTC stands behind it.
    """
    there = local(moment, zone)
    fraction = f"{there:.%f}".rstrip("0").rstrip(".")
    is_double = there.replace(fold=1 - there.fold).utcoffset() != there.utcoffset()
    offset = f" (UTC{there:%z})" if is_double else ""
    return f"{date_numeric(there.date(), language)} {there:%H:%M:%S}{fraction}{offset}"


def country_name(code: str, language: Language) -> str:
    """Return the name of the country with a code of two letters (ISO 3166-1); an unknown code stays as it is."""
    return str(LOCALES[language].territories.get(code, code))


def fingerprint(digest: str) -> str:
    """Return the beginning of a digest as people compare it: `b27d 044c e913 7fa0 55c1`, 20 of its digits."""
    return digest_mark(digest)

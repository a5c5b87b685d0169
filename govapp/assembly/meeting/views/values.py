"""What the pages of assemblies have in common: sentences with dates and numbers as the reader writes them."""

from datetime import datetime
from typing import Any, TypeVar

from babel import Locale

from govapp.kernel.texts import LANGUAGES, Language
from govapp.request_context import language, zone

T = TypeVar("T")


def required_value(value: T | None) -> T:
    """Return the value of a field that the form has already required."""
    if value is None:
        raise ValueError("a required field is empty after validation")
    return value


def to_utc(value: datetime) -> datetime:
    """Return the moment at which the cooperative's clock shows `value`."""
    return value.replace(tzinfo=zone())


def to_local(value: datetime) -> datetime:
    """Return what the cooperative's clock shows at `value`, without its zone, for a form field."""
    return value.astimezone(zone()).replace(tzinfo=None)


def language_names() -> dict[Language, str]:
    """Return the names of the four languages in the reader's own, as they begin a sentence."""
    names = Locale(language().value).languages
    return {each: names[each.value].capitalize() for each in LANGUAGES}


def template_context() -> dict[str, Any]:
    """Return what every template of assemblies may use."""
    return {
        "language_names": language_names(),
        "all_languages": LANGUAGES,
    }

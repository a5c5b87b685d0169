"""One place that turns what the program has to say into the words of one language: sentences, numbers, days, refusals.

Rules, letters, pages and commands share it. It knows no request: `request_context.translator()` gives that of a reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cache

from babel.support import NullTranslations

from govapp.kernel.errors import Param, Refusal, Sentence
from govapp.kernel.texts import LANGUAGES, Language, Texts
from govapp.language import formats, number_format
from govapp.language.catalogues import translations

BRUSSELS = "Europe/Brussels"


@dataclass(frozen=True)
class Translator:
    """The language of a reader and the zone of the cooperative's clock, with the catalogue of that language."""

    language: Language
    zone: str
    catalogue: NullTranslations = field(repr=False, compare=False)

    def say(self, message: str, /, **params: Param) -> str:
        """Return the sentence `message` in this language, its places filled in as this language writes such values."""
        return self._filled(self.catalogue.gettext(message), params)

    def ngettext(self, singular: str, plural: str, n: int, /, **params: Param) -> str:
        """Return the form of the sentence that fits `n`, which stands at `count`, with its other places filled in."""
        return self._filled(self.catalogue.ngettext(singular, plural, n), {"count": n, **params})

    def describe_refusal(self, refusal: Refusal) -> tuple[str, str]:
        """Return what a refusal says and what to do next."""
        return self.say(refusal.message, **refusal.params), self.say(refusal.help, **refusal.params)

    def write(self, value: Param) -> str:
        """Return a value as it stands in a sentence: numbers grouped, days in words, moments with the hour."""
        if isinstance(value, Sentence):
            return self.catalogue.gettext(value)
        if isinstance(value, datetime):
            return formats.datetime_long(value, self.language, self.zone)
        if isinstance(value, date):
            return formats.date_long(value, self.language)
        if isinstance(value, Sentence):
            return self.catalogue.gettext(value)
        return self.number(value) if isinstance(value, int) else value

    def number(self, value: int) -> str:
        """Return a whole number with its thousands grouped."""
        return number_format.number(value, self.language)

    def percent(self, ratio: Fraction, limit: Fraction | None = None) -> str:
        """Return a ratio as a percentage, never on the wrong side of `limit`."""
        return number_format.percent(ratio, self.language, limit)

    def names(self, values: Sequence[str]) -> str:
        """Return a list as a phrase: a, b and c."""
        return number_format.names(values, self.language)

    def _filled(self, sentence: str, params: dict[str, Param]) -> str:
        return sentence % {name: self.write(value) for name, value in params.items()}


@cache
def translator_for(language: Language, zone: str = BRUSSELS) -> Translator:
    """Return the translator into `language` for a cooperative whose clock shows the time of `zone`."""
    return Translator(language, zone, translations(language))


def say_in_all(message: str, /, **params: Param) -> Texts:
    """Return the sentence `message` in all four languages, for what is sealed or sent in all of them at once."""
    return Texts(**{language.value: translator_for(language).say(message, **params) for language in LANGUAGES})

"""Sentences of minutes, written in all languages at once."""

from collections.abc import Callable
from datetime import date, datetime

from govapp.assembly.minutes.rules.record import Figure
from govapp.kernel.texts import LANGUAGES, Texts
from govapp.language.translator import Translator, translator_for


class Writer:
    """Writes sentences in all languages at once, with the hours of one clock."""

    def __init__(self, zone: str) -> None:
        self._translators = {language: translator_for(language, zone) for language in LANGUAGES}

    def say(self, message: str, **params: Figure | date | datetime | Texts) -> Texts:
        """Return a sentence in four languages; a text among `params` is put in the language of each."""
        return self.in_all(
            lambda said: said.say(
                message,
                **{
                    name: str(value.in_language(said.language)) if isinstance(value, Texts) else value
                    for name, value in params.items()
                },
            )
        )

    def in_all(self, write: Callable[[Translator], str]) -> Texts:
        """Return what `write` makes in each language."""
        return Texts(**{language.value: write(said) for language, said in self._translators.items()})

"""Texts that a cooperative writes in up to four languages."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self


class Language(StrEnum):
    """The languages of the product, in the order in which they stand on a page."""

    NL = "nl"
    FR = "fr"
    EN = "en"
    DE = "de"


LANGUAGES = tuple(Language)

# No-break spaces stay: in French they stand before : ; ? and !.
_SPACES_INSIDE: Final = re.compile(r"(?<=\S)[^\S\n\u00a0\u202f]+")
_SPACES_AT_THE_END: Final = re.compile(r"[^\S\n]+$", re.MULTILINE)
_EMPTY_LINES: Final = re.compile(r"\n{3,}")

# How each language calls itself.
LANGUAGE_NAMES = {
    Language.NL: "Nederlands",
    Language.FR: "Français",
    Language.EN: "English",
    Language.DE: "Deutsch",
}

# Where a text is missing, a reader is served in the language most likely to be understood.
FALLBACKS = {
    Language.NL: (Language.NL, Language.FR, Language.EN, Language.DE),
    Language.FR: (Language.FR, Language.NL, Language.EN, Language.DE),
    Language.EN: (Language.EN, Language.FR, Language.NL, Language.DE),
    Language.DE: (Language.DE, Language.FR, Language.NL, Language.EN),
}


@dataclass(frozen=True)
class Phrase:
    """A text in the language in which it is really shown."""

    text: str
    language: Language
    is_fallback: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Texts:
    """One text in four languages; an empty string means that it was not written."""

    nl: str = ""
    fr: str = ""
    en: str = ""
    de: str = ""

    @classmethod
    def from_dict(cls, values: Mapping[str, str]) -> Self:
        """Read `{"nl": ..., "fr": ...}`; unknown members raise TypeError."""
        return cls(**dict(values))

    @classmethod
    def same(cls, text: str) -> Self:
        """Return `text` in all four languages: a name reads the same everywhere."""
        return cls(nl=text, fr=text, en=text, de=text)

    def as_dict(self) -> dict[str, str]:
        """Return the languages that were written, in the order NL, FR, EN, DE."""
        return {language.value: self._of(language) for language in LANGUAGES if self._of(language)}

    def missing(self) -> tuple[Language, ...]:
        """Return the languages in which nothing was written."""
        return tuple(language for language in LANGUAGES if not self._of(language))

    def in_language(self, wanted: Language) -> Phrase:
        """Return the text for a reader of `wanted`, marked when it is in another language; empty when none exists."""
        for language in FALLBACKS[wanted]:
            text = self._of(language)
            if text:
                return Phrase(text, language, language is not wanted)
        return Phrase("", wanted)

    def languages(self) -> tuple[Language, ...]:
        """Return the languages in which something was written."""
        return tuple(language for language in LANGUAGES if self._of(language))

    def _of(self, language: Language) -> str:
        text: str = getattr(self, language.value)
        return text.strip()

    def __bool__(self) -> bool:
        return any(self._of(language) for language in LANGUAGES)


Words = str | Texts
"""What somebody wrote for everybody: by language, or, in records of version 1, in a language that nobody named."""


def words_in(words: Words, wanted: Language) -> Phrase:
    """Return words for a reader of `wanted`, marked when they are in another language that somebody named."""
    return Phrase(words, wanted) if isinstance(words, str) else words.in_language(wanted)


def in_all(words: Words) -> Texts:
    """Return words with a text for each language: where one is missing, in the language that its readers know best."""
    return Texts(**{each.value: words_in(words, each).text for each in LANGUAGES})


def each_of(words: Words, change: Callable[[str], str]) -> Words:
    """Return words with the text of each language changed alike."""
    if isinstance(words, str):
        return change(words)
    return Texts.from_dict({language: change(text) for language, text in words.as_dict().items()})


def list_texts(words: Words) -> list[str]:
    """Return every text of what somebody wrote; none where nothing was."""
    return ([words] if words.strip() else []) if isinstance(words, str) else list(words.as_dict().values())


def labelled(words: Words) -> str:
    """Return words as the journal keeps them: a line for each language that somebody named, which begins with it."""
    if isinstance(words, str):
        return words
    return "\n".join(f"{language}: {text}" for language, text in words.as_dict().items())


def kept_words(words: Words) -> tuple[int, str]:
    """Return words as a column keeps them: the version of the form, and the text; in version 2 that is JSON."""
    if isinstance(words, str):
        return 1, words
    return 2, json.dumps(words.as_dict(), ensure_ascii=False)


def read_words(version: int, text: str) -> Words:
    """Return the words that `kept_words` wrote."""
    return text if version == 1 else Texts.from_dict(json.loads(text))


def kept_lines(text: str) -> str:
    """Return a text with the lines that somebody typed: paragraphs, lists and how far each line is indented.

    Lines end with LF (browsers send CR LF); one empty line at most parts two paragraphs, one space two words.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    apart = _SPACES_AT_THE_END.sub("", _SPACES_INSIDE.sub(" ", lines))
    return _EMPTY_LINES.sub("\n\n", apart).strip()

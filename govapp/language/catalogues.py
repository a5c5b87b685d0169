"""The translations: read straight from the .po files, so that there is one source and nothing to compile."""

import io
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from govapp.kernel.texts import LANGUAGES, Language

FOLDER = Path(__file__).parent / "translations"
SOURCE = Language.EN


@cache
def translations(language: Language) -> NullTranslations:
    """Return all catalogues of `language` merged; English is the language of the message ids."""
    merged: NullTranslations = NullTranslations()
    for path in sorted((FOLDER / language.value).glob("*.po")):
        with path.open("rb") as handle:
            part = _compiled(read_po(handle, locale=language.value))
        merged = part if type(merged) is NullTranslations else merged.merge(part)  # type: ignore[attr-defined]
    return merged


def _compiled(catalogue: Catalog) -> Translations:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return Translations(buffer)


def language_of(code: str | None) -> Language | None:
    """Return the language for a code such as `nl` or `nl_BE`, or None for one we do not speak."""
    short = (code or "").replace("-", "_").partition("_")[0].lower()
    return Language(short) if short in set(LANGUAGES) else None

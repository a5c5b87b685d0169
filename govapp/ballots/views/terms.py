"""Words of an agenda that not everybody knows, explained beside the question in which they stand."""

import re
from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext

from govapp.kernel.texts import Language


@dataclass(frozen=True)
class Term:
    """A word that is explained: how it begins in each language, and what it means."""

    beginnings: dict[Language, str]
    meaning: str


def _term(nl: str, fr: str, en: str, de: str, meaning: str) -> Term:
    return Term({Language.NL: nl, Language.FR: fr, Language.EN: en, Language.DE: de}, meaning)


# The words are those of the glossary. No meaning says more of the law than what every reader of an agenda may rely on.
TERMS: Final = (
    _term(
        *("kwijting", "décharge", "discharge", "entlastung"),
        lazy_gettext(
            "The assembly accepts how the people named did their work in that year, as accounts and reports show it."
        ),
    ),
    _term(
        *("commissaris", "commissaire", "statutory auditor", "kommissar"),
        lazy_gettext("Somebody from outside who examines the accounts of the cooperative and reports to the assembly."),
    ),
    _term(
        *("mandaat|mandaten", "mandat", "mandate", "mandat|verwaltungsratsmandat"),
        lazy_gettext("The task of a director, for which the assembly elects somebody for a number of years."),
    ),
    _term(
        *("reserve", "réserve", "reserve", "rücklage"),
        lazy_gettext("Profit that stays in the cooperative and is not paid out."),
    ),
)


@dataclass(frozen=True)
class ExplainedWord:
    """A word as it stands in a question, and what it means."""

    word: str
    meaning: str


def explained_words(texts: str, language: Language) -> tuple[ExplainedWord, ...]:
    """Return the words in `texts`, which are in `language`, that are explained; each once, as it stands there first."""
    found = []
    for term in TERMS:
        match = re.search(rf"\b(?:{term.beginnings[language]})\w*", texts, re.IGNORECASE)
        if match:
            found.append(ExplainedWord(match[0].lower() if language is not Language.DE else match[0], term.meaning))
    return tuple(found)

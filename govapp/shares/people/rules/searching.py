"""What a search of the register means: a number, an e-mail address, or words of names and places.

People write one name in many ways: D'Hondt, Dhondt, d hondt; Van den Berghe, Vandenberghe. A word of a search is
therefore kept with the ways in which it can stand in a folded text (`names.fold`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govapp.shares.people.rules.names import fold, fold_email

# What stands before names and places in Belgium, apart from them or joined with them.
_PARTICLES = frozenset(
    {"d", "l", "o", "s", "t", "st", "sint", "saint", "sainte", "san", "santa", "zu"}
    | {"de", "del", "della", "den", "der", "des", "di", "du", "el", "la", "le", "les", "los"}
    | {"te", "ten", "ter", "van", "vande", "vanden", "vander", "ver", "von", "voor"}
)
# A search has no more words than somebody remembers.
_MAX_WORDS = 8
_MAX_WORD_LETTERS = 40
# Longer numbers are those of companies; these have ten digits, or nine where the first zero is forgotten.
_HOLDER_DIGITS = 9
_COMPANY_DIGITS = 10
_NUMBER = re.compile(r"(?:#|n[o°r]?\.?°?)?\s*(?P<country>BE)?\s*(?P<digits>[0-9][0-9 .]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SearchWord:
    """One word of a search: `letters` without any space, and the `phrases` that it can be in a folded text.

    A phrase fits where it begins with a word of the text.
    """

    letters: str
    phrases: tuple[str, ...]

    def fits(self, folded: str) -> bool:
        """Tell whether a folded text has the word."""
        return any(f" {phrase}" in f" {folded}" for phrase in self.phrases)

    @property
    def is_number(self) -> bool:
        """Tell whether it can be a postcode."""
        return self.letters.isdecimal()


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; empty members look for nothing.

    `number` is that of a shareholder, `company_numbers` and `postcode` are the other things that such digits can be.
    `email` is how an address begins, `email_domain` what stands after its sign. `readings` are ways to take the words
    apart: one of them has to fit, with all its words.
    """

    number: int | None = None
    company_numbers: tuple[str, ...] = ()
    postcode: str = ""
    email: str = ""
    email_domain: str = ""
    readings: tuple[tuple[SearchWord, ...], ...] = ()


def read_search(text: str) -> Search:
    """Return what a text means that somebody typed in the search field."""
    numbered = _NUMBER.fullmatch(text.strip())
    if numbered is not None:
        return _digits("".join(sign for sign in numbered["digits"] if sign.isdigit()), numbered["country"] is None)
    address = fold_email(text)
    if "@" in address:
        before, _, domain = address.partition("@")
        return Search(email=address) if before else Search(email_domain=domain)
    return Search(email="" if " " in address else address, readings=_readings(fold(text).split()[:_MAX_WORDS]))


def _digits(digits: str, is_any: bool) -> Search:
    """Return what digits can mean; after BE they are those of a company."""
    companies = tuple(dict.fromkeys((digits.zfill(_COMPANY_DIGITS), digits))) if len(digits) >= _HOLDER_DIGITS else ()
    if not is_any or len(digits) > _HOLDER_DIGITS:
        return Search(company_numbers=companies or (digits,))
    return Search(number=int(digits), company_numbers=companies, postcode=digits)


def _readings(words: list[str]) -> tuple[tuple[SearchWord, ...], ...]:
    """Return the words as they were typed and, where that differs, with particles joined to what follows them."""
    typed = tuple(_word(word) for word in words)
    joined = tuple(_word(word) for word in _joined(words))
    if not typed:
        return ()
    return (typed,) if joined == typed else (typed, joined)


def _joined(words: list[str]) -> Iterator[str]:
    before = ""
    for place, word in enumerate(words):
        if word in _PARTICLES and place < len(words) - 1:
            before += word
        else:
            yield before + word
            before = ""


def _word(letters: str) -> SearchWord:
    if letters.isdecimal() or len(letters) > _MAX_WORD_LETTERS:
        return SearchWord(letters, (letters,))
    cut = (f"{letters[:place]} {letters[place:]}" for place in range(1, len(letters)))
    return SearchWord(letters, tuple(dict.fromkeys((letters, *cut, *_apart(letters)))))


def _apart(letters: str) -> Iterator[str]:
    """Yield a word with the particles before it taken apart: vandenberghe, van denberghe, van den berghe."""
    for place in range(1, len(letters)):
        particle, rest = letters[:place], letters[place:]
        if particle in _PARTICLES:
            yield f"{particle} {rest}"
            yield from (f"{particle} {further}" for further in _apart(rest))

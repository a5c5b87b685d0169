"""The register file of a rehearsal: invented people, each with an e-mail address, and some who may not vote."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

GIVEN: Final = {
    "nl": ("An", "Bram", "Daan", "Eva", "Joke", "Pieter", "Sofie", "Tijs"),
    "fr": ("Aïcha", "Benoît", "Céline", "Édouard", "Fatou", "Hervé", "Loïc", "Zoé"),
    "en": ("Alice", "Derek", "Niamh", "Oluwaseun"),
    "de": ("Anke", "Jörg", "Käthe", "Ulrich"),
}
FAMILY: Final = {
    "nl": ("D'Haese", "Peeters", "Van den Broeck", "de Vries", "Ölbrechts", "'t Kint", "Wouters"),
    "fr": ("Dubois", "L'Hoëst", "Marchal-Łuczak", "N'Guessan", "Étienne", "de la Brassinne", "Çelik"),
    "en": ("O'Neill", "Smith", "Ó Briain"),
    "de": ("Groß", "Müller", "Schröder-Weiß"),
}
# Of twenty people: French is the largest language of the model cooperative, German the smallest.
MIX: Final = ("fr",) * 11 + ("nl",) * 6 + ("en",) * 2 + ("de",)
CATEGORIES: Final = ("A",) * 17 + ("C",) * 2 + ("B",)
EVERY_LEGAL: Final = 12
"""One in so many who may vote is an organisation with a representative."""
LEFT_OUT_SHARE: Final = 40
"""One in so many more has not paid for the shares yet, and may not vote."""
COLUMNS: Final = (
    "number",
    "kind",
    "name",
    "given_name",
    "company_number",
    "language",
    "category",
    "email",
    "street",
    "postcode",
    "town",
    "country",
    "representative_name",
    "representative_given_name",
    "event",
    "shares",
    "paid_in",
    "effective_date",
)


def register_file(eligible: int, today: date) -> bytes:
    """Return a register as CSV in UTF-8: `eligible` who may vote, and at least one who may not."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_rows(eligible, today))
    return text.getvalue().encode()


def left_out(eligible: int) -> int:
    """Return how many of the register of `register_file` may not vote."""
    return 1 + eligible // LEFT_OUT_SHARE


def _rows(eligible: int, today: date) -> Iterator[dict[str, str]]:
    first_day = today - timedelta(days=3650)
    for number in range(1, eligible + left_out(eligible) + 1):
        language = MIX[number * 7 % len(MIX)]
        may_vote = number <= eligible
        is_legal = may_vote and number % EVERY_LEGAL == 0
        row = {
            "number": str(number),
            "language": language,
            "category": "C" if is_legal else CATEGORIES[number * 3 % len(CATEGORIES)],
            "email": f"holder-{number}@people.example",
            "street": f"Rue de l'Essai {number % 200 + 1}",
            "postcode": "1000",
            "town": "Bruxelles",
            "country": "BE",
            "event": "opening_balance",
            "shares": str(number % 5 + 1),
            "paid_in": "" if may_vote else "0.00",
            "effective_date": (first_day + timedelta(days=number % 3000)).isoformat(),
        }
        given, family = _name(number, language)
        if not is_legal:
            yield row | {"kind": "natural", "name": family, "given_name": given}
            continue
        row |= {"kind": "legal", "name": f"Atelier {family} {number}", "company_number": _company_number(number)}
        yield row | {"representative_name": family, "representative_given_name": given}


def _name(number: int, language: str) -> tuple[str, str]:
    given, family = GIVEN[language], FAMILY[language]
    return given[number % len(given)], family[number // len(given) % len(family)]


def _company_number(number: int) -> str:
    """Return a well-formed Belgian company number: ten digits, the last two 97 minus the rest modulo 97."""
    body = 4_000_000 + number
    return f"{body:08d}{97 - body % 97:02d}"

"""The columns of an import file, with the other names and values by which they are known (docs/import-columns.md)."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from govapp.kernel.texts import LANGUAGE_NAMES
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.people.rules.kinds import Category, Gender, PartyKind
from govapp.shares.people.rules.names import fold


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, whether the header must have it, and its names in Dutch, French and German."""

    name: str
    is_required: bool = False
    aliases: tuple[str, ...] = ()


def _of_representative(nl: str, fr: str, en: str, de: str = "") -> tuple[str, ...]:
    return (f"{nl} vertegenwoordiger", f"{fr} représentant", f"{en} of the representative", f"{de or nl} vertreter")


# How an exported list calls what was paid, and the day from which somebody holds shares.
IN_EURO = ("paid in (euro)", "gestort (euro)", "libéré (euro)", "eingezahlt (euro)")
SINCE = ("since", "sinds", "depuis le", "seit")
COLUMNS = (
    Column(
        "number",
        is_required=True,
        aliases=("nummer", "numéro", "shareholder number", "lidnr.", "lidnummer", "mitgliedsnummer"),
    ),
    Column("kind", is_required=True, aliases=("soort", "type", "art")),
    Column("name", is_required=True, aliases=("naam", "nom")),
    Column("given_name", aliases=("voornaam", "prénom", "vorname")),
    Column("birth_date", aliases=("geboortedatum", "date de naissance", "geburtsdatum")),
    Column("gender", aliases=("geslacht", "genre", "geschlecht")),
    Column("company_number", aliases=("ondernemingsnummer", "numéro d'entreprise", "unternehmensnummer")),
    Column("language", is_required=True, aliases=("taal", "langue", "sprache")),
    Column("category", is_required=True, aliases=("categorie", "catégorie", "kategorie")),
    Column(
        "email", aliases=("e-mail", "e-mailadres", "courriel", "adresse e-mail", "e-mail address", "e-mail-adresse")
    ),
    Column("street", aliases=("straat", "rue", "straße")),
    Column("postcode", aliases=("code postal", "postleitzahl", "plz", "zip")),
    Column("town", aliases=("gemeente", "commune", "ville", "localité", "ort", "stad", "woonplaats", "city")),
    Column("country", aliases=("land", "pays")),
    Column("representative_number", aliases=_of_representative("nummer", "numéro", "number")),
    Column("representative_name", aliases=_of_representative("naam", "nom", "name", "name")),
    Column("representative_given_name", aliases=_of_representative("voornaam", "prénom", "given name", "vorname")),
    Column("event", aliases=("gebeurtenis", "événement", "ereignis")),
    Column("shares", is_required=True, aliases=("aandelen", "parts", "anteile")),
    Column("unit_price", aliases=("prijs", "prix", "preis")),
    Column("paid_in", aliases=("gestort", "libéré", "eingezahlt", *IN_EURO)),
    Column("effective_date", is_required=True, aliases=("ingangsdatum", "date d'effet", "wirksam ab", *SINCE)),
    Column("reference", aliases=("referentie", "référence", "referenz")),
)
# Whoever repeats a number without any of these adds a movement to the person of the earlier row.
IDENTITY = frozenset(column.name for column in COLUMNS) - {
    "number",
    "event",
    "shares",
    "unit_price",
    "paid_in",
    "effective_date",
    "reference",
}

KINDS = {
    "natural": PartyKind.NATURAL,
    "natural person": PartyKind.NATURAL,
    "natuurlijke persoon": PartyKind.NATURAL,
    "personne physique": PartyKind.NATURAL,
    "naturliche person": PartyKind.NATURAL,
    "legal": PartyKind.LEGAL,
    "legal person": PartyKind.LEGAL,
    "rechtspersoon": PartyKind.LEGAL,
    "personne morale": PartyKind.LEGAL,
    "juristische person": PartyKind.LEGAL,
}
CATEGORIES = {
    "a": Category.MEMBER,
    "member": Category.MEMBER,
    "lid": Category.MEMBER,
    "membre": Category.MEMBER,
    "mitglied": Category.MEMBER,
    "b": Category.STAFF,
    "staff": Category.STAFF,
    "permanent team": Category.STAFF,
    "vaste medewerker": Category.STAFF,
    "equipe permanente": Category.STAFF,
    "festes team": Category.STAFF,
    "c": Category.PARTNER,
    "partner": Category.PARTNER,
    "partenaire": Category.PARTNER,
}
_EXPORTED_CATEGORIES = {
    Category.MEMBER: ("member (category A)", "lid (categorie A)", "membre (catégorie A)", "Mitglied (Kategorie A)"),
    Category.STAFF: (
        "permanent team (category B)",
        "vaste medewerker (categorie B)",
        "équipe permanente (catégorie B)",
        "festes Team (Kategorie B)",
    ),
    Category.PARTNER: (
        "partner (category C)",
        "partner (categorie C)",
        "partenaire (catégorie C)",
        "Partner/-in (Kategorie C)",
    ),
}
CATEGORIES |= {fold(words): category for category, each in _EXPORTED_CATEGORIES.items() for words in each}
GENDERS = {
    "f": Gender.FEMALE,
    "v": Gender.FEMALE,
    "w": Gender.FEMALE,
    "m": Gender.MALE,
    "h": Gender.MALE,
    "x": Gender.OTHER,
}
# By code, or by its own name.
LANGUAGES = {word: code.value for code, name in LANGUAGE_NAMES.items() for word in (code.value, fold(name))}
EVENTS = {
    "opening balance": MovementType.OPENING_BALANCE,
    "opening_balance": MovementType.OPENING_BALANCE,
    "issue": MovementType.ISSUE,
}
ALLOWED_CATEGORIES = "member (A), staff (B), partner (C)"
ALLOWED_LANGUAGES = ", ".join(LANGUAGE_NAMES)
ALLOWED_KINDS = "natural, legal"
ALLOWED_EVENTS = "opening_balance, issue"
ALLOWED_GENDERS = "f, m, x"

# Of 1: given name and name are less alike than that, and a word with a letter too many is more.
_ALIKE = 0.8
# What a national number is called in Belgium and beside it: a register of shareholders may not hold it.
_NATIONAL_NUMBER = re.compile(
    r"rijksregister|registre national|nationalregister|national register|national ?(number|id)\b|numero national"
    r"|\b(n\.?i\.?s\.?s|insz|bsn)\b|burgerservice|securite sociale|sozialversicherung|social security"
)

_BY_NAME = {fold(name.replace("_", " ")): column.name for column in COLUMNS for name in (column.name, *column.aliases)}


def column_named(header: str) -> str | None:
    """Return the column that a header cell means, in any of the four languages, or None."""
    return _BY_NAME.get(fold(header.replace("_", " ")))


def is_national_number(header: str) -> bool:
    """Tell whether a header cell means the number by which a state knows its people."""
    return _NATIONAL_NUMBER.search(fold(header.replace("_", " "))) is not None


def closest_column(header: str) -> str:
    """Return the column whose name is nearly `header`, or an empty string: no advice is better than a wrong one."""
    found = get_close_matches(fold(header.replace("_", " ")), _BY_NAME, n=1, cutoff=_ALIKE)
    return _BY_NAME[found[0]] if found else ""

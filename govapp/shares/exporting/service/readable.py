"""The shareholder list as people read it: headings, values and what the file says of itself, in one language.

The headings and values are among those that an import understands (docs/import-columns.md), so that a list can be taken
into another register. A file for programs has codes and cents instead: JSON.
"""

import re
from dataclasses import dataclass
from datetime import date

from govapp.kernel.errors import N_
from govapp.kernel.texts import LANGUAGE_NAMES, Language
from govapp.language import formats
from govapp.language.translator import Translator
from govapp.shares.exporting.queries import ExtractRow
from govapp.shares.exporting.service.stamp import Stamp, moment
from govapp.shares.ledger.rules.kinds import HolderState
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.names import fold
from govapp.shares.people.service.identifiers import written_company_number

KINDS = {PartyKind.NATURAL: N_("natural person"), PartyKind.LEGAL: N_("legal person")}
CATEGORIES = {
    Category.MEMBER: N_("member (category A)"),
    Category.STAFF: N_("permanent team (category B)"),
    Category.PARTNER: N_("partner (category C)"),
}
STATES = {
    HolderState.HOLDING: N_("with shares"),
    HolderState.FORMER: N_("without shares"),
    HolderState.ALL: N_("all"),
}
TITLE = N_("Shareholder list")


@dataclass(frozen=True, slots=True)
class Euros:
    """An amount, in cents."""

    cents: int


Cell = str | int | date | Euros | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its heading, and its width in characters where a sheet has one."""

    words: str
    width: int


HEADINGS = (
    Heading(N_("Shareholder number"), 9),
    Heading(N_("Name"), 26),
    Heading(N_("Given name"), 18),
    Heading(N_("Kind"), 20),
    Heading(N_("Company number"), 20),
    Heading(N_("Category"), 30),
    Heading(N_("Shares"), 10),
    Heading(N_("Paid in (euro)"), 16),
    Heading(N_("Since"), 12),
    Heading(N_("E-mail address"), 32),
    Heading(N_("Street"), 28),
    Heading(N_("Postcode"), 10),
    Heading(N_("Town"), 20),
    Heading(N_("Country"), 8),
    Heading(N_("Language"), 12),
    Heading(N_("Number of the representative"), 14),
    Heading(N_("Name of the representative"), 26),
    Heading(N_("Given name of the representative"), 18),
)


def headings(words: Translator) -> list[str]:
    """Return the first line of a list."""
    return [words.say(heading.words) for heading in HEADINGS]


def cells(row: ExtractRow, words: Translator) -> list[Cell]:
    """Return one line of a list, in the order of the headings.

    Who represents an organisation stands with the name, and with the number where there is one.
    """
    return [
        row.number,
        row.name,
        row.given_name,
        words.say(KINDS[PartyKind(row.kind)]),
        written_company_number(row.company_number),
        words.say(CATEGORIES[Category(row.category)]) if row.category else "",
        row.shares,
        Euros(row.paid_in_cents),
        row.since,
        row.email,
        row.street,
        row.postcode,
        row.town,
        row.country,
        LANGUAGE_NAMES[Language(row.language)],
        row.representative_number,
        row.representative_name,
        row.representative_given_name,
    ]


def title(stamp: Stamp, words: Translator) -> str:
    """Return what the list is: "Shareholder list, situation on 16 June 2026"."""
    return words.say(N_("Shareholder list, situation on %(day)s"), day=stamp.effective_date)


def about(stamp: Stamp, cooperative: str, words: Translator) -> list[tuple[str, Cell, str]]:
    """Return what a list says of itself: label, value, and the value as programs and commands know it."""
    recorded = formats.datetime_exact(stamp.recorded_until, words.language, words.zone)
    return [
        (words.say(N_("What this is")), title(stamp, words), ""),
        (words.say(N_("Cooperative")), cooperative, ""),
        (words.say(N_("Situation on")), words.write(stamp.effective_date), stamp.effective_date.isoformat()),
        (words.say(N_("As recorded until")), recorded, moment(stamp.recorded_until)),
        (words.say(N_("What is listed")), _narrowed(stamp, words), stamp.filter_codes),
        (words.say(N_("Lines")), stamp.people, ""),
        (words.say(N_("Shares")), stamp.shares, ""),
        (words.say(N_("Paid in (euro)")), Euros(stamp.paid_in_cents), ""),
        (words.say(N_("Last entry of the register")), stamp.ledger_sequence, ""),
        (words.say(N_("Fingerprint of the last entry")), stamp.ledger_head, ""),
        (words.say(N_("Signed state")), stamp.anchor, ""),
    ]


def _narrowed(stamp: Stamp, words: Translator) -> str:
    """Return what narrows the list, in words: "with shares; partner (category C)"."""
    said = {
        "state": lambda value: words.say(STATES[HolderState(value)]),
        "category": lambda value: words.say(CATEGORIES[Category(value)]),
        "kind": lambda value: words.say(KINDS[PartyKind(value)]),
        "language": lambda value: LANGUAGE_NAMES[Language(value)],
        "text": lambda value: words.say(N_('search: "%(text)s"'), text=value),
    }
    return "; ".join(said[name](value) for name, value in stamp.filters.items())


def file_name(stamp: Stamp, cooperative: str, words: Translator, ending: str) -> str:
    """Return the name of the file: cooperative, what it is, and the two times, in letters that every disk knows."""
    whose = re.sub(" ", "-", fold(cooperative))[:40]
    what = re.sub(" ", "-", fold(words.say(TITLE)))
    known = stamp.recorded_until.strftime("%Y%m%dT%H%M%SZ")
    return f"{whose}-{what}-{stamp.effective_date.isoformat()}-{known}.{ending}".lstrip("-")

"""Comparing the people of a file with one another: who votes for whom, and who stands there twice."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from govapp.kernel.errors import N_
from govapp.shares.importing.checker.values import Checked, ImportPerson
from govapp.shares.importing.rules.problems import Note, problem
from govapp.shares.people.rules.kinds import PartyKind
from govapp.shares.people.rules.names import fold_email, search_name

MAX_PAIRS_NAMED: Final = 30
_DAY_FIRST: Final = N_(
    "Days such as %(example)s were read with the day before the month. Shares are held from %(first)s at the earliest "
    "and from %(last)s at the latest (year-month-day): compare both with your file."
)
_MAYBE_THE_SAME: Final = N_(
    "These rows may be about one person, by name and day of birth or by e-mail address: %(rows)s. "
    "Compare them: whoever stands there twice would vote twice."
)


def compare_people(checked: Checked, known: Mapping[int, PartyKind]) -> None:
    """Note what is wrong with people of a file beside others; `known` are the numbers in the register."""
    _check_representatives(checked, known)
    _check_company_numbers(checked)
    checked.problems.sort(key=lambda one: one.row)
    # A day that could not be read stands as the first of all.
    days = [movement.effective_date for movement in checked.movements if movement.effective_date != date.min]
    if checked.day_example and days:
        facts = {"example": checked.day_example, "first": min(days).isoformat(), "last": max(days).isoformat()}
        checked.notes = (*checked.notes, Note(_DAY_FIRST, dict(facts)))
    pairs = list(_alike(checked.people.values()))
    if pairs:
        more = ["…"] if len(pairs) > MAX_PAIRS_NAMED else []
        rows = ", ".join([f"{first} = {second}" for first, second in pairs[:MAX_PAIRS_NAMED]] + more)
        checked.notes = (*checked.notes, Note(_MAYBE_THE_SAME, {"rows": rows}))


def _check_representatives(checked: Checked, known: Mapping[int, PartyKind]) -> None:
    for person in checked.people.values():
        number = person.representative_number
        if not number or person.kind is not PartyKind.LEGAL:
            continue
        human = checked.people.get(number)
        kind = human.kind if human is not None else known.get(number)
        if kind is not PartyKind.NATURAL:
            facts = {"value": number}
            checked.problems.append(problem(person.row, "representative_number", "unknown_representative", **facts))
        elif person.representative_name and not _is_named(human, person):
            checked.problems.append(problem(person.row, "representative_name", "two_representatives"))


def _is_named(human: ImportPerson | None, person: ImportPerson) -> bool:
    """Tell whether the representative, whose number is given too, has the same name in this file: a list says both."""
    if human is None:
        return False
    named = search_name(person.representative_name, person.representative_given_name)
    return named == search_name(human.name, human.given_name)


def _check_company_numbers(checked: Checked) -> None:
    rows: dict[tuple[str, str], int] = {}
    for person in checked.people.values():
        number = (person.country, person.company_number)
        if person.company_number and rows.setdefault(number, person.row) != person.row:
            value, other_row = person.company_number, rows[number]
            found = problem(person.row, "company_number", "double_company_number", value=value, other_row=other_row)
            checked.problems.append(found)


def _alike(people: Iterable[ImportPerson]) -> Iterator[tuple[int, int]]:
    """Yield the rows, earlier and later, of people who share name and day of birth, or an e-mail address."""
    rows: dict[Hashable, list[int]] = defaultdict(list)
    for person in people:
        if person.birth_date is not None:
            rows[search_name(person.name, person.given_name), person.birth_date].append(person.row)
        if person.email:
            rows[fold_email(person.email)].append(person.row)
    yield from sorted({(found[0], other) for found in rows.values() for other in found[1:]})

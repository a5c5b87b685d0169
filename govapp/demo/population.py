"""An invented cooperative of 36,000 shareholders (or a small one of 300), the same every time for the same seed.

Its totals are exact: 80,000 shares, 35,000 members, 720 partners, 280 of the permanent team; regions, languages,
genders and ages as published figures suggest. Nobody in it exists; e-mail addresses end in `.example`.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from govapp.demo.population_cases import Cases
from govapp.demo.population_draw import (
    draw_email,
    draw_figures,
    draw_home,
    draw_movements,
    draw_organisation,
    draw_person,
)
from govapp.demo.population_people import FULL_SIZE, SMALL_SIZE, Draft, Inhabitant
from govapp.shares.importing.rules.columns import COLUMNS
from govapp.shares.people.rules.kinds import CATEGORY_LETTERS, PartyKind

__all__ = ["FULL_SIZE", "SMALL_SIZE", "Inhabitant", "as_csv", "as_rows", "population"]

SEED = 2017


def population(size: int = FULL_SIZE, *, record_date: date, seed: int = SEED) -> tuple[Inhabitant, ...]:
    """Return the shareholders by number; ages are exact on `record_date`, and no share is younger than that."""
    rng = Random(f"{seed}/{size}")  # noqa: S311 - the same people every time, nothing secret
    drafts = draw_figures(rng, size)
    for index, draft in enumerate(drafts):
        if draft.kind is PartyKind.LEGAL:
            draw_organisation(rng, draft, index)
        else:
            draw_person(rng, draft, record_date)
    cases = Cases(rng, drafts, record_date)
    cases.before_addresses()
    used: Counter[str] = Counter()
    for draft in drafts:
        draw_home(rng, draft)
        draw_email(rng, draft, used)
        draw_movements(rng, draft, record_date)
    cases.after_addresses()
    # Numbers were given in the order in which people came.
    drafts.sort(key=lambda draft: draft.movements[0][0])
    for number, draft in enumerate(drafts, start=1):
        draft.number = number
    return tuple(_finished(draft) for draft in drafts)


def _finished(draft: Draft) -> Inhabitant:
    human = draft.representative
    name, given_name = draft.representative_name if human is None else ("", "")
    return Inhabitant(
        number=draft.number,
        kind=draft.kind,
        category=draft.category,
        region=draft.region,
        name=draft.name,
        given_name=draft.given_name,
        gender=draft.gender,
        birth_date=draft.birth_date,
        company_number=draft.company_number,
        language=draft.language,
        email=draft.email,
        street=draft.street,
        postcode=draft.postcode,
        town=draft.town,
        country=draft.country,
        representative_number=human.number if human else None,
        representative_name=name,
        representative_given_name=given_name,
        movements=draft.movements,
        cases=frozenset(draft.cases),
    )


def as_rows(people: Sequence[Inhabitant], *, history: bool = True) -> Iterator[dict[str, str]]:
    """Yield rows for the importer by legal day: one per movement, or one per person with today's total.

    A person's first row says who it is; further rows repeat the number only.
    """
    lines = [
        (day, person, quantity, place == 0)
        for person in people
        for place, (day, quantity) in enumerate(
            person.movements if history else ((person.movements[0][0], person.shares),),
        )
    ]
    lines.sort(key=lambda line: (line[0], line[1].number))
    for day, person, quantity, is_first in lines:
        movement = {
            "number": str(person.number),
            "event": "issue" if history else "opening_balance",
            "shares": str(quantity),
            "effective_date": day.isoformat(),
        }
        yield movement | _identity(person) if is_first else movement


def _identity(person: Inhabitant) -> dict[str, str]:
    return {
        "kind": person.kind.value,
        "name": person.name,
        "given_name": person.given_name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "gender": person.gender.value if person.gender else "",
        "company_number": person.company_number,
        "language": person.language,
        "category": CATEGORY_LETTERS[person.category],
        "email": person.email,
        "street": person.street,
        "postcode": person.postcode,
        "town": person.town,
        "country": person.country,
        "representative_number": str(person.representative_number or ""),
        "representative_name": person.representative_name,
        "representative_given_name": person.representative_given_name,
    }


def as_csv(people: Sequence[Inhabitant], *, history: bool = True) -> bytes:
    """Return the rows as a file for the importer: CSV in UTF-8 with semicolons."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [column.name for column in COLUMNS], restval="", delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(as_rows(people, history=history))
    return text.getvalue().encode()

"""Drawing the people: figures first, so that every total is exact, then names, places and years."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from govapp.demo.population_people import (
    AGE_BANDS,
    GENDERS,
    HOLDERS_BY_SHARES,
    LANGUAGES,
    LEGAL,
    REGIONS,
    Draft,
    spread,
    years_before,
)
from govapp.demo.population_words import FORMS, NAMES, PLACES
from govapp.shares.people.rules.kinds import Category, Gender, PartyKind
from govapp.shares.people.rules.names import fold
from govapp.shares.people.rules.places import Region, region_of

FIRST_YEAR = 2017
FIRST_AGE = 16
PARTNER_INSTALMENTS = 3
MAIL_DOMAINS = ("post.example", "mail.example", "courrier.example", "brief.example")
_TOWNS = {
    region: [place for place in PLACES if region_of(place.country, place.postcode) is region] for region in Region
}
_ABROAD = [place for place in _TOWNS[Region.ABROAD] if place.postcode]


def given_names(language: str, gender: Gender) -> tuple[str, ...]:
    """Return the given names heard in a language."""
    return NAMES[f"given {language} {gender.value}"]


def family_names(language: str) -> tuple[str, ...]:
    """Return the family names heard in a language."""
    return NAMES[f"family {language}"]


def draw_figures(rng: Random, size: int) -> list[Draft]:
    """Return `size` drafts whose categories, shares, kinds, regions, languages, genders and ages have exact totals."""
    cells = {(category, shares): count for category, row in HOLDERS_BY_SHARES.items() for shares, count in row.items()}
    holdings = spread(cells, size)
    homes = [
        (region, language)
        for region, count in Counter(spread(REGIONS, size)).items()
        for language in spread(LANGUAGES[region], count)
    ]
    rng.shuffle(holdings)
    rng.shuffle(homes)
    drafts = [
        Draft(category, shares, region, language)
        for (category, shares), (region, language) in zip(holdings, homes, strict=True)
    ]
    _mark_organisations(drafts)
    people = [draft for draft in drafts if draft.kind is PartyKind.NATURAL]
    genders = spread(GENDERS, len(people))
    bands = spread(AGE_BANDS, len(people))
    rng.shuffle(genders)
    rng.shuffle(bands)
    for draft, gender, band in zip(people, genders, bands, strict=True):
        draft.gender, draft.band = gender, band
    return drafts


def _mark_organisations(drafts: list[Draft]) -> None:
    for category, legal in LEGAL.items():
        members = [draft for draft in drafts if draft.category is category]
        whole = sum(HOLDERS_BY_SHARES[category].values())
        # Rounded half up: exact for the full size.
        for draft in members[: (2 * legal * len(members) + whole) // (2 * whole)]:
            draft.kind = PartyKind.LEGAL


def draw_person(rng: Random, draft: Draft, record_date: date) -> None:
    """Give a human being a name and a birth date within the age band."""
    gender = draft.gender or Gender.FEMALE
    draft.given_name = rng.choice(given_names(draft.language, gender))
    draft.name = rng.choice(family_names(draft.language))
    draft.birth_date = birth_date(rng, record_date, rng.randint(*draft.band))


def birth_date(rng: Random, record_date: date, age: int) -> date:
    """Return a birth date of somebody who is `age` on the record date."""
    oldest = years_before(record_date, age + 1) + timedelta(days=1)
    return oldest + timedelta(days=rng.randrange((years_before(record_date, age) - oldest).days + 1))


def draw_organisation(rng: Random, draft: Draft, index: int) -> None:
    """Give an organisation a name, a company number with right check digits, and somebody who votes for it."""
    stem = rng.choice(NAMES["organisation stems"])
    name = rng.choice(NAMES["organisation names"])
    form = rng.choice(FORMS["nl" if draft.language == "nl" else "fr"])
    draft.name = f"{stem} {name} {form}"
    base = 4_100_000 + index * 97 + rng.randrange(97)
    draft.company_number = f"{base:08d}{97 - base % 97:02d}"
    gender = rng.choice((Gender.FEMALE, Gender.MALE))
    draft.representative_name = (
        rng.choice(family_names(draft.language)),
        rng.choice(given_names(draft.language, gender)),
    )


def draw_home(rng: Random, draft: Draft) -> None:
    """Give somebody an address in the region."""
    dutch = draft.region is Region.FLANDERS or (draft.region is Region.BRUSSELS and draft.language == "nl")
    draft.street = f"{rng.choice(NAMES['streets nl' if dutch else 'streets fr'])} {rng.randint(1, 240)}"
    place = rng.choice(_ABROAD if draft.region is Region.ABROAD else _TOWNS[draft.region])
    draft.country, draft.postcode, draft.town = place.country, place.postcode, place.town


def draw_email(rng: Random, draft: Draft, used: Counter[str]) -> None:
    """Give somebody an address of their own at a domain that cannot exist."""
    local = fold(f"{draft.given_name} {draft.name}").replace(" ", ".")
    local = "".join(sign for sign in local if sign.isascii()) or "info"
    used[local] += 1
    suffix = "" if used[local] == 1 else f".{used[local]}"
    draft.email = f"{local[:60]}{suffix}@{rng.choice(MAIL_DOMAINS)}"


def draw_movements(rng: Random, draft: Draft, record_date: date) -> None:
    """Spread the shares over years from 2017 on: about one a year, partners in up to three instalments."""
    born = draft.birth_date.year if draft.birth_date else 0
    first = min(max(FIRST_YEAR, born + FIRST_AGE), record_date.year)
    years = range(first, record_date.year + 1)
    most = PARTNER_INSTALMENTS if draft.category is Category.PARTNER else draft.shares
    chosen = sorted(rng.sample(years, min(most, draft.shares, len(years))))
    quantities = [draft.shares // len(chosen)] * len(chosen)
    quantities[0] += draft.shares - sum(quantities)
    draft.movements = tuple(
        (_day_in(rng, year, record_date), quantity) for year, quantity in zip(chosen, quantities, strict=True)
    )


def _day_in(rng: Random, year: int, record_date: date) -> date:
    start = date(year, 1, 1)
    last = min(date(year, 12, 31), record_date)
    return start + timedelta(days=rng.randrange((last - start).days + 1))

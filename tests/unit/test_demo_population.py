"""The invented cooperative has the figures it promises, to the unit."""

from collections import Counter
from datetime import date

import pytest
from stdnum.be import vat

from govapp.demo.population import FULL_SIZE, SMALL_SIZE, Inhabitant, as_csv, as_rows, population
from govapp.demo.population_people import HOLDERS_BY_SHARES, age_on
from govapp.shares.people.rules.kinds import Category, Gender, PartyKind
from govapp.shares.people.rules.places import Region, region_of

RECORD_DATE = date(2026, 5, 15)


@pytest.fixture(scope="module")
def people() -> tuple[Inhabitant, ...]:
    return population(record_date=RECORD_DATE)


def test_categories_and_shares_are_exact(people: tuple[Inhabitant, ...]) -> None:
    assert len(people) == FULL_SIZE
    assert sum(person.shares for person in people) == 80_000
    assert Counter(person.category for person in people) == {
        Category.MEMBER: 35_000,
        Category.PARTNER: 720,
        Category.STAFF: 280,
    }
    found = Counter((person.category, person.shares) for person in people)
    assert found == {(one, n): count for one, row in HOLDERS_BY_SHARES.items() for n, count in row.items()}


def test_kinds_genders_and_ages_are_exact(people: tuple[Inhabitant, ...]) -> None:
    legal = Counter(person.category for person in people if person.kind is PartyKind.LEGAL)
    assert legal == {Category.PARTNER: 500, Category.MEMBER: 100}
    natural = [person for person in people if person.kind is PartyKind.NATURAL]
    assert Counter(person.gender for person in natural) == {Gender.FEMALE: 16_638, Gender.MALE: 18_762}
    ages = [age_on(RECORD_DATE, person.birth_date) for person in natural if person.birth_date]
    young, old = sum(age <= 25 for age in ages), sum(age >= 46 for age in ages)
    assert (young, len(ages) - young - old, old) == (5_310, 22_656, 7_434)


def test_regions_and_languages_are_exact_and_postcodes_agree(people: tuple[Inhabitant, ...]) -> None:
    assert Counter(person.region for person in people) == {
        Region.BRUSSELS: 18_360,
        Region.WALLONIA: 14_400,
        Region.FLANDERS: 2_880,
        Region.ABROAD: 360,
    }
    assert Counter(person.language for person in people) == {"fr": 29_131, "nl": 4_961, "en": 1_908}
    assert all(region_of(person.country, person.postcode) is person.region for person in people)


def test_the_awkward_cases_are_all_there(people: tuple[Inhabitant, ...]) -> None:
    found = Counter(case for person in people for case in person.cases)
    assert found == {
        "household": 300,
        "double": 360,
        "namesake": 360,
        "without_email": 1_080,
        "bouncing": 900,
        "many_hats": 25,
        "one_hat": 200,
        "minor": 12,
        "awkward_name": 40,
        "leap_day": 8,
        "age_boundary": 20,
        "without_postcode": 30,
    }
    shared = Counter(person.email for person in people if person.email)
    assert sorted(shared.values())[-151:] == [1] + [2] * 150
    assert sum(not person.email for person in people) == 1_080
    assert sum(not person.given_name for person in people if person.kind is PartyKind.NATURAL) == 5


def test_some_vote_for_two_or_three_organisations(people: tuple[Inhabitant, ...]) -> None:
    hats = Counter(person.representative_number for person in people if person.representative_number)
    assert sum(count >= 2 for count in hats.values()) == 25
    organisations = [person for person in people if person.kind is PartyKind.LEGAL]
    assert all(person.representative_number or person.representative_name for person in organisations)
    assert len({person.company_number for person in organisations}) == 600
    assert all(vat.is_valid(person.company_number) for person in organisations)


def test_shares_were_taken_from_2017_on_and_numbers_follow_the_days(people: tuple[Inhabitant, ...]) -> None:
    first = [person.movements[0][0] for person in people]
    assert min(first).year == 2017
    assert first == sorted(first)
    assert [person.number for person in people] == list(range(1, FULL_SIZE + 1))
    assert max(day for person in people for day, _ in person.movements) <= RECORD_DATE


def test_the_same_seed_gives_the_same_people() -> None:
    assert population(SMALL_SIZE, record_date=RECORD_DATE) == population(SMALL_SIZE, record_date=RECORD_DATE)
    assert population(SMALL_SIZE, record_date=RECORD_DATE, seed=1) != population(SMALL_SIZE, record_date=RECORD_DATE)


def test_the_small_cooperative_is_in_proportion() -> None:
    people = population(SMALL_SIZE, record_date=RECORD_DATE)
    assert len(people) == SMALL_SIZE
    assert Counter(person.category for person in people) == {
        Category.MEMBER: 292,
        Category.PARTNER: 6,
        Category.STAFF: 2,
    }
    assert Counter(person.region for person in people)[Region.BRUSSELS] == 153
    assert sum(person.kind is PartyKind.LEGAL for person in people) == 5


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2017, 1, 1), date(2026, 11, 24)])
def test_any_day_will_do_as_record_date(day: date) -> None:
    people = population(SMALL_SIZE, record_date=day)
    assert max(when for person in people for when, _ in person.movements) <= day


def test_the_rows_tell_who_somebody_is_once() -> None:
    people = population(SMALL_SIZE, record_date=RECORD_DATE)
    rows = list(as_rows(people))
    assert sum("name" in row for row in rows) == SMALL_SIZE
    assert sum(int(row["shares"]) for row in rows) == sum(person.shares for person in people)
    assert len(list(as_rows(people, history=False))) == SMALL_SIZE
    assert as_csv(people).decode().splitlines()[0].startswith("number;kind;name;")

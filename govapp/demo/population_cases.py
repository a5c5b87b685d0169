"""What makes a real register awkward: households, doubles, namesakes, people without an address, many hats."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from datetime import date, timedelta
from random import Random

from govapp.demo.population_draw import birth_date
from govapp.demo.population_people import FULL_SIZE, Draft, years_before
from govapp.demo.population_words import AWKWARD_NAMES, PLACES
from govapp.shares.people.rules.kinds import PartyKind
from govapp.shares.people.rules.places import Region

HOUSEHOLDS = 150
DOUBLES = 180
NAMESAKES = 180
WITHOUT_EMAIL = 1_080
BOUNCING = 900
MANY_HATS = 25
MINORS = 12
LEAP_DAYS = 8
BOUNDARIES = 5
MIDDLE_BAND = (26, 45)
# The middle band has room for any birth date of the year strictly between these ages.
MIDDLE_AGES = (30, 40)


class Cases:
    """Makes drafts awkward, each in one way at most, so that every fixed number can be counted again."""

    def __init__(self, rng: Random, drafts: list[Draft], record_date: date) -> None:
        self._rng = rng
        self._drafts = drafts
        self._size = len(drafts)
        self._record_date = record_date

    def before_addresses(self) -> None:
        """Change names and birth dates."""
        self._awkward_names()
        self._minors()
        self._leap_days()
        self._boundaries()
        self._twins("double", DOUBLES, self._make_double)
        self._twins("namesake", NAMESAKES, self._make_namesake)
        self._many_hats()

    def after_addresses(self) -> None:
        """Change addresses."""
        self._households()
        for draft in self._some("without_email", WITHOUT_EMAIL, lambda _draft: True):
            draft.email = ""
        for draft in self._some("bouncing", BOUNCING, lambda _draft: True):
            draft.email = draft.email.partition("@")[0] + "@bounce.example"
        for draft in self._some("without_postcode", 30, lambda draft: draft.region is Region.ABROAD):
            place = self._rng.choice([place for place in PLACES if not place.postcode])
            draft.country, draft.postcode, draft.town = place.country, "", place.town

    def _count(self, full: int) -> int:
        return full * self._size // FULL_SIZE

    def _some(self, case: str, full: int, fits: Callable[[Draft], bool]) -> list[Draft]:
        free = [draft for draft in self._drafts if not draft.cases and fits(draft)]
        chosen = self._rng.sample(free, min(self._count(full), len(free)))
        for draft in chosen:
            draft.cases.add(case)
        return chosen

    def _pairs(
        self,
        case: str,
        full: int,
        fits: Callable[[Draft], bool],
        bucket: Callable[[Draft], Hashable],
    ) -> list[tuple[Draft, Draft]]:
        """Return pairs of people alike enough that one can take the other's traits without changing a total."""
        buckets: dict[Hashable, list[Draft]] = defaultdict(list)
        for draft in self._drafts:
            if fits(draft) and not draft.cases:
                buckets[bucket(draft)].append(draft)
        pairs = [pair for people in buckets.values() for pair in zip(people[::2], people[1::2], strict=False)]
        chosen = self._rng.sample(pairs, min(self._count(full), len(pairs)))
        for pair in chosen:
            for draft in pair:
                draft.cases.add(case)
        return chosen

    def _awkward_names(self) -> None:
        people = self._some("awkward_name", len(AWKWARD_NAMES), _is_human)
        for draft, (name, given_name) in zip(people, AWKWARD_NAMES, strict=False):
            draft.name, draft.given_name = name, given_name

    def _minors(self) -> None:
        for draft in self._some("minor", MINORS, lambda draft: _is_human(draft) and draft.band == (18, 25)):
            draft.birth_date = birth_date(self._rng, self._record_date, self._rng.randint(1, 17))

    def _leap_days(self) -> None:
        leap = 1988 if self._record_date.year >= 2018 else 1984  # noqa: PLR2004 - 29 to 40 years old then
        for draft in self._some("leap_day", LEAP_DAYS, lambda draft: _is_human(draft) and draft.band == MIDDLE_BAND):
            draft.birth_date = date(leap, 2, 29)

    def _boundaries(self) -> None:
        for band, years, late in (((18, 25), 26, 1), (MIDDLE_BAND, 26, 0), (MIDDLE_BAND, 46, 1), ((46, 88), 46, 0)):
            fits = _in_band(band)
            for draft in self._some("age_boundary", BOUNDARIES, fits):
                draft.birth_date = years_before(self._record_date, years) + timedelta(days=late)

    def _twins(self, case: str, full: int, change: Callable[[Draft, Draft], None]) -> None:
        fits = _in_band(MIDDLE_BAND)
        for first, second in self._pairs(case, full, fits, lambda draft: (draft.gender, draft.region, draft.language)):
            change(first, second)

    def _make_double(self, first: Draft, second: Draft) -> None:
        """Enter the same person twice, the second time perhaps spelled otherwise."""
        second.birth_date, second.given_name = first.birth_date, first.given_name
        second.name = first.name if self._rng.random() < 1 / 2 else _respelled(first.name)

    def _make_namesake(self, first: Draft, second: Draft) -> None:
        """Let two people share a name and a year of birth."""
        second.name, second.given_name = first.name, first.given_name
        year = self._record_date.year - self._rng.randint(*MIDDLE_AGES)
        first.birth_date = date(year, self._rng.randint(1, 6), self._rng.randint(1, 28))
        second.birth_date = date(year, self._rng.randint(7, 12), self._rng.randint(1, 28))

    def _many_hats(self) -> None:
        """Let some shareholders vote for two or three organisations besides their own share."""
        organisations = [draft for draft in self._drafts if draft.kind is PartyKind.LEGAL]
        self._rng.shuffle(organisations)
        waiting = iter(organisations)
        for index, human in enumerate(self._some("many_hats", MANY_HATS, _is_adult)):
            for organisation in [next(waiting, None) for _ in range(3 if index % 5 == 0 else 2)]:
                if organisation is not None:
                    organisation.representative = human
        for human in self._some("one_hat", 200, _is_adult):
            organisation = next(waiting, None)
            if organisation is not None:
                organisation.representative = human

    def _households(self) -> None:
        for first, second in self._pairs(
            "household", HOUSEHOLDS, _is_human, lambda draft: (draft.region, draft.language)
        ):
            second.email, second.street = first.email, first.street
            second.postcode, second.town, second.country = first.postcode, first.town, first.country


def _is_human(draft: Draft) -> bool:
    return draft.kind is PartyKind.NATURAL


def _is_adult(draft: Draft) -> bool:
    return draft.kind is PartyKind.NATURAL and "minor" not in draft.cases


def _in_band(band: tuple[int, int]) -> Callable[[Draft], bool]:
    return lambda draft: draft.kind is PartyKind.NATURAL and draft.band == band


def _respelled(name: str) -> str:
    """Return a name as somebody else might type it."""
    for old, new in (("ss", "s"), ("ll", "l"), ("c", "ck"), ("é", "e"), (" ", ""), ("y", "ij"), ("i", "y")):
        if old in name:
            return name.replace(old, new, 1)
    return f"{name}s"

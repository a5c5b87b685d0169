"""The figures of the invented cooperative, and one invented person or organisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from govapp.shares.people.rules.kinds import Category, Gender, PartyKind
from govapp.shares.people.rules.places import Region

K = TypeVar("K")

FULL_SIZE = 36_000
SMALL_SIZE = 300

# Holders by category and number of shares: 35,000 members, 720 partners, 280 of the permanent team; 80,000 shares.
HOLDERS_BY_SHARES: dict[Category, dict[int, int]] = {
    Category.MEMBER: {1: 14_700, 2: 10_000, 3: 5_600, 4: 2_680, 5: 1_110, 6: 540, 7: 370},
    Category.PARTNER: {1: 146, 2: 102, 5: 190, 10: 180, 20: 72, 30: 20, 50: 10},
    Category.STAFF: {1: 76, 2: 70, 3: 60, 4: 34, 5: 20, 6: 12, 7: 8},
}
# Organisations among the holders of a category.
LEGAL = {Category.MEMBER: 100, Category.PARTNER: 500, Category.STAFF: 0}
# The published figures say 47 and 53 per cent without saying which is which; this is a guess.
GENDERS = {Gender.FEMALE: 16_638, Gender.MALE: 18_762}
# Up to 25 years, 26 to 45, 46 and more, on the record date.
AGE_BANDS = {(18, 25): 5_310, (26, 45): 22_656, (46, 88): 7_434}
REGIONS = {Region.BRUSSELS: 18_360, Region.WALLONIA: 14_400, Region.FLANDERS: 2_880, Region.ABROAD: 360}
# Per mille of each region: French, Dutch, English.
LANGUAGES: dict[Region, dict[str, int]] = {
    Region.BRUSSELS: {"fr": 800, "nl": 120, "en": 80},
    Region.WALLONIA: {"fr": 980, "nl": 5, "en": 15},
    Region.FLANDERS: {"fr": 40, "nl": 920, "en": 40},
    Region.ABROAD: {"fr": 600, "nl": 100, "en": 300},
}


@dataclass(slots=True)
class Draft:
    """Somebody in the making; becomes an `Inhabitant` when all is known."""

    category: Category
    shares: int
    region: Region
    language: str
    kind: PartyKind = PartyKind.NATURAL
    gender: Gender | None = None
    band: tuple[int, int] = (26, 45)
    birth_date: date | None = None
    name: str = ""
    given_name: str = ""
    company_number: str = ""
    email: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "BE"
    representative: "Draft | None" = None
    representative_name: tuple[str, str] = ("", "")
    movements: tuple[tuple[date, int], ...] = ()
    cases: set[str] = field(default_factory=set)
    number: int = 0


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """An invented shareholder. `cases` names what is awkward about him, her or it; `movements` are (day, shares)."""

    number: int
    kind: PartyKind
    category: Category
    region: Region
    name: str
    given_name: str
    gender: Gender | None
    birth_date: date | None
    company_number: str
    language: str
    email: str
    street: str
    postcode: str
    town: str
    country: str
    representative_number: int | None
    representative_name: str
    representative_given_name: str
    movements: tuple[tuple[date, int], ...]
    cases: frozenset[str]

    @property
    def shares(self) -> int:
        """Return the number of shares in all."""
        return sum(quantity for _, quantity in self.movements)


def apportion(weights: Sequence[int], total: int) -> list[int]:
    """Return whole numbers in proportion to `weights` that add up to `total` (largest remainder)."""
    whole = sum(weights)
    counts = [weight * total // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(weights[i] * total % whole), i))
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return counts


def spread(weights: Mapping[K, int], total: int) -> list[K]:
    """Return a list of `total` keys in proportion to their weights, in the order of the keys."""
    counts = apportion(list(weights.values()), total)
    return [key for key, count in zip(weights, counts, strict=True) for _ in range(count)]


def years_before(day: date, years: int) -> date:
    """Return the same day `years` earlier; 29 February falls back to the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def age_on(day: date, birth: date) -> int:
    """Return the age in full years on `day`."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))

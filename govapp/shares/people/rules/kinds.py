"""The closed lists about people: kinds of persons, categories, genders."""

from enum import StrEnum


class PartyKind(StrEnum):
    """A human being, or a company, association or public body."""

    NATURAL = "natural"
    LEGAL = "legal"


class Category(StrEnum):
    """The category of a shareholder: A members, B permanent team, C partners."""

    MEMBER = "member"
    STAFF = "staff"
    PARTNER = "partner"


CATEGORY_LETTERS = {Category.MEMBER: "A", Category.STAFF: "B", Category.PARTNER: "C"}


class Gender(StrEnum):
    """What a person stated; an empty value in the register means that nothing was stated."""

    FEMALE = "f"
    MALE = "m"
    OTHER = "x"

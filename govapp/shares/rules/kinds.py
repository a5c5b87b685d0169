"""The closed lists of the register: kinds of persons, categories, genders, ledger events."""

from enum import StrEnum


class Kind(StrEnum):
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


class Event(StrEnum):
    """What a ledger entry records. More kinds follow; a value that was ever written keeps its meaning."""

    OPENING_BALANCE = "opening_balance"
    ISSUE = "issue"
    CORRECTION_REVERSAL = "correction_reversal"


class HolderState(StrEnum):
    """Which people a list shows: those with shares on the day, those without, or all."""

    HOLDING = "holding"
    FORMER = "former"
    ALL = "all"


class HolderSort(StrEnum):
    """By what a list of shareholders is ordered."""

    NAME = "name"
    NUMBER = "number"
    CATEGORY = "category"
    SHARES = "shares"
    SINCE = "since"


class FileFormat(StrEnum):
    """The kinds of files that the shareholder list is exported to."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"

"""What a checked file is: the people and movements that it would bring, and what is wrong with it."""

from dataclasses import dataclass, field
from datetime import date

from govapp.shares.importing.reader.letters import Decoding
from govapp.shares.importing.rules.problems import Note, ProblemList
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.movements import Totals
from govapp.shares.people.rules.kinds import Category, Gender, PartyKind


@dataclass(frozen=True, slots=True)
class ImportPerson:
    """A new shareholder as a row describes it; `representative` is a shareholder number, a name, or nothing."""

    row: int
    number: int
    kind: PartyKind
    name: str
    given_name: str
    birth_date: date | None
    gender: Gender | None
    company_number: str
    language: str
    category: Category
    email: str
    street: str
    postcode: str
    town: str
    country: str
    representative_number: int
    representative_name: str
    representative_given_name: str


@dataclass(frozen=True, slots=True)
class ImportMovement:
    """Shares of the person with `number`; amounts in cents."""

    row: int
    number: int
    type: MovementType
    quantity: int
    unit_price_cents: int
    paid_in_cents: int
    effective_date: date
    reference: str


@dataclass(slots=True)
class Checked:
    """A file that was read and checked; nothing may be written while there are problems.

    `encoding` is the one in which a file that is not in UTF-8 was read, by a guess unless `is_encoding_chosen`;
    `decodings` are those that fit it.

    `day_example` is a day of the file whose month could as well be its day.

    `people` and `movements` are what it would write; a report of a file does without them.
    """

    digest: str
    people: dict[int, ImportPerson] = field(default_factory=dict)
    movements: list[ImportMovement] = field(default_factory=list)
    problems: ProblemList = field(default_factory=ProblemList)
    notes: tuple[Note, ...] = ()
    rows: int = 0
    encoding: str = ""
    is_encoding_chosen: bool = False
    decodings: tuple[Decoding, ...] = ()
    day_example: str = ""
    totals: Totals = field(default_factory=Totals)

"""What one process tells another of a checked file: an order, a report, and the rows that would be written, as JSON."""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from operator import itemgetter
from typing import IO, Any, Final

from govapp.kernel.collection import uncollected
from govapp.kernel.errors import Refusal
from govapp.shares.importing.checker.checking import check_file
from govapp.shares.importing.checker.values import Checked, ImportMovement, ImportPerson
from govapp.shares.importing.reader.files import END
from govapp.shares.importing.reader.letters import Decoding
from govapp.shares.importing.rules.problems import TROUBLES, Note, ProblemList, RowProblem
from govapp.shares.importing.rules.refusals import FileTooHeavy
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.movements import Totals
from govapp.shares.people.rules.kinds import Category, Gender, PartyKind

ROWS_PER_LINE: Final = 500
_START: Final = itemgetter(0)


@dataclass(frozen=True)
class Order:
    """By what a file is checked: the register of now, the day, and the price of a share (cents) from each day on.

    `known` are the shareholder numbers in the register with their kinds; `prices` are in order and begin before any
    share. `with_rows` asks for the rows that would be written, beside the report.
    """

    known: Mapping[int, PartyKind]
    day: date
    prices: Sequence[tuple[date, int]]
    encoding: str = ""
    with_rows: bool = False

    @property
    def price_on(self) -> Callable[[date], int]:
        """Return the price of a share by the day on which it is issued."""
        return lambda day: self.prices[bisect_right(self.prices, day, key=_START) - 1][1]

    def line(self) -> bytes:
        """Return the order as a line of JSON."""
        told = {**asdict(self), "known": list(self.known.items())}
        return json.dumps(told, default=date.isoformat).encode() + b"\n"


def order_of(line: bytes) -> Order:
    """Return the order in a line of JSON."""
    told = json.loads(line)
    return Order(
        {number: PartyKind(kind) for number, kind in told["known"]},
        date.fromisoformat(told["day"]),
        [(date.fromisoformat(day), cents) for day, cents in told["prices"]],
        told["encoding"],
        told["with_rows"],
    )


@uncollected()
def write_checked(source: IO[bytes], target: IO[str]) -> None:
    """Check the file that follows an order, and write the report and its rows; a refusal is told by its code."""
    try:
        order = order_of(source.readline())
        checked = check_file(source.read(), order.known, order.day, order.price_on, order.encoding)
        _write(target, report_of(checked) | {"digest": checked.digest})
        if order.with_rows and not checked.problems:
            for chunk in _chunks(list(map(_person_values, checked.people.values()))):
                _write(target, {"people": chunk})
            for chunk in _chunks(list(map(_movement_values, checked.movements))):
                _write(target, {"movements": chunk})
        _write(target, END)
    except Refusal as refused:
        _write(target, {"refused": refused.code, "params": refused.params})
    except MemoryError:
        _write(target, {"refused": FileTooHeavy.code, "params": {}})


def _write(target: IO[str], value: object) -> None:
    target.write(json.dumps(value, default=date.isoformat) + "\n")


def _chunks(rows: Sequence[object]) -> Iterator[Sequence[object]]:
    return (rows[first : first + ROWS_PER_LINE] for first in range(0, len(rows), ROWS_PER_LINE))


def _person_values(person: ImportPerson) -> tuple[Any, ...]:
    return tuple(getattr(person, name) for name in ImportPerson.__slots__)


def _movement_values(movement: ImportMovement) -> tuple[Any, ...]:
    return tuple(getattr(movement, name) for name in ImportMovement.__slots__)


def report_of(checked: Checked) -> dict[str, Any]:
    """Return what is said of a checked file, as values of JSON."""
    return {
        "rows": checked.rows,
        "totals": asdict(checked.totals),
        "notes": [asdict(note) for note in checked.notes],
        "encoding": checked.encoding,
        "is_encoding_chosen": checked.is_encoding_chosen,
        "decodings": [asdict(one) for one in checked.decodings],
        "problem_count": checked.problems.count_of_all,
        "bad_rows": checked.problems.bad_rows,
        "problems": [
            {"row": one.row, "column": one.column, "code": one.trouble.code, "facts": one.facts}
            for one in checked.problems
        ],
    }


def checked_of(lines: Iterable[Any]) -> Checked:
    """Return the checked file in a report and the rows that follow it, as values of JSON."""
    following = iter(lines)
    report = next(following)
    checked = Checked(
        digest=report["digest"],
        problems=ProblemList(map(_problem, report["problems"]), report["problem_count"], report["bad_rows"]),
        notes=tuple(Note(**one) for one in report["notes"]),
        rows=report["rows"],
        encoding=report["encoding"],
        is_encoding_chosen=report["is_encoding_chosen"],
        decodings=tuple(Decoding(one["encoding"], one["name"], tuple(one["words"])) for one in report["decodings"]),
        totals=Totals(**report["totals"]),
    )
    for line in following:
        people = map(_person, line.get("people", ()))
        checked.people.update((person.number, person) for person in people)
        checked.movements += map(_movement, line.get("movements", ()))
    return checked


def _problem(told: Mapping[str, Any]) -> RowProblem:
    return RowProblem(told["row"], told["column"], TROUBLES[told["code"]], told["facts"])


def _person(values: Sequence[Any]) -> ImportPerson:
    told = dict(zip(ImportPerson.__slots__, values, strict=True))
    told["kind"] = PartyKind(told["kind"])
    told["category"] = Category(told["category"])
    told["gender"] = Gender(told["gender"]) if told["gender"] else None
    told["birth_date"] = date.fromisoformat(told["birth_date"]) if told["birth_date"] else None
    return ImportPerson(**told)


def _movement(values: Sequence[Any]) -> ImportMovement:
    told = dict(zip(ImportMovement.__slots__, values, strict=True))
    told["type"] = MovementType(told["type"])
    told["effective_date"] = date.fromisoformat(told["effective_date"])
    return ImportMovement(**told)

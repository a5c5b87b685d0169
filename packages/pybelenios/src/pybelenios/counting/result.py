"""The result of an election: computed from decryption factors, or checked against them (section 4.21)."""

from pybelenios.counting.logarithm import LogarithmSearch
from pybelenios.election import Election, Question
from pybelenios.errors import Malformed
from pybelenios.group import Point, power_g, quotient
from pybelenios.jsontext import compact
from pybelenios.ranking import decode_numbers
from pybelenios.tally import EncryptedTally, Factors, read_weight, weight_json

Counts = tuple[int, ...]
"""How often each choice was ticked, blank first where it is offered."""
Rankings = tuple[tuple[int, ...], ...]
"""The numbers that each ballot gave to the answers, in no order that tells whose they are."""
ElectionResult = tuple[Counts | Rankings, ...]
"""One entry per question of the election record, in its order."""


def compute_result(
    election: Election, encrypted: EncryptedTally, factors: Factors, total_weight: int
) -> ElectionResult:
    """Return what the ballots say together, from the combined decryption factors.

    `total_weight` bounds every count. Raises Refused ("result") when a count lies beyond it, which means that the
    factors are wrong.
    """
    opened = open_tally(encrypted, factors)
    search = (
        LogarithmSearch(total_weight)
        if any(isinstance(question, Question) for question in election.questions)
        else None
    )
    outcome: list[Counts | Rankings] = []
    for question, points in zip(election.questions, opened, strict=True):
        if isinstance(question, Question) and search:
            outcome.append(tuple(search.logarithm(point) for point in points))
        else:
            outcome.append(tuple(decode_numbers(point, question.size) for point in points))
    return tuple(outcome)


def result_holds(election: Election, encrypted: EncryptedTally, factors: Factors, outcome: ElectionResult) -> bool:
    """Tell whether `outcome` is what the tally hides: cheaper than computing it, and good for any weight."""
    opened = open_tally(encrypted, factors)
    if len(outcome) != len(opened):
        return False
    for question, points, values in zip(election.questions, opened, outcome, strict=True):
        if isinstance(question, Question):
            shown = tuple(power_g(value) for value in values if isinstance(value, int))
            if shown != points or len(values) != len(points):
                return False
        elif values != tuple(decode_numbers(point, question.size) for point in points):
            return False
    return True


def open_tally(encrypted: EncryptedTally, factors: Factors) -> tuple[tuple[Point, ...], ...]:
    """Return g^m, or a ranking's point, for every ciphertext of the tally."""
    return tuple(
        tuple(quotient(choice.beta, factor) for choice, factor in zip(column, row, strict=True))
        for column, row in zip(encrypted, factors, strict=True)
    )


def write_result(election: Election, outcome: ElectionResult) -> bytes:
    """Return the result record."""
    values: list[object] = []
    for question, column in zip(election.questions, outcome, strict=True):
        homomorphic = isinstance(question, Question)
        values.append([weight_json(value) if homomorphic and isinstance(value, int) else value for value in column])
    return compact({"result": values})


def read_result(election: Election, record: object) -> ElectionResult:
    """Return the outcome that a parsed result record states; raise Malformed for another shape."""
    match record:
        case {"result": [*columns]} if len(columns) == len(election.questions):
            return tuple(_read_column(q, column) for q, column in zip(election.questions, columns, strict=True))
    raise Malformed("result")


def _read_column(question: object, column: object) -> Counts | Rankings:
    if not isinstance(column, list):
        raise Malformed("result")
    if isinstance(question, Question):
        return tuple(read_weight(value) for value in column)
    rows = [row for row in column if isinstance(row, list) and all(type(value) is int for value in row)]
    if len(rows) != len(column):
        raise Malformed("result")
    return tuple(tuple(row) for row in rows)

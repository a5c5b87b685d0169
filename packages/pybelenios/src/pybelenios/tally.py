"""Adding up what nobody can read, and reading the sum (specification, sections 4.15 to 4.17)."""

import re
from collections.abc import Sequence
from math import isqrt
from typing import Final

from pybelenios.election import Election, Question
from pybelenios.elgamal import EMPTY, Ciphertext
from pybelenios.errors import Malformed, Refused
from pybelenios.group import GENERATOR, NEUTRAL, Point, power_g, product, quotient
from pybelenios.jsontext import compact, natural
from pybelenios.ranking import decode_numbers

EncryptedTally = tuple[tuple[Ciphertext, ...], ...]
"""For each question its ciphertexts: one per choice, or for a ranking one per ballot."""
Counts = tuple[int, ...]
"""How often each choice was ticked, blank first where it is offered."""
Rankings = tuple[tuple[int, ...], ...]
Outcome = tuple[Counts | Rankings, ...]
Factors = tuple[tuple[Point, ...], ...]
"""Decryption factors, in the shape of the tally."""

_MAX_PLAIN_WEIGHT: Final = 2**30 - 1
_MAX_SEARCH: Final = 2**40
_LARGE_WEIGHT: Final = re.compile(r"[1-9][0-9]{9,39}")


class TallyAccumulator:
    """Takes ballots in, one at a time, and holds their encrypted sum. Sums can be merged, so they can be made apart."""

    def __init__(self, election: Election) -> None:
        self._homomorphic = tuple(isinstance(question, Question) for question in election.questions)
        self._columns: list[list[Ciphertext]] = [
            [EMPTY] * question.size if isinstance(question, Question) else [] for question in election.questions
        ]
        self.ballots = 0
        self.weight = 0

    def add(self, answers: Sequence[Sequence[Ciphertext]], weight: int = 1) -> None:
        """Count one ballot, `answers` being those of a CheckedBallot; a ranking can only have weight 1."""
        self.ballots += 1
        self.weight += weight
        for index, choices in enumerate(answers):
            if not self._homomorphic[index] and weight != 1:
                raise Refused("weighted ranking", "A ranking cannot be counted with a weight other than one.")
            self._take(index, [choice if weight == 1 else choice.raised(weight) for choice in choices])

    def take_out(self, answers: Sequence[Sequence[Ciphertext]]) -> None:
        """Undo `add` of a ballot of weight 1: a later one replaces it."""
        self.ballots -= 1
        self.weight -= 1
        for index, choices in enumerate(answers):
            column = self._columns[index]
            if self._homomorphic[index]:
                self._columns[index] = [total / choice for total, choice in zip(column, choices, strict=True)]
            else:
                for choice in choices:
                    column.remove(choice)

    def merge(self, other: "TallyAccumulator") -> None:
        """Count all ballots of `other` as well."""
        self.ballots += other.ballots
        self.weight += other.weight
        for index, column in enumerate(other.tally()):
            self._take(index, column)

    def tally(self) -> EncryptedTally:
        """Return the encrypted sum; the ciphertexts of a ranking sorted by their bytes, so that order tells nothing."""
        return tuple(
            tuple(column) if homomorphic else tuple(sorted(column, key=lambda choice: (choice.alpha, choice.beta)))
            for homomorphic, column in zip(self._homomorphic, self._columns, strict=True)
        )

    def _take(self, index: int, choices: Sequence[Ciphertext]) -> None:
        column = self._columns[index]
        if self._homomorphic[index]:
            pairs = zip(column, choices, strict=True)
            self._columns[index] = [choice if total == EMPTY else total * choice for total, choice in pairs]
        else:
            column.extend(choices)


def write_tally(encrypted: EncryptedTally) -> bytes:
    """Return the record of an encrypted tally."""
    return compact([[choice.to_json() for choice in column] for column in encrypted])


def result(election: Election, encrypted: EncryptedTally, factors: Factors, total_weight: int) -> Outcome:
    """Return what the ballots say together, from the combined decryption factors.

    `total_weight` bounds every count. Raises Refused ("result") when a count lies beyond it, which means that the
    factors are wrong.
    """
    opened = open_tally(encrypted, factors)
    search = _Search(total_weight) if any(isinstance(question, Question) for question in election.questions) else None
    outcome: list[Counts | Rankings] = []
    for question, points in zip(election.questions, opened, strict=True):
        if isinstance(question, Question) and search:
            outcome.append(tuple(search.logarithm(point) for point in points))
        else:
            outcome.append(tuple(decode_numbers(point, question.size) for point in points))
    return tuple(outcome)


def result_holds(election: Election, encrypted: EncryptedTally, factors: Factors, outcome: Outcome) -> bool:
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


def write_result(election: Election, outcome: Outcome) -> bytes:
    """Return the result record."""
    values: list[object] = []
    for question, column in zip(election.questions, outcome, strict=True):
        homomorphic = isinstance(question, Question)
        values.append([weight_json(value) if homomorphic and isinstance(value, int) else value for value in column])
    return compact({"result": values})


def read_result(election: Election, record: object) -> Outcome:
    """Return the outcome that a parsed result record states; raise Malformed for another shape."""
    match record:
        case {"result": [*columns]} if len(columns) == len(election.questions):
            return tuple(_read_column(q, column) for q, column in zip(election.questions, columns, strict=True))
    raise Malformed("result")


def weight_json(weight: int) -> int | str:
    """Return a weight as the format writes it: a number up to 2^30 - 1, a decimal string above."""
    return weight if weight <= _MAX_PLAIN_WEIGHT else str(weight)


def read_weight(value: object) -> int:
    """Return the weight that `value` spells; raise Malformed unless it is spelt as `weight_json` does."""
    if not isinstance(value, str):
        weight = natural(value, "weight")
        if weight <= _MAX_PLAIN_WEIGHT:
            return weight
    elif _LARGE_WEIGHT.fullmatch(value) and int(value) > _MAX_PLAIN_WEIGHT:
        return int(value)
    raise Malformed("weight")


def _read_column(question: object, column: object) -> Counts | Rankings:
    if not isinstance(column, list):
        raise Malformed("result")
    if isinstance(question, Question):
        return tuple(read_weight(value) for value in column)
    rows = [row for row in column if isinstance(row, list) and all(type(value) is int for value in row)]
    if len(rows) != len(column):
        raise Malformed("result")
    return tuple(tuple(row) for row in rows)


class _Search:
    """Discrete logarithms to base g up to `bound`, by baby steps and giant steps."""

    def __init__(self, bound: int) -> None:
        if bound > _MAX_SEARCH:
            raise Refused("result", "The total weight is too large for the result to be computed.")
        self._bound = bound
        self._step = isqrt(bound) + 1
        self._baby: dict[Point, int] = {}
        point = NEUTRAL
        for exponent in range(self._step):
            self._baby[point] = exponent
            point = product(point, GENERATOR)
        self._giant = power_g(self._step)

    def logarithm(self, point: Point) -> int:
        """Return n with g^n = `point`, 0 <= n <= bound; raise Refused ("result") when there is none."""
        for giant in range(self._step + 1):
            baby = self._baby.get(point)
            if baby is not None and giant * self._step + baby <= self._bound:
                return giant * self._step + baby
            point = quotient(point, self._giant)
        raise Refused("result", "A decrypted count is larger than the number of votes.")

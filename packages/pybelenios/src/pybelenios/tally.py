"""Adding up what nobody can read (specification, section 4.18). Reading the sum is in `counting`."""

import re
from collections.abc import Sequence
from typing import Final

from pybelenios.election import Election, Question
from pybelenios.elgamal import EMPTY, Ciphertext, read_ciphertext
from pybelenios.errors import Malformed, Refused
from pybelenios.group import Point
from pybelenios.jsontext import compact, natural, read_json

EncryptedTally = tuple[tuple[Ciphertext, ...], ...]
"""For each question its ciphertexts: one per choice, or for a ranking one per ballot."""
Factors = tuple[tuple[Point, ...], ...]
"""Decryption factors, in the shape of the tally."""

_MAX_PLAIN_WEIGHT: Final = 2**30 - 1
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


def read_tally(raw: bytes) -> EncryptedTally:
    """Return the encrypted tally of a record, membership unchecked; raise Malformed for another shape."""
    columns = read_json(raw)
    if not isinstance(columns, list) or not all(isinstance(column, list) for column in columns):
        raise Malformed("encrypted tally")
    return tuple(tuple(read_ciphertext(choice, "encrypted tally") for choice in column) for column in columns)


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

"""Small discrete logarithms: from g^m back to the number m of votes, which only works because m is small."""

from math import isqrt
from typing import Final

from pybelenios.errors import Refused
from pybelenios.group import GENERATOR, NEUTRAL, Point, power_g, product, quotient

MAX_BOUND: Final = 2**40
"""A search takes as many steps as the root of its bound: a million."""


class LogarithmSearch:
    """Discrete logarithms to base g up to `bound`, by baby steps and giant steps."""

    def __init__(self, bound: int) -> None:
        if bound > MAX_BOUND:
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

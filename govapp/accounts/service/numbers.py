"""Numbers of rows that must not tell in which order the rows came."""

import secrets

_LIMIT = 2**53
"""Whatever reads a number as a floating-point one, as browsers do, still reads it exactly."""


def random_id() -> int:
    """Return a number from 1 to 2^53 - 1 that nobody can guess and that follows from no other."""
    return 1 + secrets.randbelow(_LIMIT - 1)

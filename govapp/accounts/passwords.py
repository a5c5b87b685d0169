"""Passwords: argon2id with the second recommended parameters of RFC 9106 (64 MiB, three passes, four lanes)."""

import threading
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

# Each hash takes 64 MiB: more than two at a time would let a crowd at the door exhaust the machine.
_AT_A_TIME = threading.BoundedSemaphore(2)


@cache
def _hasher(*, weak: bool) -> PasswordHasher:
    if weak:
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _nobodys_hash(*, weak: bool) -> str:
    return _hasher(weak=weak).hash("the password of nobody")


def hashed(password: str, *, weak: bool = False) -> str:
    """Return the hash to keep; `weak` is for tests and costs next to nothing to break."""
    with _AT_A_TIME:
        return _hasher(weak=weak).hash(password)


def is_right(kept: str | None, password: str, *, weak: bool = False) -> bool:
    """Tell whether `password` is the one; for an unknown person it takes as long and is always wrong."""
    with _AT_A_TIME:
        # Made for known people too: else the first unknown one after a start would take twice as long.
        stand_in = _nobodys_hash(weak=weak)
        try:
            _hasher(weak=weak).verify(kept or stand_in, password)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def needs_rehash(kept: str, *, weak: bool = False) -> bool:
    """Tell whether a hash was made with other parameters than those of today."""
    return _hasher(weak=weak).check_needs_rehash(kept)


@cache
def common_passwords() -> frozenset[str]:
    """Return the passwords that everybody tries first, in small letters (`common_passwords.txt` says from where)."""
    lines = Path(__file__).with_name("common_passwords.txt").read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("# "))

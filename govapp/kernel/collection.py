"""Putting off Python's search for objects that refer to each other."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nothing be searched for cycles meanwhile; for a job of seconds, also as a decorator.

    Python looks through all objects again each time that many new ones were made. A job that makes a million and keeps
    them until they are written pays for it with a quarter of its time, and nothing is found: what it makes refers to
    nothing behind itself. What is no longer used is freed all the same.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

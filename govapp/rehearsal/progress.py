"""What a rehearsal says while it runs: one line per phase, counts where there are many, seconds at the end."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

import click

T = TypeVar("T")
EVERY_SECONDS: Final = 0.2
WIDTH: Final = 24


class ProgressLines:
    """Speaks on standard error, and keeps the seconds of each phase."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.seconds: dict[str, float] = {}
        self._begun = time.monotonic()
        self._quiet = quiet
        self._is_terminal = sys.stderr.isatty()

    @property
    def elapsed(self) -> float:
        """Return the seconds since the beginning, the time between the phases included."""
        return time.monotonic() - self._begun

    @contextmanager
    def phase(self, name: str, sentence: str) -> Iterator[None]:
        """Time what happens inside; `name` is where the seconds are kept, several phases may share one."""
        self.say(sentence)
        begun = time.monotonic()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - begun

    def count(self, things: Iterable[T], total: int, noun: str) -> Iterator[T]:
        """Yield `things` and show how many of `total` there were."""
        shown, done = 0.0, 0
        for done, thing in enumerate(things, 1):
            yield thing
            now = time.monotonic()
            if self._is_terminal and not self._quiet and now - shown > EVERY_SECONDS:
                shown = now
                self._bar(done, total, noun)
        if not self._quiet:
            self._bar(done, total, noun)
            click.echo(err=True)

    def say(self, sentence: str) -> None:
        """Say one sentence."""
        if not self._quiet:
            click.echo(sentence, err=True)

    def _bar(self, done: int, total: int, noun: str) -> None:
        filled = WIDTH * done // max(total, 1)
        start = "\r" if self._is_terminal else ""
        click.echo(f"{start}  [{'#' * filled}{'-' * (WIDTH - filled)}] {done}/{total} {noun}", nl=False, err=True)

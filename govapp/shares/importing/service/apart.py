"""Having a workbook read by a process of its own, and taking its rows one by one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from threading import Timer
from typing import Any, Final

import govapp
from govapp.shares.importing.rules import (
    FileTooHeavy,
    FileTooLarge,
    FileUnreadable,
    FormulaWithoutResult,
    StrictWorkbook,
)
from govapp.shares.importing.service.workbooks import END, MAX_ROWS, Cell

MODULE: Final = "govapp.shares.importing.service.workbooks"
MAX_SECONDS: Final = 120
# All that a Python needs to start, and nothing else.
KNOWN_TO_READER: Final = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
_DIED = "too_heavy"


class SheetApart:
    """A sheet of a workbook, read elsewhere: `header`, `notes` and `hidden` as in Sheet, and `rows` as they are read.

    Raises FileUnreadable, FileTooLarge, FileTooHeavy or FormulaWithoutResult, when made or while rows are taken.
    """

    def __init__(self, content: bytes) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment_of_reader(os.environ),
        )
        self._timer = Timer(MAX_SECONDS, self._process.kill)
        self._timer.daemon = True
        self._timer.start()
        self._hand_over(content)
        first = self._line()
        self.header: tuple[str, ...] = tuple(first["header"])
        self.notes: tuple[tuple[str, str], ...] = tuple((code, names) for code, names in first["notes"])
        self.hidden: tuple[tuple[int, int], ...] = tuple((start, end) for start, end in first["hidden"])
        self.rows = self._rows()

    def _hand_over(self, content: bytes) -> None:
        try:
            with self._stdin as pipe:
                pipe.write(content)
        except BrokenPipeError:
            self._refuse(_DIED, "")

    def _rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        try:
            while (line := self._line()) != END:
                number, cells = line
                yield number, tuple(_cell(cell) for cell in cells)
        finally:
            self.close()

    def _line(self) -> Any:  # noqa: ANN401 - a line of JSON
        text = self._stdout.readline()
        try:
            found = json.loads(text)
        except ValueError:
            # It was stopped in the middle: by its own limits, or by ours.
            self._refuse(_DIED, "")
        if isinstance(found, dict) and "refused" in found:
            self._refuse(found["refused"], found["cell"])
        return found

    def _refuse(self, code: str, cell: str) -> None:
        self.close()
        if code == "no_result":
            raise FormulaWithoutResult(cell=cell)
        if code == "strict":
            raise StrictWorkbook
        if code == "too_large":
            raise FileTooLarge(rows=MAX_ROWS)
        raise FileTooHeavy if code == _DIED else FileUnreadable

    def close(self) -> None:
        """End the process that reads, whether or not it had come to the end."""
        self._timer.cancel()
        self._process.kill()
        self._stdout.close()
        self._process.wait()

    @property
    def _stdin(self) -> Any:  # noqa: ANN401 - a pipe, which is there since we asked for it
        return self._process.stdin

    @property
    def _stdout(self) -> Any:  # noqa: ANN401 - as above
        return self._process.stdout


def environment_of_reader(ours: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which a workbook is read: no secret and no setting of ours comes along."""
    environment = {name: ours[name] for name in KNOWN_TO_READER if name in ours}
    home = str(Path(govapp.__file__).parents[1])
    return environment | {"PYTHONPATH": os.pathsep.join([home, environment.get("PYTHONPATH", "")])}


def _cell(value: Any) -> Cell:  # noqa: ANN401 - a value of JSON
    if not isinstance(value, dict):
        return value if isinstance(value, str | int | float | bool) else None
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return date.fromisoformat(value["day"]) if "day" in value else str(value["other"])

"""Having a file read by a process of its own, and taking its rows one by one."""

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
from govapp.shares.importing.reader.files import END
from govapp.shares.importing.reader.letters import Decoding
from govapp.shares.importing.reader.sheets import Cell
from govapp.shares.importing.rules.problems import TROUBLES, Note, RowProblem
from govapp.shares.importing.rules.refusals import (
    FileEncoding,
    FilePartlyUtf8,
    FileTooHeavy,
    FileTooLarge,
    FileTooWide,
    FileUnreadable,
    FileWithZeros,
    FormulaWithoutResult,
    OldWorkbook,
    OpenDocument,
    ProtectedDocument,
    StrictWorkbook,
)

MODULE: Final = "govapp.shares.importing.reader"
MAX_SECONDS: Final = 120
# All that a Python needs to start, and nothing else.
KNOWN_TO_READER: Final = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
_REFUSALS: Final = {
    one.code: one
    for one in (
        FileEncoding,
        FilePartlyUtf8,
        FileTooHeavy,
        FileTooLarge,
        FileTooWide,
        FileUnreadable,
        FileWithZeros,
        FormulaWithoutResult,
        OldWorkbook,
        OpenDocument,
        ProtectedDocument,
        StrictWorkbook,
    )
}


class SheetApart:
    """A table of a file, read elsewhere: its members are those of Sheet, and `rows` come as they are read.

    Raises what `reader.files.read_sheet` raises, and FileTooHeavy, when made or while rows are taken.
    """

    def __init__(self, content: bytes, encoding: str = "") -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, and one of ENCODINGS
            [sys.executable, "-m", MODULE, encoding],
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
        self.notes = tuple(Note(message, facts) for message, facts in first["notes"])
        self.hidden: tuple[tuple[int, int], ...] = tuple((start, end) for start, end in first["hidden"])
        self.day_offset: int = first["day_offset"]
        self.encoding: str = first["encoding"]
        self.decodings = tuple(Decoding(code, name, tuple(words)) for code, name, words in first["decodings"])
        self.unread = [_problem(one) for one in first["unread"]]
        self.rows = self._rows()

    def _hand_over(self, content: bytes) -> None:
        try:
            with self._stdin as pipe:
                pipe.write(content)
        except BrokenPipeError:
            self._refuse(FileTooHeavy.code, {})

    def _rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        try:
            while (line := self._line()) != END:
                if isinstance(line, dict):
                    self.unread.append(_problem(line["unread"]))
                else:
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
            self._refuse(FileTooHeavy.code, {})
        if isinstance(found, dict) and "refused" in found:
            self._refuse(found["refused"], found["params"])
        return found

    def _refuse(self, code: str, params: Mapping[str, Any]) -> None:
        self.close()
        raise _REFUSALS[code](**params)

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
    """Return the environment in which a file is read: no secret and no setting of ours comes along."""
    environment = {name: ours[name] for name in KNOWN_TO_READER if name in ours}
    home = str(Path(govapp.__file__).parents[1])
    return environment | {"PYTHONPATH": os.pathsep.join([home, environment.get("PYTHONPATH", "")])}


def _problem(told: Any) -> RowProblem:  # noqa: ANN401 - a value of JSON
    row, code, facts = told
    return RowProblem(row, "", TROUBLES[code], facts)


def _cell(value: Any) -> Cell:  # noqa: ANN401 - a value of JSON
    if not isinstance(value, dict):
        return value if isinstance(value, str | int | float | bool) else None
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return date.fromisoformat(value["day"]) if "day" in value else str(value["other"])

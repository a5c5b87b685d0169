"""Having a file read by a process of its own, and taking its rows one by one."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from govapp.shares.importing.checker.processes import OwnProcess
from govapp.shares.importing.reader.files import END
from govapp.shares.importing.reader.letters import Decoding
from govapp.shares.importing.reader.sheets import Cell
from govapp.shares.importing.rules.problems import TROUBLES, Note, RowProblem

MODULE: Final = "govapp.shares.importing.reader"


class SheetApart:
    """A table of a file, read elsewhere: its members are those of Sheet, and `rows` come as they are read.

    Raises what `reader.files.read_sheet` raises, and FileTooHeavy, when made or while rows are taken.
    """

    def __init__(self, content: bytes, encoding: str = "") -> None:
        self._process = OwnProcess(MODULE, (content,), encoding)
        first = self._process.line()
        self.header: tuple[str, ...] = tuple(first["header"])
        self.notes = tuple(Note(message, facts) for message, facts in first["notes"])
        self.hidden: tuple[tuple[int, int], ...] = tuple((start, end) for start, end in first["hidden"])
        self.day_offset: int = first["day_offset"]
        self.encoding: str = first["encoding"]
        self.decodings = tuple(Decoding(code, name, tuple(words)) for code, name, words in first["decodings"])
        self.unread = [_problem(one) for one in first["unread"]]
        self.rows = self._rows()

    def _rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        try:
            while (line := self._process.line()) != END:
                if isinstance(line, dict):
                    self.unread.append(_problem(line["unread"]))
                else:
                    number, cells = line
                    yield number, tuple(_cell(cell) for cell in cells)
        finally:
            self.close()

    def close(self) -> None:
        """End the process that reads, whether or not it had come to the end."""
        self._process.close()


def _problem(told: Any) -> RowProblem:  # noqa: ANN401 - a value of JSON
    row, code, facts = told
    return RowProblem(row, "", TROUBLES[code], facts)


def _cell(value: Any) -> Cell:  # noqa: ANN401 - a value of JSON
    if not isinstance(value, dict):
        return value if isinstance(value, str | int | float | bool) else None
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return date.fromisoformat(value["day"]) if "day" in value else str(value["other"])

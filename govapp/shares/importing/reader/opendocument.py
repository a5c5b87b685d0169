"""The first visible sheet of an OpenDocument spreadsheet (ODS), for which its contents are walked through twice."""

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from govapp.kernel.errors import N_
from govapp.shares.importing.reader.sheets import (
    NumberedRow,
    Sheet,
    check_size,
    header_of,
    headings_within,
    joined_names,
)
from govapp.shares.importing.reader.walks import USUAL_FIRST_DAY, Overview, RowReader, SheetFound, Walk
from govapp.shares.importing.reader.workbooks import BOOK_NOTES
from govapp.shares.importing.rules.problems import Note
from govapp.shares.importing.rules.refusals import FileUnreadable, OpenDocument, ProtectedDocument

_PIECE: Final = 1 << 16
_ANOTHER_FIRST_DAY: Final = N_(
    "The spreadsheet counts days from %(year)s. Its days were read as such: compare one with your file."
)


def read_open_document(content: bytes) -> Sheet:
    """Return the first sheet that is not hidden.

    Raises OpenDocument, ProtectedDocument, FileUnreadable, FileTooWide; FileTooLarge and FormulaWithoutResult also
    while rows are taken.
    """
    _check_package(content)
    overview = Overview()
    for _ in _walked(content, overview):
        pass
    if not overview.sheets:
        raise OpenDocument
    chosen = next((one for one in overview.sheets if not one.is_hidden), overview.sheets[0])
    rows = _rows(content, overview.sheets.index(chosen))
    number, first = next(rows, (1, ()))
    header = header_of(first if number == 1 else ())
    return Sheet(
        header,
        rows,
        _notes(overview, chosen, header),
        tuple(chosen.hidden_rows),
        (overview.first_day - USUAL_FIRST_DAY).days,
    )


def _check_package(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        manifest = b""
        if "META-INF/manifest.xml" in names:
            with archive.open("META-INF/manifest.xml") as part:
                manifest = part.read(1 << 20)
    # Part 2, 3.4.1: what is encrypted is said in the manifest.
    if "encrypted-package" in names or b"encryption-data" in manifest:
        raise ProtectedDocument
    if "content.xml" not in names:
        raise FileUnreadable


def _notes(overview: Overview, chosen: SheetFound, header: tuple[str, ...]) -> tuple[Note, ...]:
    others = [one for one in overview.sheets if one is not chosen]
    named = {
        "sheets": [one.name for one in others if not one.is_hidden],
        "hidden_sheets": [one.name for one in others if one.is_hidden],
        "hidden_columns": headings_within(header, chosen.hidden_columns),
    }
    notes = [Note(BOOK_NOTES[code], {"names": joined_names(names)}) for code, names in named.items() if names]
    if overview.first_day != USUAL_FIRST_DAY:
        notes.append(Note(_ANOTHER_FIRST_DAY, {"year": str(overview.first_day.year)}))
    return tuple(notes)


def _rows(content: bytes, sheet: int) -> Iterator[NumberedRow]:
    reader, found = RowReader(sheet), 0
    for _ in _walked(content, reader):
        for number, repeated, cells in reader.take():
            found += repeated
            check_size(found, cells)
            for place in range(number, number + repeated):
                yield place, cells
        if reader.is_done:
            return


def _walked(content: bytes, walk: Walk) -> Iterator[None]:
    """Hand the file to a walk piece by piece, and yield after each."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as part:
        while piece := part.read(_PIECE):
            walk.feed(piece)
            yield
    walk.feed(b"", is_last=True)
    yield

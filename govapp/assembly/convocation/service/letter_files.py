"""The files of letters: one PDF to print, or the same as rows for a printer who sets the page."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import segno
import xlsxwriter
from sqlalchemy.orm import Session

from govapp.accounts.codes import CODE_PATH, in_groups
from govapp.accounts.service import LetterCode, codes_of_links
from govapp.assembly.convocation.queries import BatchRow, LetterRow, list_letters
from govapp.assembly.convocation.rules.post import shown_digest
from govapp.kernel.texts import Language
from govapp.pdf import make_pdf
from govapp.shares.exporting.service.files import MARK, safe

SOURCE: Final = "assembly/convocation/letters.typ"
MAX_LINES: Final = 5
COLUMNS: Final = (
    "letter",
    "shareholder_number",
    "language",
    "name",
    *(f"address_{line}" for line in range(1, MAX_LINES + 1)),
    "country",
    "postcode",
    "town",
    "code",
    "code_address",
    "link",
    "digest",
)
"""The heads of the columns of a data file: names for programs, the same in every language."""


def read_codes(session: Session, batch: BatchRow) -> tuple[tuple[LetterRow, ...], dict[int, LetterCode]]:
    """Return the letters of a batch that still count, with their codes by link; raises LinkChanged."""
    letters = list_letters(session, batch.id)
    return letters, codes_of_links(session, [each.link_id for each in letters])


def letters_pdf(batch: BatchRow, letters: Sequence[LetterRow], codes: dict[int, LetterCode], reader: Language) -> bytes:
    """Return the letters one after the other; the same letters give the same bytes. Raises PdfTooLarge."""
    site = str(batch.words["site"])
    values = {
        "title": str(batch.words["words"][reader.value]["title"]),
        "organisation": batch.words["organisation"],
        "sender": batch.words["sender"],
        "words": batch.words["words"],
        "letters": [
            {
                "language": each.language,
                "lines": list(each.lines),
                "name": each.name,
                "place": str(each.place),
                "code": in_groups(codes[each.link_id].code),
                "digest": shown_digest(each.digest),
                "square": _square(codes[each.link_id].link_address(site)),
            }
            for each in letters
        ],
    }
    return make_pdf(SOURCE, values, reader, batch.made_at)


def _square(address: str) -> str:
    drawing = io.BytesIO()
    segno.make_qr(address, error="m").save(drawing, kind="svg", border=0, xmldecl=False, nl=False)
    return drawing.getvalue().decode()


def _rows(batch: BatchRow, letters: Sequence[LetterRow], codes: dict[int, LetterCode]) -> list[list[str]]:
    site = str(batch.words["site"])
    return [
        [
            str(each.place),
            str(each.number),
            each.language,
            each.name,
            *(each.lines + ("",) * MAX_LINES)[:MAX_LINES],
            each.country,
            each.postcode,
            each.town,
            in_groups(codes[each.link_id].code),
            f"{site}{CODE_PATH}",
            codes[each.link_id].link_address(site),
            each.digest,
        ]
        for each in letters
    ]


def letters_csv(batch: BatchRow, letters: Sequence[LetterRow], codes: dict[int, LetterCode]) -> bytes:
    """Return the letters as CSV in UTF-8 with a mark and semicolons, one row each."""
    return csv_bytes(COLUMNS, _rows(batch, letters, codes))


def letters_xlsx(batch: BatchRow, letters: Sequence[LetterRow], codes: dict[int, LetterCode]) -> bytes:
    """Return the letters as a workbook, one row each; all cells are texts, so that no code becomes a number."""
    return xlsx_bytes(COLUMNS, _rows(batch, letters, codes), batch.made_at)


def csv_bytes(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return CSV as Belgian spreadsheets open it."""
    text = io.StringIO(newline="")
    text.write(MARK)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def xlsx_bytes(columns: Sequence[str], rows: Sequence[Sequence[str]], made_at: datetime) -> bytes:
    """Return a workbook with one sheet of texts; the only moment in it is `made_at`."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": made_at.replace(tzinfo=None)})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for line, row in enumerate([columns, *rows]):
        for column, cell in enumerate(row):
            sheet.write_string(line, column, safe(cell))
    book.close()
    return target.getvalue()

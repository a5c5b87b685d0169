"""Register files that were damaged, or made to do damage: one sentence, and nothing else happens."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from govapp.shares.exporting.service.files import safe
from govapp.shares.importing.checker.reading import read_table
from govapp.shares.importing.rules.refusals import FileEncoding, FileUnreadable

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
)


def workbook(alter: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return a small workbook of which one part was altered."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["number", "name"])
    book.worksheets[0].append([1, "An"])
    whole, altered = io.BytesIO(), io.BytesIO()
    book.save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(altered, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, alter(content) if name == part else content)
    return altered.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        workbook(lambda sheet: sheet[: len(sheet) // 2]),
        workbook(lambda book: book[: len(book) // 2], "xl/workbook.xml"),
        workbook(lambda _: b"<", "xl/styles.xml"),
        workbook(lambda sheet: sheet.replace(b"<v>1</v>", b"<v>one</v>")),
        workbook(lambda sheet: sheet.replace(b'r="A2"', b'r="AAAAA2"')),
        workbook(lambda sheet: BOMB + sheet.partition(b"?>")[2].replace(b"<v>1</v>", b"<v>&a9;</v>")),
        b"a" * 200_000 + b"\n1;2\n",
    ],
    ids=["cut sheet", "cut book", "no styles", "no number", "no column", "entities", "endless cell"],
)
def test_a_damaged_file_is_unreadable_and_says_so(content: bytes) -> None:
    with pytest.raises(FileUnreadable):
        list(read_table(content).rows)


def test_a_zero_byte_is_no_letter_in_any_encoding() -> None:
    for encoding in ("utf-8", "utf-16", "cp1252"):
        with pytest.raises(FileEncoding):
            read_table("number;name\n1;é\0\n".encode(encoding))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_of_an_export_begins_like_a_formula(start: str) -> None:
    assert safe(f"{start}HYPERLINK(1)").startswith("'")

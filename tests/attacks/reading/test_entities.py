"""A workbook is a bundle of XML: what its parts say about entities fetches nothing and does not grow."""

from collections.abc import Callable
from pathlib import Path

import pytest

from govapp.kernel.errors import Refusal
from tests.attacks.reading.test_workbooks import HEAD, LIEVE, SHEET, altered, checked, workbook

SECRET = "a line of a file that is none of their business"


def declaring(declarations: bytes, name: bytes) -> Callable[[bytes], bytes]:
    """Return what puts declarations before a sheet and an entity in the place of the family name."""

    def change(body: bytes) -> bytes:
        start = body.index(b"<worksheet")
        return b"<!DOCTYPE worksheet [" + declarations + b"]>" + body[start:].replace(b"MARK", name)

    return change


def marked() -> bytes:
    # Texts inside the sheet itself, so that the entity is read with it.
    book = workbook(HEAD, LIEVE)
    cell = b'<row r="3"><c r="A3" t="inlineStr"><is><t>MARK</t></is></c></row>'
    return altered(book, SHEET, lambda body: body.replace(b"</sheetData>", cell + b"</sheetData>"))


def test_an_entity_that_names_a_file_brings_nothing_of_it(tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET, encoding="utf-8")
    content = altered(marked(), SHEET, declaring(b'<!ENTITY x SYSTEM "%s">' % file.as_uri().encode(), b"&x;"))
    with pytest.raises(Refusal) as refused:
        checked(content)
    assert SECRET not in repr(vars(refused.value))


def test_an_entity_of_the_sheet_itself_is_read_so_that_the_others_were_looked_at() -> None:
    people = checked(altered(marked(), SHEET, declaring(b'<!ENTITY x "MARK">', b"&x;"))).people
    assert [person.name for person in people.values()] == ["Peeters"]


def test_entities_that_grow_a_thousand_million_times_are_refused() -> None:
    laughs = b'<!ENTITY a0 "ha">' + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    with pytest.raises(Refusal):
        checked(altered(marked(), SHEET, declaring(laughs, b"&a9;")))

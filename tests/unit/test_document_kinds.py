"""A file is attached only where its bytes are what the end of its name says."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from govapp.assembly.agenda.rules.documents import DocumentNotItsKind, check_document


def packed(part: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(part, "x")
    return file.getvalue()


GOOD = {
    "a.pdf": b"\xef\xbb\xbf%PDF-1.4\n",
    "a.png": b"\x89PNG\r\n\x1a\n...",
    "a.JPG": b"\xff\xd8\xff\xe0",
    "a.docx": packed("[Content_Types].xml"),
    "a.ods": packed("mimetype"),
    "a.csv": "naam;aantal\n".encode("cp1252"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_it_says_is_taken(name: str) -> None:
    assert check_document(name, GOOD[name])[0] == name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\0"),
        ("a.png", GOOD["a.JPG"]),
        ("a.docx", b"abc"),
        ("a.docx", GOOD["a.ods"]),
        ("a.xlsx", GOOD["a.docx"][:-4]),
        ("a.txt", b"MZ\x90\0"),
    ],
)
def test_a_file_that_is_something_else_is_refused_by_name(name: str, content: bytes) -> None:
    with pytest.raises(DocumentNotItsKind) as refused:
        check_document(name, content)
    assert refused.value.params == {"name": name, "suffix": name[1:]}

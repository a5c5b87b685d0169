"""Documents as PDF: what stands in them, in which language, by which standards, and what a bad source comes to."""

import io
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from govapp.kernel.folders import templates_folder
from govapp.kernel.texts import Language
from govapp.pdf import PdfError, PdfTooLarge, compiler, make_pdf, making

MADE_AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
SHEET = """#import "/pdf/base.typ": *
#show: document-page.with(title: values.title, organisation: "Ambora")
= #values.title
#for name in values.names [- #name]
"""
Maker = Callable[..., bytes]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """Return what makes the PDF of a source that stands beside those of the program."""
    shutil.copytree(templates_folder() / "pdf", tmp_path / "pdf")
    monkeypatch.setattr(making, "templates_folder", lambda: tmp_path)

    def make(*names: str, source: str = SHEET, language: Language = Language.NL, made_at: datetime = MADE_AT) -> bytes:
        (tmp_path / "sheet.typ").write_text(source, encoding="utf-8")
        return make_pdf("sheet.typ", {"title": "Aanwezigheidslijst", "names": names}, language, made_at)

    return make


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_letters_of_all_our_languages_and_of_names_in_belgium_come_out_as_they_went_in(make: Maker) -> None:
    names = [
        "Şahin Yılmaz",
        "Małgorzata Wójcik",
        "Zoë Ñúñez",
        "Cœur Étienne",
        "Žižka Őrsi",
        "Straße GROẞ",
        "€ 1.250,00",
    ]
    for name in names:
        assert name in text_of(make(*names))


def test_letters_that_our_fonts_lack_come_from_another_and_those_without_any_font_are_marked(make: Maker) -> None:
    said = text_of(make("Παπαδόπουλος", "Иванов", "Nguyễn", "李小龍 Bruce", "🎉 feest"))
    assert "Παπαδόπουλος" in said and "Иванов" in said and "Nguyễn" in said
    assert "\ufffd\ufffd\ufffd Bruce" in said and "\ufffd feest" in said


def test_it_says_of_itself_that_it_is_archival_and_accessible_and_in_which_language(make: Maker) -> None:
    reader = PdfReader(io.BytesIO(make("A", language=Language.FR)))
    about = reader.root_object["/Metadata"].get_object().get_data().decode()  # type: ignore[union-attr]
    assert "<pdfaid:part>2</pdfaid:part>" in about and "<pdfaid:conformance>A</pdfaid:conformance>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert str(reader.root_object["/Lang"]).startswith("fr")
    assert bool(reader.root_object["/MarkInfo"]["/Marked"])  # type: ignore[index]
    assert reader.metadata is not None and reader.metadata.title == "Aanwezigheidslijst"
    assert reader.metadata.creation_date == MADE_AT


def test_all_its_fonts_are_inside_and_none_is_of_the_machine(make: Maker) -> None:
    objects = PdfReader(io.BytesIO(make("Ann Şahin"))).pages[0]["/Resources"]
    fonts: dict[str, DictionaryObject] = objects["/Font"]  # type: ignore[index]
    inner = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts.values()]  # type: ignore[index]
    assert {str(font["/BaseFont"]).split("+")[1].split("-")[0] for font in inner} <= {"SourceSans3", "SourceSerif4"}
    assert all({"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"]) for font in inner)


def test_the_same_values_at_the_same_moment_give_the_same_bytes(make: Maker) -> None:
    assert make("A", "B") == make("A", "B")
    assert make("A", "B") != make("A", "B", made_at=MADE_AT + timedelta(days=1))


def test_a_value_is_never_read_as_markup(make: Maker) -> None:
    hostile = '#panic("x") *bold* $x^2$ #read("/pdf/base.typ") "] #pagebreak() \\ // <label>'
    pdf = make(hostile)
    assert hostile.replace(" ", "") in text_of(pdf).replace(" ", "").replace("\n", "")
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("#import", "expected"),
        ('#import "/pdf/base.typ": *\n#values.nothing', "nothing"),
        ('#read("/etc/passwd")', "not found"),
        ('#read("../../etc/passwd")', "would escape"),
        ('#import "@preview/cetz:0.3.4": *', "package"),
        ("No title at all", "title"),
    ],
)
def test_a_source_that_cannot_be_made_is_an_error_that_names_it(make: Maker, source: str, words: str) -> None:
    with pytest.raises(PdfError) as refused:
        make("A", source=source)
    assert "sheet.typ" in str(refused.value) and words in str(refused.value)


def test_a_document_that_takes_too_long_is_refused(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MAX_SECONDS", 0.5)
    with pytest.raises(PdfTooLarge):
        make(source='#set document(title: "T")\n' + "#for i in range(1000000) { for j in range(1000000) {} }")


def test_a_document_that_takes_too_much_memory_is_refused(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MAX_MEMORY_MEBIBYTES", 400)
    source = '#set document(title: "T")\n#let all = range(200).map(i => range(1000000).map(j => i + j))\n#all.len()'
    with pytest.raises(PdfTooLarge):
        make(source=source)


def test_more_text_than_one_document_may_hold_is_refused(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MAX_VALUES_BYTES", 100)
    with pytest.raises(PdfTooLarge):
        make("A" * 100)


def test_a_letter_without_a_font_is_read_from_what_typst_says() -> None:
    assert compiler.letters_without_font('error: the text `"李"` could not be displayed with font `"X"`') == {"李"}
    assert compiler.letters_without_font('the text `"\\u{1f389}a"` could not be displayed') == {"🎉", "a"}
    assert compiler.letters_without_font('the text `"\ufffd"` could not be displayed') == set()
    assert compiler.letters_without_font("unknown variable: x") == set()

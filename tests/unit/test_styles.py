"""The style sheets that pages load are what their sources make, and leave out nothing that a page holds."""

import re
from pathlib import Path

import pytest

from govapp.kernel.folders import templates_folder
from govapp.web.static_files import FOLDER
from tools import fonts, styles

PAGES = {
    path.relative_to(templates_folder()).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(templates_folder().rglob("*.html"))
    if not path.is_relative_to(templates_folder() / "mail")
}


def test_every_sheet_is_built_from_the_sources_of_today() -> None:
    assert styles.stale() == [], "run python -m tools.styles build"


@pytest.mark.parametrize("name", styles.SURFACES)
def test_a_sheet_asks_for_no_other_sheet_and_holds_what_the_files_of_ours_hold(name: str) -> None:
    text = (FOLDER / "css" / name).read_text(encoding="utf-8")
    assert "@import" not in text
    assert "data:" not in text, "img-src 'self' refuses it"
    assert text.count("{") == text.count("}")
    assert text.count('"') % 2 == 0
    assert "%7B" not in text
    for source in styles.SURFACES[name]:
        classes = set(re.findall(r"\.([a-z][\w-]+)", (FOLDER / "css" / source).read_text(encoding="utf-8")))
        assert {each for each in classes if f".{each}" not in text} <= {"css", "svg", "woff2"}, source


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_what_the_sheets_leave_out_of_pico(path: str) -> None:
    text = PAGES[path]
    assert not re.findall(rf"<({'|'.join(styles.UNUSED_ELEMENTS)})\b", text)
    assert not re.findall(rf"\s({'|'.join(styles.UNUSED_ATTRIBUTES)})[=\s>]", text)
    assert not re.findall(rf"\b(?:type|role)=\"({'|'.join(styles.UNUSED_VALUES)})\"", text)
    classes = {each for found in re.findall(r'class="([^"{]*)', text) for each in found.split()}
    assert classes.isdisjoint(styles.UNUSED_CLASSES)


def test_letters_of_names_are_asked_for_where_the_second_font_has_them() -> None:
    ranges = re.findall(
        r"names\.woff2.*?unicode-range: (.*?);", (FOLDER / "css" / "tokens.css").read_text("utf-8"), re.DOTALL
    )
    assert len(ranges) == 2
    for found in ranges:
        ends = [each.removeprefix("U+").split("-") for each in found.split(", ")]
        points = {point for pair in ends for point in range(int(pair[0], 16), int(pair[-1], 16) + 1)}
        assert points == set(fonts.NAMES)


def test_a_stale_sheet_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for source in styles.CSS.glob("*.css"):
        (tmp_path / source.name).write_bytes(source.read_bytes())
    monkeypatch.setattr(styles, "CSS", tmp_path)
    assert styles.stale() == []
    with (tmp_path / "app.css").open("a", encoding="utf-8") as sheet:
        sheet.write(".new { color: var(--ink); }\n")
    assert styles.stale() == list(styles.SURFACES)
    styles.write()
    assert styles.stale() == []
    assert ".new" in (tmp_path / "office.css").read_text(encoding="utf-8")


def test_what_a_selector_excepts_is_not_what_it_is_for() -> None:
    sheet = "input:not([type=range]){padding:0}input[type=range]{margin:0}"
    assert "".join(styles._kept(styles._rules(sheet))) == "input:not([type=range]){padding:0}"


def test_pico_is_parted_at_commas_and_braces_that_part_rules() -> None:
    sheet = (
        ':is(a,b) c,kbd{--pico-x:url("a{b}");color:red}@media print{.grid{x:y}}@media screen{p{color:var(--pico-x)}}'
    )
    assert next(styles._rules(sheet)) == (":is(a,b) c,kbd", '--pico-x:url("a{b}");color:red')
    assert "".join(styles._kept(styles._rules(sheet))) == (
        ':is(a,b) c{--pico-x:url("a{b}");color:red}@media screen{p{color:var(--pico-x)}}'
    )

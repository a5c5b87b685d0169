"""The look: vendored files are what they say, colours can be read, every macro makes a page that holds."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.folders import templates_folder
from govapp.request_context import access_of
from govapp.web.static_files import FOLDER
from tests.web.gallery.app import PAGES, make_gallery
from tests.web.page import check

TEMPLATES = templates_folder()
VENDOR = json.loads((FOLDER / "vendor" / "vendor.json").read_text(encoding="utf-8"))
VENDORED = [(package["name"], entry) for package in VENDOR["packages"] for entry in package["files"]]
TOKENS = (FOLDER / "css" / "tokens.css").read_text(encoding="utf-8")
SHEETS = ("app.css", "lists.css", "desk.css", "ballot.css", "results.css")

TEXT, SHAPE = 4.5, 3.0
# Every colour that stands on another, and what WCAG asks: 4.5 for text (1.4.3), 3 for controls and bars (1.4.11).
PAIRS = [
    *(("ink", ground, TEXT) for ground in ("paper", "surface", "sunken", "petrol-soft", "pencil-soft")),
    *(("ink-2", ground, TEXT) for ground in ("paper", "surface", "sunken")),
    *(("petrol", ground, TEXT) for ground in ("paper", "surface", "sunken")),
    ("petrol-strong", "petrol-soft", TEXT),
    ("on-petrol", "petrol", TEXT),
    ("on-petrol", "petrol-strong", TEXT),
    ("paper", "ink", TEXT),
    *((state, f"{state}-soft", TEXT) for state in ("ok", "warn", "error")),
    *(("ink", f"{state}-soft", TEXT) for state in ("ok", "warn", "error")),
    *((state, ground, TEXT) for state in ("ok", "warn", "error") for ground in ("paper", "surface")),
    ("error", "error-soft", TEXT),
    *((part, ground, SHAPE) for part in ("edge", "focus", "pencil") for ground in ("paper", "surface")),
    ("pencil", "pencil-soft", SHAPE),
    ("focus", "pencil-soft", SHAPE),
    *((bar, ground, SHAPE) for bar in ("bar-for", "bar-against", "bar-out") for ground in ("paper", "surface")),
]


@cache
def gallery() -> Flask:
    """Return the gallery application."""
    return make_gallery()


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))


def _themes() -> dict[str, dict[str, str]]:
    light = TOKENS.split("@media (prefers-color-scheme: dark)")[0]
    dark = TOKENS.split("@media (prefers-color-scheme: dark)")[1].split("@media")[0]
    return {"light": _colours(light), "dark": {**_colours(light), **_colours(dark)}}


def _luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, definition of contrast ratio)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("name", "entry"), VENDORED, ids=lambda value: value if isinstance(value, str) else value["path"]
)
def test_a_vendored_file_is_the_published_one(name: str, entry: dict[str, str]) -> None:
    assert hashlib.sha256((FOLDER / entry["path"]).read_bytes()).hexdigest() == entry["sha256"], name


def test_every_font_and_foreign_sheet_is_declared_with_its_licence() -> None:
    declared = {entry["path"] for _name, entry in VENDORED}
    present = {path.relative_to(FOLDER).as_posix() for path in (FOLDER / "fonts").iterdir()} | {"css/pico.min.css"}
    assert present <= declared
    for package in VENDOR["packages"]:
        assert (FOLDER / package["licence_file"]).is_file(), package["name"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "needed"), PAIRS)
def test_what_stands_on_a_ground_can_be_read(theme: str, front: str, ground: str, needed: float) -> None:
    colours = _themes()[theme]
    assert contrast(colours[front], colours[ground]) >= needed


def test_both_themes_have_the_same_colours() -> None:
    dark = TOKENS.split("@media (prefers-color-scheme: dark)")[1].split("@media")[0]
    assert _colours(TOKENS.split("@media (prefers-color-scheme: dark)")[0]).keys() == _colours(dark).keys()


@pytest.mark.parametrize("sheet", SHEETS)
def test_sheets_take_their_colours_from_the_tokens(sheet: str) -> None:
    text = (FOLDER / "css" / sheet).read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", text)) <= {"#ffffff", "#hatch"}
    used = set(re.findall(r"var\(--([a-z0-9-]+)", text))
    assert used <= set(re.findall(r"--([a-z0-9-]+):", TOKENS)), "a token that does not exist"


def test_pencil_red_is_the_voters_mark_and_nothing_else() -> None:
    for sheet in SHEETS:
        rules = re.findall(
            r"([^{}]+)\{([^{}]*var\(--pencil[^{}]*)\}", (FOLDER / "css" / sheet).read_text(encoding="utf-8")
        )
        for selector, _body in rules:
            assert ".choice" in selector or ".picked" in selector, selector


def test_sheets_ask_nothing_of_other_hosts() -> None:
    for path in (FOLDER / "css").glob("*.css"):
        if path.name != "pico.min.css":
            text = path.read_text(encoding="utf-8")
            assert all(
                not re.match(r"['\"]?(?:https?:|data:|//)", each) for each in re.findall(r"url\(([^)]*)\)", text)
            ), path


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.relative_to(TEMPLATES).as_posix()
)
def test_no_template_holds_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.is_relative_to(TEMPLATES / "mail"):
        return
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    for script in re.findall(r"<script\b[^>]*>(.*?)</script>", text, re.DOTALL):
        assert not script.strip()


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda path: path.name)
def test_every_macro_is_explained_at_the_head_and_shown_in_the_gallery(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head = text.split("-#}")[0]
    shown = "".join(
        page.read_text(encoding="utf-8") for page in Path(__file__).parent.joinpath("gallery").glob("*.html")
    )
    macros = set(re.findall(r"macro (\w+)\(", text))
    inner = {name for name in macros if re.search(rf"(?<!macro )\b{name}\(", text.split("-#}", 1)[1])}
    for name in macros - inner:
        assert name in head, f"{name} is not explained"
        assert re.search(rf"\b{name}\(", shown), f"{name} is not in the gallery"


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_gallery_holds_in_every_language(page: str, language: str) -> None:
    response = gallery().test_client().get(f"/{page}?language={language}")
    html = response.get_data(as_text=True)
    assert response.status_code == 200
    tree = check(html)
    assert tree.get("lang") == language


@pytest.mark.parametrize("role", list(Role))
def test_tabs_lead_where_the_role_may_enter_and_nowhere_else(role: Role, app: Flask) -> None:
    shown = check(gallery().test_client().get(f"/office_register?role={role}").get_data(as_text=True))
    everything = check(gallery().test_client().get("/office_register").get_data(as_text=True))
    officer = Actor(ActorKind.OFFICER, 3, roles=frozenset({role}))
    for tab in _tabs(everything):
        endpoint, _arguments = app.url_map.bind("localhost").match(tab, "GET")
        access = access_of(app.view_functions[endpoint])
        assert access is not None
        assert access.admits(officer) == (tab in _tabs(shown)), f"{role}: {tab}"


def _tabs(tree: Element) -> set[str]:
    menu = next(each for each in tree.iter("nav") if "tabs" in (each.get("class") or ""))
    return {link.get("href") or "" for link in menu.iter("a")}


def test_a_text_in_another_language_says_so() -> None:
    html = gallery().test_client().get("/components?language=nl").get_data(as_text=True)
    assert '<span lang="fr"><bdi>Motion de séance' in html
    assert "Enkel in het Frans" in html
    html = gallery().test_client().get("/components?language=fr").get_data(as_text=True)
    assert "Seulement en français" not in html


def test_a_single_vote_still_shows_in_a_bar() -> None:
    html = gallery().test_client().get("/result?language=en").get_data(as_text=True)
    assert '<rect class="against" x="996" y="6" width="4" height="32"/>' in html


def test_nobody_voting_draws_an_empty_bar_and_no_percentage() -> None:
    html = gallery().test_client().get("/result?language=en").get_data(as_text=True)
    assert "Nobody voted for or against." in html
    assert '<rect class="rest" y="6" width="1000" height="32"/>' in html


def test_parts_of_a_bar_add_up_to_its_width() -> None:
    html = gallery().test_client().get("/result?language=en").get_data(as_text=True)
    for bar in re.findall(r'<svg class="bar(?: thin)?"[^>]*>(.*?)</svg>', html, re.DOTALL):
        parts = re.findall(r'<rect class="(?:for|against|out)" x="(\d+)" y="\d+" width="(\d+)"', bar)
        if parts:
            assert int(parts[-1][0]) + int(parts[-1][1]) == 1000, bar

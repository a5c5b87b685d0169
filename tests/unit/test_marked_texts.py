"""The extractor of texts looks at plain calls only: what it would miss is found here, and no sentence stays English."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MARKS = {"_", "N_", "NP_", "gettext", "ngettext", "pgettext", "npgettext", "lazy_gettext", "lazy_ngettext"}
FILES = sorted((ROOT / "govapp").rglob("*.py"))


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def missed(source: str) -> list[int]:
    """Return the lines of calls that mark a text inside an f-string, or that mark what is no plain text."""
    tree = ast.parse(source)
    inside = {id(node) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for node in ast.walk(each)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node) in MARKS]
    return [
        call.lineno
        for call in calls
        if id(call) in inside or any(isinstance(argument, ast.JoinedStr) for argument in call.args)
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_text_is_marked_where_the_extractor_does_not_look(file: Path) -> None:
    assert missed(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("f\"{gettext('Yes')}: {x}\"", [1]),
        ("f\"{x} {translator.ngettext('a', 'b', 2)}\"", [1]),
        ('\ngettext(f"Hello {x}")', [2]),
        ('gettext("Hello %(x)s", x=f"{y}")', []),
        ('f"{x}" + gettext("Yes")', []),
    ],
)
def test_such_texts_are_found(source: str, found: list[int]) -> None:
    assert missed(source) == found

"""What turns text into code, commands or objects is called nowhere; chance that must not be guessed is no `random`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for folder in ("govapp", "packages/pybelenios/src")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
CODE_FROM_TEXT = {
    "eval", "exec", "compile", "__import__", "system", "popen", "getoutput", "render_template_string", "from_string",
}  # fmt: skip
OBJECTS_FROM_BYTES = {"pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle"}
WEAK_HASHES = {"md5", "sha1", "md4"}
# Invented people and invented ballots: nobody may be surprised by them twice.
MADE_UP = {"demo", "rehearsal"}


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call with the last part of the name that is called; a method `compile` makes patterns and SQL."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute) and node.func.attr != "compile":
                yield node.func.attr, node


def imports(path: Path) -> set[str]:
    """Return the names of the modules that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_no_text_becomes_code_a_command_or_a_template() -> None:
    found = [(path.name, name) for path in SOURCES for name, _call in calls(path) if name in CODE_FROM_TEXT]
    assert found == []


def test_no_program_is_started_through_a_shell() -> None:
    through = [
        path.name for path in SOURCES for _name, call in calls(path) for each in call.keywords if each.arg == "shell"
    ]
    assert through == []


def test_no_bytes_become_objects_of_whatever_kind() -> None:
    assert [path.name for path in SOURCES if imports(path) & OBJECTS_FROM_BYTES] == []


def test_no_template_trusts_a_text_as_markup() -> None:
    trusting = [
        path.name
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text(encoding="utf-8"))
    ]
    assert trusting == []


def test_only_texts_of_ours_are_called_markup() -> None:
    # The drawing that connects a phone comes from a library; `test_the_qr_code_has_no_style_and_no_script` looks at it.
    trusting = [
        path.name
        for path in SOURCES
        for name, call in calls(path)
        if name == "Markup" and not isinstance(call.args[0], ast.Constant)
    ]
    # That of a code at the desk is drawn from an address of ours; the test of its page looks at it.
    assert trusting == ["welcome.py", "desk_codes.py"]


def test_nothing_is_hashed_with_what_is_broken() -> None:
    assert [(path.name, name) for path in SOURCES for name, _call in calls(path) if name in WEAK_HASHES] == []


def test_chance_that_can_be_computed_again_is_for_made_up_people_only() -> None:
    using = {path.relative_to(ROOT).parts[1] for path in SOURCES if "random" in imports(path)}
    assert using <= MADE_UP


@pytest.mark.parametrize("source", ["eval('1')", "os.system('ls')", "app.jinja_env.from_string(text)"])
def test_such_a_call_would_be_seen(tmp_path: Path, source: str) -> None:
    path = tmp_path / "a.py"
    path.write_text(source, encoding="utf-8")
    assert [name in CODE_FROM_TEXT for name, _call in calls(path)] == [True]

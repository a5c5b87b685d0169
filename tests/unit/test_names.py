"""One word for one thing: no forbidden name is defined anywhere, and no two public classes share a name."""

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("govapp", "packages", "tests", "tools", "bench")
NAMES = Path(__file__).with_name("names.toml").read_text(encoding="utf-8")
RULES: list[dict[str, Any]] = tomllib.loads(NAMES)["forbidden"]


@dataclass(frozen=True)
class Definition:
    """A name that a file gives to something."""

    name: str
    kind: str
    path: str
    line: int = 0
    is_public_class: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.kind} {self.name}"


@cache
def definitions() -> tuple[Definition, ...]:
    """Return every name that the code defines; migrations keep the words of their day."""
    found: list[Definition] = []
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations/versions" not in path.as_posix() and "node_modules" not in path.parts:
                found += _of(path)
    return tuple(found)


def _of(path: Path) -> Iterator[Definition]:
    place = path.relative_to(ROOT).as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield Definition(path.parent.name if path.stem == "__init__" else path.stem, "module", place)
    outer = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        named = _named(node)
        if named is not None:
            name, kind = named
            is_public = kind == "class" and id(node) in outer and not name.startswith("_")
            yield Definition(name, kind, place, getattr(node, "lineno", 0), is_public)


def _named(node: ast.AST) -> tuple[str, str] | None:
    match node:
        case ast.ClassDef(name=name):
            return name, "class"
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name, "function"
        case ast.arg(arg=name):
            return name, "argument"
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            return name, "variable"
    return None


def _breaks(rule: dict[str, Any], each: Definition) -> bool:
    return (
        each.kind in rule.get("kinds", (each.kind,))
        and any(each.path.startswith(f"{folder}/") for folder in rule.get("where", FOLDERS))
        and any(fnmatchcase(each.name, pattern) for pattern in rule["names"])
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: "-".join(rule["names"][:3]))
def test_a_forbidden_name_is_defined_nowhere(rule: dict[str, Any]) -> None:
    found = [str(each) for each in definitions() if _breaks(rule, each)]
    assert not found, f"say {rule['instead']}, for {rule['why']}:\n" + "\n".join(found)


def test_no_two_public_classes_of_the_program_share_a_name() -> None:
    modules = defaultdict(set)
    for each in definitions():
        if each.is_public_class and each.path.startswith(("govapp/", "packages/")) and "/tests/" not in each.path:
            modules[each.name].add(each.path)
    doubled = {name: sorted(paths) for name, paths in modules.items() if len(paths) > 1}
    assert not doubled

"""The journal speaks to its reader: every fact that is recorded anywhere has words of its own."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from govapp.accounts.rules import LinkPurpose
from govapp.assembly.agenda.rules.items import ItemKind
from govapp.audit.facts import FACTS, VALUES, Shape, Told, told
from govapp.audit.rules.entry import FactValue
from govapp.kernel.actors import Role
from govapp.kernel.texts import LANGUAGES
from govapp.outbox.forms import LETTER_NAMES
from govapp.shares.people.rules.kinds import Kind

SOURCES = Path(__file__).parents[2] / "govapp"
HASH = "ab12" * 16


def names(value: ast.expr, inside: ast.AST) -> Iterator[str]:
    """Yield the names in an expression for facts, which may be a variable of the function around it."""
    if isinstance(value, ast.Dict):
        for key in value.keys:
            assert isinstance(key, ast.Constant), ast.unparse(value)
            yield str(key.value)
    elif isinstance(value, ast.IfExp):
        yield from names(value.body, inside)
        yield from names(value.orelse, inside)
    elif isinstance(value, ast.Name):
        written = [
            each.value
            for each in ast.walk(inside)
            if (isinstance(each, ast.AnnAssign) and each.value and ast.unparse(each.target) == value.id)
            or (isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == value.id)
        ]
        assert written, f"where do the facts {value.id!r} come from?"
        for each in written:
            assert each is not None
            yield from names(each, inside)
    else:
        pytest.fail(f"the names in {ast.unparse(value)} cannot be read")


def recorded() -> Iterator[tuple[str, str]]:
    """Yield each name of a fact that a use case records, and where."""
    for path in sorted(SOURCES.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "record":
                    for keyword in call.keywords:
                        if keyword.arg == "facts":
                            yield from ((name, path.name) for name in names(keyword.value, function))


def test_every_fact_that_is_recorded_has_words() -> None:
    found = list(recorded())
    assert len(found) > 50
    assert [each for each in found if each[0] not in FACTS] == []


def test_every_value_that_is_a_word_of_the_program_has_words() -> None:
    assert set(VALUES["role"]) == set(Role)
    assert set(VALUES["language"]) == set(LANGUAGES)
    assert set(VALUES["purpose"]) == set(LinkPurpose)
    assert set(VALUES["kind"]) == {*ItemKind, *Kind}
    assert set(VALUES["letter"]) == set(LETTER_NAMES)
    assert VALUES["template"] == VALUES["letter"]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("again", True, Told("repeated", Shape.WORDS, ("yes",))),
        ("again", False, Told("repeated", Shape.WORDS, ("no",))),
        ("shares", 36000, Told("shares", Shape.NUMBER, 36000)),
        ("link", 36000, Told("link no.", Shape.PLAIN, 36000)),
        ("paid_in_cents", 3000, Told("paid in", Shape.MONEY, 3000)),
        ("effective_date", "2026-06-01", Told("effective date", Shape.DAY, date(2026, 6, 1))),
        ("from", "2026-06-01T12:00:00+00:00", Told("from", Shape.MOMENT, datetime(2026, 6, 1, 12, tzinfo=UTC))),
        ("from", "some day", Told("from", Shape.PLAIN, "some day")),
        ("purpose", "sign_in,vote", Told("purpose", Shape.WORDS, ("to see the personal page", "to vote"))),
        ("kind", "other", Told("kind", Shape.WORDS, ("other",))),
        ("digest", HASH, Told("digest", Shape.DIGEST, HASH)),
        ("roll", 7, Told("voting list", Shape.PLAIN, 7)),
        ("roll", HASH, Told("voting list", Shape.DIGEST, HASH)),
        ("from_before", "x", Told("from_before", Shape.PLAIN, "x")),
    ],
)
def test_a_fact_is_told_in_words(name: str, value: FactValue, shown: Told) -> None:
    assert told({name: value}) == (shown,)


def test_the_facts_of_a_line_stand_in_one_order_and_empty_ones_are_left_out() -> None:
    facts: dict[str, FactValue] = {"zeal": 1, "until": None, "role": "auditor", "name": "Ada", "age": 2}
    assert [fact.label for fact in told(facts)] == ["name", "role", "age", "zeal"]

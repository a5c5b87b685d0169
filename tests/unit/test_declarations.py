"""Each room says what is its own, and nothing that is recorded, mailed or pointed to is without an owner."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from govapp.accounts.rules import LinkPurpose
from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.votes.rules.incidents import IncidentKind
from govapp.audit.facts import DescribedFact, describe_facts
from govapp.audit.rules.entry import FactValue
from govapp.declarations import Declarations, FactWords, JournalTag, RoomDeclaration, Shape, SubjectPage
from govapp.kernel.actors import Role
from govapp.kernel.folders import templates_folder
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import LANGUAGES
from govapp.request_context import access_of
from govapp.shares.people.rules.kinds import PartyKind
from govapp.web.app import DECLARATIONS

SOURCES = Path(__file__).parents[2] / "govapp"
HASH = "ab12" * 16
# What `claim_since` says of the chain of facts about people.
CLAIM = ("fact_links", "fact_head")
ROOM_OF_ENUMERATION = {type(tag).__name__: room for room in DECLARATIONS.rooms for tag in room.tags}
FACTS_OF_TAG = {f"{type(tag).__name__}.{tag.name}": room.facts for room in DECLARATIONS.rooms for tag in room.tags}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCES.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def names(value: ast.expr, inside: ast.AST) -> Iterator[str]:
    """Yield the names in an expression for facts, which may be a variable of the function around it."""
    if isinstance(value, ast.Dict):
        for key, member in zip(value.keys, value.values, strict=True):
            if key is None and ast.unparse(member).startswith("claim_since("):
                yield from CLAIM
                continue
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


def recorded() -> Iterator[tuple[str, str, str]]:
    """Yield each fact that a use case records: its room, the tag as it is written there, and the name of the fact."""
    for path, tree in trees():
        room = path.relative_to(SOURCES).parts[0]
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "record":
                    tag = ast.unparse(call.args[1])
                    for keyword in call.keywords:
                        if keyword.arg == "facts":
                            yield from ((room, tag, name) for name in names(keyword.value, function))


def test_every_room_with_tags_owns_them_alone() -> None:
    enumerations = {each.__name__ for each in JournalTag.__subclasses__() if not each.__module__.startswith("tests.")}
    assert enumerations == set(ROOM_OF_ENUMERATION)
    assert sum(len(room.tags) for room in DECLARATIONS.rooms) == len(DECLARATIONS.tags) > 50


def test_every_fact_that_is_recorded_has_words_in_the_room_of_its_tag() -> None:
    found = list(recorded())
    assert len(found) > 50
    # Some use cases write more than one tag of their room with the same facts.
    own = {room.room: room.facts for room in DECLARATIONS.rooms}
    assert [each for each in found if each[2] not in FACTS_OF_TAG.get(each[1], own.get(each[0], {}))] == []


def test_every_value_that_is_a_word_of_the_program_has_words() -> None:
    facts = {room.room: room.facts for room in DECLARATIONS.rooms}
    assert set(facts["accounts"]["role"].values) == set(Role)
    assert set(facts["accounts"]["language"].values) == set(LANGUAGES)
    assert set(facts["accounts"]["purpose"].values) == set(LinkPurpose)
    assert set(facts["shares"]["kind"].values) == set(PartyKind)
    assert set(facts["assembly"]["kind"].values) == set(ItemKind)
    assert set(facts["assembly"]["went_wrong"].values) == set(IncidentKind)


def test_every_letter_has_a_template_and_every_template_an_owner() -> None:
    templates = {path.stem for path in (templates_folder() / "mail").glob("*.txt")} - {"footer"}
    assert set(DECLARATIONS.letters) == templates
    assert all(letter.label for letter in DECLARATIONS.letters.values())


def test_every_kind_of_subject_that_is_named_anywhere_has_a_page(app: Flask) -> None:
    kinds = {
        str(call.args[0].value).partition(":")[0]
        for _path, tree in trees()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"SubjectRef", "SubjectRef.to"}
        and isinstance(call.args[0], ast.Constant)
    }
    # Officers and shareholders are named by what they are when they act: `Actor.subject`.
    assert kinds | {"officer", "shareholder"} == set(DECLARATIONS.subjects)
    with app.test_request_context():
        for kind, page in DECLARATIONS.subjects.items():
            assert page.endpoint in app.view_functions, kind


def test_the_tabs_of_the_office_are_for_those_whom_the_pages_admit(app: Flask) -> None:
    for page in DECLARATIONS.office_pages:
        access = access_of(app.view_functions[page.endpoint])
        assert access is not None
        assert set(page.roles) <= access.roles, page.endpoint
    assert {page.home_of for page in DECLARATIONS.office_pages} >= set(Role)


def test_a_claim_to_what_another_room_owns_is_refused() -> None:
    room = RoomDeclaration("a", subjects={"holder": SubjectPage("To the shareholder", "a.page")})
    with pytest.raises(ValueError, match="holder"):
        Declarations((room, room))


def test_what_nobody_owns_any_more_is_shown_as_it_stands() -> None:
    assert DECLARATIONS.label_of_tag("moon:landed") == "moon:landed"
    assert DECLARATIONS.label_of_letter("pamphlet") == "pamphlet"
    assert DECLARATIONS.page_of(SubjectRef("moon:1")) is None


@pytest.mark.parametrize(
    ("tag", "name", "value", "shown"),
    [
        ("officer:invited", "again", True, DescribedFact("repeated", Shape.WORDS, ("yes",))),
        ("officer:invited", "again", False, DescribedFact("repeated", Shape.WORDS, ("no",))),
        ("register:imported", "shares", 36000, DescribedFact("shares", Shape.NUMBER, 36000)),
        ("link:used", "link", 36000, DescribedFact("link no.", Shape.PLAIN, 36000)),
        ("shares:issued", "paid_in_cents", 3000, DescribedFact("paid in", Shape.MONEY, 3000)),
        (
            "shares:issued",
            "effective_date",
            "2026-06-01",
            DescribedFact("effective date", Shape.DAY, date(2026, 6, 1)),
        ),
        (
            "role:granted",
            "from",
            "2026-06-01T12:00:00+00:00",
            DescribedFact("from", Shape.MOMENT, datetime(2026, 6, 1, 12, tzinfo=UTC)),
        ),
        ("role:granted", "from", "some day", DescribedFact("from", Shape.PLAIN, "some day")),
        (
            "link:issued",
            "purpose",
            "sign_in,vote",
            DescribedFact("purpose", Shape.WORDS, ("to see the personal page", "to vote")),
        ),
        ("item:added", "kind", "other", DescribedFact("kind", Shape.WORDS, ("other",))),
        ("mailing:written", "letter", "reminder", DescribedFact("mail", Shape.WORDS, ("reminder",))),
        ("mailing:written", "letter", "pamphlet", DescribedFact("mail", Shape.WORDS, ("pamphlet",))),
        ("register:imported", "digest", HASH, DescribedFact("digest", Shape.DIGEST, HASH)),
        ("assembly:locked", "roll", 7, DescribedFact("voting list", Shape.PLAIN, 7)),
        ("paper:sealed", "roll", HASH, DescribedFact("voting list", Shape.DIGEST, HASH)),
        ("paper:sealed", "from_before", "x", DescribedFact("from_before", Shape.PLAIN, "x")),
        ("moon:landed", "shares", 3, DescribedFact("shares", Shape.NUMBER, 3)),
    ],
)
def test_a_fact_is_described_in_the_words_of_its_room(
    tag: str, name: str, value: FactValue, shown: DescribedFact
) -> None:
    assert describe_facts(DECLARATIONS, tag, {name: value}) == (shown,)


def test_the_facts_of_a_line_stand_in_the_order_of_their_room_and_empty_ones_are_left_out() -> None:
    facts: dict[str, FactValue] = {"zeal": 1, "until": None, "role": "auditor", "name": "Ada", "age": 2}
    shown = describe_facts(DECLARATIONS, "role:granted", facts)
    assert [fact.label for fact in shown] == ["name", "role", "age", "zeal"]


def test_a_name_that_another_room_gave_to_a_fact_serves_where_a_room_has_none() -> None:
    assert DECLARATIONS.facts_of_tag("ballot:cast")["paid_in_cents"] == FactWords("paid in", Shape.MONEY)

"""A census of the house: no room without a door, no door without a keeper, nothing forgotten."""

import ast
import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, g
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.folders import templates_folder
from govapp.request_context import Access, access_of, needs_fresh_sign_in
from govapp.web.app import DECLARATIONS

ROOT = Path(__file__).parents[2]
ROUTES = Path(__file__).with_name("routes.txt")
PEOPLE = {
    "visitor": Actor(ActorKind.VISITOR),
    "shareholder": Actor(ActorKind.SHAREHOLDER, 999_999, "Somebody"),
    **{role.value: Actor(ActorKind.OFFICER, 999_999, "Somebody", frozenset({role})) for role in Role},
}


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))


def who(access: Access) -> str:
    if access.kinds == frozenset(ActorKind):
        return "everybody"
    if access.kinds == frozenset({ActorKind.SHAREHOLDER}):
        return "shareholders"
    return "officers: " + (", ".join(sorted(access.roles)) or "all")


def address(rule: Rule) -> str:
    """Return an address that fits a rule, of something that does not exist."""
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: "999999" if found[1] == "int" else "unknown", rule.rule)


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    silent = [rule.endpoint for rule in rules(app) if access_of(app.view_functions[rule.endpoint]) is None]
    assert silent == []


def test_the_list_of_routes_and_their_keepers_is_the_one_that_was_reviewed(app: Flask) -> None:
    found = []
    for rule in rules(app):
        access = access_of(app.view_functions[rule.endpoint])
        assert access is not None
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        is_fresh = "POST" in methods and needs_fresh_sign_in(app.view_functions[rule.endpoint])
        code = ", with a fresh code" if is_fresh else ""
        found.append(f"{methods} {rule.rule} -> {who(access)}{code}")
    assert found == ROUTES.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_comes_in_where_they_may_and_nowhere_else(app: Flask, person: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False

    @app.before_request
    def _stand_in() -> None:
        g.actor = PEOPLE[person]

    # The stand-in comes right after the real sign-in, before anybody looks at who asks.
    hooks = app.before_request_funcs[None]
    hooks.insert(2, hooks.pop())
    for rule in rules(app):
        access = access_of(app.view_functions[rule.endpoint])
        assert access is not None
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = app.test_client().open(address(rule), method=method)
            turned_away = answer.status_code == 403 or "sign-in" in answer.headers.get("Location", "")
            if access.admits(PEOPLE[person]):
                assert answer.status_code < 500, (method, rule.rule)
                assert answer.status_code != 403, (method, rule.rule)
            else:
                assert turned_away, (method, rule.rule, answer.status_code)


def test_every_form_needs_its_token(app: Flask) -> None:
    for rule in rules(app):
        if "POST" in (rule.methods or set()):
            answer = app.test_client().post(address(rule))
            assert answer.status_code in {303, 400, 403}, (rule.rule, answer.status_code)


def test_every_audit_tag_is_recorded_somewhere() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "govapp").rglob("*.py"))
    unused = [tag.name for tag in DECLARATIONS.tags.values() if f"{type(tag).__name__}.{tag.name}" not in source]
    assert unused == []


def addresses_in_code(path: Path) -> Iterator[str]:
    """Yield the local addresses that a module writes as text; a part that is filled in counts as 1."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        text = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "1" for part in node.values)
        if re.fullmatch(r"/[^/\s]\S*", text):
            yield text


def owner_of(app: Flask, address: str) -> str | None:
    """Return the room whose page stands at an address, or None when there is none.

    A page that joins what a higher room knows is made there, and still belongs to the room of its blueprint.
    """
    adapter = app.url_map.bind("localhost")
    for method in ("GET", "POST"):
        with contextlib.suppress(HTTPException):
            endpoint, _values = adapter.match(address, method=method)
            blueprint = app.blueprints.get(endpoint.rpartition(".")[0])
            owner = blueprint.import_name if blueprint else app.view_functions[endpoint].__module__
            return owner.split(".")[1]
    return None


def test_no_room_writes_an_address_of_another_one_as_text(app: Flask) -> None:
    # The rehearsal is no room: it sits outside, in front of a browser.
    found = []
    for path in sorted((ROOT / "govapp").rglob("*.py")):
        room = path.relative_to(ROOT / "govapp").parts[0]
        if room != "rehearsal":
            found += [(path.name, each) for each in addresses_in_code(path) if owner_of(app, each) not in {None, room}]
    assert found == []


def test_no_template_writes_an_address_as_text(app: Flask) -> None:
    found = []
    for path in sorted(templates_folder().rglob("*.html")):
        text = re.sub(r"\{\{.*?\}\}", "1", path.read_text(encoding="utf-8"))
        written = re.findall(r"""["'](/[a-z][^"'\s]*)["']""", text + path.read_text(encoding="utf-8"))
        found += [(path.name, each) for each in written if owner_of(app, each.partition("?")[0]) is not None]
    assert found == []


def test_every_template_is_used() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "govapp").rglob("*.py"))
    pages = {
        path.relative_to(templates_folder()).as_posix(): path.read_text(encoding="utf-8")
        for path in templates_folder().rglob("*.html")
    }
    text = source + "".join(pages.values())
    mails = {path.stem for path in (templates_folder() / "mail").glob("*.txt")}
    orphans = [name for name in pages if f'"{name}"' not in text and Path(name).stem not in mails]
    assert orphans == []

"""Days and numbers that cannot be meant are told so and reach neither the arithmetic of calendars nor a database."""

import re
from pathlib import Path

import pytest
from flask import Flask, g

from govapp.assembly.votes.forms import CancelForm
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.texts import Language
from tests.web.page import PageClient

EVERY_ROLE = Actor(ActorKind.OFFICER, 1, "Nadia Lefèvre", frozenset(Role), Language.NL)


@pytest.fixture
def officer(app: Flask) -> PageClient:
    """Return the browser of an officer who may look everywhere."""

    @app.before_request
    def _stand_in() -> None:
        g.actor = EVERY_ROLE

    hooks = app.before_request_funcs[None]
    hooks.insert(2, hooks.pop())
    return PageClient(app)


@pytest.mark.parametrize(
    "address",
    [
        "/office/journal?until_on=9999-12-31",
        "/office/journal?from_on=0001-01-01",
        "/office/holders?recorded=9999-12-31",
        "/office/holders?on=0001-01-01",
    ],
)
def test_a_year_that_cannot_be_meant_is_told_in_a_sentence(officer: PageClient, address: str) -> None:
    answer = officer.raw.get(address)
    assert answer.status_code in {200, 422}
    assert "Geef een jaar tussen 1900 en 2199." in answer.get_data(as_text=True)


@pytest.mark.parametrize("digits", [20, 400])
def test_a_number_that_no_database_can_hold_is_no_number(officer: PageClient, digits: int) -> None:
    for number in ("9" * digits, "-" + "9" * digits):
        fields = {"kind": "natural", "name": "Claes", "language": "nl", "quantity": number}
        page = officer.post("/office/holders/new", fields, status=422)
        assert "Ongeldig getal" in page.text
        assert page.one("input", name="quantity").get("value") == number


def test_every_number_of_a_form_is_bounded() -> None:
    ours = Path(__file__).parents[2] / "govapp"
    unbounded = [path.name for path in ours.rglob("*.py") if re.search(r"\bIntegerField\b", path.read_text("utf-8"))]
    assert unbounded == ["forms.py"]
    assert ours.joinpath("forms.py").read_text("utf-8").count("(IntegerField)") == 1


@pytest.mark.parametrize("body", ["true", "7", "[1]", "null", '{"reason": "Sent as JSON"}'])
def test_a_form_reads_what_a_page_posts_and_no_json(app: Flask, body: str) -> None:
    with app.test_request_context("/", method="POST", data=body, content_type="application/json"):
        form = CancelForm()
        assert not form.reason.data
        assert not form.validate()

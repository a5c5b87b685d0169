"""Days that cannot be meant are told so and never reach the arithmetic of calendars."""

import pytest
from flask import Flask, g

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

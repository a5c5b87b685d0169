"""Proxies before us: as many as we were told of are believed, and nobody else."""

import pytest
from flask import Flask, request
from pydantic import ValidationError

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.request_context import public
from govapp.settings import Settings
from govapp.web.app import create_app

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)

FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "http, https",
    "X-Forwarded-Host": "evil.example, vote.example",
}
US = "127.0.0.1"


def behind(settings: Settings, database: Database, clock: FixedClock, proxies: int) -> Flask:
    """Return the application behind so many proxies, with a page that says how a request looks to it."""
    told = settings.model_copy(update={"trusted_proxies": proxies, "trusted_hosts": "vote.example,evil.example"})
    app = create_app(told, database=database, clock=clock)

    @public
    def seen() -> dict[str, str | None]:
        return {"from": request.remote_addr, "scheme": request.scheme, "host": request.host}

    app.add_url_rule("/seen", view_func=seen)
    return app


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        (0, {"from": US, "scheme": "http", "host": "localhost"}),
        (1, {"from": "198.51.100.7", "scheme": "https", "host": "vote.example"}),
        (2, {"from": "203.0.113.9", "scheme": "http", "host": "evil.example"}),
    ],
)
def test_of_a_row_of_addresses_the_one_that_our_own_proxy_wrote_counts(
    settings: Settings, database: Database, clock: FixedClock, proxies: int, seen: dict[str, str]
) -> None:
    app = behind(settings, database, clock, proxies)
    assert app.test_client().get("/seen", headers=FORWARDED).get_json() == seen


def test_without_the_headers_of_a_proxy_the_connection_counts(
    settings: Settings, database: Database, clock: FixedClock
) -> None:
    app = behind(settings, database, clock, 1)
    assert app.test_client().get("/seen").get_json() == {"from": US, "scheme": "http", "host": "localhost"}


def test_a_shorter_row_than_we_have_proxies_is_not_believed(
    settings: Settings, database: Database, clock: FixedClock
) -> None:
    app = behind(settings, database, clock, 2)
    answer = app.test_client().get("/seen", headers={"X-Forwarded-For": "203.0.113.9"})
    assert answer.get_json()["from"] == US


def test_nobody_has_a_negative_number_of_proxies(settings: Settings) -> None:
    with pytest.raises(ValidationError, match="trusted_proxies"):
        Settings.model_validate({**settings.model_dump(), "trusted_proxies": -1})

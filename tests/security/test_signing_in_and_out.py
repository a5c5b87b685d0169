"""What passwords may be and for how long, the way out on every page, and what the server does not offer."""

from datetime import timedelta

import pytest
from flask import Flask

from govapp.accounts import phone
from govapp.accounts.service import BeginSession, begin_session
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.factories.accounts import PASSWORD, a_browser, an_officer, officer_browser, sign_in

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


def test_a_password_is_hidden_while_typed_and_a_keeper_of_passwords_may_fill_it_in(app: Flask) -> None:
    field = a_browser(app).get("/office/sign-in").one("input", name="password")
    assert (field.get("type"), field.get("autocomplete")) == ("password", "current-password")
    assert int(field.get("maxlength") or "256") >= 64


@pytest.mark.parametrize("typed", [PASSWORD.upper(), f" {PASSWORD}", f"{PASSWORD} ", PASSWORD[:-1]])
def test_a_password_counts_exactly_as_it_was_chosen(
    app: Flask, database: Database, clock: FixedClock, typed: str
) -> None:
    officer = an_officer(database, clock.now(), Role.AUDITOR)
    browser = a_browser(app)
    browser.post("/office/sign-in", {"email": officer.email, "password": typed}, status=422)
    assert browser.get("/office/sign-in/code").heading == "Sign in"


def test_a_password_of_years_ago_still_lets_in(app: Flask, database: Database, clock: FixedClock) -> None:
    officer = an_officer(database, clock.now(), Role.AUDITOR)
    clock.advance(timedelta(days=1500))
    assert sign_in(a_browser(app), officer, clock).heading == "Where you are signed in"


@pytest.mark.parametrize("path", ["/office/journal", "/office/sessions", "/office/rolls", "/office/assemblies"])
def test_the_way_out_stands_on_the_pages_of_officers_and_no_page_is_kept(
    app: Flask, database: Database, clock: FixedClock, path: str
) -> None:
    page = officer_browser(app, database, clock, Role.AUDITOR).get(path)
    assert "/office/sign-out" in {form.get("action") for form in page.all("form")}
    assert page.headers["Cache-Control"] == "no-store"


def test_keys_of_sessions_have_more_than_128_bits_and_never_come_twice(database: Database, clock: FixedClock) -> None:
    officer = an_officer(database, clock.now(), Role.AUDITOR)
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        keys = {
            begin_session(work, BeginSession(ActorKind.OFFICER, officer.id, "Sofie", Language.EN, "a phone"))
            for _ in range(50)
        }
    assert len(keys) == 50
    assert min(map(len, keys)) * 6 >= 256 - 6


def test_recovery_codes_have_fifty_bits(database: Database) -> None:
    assert database.is_sqlite
    assert {len(code.replace("-", "")) for code in phone.new_recovery_codes()} == {10}


def test_folders_debugging_and_traces_are_not_offered(app: Flask) -> None:
    browser = app.test_client()
    assert not app.debug
    assert {browser.get(path).status_code for path in ("/static/", "/static/css/", "/static", "/.git/config")} == {404}
    assert browser.open("/", method="TRACE").status_code == 405

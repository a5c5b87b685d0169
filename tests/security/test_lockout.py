"""Wrong attempts keep guessers out, and cannot be used to keep officers out."""

from datetime import timedelta

import pytest
from flask import Flask

from govapp.accounts import phone
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import PASSWORD, PHONE_SECRET, OfficerHandle, a_browser, an_officer, sign_in
from tests.web.page import PageClient

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


@pytest.fixture
def officer(database: Database, clock: FixedClock) -> OfficerHandle:
    return an_officer(database, clock.now(), Role.SECRETARY)


def guess(client: PageClient, email: str, *, times: int = 5) -> None:
    for attempt in range(times):
        status = 429 if attempt >= 4 else 422
        client.post("/office/sign-in", {"email": email, "password": "a guess"}, status=status)


def test_an_officer_still_comes_in_on_a_device_of_his_or_her_own_while_a_stranger_guesses(
    app: Flask, officer: OfficerHandle, clock: FixedClock
) -> None:
    own = a_browser(app)
    sign_in(own, officer, clock)
    own.post("/office/sign-out")
    guess(a_browser(app), officer.email)
    assert sign_in(own, officer, clock).heading == "Where you are signed in"
    right = {"email": officer.email, "password": PASSWORD}
    a_browser(app).post("/office/sign-in", right, status=429)


def test_guessing_on_a_known_device_closes_that_device(app: Flask, officer: OfficerHandle, clock: FixedClock) -> None:
    own = a_browser(app)
    sign_in(own, officer, clock)
    own.post("/office/sign-out")
    guess(own, officer.email)
    own.post("/office/sign-in", {"email": officer.email, "password": PASSWORD}, status=429)


def test_an_administrator_opens_the_officers_own_device_again_too(
    app: Flask, database: Database, officer: OfficerHandle, clock: FixedClock
) -> None:
    own = a_browser(app)
    sign_in(own, officer, clock)
    own.post("/office/sign-out")
    guess(own, officer.email)
    boss = an_officer(database, clock.now(), Role.ADMINISTRATOR, email="k.maes@ambora.example", name="Karel Maes")
    administrator = a_browser(app)
    sign_in(administrator, boss, clock)
    assert "closed for now" in administrator.get(f"/office/officers/{officer.id}").text
    assert "Sign-in is open again." in administrator.post(f"/office/officers/{officer.id}/unlock").text
    assert sign_in(own, officer, clock).heading == "Where you are signed in"


def test_wrong_codes_on_a_known_device_close_it_too(app: Flask, officer: OfficerHandle, clock: FixedClock) -> None:
    own = a_browser(app)
    sign_in(own, officer, clock)
    own.post("/office/sign-out")
    own.post("/office/sign-in", {"email": officer.email, "password": PASSWORD})
    for status in (422, 422, 422, 422, 429):
        own.post("/office/sign-in/code", {"code": "000000"}, status=status)
    clock.advance(timedelta(seconds=30))
    own.post("/office/sign-in/code", {"code": phone.code_at(PHONE_SECRET, clock.now())}, status=429)


def test_a_device_of_one_officer_is_a_strangers_for_another(
    app: Flask, database: Database, officer: OfficerHandle, clock: FixedClock
) -> None:
    other = an_officer(database, clock.now(), Role.AUDITOR, email="k.maes@ambora.example", name="Karel Maes")
    own = a_browser(app)
    sign_in(own, officer, clock)
    own.post("/office/sign-out")
    guess(own, other.email)
    a_browser(app).post("/office/sign-in", {"email": other.email, "password": PASSWORD}, status=429)


def test_a_made_up_sign_of_a_known_device_is_worth_nothing(app: Flask, officer: OfficerHandle) -> None:
    guess(a_browser(app), officer.email)
    forger = a_browser(app)
    forger.raw.set_cookie("known_device", "made-up.0123", path="/office")
    forger.post("/office/sign-in", {"email": officer.email, "password": PASSWORD}, status=429)


def test_a_closed_door_costs_no_hash(app: Flask, officer: OfficerHandle, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = a_browser(app)
    guess(stranger, officer.email)
    checked = []

    def is_right(_kept: str | None, password: str, *, weak: bool) -> bool:
        checked.append((password, weak))
        return False

    monkeypatch.setattr("govapp.accounts.passwords.is_right", is_right)
    stranger.post("/office/sign-in", {"email": officer.email, "password": PASSWORD}, status=429)
    assert not checked
    a_browser(app).post("/office/sign-in", {"email": "nobody@ambora.example", "password": "x"}, status=422)
    assert checked == [("x", True)]

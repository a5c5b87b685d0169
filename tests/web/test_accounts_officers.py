"""The administrator lets people in: invitation, password, phone, recovery codes; roles that add up and are dated."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from govapp.accounts import phone
from govapp.accounts.models import RecoveryCode
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from tests.factories.accounts import PASSWORD, a_browser, an_officer, officer_browser, sign_in
from tests.web.page import Page, PageClient

NEW = {
    "name": "Bart Peeters",
    "email": "Bart.Peeters@ambora.example",
    "language": "en",
    "roles": ["registrar", "auditor"],
}
PASSPHRASE = "four words in a row"


@pytest.fixture
def administrator(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.ADMINISTRATOR)


def invitation(app: Flask, database: Database, clock: FixedClock) -> str:
    with database.read_only(SYSTEM, clock.now()) as work:
        message = work.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        assert message is not None
        assert message.template == "officer_invitation"
        address: str = app.extensions["govapp.post"].link_address(work.session, message.link_id, message.to_address)
    return address.removeprefix("http://localhost")


def arrive(browser: PageClient, path: str) -> str:
    """Come in by an invitation, choose a password, and return the phone's secret."""
    assert browser.post(path).heading == "Choose a password"
    page = browser.post("/office/welcome", {"password": PASSPHRASE, "again": PASSPHRASE})
    assert page.heading == "Connect your phone"
    return "".join("".join(page.one("b", id="key").itertext()).split())


def connect(browser: PageClient, secret: str, clock: FixedClock) -> Page:
    return browser.post("/office/welcome/phone", {"code": phone.code_at(secret, clock.now())})


def test_an_invited_officer_chooses_a_password_and_connects_a_phone(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    page = administrator.post("/office/officers", NEW)
    assert "The invitation is on its way to Bart Peeters." in page.text
    browser = a_browser(app)
    secret = arrive(browser, invitation(app, database, clock))
    page = connect(browser, secret, clock)
    assert page.heading == "Keep your recovery codes"
    assert len(re.findall(r"\b[A-Z2-9]{5}-[A-Z2-9]{5}\b", page.text)) == 8
    assert browser.get("/office/journal").heading == "Journal"
    browser.get("/office/officers", status=403)


def test_a_recovery_code_replaces_the_phone_once(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    administrator.post("/office/officers", NEW)
    browser = a_browser(app)
    page = connect(browser, arrive(browser, invitation(app, database, clock)), clock)
    code = re.findall(r"\b[A-Z2-9]{5}-[A-Z2-9]{5}\b", page.text)[0]
    browser.post("/office/sign-out")
    for attempt in (1, 2):
        other = a_browser(app)
        other.post("/office/sign-in", {"email": NEW["email"], "password": PASSPHRASE, "next": "/office/sessions"})
        typed = code.lower().replace("-", " ")
        other.post("/office/sign-in/recovery", {"code": typed}, status=200 if attempt == 1 else 422)
    with database.read_only(SYSTEM, clock.now()) as work:
        used = [row.used_at is not None for row in work.session.scalars(select(RecoveryCode))]
    assert sorted(used) == [False] * 7 + [True]


def test_an_invitation_is_used_up_when_the_phone_is_connected(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    administrator.post("/office/officers", NEW)
    path = invitation(app, database, clock)
    browser = a_browser(app)
    connect(browser, arrive(browser, path), clock)
    assert a_browser(app).get(path, status=410).heading == "This link was withdrawn"


def test_each_browser_that_opens_an_invitation_is_offered_a_secret_of_its_own(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    administrator.post("/office/officers", NEW)
    path = invitation(app, database, clock)
    reader, officer = a_browser(app), a_browser(app)
    seen, own = arrive(reader, path), arrive(officer, path)
    assert seen != own
    assert connect(officer, own, clock).heading == "Keep your recovery codes"
    late = reader.post("/office/welcome/phone", {"code": phone.code_at(seen, clock.now())}, status=410)
    assert late.heading == "This invitation no longer works."


def test_the_old_password_and_phone_count_until_the_new_phone_is_connected(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR, email="k.maes@ambora.example", name="Karel Maes")
    administrator.post(f"/office/officers/{officer.id}/invite")
    browser = a_browser(app)
    secret = arrive(browser, invitation(app, database, clock))
    old = a_browser(app)
    assert sign_in(old, officer, clock).heading == "Where you are signed in"
    connect(browser, secret, clock)
    assert old.get("/office/sessions").heading == "Sign in"
    old.post("/office/sign-in", {"email": officer.email, "password": PASSWORD}, status=422)


def test_whoever_opens_an_invitation_in_a_browser_that_is_signed_in_goes_out_there(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    administrator.post("/office/officers", NEW)
    cookie = administrator.raw.get_cookie("session")
    assert cookie is not None
    arrive(administrator, invitation(app, database, clock))
    copied = a_browser(app)
    copied.raw.set_cookie("session", cookie.value)
    assert copied.get("/office/officers").heading == "Sign in"


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", "short", "Choose a password of at least 12 characters."),
        (PASSPHRASE, "another one altogether", "The two passwords are not the same."),
        ("bart.peeters@ambora.example",) * 2
        + ("This password is little more than a name or an address that others know. Choose another one.",),
    ],
)
def test_a_poor_password_is_refused_with_its_reason(
    app: Flask,
    administrator: PageClient,
    database: Database,
    clock: FixedClock,
    password: str,
    again: str,
    sentence: str,
) -> None:
    administrator.post("/office/officers", NEW)
    browser = a_browser(app)
    browser.post(invitation(app, database, clock))
    assert sentence in browser.post("/office/welcome", {"password": password, "again": again}, status=422).text


def test_a_wrong_code_connects_no_phone(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    administrator.post("/office/officers", NEW)
    browser = a_browser(app)
    arrive(browser, invitation(app, database, clock))
    assert "This code is not right." in browser.post("/office/welcome/phone", {"code": "000000"}, status=422).text
    assert browser.get("/office/officers").heading == "Sign in"


def test_nobody_enrols_without_an_invitation(app: Flask) -> None:
    assert a_browser(app).get("/office/welcome", status=410).heading == "This invitation no longer works."


def test_the_same_address_is_not_invited_twice(administrator: PageClient) -> None:
    administrator.post("/office/officers", NEW)
    page = administrator.post("/office/officers", NEW, status=409)
    assert page.heading == "Somebody with this e-mail address is an officer already."


def test_an_invitation_without_a_name_says_what_is_missing(administrator: PageClient) -> None:
    page = administrator.post("/office/officers", {**NEW, "name": "", "email": "not an address"}, status=422)
    assert "There are 2 problems on this page." in page.text
    assert "This is not an e-mail address." in page.text


def test_a_role_is_given_until_a_day_and_ends_by_itself(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR, email="bart@ambora.example", name="Bart")
    base = f"/office/officers/{officer.id}"
    page = administrator.post(f"{base}/roles", {"role": "auditor", "until_on": "2026-06-02", "reason": "holidays"})
    assert "The role is given." in page.text
    assert "03/06/2026 00:00" in page.text
    browser = a_browser(app)
    sign_in(browser, officer, clock)
    assert browser.get("/office/journal").heading == "Journal"
    clock.advance(timedelta(days=2))
    sign_in(browser, officer, clock)
    browser.get("/office/journal", status=403)


def test_a_role_that_is_held_is_not_given_again(
    administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR, email="bart@ambora.example")
    base = f"/office/officers/{officer.id}"
    page = administrator.post(f"{base}/roles", {"role": "registrar"}, status=409)
    assert page.heading == "This role is held already in that period."
    backwards = {"role": "auditor", "from_on": "2026-07-01", "until_on": "2026-06-01"}
    assert administrator.post(f"{base}/roles", backwards, status=422).heading == "The end comes before the beginning."


def test_a_role_ends_at_once_for_somebody_who_is_signed_in(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.AUDITOR, email="bart@ambora.example")
    browser = a_browser(app)
    sign_in(browser, officer, clock)
    assert browser.get("/office/journal").heading == "Journal"
    base = f"/office/officers/{officer.id}"
    page = administrator.post(f"{base}/roles/auditor/end", {"reason": "left the committee"})
    assert "The role has ended." in page.text
    browser.get("/office/journal", status=403)
    assert "left the committee" in administrator.get("/office/journal").text
    administrator.post(f"{base}/roles/auditor/end", status=409)
    administrator.post(f"{base}/roles/emperor/end", status=404)


def test_the_last_administrator_cannot_leave(administrator: PageClient) -> None:
    page = administrator.post("/office/officers/1/roles/administrator/end", status=409)
    assert page.heading == "This is the last person who can manage access."
    administrator.post("/office/officers/1/suspend", status=409)
    # Somebody who was invited and never came could not let anybody in.
    administrator.post("/office/officers", {**NEW, "roles": ["administrator"]})
    administrator.post("/office/officers/1/roles/administrator/end", status=409)


def test_nobody_had_a_role_before_it_was_given(
    administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR, email="bart@ambora.example")
    page = administrator.post(f"/office/officers/{officer.id}/roles", {"role": "auditor", "from_on": "2020-01-01"})
    assert "01/06/2026 14:00" in page.text
    assert "2020" not in page.text


def test_a_reason_is_a_sentence_and_not_a_book(
    administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.AUDITOR, email="bart@ambora.example")
    base = f"/office/officers/{officer.id}"
    for path in (f"{base}/roles/auditor/end", f"{base}/suspend"):
        administrator.post(path, {"reason": "x" * 501}, status=422)


def test_an_administrator_opens_a_closed_sign_in(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR, email="bart@ambora.example")
    browser = a_browser(app)
    for attempt in range(5):
        wrong = {"email": officer.email, "password": "wrong"}
        browser.post("/office/sign-in", wrong, status=429 if attempt == 4 else 422)
    base = f"/office/officers/{officer.id}"
    assert "closed for now" in administrator.get(base).text
    assert "Sign-in is open again." in administrator.post(f"{base}/unlock").text
    sign_in(browser, officer, clock)
    assert browser.get("/office/sessions").heading == "Where you are signed in"


def test_suspending_and_letting_in_again(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.AUDITOR, email="bart@ambora.example")
    browser = a_browser(app)
    sign_in(browser, officer, clock)
    base = f"/office/officers/{officer.id}"
    page = administrator.post(f"{base}/suspend", {"reason": "on leave"})
    assert "Access is suspended" in page.text
    assert browser.get("/office/sessions").heading == "Sign in"
    assert "Access is open again." in administrator.post(f"{base}/reinstate").text
    sign_in(browser, officer, clock)
    assert browser.get("/office/sessions").heading == "Where you are signed in"


def test_a_new_invitation_replaces_phone_and_password(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.AUDITOR, email="bart@ambora.example")
    browser = a_browser(app)
    sign_in(browser, officer, clock)
    administrator.post(f"/office/officers/{officer.id}/invite")
    fresh = a_browser(app)
    connect(fresh, arrive(fresh, invitation(app, database, clock)), clock)
    assert browser.get("/office/sessions").heading == "Sign in"
    assert fresh.get("/office/journal").heading == "Journal"


def test_an_officer_who_is_not_there_is_not_found(administrator: PageClient) -> None:
    administrator.get("/office/officers/999", status=404)

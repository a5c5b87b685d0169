"""Officers' sign-in in two steps: lockout, codes that work once, devices that can be signed out."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from govapp.accounts import phone
from govapp.accounts.models import Officer, SignInAttempts, SignInSession
from govapp.accounts.rules import OFFICER_SESSION
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from tests.factories.accounts import PASSWORD, PHONE_SECRET, a_browser, an_officer, officer_browser, sign_in
from tests.factories.ballots import KEYS
from tests.web.page import PageClient


@pytest.fixture
def client(app: Flask) -> PageClient:
    return a_browser(app)


def try_password(client: PageClient, password: str, *, email: str = "s.claes@ambora.example", status: int = 422) -> str:
    return client.post("/office/sign-in", {"email": email, "password": password}, status=status).text


def tags(database: Database, clock: FixedClock) -> list[str]:
    with database.read_only(SYSTEM, clock.now()) as work:
        return list(work.session.scalars(select(JournalEntryRecord.tag).order_by(JournalEntryRecord.sequence)))


def test_password_and_code_let_an_officer_in(client: PageClient, database: Database, clock: FixedClock) -> None:
    officer = an_officer(database, clock.now(), Role.ADMINISTRATOR)
    typed = {"email": " S.Claes@Ambora.Example", "password": PASSWORD, "next": "/office/sessions"}
    page = client.post("/office/sign-in", typed)
    assert page.heading == "The code on your phone"
    clock.advance(timedelta(seconds=30))
    page = client.post("/office/sign-in/code", {"code": phone.code_at(PHONE_SECRET, clock.now())})
    assert page.heading == "Where you are signed in"
    assert tags(database, clock)[-1] == "sign_in:done"
    with database.read_only(SYSTEM, clock.now()) as work:
        last = select(JournalEntryRecord).order_by(JournalEntryRecord.sequence.desc()).limit(1)
        assert work.session.scalars(last).one().actor == f"officer:{officer.id}"


def test_the_page_asked_for_comes_after_signing_in(client: PageClient, database: Database, clock: FixedClock) -> None:
    an_officer(database, clock.now(), Role.ADMINISTRATOR)
    door = client.get("/office/officers")
    assert door.heading == "Sign in"
    wanted = door.all("input", name="next")[-1].get("value")
    client.post("/office/sign-in", {"email": "s.claes@ambora.example", "password": PASSWORD, "next": wanted})
    page = client.post("/office/sign-in/code", {"code": phone.code_at(PHONE_SECRET, clock.now())})
    assert page.heading == "People with a role"


def test_nobody_is_led_to_another_site(client: PageClient, database: Database, clock: FixedClock) -> None:
    an_officer(database, clock.now(), Role.ADMINISTRATOR)
    page = client.get("/office/sign-in?next=//evil.example/")
    assert page.all("input", name="next")[-1].get("value") == "/office/"


def test_a_wrong_password_and_an_unknown_address_read_the_same(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    an_officer(database, clock.now(), Role.REGISTRAR)
    known = try_password(client, "wrong")
    unknown = try_password(client, "wrong", email="nobody@ambora.example")
    assert known == unknown
    assert "Address or password is not right." in known


def test_five_wrong_attempts_close_the_door_for_fifteen_minutes(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR)
    for _ in range(4):
        try_password(client, "wrong")
    assert "Sign-in is closed until Monday 1 June 2026 at 14:15." in try_password(client, "wrong", status=429)
    try_password(client, PASSWORD, status=429)
    with database.read_only(SYSTEM, clock.now()) as work:
        mail = work.session.scalars(select(OutboxMessage)).one()
        scopes = list(work.session.scalars(select(SignInAttempts.scope)))
    assert (mail.template, mail.to_address) == ("officer_lockout", officer.email)
    assert all("@" not in scope and "127.0.0.1" not in scope for scope in scopes)
    assert "sign_in:locked" in tags(database, clock)
    clock.advance(timedelta(minutes=15) - timedelta(milliseconds=1))
    try_password(client, PASSWORD, status=429)
    clock.advance(timedelta(milliseconds=1))
    try_password(client, PASSWORD, status=200)


def test_an_unknown_address_closes_just_as_a_known_one(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    for _ in range(4):
        try_password(client, "wrong", email="nobody@ambora.example")
    try_password(client, "wrong", email="nobody@ambora.example", status=429)


def test_wrong_codes_count_as_wrong_passwords_do(client: PageClient, database: Database, clock: FixedClock) -> None:
    an_officer(database, clock.now(), Role.REGISTRAR)
    client.post("/office/sign-in", {"email": "s.claes@ambora.example", "password": PASSWORD})
    for _ in range(4):
        page = client.post("/office/sign-in/code", {"code": "000000"}, status=422)
        assert "This code is not right." in page.text
    client.post("/office/sign-in/code", {"code": "000000"}, status=429)


def test_a_code_that_was_used_is_refused_and_the_next_one_works(
    app: Flask, client: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR)
    sign_in(client, officer, clock)
    shoulder = a_browser(app)
    shoulder.post("/office/sign-in", {"email": officer.email, "password": PASSWORD, "next": "/office/sessions"})
    code = phone.code_at(PHONE_SECRET, clock.now())
    shoulder.post("/office/sign-in/code", {"code": code}, status=422)
    clock.advance(timedelta(seconds=30))
    shoulder.post("/office/sign-in/code", {"code": phone.code_at(PHONE_SECRET, clock.now())})
    assert shoulder.get("/office/sessions").heading == "Where you are signed in"


def test_without_the_first_step_there_is_no_second(client: PageClient) -> None:
    assert client.get("/office/sign-in/code").heading == "Sign in"


def test_the_second_step_waits_ten_minutes_and_no_longer(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    an_officer(database, clock.now(), Role.REGISTRAR)
    client.post("/office/sign-in", {"email": "s.claes@ambora.example", "password": PASSWORD})
    clock.advance(timedelta(minutes=10))
    assert client.get("/office/sign-in/code", status=403).heading == "Signing in took too long."


def test_signing_in_gives_the_browser_a_new_session_and_ends_the_old(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR)
    sign_in(client, officer, clock)
    client.post("/office/sign-out")
    sign_in(client, officer, clock)
    with database.read_only(SYSTEM, clock.now()) as work:
        sessions = list(work.session.scalars(select(SignInSession).order_by(SignInSession.created_at)))
    assert len({row.key_digest for row in sessions}) == 2
    assert [row.ended_at is None for row in sessions] == [False, True]


def test_signing_out_ends_the_session_for_a_copied_cookie_too(
    app: Flask, client: PageClient, database: Database, clock: FixedClock
) -> None:
    sign_in(client, an_officer(database, clock.now(), Role.REGISTRAR), clock)
    cookie = client.raw.get_cookie("session")
    assert cookie is not None
    client.post("/office/sign-out")
    thief = a_browser(app)
    thief.raw.set_cookie("session", cookie.value)
    assert thief.get("/office/sessions").heading == "Sign in"


def test_a_session_ends_when_idle_and_when_too_old(app: Flask, database: Database, clock: FixedClock) -> None:
    idle = officer_browser(app, database, clock, Role.REGISTRAR)
    clock.advance(OFFICER_SESSION.idle - timedelta(seconds=1))
    assert idle.get("/office/sessions").heading == "Where you are signed in"
    clock.advance(OFFICER_SESSION.idle)
    assert idle.get("/office/sessions").heading == "Sign in"


def test_a_session_in_use_ends_after_its_whole_life_all_the_same(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    client = officer_browser(app, database, clock, Role.REGISTRAR)
    for _ in range(19):
        clock.advance(OFFICER_SESSION.absolute / 20)
        assert client.get("/office/sessions").heading == "Where you are signed in"
    clock.advance(OFFICER_SESSION.absolute / 20)
    assert client.get("/office/sessions").heading == "Sign in"


def test_one_device_can_sign_out_another(app: Flask, database: Database, clock: FixedClock) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR)
    here, there = a_browser(app), a_browser(app)
    sign_in(there, officer, clock)
    sign_in(here, officer, clock)
    page = here.get("/office/sessions")
    action = next(each.get("action") for each in page.tree.iter("form") if (each.get("action") or "").endswith("/end"))
    assert action is not None
    assert "That session has ended." in here.post(action).text
    assert there.get("/office/sessions").heading == "Sign in"
    here.post(action, status=404)


def test_nobody_signs_out_somebody_else(app: Flask, database: Database, clock: FixedClock) -> None:
    victim = officer_browser(app, database, clock, Role.REGISTRAR)
    other = a_browser(app)
    sign_in(other, an_officer(database, clock.now(), Role.AUDITOR, email="other@ambora.example"), clock)
    other.post("/office/sessions/1/end", status=404)
    assert victim.get("/office/sessions").heading == "Where you are signed in"


def test_signing_out_everywhere_leaves_no_session(app: Flask, database: Database, clock: FixedClock) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR)
    here, there = a_browser(app), a_browser(app)
    sign_in(there, officer, clock)
    sign_in(here, officer, clock)
    assert "All sessions have ended, on every device." in here.post("/office/sessions/end-all").text
    assert there.get("/office/sessions").heading == "Sign in"


def test_a_phone_secret_is_not_readable_in_the_database(database: Database, clock: FixedClock) -> None:
    an_officer(database, clock.now(), Role.REGISTRAR)
    with database.read_only(SYSTEM, clock.now()) as work:
        kept = work.session.scalars(select(Officer.phone_secret)).one()
    assert kept is not None
    assert PHONE_SECRET not in kept
    assert phone.opened(KEYS, kept) == PHONE_SECRET


def test_a_suspended_officer_is_out_at_once(app: Flask, database: Database, clock: FixedClock) -> None:
    client = officer_browser(app, database, clock, Role.REGISTRAR)
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        work.session.execute(update(Officer).values(suspended_at=clock.now()))
    assert client.get("/office/sessions").heading == "Sign in"
    try_password(client, PASSWORD)


def spoken(client: PageClient, path: str = "/office/sessions") -> str | None:
    return client.get(path).tree.get("lang")


def test_the_language_an_officer_chooses_holds_on_every_device(
    app: Flask, client: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR)
    there = a_browser(app)
    sign_in(there, officer, clock)
    sign_in(client, officer, clock)
    client.post("/language", {"language": "de", "next": "/office/sessions"})
    assert (spoken(client), spoken(there)) == ("de", "de")
    assert tags(database, clock)[-1] == "officer:language_chosen"
    client.post("/office/sign-out")
    assert spoken(client, "/office/sign-in") == "de"
    assert spoken(there, "/about/privacy") == "de"


def test_the_language_chosen_at_the_door_goes_along_inside(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR)
    client.post("/language", {"language": "nl", "next": "/office/sign-in"})
    sign_in(client, officer, clock)
    assert spoken(client) == "nl"
    client.post("/language", {"language": "fr", "next": "/office/sessions"})
    client.post("/office/sign-out")
    sign_in(client, officer, clock)
    assert spoken(client) == "fr"


def test_a_language_that_somebody_else_chose_on_this_device_changes_nothing_for_an_officer(
    app: Flask, client: PageClient, database: Database, clock: FixedClock
) -> None:
    sign_in(client, an_officer(database, clock.now(), Role.REGISTRAR, email="k.maes@ambora.example"), clock)
    client.post("/language", {"language": "de", "next": "/office/sessions"})
    client.post("/office/sign-out")
    sign_in(client, an_officer(database, clock.now(), Role.AUDITOR), clock)
    assert spoken(client) == "en"


def test_a_language_we_do_not_speak_changes_nothing(client: PageClient, database: Database, clock: FixedClock) -> None:
    sign_in(client, an_officer(database, clock.now(), Role.REGISTRAR), clock)
    client.post("/language", {"language": "xx", "next": "/office/sessions"})
    assert spoken(client) == "en"

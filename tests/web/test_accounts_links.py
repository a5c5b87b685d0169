"""Coming in by a personal link: what uses it up, what does not, and what is said when it opens nothing."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from govapp.accounts.models import Link, LinkUse, SignInSession
from govapp.accounts.rules import DEVICES_PER_LINK
from govapp.accounts.service import LinkPurpose, revoke_links
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.outbox.models import OutboxMessage
from tests.factories.accounts import a_browser, a_link
from tests.factories.asking import answer_asked
from tests.web.page import PageClient


@pytest.fixture
def client(app: Flask) -> PageClient:
    return a_browser(app)


def rows(database: Database, table: type[Link | LinkUse | SignInSession | OutboxMessage], clock: FixedClock) -> int:
    with database.read_only(SYSTEM, clock.now()) as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def landed(client: PageClient, path: str) -> str:
    return client.raw.post(path, data={"csrf_token": client.token()}).headers["Location"]


def test_opening_the_page_uses_nothing_up(client: PageClient, database: Database, clock: FixedClock) -> None:
    path = a_link(database, clock.now())
    for _ in range(3):
        page = client.get(path)
    assert page.heading == "You are coming in as Anna Peeters"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.one("form", id="enter").get("action") == path
    assert rows(database, LinkUse, clock) == 0
    assert rows(database, SignInSession, clock) == 0


def test_the_page_posts_itself_by_a_module_and_has_a_button_without(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    page = client.get(a_link(database, clock.now()))
    assert any((each.get("src") or "").endswith("/js/enter.js") for each in page.tree.iter("script"))
    assert "Go on" in page.text


def test_the_link_signs_in_and_leads_on(client: PageClient, database: Database, clock: FixedClock) -> None:
    path = a_link(database, clock.now(), next_path="/my/devices")
    page = client.post(path)
    assert page.heading == "Where you are signed in"
    assert "this device" in page.text


def test_opening_the_link_again_while_signed_in_goes_straight_on(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now(), next_path="/my/devices")
    client.post(path)
    assert client.get(path).heading == "Where you are signed in"
    assert rows(database, LinkUse, clock) == 1
    cookie = client.raw.get_cookie("session")
    assert cookie is not None
    assert cookie.expires is not None, "closing the browser does not shut the shareholder out"


def test_the_own_device_comes_in_again_after_signing_out_and_is_offered_nothing_else(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now())
    landed(client, path)
    client.raw.post("/sign-out", data={"csrf_token": client.token()})
    clock.advance(timedelta(days=3))
    page = client.get(path)
    assert page.one("form", id="enter").get("action") == path
    assert landed(client, path) == "/my"
    assert rows(database, LinkUse, clock) == 1
    assert rows(database, OutboxMessage, clock) == 0, "nobody is told of a device that is known"


def test_a_session_that_ended_by_itself_begins_again_by_the_same_link(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now(), next_path="/my/devices")
    client.post(path)
    clock.advance(timedelta(days=2))
    assert client.get(path).one("form", id="enter").get("action") == path
    assert client.post(path).heading == "Where you are signed in"


def test_a_new_device_comes_in_and_the_owner_is_told_of_it_by_mail(
    app: Flask, client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now())
    landed(client, path)
    assert rows(database, OutboxMessage, clock) == 0, "the first device is the owner's"
    other = a_browser(app)
    agent = {"User-Agent": "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"}
    other.raw.post(path, data={"csrf_token": other.token()}, headers=agent)
    with database.read_only(SYSTEM, clock.now()) as work:
        told = work.session.scalars(select(OutboxMessage)).one()
    assert (told.template, told.to_address) == ("new_device", "anna.peeters@ambora.example")
    assert told.facts["device"] == "Firefox, Android"
    assert told.is_discreet
    assert told.due_at.hour == 0, "the row knows the day only"


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_only_looks_uses_nothing_up(
    app: Flask, database: Database, clock: FixedClock, method: str
) -> None:
    path = a_link(database, clock.now())
    for _ in range(DEVICES_PER_LINK + 5):
        assert getattr(a_browser(app).raw, method)(path).status_code == 200
    assert rows(database, LinkUse, clock) == rows(database, SignInSession, clock) == 0
    assert rows(database, OutboxMessage, clock) == 0
    assert landed(a_browser(app), path) == "/my"


def test_the_title_of_a_personal_link_names_nobody_and_shows_nothing_in_a_chat(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    page = client.get(a_link(database, clock.now()))
    assert "Anna" not in page.title
    assert not [each for each in page.all("meta") if (each.get("property") or "").startswith("og:")]
    assert not page.all("meta", name="description")


def test_two_people_on_one_phone_are_asked_before_one_replaces_the_other(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    landed(client, a_link(database, clock.now(), subject_ref="holder:13", next_path="/my/devices"))
    path = a_link(database, clock.now(), next_path="/my/devices")
    page = client.get(path)
    assert page.one("form", id="enter").get("action") == path
    assert not [each for each in page.all("script") if (each.get("src") or "").endswith("/js/enter.js")]
    assert client.get("/my/devices").heading == "Where you are signed in", "the first is still in"


def test_a_scanner_that_runs_script_elsewhere_does_not_use_the_link_up(
    app: Flask, client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now())
    scanner = a_browser(app)
    scanner.get(path)
    assert landed(scanner, path) == "/my"
    assert landed(client, path) == "/my"


def test_a_tenth_device_still_comes_in_and_an_eleventh_is_offered_a_new_link(
    app: Flask, client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now())
    for _ in range(DEVICES_PER_LINK):
        assert landed(a_browser(app), path) == "/my"
    assert client.get(path, status=410).heading == "This link was used on too many devices"
    assert landed(client, path) == path


@pytest.mark.parametrize(("late", "status"), [(timedelta(milliseconds=-1), 200), (timedelta(0), 410)])
def test_a_link_expires_at_the_very_second(
    client: PageClient, database: Database, clock: FixedClock, late: timedelta, status: int
) -> None:
    path = a_link(database, clock.now(), lifetime=timedelta(hours=1))
    clock.advance(timedelta(hours=1) + late)
    client.get(path, status=status)


def test_an_expired_link_sends_a_new_one_in_one_tap_that_works_while_the_old_one_no_longer_does(
    app: Flask, client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now(), lifetime=timedelta(hours=1), purpose=LinkPurpose.SIGN_IN)
    clock.advance(timedelta(days=2))
    page = client.get(path, status=410)
    assert "This link expired on Monday 1 June 2026 at 15:00." in page.text
    assert client.post(f"{path}/new").heading == "Look in your mailbox"
    answer_asked(database, clock)
    with database.read_only(SYSTEM, clock.now()) as work:
        message = work.session.scalars(select(OutboxMessage)).one()
        letter = app.extensions["govapp.post"].link_address(work.session, message.link_id or 0, message.to_address)
    assert message.to_address == "anna.peeters@ambora.example"
    assert landed(client, letter.removeprefix("http://localhost")) == "/my"
    assert client.get(path, status=410).heading == "This link was replaced by a newer one"


def test_a_link_to_a_vote_that_is_over_sends_no_other(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now(), lifetime=timedelta(hours=1))
    clock.advance(timedelta(days=2))
    page = client.get(path, status=410)
    assert not page.all("form", action=f"{path}/new")
    assert page.all("a", href="/sign-in")
    client.post(f"{path}/new")
    answer_asked(database, clock)
    assert rows(database, OutboxMessage, clock) == 0


def test_a_new_link_to_a_vote_lives_as_long_as_the_vote(
    app: Flask, client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now(), lifetime=timedelta(days=15))
    for _ in range(DEVICES_PER_LINK):
        landed(a_browser(app), path)
    clock.advance(timedelta(minutes=5))
    client.post(f"{path}/new")
    answer_asked(database, clock)
    with database.read_only(SYSTEM, clock.now()) as work:
        old, new = work.session.scalars(select(Link).order_by(Link.id))
    assert new.expires_at == old.expires_at


def test_asking_twice_in_a_row_sends_one_mail_and_says_the_same(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now(), lifetime=timedelta(hours=1), purpose=LinkPurpose.SIGN_IN)
    clock.advance(timedelta(days=2))
    first, second = client.post(f"{path}/new"), client.post(f"{path}/new")
    answer_asked(database, clock)
    assert first.text == second.text
    assert rows(database, OutboxMessage, clock) == 1


def test_a_link_that_was_withdrawn_for_good_sends_nothing_and_says_the_same(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now())
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        assert revoke_links(work, SubjectRef("holder:12"), reason="left the cooperative") == 1
    page = client.get(path, status=410)
    assert page.heading == "This link was withdrawn"
    assert "Send me a new link" not in page.text
    clock.advance(timedelta(minutes=5))
    assert client.post(f"{path}/new").heading == "Look in your mailbox"
    answer_asked(database, clock)
    assert rows(database, OutboxMessage, clock) == 0


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: token + "A", lambda _: "nonsense", str.upper]
)
def test_a_wrong_or_foreign_link_is_not_recognised(
    client: PageClient, database: Database, clock: FixedClock, change: object
) -> None:
    assert callable(change)
    token = a_link(database, clock.now()).removeprefix("/in/")
    page = client.get(f"/in/{change(token)}", status=404)
    assert "We do not recognise this link" in page.heading


def test_another_person_on_the_same_device_replaces_the_first(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    landed(client, a_link(database, clock.now()))
    other = a_link(database, clock.now(), subject_ref="holder:13", next_path="/my/devices")
    client.post(other)
    with database.read_only(SYSTEM, clock.now()) as work:
        ended = {row.person_id: row.ended_at for row in work.session.scalars(select(SignInSession))}
    assert ended[12] is not None
    assert ended[13] is None


def test_the_page_speaks_the_language_of_its_person_unless_another_was_chosen(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now(), language=Language.NL)
    page = client.get(path, headers={"Accept-Language": "de"})
    assert page.tree.get("lang") == "nl"
    assert page.heading != "You are coming in as Anna Peeters"
    client.post("/language", {"language": "de", "next": "/about/secrecy"})
    assert client.get(path).tree.get("lang") == "de"


def test_only_digests_of_links_and_sessions_are_stored(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    path = a_link(database, clock.now())
    landed(client, path)
    token = path.removeprefix("/in/")
    with database.read_only(SYSTEM, clock.now()) as work:
        link = work.session.scalars(select(Link)).one()
        stored = [str(getattr(link, column.name)) for column in Link.__table__.columns]
    assert all(token not in value for value in stored)
    assert token.startswith(link.reference)
    assert len(token) - len(link.reference) == 44

"""An officer's own page: name, language, address, password, phone, recovery codes."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from govapp.accounts import phone
from govapp.accounts.models import Link, Officer
from govapp.accounts.queries import find_officer_by_email
from govapp.accounts.rules import ADDRESS_LIFETIME, LinkPurpose
from govapp.accounts.service import InviteOfficer, LinkId, invite_again, invite_officer, link_url, suspend
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.outbox.models import OutboxMessage
from tests.factories.accounts import PASSWORD, PHONE_SECRET, OfficerHandle, a_browser, an_officer, sign_in
from tests.factories.asking import answer_asked
from tests.web.page import Page, PageClient

ME = "/office/me"
OLD, NEW = "sofie@ambora.example", "sofie.new@ambora.example"
PASSPHRASE = "violet train keeps humming"


@dataclass
class Desk:
    """An officer at a desk and elsewhere, and what is kept about them."""

    app: Flask
    database: Database
    clock: FixedClock
    officer: OfficerHandle
    browser: PageClient
    elsewhere: PageClient

    def kept(self) -> tuple[str, str, str]:
        """Return name, address and language as they are kept."""
        with self.database.read_only(SYSTEM, self.clock.now()) as work:
            found = work.session.get(Officer, self.officer.id)
            assert found is not None
            return found.name, found.email, found.language

    def mails(self, template: str) -> list[tuple[str, str]]:
        """Return to whom letters went, and what they tell."""
        with self.database.read_only(SYSTEM, self.clock.now()) as work:
            sent = work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == template))
            return [(each.to_address, each.facts.get("what", "")) for each in sent]

    def ask(self, email: str = NEW) -> str:
        """Ask for a new address, and return the path of the link that was mailed."""
        self.browser.post(f"{ME}/email", {"email": email})
        with self.database.read_only(SYSTEM, self.clock.now()) as work:
            newest = select(Link.id).where(Link.purpose == LinkPurpose.ADDRESS.value).order_by(Link.id.desc())
            return link_url(work.session, LinkId(work.session.scalars(newest).all()[0]), "")

    def is_in(self, browser: PageClient) -> bool:
        return browser.get(ME).heading != "Sign in"


@pytest.fixture
def desk(app: Flask, database: Database, clock: FixedClock) -> Desk:
    officer = an_officer(database, clock.now(), Role.SECRETARY, email=OLD)
    browsers = [a_browser(app), a_browser(app)]
    for browser in browsers:
        sign_in(browser, officer, clock)
    return Desk(app, database, clock, officer, *browsers)


def token_of(path: str) -> str:
    return path.rpartition("/")[2]


def confirm(browser: PageClient, path: str) -> Page:
    """Open a mailed link and press its button."""
    page = browser.get(path)
    (form,) = [each for each in page.all("form") if f"{ME}/email/" in (each.get("action") or "")]
    return browser.post(form.get("action") or "")


def test_the_page_is_behind_the_own_name(desk: Desk) -> None:
    assert ME in desk.browser.get("/office/assemblies").links().values()
    assert a_browser(desk.app).get(ME).heading == "Sign in"


def test_name_and_language_are_kept_and_an_empty_name_comes_back(desk: Desk) -> None:
    page = desk.browser.post(ME, {"name": " ", "language": "nl"}, status=422)
    assert page.one("input", name="name").get("aria-invalid") == "true"
    for _ in range(2):
        desk.browser.post(ME, {"name": "Sofie De Claes", "language": "nl"})
        assert desk.kept() == ("Sofie De Claes", OLD, Language.NL.value)


def test_a_new_address_counts_once_its_link_was_opened_and_the_old_one_is_told(desk: Desk) -> None:
    path = desk.ask()
    assert desk.mails("officer_address") == [(NEW, "")]
    visitor = a_browser(desk.app)
    visitor.get(path)
    assert desk.kept()[1] == OLD
    confirm(visitor, path)
    assert desk.kept()[1] == NEW
    assert desk.mails("officer_changed") == [(OLD, "address")]
    visitor.get(path, status=410)
    sign_in(visitor, OfficerHandle(desk.officer.id, NEW), desk.clock)
    assert desk.is_in(visitor)


def test_a_link_for_an_address_lets_nobody_in_and_is_not_sent_again(desk: Desk) -> None:
    path = desk.ask()
    visitor = a_browser(desk.app)
    visitor.post(path, status=404)
    visitor.post(f"{path}/new")
    answer_asked(desk.database, desk.clock)
    assert desk.mails("officer_address") == [(NEW, "")]
    assert not desk.is_in(visitor)
    visitor.get(f"{ME}/email/nothing", status=404)


def test_an_invitation_confirms_no_address(desk: Desk) -> None:
    with desk.database.unit_of_work(SYSTEM, desk.clock.now()) as work:
        command = InviteOfficer("bart@ambora.example", "Bart", Language.EN)
        path = link_url(work.session, invite_officer(work, command)[1], "")
    a_browser(desk.app).get(f"{ME}/email/{token_of(path)}", status=404)


def test_a_newer_link_replaces_the_earlier_one_and_a_day_is_its_end(desk: Desk) -> None:
    first, second = desk.ask(), desk.ask("sofie.third@ambora.example")
    visitor = a_browser(desk.app)
    visitor.get(first, status=410)
    desk.clock.advance(ADDRESS_LIFETIME)
    visitor.get(second, status=410)
    visitor.post(f"{ME}/email/{token_of(second)}", status=410)
    assert desk.kept()[1] == OLD


def test_an_address_that_is_taken_is_refused_when_it_is_asked_and_when_it_is_confirmed(desk: Desk) -> None:
    for taken in (OLD, "not an address"):
        page = desk.browser.post(f"{ME}/email", {"email": taken}, status=422)
        assert page.one("input", name="email").get("value") == taken
        assert page.one("input", name="email").get("aria-invalid") == "true"
    path = desk.ask()
    an_officer(desk.database, desk.clock.now(), Role.AUDITOR, email=NEW, name="Another")
    a_browser(desk.app).post(f"{ME}/email/{token_of(path)}", status=409)
    assert desk.kept()[1] == OLD


def test_an_invitation_to_the_old_address_stops_working_with_it(desk: Desk) -> None:
    with desk.database.unit_of_work(SYSTEM, desk.clock.now()) as work:
        invitation = link_url(work.session, invite_again(work, desk.officer.id), "")
    confirm(a_browser(desk.app), desk.ask())
    a_browser(desk.app).get(invitation, status=410)


def test_whoever_was_suspended_confirms_nothing(desk: Desk) -> None:
    path = desk.ask()
    with desk.database.unit_of_work(SYSTEM, desk.clock.now()) as work:
        suspend(work, desk.officer.id)
    a_browser(desk.app).post(f"{ME}/email/{token_of(path)}", status=410)
    assert desk.kept()[1] == OLD


def test_another_password_needs_the_present_one_and_signs_out_elsewhere(desk: Desk) -> None:
    form = {"current": PASSWORD, "password": PASSPHRASE, "again": PASSPHRASE}
    wrong = desk.browser.post(f"{ME}/password", {**form, "current": "wrong"}, status=422)
    assert wrong.one("input", name="current").get("aria-invalid") == "true"
    poor = desk.browser.post(f"{ME}/password", {**form, "password": OLD, "again": OLD}, status=422)
    assert poor.one("input", name="password").get("aria-invalid") == "true"
    assert desk.is_in(desk.elsewhere)
    desk.browser.post(f"{ME}/password", form)
    assert desk.is_in(desk.browser)
    assert not desk.is_in(desk.elsewhere)
    assert desk.mails("officer_changed") == [(OLD, "password")]
    desk.elsewhere.post("/office/sign-in", {"email": OLD, "password": PASSWORD}, status=422)
    desk.elsewhere.post("/office/sign-in", {"email": OLD, "password": PASSPHRASE})


def test_whoever_guesses_the_present_password_is_stopped(desk: Desk) -> None:
    form = {"current": "wrong", "password": PASSPHRASE, "again": PASSPHRASE}
    for attempt in range(5):
        desk.browser.post(f"{ME}/password", form, status=429 if attempt == 4 else 422)
    desk.browser.post(f"{ME}/password", {**form, "current": PASSWORD}, status=429)


def test_another_phone_counts_once_it_shows_a_right_code(desk: Desk) -> None:
    page = desk.browser.post(f"{ME}/phone/new")
    secret = "".join("".join(page.one("b", id="key").itertext()).split())
    desk.browser.post(f"{ME}/phone", {"code": "000000"}, status=422)
    assert desk.is_in(desk.elsewhere)
    shown = desk.browser.post(f"{ME}/phone", {"code": phone.code_at(secret, desk.clock.now())})
    assert len(codes_of(shown)) == phone.RECOVERY_CODES
    assert desk.is_in(desk.browser)
    assert not desk.is_in(desk.elsewhere)
    assert desk.mails("officer_changed") == [(OLD, "phone")]
    desk.clock.advance(timedelta(minutes=2))
    desk.elsewhere.post("/office/sign-in", {"email": OLD, "password": PASSWORD})
    desk.elsewhere.post("/office/sign-in/code", {"code": phone.code_at(PHONE_SECRET, desk.clock.now())}, status=422)
    desk.elsewhere.post("/office/sign-in/code", {"code": phone.code_at(secret, desk.clock.now())})
    assert desk.is_in(desk.elsewhere)


def codes_of(page: Page) -> list[str]:
    """Return the recovery codes that a page shows."""
    words = ("".join(each.itertext()) for each in page.all("b"))
    return [each for each in words if len(each) == 11 and each[5] == "-"]


def test_a_secret_that_was_not_asked_for_or_waited_too_long_connects_nothing(desk: Desk) -> None:
    assert not desk.browser.get(f"{ME}/phone").all("b", id="key")
    assert desk.browser.post(f"{ME}/phone/new").all("b", id="key")
    desk.clock.advance(timedelta(minutes=10))
    assert not desk.browser.get(f"{ME}/phone").all("b", id="key")


def test_new_recovery_codes_replace_the_old_ones(desk: Desk) -> None:
    first, second = (codes_of(desk.browser.post(f"{ME}/recovery-codes")) for _ in range(2))
    assert desk.mails("officer_changed") == [(OLD, "recovery_codes")] * 2
    visitor = a_browser(desk.app)
    visitor.post("/office/sign-in", {"email": OLD, "password": PASSWORD})
    visitor.post("/office/sign-in/recovery", {"code": first[0]}, status=422)
    visitor.post("/office/sign-in/recovery", {"code": second[0]})
    assert desk.is_in(visitor)


def test_what_is_asked_without_a_fresh_code_waits_for_one(desk: Desk) -> None:
    desk.clock.advance(timedelta(minutes=16))
    for path, form in ((f"{ME}/email", {"email": NEW}), (f"{ME}/recovery-codes", {}), (f"{ME}/phone/new", {})):
        assert desk.browser.post(path, form, status=422).all("input", name="confirming_code")
    with desk.database.read_only(SYSTEM, desk.clock.now()) as work:
        assert find_officer_by_email(work.session, NEW) is None
    assert desk.mails("officer_address") == desk.mails("officer_changed") == []

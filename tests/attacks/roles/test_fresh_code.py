"""Somebody sits down at the screen of an officer who went for coffee: what gives power needs the officer's phone."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from govapp.accounts import phone
from govapp.accounts.models import RecoveryCode
from govapp.accounts.queries import find_officer, find_officer_by_email
from govapp.accounts.rules import FRESH_SIGN_IN, WRONG_ATTEMPTS_PER_ACCOUNT, LinkPurpose
from govapp.accounts.service import demo_link, link_url
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.request_context import needs_fresh_sign_in
from tests.factories.accounts import PHONE_SECRET, a_browser, an_officer, officer_browser, sign_in
from tests.web.page import Page, PageClient
from tests.web.test_census import address, rules

INVITATION = {"name": "Bart", "email": "bart@ambora.example", "language": "nl", "roles": ["registrar", "secretary"]}
CODE = "confirming_code"
# What the first attacker could do from an unlocked screen, by the name of its view.
DANGEROUS = {
    "accounts.officer_list",
    "accounts.officer_grant",
    "accounts.officer_revoke",
    "accounts.officer_invite_again",
    "accounts.officer_suspend",
    "accounts.officer_reinstate",
    "accounts.change_confirm",
    "accounts.own_address",
    "accounts.own_password",
    "accounts.own_phone",
    "accounts.own_phone_new",
    "accounts.own_codes",
    "votes.lock",
    "votes.open_",
    "votes.close",
    "votes.early_closing_confirm",
    "votes.cancel",
    "votes.end",
    "votes.call_off",
    "votes.announce_",
    "votes.waive_hands",
    "votes.addition_confirm",
    "votes.extend",
    "votes.extend_incident",
    "votes.tell",
    "votes.mail_confirm",
    "votes.end_uncountable",
    "statutes.new",
    "exporting.export",
    "importing.import_confirm",
    "register.correction_confirm",
    "register.holder_email",
    "register.holder_address",
    "register.holder_representative",
    "rolls.roll_confirm_change",
    "ballots.report_lost_key",
    "ballots.replace_key_holder",
    "ballots.waive_key_test",
    "proxies.proxy_confirm",
    "agenda.publish",
    "attendance.hand_out",
    "votes.letter_file",
    "votes.make_letters_",
}


@pytest.fixture
def coffee(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    """Return the browser of an officer of every role who typed a code fifteen minutes ago."""
    roles = [role for role in Role if role is not Role.SCRUTINEER]
    browser = officer_browser(app, database, clock, *roles)
    clock.advance(FRESH_SIGN_IN)
    return browser


def lines(database: Database) -> int:
    with database.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(JournalEntryRecord)) or 0


def asks_for_code(page: Page) -> bool:
    return any(each.get("name") == CODE for each in page.all("input"))


def the_code(clock: FixedClock) -> str:
    return phone.code_at(PHONE_SECRET, clock.now())


def waiting(page: Page) -> dict[str, list[str]]:
    """Return the form that waits in the page, as a browser would send it again."""
    fields: dict[str, list[str]] = {}
    for each in page.all("input"):
        if each.get("type") == "hidden" and each.get("name") not in {"csrf_token", "next"}:
            fields.setdefault(each.get("name") or "", []).append(each.get("value") or "")
    return fields


def test_every_dangerous_form_asks_first_and_does_nothing(coffee: PageClient, database: Database) -> None:
    before = lines(database)
    marked = {
        rule.endpoint: rule
        for rule in rules(coffee.app)
        if needs_fresh_sign_in(coffee.app.view_functions[rule.endpoint])
    }
    assert set(marked) == DANGEROUS
    for rule in marked.values():
        assert asks_for_code(coffee.post(address(rule), {"reason": "x"}, status=422)), rule.rule
    assert lines(database) == before


def test_after_the_code_the_form_goes_on_as_it_was_typed(
    coffee: PageClient, database: Database, clock: FixedClock
) -> None:
    page = coffee.post("/office/officers", INVITATION, status=422)
    assert waiting(page) == {name: value if isinstance(value, list) else [value] for name, value in INVITATION.items()}
    coffee.post("/office/officers", {**waiting(page), CODE: the_code(clock)})
    with database.read_only(SYSTEM, clock.now()) as work:
        invited = find_officer_by_email(work.session, "bart@ambora.example")
        assert invited is not None
        row = find_officer(work.session, invited.id, clock.now())
    assert row is not None
    assert row.roles == {Role.REGISTRAR, Role.SECRETARY}
    assert row.name == "Bart"


def test_one_code_is_good_for_a_quarter_of_an_hour_and_no_longer(coffee: PageClient, clock: FixedClock) -> None:
    coffee.post("/office/officers", {**INVITATION, CODE: the_code(clock)})
    clock.advance(FRESH_SIGN_IN - timedelta(seconds=1))
    coffee.post("/office/officers", {**INVITATION, "email": "b2@ambora.example"})
    clock.advance(timedelta(seconds=1))
    assert asks_for_code(coffee.post("/office/officers", {**INVITATION, "email": "b3@ambora.example"}, status=422))


def test_a_code_that_was_used_opens_nothing_again(
    app: Flask, database: Database, coffee: PageClient, clock: FixedClock
) -> None:
    code = the_code(clock)
    coffee.post("/office/officers", {**INVITATION, CODE: code})
    thief = a_browser(app)
    stale = coffee.raw.get_cookie("session")
    assert stale is not None
    clock.advance(FRESH_SIGN_IN)
    thief.raw.set_cookie("session", stale.value)
    assert asks_for_code(thief.post("/office/officers", {**INVITATION, CODE: code}, status=422))


def test_five_wrong_codes_close_the_account_and_nothing_is_done(
    coffee: PageClient, database: Database, clock: FixedClock
) -> None:
    wrong = "000000" if the_code(clock) != "000000" else "111111"
    for attempt in range(WRONG_ATTEMPTS_PER_ACCOUNT):
        last = attempt == WRONG_ATTEMPTS_PER_ACCOUNT - 1
        page = coffee.post("/office/officers", {**INVITATION, CODE: wrong}, status=429 if last else 422)
    assert not asks_for_code(page)
    coffee.post("/office/officers", {**INVITATION, CODE: the_code(clock)}, status=429)
    with database.read_only(SYSTEM, clock.now()) as work:
        assert find_officer_by_email(work.session, "bart@ambora.example") is None


def test_the_code_of_another_officer_is_wrong(coffee: PageClient, database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        row = find_officer_by_email(work.session, "s.claes@ambora.example")
        assert row is not None
        row.phone_secret = phone.sealed(work.keys, "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")
    assert asks_for_code(coffee.post("/office/officers", {**INVITATION, CODE: the_code(clock)}, status=422))


def test_a_recovery_code_from_paper_opens_once(coffee: PageClient, database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        officer = find_officer_by_email(work.session, "s.claes@ambora.example")
        assert officer is not None
        digest = phone.recovery_digest(work.keys, officer.id, "ABCDE-FGHJK")
        work.session.add(RecoveryCode(officer_id=officer.id, digest=digest))
    coffee.post("/office/officers", {**INVITATION, CODE: "abcde fghjk"})
    clock.advance(FRESH_SIGN_IN)
    again = {**INVITATION, "email": "b2@ambora.example", CODE: "abcde fghjk"}
    assert asks_for_code(coffee.post("/office/officers", again, status=422))


@pytest.mark.parametrize("wrong", ["", "12345", "x" * 41, "٠٠٠٠٠٠"])
def test_what_is_no_code_is_asked_again_with_the_form_kept(coffee: PageClient, wrong: str) -> None:
    page = coffee.post("/office/officers", {**INVITATION, CODE: wrong}, status=422)
    assert waiting(page)["roles"] == ["registrar", "secretary"]
    assert page.one("input", name=CODE).get("aria-invalid") == "true"
    assert page.one("input", name=CODE).get("value", "") == ""


def test_whoever_may_not_do_it_is_refused_and_not_asked(app: Flask, database: Database, clock: FixedClock) -> None:
    auditor = officer_browser(app, database, clock, Role.AUDITOR)
    clock.advance(FRESH_SIGN_IN)
    before = lines(database)
    assert not asks_for_code(auditor.post("/office/officers", {**INVITATION, CODE: "000000"}, status=403))
    assert lines(database) == before


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("language", "title"),
    [
        (Language.NL, "Bevestig met een code"),
        (Language.FR, "Confirmez avec un code"),
        (Language.DE, "Mit einem Code bestätigen"),
    ],
)
def test_the_officer_is_asked_in_the_own_language(
    app: Flask, database: Database, clock: FixedClock, language: Language, title: str
) -> None:
    browser = a_browser(app)
    sign_in(browser, an_officer(database, clock.now(), Role.ADMINISTRATOR, language=language), clock)
    clock.advance(FRESH_SIGN_IN)
    page = browser.post("/office/officers", INVITATION, status=422)
    assert page.heading == title
    assert asks_for_code(page)


def test_a_script_is_told_and_not_asked(coffee: PageClient) -> None:
    answer = coffee.raw.post(
        "/office/officers", data={"csrf_token": coffee.token()}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.get_json()["code"]) == (403, "code_needed")


def test_another_site_cannot_use_up_the_attempts(coffee: PageClient) -> None:
    for _ in range(WRONG_ATTEMPTS_PER_ACCOUNT + 1):
        assert coffee.raw.post("/office/officers", data={CODE: "000000"}).status_code == 400
    assert asks_for_code(coffee.post("/office/officers", INVITATION, status=422))


def test_pages_are_read_without_a_fresh_code(coffee: PageClient) -> None:
    for path in ("/office/officers", "/office/statutes/new", "/office/holders"):
        assert not asks_for_code(coffee.get(path))


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_link_of_the_demonstration_has_no_phone_and_needs_none(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.ADMINISTRATOR)
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        path = link_url(work.session, demo_link(work, officer.id), "")
    browser = a_browser(app)
    browser.post(path)
    clock.advance(FRESH_SIGN_IN)
    assert not asks_for_code(browser.post("/office/officers", INVITATION))
    assert LinkPurpose.DEMO.is_for_officers

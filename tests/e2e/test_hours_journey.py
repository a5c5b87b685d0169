"""More time and an early closing while people vote: in the office, in a booth that stands open, in the result."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.outbox.transports import InboxTransport
from govapp.outbox.worker import Round
from govapp.settings import Settings
from packages.pybelenios.tests.interop.tool import Tool, tool
from pybelenios.verifier.checks import verify
from tests.e2e.conftest import Phone, sign_in_officer
from tests.e2e.test_booth import CAST, REVIEW
from tests.e2e.test_voter_journey import opened, read_mail
from tests.factories.accounts import an_officer
from tests.factories.assembly import Meeting
from tests.factories.mail import a_worker

__all__ = ["tool"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.interop,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
WHY = "The site could not be reached on Tuesday."


@pytest.fixture
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """Return the secretary's own computer."""
    context = browser.new_context(locale="en-GB")
    yield context
    context.close()


def to_run_sheet(phone: Phone, meeting: Meeting) -> None:
    """Let a secretary sign in and look at the assembly."""
    secretary = an_officer(meeting.database, meeting.clock.now(), Role.SECRETARY)
    sign_in_officer(phone, secretary, meeting.clock, f"/office/assemblies/{meeting.id}")


def extend(phone: Phone, meeting: Meeting) -> None:
    """Give two hours more on the run sheet."""
    until = (meeting.vote_row().closes_at + timedelta(hours=2)).astimezone(ZoneInfo("Europe/Brussels"))
    phone.page.get_by_text("Extend voting…").click()
    phone.page.fill("[name=until]", until.strftime("%Y-%m-%dT%H:%M"))
    phone.page.fill("[name=happened_en]", WHY)
    phone.page.get_by_role("button", name="Extend voting", exact=True).click()
    expect(phone.page.locator("main")).to_contain_text("Extended until")


def confirm_closing(phone: Phone, meeting: Meeting, desk: BrowserContext) -> None:
    """Let another officer sign in at the same desk and confirm that voting closes before its hour."""
    phone.page.get_by_role("button", name="Sign out", exact=True).first.click()
    page = f"/office/closings/{meeting.vote_row().prepared_paper_uuid}"
    auditor = an_officer(meeting.database, meeting.clock.now(), Role.AUDITOR, email="auditor@ambora.example")
    sign_in_officer(phone, auditor, meeting.clock, page)
    phone.page.get_by_text("Confirm…").click()
    phone.page.get_by_role("button", name="Confirm and close the voting").click()
    expect(phone.page.locator("main")).to_contain_text("Voting is closed.")


def send_mails(meeting: Meeting, settings: Settings) -> None:
    """Let the worker write and send all that is asked for."""
    meeting.write_letters()
    worker = a_worker(meeting.database, meeting.clock, settings, InboxTransport())
    while worker.run_once() != Round():
        pass


def test_more_time_reaches_the_office_a_booth_that_stands_open_the_mails_and_the_result(
    phone: Phone, database: Database, clock: FixedClock, settings: Settings, tool: Tool, desk: BrowserContext
) -> None:
    meeting = opened(database, clock, settings, Language.EN, 1)
    announced = meeting.vote_row().closes_at
    meeting.vote(*[((1, 0, 0),)] * 4)
    clock.set(announced - timedelta(minutes=10))
    keys = read_mail(phone)
    keys.press("main a[role=button]")
    phone.page.wait_for_url("**/vote/*")
    booth = phone.page
    expect(booth.locator("#ballot")).to_be_visible()
    phone.page = desk.new_page()
    to_run_sheet(phone, meeting)
    extend(phone, meeting)
    send_mails(meeting, settings)
    clock.set(announced + timedelta(minutes=30))
    booth.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(booth.locator("#hours")).to_contain_text("The voting time was extended: you can vote until")
    booth.check("input[name=q0][value='0']")
    booth.click(REVIEW)
    booth.click(CAST)
    booth.wait_for_url("**/receipt/**")
    meeting.close()
    meeting.announce()
    phone.open(f"/assemblies/{meeting.id}/result")
    assert phone.says("Extended until")
    assert phone.says(WHY)
    phone.open("/inbox?q=Kaya")
    expect(phone.page.locator("main")).to_contain_text("news of more time to vote to Deniz Kaya")
    raw = meeting.hall().archive()
    assert verify(raw).valid
    assert tool.accepts(raw)


def test_an_early_closing_is_told_to_a_booth_that_stands_open_by_mail_and_in_the_result(
    phone: Phone, database: Database, clock: FixedClock, settings: Settings, tool: Tool, desk: BrowserContext
) -> None:
    meeting = opened(database, clock, settings, Language.EN, 1)
    meeting.vote(*[((1, 0, 0),)] * 5)
    keys = read_mail(phone)
    keys.press("main a[role=button]")
    phone.page.wait_for_url("**/vote/*")
    booth = phone.page
    expect(booth.locator("#ballot")).to_be_visible()
    phone.page = desk.new_page()
    to_run_sheet(phone, meeting)
    phone.page.get_by_text("Close voting now…").click()
    phone.page.fill("[name=reason_en]", "The chair has closed the vote.")
    phone.page.get_by_role("button", name="Ask to close it", exact=True).click()
    expect(phone.page.locator("main")).to_contain_text("Voting is still open")
    expect(booth.locator("#ballot")).to_be_visible()
    confirm_closing(phone, meeting, desk)
    phone.open(f"/office/assemblies/{meeting.id}")
    expect(phone.page.locator("main")).to_contain_text(", before the hour.")
    send_mails(meeting, settings)
    booth.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(booth.locator("#hours")).to_contain_text("Voting closed on")
    meeting.announce()
    phone.open(f"/assemblies/{meeting.id}/result")
    assert phone.says("The chair has closed the vote.")
    phone.open("/inbox?q=Kaya")
    expect(phone.page.locator("main")).to_contain_text("news of an early closing to Deniz Kaya")
    raw = meeting.hall().archive()
    assert verify(raw).valid
    assert tool.accepts(raw)

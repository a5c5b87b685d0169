"""One mail from the first look to the result, in a real browser: what the personal link does on each of these days."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.outbox.transports import InboxTransport
from govapp.settings import Settings
from tests.e2e.conftest import Phone
from tests.e2e.test_voter_journey import opened
from tests.factories.accounts import a_link
from tests.factories.asking import answer_asked
from tests.factories.assembly import Meeting
from tests.factories.mail import a_worker

pytestmark = pytest.mark.browser

BOOTH = "**/vote/*"
BUTTON = "main a[role=button]"
NAME = "Deniz"


@pytest.fixture
def meeting(database: Database, clock: FixedClock, settings: Settings) -> Meeting:
    return opened(database, clock, settings, Language.EN, 1)


def link_in_mail(phone: Phone, words: str = "kaya") -> str:
    """Return the address of the button in the newest mail that fits the words."""
    phone.open(f"/inbox?q={words}")
    phone.page.locator("main li a").first.click()
    phone.page.wait_for_url("**/inbox/*")
    return str(phone.page.locator(BUTTON).first.get_attribute("href"))


def vote(page: Page) -> None:
    page.check("input[name=q0][value='0']")
    page.click("#dock button")
    page.click("#cast button[type=submit]")
    page.wait_for_url("**/receipt/**")


@pytest.mark.parametrize(("language", "width"), list(zip(Language, (320, 390, 320, 390), strict=True)))
def test_one_mail_serves_from_the_first_look_to_the_result(
    phone: Phone,
    browser: Browser,
    database: Database,
    clock: FixedClock,
    settings: Settings,
    language: Language,
    width: int,
) -> None:
    meeting = opened(database, clock, settings, language, 1)
    page = phone.page
    page.set_viewport_size({"width": width, "height": 740})
    link = link_in_mail(phone)

    # A scanner of the mail provider looks first; it uses nothing up, and a chat would show nobody's name.
    scanned = phone.context.request.get(phone.address + link)
    assert scanned.ok
    assert NAME not in scanned.text().split("</title>")[0]

    # On the first day the voter reads; hours later the same link opens the same ballot paper again.
    phone.open(link)
    page.wait_for_url(BOOTH)
    expect(page.locator("#ballot")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == language.value
    clock.advance(timedelta(hours=5))
    phone.open(link)
    page.wait_for_url(BOOTH)

    # Signed out on the own phone: the link lets its owner in again.
    page.click("#sign-out button")
    page.wait_for_url(f"{phone.address}/")
    phone.open(link)
    page.wait_for_url(BOOTH)

    # Another device comes in too, and the owner is told by mail.
    other = browser.new_context(locale="en-GB")
    elsewhere = other.new_page()
    elsewhere.goto(phone.address + link)
    elsewhere.wait_for_url(BOOTH)
    other.close()
    a_worker(database, clock, settings, InboxTransport()).run_once()
    phone.open("/inbox?q=kaya+new_device")
    assert page.locator("main li").count() == 1

    phone.open(link)
    page.wait_for_url(BOOTH)
    vote(page)

    # The old mail after closing says so, and with the result leads there in one tap.
    meeting.close()
    phone.open(link)
    expect(page.locator(BUTTON)).to_have_attribute("href", f"/assemblies/{meeting.id}")
    assert page.locator("#enter").count() == 0


def test_an_old_mail_leads_to_the_result_in_one_tap(phone: Phone, meeting: Meeting) -> None:
    link = link_in_mail(phone)
    for voter in range(5):
        meeting.hall().vote(voter, (1, 0, 0))
    meeting.close()
    meeting.announce()
    phone.open(link)
    phone.page.click(BUTTON)
    phone.page.wait_for_url(f"**/assemblies/{meeting.id}/result")


def test_who_asks_for_a_link_lands_on_the_ballot_and_not_beside_it(
    phone: Phone, meeting: Meeting, database: Database, clock: FixedClock, settings: Settings
) -> None:
    booth = f"/vote/{meeting.hall().uuid}"
    phone.open(booth)
    phone.page.wait_for_url(lambda url: "/sign-in?" in url)
    phone.page.fill("main input[type=email]", "d.kaya@mail.example")
    phone.page.press("main input[type=email]", "Enter")
    expect(phone.page.locator("main input[type=email]")).to_have_count(0)
    answer_asked(database, clock)
    a_worker(database, clock, settings, InboxTransport()).run_once()
    phone.open(link_in_mail(phone, "kaya+sign_in"))
    phone.page.wait_for_url(f"**{booth}")
    expect(phone.page.locator("#ballot")).to_be_visible()
    phone.open("/my")
    assert phone.page.locator("main a[href^='/vote/']").first.get_attribute("href") == booth


def test_a_second_person_on_the_phone_is_asked_first(
    phone: Phone, meeting: Meeting, database: Database, clock: FixedClock
) -> None:
    phone.open(link_in_mail(phone))
    phone.page.wait_for_url(BOOTH)
    expect(phone.page.locator(".as")).to_contain_text(NAME)
    second = a_link(
        database,
        clock.now(),
        subject_ref=f"holder:{meeting.voters[0]}",
        next_path=f"/vote/{meeting.hall().uuid}",
    )
    phone.open(second)
    expect(phone.page.locator("#enter button")).to_be_visible()
    expect(phone.page.locator("main")).to_contain_text(NAME)
    phone.page.click("#enter button")
    phone.page.wait_for_url(BOOTH)
    expect(phone.page.locator(".as")).not_to_contain_text(NAME)


def test_without_script_the_button_lets_in_and_a_ballot_is_found_by_its_form(
    phone: Phone, browser: Browser, meeting: Meeting
) -> None:
    link, hall = link_in_mail(phone), meeting.hall()
    receipt = hall.vote(0, (1, 0, 0))
    plain = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", java_script_enabled=False)
    page = plain.new_page()
    page.goto(phone.address + link)
    page.click("#enter button")
    page.wait_for_url(BOOTH)
    assert "needs JavaScript" in page.inner_text("main")
    page.goto(f"{phone.address}/board/{hall.uuid}")
    page.fill("input[name=tracker]", receipt.tracker)
    page.press("input[name=tracker]", "Enter")
    page.wait_for_url("**tracker=*")
    assert page.locator(".yes, .chip.done").count() > 0
    page.goto(f"{phone.address}/board/{hall.uuid}/check")
    assert "JavaScript" in page.inner_text("main")
    plain.close()

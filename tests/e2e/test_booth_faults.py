"""What went wrong for people who voted on a phone: going back, reloading, large text, a finger, a closed ballot box."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.e2e.conftest import Phone, invitation
from tests.e2e.test_booth import CAST, KEPT, REVIEW, choose, enter, vote
from tests.factories.ballots import Hall, decision, election, opened

pytestmark = pytest.mark.browser

STORED = "localStorage.length + sessionStorage.length"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """() => [...document.querySelectorAll("button, .choice, h1, h2, summary, .choice span")]
  .filter((each) => each.checkVisibility())
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0 && !each.matches("summary")
    && getComputedStyle(each).display !== "inline"
    || each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => each.outerHTML.slice(0, 120))"""
WIDE = """() => [...document.body.querySelectorAll("*")]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map((each) => each.outerHTML.slice(0, 120))"""
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll("#q0 .choice > span")].map((each) => each.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return boxes.some((a, i) => boxes.some((b, j) => i < j && meet(a, b)));
}"""
SMALL = """() => [...document.querySelectorAll("a, button, summary, .choice")]
  .filter((each) => each.checkVisibility() && !each.closest(".skip, .demo"))
  .map((each) => [each.getBoundingClientRect(), each])
  .filter(([box]) => box.height < 43.5 || box.width < 43.5)
  .map(([box, each]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${each.outerHTML.slice(0, 90)}`)"""


def test_going_back_after_casting_shows_an_empty_ballot_and_keeps_nothing(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    vote(phone, hall)
    phone.page.go_back()
    expect(phone.page.locator("#ballot")).to_be_visible()
    expect(phone.page.locator("#answered")).to_have_text("0 of 2 answered")
    assert phone.page.locator("#ballot input:checked").count() == 0
    expect(phone.page.locator("#ballot [data-until]")).to_contain_text("You have voted.")
    assert phone.page.evaluate(STORED) == 0


def test_the_review_stays_after_a_reload_and_in_another_language(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    choose(phone.page)
    phone.page.evaluate(KEPT)
    phone.page.click(REVIEW)
    phone.page.reload()
    expect(phone.page.locator("#review")).to_be_visible()
    expect(phone.page.locator("[data-picked='1'] li").first).to_have_text("Candidate B")
    phone.page.click("header button[value=fr]")
    phone.page.wait_for_selector("html[lang=fr]")
    expect(phone.page.locator("#review")).to_be_visible()
    expect(phone.page.locator("[data-picked='0']")).to_have_text("For (fr)")
    phone.page.click("#back")
    expect(phone.page.locator("#ballot")).to_be_visible()
    phone.page.reload()
    expect(phone.page.locator("#ballot input:checked")).to_have_count(2)
    phone.page.click(REVIEW)
    phone.page.click(CAST)
    phone.page.wait_for_url("**/receipt/**")
    assert hall.paper().ballots == 1


def test_a_reload_keeps_the_shareholder_for_whom_somebody_votes(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    number = hall.right(0).number
    phone.open(f"/vote/{hall.uuid}?right={number}#review")
    expect(phone.page.locator("#ballot")).to_be_visible()
    assert phone.page.url.endswith(f"?right={number}")


def test_blank_gives_back_what_it_took_away(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    for candidate in (0, 2):
        phone.page.check(f"input[name=q1][value='{candidate}']")
    expect(phone.page.locator("#q1 .undo")).to_be_hidden()
    phone.page.check("input[name=q1][value=blank]")
    phone.page.click("#q1 .undo button")
    assert phone.page.is_checked("input[name=q1][value='0']")
    assert phone.page.is_checked("input[name=q1][value='2']")
    assert not phone.page.is_checked("input[name=q1][value=blank]")
    expect(phone.page.locator("#q1 .undo")).to_be_hidden()
    phone.page.check("input[name=q1][value=blank]")
    phone.page.check("input[name=q1][value='1']")
    expect(phone.page.locator("#q1 .undo")).to_be_hidden()


def test_only_what_was_chosen_carries_the_mark_of_the_pencil(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    choose(phone.page)
    phone.page.click(REVIEW)
    marked = "(row) => getComputedStyle(row, '::before').maskImage.includes('mark')"
    assert phone.page.locator("[data-picked='1'] li").first.evaluate(marked)
    assert not phone.page.locator("[data-picked='1'] .none").evaluate(marked)


def test_the_first_sentence_says_until_when_one_can_vote(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    expect(phone.page.locator("#ballot [data-until]")).to_have_text(
        "You have not voted yet. You can vote until Monday 15 June 2026 at 14:00."
    )


@pytest.mark.parametrize("kind", ["radio", "checkbox"])
def test_the_circle_under_the_finger_stays_a_circle_with_a_pencil_mark(phone: Phone, hall: Hall, kind: str) -> None:
    enter(phone, hall)
    box = phone.page.locator(f"#ballot input[type={kind}]").first
    before = box.evaluate("(e) => getComputedStyle(e).borderTopWidth")
    box.click()
    expect(box).to_be_focused()
    look = box.evaluate("(e) => { const s = getComputedStyle(e); return [s.borderTopWidth, s.backgroundImage]; }")
    assert look == [before, "none"]


@pytest.fixture(params=["nl", "fr", "de", "en"])
def narrow(request: pytest.FixtureRequest, browser: Browser, phone: Phone) -> Iterator[tuple[Phone, Language]]:
    """Return a phone of 320 pixels with text twice as large, and a language."""
    context: BrowserContext = browser.new_context(viewport={"width": 320, "height": 640}, locale="en-GB")
    page = context.new_page()
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    yield Phone(page, context, phone.address, phone.complaints), Language(request.param)
    context.close()


def wrong(phone: Phone) -> list[Any]:
    """Return what is too wide, cut off or printed over each other."""
    page = phone.page
    found = [*page.evaluate(CUT)]
    if page.evaluate(TOO_WIDE) > 0:
        found += ["too wide", *page.evaluate(WIDE)]
    if page.locator("#ballot").is_visible() and page.evaluate(OVERLAPS):
        found.append("answers over each other")
    return found


def test_text_twice_as_large_on_the_smallest_phone(narrow: tuple[Phone, Language], hall: Hall) -> None:
    phone, language = narrow
    enter(phone, hall, language=language)
    assert wrong(phone) == []
    choose(phone.page)
    phone.page.click(REVIEW)
    expect(phone.page.locator("#review")).to_be_visible()
    assert wrong(phone) == []
    for fold in phone.page.locator("main summary:visible").all():
        fold.click()
    assert wrong(phone) == []
    phone.page.click(CAST)
    phone.page.wait_for_url("**/receipt/**")
    assert wrong(phone) == []


@pytest.mark.parametrize("size", [24, 28, 32])
@pytest.mark.parametrize("language", ["fr", "de"])
def test_large_text_on_a_wider_phone(phone: Phone, hall: Hall, size: int, language: str) -> None:
    session = phone.context.new_cdp_session(phone.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": 20}})
    enter(phone, hall, language=Language(language))
    assert wrong(phone) == []


def test_what_is_tapped_is_at_least_44_pixels_high_and_wide(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    assert phone.page.evaluate(SMALL) == []
    choose(phone.page)
    phone.page.click(REVIEW)
    expect(phone.page.locator("#review")).to_be_visible()
    assert phone.page.evaluate(SMALL) == []


def test_the_head_of_the_page_stays_where_it_is_from_page_to_page(phone: Phone, hall: Hall) -> None:
    phone.page.set_viewport_size({"width": 1280, "height": 900})
    enter(phone, hall)
    places = []
    for path in (f"/vote/{hall.uuid}", "/", "/my", "/about/secrecy"):
        phone.open(path)
        places.append(phone.page.locator(".brand").bounding_box())
    assert len({each["x"] for each in places if each}) == 1


def test_after_closing_nothing_is_offered_to_send(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    choose(phone.page)
    phone.page.click(REVIEW)
    hall.close("the chair closed the vote")
    phone.page.click(CAST)
    expect(phone.page.locator("#fault")).to_contain_text("after closing")
    for part in ("#ballot", "#review", "#dock"):
        expect(phone.page.locator(part)).to_be_hidden()
    assert phone.page.locator(f"#closed a[href='/board/{hall.uuid}']").is_visible()
    assert phone.page.evaluate(STORED) == 0


def test_a_booth_that_stands_open_at_the_hour_says_so_and_takes_the_ballot_away(
    phone: Phone, database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, questions=(decision(), election()))
    clock.set(hall.paper().closes_at - timedelta(minutes=10))
    enter(phone, hall)
    choose(phone.page)
    phone.page.evaluate(KEPT)
    clock.set(hall.paper().closes_at)
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.page.locator("#hours")).to_contain_text("Voting closed on")
    expect(phone.page.locator("#dock")).to_be_hidden()
    assert phone.page.evaluate(STORED) == 0


@pytest.mark.parametrize(
    ("has_voted", "said"), [(True, "your last vote counts."), (False, "No vote was cast in your name.")]
)
def test_who_comes_too_late_reads_what_is_true(phone: Phone, hall: Hall, has_voted: bool, said: str) -> None:
    if has_voted:
        hall.vote(0, (1, 0, 0), (0, 1, 0, 0))
    hall.close("the chair closed the vote")
    phone.open(invitation(hall))
    phone.page.wait_for_url(f"**/vote/{hall.uuid}")
    assert phone.says(said)


def test_two_people_on_one_phone_see_whose_ballot_it_is(phone: Phone, hall: Hall) -> None:
    first, second = hall.right(0).entry.name, hall.right(1).entry.name
    enter(phone, hall)
    expect(phone.page.locator(".as")).to_contain_text(f"You vote as {first}.")
    choose(phone.page)
    phone.page.evaluate(KEPT)
    phone.page.click(REVIEW)
    expect(phone.page.locator(".as")).to_contain_text(first)
    phone.page.click(".as summary")
    phone.page.click(".as button")
    phone.page.wait_for_url(f"{phone.address}/")
    assert phone.page.evaluate(STORED) == 0
    enter(phone, hall, voter=1)
    expect(phone.page.locator(".as")).to_contain_text(f"You vote as {second}.")
    expect(phone.page.locator("#answered")).to_have_text("0 of 2 answered")
    vote(phone, hall)
    expect(phone.page.locator("main")).to_contain_text(second)

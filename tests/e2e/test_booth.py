"""A shareholder votes on a phone: from the link in the mail to the receipt, with what goes wrong on the way."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from govapp.ballots import queries
from govapp.ballots.rules import PaperDocument
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.e2e.conftest import Phone, invitation
from tests.e2e.keyboard import Keyboard
from tests.factories.ballots import Hall, decision, election, opened, texts

# What a script does does not depend on the database: test_cast_journey.py runs on both.
pytestmark = pytest.mark.browser

CAST = "#cast button[type=submit]"
REVIEW = "#dock button"


def choose(page: Page) -> None:
    """Fill in the paper with a decision and an election of two."""
    page.check("input[name=q0][value='0']")
    page.check("input[name=q1][value='1']")


def enter(phone: Phone, hall: Hall, voter: int = 0, language: Language = Language.EN) -> None:
    phone.open(invitation(hall, voter, language))
    phone.page.wait_for_url(f"**/vote/{hall.uuid}")
    expect(phone.page.locator("#ballot")).to_be_visible()


def vote(phone: Phone, hall: Hall) -> None:
    choose(phone.page)
    phone.page.click(REVIEW)
    phone.page.click(CAST)
    phone.page.wait_for_url("**/receipt/**")


def test_the_keyboard_alone_is_enough(phone: Phone, short_hall: Hall) -> None:
    enter(phone, short_hall)
    keys = Keyboard(phone.page)
    keys.press("input[name=q0]", "ArrowDown")
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator("#review")).to_be_visible()
    expect(phone.page.locator("#title")).to_be_focused()
    keys.press(CAST)
    phone.page.wait_for_url("**/receipt/**")
    assert short_hall.paper().ballots == 1


def test_nothing_is_chosen_beforehand_and_what_is_missing_is_named(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    assert phone.page.locator("#ballot input:checked").count() == 0
    phone.page.click(REVIEW)
    expect(phone.page.locator("#q0-why")).to_have_text("Choose one of these answers before you go on.")
    expect(phone.page.locator("#q1-why")).to_have_text("Choose at least one of these, or blank.")
    assert phone.page.evaluate("document.activeElement.name") == "q0"
    expect(phone.page.locator("#review")).to_be_hidden()


def test_too_many_candidates_are_not_taken_and_the_bar_says_so(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    for candidate in (0, 1):
        phone.page.check(f"input[name=q1][value='{candidate}']")
    phone.page.click("input[name=q1][value='2']")
    assert not phone.page.is_checked("input[name=q1][value='2']")
    expect(phone.page.locator("#dock")).to_contain_text("You already have 2. Take one away first.")


def test_blank_and_candidates_exclude_each_other(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    phone.page.check("input[name=q1][value='0']")
    phone.page.check("input[name=q1][value=blank]")
    assert not phone.page.is_checked("input[name=q1][value='0']")
    expect(phone.page.locator("#q1-count")).to_have_text("You vote blank on this item")
    phone.page.check("input[name=q1][value='1']")
    assert not phone.page.is_checked("input[name=q1][value=blank]")


def test_the_review_repeats_the_choices_and_names_an_unused_place(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    choose(phone.page)
    phone.page.click(REVIEW)
    expect(phone.page.locator("[data-picked='0']")).to_have_text("For (en)")
    expect(phone.page.locator("[data-picked='1'] li").first).to_have_text("Candidate B")
    expect(phone.page.locator("[data-picked='1'] .none")).to_contain_text("1 where you may choose up to 2")
    expect(phone.page.locator("#dock")).to_be_hidden()
    assert hall.paper().ballots == 0


def test_the_button_that_casts_answers_the_keyboard_and_not_the_finger_that_asked_for_the_review(
    phone: Phone, short_hall: Hall
) -> None:
    phone.page.clock.install()
    phone.page.set_viewport_size({"width": 390, "height": 636})
    enter(phone, short_hall)
    phone.page.check("input[name=q0][value='0']")
    phone.page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    place = phone.page.locator(REVIEW).bounding_box()
    assert place is not None
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    phone.page.mouse.dblclick(x, y)
    expect(phone.page.locator("#review")).to_be_visible()
    assert phone.page.evaluate("([x, y]) => document.elementFromPoint(x, y).matches('#cast button')", [x, y])
    expect(phone.page.locator(CAST)).to_be_disabled()
    assert phone.page.get_attribute(CAST, "aria-busy") == "false", "the second tap has sent nothing"
    Keyboard(phone.page).press(CAST)
    phone.page.wait_for_url("**/receipt/**")
    assert short_hall.paper().ballots == 1


# Not wait_for_function: it looks again by way of eval, which the security policy of the page forbids.
KEPT = """() => new Promise((done) => {
  const look = () => (localStorage.length === 1 ? done() : setTimeout(look, 20));
  look();
})"""
HELD_BACK = f"""() => {{
  const button = document.querySelector("{CAST}");
  const look = () => {{ window.wasHeldBack ||= button.matches(":disabled, [aria-disabled=true]"); }};
  new MutationObserver(look).observe(button, {{ attributes: true }});
}}"""


def test_the_button_that_casts_is_there_for_a_keyboard_in_the_moment_in_which_the_review_appears(
    phone: Phone, short_hall: Hall
) -> None:
    phone.page.set_viewport_size({"width": 390, "height": 780})
    enter(phone, short_hall)
    phone.page.evaluate(HELD_BACK)
    keys = Keyboard(phone.page)
    keys.press("input[name=q0]", "Space")
    keys.press(REVIEW)
    expect(phone.page.locator("#title")).to_be_focused()
    keys.to(CAST)
    assert not phone.page.evaluate("window.wasHeldBack"), "Tab passes a disabled button by"
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_url("**/receipt/**")


def test_choices_survive_a_reload_and_a_new_tab(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    choose(phone.page)
    expect(phone.page.locator("#answered")).to_have_text("2 of 2 answered")
    phone.page.evaluate(KEPT)
    phone.page.reload()
    expect(phone.page.locator("#answered")).to_have_text("2 of 2 answered")
    other = phone.context.new_page()
    other.goto(phone.page.url)
    expect(other.locator("#answered")).to_have_text("2 of 2 answered")


def test_another_voter_on_the_same_device_sees_nothing_of_them(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    choose(phone.page)
    phone.page.evaluate(KEPT)
    phone.context.clear_cookies()
    enter(phone, hall, voter=1)
    expect(phone.page.locator("#answered")).to_have_text("0 of 2 answered")


def test_a_receipt_ends_what_the_device_kept(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    vote(phone, hall)
    assert phone.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_without_network_it_says_not_sent_and_sends_by_itself_later(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    choose(phone.page)
    phone.page.click(REVIEW)
    phone.context.set_offline(True)
    phone.page.click(CAST)
    expect(phone.page.locator("#offline")).to_contain_text("No connection. Your vote has not been sent.")
    assert hall.paper().ballots == 0
    phone.context.set_offline(False)
    phone.page.wait_for_url("**/receipt/**")
    assert hall.paper().ballots == 1


def test_a_lost_answer_brings_the_same_receipt_and_counts_once(phone: Phone, hall: Hall) -> None:
    bodies: list[bytes] = []

    def lose_the_first_answer(route: Route) -> None:
        bodies.append(route.request.post_data_buffer or b"")
        if len(bodies) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    enter(phone, hall)
    phone.page.route("**/cast", lose_the_first_answer)
    choose(phone.page)
    phone.page.click(REVIEW)
    phone.page.click(CAST)
    phone.page.click("#again")
    phone.page.wait_for_url("**/receipt/**")
    assert bodies[0] == bodies[1]
    assert hall.paper().ballots == 1


def test_a_reload_in_the_middle_of_sending_sends_the_same_ballot(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    phone.page.route("**/cast", lambda route: route.abort())
    choose(phone.page)
    phone.page.click(REVIEW)
    phone.page.click(CAST)
    expect(phone.page.locator("#offline")).to_be_visible()
    kept = json.loads(phone.page.evaluate("Object.values(sessionStorage)[0]"))
    phone.page.unroute("**/cast")
    phone.page.reload()
    phone.page.wait_for_url("**/receipt/**")
    with hall.act(hall.actor(0)) as work:
        listed = queries.list_public_board(work.session, hall.paper().id, offset=0, limit=10)
    assert [each.tracker for each in listed] == [kept["tracker"]]


def test_impatient_taps_send_once(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    choose(phone.page)
    phone.page.click(REVIEW)
    expect(phone.page.locator(CAST)).to_be_enabled()
    phone.page.evaluate(
        "document.querySelector('#cast button').click(); document.querySelector('#cast button').click()"
    )
    phone.page.wait_for_url("**/receipt/**")
    assert hall.paper().ballots == 1


def test_two_tabs_leave_two_receipts_and_the_last_vote_counts(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    other = phone.context.new_page()
    other.goto(phone.page.url)
    expect(other.locator("#ballot")).to_be_visible()
    vote(phone, hall)
    other.check("input[name=q0][value='1']")
    other.check("input[name=q1][value=blank]")
    other.click(REVIEW)
    other.click(CAST)
    other.wait_for_url("**/receipt/**")
    hall.close()
    assert hall.paper().result == ((0, 1, 0), (1, 0, 0, 0))


def test_who_votes_again_is_told_before_and_the_last_one_counts(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    vote(phone, hall)
    phone.open(f"/vote/{hall.uuid}")
    expect(phone.page.locator("#ballot")).to_contain_text("You have voted.")
    phone.page.check("input[name=q0][value='1']")
    phone.page.check("input[name=q1][value=blank]")
    phone.page.click(REVIEW)
    phone.page.click(CAST)
    phone.page.wait_for_url("**/receipt/**")
    hall.close()
    assert (hall.paper().ballots, hall.paper().counted) == (2, 1)


def test_a_vote_that_comes_after_closing_is_refused_in_words(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    choose(phone.page)
    phone.page.click(REVIEW)
    hall.close("the chair closed the vote")
    phone.page.click(CAST)
    expect(phone.page.locator("#fault")).to_be_focused()
    expect(phone.page.locator("#fault")).to_contain_text("after closing")
    assert hall.paper().ballots == 0


@pytest.mark.parametrize(
    ("fixed", "shown"),
    [
        ("Candidate B", "Candidate Z"),
        ("more than half (en)", "all of them"),
        ('data-part="needed"', ""),
        ("Report (en)", "Nothing to read"),
        (f"/documents/{'a' * 64}/", f"/documents/{'b' * 64}/"),
        ('data-part="documents"', ""),
    ],
    ids=["answer", "what it takes", "nothing that it takes", "title of a document", "document", "no document"],
)
def test_a_page_that_differs_from_the_record_refuses_to_work(
    phone: Phone, database: Database, clock: FixedClock, fixed: str, shown: str
) -> None:
    def tamper(route: Route) -> None:
        answer = route.fetch()
        assert fixed in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(fixed, shown))

    report = PaperDocument(texts("Report"), "a" * 64, "report.pdf")
    hall = opened(database, clock, questions=(replace(decision(), documents=(report,)), election()))
    enter(phone, hall)
    phone.page.route(f"**/vote/{hall.uuid}", tamper)
    phone.open(f"/vote/{hall.uuid}")
    expect(phone.page.locator("#fault")).to_contain_text("does not show the ballot paper that was fixed")
    expect(phone.page.locator("#ballot")).to_be_hidden()
    expect(phone.page.locator("#dock")).to_be_hidden()


def test_whoever_checks_it_themselves_finds_the_code_in_the_list_and_nobody_else_fetches_it(
    phone: Phone, hall: Hall
) -> None:
    fetched: list[str] = []
    phone.page.on("request", lambda request: fetched.append(request.url))
    enter(phone, hall)
    choose(phone.page)
    phone.page.click(REVIEW)
    assert not [url for url in fetched if "credentials.json" in url]
    phone.page.click("#check summary")
    phone.page.click("#look-up")
    expect(phone.page.locator("#looked-up")).to_contain_text("Yes: your voting code is on the list")
    phone.page.click(CAST)
    phone.page.wait_for_url("**/receipt/**")
    assert len([url for url in fetched if "credentials.json" in url]) == 1


def test_a_list_without_the_code_ends_the_vote_on_this_page(phone: Phone, hall: Hall) -> None:
    phone.page.route("**/credentials.json", lambda route: route.fulfill(json=["00" * 32]))
    enter(phone, hall)
    choose(phone.page)
    phone.page.click("#check summary")
    phone.page.click("#look-up")
    expect(phone.page.locator("#fault")).to_contain_text("not on the list of this vote")
    expect(phone.page.locator("#ballot")).to_be_hidden()
    assert hall.paper().ballots == 0


def test_who_was_signed_out_keeps_the_choices(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    choose(phone.page)
    phone.page.evaluate(KEPT)
    phone.page.click(REVIEW)
    phone.context.clear_cookies()
    phone.page.click(CAST)
    expect(phone.page.locator("#fault")).to_be_focused()
    # Whoever comes in again had already sent: the sealed ballot goes out by itself.
    phone.open(invitation(hall, 0, Language.EN))
    phone.page.wait_for_url("**/receipt/**")
    assert hall.paper().ballots == 1


def test_without_script_the_page_says_kindly_what_to_do(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    state = phone.context.storage_state()
    browser = phone.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, storage_state=state, locale="en-GB")
    page = plain.new_page()
    page.goto(f"{phone.address}/vote/{hall.uuid}")
    assert "for that it needs JavaScript" in page.inner_text("main")
    expect(page.locator("#ballot")).to_be_hidden()
    plain.close()

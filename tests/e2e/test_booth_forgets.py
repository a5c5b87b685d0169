"""What the booth believes of an answer, and what stays on a device that others use too."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Phone
from tests.e2e.test_booth import CAST, KEPT, REVIEW, choose, enter
from tests.factories.ballots import Hall

pytestmark = pytest.mark.browser


def forged(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer with a receipt that says another hour than the one that was signed."""
    return {**answer, "signed": {**answer["signed"], "received_at": "2026-06-01T12:00:00Z"}}


@pytest.mark.parametrize(
    "lie",
    [
        lambda answer: json.dumps(forged(answer)),
        lambda answer: json.dumps({name: answer[name] for name in answer if name != "signed"}),
        lambda _answer: "null",
        lambda _answer: "<p>Thank you for your vote</p>",
    ],
    ids=["forged", "missing", "empty", "a page"],
)
def test_a_receipt_that_does_not_hold_is_not_believed(
    phone: Phone, hall: Hall, lie: Callable[[dict[str, Any]], str]
) -> None:
    answers: list[dict[str, Any]] = []

    def answer_without_receipt(route: Route) -> None:
        received = route.fetch()
        answers.append(received.json())
        route.fulfill(status=201, content_type="application/json", body=lie(answers[0]))

    enter(phone, hall)
    phone.page.route("**/cast", answer_without_receipt)
    choose(phone.page)
    phone.page.click(REVIEW)
    phone.page.click(CAST)
    expect(phone.page.locator("#fault")).to_contain_text("The ballot box gave no valid receipt for your vote.")
    expect(phone.page.locator("#fault")).to_contain_text("Your choices are kept on this device.")
    assert phone.page.evaluate("[localStorage.length, sessionStorage.length]") == [1, 1]
    expect(phone.page.locator("[data-picked='1'] li").first).to_have_text("Candidate B")
    phone.page.unroute("**/cast")
    phone.page.click(CAST)
    phone.page.wait_for_url("**/receipt/**")
    assert phone.page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert phone.page.url.endswith(answers[0]["receipt"])
    assert hall.paper().ballots == 1


def test_a_ballot_box_that_lies_about_its_place_is_not_believed(phone: Phone, hall: Hall) -> None:
    enter(phone, hall)
    phone.page.route("**/cast", lambda route: route.fulfill(status=201, json={"receipt": "/", "tracker": "A" * 43}))
    choose(phone.page)
    phone.page.click(REVIEW)
    phone.page.click(CAST)
    expect(phone.page.locator("#fault")).to_contain_text("no valid receipt")
    assert hall.paper().ballots == 0
    phone.page.reload()
    expect(phone.page.locator("#fault")).to_contain_text("no valid receipt")
    phone.page.unroute("**/cast")
    phone.page.click(CAST)
    phone.page.wait_for_url("**/receipt/**")
    assert hall.paper().ballots == 1


def test_whoever_goes_back_while_the_ballot_is_made_sends_nothing(phone: Phone, hall: Hall) -> None:
    held: list[Route] = []
    phone.page.route("**/record.json", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    enter(phone, hall)
    choose(phone.page)
    phone.page.click(REVIEW)
    phone.page.click(CAST)
    expect(phone.page.locator(CAST)).to_have_attribute("aria-busy", "true")
    phone.page.click("#back")
    held[0].continue_()
    expect(phone.page.locator(CAST)).to_have_attribute("aria-busy", "false")
    expect(phone.page.locator("#ballot")).to_be_visible()
    expect(phone.page.locator("#fault")).to_be_hidden()
    assert phone.page.evaluate("[localStorage.length, sessionStorage.length]") == [1, 0]
    assert hall.paper().ballots == 0


def keep_something(phone: Phone, hall: Hall) -> None:
    """Leave choices and a sealed ballot on the device."""
    enter(phone, hall)
    phone.page.route("**/cast", lambda route: route.abort())
    choose(phone.page)
    phone.page.click(REVIEW)
    phone.page.click(CAST)
    expect(phone.page.locator("#offline")).to_be_visible()
    assert phone.page.evaluate("[localStorage.length, sessionStorage.length]") == [1, 1]


def test_whoever_signs_out_in_the_booth_leaves_nothing_on_the_device(phone: Phone, hall: Hall) -> None:
    keep_something(phone, hall)
    phone.page.click("#sign-out button")
    phone.page.wait_for_url(f"{phone.address}/")
    assert phone.page.evaluate("localStorage.length + sessionStorage.length") == 0
    phone.page.go_back()
    expect(phone.page.locator("#ballot input:checked")).to_have_count(0)
    assert phone.page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert hall.paper().ballots == 0


@pytest.mark.parametrize("way_out", ["header form[action='/sign-out'] button", "details form button"])
def test_whoever_signs_out_on_another_page_clears_the_booth_in_the_other_tab(
    phone: Phone, hall: Hall, way_out: str
) -> None:
    keep_something(phone, hall)
    other = phone.context.new_page()
    other.goto(f"{phone.address}/my/devices")
    for fold in other.locator("details summary").all():
        fold.click()
    other.locator(way_out).last.click()
    other.wait_for_url(f"{phone.address}/")
    expect(phone.page.locator("#fault")).to_contain_text("Your choices were cleared from this device.")
    expect(phone.page.locator("#review")).to_be_hidden()
    assert phone.page.locator("#ballot input:checked").count() == 0
    assert phone.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_choices_go_after_twelve_hours_although_the_page_stays_open(phone: Phone, hall: Hall) -> None:
    phone.page.clock.install()
    enter(phone, hall)
    choose(phone.page)
    phone.page.evaluate(KEPT)
    phone.page.clock.fast_forward("11:50:00")
    expect(phone.page.locator("#answered")).to_have_text("2 of 2 answered")
    phone.page.clock.fast_forward("20:00")
    expect(phone.page.locator("#fault")).to_contain_text("nobody touched this page for 12 hours")
    assert phone.page.locator("#ballot input:checked").count() == 0
    assert phone.page.evaluate("localStorage.length") == 0


def test_any_page_of_the_site_clears_choices_whose_hours_are_over(phone: Phone, hall: Hall) -> None:
    phone.open("/about/secrecy")
    phone.page.evaluate(
        """(now) => {
          localStorage.setItem("govapp-vote:paper:a", JSON.stringify({ choices: [], until: now - 1 }));
          localStorage.setItem("govapp-vote:paper:b", JSON.stringify({ choices: [], until: now + 3600000 }));
          localStorage.setItem("govapp-vote:paper:c", JSON.stringify({ choices: [], at: now }));
          localStorage.setItem("govapp-vote:paper:d", "{");
        }""",
        datetime.now(UTC).timestamp() * 1000,
    )
    phone.page.reload()
    assert phone.page.evaluate("Object.keys(localStorage)") == ["govapp-vote:paper:b"]

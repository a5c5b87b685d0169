"""What is told about questions and candidates stands before the answers, and the booth compares it with the record."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.e2e.conftest import Phone, invitation
from tests.factories.assembly import Meeting, created
from tests.factories.items import put_told_items

pytestmark = pytest.mark.browser


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an open vote on a decision and an election with all that can be told of them."""
    made = created(database, clock)
    put_told_items(made)
    made.lock()
    made.open()
    return made


@pytest.mark.parametrize("language", [Language.EN, Language.DE])
def test_the_booth_opens_with_all_that_is_told_and_takes_a_vote(
    phone: Phone, meeting: Meeting, language: Language
) -> None:
    hall = meeting.hall()
    phone.open(invitation(hall, 0, language))
    expect(phone.page.locator("#ballot")).to_be_visible()
    first = phone.page.locator("#q0")
    advice, answers = (first.locator(each).bounding_box() for each in ("[data-part=advice]", "fieldset"))
    assert advice and answers and advice["y"] < answers["y"]
    assert phone.page.locator("#q1 img").evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 2
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    phone.page.check("input[name=q0][value='0']")
    phone.page.check("input[name=q1][value='2']")
    phone.page.click("#dock button")
    phone.page.click("#cast button[type=submit]")
    phone.page.wait_for_url("**/receipt/**")
    assert hall.paper().ballots == 1


CHANGES = (
    ("Do we approve the accounts?", "Do we refuse the accounts?"),
    ("advise to approve", "advise to refuse"),
    ("The year closed with a profit", "The year closed with a loss"),
    ("Zoë Claes writes a longer text", "Zoë Claes writes a lovely text"),
    ('href="https://zoe.example/"', 'href="https://other.example/"'),
    ('data-order="alphabetical"', 'data-order="entered"'),
    ('alt="Zoë in her bakery"', 'alt="Zoë in jail"'),
)


def test_a_page_that_tells_something_else_refuses_to_work(phone: Phone, meeting: Meeting) -> None:
    path = f"/vote/{meeting.hall().uuid}"
    phone.open(invitation(meeting.hall()))
    expect(phone.page.locator("#ballot")).to_be_visible()
    for true, changed in CHANGES:
        phone.page.route(f"**{path}", replacing(true, changed))
        phone.open(path)
        expect(phone.page.locator("#fault")).to_be_visible()
        expect(phone.page.locator("#ballot")).to_be_hidden()
        phone.page.unroute(f"**{path}")


def replacing(true: str, changed: str) -> Callable[[Route], None]:
    def tamper(route: Route) -> None:
        answer = route.fetch()
        assert true in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(true, changed))

    return tamper

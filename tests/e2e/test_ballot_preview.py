"""A secretary goes through the ballot paper before it is locked, up to the button that casts; nothing is sent."""

import pytest
from playwright.sync_api import Request, expect

from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.e2e.conftest import Phone, sign_in_officer
from tests.e2e.test_booth import CAST, REVIEW
from tests.e2e.test_booth_access import faults
from tests.e2e.test_booth_faults import SMALL, wrong
from tests.factories.accounts import an_officer
from tests.factories.assembly import created
from tests.factories.items import put_told_items

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_a_secretary_answers_and_reviews_and_nothing_is_sent_or_kept(
    phone: Phone, database: Database, clock: FixedClock, width: int
) -> None:
    meeting = created(database, clock)
    put_told_items(meeting, ChoiceOrder.LOT)
    page = phone.page
    page.set_viewport_size({"width": width, "height": 844})
    officer = an_officer(database, clock.now(), Role.SECRETARY, language=Language.NL)
    path = f"/office/assemblies/{meeting.id}/ballot"
    sign_in_officer(phone, officer, clock, path)
    expect(page.locator("#ballot")).to_be_visible()
    assert faults(phone) == []
    assert page.evaluate(SMALL) == []
    assert wrong(phone) == []

    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - a bound method of a list cannot listen
    page.click(REVIEW)
    expect(page.locator("#q0-why")).to_be_visible()
    page.check("input[name=q0][value='0']")
    page.locator("#q1 input").nth(1).check()
    page.click(REVIEW)
    expect(page.locator("#review")).to_be_visible()
    expect(page.locator("[data-picked='0'] li")).to_have_count(1)
    assert faults(phone) == []
    page.keyboard.press("Tab")
    expect(page.locator("#not-cast")).to_be_hidden()
    page.focus(CAST)
    page.keyboard.press("Enter")
    expect(page.locator("#not-cast")).to_be_visible()
    assert page.url.endswith(f"{path}#review")
    page.click("#back")
    expect(page.locator("#ballot")).to_be_visible()
    assert [each.url for each in sent if each.method != "GET" or "/vote/" in each.url] == []
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0

    page.click("header nav [lang=fr]")
    expect(page.locator("html[lang=fr] #ballot")).to_be_visible()
    assert page.locator("#ballot input:checked").count() == 0
    assert wrong(phone) == []

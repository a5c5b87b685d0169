"""No page of the booth or of the key holders has a fault against WCAG 2.2 AA, in any state a script brings it to."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.e2e.conftest import Phone, ballot_with_key_holder, sign_in_officer
from tests.e2e.test_booth import CAST, REVIEW, choose, enter
from tests.e2e.test_key_holders import close_with, make_key
from tests.factories.accounts import an_officer
from tests.factories.ballots import AGAINST, FOR, Hall

pytestmark = pytest.mark.browser

# Re-reading imported style sheets would log violations of the policy that are the checker's own.
OPTIONS: dict[str, Any] = {
    "preload": False,
    # Where each rule was kept is of no use, and writing it all down takes longer than the rules.
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def faults(phone: Phone) -> list[str]:
    found = Axe().run(phone.page, options=OPTIONS).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_of_the_voter(phone: Phone, hall: Hall, scheme: Any) -> None:
    phone.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    enter(phone, hall, language=Language.DE)
    assert faults(phone) == []
    phone.page.click(REVIEW)
    assert faults(phone) == []
    choose(phone.page)
    phone.page.click("input[name=q1][value='2']")
    phone.page.click("input[name=q1][value='0']")
    expect(phone.page.locator("#too-many")).to_be_visible()
    assert faults(phone) == []
    phone.page.click(REVIEW)
    phone.page.route("**/cast", lambda route: route.abort())
    phone.page.click(CAST)
    expect(phone.page.locator("#offline")).to_be_visible()
    assert faults(phone) == []
    phone.page.click("#back")
    phone.page.unroute("**/cast")
    hall.close("the chair closed the vote")
    phone.page.click(REVIEW)
    phone.page.click(CAST)
    expect(phone.page.locator("#fault")).to_be_focused()
    assert faults(phone) == []


def test_the_pages_of_the_key_holder(phone: Phone, database: Database, clock: FixedClock, tmp_path: Any) -> None:
    holder = an_officer(database, clock.now(), Role.SCRUTINEER)
    hall = ballot_with_key_holder(database, clock, holder)
    sign_in_officer(phone, holder, clock, f"/office/papers/{hall.uuid}/key")
    assert faults(phone) == []
    make_key(phone, hall, tmp_path)
    close_with(hall, FOR, AGAINST)
    sign_in_officer(phone, holder, clock, f"/office/papers/{hall.uuid}/decrypt")
    expect(phone.page.locator("#trustee")).to_be_visible()
    phone.page.click("#decrypt")
    assert faults(phone) == []

"""Pages to read hold with text twice as large on the smallest phone: results with tables, home, own page, board."""

import pytest
from playwright.sync_api import expect

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.e2e.conftest import Phone
from tests.e2e.test_booth_faults import narrow, wrong
from tests.factories.accounts import a_link
from tests.factories.assembly import counted

pytestmark = pytest.mark.browser

UNFOLD = "for (const each of document.querySelectorAll('main details')) each.open = true"

__all__ = ["narrow"]


@pytest.mark.parametrize("unloaded", [False, True], ids=["with our letters", "with letters of the device"])
def test_results_and_what_leads_to_them(
    narrow: tuple[Phone, Language],
    *,
    unloaded: bool,
    database: Database,
    clock: FixedClock,
) -> None:
    phone, language = narrow
    # The letters of the device stand on the page until those of the program have come, and are wider.
    if unloaded:
        phone.page.route("**/fonts/**", lambda route: route.fulfill(status=200, body=b""))
    meeting = counted(database, clock)
    meeting.announce()
    uuid = meeting.hall().uuid
    subject = f"holder:{meeting.voters[0]}"
    phone.open(a_link(database, clock.now(), subject_ref=subject, next_path="/my", language=language))
    phone.page.wait_for_url("**/my")
    pages = ("/my", "/", f"/assemblies/{meeting.id}/result", f"/vote/{uuid}", f"/vote/{uuid}/used", "/about/secrecy")
    for path in (*pages, f"/board/{uuid}"):
        phone.open(path)
        phone.page.evaluate(UNFOLD)
        assert wrong(phone) == [], path
    phone.open(f"/board/{uuid}/check")
    phone.page.click("#start")
    expect(phone.page.locator("#figures")).to_be_visible()
    assert wrong(phone) == [], "with the figures that were found"

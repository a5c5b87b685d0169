"""The screen of the hall in a browser: the size of its letters, and what it says without a connection."""

from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect

from govapp.assembly.attendance.rules.items_in_room import ItemStep
from govapp.assembly.room.rules.screens import MIN_TYPE_VW
from govapp.assembly.room.views.projector import projector_path
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.e2e.conftest import Phone, a_window, sign_in_officer
from tests.factories.accounts import an_officer
from tests.factories.assembly import BALLOTS, written
from tests.factories.ballots import KEYS
from tests.web.test_room import Evening

pytestmark = pytest.mark.browser

# Of each text on the page: its size in hundredths of the width of the window, with its words; the label of the limit
# says in small what the sentence below it says in large.
SIZES = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && at.checkVisibility() && !at.closest(".skip, .need-label, .demo"))
      found.push([parseFloat(getComputedStyle(at).fontSize) / window.innerWidth * 100, walker.currentNode.data]);
  }
  return found;
}"""


def small_texts(page: Page) -> list[str]:
    """Return the texts that are set too small to be read at the back of a hall."""
    return [words for size, words in page.evaluate(SIZES) if size < MIN_TYPE_VW]


def is_whole(page: Page) -> bool:
    """Tell whether nobody has to scroll to see all of the screen."""
    found: bool = page.evaluate("document.getElementById('screen').getBoundingClientRect().bottom <= innerHeight + 1")
    return found


def test_letters_are_large_and_a_lost_connection_keeps_the_last_screen(
    app: Flask, database: Database, clock: FixedClock, browser: Browser, address: str
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    clock.set(meeting.vote_row().closes_at - timedelta(minutes=60))
    evening = Evening(meeting, app.test_client(), projector_path(KEYS, meeting.id))  # type: ignore[arg-type]
    with a_window(browser, address, ViewportSize(width=1280, height=720)) as hall:
        hall.open(evening.path)
        shown = hall.page.locator("#screen")
        expect(shown).to_have_attribute("data-screen", "welcome")
        evening.open()
        evening.step(2, ItemStep.OPENED)
        meeting.vote(*BALLOTS)
        evening.later(3)
        expect(shown).to_have_attribute("data-screen", "vote")
        for (width, height), theme in product(((1280, 720), (1920, 1080), (3840, 2160)), ("light", "dark")):
            hall.page.set_viewport_size(ViewportSize(width=width, height=height))
            hall.page.goto(f"{address}{evening.path}?theme={theme}")
            assert small_texts(hall.page) == []
            assert is_whole(hall.page)
        hall.context.set_offline(True)
        expect(hall.page.locator("#lost time").first).not_to_be_empty()
        expect(shown).to_have_attribute("data-screen", "vote")
        evening.step(2, ItemStep.CLOSED)
        meeting.close()
        meeting.announce()
        evening.tell(2)
        hall.context.set_offline(False)
        expect(shown).to_have_attribute("data-screen", "result")
        expect(hall.page.locator("#lost")).to_be_hidden()
        assert small_texts(hall.page) == []
        assert is_whole(hall.page)


def test_a_resolution_takes_three_clicks_on_the_sheet_and_the_hall_follows(
    app: Flask, database: Database, clock: FixedClock, phone: Phone, browser: Browser
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    clock.set(meeting.vote_row().closes_at - timedelta(minutes=60))
    evening = Evening(meeting, app.test_client(), projector_path(KEYS, meeting.id))  # type: ignore[arg-type]
    evening.open()
    evening.step(1, ItemStep.OPENED)
    evening.step(1, ItemStep.CLOSED)
    meeting.vote(*BALLOTS)
    secretary = an_officer(database, clock.now(), Role.SECRETARY)
    sign_in_officer(phone, secretary, clock, f"/office/assemblies/{meeting.id}/room")
    with a_window(browser, phone.address, ViewportSize(width=1280, height=720)) as hall:
        hall.open(evening.path)
        shown = hall.page.locator("#screen")
        for screen in ("vote", "next", "result"):
            if screen == "result":
                meeting.close()
                meeting.announce()
                phone.page.reload()
            phone.page.click("details[open] form:first-of-type button")
            expect(phone.page.locator(f"[data-screen={screen}]")).to_be_visible()
            evening.later(3)
            expect(shown).to_have_attribute("data-screen", screen)
    assert phone.page.evaluate("document.documentElement.scrollWidth") == phone.page.evaluate("innerWidth")

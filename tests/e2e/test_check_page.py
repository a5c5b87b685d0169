"""Anybody checks a whole vote in the browser: what is in order, what is not, and where the own ballot is."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from govapp.ballots import queries
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from pybelenios.receipts.tracker_words import tracker_words
from tests.e2e.conftest import Phone
from tests.factories.assembly import BALLOTS, NADIA, Meeting, counted, written
from tests.factories.ballots import Hall

LINES = ("open", "record", "hours", "ballots", "proofs", "total", "decryptions", "result")


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly whose result is announced."""
    found = counted(database, clock)
    found.announce()
    return found


def states(phone: Phone) -> list[str]:
    return [phone.page.locator(f"#check-{each}").get_attribute("class") or "" for each in LINES]


def first_tracker(hall: Hall) -> str:
    with hall.database.read_only(NADIA, hall.clock.now()) as work:
        return queries.list_public_board(work.session, hall.paper().id, offset=0, limit=1)[0].tracker


def check(phone: Phone, uuid: str, ballot: str = "") -> None:
    phone.open(f"/board/{uuid}/check")
    phone.page.fill("#ballot", ballot)
    phone.page.press("#ballot", "Enter")
    expect(phone.page.locator("#verdict:not([hidden]), #fault:not([hidden])")).to_be_visible()


def test_every_proof_up_to_the_announced_figures_is_checked(phone: Phone, meeting: Meeting) -> None:
    hall = meeting.hall()
    check(phone, hall.uuid, first_tracker(hall))
    assert states(phone) == ["yes"] * len(LINES)
    expect(phone.page.locator("#own")).to_contain_text("it is the one that counts")
    found = phone.page.locator("#tables td").all_inner_texts()
    phone.open(f"/assemblies/{meeting.id}/result")
    assert "2 for, 1 against" in phone.page.inner_text("main")
    assert found[:2] == ["2", "1"]
    expect(phone.page.locator(f"a[href='/board/{hall.uuid}/check']").first).to_be_attached()


def test_the_words_of_a_receipt_or_the_beginning_of_a_number_find_the_ballot(phone: Phone, meeting: Meeting) -> None:
    tracker = first_tracker(meeting.hall())
    french = " ".join(tracker_words(tracker, "fr"))
    phone.open(f"/board/{meeting.hall().uuid}/check")
    for typed in (french.upper(), tracker[:6]):
        phone.page.fill("#ballot", typed)
        phone.page.press("#ballot", "Enter")
        expect(phone.page.locator("#own")).to_contain_text("it is the one that counts")
    phone.page.fill("#ballot", "abc")
    phone.page.press("#ballot", "Enter")
    expect(phone.page.locator("#own")).to_contain_text("first six characters")


def test_an_unknown_number_is_said_and_the_vote_is_checked_all_the_same(phone: Phone, meeting: Meeting) -> None:
    check(phone, meeting.hall().uuid, "A" * 43)
    assert states(phone) == ["yes"] * len(LINES)
    expect(phone.page.locator("#own")).to_contain_text("No ballot in the archive")


def test_while_people_vote_what_is_there_is_checked_and_the_rest_waits(
    phone: Phone, database: Database, clock: FixedClock
) -> None:
    open_meeting = written(database, clock)
    open_meeting.lock()
    open_meeting.open()
    open_meeting.vote(*BALLOTS)
    check(phone, open_meeting.hall().uuid)
    assert states(phone) == ["yes", "yes", "wait", "yes", "yes", "wait", "wait", "wait"]


def swap_figures(archive: bytes) -> bytes:
    return re.sub(rb'\{"result":\[\[(\d+),(\d+)', lambda found: b'{"result":[[%s,%s' % (found[2], found[1]), archive)


def without_result(archive: bytes) -> bytes:
    """Return a whole archive of the same vote that ends before its result: a record and its event, two blocks each."""
    return archive[: -2 * 1024]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (swap_figures, "archive"),
        (lambda archive: archive[:-1024], "archive"),
        (lambda _: b"", "archive"),
        (without_result, "cut"),
    ],
    ids=["another result under the old digest", "the last event damaged", "nothing at all", "the result cut off"],
)
def test_an_archive_that_was_changed_on_the_way_is_refused(
    phone: Phone, meeting: Meeting, change: Callable[[bytes], bytes], word: str
) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=change(route.fetch().body()), content_type="application/octet-stream")

    phone.context.route("**/archive", answer)
    phone.open(f"/board/{meeting.hall().uuid}/check")
    phone.page.click("#start")
    expect(phone.page.locator("#fault")).to_be_visible()
    said = phone.page.evaluate(
        "word => document.getElementById('words').content.querySelector(`[data-word=${word}]`).textContent", word
    )
    assert phone.page.inner_text("#fault-title") == said
    assert "no" in states(phone)
    assert phone.page.locator("#figures").is_hidden()


def test_a_line_that_is_away_says_nothing_about_the_vote(phone: Phone, meeting: Meeting) -> None:
    phone.open(f"/board/{meeting.hall().uuid}/check")
    phone.context.route("**/archive", lambda route: route.abort())
    phone.page.click("#start")
    expect(phone.page.locator("#fault")).to_contain_text("could not be fetched")
    phone.context.unroute("**/archive")
    phone.page.click("#start")
    expect(phone.page.locator("#verdict")).to_be_visible()
    assert states(phone) == ["yes"] * len(LINES)

"""The secretary watches the invitations leave: the page moves by itself, and by hand where there is no script."""

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import update

from govapp.assembly.votes.service import OpenVoting, open_voting, write_letters
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from govapp.outbox.transports import InboxTransport
from govapp.settings import Settings
from tests.e2e.conftest import PHONE, Phone, sign_in_officer
from tests.factories.accounts import an_officer
from tests.factories.assembly import Meeting, written
from tests.factories.mail import a_worker

pytestmark = pytest.mark.browser

# The page looks every three seconds; a machine that is busy with other tests may be slow to answer.
PATIENCE_MS = 30_000


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an open assembly of six, whose invitations are asked for and not written yet."""
    found = written(database, clock)
    found.lock()
    clock.set(found.vote_row().opens_at)
    with found.at() as work:
        open_voting(work, OpenVoting(found.id))
    return found


def write_and_send(meeting: Meeting, settings: Settings, letters: int) -> None:
    with meeting.at(SYSTEM) as work:
        write_letters(work, letters)
    a_worker(meeting.database, meeting.clock, settings, InboxTransport()).run_once(letters)


def watch(phone: Phone, meeting: Meeting, path: str) -> None:
    """Sign a secretary in and open the page."""
    secretary = an_officer(meeting.database, meeting.clock.now(), Role.SECRETARY)
    sign_in_officer(phone, secretary, meeting.clock, path)
    phone.open(path)


@pytest.mark.parametrize("path", ["/office/assemblies/1", "/office/outbox"])
def test_the_page_shows_by_itself_how_far_the_invitations_are(
    phone: Phone, meeting: Meeting, settings: Settings, path: str
) -> None:
    watch(phone, meeting, path)
    page = phone.page
    expect(page.locator("#now")).to_contain_text("Invitations: 0 of 6 sent")
    expect(page.get_by_text("Read newer figures")).to_be_hidden()
    page.evaluate("window.isTheSamePage = true")
    write_and_send(meeting, settings, 4)
    expect(page.locator("#now")).to_contain_text("Invitations: 4 of 6 sent", timeout=PATIENCE_MS)
    assert page.locator("#now progress").evaluate("bar => bar.value") == 4
    assert page.locator("#said").inner_text() == "", "not every step is said aloud"
    write_and_send(meeting, settings, 10)
    expect(page.locator("#now progress")).to_have_count(0, timeout=PATIENCE_MS)
    expect(page.locator("#said")).to_have_text("Invitations: 6 of 6 sent")
    assert page.evaluate("window.isTheSamePage"), "it was not loaded again"


def test_without_script_a_link_brings_newer_figures(
    browser: Browser, phone: Phone, meeting: Meeting, settings: Settings
) -> None:
    watch(phone, meeting, "/office/assemblies/1")
    signed_in = phone.context.storage_state()
    context = browser.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=False, storage_state=signed_in)
    page = context.new_page()
    page.goto(f"{phone.address}/office/assemblies/1")
    write_and_send(meeting, settings, 4)
    page.get_by_text("Read newer figures").click()
    expect(page.locator("#now")).to_contain_text("Invitations: 4 of 6 sent")
    context.close()


def test_a_page_of_failed_mails_is_no_wider_than_the_phone(phone: Phone, meeting: Meeting) -> None:
    meeting.write_letters()
    with meeting.at(SYSTEM) as work:
        work.session.execute(update(OutboxMessage).values(state="dead", last_error="550 5.1.1 no such mailbox"))
    watch(phone, meeting, "/office/outbox")
    expect(phone.page.locator("#now")).to_contain_text("6 mails failed")
    assert phone.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

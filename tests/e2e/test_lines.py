"""Paragraphs and lists that a secretary typed keep their lines: agenda, booth, board, result, mail, on paper."""

import pytest
from playwright.sync_api import expect

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.service import AddChoice, add_choice
from govapp.assembly.votes.rules.incidents import IncidentKind
from govapp.assembly.votes.service.incident_mails import TellOfIncident
from govapp.assembly.votes.service.incidents import ReportIncident, report_incident
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language, Texts
from govapp.outbox.transports import InboxTransport
from govapp.outbox.worker import Round
from govapp.settings import Settings
from tests.e2e.conftest import Phone, invitation, sign_in_officer
from tests.factories.accounts import an_officer
from tests.factories.assembly import ACCOUNTS, DIRECTORS, FOR, Meeting, created, put_item
from tests.factories.incidents import tell
from tests.factories.mail import a_worker

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

FIELDS = ("summary", "changes", "advice", "body")
REASON, INCIDENT, MAIL = "reason", "incident", "mail"


def typed(name: str) -> str:
    """Return a text of three paragraphs, one of them a list with a list inside, as a browser sends it."""
    listed = f"- {name} one\r\n- {name} two\r\n    - {name} deeper"
    return f"The {name} begins here.\r\n\r\n{listed}\r\n\r\nThe {name} ends here."


def shown(phone: Phone, name: str) -> bool:
    """Tell whether the page shows that text with every line break and every indent, also where it is folded away."""
    phone.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    return typed(name).replace("\r\n", "\n") in phone.page.inner_text("main")


def lost(phone: Phone, *names: str) -> list[str]:
    """Return the texts that the page does not show line by line."""
    return [name for name in names if not shown(phone, name)]


def meeting_of(database: Database, clock: FixedClock) -> Meeting:
    meeting = created(database, clock)
    put_item(meeting, ItemKind.DECISION, ACCOUNTS, **{name: Texts.same(typed(name)) for name in FIELDS})
    item_id = put_item(meeting, ItemKind.ELECTION, DIRECTORS, seats=1)
    with meeting.at() as work:
        told = (Texts.same(typed("note")), Texts.same(typed("text")))
        add_choice(work, AddChoice(item_id, 1, Texts.same("Zoë Claes"), *told))
        add_choice(work, AddChoice(item_id, 2, Texts.same("Joris Maes")))
    meeting.lock()
    meeting.open()
    return meeting


@pytest.mark.parametrize("width", [390, 1280])
def test_agenda_booth_board_and_paper_keep_the_lines(
    phone: Phone, database: Database, clock: FixedClock, width: int
) -> None:
    meeting = meeting_of(database, clock)
    page = phone.page
    page.set_viewport_size({"width": width, "height": 844})
    phone.open(f"/assemblies/{meeting.id}")
    assert lost(phone, *FIELDS, "note", "text") == []
    page.emulate_media(media="print")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = false; })")
    assert [
        name
        for name in (*FIELDS, "note", "text")
        if f"- {name} two\n    - {name} deeper" not in page.inner_text("main")
    ] == []
    page.emulate_media(media="screen")
    phone.open(f"/board/{meeting.hall().uuid}")
    assert shown(phone, "body")
    phone.open(invitation(meeting.hall()))
    expect(page.locator("#ballot")).to_be_visible()
    assert lost(phone, *FIELDS, "note", "text") == []


def test_reasons_incidents_and_their_mails_keep_the_lines(
    phone: Phone, database: Database, clock: FixedClock, settings: Settings
) -> None:
    meeting = meeting_of(database, clock)
    uuid = meeting.hall().uuid
    meeting.vote(*[(FOR, (0, 1, 0))] * 5)
    with meeting.at() as work:
        report_incident(work, ReportIncident(uuid, 1, IncidentKind.OTHER, typed(INCIDENT), "Everybody", clock.now()))
    tell(meeting, TellOfIncident(uuid, 1, 1, Texts.same("News"), Texts.same(typed(MAIL))))
    meeting.close(typed(REASON))
    meeting.announce()
    worker = a_worker(database, clock, settings, InboxTransport())
    while worker.run_once() != Round():
        pass
    for path in (f"/assemblies/{meeting.id}", f"/board/{uuid}", f"/assemblies/{meeting.id}/result"):
        phone.open(path)
        assert shown(phone, REASON)
    phone.open(f"/assemblies/{meeting.id}/result")
    assert shown(phone, INCIDENT)
    officer = an_officer(database, clock.now(), Role.AUDITOR, language=Language.EN)
    sign_in_officer(phone, officer, clock, "/office/journal")
    assert shown(phone, REASON)
    for words, name in (("incident", MAIL), ("early", REASON)):
        phone.open("/inbox")
        phone.page.locator("main li a").filter(has_text=words).first.click()
        phone.page.wait_for_url("**/inbox/*")
        letter = phone.page.frame_locator("main iframe").locator("body").inner_text()
        assert f"- {name} one\n- {name} two\n\u00a0\u00a0\u00a0\u00a0- {name} deeper" in letter

"""What chats show of an address that is passed on: of public pages a title and a sentence, of a person's nothing."""

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, a_link
from tests.factories.assembly import BALLOTS, Meeting, written
from tests.web.page import Page


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    found = written(database, clock)
    found.lock()
    found.open()
    return found


def preview(page: Page) -> dict[str, str]:
    found = {each.get("property") or each.get("name") or "": each.get("content") or "" for each in page.all("meta")}
    return {name: value for name, value in found.items() if name.startswith("og:") or name == "description"}


def test_public_pages_have_a_preview_in_their_language(app: Flask, meeting: Meeting) -> None:
    visitor = a_browser(app)
    uuid = meeting.vote_row().paper_uuid
    for path in ("/", f"/assemblies/{meeting.id}", f"/board/{uuid}", "/about/secrecy"):
        page = visitor.get(path, headers={"Accept-Language": "fr"})
        found = preview(page)
        assert found["og:title"]
        assert found["og:description"] == found["description"] != ""
        assert found["og:locale"] == "fr_BE"
        assert page.all("link", rel="apple-touch-icon")


def test_the_result_has_one_for_everybody(app: Flask, meeting: Meeting) -> None:
    meeting.vote(*BALLOTS)
    meeting.close()
    meeting.announce()
    assert preview(a_browser(app).get(f"/assemblies/{meeting.id}/result"))["og:title"]


def test_pages_of_a_person_have_none(app: Flask, meeting: Meeting) -> None:
    visitor, holder = a_browser(app), f"holder:{meeting.voters[0]}"
    link = a_link(meeting.database, meeting.clock.now(), subject_ref=holder)
    assert preview(visitor.get(link)) == {}
    visitor.post(link)
    for path in ("/my", "/vote", f"/vote/{meeting.vote_row().paper_uuid}"):
        assert preview(visitor.get(path)) == {}


def test_home_and_receipt_lead_to_the_calendar_and_the_receipt_tells_that_somebody_voted(
    app: Flask, meeting: Meeting
) -> None:
    visitor, holder = a_browser(app), f"holder:{meeting.voters[0]}"
    assert visitor.get("/").all("a", href=f"/assemblies/{meeting.id}/calendar.ics")
    meeting.vote(*BALLOTS[:1])
    visitor.post(a_link(meeting.database, meeting.clock.now(), subject_ref=holder))
    mine = visitor.get("/vote")
    receipt = next(href for href in mine.links().values() if "/receipt/" in href)
    page = visitor.get(receipt)
    address = f"/vote/{meeting.vote_row().paper_uuid}/calendar.ics"
    assert page.all("a", href=address)
    assert "BEGIN:VEVENT" in visitor.download(address).get_data(as_text=True)
    (told,) = page.all("blockquote")
    assert (told.text or "").endswith("http://localhost/")
    assert any((each.get("href") or "").startswith("mailto:?subject=") for each in page.all("a"))

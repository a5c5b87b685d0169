"""From a meeting without quorum to its second in two presses; both pages name each other; calendar files of terms."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from govapp.assembly.meeting.queries import find_second_meeting
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, officer_browser
from tests.factories.assembly import NADIA, Meeting, written
from tests.factories.quorums import NEW, OLD, without_quorum
from tests.web.page import Page, PageClient

FIELDS = ("version", "held_on", "record_date", "opens_at", "closes_at", "copies")
TEXTS = ("title", "place")


@pytest.fixture
def visitor(app: Flask) -> PageClient:
    return a_browser(app)


def a_secretary(app: Flask, meeting: Meeting) -> PageClient:
    """Return a browser in which somebody signs in now: a session does not outlive the fortnight of a vote."""
    return officer_browser(app, meeting.database, meeting.clock, Role.SECRETARY)


def filled(page: Page) -> dict[str, Any]:
    names = [*FIELDS, *(f"{text}_{code}" for text in TEXTS for code in ("nl", "fr", "en", "de"))]
    return {name: page.one("input", name=name).get("value") or "" for name in names}


def second_of(first: Meeting) -> Meeting:
    with first.database.read_only(NADIA, first.clock.now()) as work:
        row = find_second_meeting(work.session, first.id)
    assert row is not None
    return Meeting(first.database, first.clock, row.id, first.voters)


def test_two_presses_make_the_second_meeting_and_both_pages_name_each_other(
    app: Flask, visitor: PageClient, database: Database, clock: FixedClock
) -> None:
    first = without_quorum(database, clock)
    secretary = a_secretary(app, first)
    path = f"/office/assemblies/{first.id}/second"
    assert secretary.get(f"/office/assemblies/{first.id}").all("a", href=path)
    page = secretary.get(path)
    assert not page.all("input", name="accepts"), "the dates that are proposed are lawful"
    secretary.post(path, filled(page))
    second = second_of(first)
    assert second.row().title.as_dict()["fr"].startswith("Seconde assemblée")
    sheet = secretary.get(f"/office/assemblies/{first.id}")
    assert not sheet.all("a", href=path)
    assert sheet.all("a", href=f"/office/assemblies/{second.id}")
    assert secretary.get(f"/office/assemblies/{second.id}").all("a", href=f"/office/assemblies/{first.id}")
    # What is a draft yet nobody but officers reads of.
    assert not visitor.get(f"/assemblies/{first.id}").all("a", href=f"/assemblies/{second.id}")
    second.lock()
    assert visitor.get(f"/assemblies/{first.id}").all("a", href=f"/assemblies/{second.id}")
    assert visitor.get(f"/assemblies/{second.id}").all("a", href=f"/assemblies/{first.id}")
    # The same press again is told where the first one led.
    secretary.post(path, filled(page) | {"title_en": "Another"}, status=422)


def test_a_day_too_early_is_refused_unless_the_first_notice_announced_it(
    app: Flask, visitor: PageClient, database: Database, clock: FixedClock
) -> None:
    first = without_quorum(database, clock, second_held_on=date(2026, 6, 22))
    assert "22 June 2026" in visitor.get(f"/assemblies/{first.id}").text
    secretary = a_secretary(app, first)
    path = f"/office/assemblies/{first.id}/second"
    page = secretary.get(path)
    assert page.one("input", name="held_on").get("value") == "2026-06-22"
    secretary.post(path, filled(page) | {"held_on": "2026-06-23"}, status=422)
    secretary.get(f"{path}?day=2026-09-10")
    sheet = secretary.post(path, filled(page))
    assert "or later" not in sheet.text
    head = secretary.get(f"/office/assemblies/{second_of(first).id}/edit")
    assert head.one("input", name="is_second_meeting").get("type") == "hidden"


def test_where_no_quorum_failed_no_second_meeting_is_offered_or_made(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    secretary = a_secretary(app, meeting)
    path = f"/office/assemblies/{meeting.id}/second"
    assert not secretary.get(f"/office/assemblies/{meeting.id}").all("a", href=path)
    secretary.post(path, filled(secretary.get(path)), status=422)


def test_old_and_new_text_of_the_statutes_stand_side_by_side_and_on_the_ballot_paper(
    app: Flask, visitor: PageClient, database: Database, clock: FixedClock
) -> None:
    first = without_quorum(database, clock)
    page = visitor.get(f"/assemblies/{first.id}", headers={"Accept-Language": "nl"})
    (both,) = [each for each in page.all("div") if "data-texts" in each.attrib]
    shown = [
        "".join(text for bdi in section.iter("bdi") for text in bdi.itertext()) for section in both.iter("section")
    ]
    assert shown == [OLD.as_dict()["nl"], NEW.as_dict()["nl"]]
    (question,) = [each for each in first.hall().paper().questions if each.item == 2]
    old, new = (each.as_dict()["nl"] for each in (OLD, NEW))
    assert question.text.as_dict()["nl"] == f"Huidige tekst:\n{old}\n\nNieuwe tekst:\n{new}"
    form = a_secretary(app, first).get(f"/office/assemblies/{first.id}/items/{first.items()[1].id}")
    assert (form.one("textarea", name="old_text_nl").text or "").strip() == old


def test_the_terms_of_an_assembly_come_as_a_calendar_file(app: Flask, database: Database, clock: FixedClock) -> None:
    first = without_quorum(database, clock)
    secretary = a_secretary(app, first)
    path = f"/office/assemblies/{first.id}/calendar.ics"
    assert secretary.get(f"/office/assemblies/{first.id}").all("a", href=path)
    response = secretary.raw.get(path)
    assert response.content_type == "text/calendar; charset=utf-8"
    lines = response.text.replace("\r\n ", "").split("\r\n")
    kinds = [line.split("-")[2].split("@")[0] for line in lines if line.startswith("UID:")]
    assert kinds == ["record", "notice", "documents", "opening", "closing", "meeting", "deposit"]
    assert "DTSTART;VALUE=DATE:20260715" in lines, "thirty days after the meeting of 15 June"

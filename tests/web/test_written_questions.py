"""The pages of written questions: asked by shareholders, answered in the office, read by everybody."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser
from tests.factories.assembly import Meeting, written
from tests.factories.questions import answered, asked, published, until
from tests.web.page import Page, PageClient
from tests.web.test_shareholder_proxies import officer, shareholder

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} %(name)s \u202eevil"


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    found = written(database, clock)
    until(found)
    found.lock()
    clock.advance(timedelta(minutes=1))
    return found


def on_the_wall(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("Europe/Brussels")).strftime("%Y-%m-%dT%H:%M")


def questions_in(page: Page) -> list[str]:
    return [each.get("data-question") or "" for each in page.tree.iter() if each.get("data-question")]


def answers_in(page: Page) -> list[str]:
    return [each.get("data-answer") or "" for each in page.tree.iter() if each.get("data-answer")]


def test_a_question_from_the_asker_to_the_page_that_everybody_reads(app: Flask, meeting: Meeting) -> None:
    own, office = f"/assemblies/{meeting.id}/questions", f"/office/assemblies/{meeting.id}/questions"
    voter, other, anybody = shareholder(app, meeting, 0), shareholder(app, meeting, 1), a_browser(app)
    assert own in voter.get(f"/assemblies/{meeting.id}").links().values()
    assert own not in anybody.get(f"/assemblies/{meeting.id}").links().values()
    item = str(meeting.items()[0].id)
    voter.get(own)
    page = voter.post(own, {"text": "Waarom geen dividend?", "item": item, "shows_name": "y"})
    assert questions_in(page) == ["1"]
    other.post(own, {"text": HOSTILE, "item": "0"})
    assert questions_in(other.get(own)) == ["2"]

    nadia = officer(app, meeting, "Nadia", Role.SECRETARY)
    assert office in nadia.get(f"/office/assemblies/{meeting.id}").links().values()
    assert questions_in(nadia.get(office)) == ["1", "2"]
    fields = {"given": "0", "numbers": ["1", "2"], "kind": "written", "text_nl": HOSTILE}
    page = nadia.post(f"{office}/answer", fields)
    assert answers_in(page) == ["1"] and not page.all("script", src="")
    assert answers_in(anybody.get(f"/assemblies/{meeting.id}")) == []
    nadia.post(f"{office}/publish")
    page = anybody.get(f"/assemblies/{meeting.id}")
    assert answers_in(page) == ["1"] and HOSTILE.replace("\u202e", "") in page.text
    assert len(page.all("footer", class_="muted")) == 1
    assert answers_in(nadia.get(office)) == ["1"]
    nadia.post(f"{office}/publish", status=200)


def test_what_cannot_be_taken_comes_back_as_it_was_typed(app: Flask, meeting: Meeting) -> None:
    own, office = f"/assemblies/{meeting.id}/questions", f"/office/assemblies/{meeting.id}/questions"
    voter, nadia = shareholder(app, meeting, 0), officer(app, meeting, "Nadia", Role.SECRETARY)
    page = voter.post(own, {"text": "Kort?", "item": "0", "shows_name": "y"}, status=422)
    assert page.one("textarea", id="text").text == "Kort?" and page.one("input", id="shows_name").get("checked") == ""
    voter.post(own, {"text": "Waarom geen dividend?", "item": "x"}, status=422)
    asked(meeting)
    fields = {"given": "0", "numbers": "1", "kind": "written", "text_nl": " "}
    page = nadia.post(f"{office}/answer", fields, status=422)
    assert page.one("input", id="numbers-0").get("checked") == ""
    nadia.post(f"{office}/answer", {**fields, "numbers": "7", "text_nl": "Ja."}, status=422)
    nadia.post(f"{office}/answer", {"given": "3", "numbers": "1", "kind": "refused", "text_nl": "Neen."}, status=409)
    nadia.post(f"{office}/until", {"until": "soon"}, status=422)
    nadia.post(f"{office}/until", {"until": on_the_wall(meeting.clock.now())}, status=422)
    nadia.post(f"{office}/until", {"until": on_the_wall(meeting.clock.now() + timedelta(days=3))})
    nadia.post(f"{office}/publish")
    meeting.clock.advance(timedelta(days=4))
    voter = shareholder(app, meeting, 0)
    assert not voter.get(own).all("textarea")
    voter.post(own, {"text": "Waarom dan geen dividend?", "item": "0"}, status=409)


def test_a_question_is_withdrawn_by_its_asker_alone(app: Flask, meeting: Meeting) -> None:
    own = f"/assemblies/{meeting.id}/questions"
    asked(meeting)
    answered(meeting, 1)
    published(meeting)
    voter, other = shareholder(app, meeting, 0), shareholder(app, meeting, 1)
    anybody: PageClient = a_browser(app)
    assert not other.get(own).all("form", action=f"{own}/1/withdraw")
    other.post(f"{own}/1/withdraw")
    assert answers_in(anybody.get(f"/assemblies/{meeting.id}")) == ["1"]
    assert voter.get(own).all("form", action=f"{own}/1/withdraw")
    voter.post(f"{own}/1/withdraw")
    assert answers_in(anybody.get(f"/assemblies/{meeting.id}")) == []
    assert not voter.post(f"{own}/1/withdraw").all("form", action=f"{own}/1/withdraw")


def test_a_draft_shows_no_page_of_questions_to_shareholders(app: Flask, database: Database, clock: FixedClock) -> None:
    first = written(database, clock)
    voter = shareholder(app, first, 0)
    voter.get(f"/assemblies/{first.id}/questions", status=404)

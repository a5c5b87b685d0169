"""What is told about items and candidates, on the public agenda and beside the ballot, and their portraits."""

import pytest
from flask import Flask

from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, a_link, officer_browser
from tests.factories.assembly import Meeting, created
from tests.factories.items import put_told_items
from tests.web.page import Page


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    made = created(database, clock)
    put_told_items(made, ChoiceOrder.LOT)
    return made


def portrait_of(meeting: Meeting) -> str:
    (found,) = (each.portrait for each in meeting.items()[1].item.choices if each.portrait)
    return f"/portraits/{found.sha256}"


def test_the_public_agenda_tells_what_is_asked_what_changes_and_what_is_advised(app: Flask, meeting: Meeting) -> None:
    meeting.lock()
    page = a_browser(app).get(f"/assemblies/{meeting.id}")
    for words in ("Do we approve the accounts?", "The profit goes", "The directors advise", "Zoë Claes writes"):
        assert words in page.text
    (picture,) = page.all("img", class_="portrait")
    assert (picture.get("src"), picture.get("alt")) == (portrait_of(meeting), "Zoë in her bakery")
    assert page.all("a", href="https://zoe.example/")
    assert meeting.items()[1].item.lot_seed in page.text


def test_a_portrait_is_a_picture_and_nothing_else(
    app: Flask, database: Database, clock: FixedClock, meeting: Meeting
) -> None:
    path = portrait_of(meeting)
    a_browser(app).download(path, status=404)
    assert officer_browser(app, database, clock, Role.SECRETARY).download(path).content_type == "image/png"
    meeting.lock()
    sent = a_browser(app).download(path)
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert sent.headers["Content-Disposition"] == "inline"
    a_browser(app).download(f"/portraits/{'0' * 64}", status=404)


def booth_of(app: Flask, meeting: Meeting) -> Page:
    meeting.lock()
    meeting.open()
    client = a_browser(app)
    link = a_link(meeting.database, meeting.clock.now(), subject_ref=f"holder:{meeting.voters[0]}")
    client.raw.post(link, data={"csrf_token": client.token()})
    return client.get(f"/vote/{meeting.hall().uuid}")


def test_the_ballot_tells_the_same_beside_its_questions(app: Flask, meeting: Meeting) -> None:
    page = booth_of(app, meeting)
    told = [part.get("data-part") for part in page.all("p") if part.get("data-part")]
    assert {"title", "summary", "changes", "advice", "about-text"} <= set(told)
    election = page.all("div", class_="question")[1]
    item = meeting.items()[1].item
    assert (election.get("data-order"), election.get("data-seed")) == ("lot", item.lot_seed)
    (picture,) = page.all("img", class_="portrait")
    assert picture.get("src") == portrait_of(meeting)
    assert page.all("a", href="https://zoe.example/")

"""A shareholder's own page, and the page that sends a link to it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from govapp.shares.people.rules.kinds import Category
from govapp.shares.people.service import HolderId, Person
from tests.factories.accounts import a_browser, a_link
from tests.factories.asking import answer_asked
from tests.factories.assembly import counted, written
from tests.factories.shares import LIEVE, REGISTRAR, ZONEN, person, registered, shares
from tests.web.page import Page, PageClient


def enter(app: Flask, database: Database, clock: FixedClock, holder_id: int) -> PageClient:
    client = a_browser(app)
    client.post(a_link(database, clock.now(), subject_ref=f"holder:{holder_id}"))
    return client


def home(
    app: Flask, database: Database, clock: FixedClock, who: Person, *, paid: int = 0, is_voting: bool = True
) -> Page:
    """Return the page of somebody beside shareholders who may vote."""
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        holder_id = registered(work, who, first=shares(2, paid_in_cents=paid))
    if is_voting:
        meeting = written(database, clock)
        meeting.lock()
        meeting.open()
    return enter(app, database, clock, holder_id).get("/my")


def test_a_shareholder_sees_shares_and_the_right_to_vote(app: Flask, database: Database, clock: FixedClock) -> None:
    page = home(app, database, clock, LIEVE, paid=6000)
    assert "Lieve Peeters" in page.text
    assert "Paid in €60.00" in page.text
    assert page.text.index("You have not voted yet.") < page.text.index("Paid in €60.00"), "an open vote stands first"
    assert [each.get("href") for each in page.all("a") if (each.get("href") or "").startswith("/vote/")]


def test_after_closing_the_page_tells_what_became_of_the_vote_for_two_weeks(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    voted, silent = (enter(app, database, clock, meeting.voters[each]) for each in (0, 5))
    assert "You have voted. Voting closed on" in voted.get("/my").text
    assert "No vote was cast in your name." in silent.get("/my").text
    meeting.announce()
    assert "You have voted, and the result is there." in voted.get("/my").text
    assert voted.get("/my").all("a", href=f"/assemblies/{meeting.id}/result")
    clock.advance(timedelta(days=14))
    later = enter(app, database, clock, meeting.voters[0]).get("/my")
    assert "the result is there" not in later.text


def test_whoever_was_recorded_too_late_reads_when(app: Flask, database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        late = registered(work, LIEVE)
    clock.advance(timedelta(minutes=1))
    page = enter(app, database, clock, late).get("/my")
    assert "your shares were recorded on Monday 1 June 2026" in page.text
    assert "no shares" not in page.text


@pytest.mark.parametrize(
    ("who", "paid", "why"),
    [
        (LIEVE, 0, "Why: your share was not paid by that day."),
        (ZONEN, 6000, "Peeters & Zonen bv has not named anybody to vote for it."),
    ],
)
def test_whoever_is_not_on_the_list_reads_why(
    app: Flask, database: Database, clock: FixedClock, who: Person, paid: int, why: str
) -> None:
    assert why in home(app, database, clock, who, paid=paid).text


@pytest.mark.parametrize(("paid", "words"), [(6000, "you would be on it"), (0, "you would not be on it")])
def test_without_a_list_the_page_speaks_of_today(
    app: Flask, database: Database, clock: FixedClock, paid: int, words: str
) -> None:
    assert words in home(app, database, clock, LIEVE, paid=paid, is_voting=False).text


def test_strangers_and_people_without_shares_have_no_page(app: Flask, database: Database, clock: FixedClock) -> None:
    assert "sign-in" in a_browser(app).raw.get("/my").headers["Location"]
    stranger = a_browser(app)
    page = stranger.post(a_link(database, clock.now(), subject_ref="holder:999"), status=404)
    assert "There is no shareholder at this address." in page.text


def letters(database: Database, clock: FixedClock) -> list[tuple[str, str]]:
    with database.read_only(REGISTRAR, clock.now()) as work:
        rows = work.session.execute(select(OutboxMessage.to_address, OutboxMessage.to_name).order_by(OutboxMessage.id))
        return [(address, name) for address, name in rows]


def household(database: Database, clock: FixedClock) -> tuple[HolderId, HolderId]:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, LIEVE, email="thuis@mail.example")
        noor = registered(work, person("Peeters", "Noor"), category=Category.STAFF, email="Thuis@mail.example")
        registered(work, person("Vos"), email="vos@mail.example")
    return lieve, noor


def test_each_of_a_household_gets_an_own_link(app: Flask, database: Database, clock: FixedClock) -> None:
    household(database, clock)
    client = a_browser(app)
    client.get("/sign-in")
    page = client.post("/sign-in", {"email": " THUIS@mail.example "})
    assert "If this address is in the register, a mail is on its way." in page.text
    answer_asked(database, clock)
    found = letters(database, clock)
    assert sorted(name for _, name in found) == ["Lieve Peeters", "Noor Peeters"]


def test_the_answer_is_the_same_for_an_unknown_address(app: Flask, database: Database, clock: FixedClock) -> None:
    household(database, clock)
    client = a_browser(app)
    known = client.post("/sign-in", {"email": "vos@mail.example"})
    unknown = client.post("/sign-in", {"email": "nobody@mail.example"})
    assert known.text == unknown.text
    answer_asked(database, clock)
    assert len(letters(database, clock)) == 1
    assert "Fill in this field." in client.post("/sign-in", {"email": ""}, status=422).text

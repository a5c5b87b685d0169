"""Personal links lead to the vote while it is open, and afterwards say what became of it."""

import pytest
from flask import Flask
from sqlalchemy import select

from govapp.accounts.models import Link
from govapp.accounts.service import LinkPurpose
from govapp.ballots.service.rights import find_errand
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from govapp.shares.ledger.service import SetEmail, set_email
from tests.factories.accounts import a_browser, a_link
from tests.factories.asking import answer_asked
from tests.factories.assembly import BALLOTS, Meeting, written
from tests.factories.ballots import decision, opened
from tests.factories.shares import REGISTRAR
from tests.web.page import PageClient


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly whose voting is open."""
    found = written(database, clock)
    found.lock()
    found.open()
    return found


@pytest.fixture
def visitor(app: Flask) -> PageClient:
    return a_browser(app)


def invitation(meeting: Meeting, voter: int = 0) -> str:
    """Return the link to the vote that a voter was sent."""
    return a_link(
        meeting.database,
        meeting.clock.now(),
        subject_ref=f"holder:{meeting.voters[voter]}",
        next_path=f"/vote/{meeting.vote_row().paper_uuid}",
        lifetime=meeting.vote_row().closes_at - meeting.clock.now(),
    )


def ask(visitor: PageClient, meeting: Meeting, next_path: str | None = None) -> Link:
    """Ask for a link as the first voter and return the one that was sent."""
    with meeting.database.read_only(SYSTEM, meeting.clock.now()) as work:
        address = work.session.scalars(select(OutboxMessage.to_address).order_by(OutboxMessage.id)).first()
    visitor.post("/sign-in", {"email": address or "", **({} if next_path is None else {"next": next_path})})
    answer_asked(meeting.database, meeting.clock)
    with meeting.database.read_only(SYSTEM, meeting.clock.now()) as work:
        found = work.session.scalars(
            select(Link).where(Link.purpose == LinkPurpose.SIGN_IN.value).order_by(Link.id.desc())
        ).first()
    assert found is not None
    return found


def test_a_link_that_is_asked_for_leads_to_the_open_vote_and_lives_as_long(
    visitor: PageClient, meeting: Meeting
) -> None:
    found = ask(visitor, meeting)
    assert found.next_path == f"/vote/{meeting.vote_row().paper_uuid}"
    assert found.expires_at == meeting.vote_row().closes_at


def test_with_several_open_votes_it_leads_to_the_list_of_them(database: Database, clock: FixedClock) -> None:
    first, second = (opened(database, clock, questions=(decision(),)) for _ in range(2))
    with database.read_only(SYSTEM, clock.now()) as work:
        both = find_errand(work.session, first.voters[0], clock.now())
        one = find_errand(work.session, second.voters[0], clock.now())
    assert both is not None
    assert one is not None
    assert (both.path, both.until) == ("/vote", second.paper().closes_at)
    assert one.path == f"/vote/{second.uuid}"


def test_when_no_vote_is_open_it_leads_to_the_own_page(visitor: PageClient, meeting: Meeting) -> None:
    meeting.close()
    assert ask(visitor, meeting).next_path == "/my"


def test_whose_address_waits_for_a_second_person_is_led_to_the_own_page(visitor: PageClient, meeting: Meeting) -> None:
    with meeting.database.unit_of_work(REGISTRAR, meeting.clock.now()) as work:
        set_email(work, SetEmail(meeting.voters[0], "new@mail.example"))
    visitor.post("/sign-in", {"email": "new@mail.example"})
    answer_asked(meeting.database, meeting.clock)
    with meeting.database.read_only(SYSTEM, meeting.clock.now()) as work:
        found = work.session.scalars(select(Link).order_by(Link.id.desc())).first()
    assert found is not None
    assert (found.email, found.next_path) == ("new@mail.example", "/my")


def test_the_page_that_was_wanted_is_kept_through_the_sign_in(visitor: PageClient, meeting: Meeting) -> None:
    page = visitor.get("/vote")
    assert page.one("input", id="next").get("value") == "/vote"
    assert ask(visitor, meeting, "/vote").next_path == "/vote"


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/\\evil.example", "/" + "a" * 400])
def test_a_link_leads_to_no_other_site(visitor: PageClient, meeting: Meeting, path: str) -> None:
    assert visitor.get(f"/sign-in?next={path}").one("input", id="next").get("value") == ""
    visitor.raw.post("/sign-in", data={"csrf_token": visitor.token(), "email": "an.1@mail.example", "next": path})
    answer_asked(meeting.database, meeting.clock)
    with meeting.database.read_only(SYSTEM, meeting.clock.now()) as work:
        paths = work.session.scalars(select(Link.next_path)).all()
    assert all(each.startswith(("/vote/", "/my")) for each in paths)


def test_an_old_mail_says_that_voting_has_closed_and_leads_to_the_assembly(
    visitor: PageClient, meeting: Meeting
) -> None:
    link = invitation(meeting)
    visitor.get(link)
    meeting.vote(*BALLOTS)
    meeting.close()
    page = visitor.get(link, status=410)
    assert page.all("a", href=f"/assemblies/{meeting.id}", role="button")
    assert not page.all("form", action=f"{link}/new")


def test_once_the_result_is_announced_an_old_mail_leads_to_it(visitor: PageClient, meeting: Meeting) -> None:
    link = invitation(meeting)
    meeting.vote(*BALLOTS)
    meeting.close()
    meeting.announce()
    page = visitor.get(link, status=410)
    assert page.all("a", href=f"/assemblies/{meeting.id}/result", role="button")
    assert page.all("a", href="/sign-in")


def test_before_the_hour_that_was_announced_it_says_so_too(visitor: PageClient, meeting: Meeting) -> None:
    link = invitation(meeting)
    meeting.vote(*BALLOTS)
    meeting.close("The meeting was brought forward")
    assert visitor.get(link, status=410).all("a", href=f"/assemblies/{meeting.id}", role="button")


def test_a_vote_that_was_cancelled_is_called_so_and_no_receipt_is_promised(
    visitor: PageClient, meeting: Meeting
) -> None:
    link = invitation(meeting)
    meeting.cancel()
    page = visitor.get(link, status=410)
    assert page.all("a", href=f"/assemblies/{meeting.id}", role="button")
    assert not page.all("a", href="/sign-in")


def test_a_link_to_another_page_is_as_it_was(visitor: PageClient, meeting: Meeting) -> None:
    meeting.close()
    link = a_link(meeting.database, meeting.clock.now(), subject_ref=f"holder:{meeting.voters[0]}", next_path="/my")
    assert visitor.get(link).one("form", id="enter").get("action") == link

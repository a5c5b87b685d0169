"""The secretary closes a vote days early, alone, with the reason "x"."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from govapp.assembly.meeting.rules.changes import AlreadyThere
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.service import CloseVoting, close_due, close_voting, confirm_early_closing
from govapp.audit.models import JournalEntryRecord
from govapp.ballots import service
from govapp.ballots.queries import find_early_closing, get_hours
from govapp.ballots.rules import ExtensionGround
from govapp.ballots.rules.early_closing import (
    ClosingNeedsAnother,
    EarlyClosingUnconfirmed,
    EarlyClosingWaits,
    NoEarlyClosingWaits,
)
from govapp.ballots.rules.refusals import EarlyClosingNotAllowed, ReasonNeeded
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from pybelenios.archive.reader import read_archive
from pybelenios.verifier.checks import verify
from tests.factories.accounts import OfficerHandle, a_browser, an_officer, let_in
from tests.factories.assembly import BALLOTS, NADIA, Meeting, written
from tests.factories.ballots import SCRUTINEER, SECRETARY, Hall, opened, scrutineers
from tests.web.page import PageClient

WHY = "The hall has to be left"


@dataclass
class Running:
    """An assembly that votes; one officer or none of two holds a key."""

    meeting: Meeting
    holders: list[Actor]

    @property
    def uuid(self) -> str:
        return self.meeting.vote_row().prepared_paper_uuid

    @property
    def is_open(self) -> bool:
        return self.meeting.vote_row().state is VoteState.OPEN

    @contextmanager
    def act(self, actor: Actor) -> Iterator[Work]:
        with self.meeting.at(actor) as work:
            yield work

    def ask(self, reason: str = WHY, actor: Actor = NADIA) -> None:
        with self.act(actor) as work:
            assert not close_voting(work, CloseVoting(self.meeting.id, reason))

    def confirm(self, actor: Actor) -> None:
        with self.act(actor) as work:
            confirm_early_closing(work, self.uuid)


@pytest.fixture(params=[0, 2], ids=["server's key", "two keys"])
def running(request: pytest.FixtureRequest, database: Database, clock: FixedClock) -> Running:
    meeting = written(database, clock)
    holders = scrutineers(database, clock, request.param)
    meeting.lock(*holders)
    if holders:
        meeting.keys.make()
    meeting.open()
    meeting.vote(*BALLOTS)
    return Running(meeting, holders)


@pytest.mark.parametrize("reason", ["x", "", "  ", "early", "no reason"])
def test_a_mark_is_no_reason(running: Running, reason: str) -> None:
    with pytest.raises(ReasonNeeded):
        running.ask(reason)
    assert running.is_open


def test_the_secretary_alone_closes_nothing(running: Running) -> None:
    running.ask()
    other_roles = frozenset(Role)
    for alias in (NADIA, replace(NADIA, roles=other_roles), replace(NADIA, name="Somebody else")):
        with pytest.raises(ClosingNeedsAnother):
            running.confirm(alias)
    with pytest.raises(EarlyClosingUnconfirmed), running.act(NADIA) as work:
        service.close_paper(work, running.uuid)
    with pytest.raises(EarlyClosingUnconfirmed), running.act(SYSTEM) as work:
        service.close_paper(work, running.uuid)
    with running.act(SYSTEM) as work:
        assert close_due(work) == ()
    assert running.is_open


def test_until_it_is_confirmed_people_vote_and_nobody_is_told(running: Running) -> None:
    before = running.meeting.hall().archive()
    running.ask()
    running.meeting.write_letters()
    assert running.meeting.hall().archive() == before
    running.meeting.hall().vote(0, *BALLOTS[1])
    with running.act(NADIA) as work:
        assert "early_closing" not in set(work.session.scalars(select(OutboxMessage.template)))


def test_a_second_person_confirms_and_from_then_on_it_is_public(running: Running) -> None:
    running.ask()
    second = running.holders[1] if running.holders else SCRUTINEER
    running.confirm(second)
    running.meeting.write_letters()
    assert not running.is_open
    hall = running.meeting.hall()
    window = read_archive(hall.archive()).tally
    assert window is not None
    assert window.window is not None
    closing = window.window[-1]
    assert (closing.reason, closing.by) == (WHY, "secretary")
    assert verify(hall.archive()).valid
    with running.act(NADIA) as work:
        early = get_hours(work.session, hall.paper()).early_closing
        assert early is not None
        assert early.reason == WHY
        assert "early_closing" in set(work.session.scalars(select(OutboxMessage.template)))
        line = JournalEntryRecord
        told = select(line.tag, line.actor_name, line.reason).where(
            line.tag.in_(("early_closing:asked", "paper:closed"))
        )
        assert [tuple(each) for each in work.session.execute(told.order_by(line.sequence))] == [
            ("early_closing:asked", NADIA.name, WHY),
            ("paper:closed", second.name, WHY),
        ]
    with pytest.raises(AlreadyThere):
        running.confirm(second)


def test_whoever_holds_no_key_of_this_vote_confirms_nothing_where_somebody_does(running: Running) -> None:
    running.ask()
    others = [SCRUTINEER, *(Actor(ActorKind.OFFICER, 950, "Other", frozenset({role})) for role in Role)]
    strangers = [Actor(ActorKind.SHAREHOLDER, 1, "Anna"), SYSTEM, Actor(ActorKind.VISITOR)]
    for actor in (others if running.holders else []) + strangers:
        with pytest.raises(ClosingNeedsAnother):
            running.confirm(actor)
    assert running.is_open


def test_nobody_but_the_secretariat_asks(running: Running) -> None:
    for actor in (SCRUTINEER, SYSTEM, *running.holders):
        with pytest.raises(EarlyClosingNotAllowed):
            running.ask(actor=actor)


def test_what_is_withdrawn_or_refused_closes_nothing(running: Running) -> None:
    second = running.holders[0] if running.holders else SCRUTINEER
    for actor in (NADIA, SECRETARY, second):
        running.ask()
        with running.act(actor) as work:
            service.withdraw_early_closing(work, running.uuid)
        for step in (confirm_early_closing, service.withdraw_early_closing):
            with pytest.raises(NoEarlyClosingWaits), running.act(second) as work:
                step(work, running.uuid)
    running.ask()
    with pytest.raises(EarlyClosingWaits):
        running.ask("Another reason than before")
    with pytest.raises(ClosingNeedsAnother), running.act(Actor(ActorKind.SHAREHOLDER, 1, "Anna")) as work:
        service.withdraw_early_closing(work, running.uuid)
    assert running.is_open


def test_from_its_hour_on_the_vote_closes_by_itself_and_nothing_is_confirmed(running: Running) -> None:
    running.ask()
    second = running.holders[0] if running.holders else SCRUTINEER
    running.meeting.clock.set(running.meeting.vote_row().closes_at)
    with pytest.raises(NoEarlyClosingWaits):
        running.confirm(second)
    running.meeting.close()
    with running.act(NADIA) as work:
        hall = running.meeting.hall()
        assert get_hours(work.session, hall.paper()).early_closing is None
        assert find_early_closing(work.session, hall.paper()) is None


def test_more_time_does_not_confirm_it(database: Database, clock: FixedClock) -> None:
    hall: Hall = opened(database, clock)
    hall.ask_to_close(WHY)
    with hall.act(SECRETARY) as work:
        until = hall.paper().closes_at + timedelta(hours=1)
        service.extend(work, service.Extend(hall.uuid, until, ExtensionGround.OUTAGE, "The site was away."))
    assert hall.paper().closed_at is None
    with hall.act(SCRUTINEER) as work:
        assert service.close_paper_early(work, hall.uuid).reason == WHY
    assert hall.paper().closed_at == clock.now()


def test_the_database_refuses_one_name_in_both_places(running: Running) -> None:
    running.ask()
    forged = text("UPDATE early_closing SET settled_at = asked_at, settled_by = asked_by, outcome = 'confirmed'")
    with pytest.raises(IntegrityError), running.meeting.database.engine.begin() as connection:
        connection.execute(forged)
    assert running.is_open


# -- through the pages -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Office:
    """The browsers of a secretary, of a key holder and of somebody else."""

    meeting: Meeting
    secretary: PageClient
    holder: PageClient
    auditor: PageClient
    uuid: str


@pytest.fixture
def office(app: Flask, database: Database, clock: FixedClock) -> Office:
    meeting = written(database, clock)
    people: list[OfficerHandle] = [
        an_officer(database, clock.now(), role, email=f"{role.value}@ambora.example", name=role.value.title())
        for role in (Role.SECRETARY, Role.SCRUTINEER, Role.AUDITOR)
    ]
    holder = Actor(ActorKind.OFFICER, people[1].id, "Scrutineer", frozenset({Role.SCRUTINEER}))
    meeting.lock(holder)
    meeting.keys.make()
    meeting.open()
    browsers = []
    for each in people:
        browsers.append(a_browser(app))
        let_in(browsers[-1], each, clock)
    secretary, scrutineer, auditor = browsers
    return Office(meeting, secretary, scrutineer, auditor, meeting.vote_row().prepared_paper_uuid)


def test_the_pages_lead_the_key_holder_to_what_waits_and_nobody_else(office: Office) -> None:
    sheet, page = f"/office/assemblies/{office.meeting.id}", f"/office/closings/{office.uuid}"
    refused = office.secretary.post(f"{sheet}/close", {"reason_nl": "x"}, status=422)
    assert (refused.one("textarea", name="reason_nl").text or "").strip() == "x"
    assert refused.one("textarea", name="reason_nl").get("aria-invalid") == "true"
    office.secretary.post(f"{sheet}/close", {"reason_nl": WHY})
    assert [link for link in office.secretary.get(sheet).all("a") if link.get("href") == page]
    assert [link for link in office.holder.get(f"/office/papers/{office.uuid}").all("a") if link.get("href") == page]

    def buttons(browser: PageClient) -> list[str]:
        forms = browser.get(page).all("form")
        return sorted(form.get("action", "").rpartition("/")[2] for form in forms if page in form.get("action", ""))

    assert buttons(office.secretary) == ["withdraw"]
    assert buttons(office.auditor) == []
    assert buttons(office.holder) == ["confirm", "withdraw"]
    for browser in (office.secretary, office.auditor):
        browser.post(f"{page}/confirm", status=403)
    office.auditor.post(f"{page}/withdraw", status=403)
    assert office.meeting.vote_row().state is VoteState.OPEN
    office.holder.post(f"{page}/confirm")
    assert office.meeting.vote_row().state is VoteState.CLOSED
    assert buttons(office.holder) == []
    office.holder.post(f"{page}/confirm", status=409)


def test_a_vote_that_nobody_asks_to_close_shows_no_button(office: Office) -> None:
    for uuid, status in ((office.uuid, 200), ("nothing", 404)):
        page = office.holder.get(f"/office/closings/{uuid}", status=status)
        assert not [form for form in page.all("form") if "closings" in form.get("action", "")]

"""An outage is written down, told and made good with more time; lost keys lead to a new vote in three clicks."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from govapp.assembly.votes.rules.states import VoteState
from govapp.ballots import service
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.outbox.transports import InboxTransport
from govapp.outbox.worker import Round
from govapp.settings import Settings
from tests.e2e.conftest import Phone, sign_in_officer
from tests.e2e.test_voter_journey import opened
from tests.factories.accounts import OfficerHandle, an_officer
from tests.factories.assembly import BALLOTS, Meeting, written
from tests.factories.ballots import scrutineers
from tests.factories.mail import a_worker

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

WHAT = "The site could not be reached on Tuesday."
SUBJECT = "The voting site was away on Tuesday"


def send_mails(meeting: Meeting, settings: Settings) -> None:
    """Let the worker write and send all that is asked for."""
    meeting.write_letters()
    worker = a_worker(meeting.database, meeting.clock, settings, InboxTransport())
    while worker.run_once() != Round():
        pass


def sign_out(phone: Phone) -> None:
    phone.page.get_by_role("button", name="Sign out", exact=True).first.click()


def write_down(phone: Phone, meeting: Meeting) -> OfficerHandle:
    """Let a scrutineer write the outage down, coming from the ballot paper."""
    scrutineer = an_officer(meeting.database, meeting.clock.now(), Role.SCRUTINEER, email="wim@ambora.example")
    sign_in_officer(phone, scrutineer, meeting.clock, f"/office/papers/{meeting.vote_row().paper_uuid}")
    phone.page.get_by_role("link", name="Incidents of this vote").click()
    phone.page.fill("[name=happened_en]", WHAT)
    phone.page.fill("[name=affected_en]", "Everybody who may vote")
    phone.page.get_by_role("button", name="Write it down").click()
    expect(phone.page.locator("main")).to_contain_text("The incident is written down.")
    expect(phone.page.locator("main")).to_contain_text("Only a secretary writes to everybody who may vote.")
    return scrutineer


def tell(phone: Phone, meeting: Meeting) -> None:
    """Let the secretary edit the proposed mail and send it."""
    phone.page.get_by_role("button", name="Prepare a mail").click()
    phone.page.fill("[name=subject_en]", SUBJECT)
    phone.page.get_by_role("button", name="Read it once more").click()
    expect(phone.page.locator("main")).to_contain_text(SUBJECT)
    phone.page.get_by_role("button", name="Let a second person confirm it").click()
    expect(phone.page.locator("[data-mail]")).to_contain_text(SUBJECT)
    expect(phone.page.locator("progress")).to_have_count(0)
    assert meeting.vote_row().is_voting(meeting.clock.now())


def confirm(phone: Phone, meeting: Meeting, scrutineer: OfficerHandle) -> None:
    """Let the scrutineer read the mail and confirm it."""
    uuid = meeting.vote_row().paper_uuid
    sign_in_officer(phone, scrutineer, meeting.clock, f"/office/incidents/{uuid}/1")
    expect(phone.page.locator("[data-mail]")).to_contain_text(SUBJECT)
    phone.page.get_by_text("Confirm…").click()
    phone.page.get_by_role("button", name="Send it to").click()
    expect(phone.page.locator("progress")).to_be_visible()


def extend(phone: Phone, meeting: Meeting) -> None:
    """Let the secretary give two hours more."""
    until = (meeting.vote_row().closes_at + timedelta(hours=2)).astimezone(ZoneInfo("Europe/Brussels"))
    phone.page.get_by_text("Extend voting…").click()
    phone.page.fill("[name=until]", until.strftime("%Y-%m-%dT%H:%M"))
    phone.page.get_by_role("button", name="Extend voting", exact=True).click()
    expect(phone.page.locator("main")).to_contain_text("Extended until")


def test_an_outage_is_written_down_told_to_everybody_and_made_good_with_more_time(
    phone: Phone, database: Database, clock: FixedClock, settings: Settings
) -> None:
    meeting = opened(database, clock, settings, Language.EN, 1)
    announced = meeting.vote_row().closes_at
    scrutineer = write_down(phone, meeting)
    sign_out(phone)
    secretary = an_officer(database, clock.now(), Role.SECRETARY)
    sign_in_officer(phone, secretary, clock, f"/office/assemblies/{meeting.id}")
    phone.page.get_by_role("link", name="1. The site could not be reached").click()
    tell(phone, meeting)
    extend(phone, meeting)
    sign_out(phone)
    confirm(phone, meeting, scrutineer)
    send_mails(meeting, settings)
    assert meeting.vote_row().closes_at == announced + timedelta(hours=2)
    phone.page.reload()
    expect(phone.page.locator("#now")).to_contain_text("Mails about an incident")
    expect(phone.page.locator("progress")).to_have_count(0)
    sign_out(phone)
    phone.open(f"/assemblies/{meeting.id}#incidents")
    expect(phone.page.locator("#incidents")).to_contain_text(WHAT)
    phone.open("/inbox?q=Kaya")
    expect(phone.page.locator("main")).to_contain_text("news of an incident to Deniz Kaya")
    expect(phone.page.locator("main")).to_contain_text("news of more time to vote to Deniz Kaya")


def test_lost_keys_lead_to_a_new_vote_in_three_clicks(phone: Phone, database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    holders = scrutineers(database, clock, 2)
    meeting.lock(*holders)
    hall = meeting.hall()
    hall.trustees = holders
    hall.make_keys()
    meeting.open()
    meeting.vote(*BALLOTS)
    meeting.close()
    with hall.act(holders[1]) as work:
        service.report_lost_key(work, hall.uuid, 2, "The stick and its copy burned in the same fire.")
    secretary = an_officer(database, clock.now(), Role.SECRETARY)
    sign_in_officer(phone, secretary, clock, f"/office/uncountable/{hall.uuid}")
    assert phone.says("What nobody can do")
    clicks = [
        phone.page.get_by_text("End this vote without a result…"),
        phone.page.get_by_role("button", name="End it and prepare the new vote"),
        phone.page.get_by_role("button", name="Plan this vote"),
    ]
    clicks[0].click()
    phone.page.fill("[name=reason]", "One of the two keys is lost for good.")
    for each in clicks[1:]:
        each.click()
    expect(phone.page.locator("main")).to_contain_text("The vote is planned.")
    assert len(clicks) == 3
    first, second = meeting.vote_row(), meeting.vote_row(2)
    assert (first.state, second.state) == (VoteState.ENDED, VoteState.DRAFT)
    assert first.paper is not None
    assert second.opens_at > clock.now()
    assert second.closes_at - second.opens_at == first.paper.announced_closes_at - first.opens_at
    meeting.lock(*holders, ordinal=2)
    assert meeting.vote_row(2).roll_id == first.roll_id

"""A proxy holder votes for all givers in one tap: each gets a ballot of its own, as the giver asked."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from govapp.assembly.proxies.rules.recording import Instruction
from govapp.assembly.proxies.service import end_proxy
from govapp.assembly.votes.queries.results import find_counted
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.shares.rolls.rules.rights import ProxyEndReason
from tests.e2e.conftest import Phone, invitation
from tests.factories.assembly import written
from tests.factories.shareholder_proxies import in_force, rolls_of

pytestmark = pytest.mark.browser

SEND_ALL = "#same > p > button"
HOLDER = 3


def test_one_tap_votes_for_all_and_a_proxy_that_ended_is_named(
    phone: Phone, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock, voters=8)
    meeting.lock()
    clock.advance(timedelta(minutes=1))
    decided = next(each.id for each in meeting.items() if each.item.is_voted and not each.item.choices)
    in_force(meeting, 1, HOLDER + 1)
    in_force(meeting, 2, HOLDER + 1, instructions={decided: Instruction.AGAINST})
    in_force(meeting, 3, HOLDER + 1, note="Kijk eerst naar de schulden")
    ended = in_force(meeting, 5, HOLDER + 1)
    meeting.open()
    clock.advance(timedelta(minutes=1))
    hall = meeting.hall()
    phone.open(invitation(hall, HOLDER))
    page = phone.page
    expect(page.locator("#ballot")).to_be_visible()
    page.check("input[name=q0][value='0']")
    for question in page.locator("[data-question]").all()[1:]:
        question.locator("input").first.check()
    page.click("#dock button")
    rows = page.locator("#same li")
    assert [box.is_checked() for box in rows.locator("input").all()] == [True, True, False, True]
    with meeting.at() as work:
        end_proxy(work, ended, ProxyEndReason.GIVER_SAID, rolls_of(meeting))

    page.locator(SEND_ALL).press("Enter")
    expect(page.locator("#fault")).to_be_visible()
    assert hall.paper().ballots == 2
    assert [box.is_enabled() for box in rows.locator("input").all()] == [False, False, True, True]
    expect(rows.last.locator("[data-state]")).not_to_be_empty()
    rows.last.locator("input").uncheck()
    page.locator(SEND_ALL).press("Enter")
    page.wait_for_url("**/receipt/**")
    assert hall.paper().ballots == 3

    for voter in (6, 7):
        hall.vote(voter, (0, 0, 1), (1, 0, 0, 0), (1, 0, 0))
    clock.set(meeting.vote_row().closes_at)
    meeting.close()
    with meeting.at() as work:
        counted = find_counted(work.session, meeting.vote_row())
    assert counted is not None
    (first, *_others) = (each.counts for each in counted.verdicts if each.counts is not None)
    assert (first.votes_for, first.votes_against, first.abstentions) == (2, 1, 2)

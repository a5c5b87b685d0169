"""A vote whose keys are lost ends without a result: said to everybody, with its archive kept, and held again."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select

from govapp.assembly.votes.rules.drafts import VotedItem
from govapp.assembly.votes.rules.states import VoteEnded, VoteState
from govapp.assembly.votes.service import Announce, EndVote, announce, end_vote
from govapp.audit.models import JournalEntryRecord
from govapp.ballots import queries, service
from govapp.ballots.rules.ending import KeyCannotBeLost, NotAWitness, StillCountable
from govapp.ballots.rules.refusals import NotATrustee, NotClosedYet, PaperEnded
from govapp.ballots.rules.states import PaperState
from govapp.ballots.tags import BallotsTag
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from pybelenios.verifier.checks import verify
from tests.factories.assembly import BALLOTS, Meeting, written
from tests.factories.ballots import SECRETARY, Hall, opened, scrutineers

LOST = "The stick and its copy burned in the same fire."
ENDED = "One of the two keys is lost for good."


def closed(database: Database, clock: FixedClock) -> Hall:
    hall = opened(database, clock, trustees=2)
    hall.vote(0, (1, 0, 0), (0, 1, 0, 0))
    hall.close()
    return hall


def lose(hall: Hall, position: int = 2, holder: int = 1) -> None:
    with hall.act(hall.trustees[holder]) as work:
        service.report_lost_key(work, hall.uuid, position, LOST)


def end(hall: Hall) -> None:
    with hall.act(SECRETARY) as work:
        service.end_without_result(work, hall.uuid, ENDED)


def test_a_vote_whose_key_is_lost_ends_and_its_archive_stays_valid(database: Database, clock: FixedClock) -> None:
    hall = closed(database, clock)
    hall.decrypt(0)
    lose(hall)
    before = hall.archive()
    end(hall)
    found = hall.paper()
    assert (found.state, found.end_reason, found.result) == (PaperState.ENDED, ENDED, None)
    assert hall.archive() == before
    assert verify(before).valid
    with database.read_only(SECRETARY, clock.now()) as work:
        lost = [each.lost_reason for each in queries.list_trustees(work.session, found.id) if each.is_lost]
        tags = list(work.session.scalars(select(JournalEntryRecord.tag)))
    assert lost == [LOST]
    assert {BallotsTag.TRUSTEE_KEY_LOST.value, BallotsTag.PAPER_ENDED.value} <= set(tags)


def test_after_the_end_nobody_opens_the_total_any_more(database: Database, clock: FixedClock) -> None:
    hall = closed(database, clock)
    lose(hall)
    end(hall)
    attempts: tuple[Callable[[], None], ...] = (partial(hall.decrypt, 0), partial(hall.decrypt, 1), partial(end, hall))
    for again in attempts:
        with pytest.raises(PaperEnded):
            again()
    with pytest.raises(KeyCannotBeLost):
        lose(hall, 1, 0)


def test_a_key_that_turns_up_again_opens_its_part(database: Database, clock: FixedClock) -> None:
    hall = closed(database, clock)
    lose(hall)
    hall.decrypt(1)
    with pytest.raises(StillCountable):
        end(hall)
    hall.decrypt(0)
    assert hall.paper().state is PaperState.COUNTED


def test_a_secretary_alone_ends_no_vote_whose_result_she_does_not_like(database: Database, clock: FixedClock) -> None:
    hall = closed(database, clock)
    with pytest.raises(StillCountable):
        end(hall)
    with pytest.raises(NotAWitness), hall.act(SECRETARY) as work:
        service.report_lost_key(work, hall.uuid, 1, LOST)
    with pytest.raises(NotATrustee), hall.act(hall.trustees[0]) as work:
        service.report_lost_key(work, hall.uuid, 3, LOST)
    assert hall.paper().state is PaperState.CLOSED


def test_a_vote_that_is_open_is_not_ended(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, trustees=2)
    lose(hall)
    lose(hall)  # said twice is said once
    with pytest.raises(NotClosedYet):
        end(hall)


def test_a_box_with_too_few_ballots_ends_without_a_lost_key(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, trustees=1, minimum_ballots=3)
    hall.vote(0, (1, 0, 0), (0, 1, 0, 0))
    hall.close()
    end(hall)
    assert hall.paper().state is PaperState.ENDED


# --- the assembly


def without_key(database: Database, clock: FixedClock) -> tuple[Meeting, Hall]:
    meeting = written(database, clock)
    holders = scrutineers(database, clock, 2)
    meeting.lock(*holders)
    hall = meeting.hall()
    hall.make_keys()
    meeting.open()
    meeting.vote(*BALLOTS)
    meeting.close()
    lose(hall)
    return meeting, hall


def end_of(meeting: Meeting) -> Callable[[], None]:
    def act() -> None:
        with meeting.at() as work:
            end_vote(work, EndVote(meeting.id, ENDED))

    return act


def test_the_same_items_are_put_to_another_vote_with_the_same_list(database: Database, clock: FixedClock) -> None:
    meeting, _ = without_key(database, clock)
    end_of(meeting)()
    assert meeting.vote_row().state is VoteState.ENDED
    items = [row for row in meeting.items() if row.item.is_voted]
    ordinal = meeting.plan(*[VotedItem(row.id) for row in items])
    meeting.lock(ordinal=ordinal)
    assert meeting.vote_row(ordinal).roll_id == meeting.vote_row().roll_id
    meeting.open(ordinal=ordinal)
    assert meeting.vote_row(ordinal).is_voting(clock.now())


def test_a_vote_that_ended_is_neither_announced_nor_ended_again(database: Database, clock: FixedClock) -> None:
    meeting, _ = without_key(database, clock)
    end_of(meeting)()
    with pytest.raises(VoteEnded):
        end_of(meeting)()
    with pytest.raises(VoteEnded), meeting.at() as work:
        announce(work, Announce(meeting.id, 1))

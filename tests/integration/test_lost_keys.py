"""What went wrong in real votes, performed with the keys of an assembly; on both databases.

In Basel in 2026 three memory sticks did not open the ballot box, and nobody had tried them before. A society of
cryptographers had to repeat its election of 2025, because one of three keys was gone and all three were needed.
"""

import secrets

import pytest

from govapp.assembly.agenda.rules.items import ItemKind, VotingMethod
from govapp.assembly.votes.rules.drafts import VotedItem
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.service import EndVote, OpenVoting, end_vote, open_voting
from govapp.ballots import service
from govapp.ballots.queries import keys_of_trustees, list_trustees
from govapp.ballots.rules.ending import StillCountable
from govapp.ballots.rules.key_groups import KeysNotTested, KeyTestFailed
from govapp.db.engine import Database
from govapp.kernel.actors import Actor
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from pybelenios.drill import make_drill_answer
from pybelenios.group import draw_scalar
from pybelenios.member import draw_seed
from pybelenios.verifier.checks import verify
from tests.factories.assembly import BALLOTS, Meeting, created, put_item, written
from tests.factories.ballots import scrutineers

GONE = "The computer and the stick were in the car that burned out."
ENDED = "Two of the three keys are lost for good."


@pytest.fixture
def holders(database: Database, clock: FixedClock) -> list[Actor]:
    return scrutineers(database, clock, 3)


@pytest.fixture
def meeting(database: Database, clock: FixedClock, holders: list[Actor]) -> Meeting:
    found = written(database, clock)
    found.lock(*holders, needed=2)
    return found


def closed(meeting: Meeting) -> Meeting:
    meeting.keys.make()
    meeting.open()
    meeting.vote(*BALLOTS)
    meeting.close()
    return meeting


def lose(meeting: Meeting, position: int, witness: Actor) -> None:
    with meeting.at(witness) as work:
        service.report_lost_key(work, meeting.vote_row().prepared_paper_uuid, position, GONE)


def test_sticks_that_open_nothing_are_found_before_anybody_votes(meeting: Meeting, holders: list[Actor]) -> None:
    keys = meeting.keys
    keys.begin()
    keys.promise()
    keys.contribute()
    keys.finish()
    drill = keys.drill()
    assert drill is not None
    for holder in holders:
        broken = make_drill_answer(draw_scalar(), keys.uuid, drill.nonce).decode()
        with pytest.raises(KeyTestFailed), meeting.at(holder) as work:
            service.answer_drill(work, keys.uuid, broken)
    meeting.clock.set(meeting.vote_row().opens_at)
    with pytest.raises(KeysNotTested), meeting.at() as work:
        open_voting(work, OpenVoting(meeting.id))
    for holder in holders:
        with meeting.at(holder) as work:
            service.begin_anew(work, keys.uuid)
        keys.seeds[holder.id or 0] = draw_seed(secrets.randbelow)
    keys.make()
    meeting.open()
    assert meeting.vote_row().state is VoteState.OPEN


def test_one_of_three_keys_is_lost_after_closing_and_the_vote_is_counted(
    meeting: Meeting, holders: list[Actor]
) -> None:
    closed(meeting)
    lose(meeting, 1, holders[1])
    with pytest.raises(StillCountable), meeting.at() as work:
        end_vote(work, EndVote(meeting.id, ENDED))
    meeting.keys.open(meeting.vote_row().prepared_paper_uuid, *holders[1:])
    assert meeting.vote_row().state is VoteState.COUNTED
    meeting.announce()
    assert verify(meeting.hall().archive()).valid


def test_two_of_three_keys_are_lost_and_the_same_items_are_voted_anew(meeting: Meeting, holders: list[Actor]) -> None:
    closed(meeting)
    lose(meeting, 1, holders[2])
    lose(meeting, 2, holders[2])
    with meeting.at() as work:
        trustees = list_trustees(work.session, meeting.hall().paper().id)
        assert not keys_of_trustees(trustees).is_enough
        end_vote(work, EndVote(meeting.id, ENDED))
    assert verify(meeting.hall().archive()).valid
    earlier = meeting.keys
    ordinal = meeting.plan(*[VotedItem(row.id) for row in meeting.items() if row.item.is_voted])
    meeting.lock(*holders, ordinal=ordinal, needed=2)
    assert meeting.keys.uuid != earlier.uuid
    meeting.keys.make()
    meeting.open(ordinal=ordinal)
    assert meeting.vote_row(ordinal).state is VoteState.OPEN


def test_the_second_vote_of_an_assembly_is_counted_with_the_keys_of_the_first(
    database: Database, clock: FixedClock, holders: list[Actor]
) -> None:
    meeting = created(database, clock)
    put_item(meeting, ItemKind.ELECTION, Texts.same("Chair"), "Amina", "Joris", seats=1, method=VotingMethod.APPROVAL)
    meeting.lock(*holders, needed=2)
    keys = meeting.keys.make()
    meeting.open()
    meeting.vote(*[((0, 1, 0),), ((0, 0, 1),)] * 3)
    meeting.close()
    keys.open(meeting.vote_row().prepared_paper_uuid, *holders[:2])
    meeting.announce()
    ordinal = meeting.plan(VotedItem(meeting.items()[0].id, (0, 1), 1))
    meeting.lock(ordinal=ordinal)
    assert meeting.keys is keys
    meeting.open(ordinal=ordinal)
    meeting.vote(*[((0, 1, 0),)] * 5, ordinal=ordinal)
    meeting.close(ordinal=ordinal)
    keys.open(meeting.vote_row(ordinal).prepared_paper_uuid, holders[0], holders[2])
    assert meeting.vote_row(ordinal).state is VoteState.COUNTED

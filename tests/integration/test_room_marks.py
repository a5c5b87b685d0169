"""Each right is used once: on line, on paper or by a show of hands; on both databases."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DatabaseError

from govapp.assembly.proxies.service import end_for_giver
from govapp.assembly.votes.queries.in_room import channel_of, count_marks, list_vote_marks
from govapp.assembly.votes.rules.in_room import (
    LateNotConfirmed,
    MarkingNotNow,
    NotHeldInRoom,
    NotInTheRoom,
    RoomNotCounted,
    SecretaryConfirms,
    SecretForPersons,
    WaivedAlready,
)
from govapp.assembly.votes.rules.states import Channel
from govapp.assembly.votes.service.in_room import WaiveSecrecy, waive_secrecy
from govapp.ballots import queries
from govapp.ballots.models import RoomMark
from govapp.ballots.rules.mark_refusals import AlreadyMarked, MarkReasonNeeded, NotMarked, RightMarked, VotedOnLine
from govapp.ballots.rules.room_marks import RoomChannel
from govapp.ballots.service import list_mark_faults, receive_ballot
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from tests.factories.assembly import BALLOTS, KAREL, NADIA, Meeting, written
from tests.factories.ballots import SCRUTINEER
from tests.factories.room import HANDS, PAPER, arrive, in_the_evening, mark, unmark
from tests.factories.shareholder_proxies import in_force, rolls_of
from tests.factories.shares import register_some


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    return in_the_evening(database, clock)


def marked(meeting: Meeting) -> dict[RoomChannel, int]:
    with meeting.at() as work:
        return count_marks(list_vote_marks(work.session, meeting.vote_row()))


def faults(meeting: Meeting) -> list[str]:
    with meeting.at() as work:
        return list(list_mark_faults(work.session, queries.get_paper(work.session, meeting.hall().uuid)))


def test_who_is_marked_casts_nothing_on_line_and_says_so(meeting: Meeting) -> None:
    arrive(meeting, 0)
    found = mark(meeting, 0)
    assert (found.number, found.acting_name, found.by_name) == (1, "An Peeters 1", SCRUTINEER.name)
    with pytest.raises(RightMarked) as told:
        meeting.hall().vote(0, *BALLOTS[0])
    assert told.value.params == {"at": meeting.clock.now()}
    assert meeting.hall().paper().ballots == 0
    assert faults(meeting) == []


def test_who_voted_on_line_gets_no_paper(meeting: Meeting) -> None:
    meeting.vote(BALLOTS[0])
    arrive(meeting, 0)
    with pytest.raises(VotedOnLine):
        mark(meeting, 0)
    assert marked(meeting) == {PAPER: 0, HANDS: 0}


def test_a_mark_that_is_taken_back_lets_the_right_be_used_on_line_and_then_no_more_in_the_room(
    meeting: Meeting,
) -> None:
    arrive(meeting, 0)
    mark(meeting, 0)
    with pytest.raises(MarkReasonNeeded):
        unmark(meeting, 0, " no ")
    unmark(meeting, 0)
    with pytest.raises(NotMarked):
        unmark(meeting, 0)
    meeting.vote(BALLOTS[0])
    with pytest.raises(VotedOnLine):
        mark(meeting, 0)
    assert faults(meeting) == []


def test_two_desks_that_mark_one_right_give_one_paper(meeting: Meeting) -> None:
    arrive(meeting, 0)
    mark(meeting, 0)
    with pytest.raises(AlreadyMarked) as told:
        mark(meeting, 0, actor=NADIA)
    assert told.value.params["by"] == SCRUTINEER.name
    assert marked(meeting)[PAPER] == 1


def at_once(*steps: Callable[[], object]) -> list[str]:
    start, outcomes = threading.Barrier(len(steps)), []

    def run(step: Callable[[], object]) -> None:
        start.wait()
        try:
            step()
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(outcomes)


def test_six_desks_at_the_same_instant_mark_one_right_once(meeting: Meeting) -> None:
    arrive(meeting, 0)
    found = at_once(*[lambda: mark(meeting, 0)] * 6)
    assert found == ["done"] + ["mark_already"] * 5
    assert marked(meeting)[PAPER] == 1
    assert faults(meeting) == []


def test_of_a_desk_and_a_phone_at_the_same_instant_one_comes_through(meeting: Meeting) -> None:
    arrive(meeting, 0, 1, 2)
    hall = meeting.hall()
    for voter in range(3):
        body = hall.ballot(voter, *BALLOTS[0])
        found = at_once(partial(mark, meeting, voter), partial(hall.send, voter, body))
        assert found in (["done", "mark_voted_on_line"], ["done", "right_marked"])
    assert marked(meeting)[PAPER] + hall.paper().ballots == 3
    assert faults(meeting) == []


def test_only_who_is_in_the_room_is_marked(meeting: Meeting) -> None:
    with pytest.raises(NotInTheRoom):
        mark(meeting, 0)
    arrive(meeting, 1, is_remote=True)
    with pytest.raises(NotInTheRoom):
        mark(meeting, 1)


def test_the_holder_of_a_proxy_who_is_there_takes_the_paper_of_the_giver(meeting: Meeting) -> None:
    in_force(meeting, 1, 2)
    with pytest.raises(NotInTheRoom):
        mark(meeting, 0)
    arrive(meeting, 1)
    assert mark(meeting, 0).acting_name == "An Peeters 2"
    assert mark(meeting, 1).acting_name == "An Peeters 2"
    assert marked(meeting)[PAPER] == 2


def test_a_giver_who_comes_after_the_holder_got_the_paper_gets_no_second_one(meeting: Meeting) -> None:
    in_force(meeting, 1, 2)
    arrive(meeting, 1)
    mark(meeting, 0)
    arrive(meeting, 0)
    with meeting.at(SCRUTINEER) as work:
        assert end_for_giver(work, meeting.id, meeting.voters[0], rolls_of(meeting)) is not None
    with pytest.raises(AlreadyMarked):
        mark(meeting, 0)
    with pytest.raises(RightMarked):
        meeting.hall().vote(0, *BALLOTS[0])


def test_a_giver_whose_holder_voted_on_line_gets_no_paper(meeting: Meeting) -> None:
    in_force(meeting, 1, 2)
    hall = meeting.hall()
    body = hall.ballot(0, *BALLOTS[0])
    right = hall.right(1, 1)
    receive_ballot(meeting.database, hall.actor(1), meeting.clock.now(), right, body)
    arrive(meeting, 0)
    with meeting.at(SCRUTINEER) as work:
        end_for_giver(work, meeting.id, meeting.voters[0], rolls_of(meeting))
    with pytest.raises(VotedOnLine):
        mark(meeting, 0)


def test_who_joined_after_the_freeze_is_marked_when_a_secretary_says_that_the_statutes_allow_it(
    meeting: Meeting,
) -> None:
    (late,) = register_some(meeting.database, meeting.clock, 1)
    meeting.voters.append(int(late))
    arrive(meeting, 6, reason="Joined last week, receipt shown")
    with pytest.raises(SecretaryConfirms):
        mark(meeting, 6, statutes_allow=True, reason="Article 12 of the statutes")
    with pytest.raises(LateNotConfirmed):
        mark(meeting, 6, actor=NADIA, reason="Article 12 of the statutes")
    with pytest.raises(MarkReasonNeeded):
        mark(meeting, 6, actor=NADIA, statutes_allow=True)
    found = mark(meeting, 6, actor=NADIA, statutes_allow=True, reason="Article 12 of the statutes")
    assert found.is_late
    assert faults(meeting) == []


def test_hands_are_raised_for_persons_only_where_that_is_waived_once_by_a_secretary(meeting: Meeting) -> None:
    arrive(meeting, 0)
    with pytest.raises(SecretForPersons):
        mark(meeting, 0, HANDS)
    command = WaiveSecrecy(meeting.id, 1, "One candidate for one seat, nobody objected")
    with pytest.raises(SecretaryConfirms), meeting.at(SCRUTINEER) as work:
        waive_secrecy(work, command)
    with pytest.raises(MarkReasonNeeded), meeting.at() as work:
        waive_secrecy(work, replace(command, reason=""))
    with meeting.at() as work:
        waive_secrecy(work, command)
    with pytest.raises(WaivedAlready), meeting.at(KAREL) as work:
        waive_secrecy(work, command)
    mark(meeting, 0, HANDS)
    assert marked(meeting) == {PAPER: 0, HANDS: 1}


def test_a_vote_that_is_held_on_line_only_marks_nobody(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    assert channel_of(meeting.vote_row()) is Channel.REMOTE
    with pytest.raises(NotHeldInRoom):
        mark(meeting, 0)


def test_nobody_is_marked_before_the_vote_is_open_nor_after_it_is_counted(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    meeting.lock(in_room=True)
    with pytest.raises(MarkingNotNow):
        mark(meeting, 0)
    meeting.open()
    meeting.vote(*BALLOTS)
    meeting.close()
    with pytest.raises(MarkingNotNow):
        mark(meeting, 5)


def test_a_result_without_the_papers_that_are_marked_is_not_announced(meeting: Meeting) -> None:
    meeting.vote(*BALLOTS)
    arrive(meeting, 5)
    mark(meeting, 5)
    meeting.close()
    with pytest.raises(RoomNotCounted):
        meeting.announce()


def test_rows_of_marks_are_never_changed_nor_deleted_and_what_is_put_in_is_named(meeting: Meeting) -> None:
    arrive(meeting, 0)
    mark(meeting, 0)
    for statement in (update(RoomMark).values(channel="hands"), delete(RoomMark)):
        with pytest.raises(DatabaseError), meeting.database.engine.begin() as connection:
            connection.execute(statement)
    paper_id = meeting.hall().paper().id
    row = {
        "paper_id": paper_id,
        "number": 2,
        "party_id": meeting.voters[1],
        "roll_entry_id": meeting.hall().right(1).entry.entry_id,
        "place": 1,
        "channel": "paper",
        "acting_name": "Nobody",
        "reason": "",
        "marked_at": meeting.clock.now(),
        "marked_by": SCRUTINEER.reference,
        "marked_by_name": SCRUTINEER.name,
    }
    meeting.hall().vote(1, *BALLOTS[0])
    with meeting.database.engine.begin() as connection:
        connection.execute(insert(RoomMark).values(**row))
    assert [each.split()[0:2] for each in faults(meeting)] == [["mark", "2"], ["the", "right"]]

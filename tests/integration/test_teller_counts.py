"""Papers and hands are counted by two apart, and added to the ballots on line; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DatabaseError

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.minutes.queries.versions import get_facts
from govapp.assembly.minutes.rules.drafting import draft_minutes
from govapp.assembly.votes.models import TellerCountRecord
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.journal_lines import list_journal_faults
from govapp.assembly.votes.queries.recomputing import recompute_result
from govapp.assembly.votes.queries.results import find_counted
from govapp.assembly.votes.rules.in_room import CountingBegan, NotHeldInRoom, RoomNotCounted
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.rules.tellers import (
    CountCannotBe,
    CountDoesNotAdd,
    CountingNotYet,
    CountNeedsAnother,
    CountReasonNeeded,
    CountSettled,
    CountState,
    NothingToCount,
    QuestionNotCounted,
)
from govapp.assembly.votes.service.announcing import is_as_counted
from govapp.assembly.votes.service.in_room import WaiveSecrecy, waive_secrecy
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language, Texts
from govapp.statutes.rules.profile import LegalKind
from tests.factories.assembly import ABSTAIN, ACCOUNTS, AGAINST, BALLOTS, FOR, KAREL, NADIA, Meeting, created, put_item
from tests.factories.ballots import SCRUTINEER
from tests.factories.room import HANDS, PAPER, arrive, count, in_the_evening, mark, settle, unmark
from tests.factories.shares import register_some


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return a vote that closed with five ballots on line and two papers: the sixth and a late shareholder."""
    found = in_the_evening(database, clock, voters=7)
    found.vote(*BALLOTS)
    arrive(found, 5, 6)
    mark(found, 5)
    mark(found, 6)
    found.close()
    return found


TWO_PAPERS = ((1, 1, 0), (0, 2, 0, 1), (0, 1, 1))
"""What two papers say: one for and one against; candidates 2-0-1; options 1-1."""


def test_two_counts_that_agree_stand_and_the_result_is_that_of_all_channels(meeting: Meeting) -> None:
    with pytest.raises(RoomNotCounted):
        meeting.announce()
    settle(meeting, PAPER, TWO_PAPERS)
    digest = meeting.announce()
    with meeting.at() as work:
        vote = meeting.vote_row()
        found, announced = find_counted(work.session, vote), find_announcement(work.session, vote.id)
        assert found is not None
        assert announced is not None
        assert is_as_counted(announced, found, meeting.row())
        archive = meeting.hall().archive()
        again = recompute_result(work.session, vote, archive, vote.rules or {})
        assert list(list_journal_faults(work.session, vote)) == []
    assert (again.difference, again.digest, len(again.room)) == ("", digest, 1)
    assert (found.ballots, found.used) == (5, 7)
    accounts, directors, plan = (each for each in found.verdicts if each.method is not None)
    assert accounts.counts is not None
    assert (accounts.counts.votes_for, accounts.counts.votes_against, accounts.counts.abstentions) == (3, 2, 2)
    assert ([each.votes for each in directors.lines], directors.blank, directors.ballots) == ([5, 2, 2], 1, 7)
    assert ([each.votes for each in plan.lines], plan.blank) == ([4, 3], 1)
    record = announced.record
    assert record["v"] == 3
    assert record["channels"]["remote"] == {"rights": 5, "counts": [[2, 1, 2], [1, 3, 2, 1], [1, 3, 2]]}
    assert record["channels"]["paper"] == {
        "rights": 2,
        "late": 0,
        "counts": [list(each) for each in TWO_PAPERS],
        "invalid": [0, 0, 0],
        "counted_by": [SCRUTINEER.name, NADIA.name],
    }
    together = [
        [sum(pair) for pair in zip(*pairs, strict=True)]
        for pairs in zip(record["channels"]["remote"]["counts"], record["channels"]["paper"]["counts"], strict=True)
    ]
    assert together[0] == [record["items"][0]["counts"][name] for name in ("for", "against", "abstain")]


def test_invalid_papers_are_in_no_figure_and_count_for_the_quorum(meeting: Meeting) -> None:
    settle(meeting, PAPER, ((1, 0, 0), (0, 1, 0, 1), (0, 1, 0)), invalid=1)
    meeting.announce()
    with meeting.at() as work:
        found = find_counted(work.session, meeting.vote_row())
    assert found is not None
    assert found.used == 7
    accounts, directors, plan = (each for each in found.verdicts if each.method is not None)
    assert (accounts.ballots, directors.ballots, plan.decisive_votes) == (6, 6, 5)


def test_counts_that_differ_are_keyed_in_again_with_what_was_found_until_they_agree(meeting: Meeting) -> None:
    assert count(meeting, PAPER, 0, (2, 0, 0)).state is CountState.ONE
    assert count(meeting, PAPER, 0, (1, 1, 0), actor=NADIA).state is CountState.DIFFERENT
    with pytest.raises(CountReasonNeeded):
        count(meeting, PAPER, 0, (1, 1, 0))
    reason = "Two papers had stuck together"
    assert count(meeting, PAPER, 0, (1, 1, 0), reason=reason).round == 2
    found = count(meeting, PAPER, 0, (1, 1, 0), actor=KAREL, reason=reason)
    assert (found.state, found.round) == (CountState.SETTLED, 2)
    with pytest.raises(CountSettled):
        count(meeting, PAPER, 0, (1, 1, 0), actor=NADIA, reason=reason)


def test_nobody_keys_in_both_counts(meeting: Meeting) -> None:
    count(meeting, PAPER, 0, (1, 1, 0))
    with pytest.raises(CountNeedsAnother):
        count(meeting, PAPER, 0, (1, 1, 0))


def test_a_count_that_is_not_that_of_the_marks_is_refused_with_the_difference(meeting: Meeting) -> None:
    with pytest.raises(CountDoesNotAdd) as told:
        count(meeting, PAPER, 0, (3, 1, 0), papers=4)
    assert told.value.params == {"counted": 4, "marked": 2, "difference": 2}
    with pytest.raises(CountDoesNotAdd):
        count(meeting, PAPER, 0, (1, 0, 0))
    for figures in ((0, 3, 0, 0), (0, 2, 2, 2), (0, 1, 0, 0), (3, 0, 0, 0)):
        with pytest.raises(CountCannotBe):
            count(meeting, PAPER, 1, figures)
    with pytest.raises(QuestionNotCounted):
        count(meeting, PAPER, 9, (1, 1, 0))
    with pytest.raises(QuestionNotCounted):
        count(meeting, PAPER, 0, (1, 1))
    with pytest.raises(NothingToCount):
        count(meeting, HANDS, 0, (1, 1, 0))


def test_marks_stay_as_they_are_once_a_scrutineer_counted(database: Database, clock: FixedClock) -> None:
    meeting = in_the_evening(database, clock)
    arrive(meeting, 0, 1)
    with meeting.at() as work:
        waive_secrecy(work, WaiveSecrecy(meeting.id, 1, "One candidate only, nobody objected"))
    mark(meeting, 0, HANDS)
    count(meeting, HANDS, 0, (1, 0, 0))
    with pytest.raises(CountingBegan):
        unmark(meeting, 0)
    with pytest.raises(CountingBegan):
        mark(meeting, 1, HANDS)
    assert mark(meeting, 1).channel is PAPER


def test_papers_wait_for_the_closing_and_hands_do_not(database: Database, clock: FixedClock) -> None:
    meeting = in_the_evening(database, clock)
    arrive(meeting, 0, 1)
    mark(meeting, 0)
    with meeting.at() as work:
        waive_secrecy(work, WaiveSecrecy(meeting.id, 1, "One candidate only, nobody objected"))
    mark(meeting, 1, HANDS)
    with pytest.raises(CountingNotYet):
        count(meeting, PAPER, 0, (1, 0, 0))
    assert count(meeting, HANDS, 0, (1, 0, 0)).state is CountState.ONE
    meeting.hall().vote(2, *BALLOTS[0])


def test_a_vote_on_line_only_is_not_counted_by_hand(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    put_item(meeting, ItemKind.DECISION, ACCOUNTS)
    meeting.lock()
    meeting.open()
    with pytest.raises(NotHeldInRoom):
        count(meeting, HANDS, 0, (1, 0, 0))


def test_paper_and_hands_and_who_joined_late_are_counted_each_once_and_late_ones_for_no_quorum(
    database: Database, clock: FixedClock
) -> None:
    meeting = created(database, clock)
    put_item(meeting, ItemKind.DECISION, Texts.same("Statutes"), legal_kind=LegalKind.STATUTES)
    meeting.lock(in_room=True)
    meeting.open()
    clock.set(meeting.vote_row().closes_at - timedelta(minutes=60))
    meeting.vote((FOR,), (FOR,), (FOR,), (AGAINST,), (ABSTAIN,))
    (late,) = register_some(database, clock, 1)
    meeting.voters.append(int(late))
    arrive(meeting, 5)
    arrive(meeting, 6, reason="Joined last week")
    mark(meeting, 5, HANDS)
    mark(meeting, 6, actor=NADIA, statutes_allow=True, reason="Article 12 of the statutes")
    meeting.close()
    settle(meeting, PAPER, ((0, 1, 0),))
    settle(meeting, HANDS, ((1, 0, 0),))
    meeting.announce()
    with meeting.at() as work:
        found = find_counted(work.session, meeting.vote_row())
    assert found is not None
    (verdict,) = found.verdicts
    assert verdict.counts is not None
    assert (verdict.counts.votes_for, verdict.counts.votes_against, verdict.counts.abstentions) == (4, 2, 1)
    assert [(each.channel, each.rights, each.late) for each in found.channels] == [
        ("remote", 5, 0),
        ("paper", 1, 1),
        ("hands", 1, 0),
    ]
    assert found.used == 6
    assert verdict.outcome is not ItemOutcome.NO_QUORUM
    with meeting.at() as work:
        minutes = draft_minutes(get_facts(work.session, meeting.id), Language.NL, "Europe/Brussels")
    codes = [line.code for section in minutes.sections for line in section.lines]
    assert (codes.count("channel"), codes.count("apart")) == (2, 3)


def test_rows_of_counts_stay_and_what_is_put_in_is_named(meeting: Meeting) -> None:
    settle(meeting, PAPER, TWO_PAPERS)
    for statement in (update(TellerCountRecord).values(invalid=0), delete(TellerCountRecord)):
        with pytest.raises(DatabaseError), meeting.database.engine.begin() as connection:
            connection.execute(statement)
    row = {"vote_id": meeting.vote_row().id, "channel": "paper", "question": 0, "round": 2, "place": 1, "papers": 2}
    row |= {"invalid": 0, "figures": [2, 0, 0], "reason": "Found again", "counted_at": meeting.clock.now()}
    row |= {"counted_by": SCRUTINEER.reference, "counted_by_name": SCRUTINEER.name}
    with meeting.database.engine.begin() as connection:
        connection.execute(insert(TellerCountRecord).values(**row))
    with meeting.at() as work:
        assert len(list(list_journal_faults(work.session, meeting.vote_row()))) == 1


def test_a_restart_in_the_middle_loses_no_count(meeting: Meeting) -> None:
    count(meeting, PAPER, 0, (1, 1, 0))
    meeting.database.dispose()
    assert count(meeting, PAPER, 0, (1, 1, 0), actor=NADIA).state is CountState.SETTLED

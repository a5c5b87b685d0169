"""Until somebody has voted, everything can be taken back for a reason; afterwards nothing."""

import pytest
from sqlalchemy import select

from govapp.assembly.agenda.queries import list_items
from govapp.assembly.meeting.queries import get_assembly, list_assemblies
from govapp.assembly.meeting.rules.refusals import (
    AgendaLocked,
    AssemblyCalledOff,
    AssemblyNotFound,
    AssemblyWasPublished,
    CallingOffReasonNeeded,
)
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.rules.states import TooLateToCancel, VoteState
from govapp.assembly.votes.service import (
    CallOffAssembly,
    CreateAssembly,
    DeleteAssembly,
    EditAssembly,
    call_off_assembly,
    create_assembly,
    delete_assembly,
    edit_assembly,
)
from govapp.audit.models import JournalEntryRecord
from govapp.ballots.rules.refusals import BallotsInTheBox
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import BALLOTS, Meeting, draft, written


def call_off(meeting: Meeting, reason: str = "The hall burned down") -> None:
    with meeting.at() as work:
        call_off_assembly(work, CallOffAssembly(meeting.id, reason))


def delete(meeting: Meeting, reason: str = "Made by mistake") -> None:
    with meeting.at() as work:
        delete_assembly(work, DeleteAssembly(meeting.id, reason))


def reasons(meeting: Meeting, tag: AssemblyTag) -> list[str]:
    with meeting.at() as work:
        found = select(JournalEntryRecord.reason).where(JournalEntryRecord.tag == tag.value)
        return list(work.session.scalars(found))


def test_an_agenda_that_is_taken_back_says_so_in_the_journal_and_gets_a_new_paper(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    first = meeting.lock()
    meeting.cancel("The wrong accounts were attached")
    assert reasons(meeting, AssemblyTag.ASSEMBLY_UNLOCKED) == ["The wrong accounts were attached"]
    assert meeting.row().is_taken_back
    assert meeting.lock(ordinal=2) != first
    assert not meeting.row().is_taken_back


def test_an_assembly_that_is_called_off_takes_its_waiting_votes_with_it(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    call_off(meeting)
    row, vote = meeting.row(), meeting.vote_row()
    assert (row.call_off_reason, row.is_called_off, row.is_locked) == ("The hall burned down", True, False)
    assert (vote.state, vote.cancel_reason) == (VoteState.CANCELLED, "The hall burned down")
    assert reasons(meeting, AssemblyTag.ASSEMBLY_CALLED_OFF) == ["The hall burned down"]
    with pytest.raises(AssemblyCalledOff):
        call_off(meeting)
    with pytest.raises(AssemblyCalledOff), meeting.at() as work:
        edit_assembly(work, EditAssembly(meeting.id, row.version, draft(clock)))


def test_one_that_was_taken_back_before_is_called_off_too_and_not_locked_again(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.cancel()
    call_off(meeting)
    with pytest.raises(AssemblyCalledOff):
        meeting.lock(ordinal=2)


def test_an_assembly_is_called_off_with_a_reason_and_not_after_a_vote(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    with pytest.raises(CallingOffReasonNeeded):
        call_off(meeting)
    meeting.lock()
    with pytest.raises(CallingOffReasonNeeded):
        call_off(meeting, "  ")
    meeting.open()
    meeting.vote(*BALLOTS)
    with pytest.raises(BallotsInTheBox):
        call_off(meeting)
    meeting.close()
    with pytest.raises(TooLateToCancel):
        call_off(meeting)
    assert not meeting.row().is_called_off


def test_a_draft_that_nobody_saw_is_deleted_and_its_number_is_not_given_again(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    with pytest.raises(CallingOffReasonNeeded):
        delete(meeting, " ")
    delete(meeting)
    with meeting.at() as work:
        assert list_assemblies(work.session) == ()
        assert list_items(work.session, meeting.id) == ()
        with pytest.raises(AssemblyNotFound):
            get_assembly(work.session, meeting.id)
        again = create_assembly(work, CreateAssembly(draft(clock)))
    assert again != meeting.id
    assert reasons(meeting, AssemblyTag.ASSEMBLY_DELETED) == ["Made by mistake"]
    with pytest.raises(AssemblyNotFound):
        delete(meeting)


def test_what_was_public_once_is_never_deleted(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    with pytest.raises(AgendaLocked):
        delete(meeting)
    meeting.cancel()
    with pytest.raises(AssemblyWasPublished):
        delete(meeting)
    assert meeting.row().is_public

"""Each change of the schema, with rows that were there before it: nothing is lost, and old archives keep verifying."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.results import find_counted
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.assembly.votes.rules.drafts import VotedItem
from govapp.assembly.votes.rules.result import RESULT
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.service import DiscardVote, discard_vote, write_letters
from govapp.assembly.votes.service.announcing import announced_result
from govapp.ballots.models import TrusteeRecord
from govapp.ballots.queries import get_archive_bytes, get_public_paper, list_trustees
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, revisions, upgrade
from govapp.kernel.actors import SYSTEM, Actor, ActorKind
from govapp.kernel.clock import FixedClock
from govapp.outbox import queries as outbox
from govapp.outbox.models import OutboxMessage
from govapp.outbox.transports import InboxTransport
from govapp.settings import Settings
from pybelenios.verifier.checks import verify
from tests.factories.assembly import Meeting, counted, written
from tests.factories.ballots import SECRETARY, ready
from tests.factories.mail import a_worker

pytestmark = pytest.mark.usefixtures("before_statutes", "lists_of_before", "words_of_before")
REVISION_BEFORE_TRUSTEES = "0012"


def public_archive(meeting: Meeting) -> bytes:
    with meeting.database.read_only(SYSTEM, meeting.clock.now()) as work:
        return get_archive_bytes(work.session, get_public_paper(work.session, meeting.hall().uuid))


def test_a_result_announced_before_the_board_kept_results_back_stays_public(
    database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    before = public_archive(meeting)
    downgrade(database, "0005")
    upgrade(database)
    assert public_archive(meeting) == before
    assert verify(before).valid


def test_a_result_counted_and_not_announced_is_kept_back_after_the_change(
    database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    before = public_archive(meeting)
    downgrade(database, "0005")
    upgrade(database)
    assert public_archive(meeting) == before


def test_an_assembly_that_is_older_than_reminders_was_never_reminded(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    downgrade(database, "0006")
    upgrade(database)
    assert meeting.vote_row().last_reminded_at is None


def test_a_vote_whose_invitations_were_written_before_mailings_existed_invites_nobody_again(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    downgrade(database, "0007")
    upgrade(database)
    with meeting.at(SYSTEM) as work:
        assert write_letters(work) is None
        assert outbox.list_mailings(work.session, f"assembly:{meeting.id}") == ()
        assert list(work.session.scalars(select(OutboxMessage.template))) == ["invitation"] * 6
    assert a_worker(database, clock, settings, InboxTransport()).run_once().sent == 6
    with meeting.at(SYSTEM) as work:
        assert outbox.find_worker_seen_at(work.session) == clock.now()


def test_a_letter_that_was_called_off_has_failed_for_a_program_that_knows_no_mailings(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    meeting.close("The hall has to be left")
    downgrade(database, "0007")
    upgrade(database)
    with meeting.at(SYSTEM) as work:
        ends = work.session.execute(select(OutboxMessage.state, OutboxMessage.last_error)).all()
        work.session.execute(text("UPDATE outbox_message SET state = 'withdrawn'"))
    assert {tuple(end) for end in ends} == {("dead", "called off")}
    with pytest.raises(IntegrityError), meeting.at(SYSTEM) as work:
        work.session.execute(text("UPDATE outbox_message SET state = 'lost'"))


def test_key_holders_of_before_keep_their_keys_and_new_ones_get_numbers_of_their_own(
    database: Database, clock: FixedClock
) -> None:
    hall = ready(database, clock, trustees=2)
    with hall.act(SECRETARY) as work:
        before = list_trustees(work.session, hall.paper().id)
    downgrade(database, REVISION_BEFORE_TRUSTEES)
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM trustee_seat")).scalar_one() == 2
    upgrade(database)
    with hall.act(SECRETARY) as work:
        assert list_trustees(work.session, hall.paper().id) == before
        work.session.add(TrusteeRecord(paper_id=hall.paper().id, position=3, officer_id=None, name="The server"))
        work.session.flush()
        assert len({trustee.id for trustee in list_trustees(work.session, hall.paper().id)}) == 3


def test_each_assembly_of_one_vote_gets_it_and_its_announcement_keeps_its_digest(
    database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    before, board = _as_written(meeting), public_archive(meeting)
    downgrade(database, "0014")
    with meeting.database.engine.connect() as connection:
        old = connection.execute(text("SELECT state, paper_uuid FROM assembly")).one()
        boxes = connection.execute(text("SELECT state FROM paper")).scalars().all()
    assert (old.state, old.paper_uuid, boxes) == ("announced", before[0].paper_uuid, ["counted"])
    upgrade(database)
    assert _as_written(meeting) == before
    assert public_archive(meeting) == board
    with meeting.at() as work:
        found = find_counted(work.session, meeting.vote_row())
        assert found is not None
        announced = find_announcement(work.session, meeting.vote_row().id)
        assert announced is not None
        result = announced_result(found, meeting.row(), announced.record.get("anchor"))
    assert RESULT.digest(result, RESULT.version_of(announced.record)) == before[1]


def test_a_draft_and_a_vote_that_waits_for_its_keys_keep_their_place(database: Database, clock: FixedClock) -> None:
    draft = written(database, clock)
    downgrade(database, "0014")
    upgrade(database)
    assert draft.vote_row().state is VoteState.DRAFT and not draft.row().is_public
    draft.lock(Actor(ActorKind.OFFICER, None, "Somebody"))
    waiting = draft.vote_row()
    downgrade(database, "0014")
    upgrade(database)
    assert replace(draft.vote_row(), version=0) == replace(waiting, version=0) and draft.row().is_locked
    assert len(draft.items()) == 5


def test_a_second_vote_or_an_agenda_that_was_changed_stops_the_migration(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    meeting.plan(VotedItem(meeting.items()[1].id))
    with pytest.raises(ValueError, match="cannot be kept"):
        downgrade(database, "0014")
    # On SQLite the steps before the one that refused have been gone; each of them is undone or done, never half.
    upgrade(database)
    assert meeting.vote_row(2).state is VoteState.DRAFT, "an interrupted migration leaves the old state"
    with meeting.at() as work:
        discard_vote(work, DiscardVote(meeting.id, 2))
    downgrade(database, "0014")
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE agenda_item SET seats = 1 WHERE seats = 2"))
    with pytest.raises(ValueError, match="is not the one its ballot paper was made from"):
        upgrade(database)
    assert revisions(database)[0] == "0014"


def _as_written(meeting: Meeting) -> tuple[VoteRow, str]:
    with meeting.database.read_only(SYSTEM, meeting.clock.now()) as work:
        announced = find_announcement(work.session, meeting.vote_row().id)
    assert announced is not None
    # The older form counts the changes of an assembly and of its vote together.
    return replace(meeting.vote_row(), version=0), announced.digest

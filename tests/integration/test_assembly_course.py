"""An assembly from its first draft to the announcement, on both databases, alone and with two people at once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.service import RemoveItem, remove_item
from govapp.assembly.meeting.rules.changes import AlreadyThere, ChangedMeanwhile
from govapp.assembly.meeting.rules.refusals import AgendaLocked, AssemblyExists, DatesDoNotFit, TitleMissing
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.results import find_counted
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.rules.states import (
    NotCounted,
    NotYetPossible,
    VoteState,
    WindowNotReached,
    WindowPassed,
)
from govapp.assembly.votes.service import (
    Announce,
    AssemblyDraft,
    CloseVoting,
    CreateAssembly,
    EditAssembly,
    LockVote,
    OpenVoting,
    announce,
    close_due,
    close_voting,
    create_assembly,
    edit_assembly,
    lock_vote,
    open_voting,
)
from govapp.assembly.votes.service.voting import AgendaNotReady
from govapp.ballots.rules import SERVER
from govapp.ballots.rules.key_groups import KeysNotTested
from govapp.ballots.rules.refusals import KeysMissing, ReasonNeeded
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.kernel.actors import SYSTEM, Actor
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Texts
from govapp.outbox.models import OutboxMessage
from tests.factories.assembly import (
    BALLOTS,
    KAREL,
    NADIA,
    Meeting,
    counted,
    created,
    draft,
    put_item,
    written,
)
from tests.factories.ballots import scrutineers
from tests.factories.shares import person, registered


def test_an_assembly_goes_from_draft_to_announcement(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    assert meeting.vote_row().state is VoteState.DRAFT
    meeting.lock()
    assert meeting.vote_row().state is VoteState.LOCKED
    assert meeting.open() == (6, 0)
    assert meeting.vote_row().is_voting(clock.now())
    meeting.vote(*BALLOTS)
    meeting.close()
    assert meeting.vote_row().state is VoteState.COUNTED
    digest = meeting.announce()
    assert meeting.vote_row().state is VoteState.ANNOUNCED
    with database.read_only(NADIA, clock.now()) as work:
        announced = find_announcement(work.session, meeting.id)
    assert announced is not None
    assert announced.digest == digest == sha256_hex(canonical_json(announced.record))


def test_the_verdicts_follow_from_the_ballots(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    with database.read_only(NADIA, clock.now()) as work:
        found = find_counted(work.session, meeting.vote_row())
    assert found is not None
    accounts, reserves, directors, plan = found.verdicts
    assert accounts.outcome is ItemOutcome.ADOPTED
    assert accounts.counts is not None
    assert (accounts.counts.votes_for, accounts.counts.votes_against, accounts.counts.abstentions) == (2, 1, 2)
    assert reserves.outcome is ItemOutcome.NOTED
    assert directors.elected == (0, 1)
    assert (directors.blank, directors.decisive_votes) == (1, 4)
    assert plan.order == (0, 1)
    assert found.ballots == 5


def test_what_is_announced_names_every_link_from_the_register_on(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    with database.read_only(NADIA, clock.now()) as work:
        announced = find_announcement(work.session, meeting.id)
    assert announced is not None
    record = announced.record
    assert record["roll"]["size"] == 6
    assert len(record["roll"]["register_head"]) == 64
    assert len(record["paper"]["archive_head"]) == 64
    assert [item["verdict"] for item in record["items"]] == ["adopted", "noted", "elected", "ranked"]


def test_an_announcement_refuses_to_be_changed_or_deleted(database: Database, clock: FixedClock) -> None:
    counted(database, clock).announce()
    for statement in ("UPDATE announcement SET digest = 'x'", "DELETE FROM announcement"):
        with pytest.raises(DBAPIError, match="append-only"), database.unit_of_work(NADIA, clock.now()) as work:
            work.session.execute(text(statement))


def test_every_step_leaves_a_line_in_the_journal(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    with database.read_only(NADIA, clock.now()) as work:
        tags = work.session.scalars(
            text("SELECT tag FROM journal_entry WHERE subject = :subject ORDER BY sequence"),
            {"subject": f"assembly:{meeting.id}"},
        ).all()
    assert [tag for tag in tags if tag.startswith("assembly:")] == [
        "assembly:created",
        "assembly:locked",
        "assembly:opened",
        "assembly:closed",
        "assembly:announced",
    ]


def test_a_locked_agenda_and_head_refuse_every_change(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    item = meeting.items()[0]
    meeting.lock()
    with pytest.raises(AgendaLocked):
        put_item(meeting, ItemKind.DECISION, Texts.same("Late"))
    with pytest.raises(AgendaLocked), meeting.at() as work:
        remove_item(work, RemoveItem(item.id))
    with pytest.raises(AgendaLocked), meeting.at() as work:
        edit_assembly(work, EditAssembly(meeting.id, meeting.row().version, draft(clock)))


def test_an_agenda_with_faults_cannot_be_locked(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    with pytest.raises(AgendaNotReady):
        meeting.lock()
    put_item(meeting, ItemKind.INFORMATION, Texts.same("Only words"))
    with pytest.raises(AgendaNotReady):
        meeting.lock()


def test_steps_out_of_order_are_refused_with_a_sentence(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    with pytest.raises(NotYetPossible), meeting.at() as work:
        open_voting(work, OpenVoting(meeting.id))
    with pytest.raises(NotYetPossible), meeting.at() as work:
        close_voting(work, CloseVoting(meeting.id, "early"))
    meeting.lock()
    with pytest.raises(WindowNotReached), meeting.at() as work:
        open_voting(work, OpenVoting(meeting.id))
    meeting.open()
    with pytest.raises(NotYetPossible), meeting.at() as work:
        announce(work, Announce(meeting.id))


def test_voting_that_was_never_opened_in_time_stays_closed(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    clock.set(meeting.vote_row().closes_at)
    with pytest.raises(WindowPassed), meeting.at() as work:
        open_voting(work, OpenVoting(meeting.id))


def test_closing_early_needs_a_reason_which_the_journal_keeps(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    meeting.vote(*BALLOTS)
    with pytest.raises(ReasonNeeded), meeting.at() as work:
        close_voting(work, CloseVoting(meeting.id, " "))
    meeting.close("The hall has to be left")
    with database.read_only(NADIA, clock.now()) as work:
        reasons = work.session.scalars(
            text("SELECT reason FROM journal_entry WHERE tag = 'assembly:closed'"),
        ).all()
    assert reasons == ["The hall has to be left"]


def test_voting_closes_by_itself_at_the_announced_hour_and_only_then(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    meeting.vote(*BALLOTS)
    clock.set(meeting.vote_row().closes_at - timedelta(seconds=1))
    assert _close_due(database, clock) == ()
    clock.set(meeting.vote_row().closes_at + timedelta(seconds=30))
    assert _close_due(database, clock) == (meeting.id,)
    assert _close_due(database, clock) == ()
    assert meeting.vote_row().state is VoteState.COUNTED


def _close_due(database: Database, clock: FixedClock) -> tuple[int, ...]:
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        return close_due(work)


def test_nothing_is_announced_before_the_key_holders_have_opened_the_count(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    holders = scrutineers(database, clock, 2)
    meeting.lock(*holders)
    uuid = meeting.vote_row().prepared_paper_uuid
    assert _asked(database, clock, "keys_wanted") == [f"/office/keys/{meeting.keys.uuid}"] * 2
    clock.set(meeting.vote_row().opens_at)
    with pytest.raises(KeysMissing), meeting.at() as work:
        open_voting(work, OpenVoting(meeting.id))
    meeting.keys.begin()
    meeting.keys.promise()
    meeting.keys.contribute()
    meeting.keys.finish()
    with pytest.raises(KeysNotTested), meeting.at() as work:
        open_voting(work, OpenVoting(meeting.id))
    meeting.keys.test()
    meeting.open()
    meeting.vote(*BALLOTS)
    assert _asked(database, clock, "count_wanted") == []
    meeting.close()
    assert meeting.vote_row().state is VoteState.CLOSED
    assert _asked(database, clock, "count_wanted") == [f"/office/papers/{uuid}/decrypt"] * 2
    with pytest.raises(NotCounted):
        meeting.announce()


def _asked(database: Database, clock: FixedClock, letter: str) -> list[str]:
    """Return where key holders are led by the mails of one kind."""
    with database.read_only(NADIA, clock.now()) as work:
        found = work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == letter))
        return [str(each.facts["path"]) for each in found]


def test_everybody_with_an_address_gets_one_link_and_the_others_are_listed_for_post(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock, voters=5)
    with database.unit_of_work(NADIA, clock.now()) as work:
        registered(work, person("Zonder Adres"))
    meeting.lock()
    assert meeting.open() == (5, 1)
    with database.read_only(NADIA, clock.now()) as work:
        mails = work.session.execute(
            text("SELECT to_address, link_id FROM outbox_message WHERE template = 'invitation'"),
        ).all()
    assert len({address for address, _link in mails}) == len({link for _address, link in mails}) == 5


@pytest.mark.parametrize("step", ["lock", "open", "close", "announce"])
def test_of_two_secretaries_pressing_at_once_one_wins_and_the_other_is_told(
    database: Database, clock: FixedClock, step: str
) -> None:
    meeting = _just_before(step, database, clock)
    version = meeting.row().version
    use_cases: dict[str, Callable[[Work], object]] = {
        "lock": lambda work: lock_vote(work, LockVote(meeting.id, version, (SERVER,))),
        "open": lambda work: open_voting(work, OpenVoting(meeting.id)),
        "close": lambda work: close_voting(work, CloseVoting(meeting.id)),
        "announce": lambda work: announce(work, Announce(meeting.id)),
    }
    outcomes = _at_once(database, clock, use_cases[step])
    assert sum(isinstance(outcome, AlreadyThere) for outcome in outcomes) == 1
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1
    if step == "open":
        meeting.write_letters()
        with database.read_only(NADIA, clock.now()) as work:
            assert work.session.scalar(text("SELECT count(*) FROM outbox_message WHERE template = 'invitation'")) == 6


def _just_before(step: str, database: Database, clock: FixedClock) -> Meeting:
    meeting = written(database, clock)
    if step == "lock":
        return meeting
    meeting.lock()
    clock.set(meeting.vote_row().opens_at)
    if step == "open":
        return meeting
    meeting.open()
    meeting.vote(*BALLOTS)
    clock.set(meeting.vote_row().closes_at)
    if step == "announce":
        meeting.close()
    return meeting


def _at_once(database: Database, clock: FixedClock, use_case: Callable[[Work], object]) -> list[object]:
    barrier = threading.Barrier(2)
    outcomes: list[object] = []

    def press(actor: Actor) -> None:
        barrier.wait()
        try:
            outcomes.append(database.transact(actor, clock, use_case))
        except Refusal as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=press, args=(actor,)) for actor in (NADIA, KAREL)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_the_same_assembly_is_not_made_twice(database: Database, clock: FixedClock) -> None:
    created(database, clock)
    with pytest.raises(AssemblyExists), database.unit_of_work(KAREL, clock.now()) as work:
        create_assembly(work, CreateAssembly(draft(clock)))


def test_a_head_without_title_or_with_dates_upside_down_is_refused(database: Database, clock: FixedClock) -> None:
    faults: list[tuple[type[Refusal], AssemblyDraft]] = [
        (TitleMissing, draft(clock, title=Texts())),
        (DatesDoNotFit, draft(clock, closes_at=clock.now())),
        (DatesDoNotFit, draft(clock, record_date=(clock.now() + timedelta(days=3)).date())),
    ]
    for refusal, values in faults:
        with pytest.raises(refusal), database.unit_of_work(NADIA, clock.now()) as work:
            create_assembly(work, CreateAssembly(values))


def test_two_people_editing_the_head_do_not_overwrite_each_other(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    version = meeting.row().version
    with meeting.at(KAREL) as work:
        edit_assembly(work, EditAssembly(meeting.id, version, draft(clock, place=Texts.same("Luik"))))
    with pytest.raises(ChangedMeanwhile, match="Karel Maes"), meeting.at(NADIA) as work:
        edit_assembly(work, EditAssembly(meeting.id, version, draft(clock, place=Texts.same("Gent"))))
    assert meeting.row().place == Texts.same("Luik")

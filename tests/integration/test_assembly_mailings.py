"""Letters to everybody on the roll, written by the worker in batches: once each, whatever happens in between."""

import os
import random
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from govapp import worker
from govapp.accounts.models import Link
from govapp.assembly.convocation.service.mailings import Batch
from govapp.assembly.letters import AssemblyLetter
from govapp.assembly.votes.service import (
    Announce,
    CloseVoting,
    OpenVoting,
    Remind,
    announce,
    close_voting,
    confirm_early_closing,
    open_voting,
    remind,
    write_letters,
)
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from govapp.outbox import mailings, queries, queue
from govapp.outbox.mailings import MailingLetter
from govapp.outbox.models import OutboxMessage
from govapp.outbox.queries import MailingRow
from govapp.outbox.rules import MailingState, MessageState, Next, Pace
from govapp.outbox.transports import InboxTransport
from govapp.outbox.worker import Round
from govapp.settings import Settings
from govapp.worker import Scribe
from tests.conftest import KEY
from tests.factories.assembly import BALLOTS, NADIA, Meeting, written
from tests.factories.ballots import SCRUTINEER
from tests.factories.mail import a_message, a_worker
from tests.factories.shares import person, registered

VOTERS = 7


def opened(database: Database, clock: FixedClock, *, voters: int = VOTERS) -> Meeting:
    """Return an open assembly whose invitations are asked for, with one more on the roll who has no address."""
    meeting = written(database, clock, voters=voters)
    with database.unit_of_work(NADIA, clock.now()) as work:
        registered(work, person("Zonder Adres"))
    meeting.lock()
    clock.set(meeting.vote_row().opens_at)
    with meeting.at() as work:
        assert open_voting(work, OpenVoting(meeting.id)) == (voters, 1)
    return meeting


def batch(meeting: Meeting, limit: int = 2) -> Batch | None:
    with meeting.at(SYSTEM) as work:
        return write_letters(work, limit)


def letters(meeting: Meeting) -> list[tuple[int | None, str, str]]:
    """Return mailing, letter and address of all letters, in the order in which they were written."""
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        statement = select(OutboxMessage.mailing_id, OutboxMessage.template, OutboxMessage.to_address)
        rows = work.session.execute(statement.where(OutboxMessage.mailing_id.is_not(None)).order_by(OutboxMessage.id))
        return [(row[0], row[1], row[2]) for row in rows]


def invited(meeting: Meeting) -> list[str]:
    return [address for _mailing, letter, address in letters(meeting) if letter == "invitation"]


def everybody(count: int = VOTERS) -> list[str]:
    return [f"an.{number}@mail.example" for number in range(1, count + 1)]


def states(meeting: Meeting, letter: str = "") -> list[MailingRow]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        rows = queries.list_mailings(work.session, f"assembly:{meeting.id}")
        return [row for row in rows if letter in {"", row.template}]


def journal(meeting: Meeting, tag: str) -> list[tuple[str, str]]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        rows = work.session.execute(
            text("SELECT actor_name, facts FROM journal_entry WHERE tag = :tag ORDER BY sequence"), {"tag": tag}
        )
        return [(row[0], row[1]) for row in rows]


def test_opening_writes_one_row_and_leaves_the_letters_to_the_worker(database: Database, clock: FixedClock) -> None:
    meeting = opened(database, clock)
    assert letters(meeting) == []
    (row,) = states(meeting)
    assert (row.template, row.people, row.written, row.state) == ("invitation", VOTERS, 0, MailingState.WRITING)
    assert (row.asked_by, row.asked_at, row.finished_at) == (NADIA.name, clock.now(), None)
    assert journal(meeting, "assembly:opened") == [
        (NADIA.name, f'{{"to_invite_by_mail":{VOTERS},"to_write_by_post":1}}')
    ]


def test_batches_go_on_where_the_last_one_ended_and_the_end_stands_in_the_journal(
    database: Database, clock: FixedClock
) -> None:
    meeting = opened(database, clock)
    assert [each.letters for each in iter(lambda: batch(meeting, 3), None)] == [3, 3, 1]
    assert invited(meeting) == everybody()
    (row,) = states(meeting)
    assert (row.written, row.state, row.finished_at) == (VOTERS, MailingState.WRITTEN, clock.now())
    facts = f'{{"at_most":{VOTERS},"called_off":0,"letter":"invitation","mailing":1,"written":{VOTERS}}}'
    assert journal(meeting, "mailing:written") == [("GovApp", facts)]
    assert batch(meeting) is None


def test_every_letter_carries_a_link_of_its_reader(database: Database, clock: FixedClock) -> None:
    meeting = opened(database, clock)
    meeting.write_letters()
    with database.read_only(NADIA, clock.now()) as work:
        links = {link.id: link for link in work.session.scalars(select(Link))}
        messages = list(work.session.scalars(select(OutboxMessage)))
    assert len(links) == len(messages) == VOTERS
    for message in messages:
        link = links[message.link_id or 0]
        assert (link.email, link.expires_at) == (message.to_address, meeting.vote_row().closes_at)


class PowerCut(BaseException):
    """The machine stops before the transaction is written."""


def test_a_batch_that_breaks_off_leaves_no_letter_and_no_link(database: Database, clock: FixedClock) -> None:
    meeting = opened(database, clock)
    batch(meeting)
    with pytest.raises(PowerCut), meeting.at(SYSTEM) as work:
        assert write_letters(work, 2) is not None
        raise PowerCut
    with database.read_only(NADIA, clock.now()) as work:
        assert len(list(work.session.scalars(select(Link)))) == 2
    assert invited(meeting) == everybody()[:2]
    meeting.write_letters()
    assert invited(meeting) == everybody()


def test_the_database_itself_refuses_a_second_letter_to_the_same_place(database: Database, clock: FixedClock) -> None:
    meeting = opened(database, clock)
    with meeting.at(SYSTEM) as work:
        stale = mailings.claim(work)
    assert stale is not None
    assert stale.pace == Pace()
    batch(meeting)
    with pytest.raises(IntegrityError), meeting.at(SYSTEM) as work:
        mailings.write(work, stale, [1], [MailingLetter(1, a_message())], 2)
    assert invited(meeting) == everybody()[:2]


def test_four_workers_at_once_write_to_everybody_once(database: Database, clock: FixedClock) -> None:
    meeting = opened(database, clock, voters=20)
    barrier = threading.Barrier(4)

    def work_off() -> None:
        barrier.wait()
        while states(meeting)[0].state is MailingState.WRITING:
            database.transact(SYSTEM, clock, lambda work: write_letters(work, 2))

    threads = [threading.Thread(target=work_off) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert invited(meeting) == everybody(20)


def test_a_worker_killed_again_and_again_loses_nobody_and_writes_to_nobody_twice(
    database: Database, database_url: str
) -> None:
    clock = FixedClock(datetime.now(UTC) - timedelta(hours=1))
    meeting = opened(database, clock, voters=40)
    environment = {**os.environ, "GOVAPP_DATABASE_URL": database_url, "GOVAPP_SECRET_KEY": KEY}
    moments = random.Random(1789)
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.slow_letter_writer"], env=environment, text=True, stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout
            for _line in range(moments.randint(1, 3)):
                assert writer.stdout.readline() == "written\n"
            os.kill(writer.pid, signal.SIGKILL)
    assert 0 < len(invited(meeting)) < 40, "the worker was killed while it had something to do"
    meeting.write_letters()
    assert invited(meeting) == everybody(40)


def test_mailings_about_one_assembly_are_written_in_the_order_in_which_they_were_asked_for(
    database: Database, clock: FixedClock
) -> None:
    meeting = opened(database, clock)
    with meeting.at() as work:
        remind(work, Remind(meeting.id))
    meeting.write_letters()
    assert [letter for _mailing, letter, _address in letters(meeting)] == ["invitation"] * VOTERS + [
        "reminder"
    ] * VOTERS


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_a_second_worker_takes_the_next_thing_and_not_the_next_letter_about_the_same(
    database: Database, clock: FixedClock
) -> None:
    meeting = opened(database, clock)
    with meeting.at() as work:
        remind(work, Remind(meeting.id))
        other = mailings.begin(work, AssemblyLetter.RESULT, SubjectRef("assembly:999"), VOTERS)
    with meeting.at(SYSTEM) as held:
        first = mailings.claim(held)
        with meeting.at(SYSTEM) as work:
            second = mailings.claim(work)
            third = database.transact(SYSTEM, clock, mailings.claim)
    assert first is not None
    assert second is not None
    assert (first.template, second.id, third) == ("invitation", other, None)


def test_closing_stops_the_letters_that_are_not_written_yet(database: Database, clock: FixedClock) -> None:
    meeting = opened(database, clock)
    batch(meeting)
    with meeting.at() as work:
        remind(work, Remind(meeting.id))
    meeting.close("The hall has to be left")
    meeting.write_letters()
    assert invited(meeting) == everybody()[:2]
    assert [(row.template, row.written, row.state) for row in states(meeting)] == [
        ("early_closing", VOTERS, MailingState.WRITTEN),
        ("reminder", 0, MailingState.STOPPED),
        ("invitation", 2, MailingState.STOPPED),
    ]
    assert journal(meeting, "mailing:called_off") == [
        (SCRUTINEER.name, f'{{"at_most":{VOTERS},"called_off":2,"letter":"invitation","mailing":1,"written":2}}'),
        (SCRUTINEER.name, f'{{"at_most":{VOTERS},"called_off":0,"letter":"reminder","mailing":2,"written":0}}'),
    ]


def test_closing_calls_off_the_letters_that_have_not_left_yet(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    meeting = opened(database, clock)
    meeting.write_letters()
    sender = a_worker(database, clock, settings, InboxTransport())
    sender.run_once(3)
    claimed = database.transact(SYSTEM, clock, lambda work: queue.claim(work, 1))
    meeting.close("The hall has to be left")
    assert sender.run_once() == Round()
    (row,) = states(meeting, "invitation")
    assert (row.state, row.sent, row.called_off, row.left) == (MailingState.WRITTEN, 3, VOTERS - 4, 1)
    after = Next(MessageState.SENT, clock.now())
    database.transact(SYSTEM, clock, lambda work: queue.settle(work, claimed[0], after, ""))
    (row,) = states(meeting, "invitation")
    assert (row.sent, row.left) == (4, 0), "what was on its way when voting closed arrived"
    assert len(journal(meeting, "mailing:called_off")) == 1


def test_nobody_is_invited_after_the_closing_hour_even_before_the_vote_is_closed(
    database: Database, clock: FixedClock
) -> None:
    meeting = opened(database, clock)
    batch(meeting)
    clock.set(meeting.vote_row().closes_at)
    meeting.write_letters()
    assert invited(meeting) == everybody()[:2]
    assert states(meeting)[0].state is MailingState.STOPPED
    meeting.close()
    assert len(journal(meeting, "mailing:called_off")) == 1


def test_closing_waits_for_the_batch_that_is_being_written(database: Database, clock: FixedClock) -> None:
    meeting = opened(database, clock)
    claimed, closed = threading.Event(), threading.Event()
    uuid = meeting.vote_row().prepared_paper_uuid
    with meeting.at() as work:
        close_voting(work, CloseVoting(meeting.id, "The hall has to be left"))

    def close() -> None:
        claimed.wait()
        database.transact(SCRUTINEER, clock, lambda work: confirm_early_closing(work, uuid))
        closed.set()

    thread = threading.Thread(target=close)
    thread.start()
    with meeting.at(SYSTEM) as work:
        mailing = mailings.claim(work)
        claimed.set()
        assert mailing is not None
        assert write_letters(work, 2) is not None
        assert not closed.is_set()
    thread.join()
    meeting.write_letters()
    assert invited(meeting) == everybody()[:2]
    assert states(meeting, "invitation")[0].state is MailingState.STOPPED


def test_whoever_votes_before_the_reminder_is_written_gets_none(database: Database, clock: FixedClock) -> None:
    meeting = opened(database, clock)
    meeting.write_letters()
    meeting.vote(BALLOTS[0])
    with meeting.at() as work:
        assert remind(work, Remind(meeting.id)) == VOTERS - 1
    batch(meeting)
    meeting.hall().vote(4, *BALLOTS[1])
    meeting.write_letters()
    reminded = [address for _mailing, letter, address in letters(meeting) if letter == "reminder"]
    assert reminded == [each for each in everybody() if each not in {"an.1@mail.example", "an.5@mail.example"}]
    row = states(meeting)[0]
    assert (row.people, row.written, row.state) == (VOTERS - 1, VOTERS - 2, MailingState.WRITTEN)


def test_the_letters_about_the_result_are_written_though_nobody_votes_any_more(
    database: Database, clock: FixedClock
) -> None:
    meeting = opened(database, clock)
    meeting.write_letters()
    meeting.vote(*BALLOTS)
    meeting.close()
    with meeting.at() as work:
        announce(work, Announce(meeting.id))
    assert states(meeting)[0].people == VOTERS
    meeting.write_letters()
    assert [letter for _mailing, letter, _address in letters(meeting)][VOTERS:] == ["result"] * VOTERS


def test_progress_counts_what_was_sent_and_what_failed(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    meeting = opened(database, clock)
    batch(meeting, 4)
    a_worker(database, clock, settings, InboxTransport()).run_once(2)
    with meeting.at(SYSTEM) as work:
        work.session.execute(text("UPDATE outbox_message SET state = 'dead' WHERE place = 3"))
    with database.read_only(NADIA, clock.now()) as work:
        progress = queries.get_progress(work.session, clock.now(), 2, f"assembly:{meeting.id}")
        assert queries.get_progress(work.session, clock.now(), 2, "assembly:999").mailings == ()
    (row,) = progress.mailings
    assert (row.letters, row.written, row.sent, row.failed, row.left) == (VOTERS, 4, 2, 1, 4)
    assert progress.is_moving
    assert progress.minutes_left == 2
    assert not progress.is_silent


def test_the_worker_writes_and_sends_all_that_is_due_when_run_once(
    database: Database, clock: FixedClock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = opened(database, FixedClock(datetime.now(UTC) - timedelta(hours=1)))
    for name, value in {"DATABASE_URL": database_url, "SECRET_KEY": KEY, "DEMO": "true"}.items():
        monkeypatch.setenv(f"GOVAPP_{name}", value)
    said = CliRunner().invoke(worker.worker, ["--once"]).output
    assert (
        f"0 votes opened; 0 votes closed; {VOTERS} letters written; {VOTERS} mails sent, 0 put off, 0 given up" in said
    )
    assert invited(meeting) == everybody()


def test_the_loop_writes_until_it_is_stopped_and_a_fault_does_not_end_it(
    database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = opened(database, clock)
    stop = threading.Event()
    faults = ["a bug"]

    class Fidgety(Scribe):
        """A letter writer whose first batch goes wrong, and who is stopped when nothing is left."""

        def write_batch(self) -> int | None:
            if faults:
                raise RuntimeError(faults.pop())
            found = super().write_batch()
            if found is None:
                stop.set()
            return found

    monkeypatch.setattr("govapp.outbox.worker.TROUBLE_SECONDS", 0.0)
    Fidgety(database, clock).run_until(stop)
    assert invited(meeting) == everybody()

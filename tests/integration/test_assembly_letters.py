"""Who is written to while people can vote and after the result, on both databases."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from govapp.accounts.models import Link
from govapp.assembly.convocation.rules.reminding import NobodyToRemind, NoRemindersNow, RemindedRecently
from govapp.assembly.votes.service import Announce, Remind, announce, remind
from govapp.db.engine import Database
from govapp.kernel.actors import Actor
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Language
from govapp.outbox.models import OutboxMessage
from tests.factories.assembly import BALLOTS, KAREL, NADIA, Meeting, counted, written
from tests.factories.shares import person, registered


def mails(meeting: Meeting, template: str) -> list[OutboxMessage]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        statement = select(OutboxMessage).where(OutboxMessage.template == template).order_by(OutboxMessage.id)
        return list(work.session.scalars(statement))


def links(meeting: Meeting) -> list[Link]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        return list(work.session.scalars(select(Link).order_by(Link.id)))


def remind_all(meeting: Meeting, actor: Actor = NADIA) -> int:
    """Ask for reminders, let the worker write them, and return how many there were to be at most."""
    with meeting.at(actor) as work:
        at_most = remind(work, Remind(meeting.id))
    meeting.write_letters()
    return at_most


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an open assembly with seven on the roll: five voted, one did not, and one has no e-mail address."""
    found = written(database, clock)
    with database.unit_of_work(NADIA, clock.now()) as work:
        registered(work, person("Zonder Adres"))
    found.lock()
    found.open()
    found.vote(*BALLOTS)
    return found


def test_only_those_who_have_not_voted_and_have_an_address_are_reminded(meeting: Meeting) -> None:
    silent = meeting.voters[len(BALLOTS)]
    assert remind_all(meeting) == 1
    (mail,) = mails(meeting, "reminder")
    link = links(meeting)[-1]
    assert mail.link_id == link.id
    assert mail.to_address == link.email
    assert link.subject_ref == f"holder:{silent}"
    assert link.next_path == f"/vote/{meeting.vote_row().paper_uuid}"
    assert mail.facts["days"] == 13


def test_the_links_of_the_invitations_go_on_working(meeting: Meeting) -> None:
    remind_all(meeting)
    assert len(links(meeting)) == 7
    assert all(link.revoked_at is None for link in links(meeting))


def test_the_journal_has_the_number_and_not_who(meeting: Meeting) -> None:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        before = work.session.scalar(text("SELECT max(sequence) FROM journal_entry"))
    remind_all(meeting)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        lines = work.session.execute(
            text("SELECT tag, subject, facts FROM journal_entry WHERE sequence > :before ORDER BY sequence"),
            {"before": before},
        ).all()
    assert [tag for tag, _subject, _facts in lines] == ["assembly:reminded", "link:issued", "mailing:written"]
    assert {subject for _tag, subject, _facts in lines} == {f"assembly:{meeting.id}"}
    assert "holder" not in str(lines)


def test_a_second_reminder_within_a_day_is_refused_with_the_time_of_the_next(
    meeting: Meeting, clock: FixedClock
) -> None:
    first = clock.now()
    remind_all(meeting)
    clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    with pytest.raises(RemindedRecently) as refused:
        remind_all(meeting, KAREL)
    assert refused.value.params == {"sent_at": first, "next_at": first + timedelta(hours=24)}
    clock.advance(timedelta(seconds=1))
    assert remind_all(meeting, KAREL) == 1
    assert len(mails(meeting, "reminder")) == 2


def test_on_the_last_day_no_whole_day_is_left(meeting: Meeting, clock: FixedClock) -> None:
    clock.set(meeting.vote_row().closes_at - timedelta(hours=23))
    remind_all(meeting)
    assert mails(meeting, "reminder")[0].facts["days"] == 0


def test_nobody_is_reminded_before_the_opening_or_after_the_closing_hour(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    with pytest.raises(NoRemindersNow):
        remind_all(meeting)
    meeting.lock()
    with pytest.raises(NoRemindersNow):
        remind_all(meeting)
    meeting.open()
    clock.set(meeting.vote_row().closes_at)
    with pytest.raises(NoRemindersNow):
        remind_all(meeting)
    meeting.close()
    with pytest.raises(NoRemindersNow):
        remind_all(meeting)
    assert mails(meeting, "reminder") == []


def test_when_everybody_has_voted_nothing_is_sent_and_the_day_is_not_used_up(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock, voters=len(BALLOTS))
    meeting.lock()
    meeting.open()
    meeting.vote(*BALLOTS)
    with pytest.raises(NobodyToRemind):
        remind_all(meeting)
    assert meeting.vote_row().last_reminded_at is None


def test_two_secretaries_at_once_send_one_reminder(meeting: Meeting) -> None:
    barrier = threading.Barrier(2)
    outcomes: list[object] = []

    def press(actor: Actor) -> None:
        barrier.wait()
        try:
            outcomes.append(
                meeting.database.transact(actor, meeting.clock, lambda work: remind(work, Remind(meeting.id)))
            )
        except Refusal as refusal:
            outcomes.append(type(refusal))

    threads = [threading.Thread(target=press, args=(actor,)) for actor in (NADIA, KAREL)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == sorted([1, RemindedRecently], key=str)
    meeting.write_letters()
    assert len(mails(meeting, "reminder")) == 1


def test_the_result_is_written_to_everybody_with_an_address_once_it_is_announced(
    meeting: Meeting, clock: FixedClock
) -> None:
    meeting.close()
    assert mails(meeting, "result") == []
    meeting.announce()
    found = mails(meeting, "result")
    assert {mail.to_address for mail in found} == {mail.to_address for mail in mails(meeting, "invitation")}
    assert len(found) == 6
    assert {mail.facts["path"] for mail in found} == {f"/assemblies/{meeting.id}/result"}
    assert all(mail.link_id is None for mail in found)


def test_an_announcement_that_fails_writes_to_nobody(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)

    class PowerCut(BaseException):
        """The machine stops before the transaction is written."""

    with pytest.raises(PowerCut), meeting.at() as work:
        announce(work, Announce(meeting.id))
        raise PowerCut
    meeting.write_letters()
    assert mails(meeting, "result") == []


def test_letters_are_in_the_language_of_each_reader(meeting: Meeting) -> None:
    meeting.close()
    meeting.announce()
    languages = {mail.to_address: mail.language for mail in mails(meeting, "invitation")}
    assert all(Language(mail.language) == languages[mail.to_address] for mail in mails(meeting, "result"))

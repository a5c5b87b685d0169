"""One officer alone, or with the database, mails everybody about an incident: it waits, or is not sent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from govapp.accounts.service import suspend
from govapp.assembly.votes.models import IncidentMailAnswer, IncidentMailRequest, IncidentMessage
from govapp.assembly.votes.rules.incident_mails import (
    HOUR,
    MAX_MAILS_AN_HOUR,
    MailNeedsAnother,
    MailWaits,
    NobodyConfirms,
    NoMailWaits,
    TooManyMails,
)
from govapp.assembly.votes.rules.incidents import IncidentChanged, IncidentKind, NotTheSecretary
from govapp.assembly.votes.service.incident_mails import TellOfIncident, ask_to_tell, confirm_mail, withdraw_mail
from govapp.assembly.votes.service.incidents import ReportIncident, report_incident
from govapp.audit.rules.requests import RequestChanged
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.outbox.models import OutboxMailing, OutboxMessage
from tests.factories.assembly import NADIA, Meeting, written
from tests.factories.incidents import SECOND, a_second, tell
from tests.factories.tampering import tamper

WORDS = Texts.same("The site could not be reached for an hour. Your vote is safe.")
LIE = '{"de":"x","en":"Vote again","fr":"x","nl":"x"}'
BOTH_ROLES = replace(NADIA, roles=frozenset({Role.SECRETARY, Role.SCRUTINEER}))


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly that votes, with an incident and somebody who could confirm a mail."""
    found = written(database, clock)
    found.lock()
    found.open()
    a_second(found)
    with found.at(NADIA) as work:
        what, who = Texts(en="The site could not be reached."), Texts(en="Everybody")
        report_incident(work, ReportIncident(uuid_of(found), 1, IncidentKind.SITE, what, who, clock.now()))
    return found


def uuid_of(meeting: Meeting) -> str:
    return meeting.vote_row().prepared_paper_uuid


def mail(meeting: Meeting, place: int = 1) -> TellOfIncident:
    return TellOfIncident(uuid_of(meeting), 1, place, Texts.same(f"The site, {place}"), WORDS)


def ask(meeting: Meeting, actor: Actor = NADIA, place: int = 1) -> None:
    with meeting.at(actor) as work:
        ask_to_tell(work, mail(meeting, place))


def confirm(meeting: Meeting, actor: Actor, place: int = 1) -> None:
    with meeting.at(actor) as work:
        confirm_mail(work, uuid_of(meeting), 1, place)


def letters(meeting: Meeting) -> int:
    meeting.write_letters()
    with meeting.at() as work:
        return len(work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "incident")).all())


def test_whoever_wrote_a_mail_sends_it_to_nobody_in_whatever_role(meeting: Meeting) -> None:
    ask(meeting, BOTH_ROLES)
    assert letters(meeting) == 0
    strangers = (
        Actor(ActorKind.OFFICER, 950, "Auditor", frozenset({Role.AUDITOR, Role.ADMINISTRATOR})),
        Actor(ActorKind.SHAREHOLDER, 1, "Anna", frozenset({Role.SECRETARY})),
        SYSTEM,
    )
    for actor in (BOTH_ROLES, *strangers):
        with pytest.raises(MailNeedsAnother):
            confirm(meeting, actor)
    for actor in strangers:
        with pytest.raises(MailNeedsAnother), meeting.at(actor) as work:
            withdraw_mail(work, uuid_of(meeting), 1, 1)
    with pytest.raises(MailWaits):
        ask(meeting, place=2)
    assert letters(meeting) == 0
    confirm(meeting, a_second(meeting))
    assert letters(meeting) == len(meeting.voters)
    with pytest.raises(NoMailWaits):
        confirm(meeting, a_second(meeting))
    with meeting.at() as work:
        told = work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "second_person")).all()
    assert [(each.to_address, each.facts["waiting"]) for each in told] == [(SECOND, "incident")]


def test_a_scrutineer_confirms_and_writes_nothing_and_what_was_withdrawn_never_leaves(meeting: Meeting) -> None:
    with pytest.raises(NotTheSecretary):
        ask(meeting, a_second(meeting))
    ask(meeting)
    with meeting.at(a_second(meeting)) as work:
        withdraw_mail(work, uuid_of(meeting), 1, 1)
    for place in (1, 2):
        with pytest.raises(NoMailWaits):
            confirm(meeting, a_second(meeting), place)
    assert letters(meeting) == 0
    tell(meeting, mail(meeting, 2))
    assert letters(meeting) == len(meeting.voters)


def test_where_nobody_else_could_confirm_it_is_said_before_anything_waits(meeting: Meeting) -> None:
    second = a_second(meeting)
    with meeting.database.unit_of_work(SYSTEM, meeting.clock.now()) as work:
        suspend(work, second.id or 0)
    with pytest.raises(NobodyConfirms):
        ask(meeting)
    with meeting.at() as work:
        assert not work.session.scalars(select(IncidentMailRequest)).all()


def test_everybody_gets_three_mails_of_a_vote_an_hour_and_reads_when_the_next_can_leave(meeting: Meeting) -> None:
    first = meeting.clock.now()
    for place in range(1, MAX_MAILS_AN_HOUR + 1):
        tell(meeting, mail(meeting, place))
        meeting.clock.set(meeting.clock.now() + timedelta(minutes=5))
    fourth = MAX_MAILS_AN_HOUR + 1
    with pytest.raises(TooManyMails) as refused:
        ask(meeting, place=fourth)
    assert refused.value.params == {"most": MAX_MAILS_AN_HOUR, "at": first + HOUR}
    meeting.clock.set(first + HOUR)
    ask(meeting, place=fourth)
    confirm(meeting, a_second(meeting), fourth)
    assert letters(meeting) == fourth * len(meeting.voters)


CHANGES: dict[str, tuple[str, type[Exception]]] = {
    "another asker": ("UPDATE incident_mail_request SET asked_by = 'officer:77'", RequestChanged),
    "other words": ("UPDATE incident_mail_request SET body = :lie", IncidentChanged),
    "another subject": ("UPDATE incident_mail_request SET subject = :lie", IncidentChanged),
}


@pytest.mark.parametrize("changed", CHANGES)
def test_what_waits_is_compared_with_the_journal_before_it_leaves(meeting: Meeting, changed: str) -> None:
    ask(meeting)
    statement, refusal = CHANGES[changed]
    tamper(meeting.database, "incident_mail_request", statement, **({"lie": LIE} if ":lie" in statement else {}))
    # With another name beside it, whoever wrote the mail would confirm it too.
    for actor in (NADIA, a_second(meeting)):
        with pytest.raises((refusal, MailNeedsAnother)):
            confirm(meeting, actor)
    with pytest.raises(refusal):
        confirm(meeting, a_second(meeting))
    assert letters(meeting) == 0


def test_words_that_are_changed_between_confirming_and_writing_reach_nobody(meeting: Meeting) -> None:
    tell(meeting, mail(meeting))
    tamper(meeting.database, "incident_message", "UPDATE incident_message SET body = :lie", lie=LIE)
    assert letters(meeting) == 0
    with meeting.at() as work:
        (mailing,) = work.session.scalars(select(OutboxMailing).where(OutboxMailing.template == "incident")).all()
    assert (mailing.state, mailing.written) == ("stopped", 0)


def test_the_database_takes_no_confirmation_by_the_same_person(meeting: Meeting) -> None:
    ask(meeting)
    with pytest.raises(IntegrityError), meeting.at() as work:
        request = work.session.scalars(select(IncidentMailRequest)).one()
        words = {"subject": request.subject, "body": request.body}
        mailing = OutboxMailing(template="incident", subject_ref="assembly:1", state="writing", people=6, cursor=0)
        mailing.written, mailing.asked_at, mailing.asked_by = 0, work.now, "x"
        work.session.add(mailing)
        work.session.flush()
        by = {"asked_at": work.now, "asked_by": request.asked_by, "asked_by_name": "x"}
        message = IncidentMessage(incident_id=request.incident_id, place=1, mailing_id=mailing.id, **words, **by)
        work.session.add(message)
        work.session.flush()
        answered = {"answered_at": work.now, "answered_by": request.asked_by, "answered_by_name": "x"}
        answer = {"request_id": request.id, "asked_by": request.asked_by, "message_id": message.id}
        work.session.add(IncidentMailAnswer(**answer, **answered))
        work.session.flush()

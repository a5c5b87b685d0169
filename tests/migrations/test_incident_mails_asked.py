"""Mails about incidents that were sent before the step stay what the journal tells; later ones wait for a second."""

from sqlalchemy import select

from govapp.assembly.convocation.rules.occasions import Occasion
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import IncidentMessage, VoteIncident
from govapp.assembly.votes.queries.incidents import list_incidents
from govapp.assembly.votes.queries.journal_lines import list_journal_faults
from govapp.assembly.votes.rules.incident_messages import line_of_journal
from govapp.assembly.votes.rules.incidents import IncidentKind
from govapp.assembly.votes.service.incident_mails import TellOfIncident
from govapp.assembly.votes.service.incidents import ReportIncident, report_incident
from govapp.assembly.votes.service.mailings import write_to
from govapp.audit import journal
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Texts
from tests.factories.assembly import Meeting, written
from tests.factories.incidents import tell
from tests.migrations.steps import before

WORDS = Texts.same("The site could not be reached for an hour. Your vote is safe.")


def sent_alone(meeting: Meeting) -> None:
    """Send a mail as the version of before did: by one person."""
    with meeting.at() as work:
        incident = work.session.scalars(select(VoteIncident)).one()
        by = {"asked_at": work.now, "asked_by": work.actor.reference, "asked_by_name": work.actor.name}
        words = {"subject": WORDS.as_dict(), "body": WORDS.as_dict()}
        mailing = write_to(work, meeting.vote_row(), Occasion.INCIDENT, 6)
        work.session.add(IncidentMessage(incident_id=incident.id, place=1, mailing_id=mailing, **words, **by))
        work.session.flush()
        facts = {"incident": 1, "message": 1, "to_mail": 6}
        about, reason = SubjectRef.to("assembly", meeting.id), line_of_journal(WORDS, WORDS)
        journal.record(work, AssemblyTag.INCIDENT_TOLD, about, facts=facts, reason=reason)


def test_a_mail_of_before_stays_what_the_journal_tells_and_the_next_one_is_confirmed(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    uuid = meeting.vote_row().prepared_paper_uuid
    with meeting.at() as work:
        what = Texts(en="No mail arrived at all."), Texts(en="Everybody")
        report_incident(work, ReportIncident(uuid, 1, IncidentKind.MAIL, *what, clock.now()))
    sent_alone(meeting)
    downgrade(database, before(database, "incident_mails_asked"))
    upgrade(database)
    tell(meeting, TellOfIncident(uuid, 1, 1, WORDS, WORDS))
    with meeting.at() as work:
        (found,) = list_incidents(work.session, meeting.vote_row().id)
        assert list(list_journal_faults(work.session, meeting.vote_row())) == []
    assert [each.request for each in found.messages] == [None, 1]

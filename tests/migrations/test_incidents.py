"""Votes of before have no incidents, and get them after the step; what was written goes when the step is taken back."""

from datetime import timedelta

from govapp.assembly.votes.queries.incidents import list_incidents
from govapp.assembly.votes.rules.incidents import IncidentKind
from govapp.assembly.votes.service.incidents import ReportIncident, report_incident
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import Meeting, written
from tests.migrations.steps import before


def report(meeting: Meeting) -> None:
    with meeting.at() as work:
        since = work.now - timedelta(minutes=5)
        uuid = meeting.vote_row().prepared_paper_uuid
        report_incident(work, ReportIncident(uuid, 1, IncidentKind.MAIL, "No mail arrived.", "Everybody", since))


def test_a_vote_of_before_gets_its_incidents_after_the_step(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    report(meeting)
    downgrade(database, before(database, "incidents"))
    upgrade(database)
    with meeting.at() as work:
        assert list_incidents(work.session, meeting.vote_row().id) == ()
    report(meeting)
    with meeting.at() as work:
        assert len(list_incidents(work.session, meeting.vote_row().id)) == 1

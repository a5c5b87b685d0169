"""Assemblies of before have no attendance, and get it after the step; what was written goes when it is taken back."""

from datetime import timedelta

from govapp.assembly.attendance.queries.rows import list_attendance, list_bureau
from govapp.assembly.attendance.rules.bureau import BureauOffice
from govapp.assembly.attendance.service.bureau import AppointToBureau, appoint_to_bureau
from govapp.assembly.attendance.service.desk import CheckIn, check_in
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import Meeting, written
from tests.migrations.steps import before


def record(meeting: Meeting) -> None:
    with meeting.at() as work:
        appoint_to_bureau(work, AppointToBureau(meeting.id, BureauOffice.CHAIR, "Anna Peeters", "Hall", work.now))
        check_in(work, CheckIn(meeting.id, meeting.vote_row().frozen_roll_id, meeting.voters[0], 1))


def test_an_assembly_of_before_gets_its_attendance_after_the_step(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    clock.set(meeting.vote_row().closes_at - timedelta(minutes=30))
    record(meeting)
    downgrade(database, before(database, "attendance"))
    upgrade(database)
    with meeting.at() as work:
        assert (list_bureau(work.session, meeting.id), list_attendance(work.session, meeting.id)) == ((), ())
    record(meeting)
    with meeting.at() as work:
        assert len(list_attendance(work.session, meeting.id)) == 1

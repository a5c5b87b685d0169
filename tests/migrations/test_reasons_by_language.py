"""Words of incidents that were written before they had languages read as before, and new ones have languages."""

from datetime import timedelta

from govapp.assembly.votes.queries.incidents import list_incidents
from govapp.assembly.votes.rules.incidents import IncidentKind
from govapp.assembly.votes.service.incidents import ReportIncident, report_incident
from govapp.ballots.queries import find_early_closing
from govapp.ballots.service import ask_early_closing
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts, Words
from tests.factories.assembly import Meeting, written
from tests.migrations.steps import before


def report(meeting: Meeting, number: int, what: Words, who: Words) -> None:
    with meeting.at() as work:
        since = work.now - timedelta(minutes=5)
        uuid = meeting.vote_row().prepared_paper_uuid
        report_incident(work, ReportIncident(uuid, number, IncidentKind.MAIL, what, who, since))


def test_old_words_stay_and_new_ones_have_languages(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    report(meeting, 1, "No mail has arrived.", "Everybody")
    with meeting.at() as work:
        ask_early_closing(work, meeting.vote_row().prepared_paper_uuid, "Everybody has voted.")
    downgrade(database, before(database, "reasons_by_language"))
    upgrade(database)
    report(meeting, 2, Texts(nl="Er kwam geen mail aan."), Texts(nl="Iedereen"))
    with meeting.at() as work:
        old, new = list_incidents(work.session, meeting.vote_row().id)
        asked = find_early_closing(work.session, meeting.hall().paper())
    assert (old.happened, old.affected) == ("No mail has arrived.", "Everybody")
    assert (new.happened, new.affected) == (Texts(nl="Er kwam geen mail aan."), Texts(nl="Iedereen"))
    assert asked is not None
    assert asked.reason == "Everybody has voted."

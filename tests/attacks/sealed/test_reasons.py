"""A reason in several languages is what the journal tells, and another one in its place is named."""

from sqlalchemy import text

from govapp.assembly.votes.queries.journal_lines import is_as_told
from govapp.assembly.votes.service import CloseVoting, close_voting
from govapp.ballots.service import list_paper_faults
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from tests.factories.assembly import Meeting, written
from tests.factories.tampering import without_triggers

REASON = Texts(nl="Iedereen op de lijst heeft gestemd.", fr="Toutes les personnes de la liste ont voté.")


def faults(meeting: Meeting) -> list[str]:
    with meeting.at() as work:
        paper = meeting.vote_row().paper
        assert paper is not None
        return list(list_paper_faults(work.session, paper))


def test_a_reason_in_two_languages_is_what_the_journal_tells_and_another_one_is_not(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    with meeting.at() as work:
        assert not close_voting(work, CloseVoting(meeting.id, REASON))
    assert faults(meeting) == []
    for changed in ('{"nl":"Het is mooi geweest."}', "no JSON", '{"nl":5}'):
        with without_triggers(database, "early_closing") as connection:
            connection.execute(text("UPDATE early_closing SET reason = :changed"), {"changed": changed})
        assert faults(meeting) == ["what was asked about closing early is not what the journal tells"]
        with meeting.at() as work:
            assert not is_as_told(work.session, meeting.vote_row())

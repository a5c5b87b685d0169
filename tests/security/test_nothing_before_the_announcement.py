"""What the public can work out of a vote: nothing before the count, no figure before the announcement, never who."""

import pytest
from flask import Flask
from sqlalchemy import select, text

from govapp.audit.models import JournalEntryRecord
from govapp.ballots.rules.refusals import PaperNotAsSealed
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import read_archive
from pybelenios.receipts.tracker import tracker_to_path
from pybelenios.verifier.checks import verify
from tests.factories.accounts import a_browser, a_link
from tests.factories.assembly import BALLOTS, counted, written
from tests.factories.ballots import FOR, SECRETARY, decision, opened, prepared
from tests.web.page import PageClient

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
OTHER_FIGURES = "UPDATE paper SET result = '[[0,5,0],[0,0,0,5],[0,0,5]]', counted = 50"
TELLING = {EventType.PARTIAL_DECRYPTION, EventType.RESULT}


def kinds(visitor: PageClient, uuid: str) -> set[EventType]:
    archive = visitor.download(f"/board/{uuid}/archive").data
    assert verify(archive).valid
    return {event.type for event in read_archive(archive).events}


def test_the_public_archive_holds_the_result_from_its_announcement_on(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    visitor, uuid = a_browser(app), meeting.hall().uuid
    assert not kinds(visitor, uuid) & TELLING
    head = meeting.hall().paper().head
    assert head not in visitor.get(f"/board/{uuid}").text
    meeting.announce()
    assert kinds(visitor, uuid) >= TELLING
    assert visitor.download(f"/board/{uuid}/archive").data == meeting.hall().archive()
    assert head in visitor.get(f"/board/{uuid}").text


def test_figures_written_into_the_row_of_a_paper_are_not_announced(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    with meeting.at() as work:
        work.session.execute(text(OTHER_FIGURES))
    with pytest.raises(PaperNotAsSealed):
        meeting.announce()


def test_figures_written_into_the_row_after_the_announcement_are_not_shown(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    assert a_browser(app).download(f"/assemblies/{meeting.id}/result.json").get_json()["ballots"] == 5
    with meeting.at() as work:
        work.session.execute(text(OTHER_FIGURES))
    a_browser(app).get(f"/assemblies/{meeting.id}/result", status=409)
    a_browser(app).download(f"/assemblies/{meeting.id}/result.json", status=409)


def test_the_first_key_holders_share_is_not_public_while_the_second_is_awaited(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    hall = prepared(database, clock, questions=(decision(),), trustees=2)
    hall.make_keys()
    hall.seal()
    hall.open()
    clock.set(hall.paper().opens_at)
    hall.vote(0, FOR)
    hall.close("Everybody has voted.")
    hall.decrypt(0)
    assert not kinds(a_browser(app), hall.uuid) & TELLING
    hall.decrypt(1)
    assert not kinds(a_browser(app), hall.uuid) & TELLING


def test_the_journal_does_not_say_whose_ballot_came_when(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=(decision(),))
    hall.vote(1, FOR)
    hall.vote(0, FOR)
    with database.read_only(SECRETARY, clock.now()) as work:
        lines = list(work.session.scalars(select(JournalEntryRecord).where(JournalEntryRecord.tag == "ballot:cast")))
    assert [(line.actor, line.actor_name, line.subject) for line in lines] == [("shareholder", "", hall.subject)] * 2


def test_no_receipt_code_or_receipt_file_of_another_voter_is_given_out(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    hall = meeting.hall()
    receipt = hall.vote(0, *BALLOTS[0])
    other = a_browser(app)
    other.raw.post(
        a_link(database, clock.now(), subject_ref=f"holder:{meeting.voters[1]}"), data={"csrf_token": other.token()}
    )
    path = f"/vote/{hall.uuid}/receipt/{tracker_to_path(receipt.tracker)}"
    other.get(path, status=404)
    other.download(f"{path}/file", status=404)
    other.post(f"{path}/mail", status=404)
    code = other.download(f"/vote/{hall.uuid}/credential").get_json()
    assert not code["has_voted"]

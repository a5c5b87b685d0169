"""Minutes are drafted from what was sealed, completed by hand, fixed once and signed; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from govapp.assembly.agenda.rules.documents import DocumentNotItsKind
from govapp.assembly.attendance.rules.bureau import BureauOffice
from govapp.assembly.attendance.rules.meeting_day import MeetingHour
from govapp.assembly.attendance.service.bureau import AppointToBureau, RecordHour, appoint_to_bureau, record_hour
from govapp.assembly.attendance.service.desk import CheckIn, check_in
from govapp.assembly.meeting.rules.changes import ChangedMeanwhile
from govapp.assembly.minutes.models import MinutesVersion, SignedMinutes
from govapp.assembly.minutes.queries import get_facts, get_note, get_signed, get_version, list_versions
from govapp.assembly.minutes.rules.annexes import without_annexes
from govapp.assembly.minutes.rules.drafting import draft_minutes
from govapp.assembly.minutes.rules.record import MINUTES, Minutes, MinutesLine, differences, reading_digest
from govapp.assembly.minutes.rules.refusals import (
    AlreadySigned,
    DraftChanged,
    MeetingNotHeld,
    MinutesNotFound,
    MinutesTooLong,
    MinutesUnchanged,
    NotAPdf,
    VotesUndecided,
)
from govapp.assembly.minutes.service import (
    MAX_NOTE_CHARACTERS,
    AddSigned,
    FixMinutes,
    WriteNote,
    add_signed,
    compile_draft,
    fix_minutes,
    write_note,
)
from govapp.assembly.votes.rules.drafts import VotedItem
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language, Texts
from tests.factories.assembly import BALLOTS, Meeting, counted, written

SCAN = b"%PDF-1.7 scanned and signed"
SAID = Texts(nl="Mevrouw Claes vraagt naar de reserves.", fr="Madame Claes demande l'état des réserves.")


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly whose result is announced on the day of its meeting."""
    found = counted(database, clock)
    found.announce()
    return found


def draft(meeting: Meeting) -> Minutes:
    with meeting.at() as work:
        return compile_draft(work, meeting.id, Language.NL)


def fix(meeting: Meeting, digest: str = "") -> int:
    digest = digest or reading_digest(draft(meeting))
    with meeting.at() as work:
        return fix_minutes(work, FixMinutes(meeting.id, digest, Language.NL))


def note(meeting: Meeting, text: Texts = SAID, section: str = "item-2", version: int = 0) -> None:
    with meeting.at() as work:
        write_note(work, WriteNote(meeting.id, section, text, version))


def sign(meeting: Meeting, content: bytes = SCAN, name: str = "signed.pdf") -> str:
    with meeting.at() as work:
        return add_signed(work, AddSigned(meeting.id, 1, name, content))


def line(minutes: Minutes, section: str, code: str) -> MinutesLine:
    found = next(each for each in minutes.sections if each.key == section)
    return next(each for each in found.lines if each.code == code)


def test_the_draft_has_each_figure_of_the_count_with_the_digest_that_proves_it(meeting: Meeting) -> None:
    found = draft(meeting)
    assert [each.key for each in found.sections] == [
        "meeting", "vote-1", "item-1", "item-2", "item-3", "item-4", "item-5", "closing",
    ]  # fmt: skip
    accounts = line(found, "item-2", "verdict")
    assert dict(accounts.figures) == {
        "item": 2, "outcome": "adopted", "ballots": 5, "for": 2, "against": 1, "abstain": 2,
    }  # fmt: skip
    assert line(found, "vote-1", "turnout").figures == {"ballots": 5, "size": 6}
    assert line(found, "meeting", "entitled").figures["size"] == 6
    with meeting.at() as work:
        facts = get_facts(work.session, meeting.id)
    vote = facts.votes[0]
    assert vote.result is not None and vote.roll is not None
    assert accounts.digest == vote.result.digest
    assert line(found, "meeting", "entitled").digest == vote.roll.digest
    paper = meeting.vote_row().paper
    assert paper is not None and line(found, "item-2", "question").digest == paper.fingerprint


def test_nothing_is_fixed_before_the_meeting_or_before_the_result(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    with pytest.raises(VotesUndecided):
        fix(meeting)
    clock.set(clock.now() - timedelta(days=3))
    with pytest.raises(MeetingNotHeld):
        fix(meeting)


def test_a_version_is_what_was_read_and_the_next_one_corrects_it(meeting: Meeting) -> None:
    read = reading_digest(draft(meeting))
    note(meeting)
    with pytest.raises(DraftChanged):
        fix(meeting, read)
    assert fix(meeting) == 1
    with pytest.raises(MinutesUnchanged):
        fix(meeting)
    note(meeting, Texts(nl="Mevrouw Claes vraagt naar de wettelijke reserves."), version=1)
    assert fix(meeting) == 2
    with meeting.at() as work:
        first, second = list_versions(work.session, meeting.id)
        assert first.is_whole and second.is_whole
        assert first.minutes.sections[3].note == SAID != second.minutes.sections[3].note
        assert differences(without_annexes(first.minutes), compile_draft(work, meeting.id, Language.NL)) == ()
        tags = list(work.session.scalars(select(JournalEntryRecord.tag)))
    assert tags.count("minutes:fixed") == 2 and tags.count("minutes:noted") == 2


def test_two_people_at_one_note_are_told_and_nothing_is_lost(meeting: Meeting) -> None:
    note(meeting)
    with pytest.raises(ChangedMeanwhile):
        note(meeting, Texts(nl="Iets anders"))
    note(meeting, version=1)
    with meeting.at() as work:
        found = get_note(work.session, meeting.id, "item-2")
    assert (found.text, found.version) == (SAID, 1)


def test_a_note_stands_under_a_section_there_is_and_has_an_end(meeting: Meeting) -> None:
    with pytest.raises(MinutesNotFound):
        note(meeting, section="item-9")
    with pytest.raises(MinutesTooLong):
        note(meeting, Texts(fr="x" * (MAX_NOTE_CHARACTERS + 1)))


def test_a_signed_copy_is_kept_once_under_the_digest_of_its_bytes(meeting: Meeting) -> None:
    fix(meeting)
    digest = sign(meeting)
    assert digest == sha256_hex(SCAN)
    with pytest.raises(AlreadySigned):
        sign(meeting)
    with meeting.at() as work:
        version = get_version(work.session, meeting.id, 1)
        row, content = get_signed(work.session, version, digest)
        assert (row.name, content) == ("signed.pdf", SCAN)
        with pytest.raises(MinutesNotFound):
            get_signed(work.session, version, "0" * 64)
    with pytest.raises(MinutesNotFound), meeting.at() as work:
        get_version(work.session, meeting.id, 2)


def test_only_a_pdf_is_signed_minutes(meeting: Meeting) -> None:
    fix(meeting)
    with pytest.raises(NotAPdf):
        sign(meeting, b"signed by all", "signed.txt")
    with pytest.raises(DocumentNotItsKind):
        sign(meeting, b"signed by all")


def test_the_database_refuses_to_change_what_was_fixed_and_signed(meeting: Meeting) -> None:
    fix(meeting)
    sign(meeting)
    for statement in (
        update(MinutesVersion).values(digest="0" * 64),
        delete(MinutesVersion),
        update(SignedMinutes).values(name="other.pdf"),
        delete(SignedMinutes),
    ):
        with pytest.raises(DatabaseError), meeting.at() as work:
            work.session.execute(statement)


def test_more_than_one_vote_has_a_section_each_and_an_item_the_verdicts_of_both(meeting: Meeting) -> None:
    ordinal = meeting.plan(VotedItem(meeting.items()[1].item.item_id))
    meeting.lock(ordinal=ordinal)
    meeting.open(ordinal=ordinal)
    meeting.vote(*([[[1, 0, 0]]] * 5), ordinal=ordinal)
    with meeting.at() as work, pytest.raises(VotesUndecided):
        fix_minutes(work, FixMinutes(meeting.id, "", Language.NL))
    meeting.close(ordinal=ordinal)
    meeting.announce(ordinal=ordinal)
    found = draft(meeting)
    assert [each.key for each in found.sections][1:3] == ["vote-1", "vote-2"]
    accounts = next(each for each in found.sections if each.key == "item-2")
    assert [(each.vote, each.figures["for"]) for each in accounts.lines if each.code == "verdict"] == [(1, 2), (2, 5)]


def test_the_authentic_language_is_part_of_what_is_fixed(meeting: Meeting) -> None:
    with meeting.at() as work:
        facts = get_facts(work.session, meeting.id)
    dutch, french = (draft_minutes(facts, each, "Europe/Brussels") for each in (Language.NL, Language.FR))
    assert MINUTES.digest(dutch, 1) != MINUTES.digest(french, 1)
    assert differences(dutch, french) == ()


def test_the_meeting_in_the_room_stands_in_the_draft_with_its_bureau_and_who_took_part(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    meeting.vote(*BALLOTS)
    clock.set(meeting.vote_row().closes_at - timedelta(minutes=10))
    with meeting.at() as work:
        place = AppointToBureau(meeting.id, BureauOffice.CHAIR, "Nora El Amrani", "De Markten", work.now)
        appoint_to_bureau(work, place)
        check_in(work, CheckIn(meeting.id, meeting.vote_row().frozen_roll_id, meeting.voters[5], 1))
    clock.advance(timedelta(minutes=1))
    with meeting.at() as work:
        record_hour(work, RecordHour(meeting.id, MeetingHour.OPENED, work.now))
    meeting.close()
    meeting.announce()
    found = draft(meeting)
    assert line(found, "room", "bureau").figures["name"] == "Nora El Amrani"
    present = line(found, "room", "present").figures
    assert (present["whole"], present["in_person"], present["beforehand"]) == (6, 1, 5)
    assert fix(meeting) == 1
    with meeting.at() as work:
        version = get_version(work.session, meeting.id, 1)
        assert differences(without_annexes(version.minutes), compile_draft(work, meeting.id, Language.NL)) == ()

"""Letters on paper for a vote: made, replaced, printed, posted, and the evidence that nobody was forgotten."""

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from govapp.accounts.models import LinkUse
from govapp.accounts.service import prolong_links, try_code
from govapp.assembly.convocation.models import PostalLetter
from govapp.assembly.convocation.queries import BatchRow, list_batches
from govapp.assembly.convocation.rules.post import (
    BatchUnknown,
    LetterReason,
    NobodyToWriteTo,
    NobodyWithNumber,
    NoLettersNow,
    NoPlaceKnown,
    PostedAlready,
    PostedBeforeMade,
)
from govapp.assembly.convocation.service.evidence import OUTCOME_NAMES, evidence_csv, evidence_pdf
from govapp.assembly.convocation.service.letter_files import letters_csv, letters_pdf, letters_xlsx, read_codes
from govapp.assembly.convocation.service.letter_words import LetterSender
from govapp.assembly.convocation.service.post import LettersMade, addressees, note_evidence
from govapp.assembly.votes.rules.states import VoteNotFound
from govapp.assembly.votes.service.notice import NoticeChecked, check_notice, read_notice_evidence
from govapp.assembly.votes.service.post import (
    MakeVoteLetters,
    NotePosting,
    make_vote_letters,
    note_vote_posting,
    notice_of,
)
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.language.translator import translator_for
from govapp.outbox.models import OutboxMessage
from tests.factories.assembly import NADIA, Meeting, written
from tests.factories.shares import living, registered
from tests.factories.tampering import tamper

SENDER = LetterSender(
    "Ambora", "Kerkstraat 1, 1000 Brussel", "contact@ambora.example", "", Language.FR, "https://vote.ambora.example"
)
BY_POST = ("Zonder Adres", "Sans Courriel")


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return a locked assembly with three on the list who get mails, two who get letters, and one without a street."""
    meeting = written(database, clock, voters=3)
    with database.unit_of_work(NADIA, clock.now()) as work:
        registered(work, living("Zonder Adres", "Veldstraat 9", "9000", "Gent"))
        registered(work, living("Sans Courriel", "Rue Haute 1", "1000", "Bruxelles"))
        registered(work, living("Nergens Thuis", "", "", ""))
    meeting.lock()
    return meeting


def make(meeting: Meeting, *, everybody: bool = False, number: int | None = None) -> LettersMade:
    with meeting.at() as work:
        return make_vote_letters(work, MakeVoteLetters(meeting.id, 1, SENDER, everybody, number))


def batches(meeting: Meeting) -> tuple[BatchRow, ...]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        return list_batches(work.session, SubjectRef(f"assembly:{meeting.id}"))


def letters(meeting: Meeting) -> list[PostalLetter]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        return list(work.session.scalars(select(PostalLetter).order_by(PostalLetter.id)))


def codes(meeting: Meeting, batch: BatchRow) -> list[str]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        found, made = read_codes(work.session, batch)
        return [made[each.link_id].code for each in found]


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def evidence(meeting: Meeting) -> list[dict[str, str]]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        return rows(evidence_csv(read_notice_evidence(work, meeting.vote_row())))


def journal(meeting: Meeting, tag: str) -> list[Any]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        line = JournalEntryRecord
        return list(work.session.scalars(select(line.facts).where(line.tag == tag).order_by(line.sequence)))


def opens(meeting: Meeting, typed: Iterable[str]) -> list[bool]:
    with meeting.at(SYSTEM) as work:
        return [try_code(work, each, "192.0.2.1").token is not None for each in typed]


def test_whoever_has_no_mail_gets_a_letter_in_the_order_of_the_post(meeting: Meeting) -> None:
    made = make(meeting)
    assert (made.letters, made.replaced) == (2, 0)
    assert [row.lines[-1] for row in letters(meeting)] == ["1000 BRUXELLES", "9000 GENT"]
    (batch,) = batches(meeting)
    found = codes(meeting, batch)
    assert len(set(found)) == 2
    assert opens(meeting, found) == [True, True]
    (told,) = journal(meeting, "letters:made")
    assert '"letters":2' in str(told).replace(" ", "").replace("'", '"')
    with pytest.raises(NobodyToWriteTo):
        make(meeting)


def test_letters_made_again_replace_the_codes_of_the_earlier_ones(meeting: Meeting) -> None:
    make(meeting)
    first = codes(meeting, batches(meeting)[0])
    again = make(meeting, everybody=True)
    assert (again.letters, again.replaced) == (2, 2)
    newest, old = batches(meeting)
    assert codes(meeting, old) == []
    assert set(codes(meeting, newest)).isdisjoint(first)
    assert (newest.open_codes, old.open_codes) == (2, 0)


def test_one_letter_is_replaced_and_the_other_stays(meeting: Meeting) -> None:
    make(meeting)
    number = letters(meeting)[0].number
    one = make(meeting, number=number)
    assert (one.letters, one.replaced) == (1, 1)
    newest, old = batches(meeting)
    assert (newest.open_codes, old.open_codes) == (1, 1)
    with pytest.raises(NobodyWithNumber):
        make(meeting, number=999_999)
    lost = next(
        row["shareholder_number"] for row in evidence(meeting) if row["channel"] == "none" and "Thuis" in row["name"]
    )
    with pytest.raises(NoPlaceKnown):
        make(meeting, number=int(lost))


def test_a_mail_that_came_back_becomes_a_letter_and_the_evidence_tells_of_both(meeting: Meeting) -> None:
    meeting.open()
    make(meeting)
    with meeting.at(SYSTEM) as work:
        first = (
            select(OutboxMessage.id).where(OutboxMessage.template == "invitation").order_by(OutboxMessage.id).limit(1)
        )
        back = update(OutboxMessage).where(OutboxMessage.id == first.scalar_subquery())
        work.session.execute(back.values(state="dead", last_error="550 no such mailbox"))
    assert make(meeting).letters == 1
    (row,) = [row for row in evidence(meeting) if row["earlier_mail_to"]]
    assert (row["channel"], row["state"]) == ("post", "printed")
    assert (row["earlier_mail_state"], row["earlier_mail_answer"]) == ("failed", "550 no such mailbox")


def test_the_evidence_holds_everybody_on_the_list_exactly_once(meeting: Meeting) -> None:
    meeting.open()
    make(meeting)
    make(meeting, everybody=True)
    found = evidence(meeting)
    assert [int(row["position"]) for row in found] == list(range(1, 7))
    assert sorted(row["channel"] for row in found) == ["mail"] * 3 + ["none"] + ["post"] * 2
    assert all(len(row["digest"]) == 64 for row in found if row["channel"] != "none")
    assert {row["address"] for row in found if row["channel"] == "post"} == {
        ", ".join(letter.lines) for letter in letters(meeting)
    }


def test_the_file_to_print_holds_a_letter_each_with_the_code_that_opens_and_is_the_same_each_time(
    meeting: Meeting,
) -> None:
    make(meeting)
    (batch,) = batches(meeting)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        found, made = read_codes(work.session, batch)
    pdf = letters_pdf(batch, found, made, Language.NL)
    assert pdf == letters_pdf(batch, found, made, Language.NL)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) == 2
    for page, letter, row in zip(pages, found, letters(meeting), strict=True):
        code = made[letter.link_id].code
        assert f"{code[:4]}-{code[4:8]}-{code[8:]}" in page
        assert all(line in page for line in row.lines)
        assert "vote.ambora.example/code" in page
        assert row.digest[:4] in page


def test_the_files_for_a_printer_hold_the_same_as_the_letters(meeting: Meeting) -> None:
    make(meeting)
    (batch,) = batches(meeting)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        found, made = read_codes(work.session, batch)
    table = rows(letters_csv(batch, found, made))
    sheet = load_workbook(io.BytesIO(letters_xlsx(batch, found, made))).worksheets[0]
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        list(row.values()) for row in table
    ]
    assert [row["code"].replace("-", "") for row in table] == codes(meeting, batch)
    assert [row["postcode"] for row in table] == ["1000", "9000"]
    assert all(row["link"].startswith("https://vote.ambora.example/in/") for row in table)


def test_the_day_of_the_post_is_written_down_once(meeting: Meeting) -> None:
    batch_id = make(meeting).batch_id
    today = meeting.clock.now().date()

    def note(days: int, batch: int = batch_id) -> None:
        with meeting.at() as work:
            note_vote_posting(work, NotePosting(meeting.id, 1, batch, today + timedelta(days=days), "R 123"))

    for days in (-1, 1):
        with pytest.raises(PostedBeforeMade):
            note(days)
    with pytest.raises(BatchUnknown):
        note(0, 999)
    note(0)
    with pytest.raises(PostedAlready):
        note(0)
    posted = [row for row in evidence(meeting) if row["channel"] == "post"]
    assert {(row["state"], row["posted_on"], row["post_receipt"]) for row in posted} == {
        ("posted", today.isoformat(), "R 123")
    }


def test_no_letter_is_made_before_the_locking_or_after_the_closing(database: Database, clock: FixedClock) -> None:
    draft = written(database, clock, voters=5)
    with pytest.raises(VoteNotFound):
        make(draft)
    with database.unit_of_work(NADIA, clock.now()) as work:
        registered(work, living("Zonder Adres", "Veldstraat 9", "9000", "Gent"))
    draft.lock()
    draft.open()
    clock.set(draft.vote_row().closes_at)
    with pytest.raises(NoLettersNow):
        make(draft)


def test_letters_to_a_ballot_paper_that_was_made_anew_are_made_again(meeting: Meeting) -> None:
    make(meeting)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        notice = replace(notice_of(work, meeting.vote_row()), paper_uuid="another")
        reasons = [each.reason for each in addressees(work, notice)]
    assert reasons.count(LetterReason.OUTDATED) == 2


def test_more_time_to_vote_is_more_time_for_codes(meeting: Meeting) -> None:
    make(meeting)
    until = meeting.clock.now() + timedelta(days=99)
    with meeting.at() as work:
        booth = notice_of(work, meeting.vote_row()).booth_path
        assert prolong_links(work, booth, until) == 2


@pytest.mark.parametrize("table", ["letter_batch", "postal_letter"])
def test_what_was_printed_is_never_changed(meeting: Meeting, table: str) -> None:
    make(meeting)
    with meeting.at() as work, pytest.raises(IntegrityError, match="append-only"):
        work.session.execute(text(f"DELETE FROM {table}"))


def test_no_hour_of_a_voter_stands_beside_a_letter(meeting: Meeting) -> None:
    make(meeting)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        assert work.session.scalars(select(LinkUse)).all() == []


def checked(meeting: Meeting, kept: bytes | None = None) -> NoticeChecked:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        return check_notice(work, meeting.vote_row(), kept)


def take_evidence(meeting: Meeting) -> bytes:
    with meeting.at() as work:
        found = read_notice_evidence(work, meeting.vote_row())
        note_evidence(work, found, "csv")
        return evidence_csv(found)


def test_the_check_makes_the_evidence_again_and_knows_the_file_that_was_taken(meeting: Meeting) -> None:
    meeting.open()
    make(meeting)
    kept = take_evidence(meeting)
    found = checked(meeting, kept)
    assert found.faults == ()
    assert found.taken is not None and found.taken.name == NADIA.name
    assert found.figures.addressees == 6 == sum(found.figures.outcomes.values())
    (told,) = journal(meeting, "notice:evidence")
    assert told["digest"] == found.digest
    assert (told["people"], told["notice_waiting"], told["notice_letter"], told["notice_neither"]) == (6, 3, 2, 1)
    make(meeting, everybody=True)
    assert checked(meeting, kept).faults == ()
    assert checked(meeting).taken is None, "letters were made again since"


def test_a_file_that_somebody_changed_is_not_the_one_that_was_handed_out(meeting: Meeting) -> None:
    meeting.open()
    make(meeting)
    kept = take_evidence(meeting).replace(b"an.1@mail.example", b"an.9@mail.example")
    faults = checked(meeting, kept).faults
    assert len(faults) == 2
    assert faults[0].startswith("shareholder ")
    assert "the journal tells of no file" in faults[1]


def test_a_letter_that_was_changed_or_taken_away_afterwards_is_found(meeting: Meeting) -> None:
    make(meeting)
    tamper(meeting.database, "postal_letter", "UPDATE postal_letter SET name = 'Somebody else' WHERE place = 1")
    (fault,) = checked(meeting).faults
    assert fault.startswith("letter 1 ")
    tamper(meeting.database, "postal_letter", "DELETE FROM postal_letter WHERE place = 1")
    assert any("missing" in fault for fault in checked(meeting).faults)
    tamper(meeting.database, "postal_letter", "DELETE FROM postal_letter")
    tamper(meeting.database, "letter_batch", "DELETE FROM letter_batch")
    assert checked(meeting).faults == ("the letters that were made as no. 1 are gone",)


def test_a_batch_of_which_the_journal_tells_otherwise_is_named(meeting: Meeting) -> None:
    make(meeting)
    tamper(meeting.database, "letter_batch", "UPDATE letter_batch SET letters = 1")
    assert len(checked(meeting).faults) == 2


def test_the_evidence_on_paper_names_everybody_in_the_language_of_the_reader(meeting: Meeting) -> None:
    meeting.open()
    make(meeting)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        vote = meeting.vote_row()
        found, notice = read_notice_evidence(work, vote), notice_of(work, vote)
    say = translator_for(Language.NL)
    pages = PdfReader(io.BytesIO(evidence_pdf(found, notice, "Ambora", say, meeting.clock.now()))).pages
    told = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert all(row.name in told and row.shareholder_number in told for row in found.rows)
    assert all(say.say(name) in told for name in OUTCOME_NAMES.values())

"""Directors and the statutory auditor get the notice of a meeting, without a link, and stand in its evidence."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from govapp.assembly.convocation.queries import list_addressee_notices, list_directors
from govapp.assembly.convocation.rules.addressees import (
    AddresseeNotice,
    AddresseeThere,
    AddresseeUnknown,
    NoAddresseeToWriteTo,
    NoticeCapacity,
)
from govapp.assembly.convocation.rules.evidence import EvidenceRow
from govapp.assembly.convocation.rules.post import NoticeChannel, PostedAlready, PostedBeforeMade
from govapp.assembly.convocation.service.addressees import (
    RecordAddressee,
    addressee_letters_pdf,
    end_addressee,
    make_addressee_letters,
    note_addressee_posting,
    record_addressee,
)
from govapp.assembly.convocation.service.letter_words import LetterSender
from govapp.assembly.convocation.service.post import note_bounces
from govapp.assembly.votes.service.notice import check_notice, read_notice_evidence
from govapp.assembly.votes.service.post import notice_of
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.outbox.models import OutboxMessage
from govapp.shares.people.rules.dated import Address
from tests.factories.assembly import NADIA, Meeting, written
from tests.factories.tampering import tamper

SENDER = LetterSender(
    "Ambora", "Kerkstraat 1, 1000 Brussel", "contact@ambora.example", "", Language.FR, "https://vote.ambora.example"
)
BY_MAIL = RecordAddressee(NoticeCapacity.DIRECTOR, "Ada Claes", Language.FR, "ada@board.example", Address())
BY_POST = RecordAddressee(
    NoticeCapacity.AUDITOR, "Bo Revisoren bv", Language.NL, "", Address("Veldstraat 9", "9000", "Gent", "be")
)


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return a locked assembly; a director gets mails, the auditor letters."""
    meeting = written(database, clock, voters=5)
    for command in (BY_MAIL, BY_POST):
        with database.unit_of_work(NADIA, clock.now()) as work:
            record_addressee(work, command)
    meeting.lock()
    return meeting


def subject(meeting: Meeting) -> SubjectRef:
    return SubjectRef.to("assembly", meeting.id)


def notices(meeting: Meeting) -> tuple[AddresseeNotice, ...]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        return list_addressee_notices(work.session, subject(meeting))


def mails(meeting: Meeting) -> list[OutboxMessage]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        return list(work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "notice")))


def make(meeting: Meeting) -> int:
    with meeting.at() as work:
        return make_addressee_letters(work, notice_of(work, meeting.vote_row()), SENDER)


def rows(meeting: Meeting) -> list[EvidenceRow]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        evidence = read_notice_evidence(work, meeting.vote_row())
        assert check_notice(work, meeting.vote_row()).faults == ()
    return [row for row in evidence.rows if row.capacity != "shareholder"]


def test_the_notice_leaves_when_voting_opens_without_a_link_in_the_language_of_the_reader(meeting: Meeting) -> None:
    assert mails(meeting) == []
    meeting.open()
    (mail,) = mails(meeting)
    assert (mail.to_address, mail.language, mail.link_id) == ("ada@board.example", "fr", None)
    assert len(mail.facts["agenda"]) == len(meeting.items())
    attached = sum(len(row.documents) for row in meeting.items())
    assert len(mail.facts.get("documents", ())) >= attached
    by_mail, by_post = notices(meeting)
    assert (by_mail.channel, by_post.channel, by_post.needs_letter) == (NoticeChannel.MAIL, NoticeChannel.NONE, True)


def test_whoever_has_no_mailbox_gets_a_letter_without_a_code_and_the_day_of_the_post_is_kept(meeting: Meeting) -> None:
    assert make(meeting) == 1
    assert make(meeting) == 0
    pdf = addressee_letters_pdf(notices(meeting), SENDER, Language.NL, meeting.clock.now())
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    told = page.extract_text()
    assert "Bo Revisoren bv" in told and "9000 GENT" in told and "commissaris" in told
    assert "/code" not in told
    today = meeting.clock.now().date()
    with meeting.at() as work, pytest.raises(PostedBeforeMade):
        note_addressee_posting(work, subject(meeting), today - timedelta(days=1), "")
    with meeting.at() as work:
        assert note_addressee_posting(work, subject(meeting), today, "R 7") == 1
    with meeting.at() as work, pytest.raises(PostedAlready):
        note_addressee_posting(work, subject(meeting), today, "R 7")


def test_each_stands_in_the_evidence_once_with_the_capacity(meeting: Meeting) -> None:
    meeting.open()
    make(meeting)
    with meeting.at() as work:
        note_addressee_posting(work, subject(meeting), meeting.clock.now().date(), "R 7")
    director, auditor = rows(meeting)
    assert (director.capacity, director.channel, director.address) == ("director", "mail", "ada@board.example")
    assert (auditor.capacity, auditor.channel, auditor.state) == ("auditor", "post", "posted")
    assert auditor.post_receipt == "R 7"
    assert all(len(row.digest) == 64 for row in (director, auditor))


def test_a_mail_that_came_back_becomes_a_letter(meeting: Meeting) -> None:
    meeting.open()
    with meeting.at() as work:
        work.session.query(OutboxMessage).update({"state": "sent"})
    with meeting.at() as work:
        assert note_bounces(work, subject(meeting), b"Ada@board.example;550 no such mailbox") == 1
    assert [each.needs_letter for each in notices(meeting)] == [True, True]
    assert make(meeting) == 2
    director, _auditor = rows(meeting)
    assert (director.channel, director.earlier_mail_answer) == ("post", "550 no such mailbox")


def test_whoever_leaves_gets_no_later_notice_and_stays_in_the_evidence_of_earlier_ones(meeting: Meeting) -> None:
    meeting.open()
    leaves = notices(meeting)[0].addressee.id
    with meeting.at() as work:
        assert end_addressee(work, leaves) == "Ada Claes"
    with meeting.at() as work, pytest.raises(AddresseeUnknown):
        end_addressee(work, leaves)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        assert [each.name for each in list_directors(work.session)] == ["Bo Revisoren bv"]
        assert [each.addressee.name for each in list_addressee_notices(work.session, SubjectRef("vote:9"))] == [
            "Bo Revisoren bv"
        ]
    assert [row.name for row in rows(meeting)] == ["Ada Claes", "Bo Revisoren bv"]


def test_nobody_is_recorded_twice_in_one_capacity(meeting: Meeting) -> None:
    with meeting.at() as work, pytest.raises(AddresseeThere):
        record_addressee(work, BY_MAIL)


@pytest.mark.parametrize("ask", ["letters", "posting"])
def test_where_nobody_is_recorded_there_is_nothing_to_write(database: Database, clock: FixedClock, ask: str) -> None:
    meeting = written(database, clock, voters=5)
    meeting.lock()
    meeting.open()
    assert mails(meeting) == []
    with pytest.raises(NoAddresseeToWriteTo):
        (make if ask == "letters" else note)(meeting)


def note(meeting: Meeting) -> int:
    with meeting.at() as work:
        return note_addressee_posting(work, subject(meeting), meeting.clock.now().date(), "")


def test_a_letter_that_was_changed_afterwards_is_found(meeting: Meeting) -> None:
    make(meeting)
    tamper(meeting.database, "addressee_letter", "UPDATE addressee_letter SET name = 'Somebody else'")
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        (fault,) = check_notice(work, meeting.vote_row()).faults
    assert fault.startswith("the letter to Somebody else")

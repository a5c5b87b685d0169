"""The evidence of the notice: its figures reconcile, its digest comes out of the file, a changed file is denied."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from govapp.assembly.convocation.rules.evidence import (
    COLUMNS,
    MAX_PROBLEMS,
    NOTICE_EVIDENCE,
    EvidenceRow,
    EvidenceUnreadable,
    NoticeEvidence,
    NoticeOutcome,
    figures_of,
    list_contradictions,
    list_faults,
    outcome_of,
    read_evidence,
)
from govapp.assembly.convocation.service.evidence import MAX_PRINTED_ROWS, evidence_csv, evidence_pdf
from govapp.assembly.convocation.service.letter_words import PostalNotice
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language, Texts
from govapp.language.translator import translator_for

NOON = datetime(2026, 5, 20, 10, tzinfo=UTC)
NOTICE = PostalNotice(
    SubjectRef("assembly:3"),
    1,
    "uuid",
    Texts.same("General assembly"),
    date(2026, 6, 16),
    Texts(),
    NOON,
    NOON,
    (),
    frozenset(),
    "/vote/uuid",
    "/assemblies/3",
)

SENT = EvidenceRow(
    capacity="shareholder",
    position="1",
    shareholder_number="11",
    name="An Peeters",
    voter="An Peeters",
    language="nl",
    channel="mail",
    address="an@mail.example",
    state="sent",
    made_or_sent_at="2026-05-20T10:00:00+00:00",
    server_answer="accepted",
    message_id="key-1",
    digest="ab" * 32,
)
WAITING = replace(SENT, state="waiting", made_or_sent_at="", server_answer="")
LETTER = replace(
    SENT,
    channel="post",
    address="An Peeters, Stationsstraat 12, 1000 BRUSSEL",
    state="posted",
    made_or_sent_at="2026-05-21T10:00:00+00:00",
    posted_on="2026-05-22",
    post_receipt="R 123",
    server_answer="",
    message_id="",
    digest="cd" * 32,
)
BOUNCED = replace(LETTER, earlier_mail_to="an@mail.example", earlier_mail_state="failed", earlier_mail_answer="550")
BESIDE = replace(BOUNCED, earlier_mail_state="sent")
NOTHING = replace(WAITING, channel="none", state="none", message_id="", digest="")


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (SENT, NoticeOutcome.MAILED),
        (WAITING, NoticeOutcome.WAITING),
        (LETTER, NoticeOutcome.LETTER),
        (BOUNCED, NoticeOutcome.LETTER_AFTER_BOUNCE),
        (BESIDE, NoticeOutcome.LETTER_BESIDE_MAIL),
        (replace(BESIDE, earlier_mail_state="withdrawn"), NoticeOutcome.LETTER),
        (NOTHING, NoticeOutcome.NEITHER),
    ],
)
def test_each_addressee_has_exactly_one_outcome(row: EvidenceRow, outcome: NoticeOutcome) -> None:
    assert outcome_of(row) is outcome


def test_the_list_is_the_sum_of_the_outcomes_and_letters_without_a_day_of_posting_are_counted() -> None:
    figures = figures_of([SENT, WAITING, LETTER, BOUNCED, BESIDE, NOTHING, replace(LETTER, posted_on="")])
    assert figures.addressees == sum(figures.of(each) for each in NoticeOutcome) == 7
    assert figures.of(NoticeOutcome.LETTER) == 2
    assert figures.not_posted == 1


def test_the_digest_is_made_again_from_the_file_alone() -> None:
    evidence = NoticeEvidence("assembly:3", (SENT, replace(BOUNCED, position="2", earlier_mail_answer='\'=550\n;"x"')))
    again = NoticeEvidence("assembly:3", read_evidence(evidence_csv(evidence)))
    assert NOTICE_EVIDENCE.digest(again, 1) == NOTICE_EVIDENCE.digest(evidence, 1)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"name;address\r\n", (";".join(COLUMNS) + "\r\nshareholder;1\r\n").encode(), b'"open']
)
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(EvidenceUnreadable):
        read_evidence(content)


def test_who_is_missing_twice_there_or_not_on_the_list_is_named() -> None:
    outsider = replace(SENT, capacity="director", position="")
    assert list_faults([SENT, replace(SENT, position="2"), outsider], 2) == ()
    assert list_faults([SENT, SENT, replace(SENT, position="9")], 2) == (
        "nobody stands at position 2 of the voting list",
        "position 9 is not on the voting list",
        "position 1 stands there 2 times",
    )
    assert list_faults([], 100)[-1] == f"and {100 - MAX_PROBLEMS} more"


@pytest.mark.parametrize(
    ("kept", "now"),
    [
        (SENT, SENT),
        (WAITING, SENT),
        (SENT, BOUNCED),
        (NOTHING, SENT),
        (LETTER, LETTER),
        (replace(LETTER, state="printed", posted_on="", post_receipt=""), LETTER),
        (LETTER, replace(LETTER, digest="ef" * 32, made_or_sent_at="2026-05-25T10:00:00+00:00", posted_on="")),
        (WAITING, NOTHING),
    ],
)
def test_what_went_on_since_is_no_contradiction(kept: EvidenceRow, now: EvidenceRow) -> None:
    assert list_contradictions([kept], [now]) == ()


@pytest.mark.parametrize(
    ("kept", "now"),
    [
        (SENT, replace(SENT, name="Bo Peeters")),
        (SENT, replace(SENT, position="2")),
        (replace(SENT, address="other@mail.example"), SENT),
        (replace(SENT, digest="00" * 32), SENT),
        (replace(SENT, made_or_sent_at="2026-05-01T10:00:00+00:00"), SENT),
        (replace(SENT, address="other@mail.example"), BOUNCED),
        (LETTER, SENT),
        (LETTER, replace(LETTER, address="elsewhere")),
        (LETTER, replace(LETTER, made_or_sent_at="2026-05-01T10:00:00+00:00")),
        (LETTER, replace(LETTER, posted_on="2026-05-30")),
        (LETTER, replace(LETTER, digest="ef" * 32, made_or_sent_at="2026-05-20T10:00:00+00:00")),
    ],
)
def test_what_the_database_denies_is_named(kept: EvidenceRow, now: EvidenceRow) -> None:
    (fault,) = list_contradictions([kept], [now])
    assert fault.startswith("shareholder 1: ")


def test_of_a_long_list_the_paper_names_one_by_one_those_who_were_not_simply_reached() -> None:
    mailed = tuple(replace(SENT, position=str(place)) for place in range(1, MAX_PRINTED_ROWS + 1))
    evidence = NoticeEvidence("assembly:3", (*mailed, replace(LETTER, position="5001", name="Bo Claes")))
    told = _read(evidence)
    assert "Bo Claes" in told
    assert "An Peeters," in told and "an@mail.example" not in told
    assert NOTICE_EVIDENCE.digest(evidence, 1)[:8] in told
    assert "an@mail.example" in _read(NoticeEvidence("assembly:3", (SENT,)))


def _read(evidence: NoticeEvidence) -> str:
    content = evidence_pdf(evidence, NOTICE, "Ambora", translator_for(Language.FR), NOON)
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)

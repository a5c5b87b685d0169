"""The evidence of the notice: how it went to everybody on the voting list, each exactly once, and its files."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from govapp.assembly.convocation.queries import BatchRow
from govapp.assembly.convocation.rules.addressees import CAPACITY_NAMES, AddresseeNotice, NoticeCapacity
from govapp.assembly.convocation.rules.evidence import (
    COLUMNS,
    NOTICE_EVIDENCE,
    SHAREHOLDER,
    EvidenceRow,
    NoticeEvidence,
    NoticeOutcome,
    figures_of,
    outcome_of,
)
from govapp.assembly.convocation.rules.post import MailFact, MailState, NoticeReader, shown_digest
from govapp.assembly.convocation.service.letter_files import csv_bytes, xlsx_bytes
from govapp.assembly.convocation.service.letter_words import PostalNotice
from govapp.kernel.errors import N_
from govapp.kernel.subjects import SubjectRef
from govapp.language import formats
from govapp.language.translator import Translator
from govapp.pdf import make_pdf
from govapp.shares.exporting.service.files import safe

SOURCE: Final = "assembly/convocation/evidence.typ"
ACCEPTED: Final = "accepted"
MAX_PRINTED_ROWS: Final = 5_000
"""Of more people, the PDF names one by one only those who were not simply reached by mail: 36,000 are 1,300 pages."""

OUTCOME_NAMES: Final = {
    NoticeOutcome.MAILED: N_("By mail, accepted by the mail server of the reader"),
    NoticeOutcome.WAITING: N_("By mail, still on its way"),
    NoticeOutcome.LETTER: N_("By letter"),
    NoticeOutcome.LETTER_AFTER_BOUNCE: N_("By letter, because the mail came back"),
    NoticeOutcome.LETTER_BESIDE_MAIL: N_("By letter as well as by mail"),
    NoticeOutcome.NEITHER: N_("Neither by mail nor by letter so far"),
}
STATE_NAMES: Final = {
    "sent": N_("accepted"),
    "waiting": N_("on its way"),
    "posted": N_("posted"),
    "printed": N_("made, not noted as posted"),
    "replaced": N_("its code opens nothing any more"),
    "failed": N_("came back"),
    "withdrawn": N_("withdrawn"),
    "none": N_("nothing was sent"),
}


def evidence_of(
    subject: SubjectRef,
    people: Sequence[NoticeReader],
    batches: Sequence[BatchRow],
    others: Sequence[AddresseeNotice] = (),
) -> NoticeEvidence:
    """Return the evidence of a vote: a row for each entry of its voting list, by position, then one for each of others.

    `digest` stands for what was sent: of a letter all its words, its address and its code; of a mail all that it told,
    without the link.
    """
    by_id = {batch.id: batch for batch in batches}
    rows = [_row(each, by_id) for each in people]
    return NoticeEvidence(subject, (*rows, *(_addressee_row(each) for each in others)))


def evidence_csv(evidence: NoticeEvidence) -> bytes:
    """Return the evidence as CSV, from which its digest can be made again."""
    return csv_bytes(COLUMNS, [row.cells for row in evidence.rows])


def evidence_xlsx(evidence: NoticeEvidence, made_at: datetime) -> bytes:
    """Return the evidence as a workbook; all cells are texts."""
    return xlsx_bytes(COLUMNS, [row.cells for row in evidence.rows], made_at)


def evidence_pdf(
    evidence: NoticeEvidence, notice: PostalNotice, cooperative: str, say: Translator, now: datetime
) -> bytes:
    """Return the evidence to be read and printed, in the language of `say`; raises PdfTooLarge."""
    return make_pdf(SOURCE, _values(evidence, notice, cooperative, say, now), say.language, now)


def _values(
    evidence: NoticeEvidence, notice: PostalNotice, cooperative: str, say: Translator, now: datetime
) -> dict[str, Any]:
    figures, rows = figures_of(evidence.rows), _listed(evidence)
    held_on = formats.date_full(notice.held_on, say.language)
    counted = [[say.say(name), say.number(figures.of(each))] for each, name in OUTCOME_NAMES.items()]
    return {
        "title": say.say(N_("Evidence of the notice")),
        "organisation": cooperative,
        "head": [notice.title.in_language(say.language).text, held_on],
        "foot": say.say(N_("State of %(now)s. Digest:"), now=now),
        "digest": NOTICE_EVIDENCE.digest(evidence, NOTICE_EVIDENCE.newest),
        "figures_title": say.say(N_("To whom the notice went")),
        "figures": [*counted, [say.say(N_("Together")), say.number(figures.addressees)]],
        "remarks": _remarks(evidence, figures.not_posted, len(rows), say),
        "rows_title": say.say(N_("Everybody, one by one") if len(rows) == len(evidence.rows) else N_("One by one")),
        "columns": [
            say.say(N_("No.")),
            say.say(N_("Name")),
            say.say(N_("Sent to")),
            say.say(N_("What became of it")),
            say.say(N_("When")),
            say.say(N_("Digest")),
        ],
        "rows": [_printed(row, say) for row in rows],
    }


def _listed(evidence: NoticeEvidence) -> list[EvidenceRow]:
    if len(evidence.rows) <= MAX_PRINTED_ROWS:
        return list(evidence.rows)
    return [row for row in evidence.rows if outcome_of(row) is not NoticeOutcome.MAILED]


def _remarks(evidence: NoticeEvidence, not_posted: int, listed: int, say: Translator) -> list[str]:
    found = [
        say.say(N_("Each addressee stands in this list exactly once.")),
        say.say(N_("Letters that are not written down as posted: %(count)s."), count=not_posted),
    ]
    if listed < len(evidence.rows):
        told = N_(
            "One by one stand here all but those whose mail was accepted; everybody stands in the file with the digest "
            "below."
        )
        found.append(say.say(told))
    return found


def _printed(row: EvidenceRow, say: Translator) -> list[str]:
    state = say.say(STATE_NAMES[row.state])
    answers = [row.server_answer if row.server_answer != ACCEPTED else "", row.post_receipt]
    earlier = f"{row.earlier_mail_to}: {row.earlier_mail_answer}".strip(": ") if row.earlier_mail_to else ""
    told = ", ".join(filter(None, (state, *answers, earlier)))
    moment = row.made_or_sent_at and _short(datetime.fromisoformat(row.made_or_sent_at), say)
    day = row.posted_on and formats.date_numeric(date.fromisoformat(row.posted_on), say.language)
    is_other = row.capacity != SHAREHOLDER
    name = f"{row.name}, {say.say(CAPACITY_NAMES[NoticeCapacity(row.capacity)])}" if is_other else row.name
    number = "" if is_other else row.shareholder_number
    return [number, name, row.address, told, day or moment, shown_digest(row.digest).strip()]


def _short(moment: datetime, say: Translator) -> str:
    return formats.datetime_numeric(moment, say.language, say.zone)


def _row(each: NoticeReader, batches: Mapping[int, BatchRow]) -> EvidenceRow:
    entry = each.entry
    head = (SHAREHOLDER, str(entry.position), str(entry.number), entry.name, entry.voter, entry.language)
    return _safe(*head, each.channel.value, *_sent(each, batches))


def _sent(each: NoticeReader, batches: Mapping[int, BatchRow]) -> tuple[str, ...]:
    mail, letter = each.mail, each.letter
    if letter is not None:
        batch = batches[letter.batch_id]
        state = "posted" if batch.posted_on else "printed" if letter.is_current else "replaced"
        posted = (_day(batch.posted_on), batch.receipt)
        earlier = (mail.to_address, mail.state.value, mail.answer) if mail else ()
        return (", ".join(letter.lines), state, _at(letter.made_at), *posted, "", "", letter.digest, *earlier)
    if mail is None:
        return (each.entry.email or "", "none")
    return _mailed(mail)


def _addressee_row(each: AddresseeNotice) -> EvidenceRow:
    person, mail, letter = each.addressee, each.mail, each.letter
    head = (person.capacity.value, "", str(person.id), person.name, person.name, person.language.value)
    sent: tuple[str, ...] = (person.email, "none")
    if letter is not None:
        earlier = (mail.to_address, mail.state.value, mail.answer) if mail else ()
        state, posted = "posted" if letter.posted_on else "printed", (letter.posted_on, letter.receipt)
        sent = (", ".join(letter.lines), state, _at(letter.made_at), *posted, "", "", letter.digest, *earlier)
    elif mail is not None:
        sent = _mailed(mail)
    return _safe(*head, each.channel.value, *sent)


def _mailed(mail: MailFact) -> tuple[str, ...]:
    answer = mail.answer or (ACCEPTED if mail.state is MailState.SENT else "")
    return (mail.to_address, mail.state.value, _at(mail.sent_at), "", "", answer, mail.message_key, mail.digest)


def _safe(*cells: str) -> EvidenceRow:
    # As they will stand in the file: the digest is made again from there.
    return EvidenceRow(*(safe(cell) for cell in cells))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _at(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""

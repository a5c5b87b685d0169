"""The evidence of the notice: how it went to everybody on the voting list, each exactly once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from govapp.assembly.convocation.queries import BatchRow
from govapp.assembly.convocation.rules.post import MailState, NoticeReader
from govapp.assembly.convocation.service.letter_files import csv_bytes

COLUMNS: Final = (
    "position",
    "shareholder_number",
    "name",
    "voter",
    "language",
    "channel",
    "address",
    "state",
    "made_or_sent_at",
    "posted_on",
    "post_receipt",
    "server_answer",
    "message_id",
    "digest",
    "earlier_mail_to",
    "earlier_mail_state",
    "earlier_mail_answer",
)


def evidence_csv(people: Sequence[NoticeReader], batches: Sequence[BatchRow]) -> bytes:
    """Return the evidence as CSV: a row for each entry of the voting list, by position; moments in UTC.

    `digest` stands for what was sent: of a letter all its words, its address and its code; of a mail all that it told,
    without the link. Of whoever got a letter because a mail did not arrive, the last columns tell of that mail.
    """
    by_id = {batch.id: batch for batch in batches}
    return csv_bytes(COLUMNS, [_row(each, by_id) for each in people])


def _row(each: NoticeReader, batches: Mapping[int, BatchRow]) -> list[str]:
    entry = each.entry
    head = [str(entry.position), str(entry.number), entry.name, entry.voter, entry.language, each.channel.value]
    mail, letter = each.mail, each.letter
    if letter is not None:
        batch = batches[letter.batch_id]
        state = "posted" if batch.posted_on else "printed" if letter.is_current else "replaced"
        posted = [_day(batch.posted_on), batch.receipt]
        earlier = [mail.to_address, mail.state.value, mail.answer] if mail else ["", "", ""]
        return [*head, ", ".join(letter.lines), state, _at(letter.made_at), *posted, "", "", letter.digest, *earlier]
    if mail is None:
        return [*head, entry.email or "", "none", *[""] * 9]
    answer = mail.answer or ("accepted" if mail.state is MailState.SENT else "")
    sent = [_at(mail.sent_at), "", "", answer, mail.message_key, mail.digest]
    return [*head, mail.to_address, mail.state.value, *sent, "", "", ""]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _at(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""

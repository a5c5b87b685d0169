"""Use cases of the export: read and make the file, then log it; nothing leaves unlogged."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from govapp.accounts.signing import installation_signer
from govapp.audit.anchors import anchor_of
from govapp.audit.chains import JOURNAL
from govapp.audit.journal import record
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.language.translator import translator_for
from govapp.shares.exporting.models import RegisterExport
from govapp.shares.exporting.queries import list_extract_rows
from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.exporting.rules.refusals import PurposeMissing, RegisterChangedMeanwhile
from govapp.shares.exporting.service.files import FileReader, csv_bytes, json_bytes, xlsx_bytes
from govapp.shares.exporting.service.readable import file_name
from govapp.shares.exporting.service.stamp import Stamp, moment
from govapp.shares.ledger.queries.anchoring import LEDGER
from govapp.shares.ledger.queries.entries import get_ledger_head
from govapp.shares.ledger.queries.filters import HolderFilter
from govapp.shares.ledger.service.writing import lock_register
from govapp.shares.people.queries.chain import FactHead, get_fact_head
from govapp.shares.people.rules.days import AsOf, as_of, settled_moment
from govapp.shares.tags import SharesTag

_MAKERS = {FileFormat.CSV: csv_bytes, FileFormat.XLSX: xlsx_bytes, FileFormat.JSON: json_bytes}
MEDIA_TYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.JSON: "application/json",
}
_PURPOSE_LENGTH = 500


@dataclass(frozen=True)
class ExportRegister:
    """Export the shareholder list on a day (`effective`), as the register knew it at a moment (`recorded`).

    A day as `recorded` means its end. What is left out means today and now: the file then names a moment, and whoever
    asks for that moment later gets the same bytes. `purpose` is needed and is kept. Files for people are in `language`
    and name the `cooperative`.
    """

    file_format: FileFormat
    purpose: str
    effective: date | None = None
    recorded: date | datetime | None = None
    wanted: HolderFilter = field(default_factory=HolderFilter)
    language: Language = Language.EN
    cooperative: str = ""


@dataclass(frozen=True)
class ExportedFile:
    """A finished file with what is logged of it; `digest` is the SHA-256 of `content`, 64 hex digits.

    `fact_head` is the last link of the facts about people that it knows.
    """

    filename: str
    media_type: str
    content: bytes
    digest: str
    stamp: Stamp
    fact_head: FactHead
    command: ExportRegister


def make_export(work: Work, command: ExportRegister) -> ExportedFile:
    """Return the file; reading only, so nobody waits for it. Hand it to `log_export` before it leaves.

    Raises PurposeMissing, DayInFuture or MomentInFuture.
    """
    if not command.purpose.strip():
        raise PurposeMissing
    question = settled_question(work, command.effective, command.recorded)
    rows = list(list_extract_rows(work.session, command.wanted, question))
    head = get_ledger_head(work.session, question.recorded_until)
    stamp = Stamp(
        effective_date=question.effective,
        recorded_until=question.recorded_until,
        filters=command.wanted.filters,
        people=len(rows),
        shares=sum(row.shares for row in rows),
        paid_in_cents=sum(row.paid_in_cents for row in rows),
        ledger_sequence=head.sequence,
        ledger_head=head.hash,
        anchor=_signed_state(work, question.recorded_until),
    )
    words = translator_for(command.language, work.zone.key)
    content = _MAKERS[command.file_format](rows, stamp, FileReader(words, command.cooperative))
    return ExportedFile(
        filename=file_name(stamp, command.cooperative, words, command.file_format.value),
        media_type=MEDIA_TYPES[command.file_format],
        content=content,
        digest=sha256_hex(content),
        stamp=stamp,
        fact_head=get_fact_head(work.session, question.recorded_until),
        command=command,
    )


def settled_question(work: Work, effective: date | None, recorded: date | datetime | None) -> AsOf:
    """Return the two times of what leaves the register: of "now", a moment of which the same is said for ever.

    Raises DayInFuture or MomentInFuture.
    """
    asked = as_of(work.now, work.zone, effective, recorded)
    if recorded is not None:
        return asked
    known = (get_ledger_head(work.session).recorded_at, get_fact_head(work.session).recorded_at)
    last = max((moment for moment in known if moment is not None), default=None)
    return replace(asked, recorded_until=settled_moment(work.now, last))


def _signed_state(work: Work, at: datetime) -> str:
    anchor = anchor_of(work.session, at, installation_signer(work.keys), (JOURNAL, LEDGER))
    return canonical_json(anchor.as_dict()).decode()


def log_export(work: Work, file: ExportedFile) -> None:
    """Record who exported what and why, in the export log and in the journal.

    Raises RegisterChangedMeanwhile when something was recorded since for the moment that the file names, by somebody
    whose transaction had begun before: the file would not be the one that is asked for later.
    """
    command, stamp = file.command, file.stamp
    lock_register(work)
    lock(work, "journal")
    known = (_signed_state(work, stamp.recorded_until), get_fact_head(work.session, stamp.recorded_until))
    if known != (stamp.anchor, file.fact_head):
        raise RegisterChangedMeanwhile
    purpose = command.purpose.strip()[:_PURPOSE_LENGTH]
    work.session.add(
        RegisterExport(
            made_at=work.now,
            actor=work.actor.reference,
            actor_name=work.actor.name,
            purpose=purpose,
            file_format=command.file_format.value,
            language=command.language.value,
            filters=stamp.filters,
            effective_date=stamp.effective_date,
            recorded_until=stamp.recorded_until,
            holders=stamp.people,
            shares=stamp.shares,
            ledger_head=stamp.ledger_head,
            digest=file.digest,
        ),
    )
    work.session.flush()
    record(
        work,
        SharesTag.REGISTER_EXPORTED,
        SubjectRef("register"),
        facts={
            "format": command.file_format.value,
            "language": command.language.value,
            "effective_date": stamp.effective_date.isoformat(),
            "recorded_until": moment(stamp.recorded_until),
            "holders": stamp.people,
            "shares": stamp.shares,
            "ledger_head": stamp.ledger_head,
            "digest": file.digest,
        },
        reason=purpose,
    )

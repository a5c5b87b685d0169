"""Import use cases: check a file and keep it, confirm it by its digest, or do both at once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from govapp.audit.journal import record
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.shares.importing.models import StagedImport
from govapp.shares.importing.rules import FileHasErrors, ImportNotFound
from govapp.shares.importing.service.checking import Checked, check_file
from govapp.shares.importing.service.problems import TROUBLES, RowProblem
from govapp.shares.importing.service.writing import write
from govapp.shares.ledger.queries.entries import get_ledger_head
from govapp.shares.ledger.rules.movements import Totals
from govapp.shares.ledger.service.writing import lock_register, moment_of_writing
from govapp.shares.people.models import Party
from govapp.shares.people.rules.kinds import PartyKind
from govapp.shares.tags import SharesTag
from govapp.statutes.queries import get_share_prices

KEPT_FOR = timedelta(days=1)
_NAME_LENGTH = 200


@dataclass(frozen=True)
class ImportFile:
    """Import a file without a person looking at the totals first (command line, demo)."""

    filename: str
    content: bytes


@dataclass(frozen=True)
class StageImport:
    """Check a file and keep it for confirmation; nothing enters the register yet."""

    filename: str
    content: bytes


@dataclass(frozen=True)
class ConfirmImport:
    """Import the file that was checked, named by the SHA-256 of its bytes."""

    digest: str


@dataclass(frozen=True)
class ImportResult:
    """What an import brought: rows read, totals of the new shareholders, and the ledger head afterwards."""

    digest: str
    rows: int
    totals: Totals
    ledger_head: str


@dataclass(frozen=True)
class StagedFile:
    """A checked file that waits: what it would bring, and what is wrong with it."""

    digest: str
    filename: str
    rows: int
    totals: Totals
    notes: tuple[str, ...]
    problems: tuple[RowProblem, ...]


def stage_import(work: Work, command: StageImport) -> str:
    """Check a file, keep it for a day with its report, and return its digest (64 hex digits).

    Raises FileUnreadable, FileEncoding or FileTooLarge.
    """
    checked = check_file(command.content, get_known_numbers(work), work.today, get_share_prices(work.session))
    stale = StagedImport.staged_at < work.now - KEPT_FOR
    work.session.execute(delete(StagedImport).where(stale | (StagedImport.digest == checked.digest)))
    work.session.add(
        StagedImport(
            digest=checked.digest,
            filename=command.filename[:_NAME_LENGTH],
            content=command.content,
            report=_report(checked),
            staged_at=work.now,
            staged_by=work.actor.reference,
        ),
    )
    record(
        work,
        SharesTag.IMPORT_CHECKED,
        SubjectRef("register"),
        facts={"file": command.filename[:_NAME_LENGTH], "digest": checked.digest, "rows": checked.rows},
    )
    return checked.digest


def get_staged_file(work: Work, digest: str) -> StagedFile:
    """Return the report of a file that waits for confirmation, at most a day; raises ImportNotFound."""
    row = _waiting(work, digest)
    report: dict[str, Any] = row.report
    return StagedFile(
        digest=digest,
        filename=row.filename,
        rows=report["rows"],
        totals=Totals(**report["totals"]),
        notes=tuple(report["notes"]),
        problems=tuple(
            RowProblem(one["row"], one["column"], TROUBLES[one["code"]], one["facts"]) for one in report["problems"]
        ),
    )


def _waiting(work: Work, digest: str) -> StagedImport:
    since = work.now - KEPT_FOR
    found = work.session.scalar(
        select(StagedImport).where(StagedImport.digest == digest, StagedImport.staged_at >= since),
    )
    if found is None:
        raise ImportNotFound
    return found


def _report(checked: Checked) -> dict[str, Any]:
    return {
        "rows": checked.rows,
        "totals": asdict(checked.totals),
        "notes": list(checked.notes),
        "problems": [
            {"row": one.row, "column": one.column, "code": one.trouble.code, "facts": one.facts}
            for one in checked.problems
        ],
    }


def confirm_import(work: Work, command: ConfirmImport) -> ImportResult:
    """Import the kept file: all of it or nothing. It is checked again, since the register may have moved on.

    Raises ImportNotFound (also when it was imported a moment ago) or FileHasErrors.
    """
    lock_register(work)
    staged = _waiting(work, command.digest)
    outcome = import_file(work, ImportFile(staged.filename, staged.content))
    work.session.execute(delete(StagedImport).where(StagedImport.digest == command.digest))
    return outcome


def discard_import(work: Work, digest: str) -> None:
    """Put a checked file aside; raises ImportNotFound."""
    waiting = _waiting(work, digest)
    record(work, SharesTag.IMPORT_DISCARDED, SubjectRef("register"), facts={"file": waiting.filename, "digest": digest})
    work.session.delete(waiting)


def import_file(work: Work, command: ImportFile) -> ImportResult:
    """Check a file and import it at once; raises FileHasErrors when any row is wrong, and then nothing is written."""
    lock_register(work)
    checked = check_file(command.content, get_known_numbers(work), work.today, get_share_prices(work.session))
    if checked.problems:
        raise FileHasErrors
    write(work, checked, moment_of_writing(work))
    totals, head = checked.totals, get_ledger_head(work.session)
    record(
        work,
        SharesTag.REGISTER_IMPORTED,
        SubjectRef("register"),
        facts={
            "file": command.filename[:_NAME_LENGTH],
            "digest": checked.digest,
            "rows": checked.rows,
            "holders": totals.holders,
            "shares": totals.shares,
            "ledger_head": head.hash,
        },
    )
    return ImportResult(checked.digest, checked.rows, totals, head.hash)


def get_known_numbers(work: Work) -> Mapping[int, PartyKind]:
    """Return the shareholder numbers in the register with the kind of their holder."""
    rows = work.session.execute(select(Party.number, Party.kind).where(Party.number.is_not(None)))
    return {number: PartyKind(kind) for number, kind in rows if number is not None}

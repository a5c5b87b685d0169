"""Import use cases: check a file and keep it, confirm it by its digest, or do both at once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work
from govapp.kernel.collection import uncollected
from govapp.kernel.subjects import SubjectRef
from govapp.shares.importing.models import StagedImport
from govapp.shares.importing.reader.letters import ENCODINGS, Decoding
from govapp.shares.importing.rules.problems import TROUBLES, Note, RowProblem
from govapp.shares.importing.rules.refusals import EncodingNotChosen, FileHasErrors, ImportNotFound
from govapp.shares.importing.service.checking import Checked, check_file
from govapp.shares.importing.service.writing import write
from govapp.shares.ledger.queries.entries import get_ledger_head
from govapp.shares.ledger.rules.movements import Totals
from govapp.shares.ledger.service.writing import lock_register, moment_of_writing
from govapp.shares.people.models import Party
from govapp.shares.people.queries.chain import get_fact_head
from govapp.shares.people.rules.kinds import PartyKind
from govapp.shares.people.service.facts import claim_since
from govapp.shares.tags import SharesTag
from govapp.statutes.queries import get_share_prices

KEPT_FOR = timedelta(days=1)
_NAME_LENGTH = 200


@dataclass(frozen=True)
class ImportFile:
    """Import a file without a person looking at the totals first (command line, demo).

    `checked` is what `check_import` found a moment ago; without it the file is checked inside the transaction.
    """

    filename: str
    content: bytes
    checked: Checked | None = None
    encoding: str = ""


@dataclass(frozen=True)
class StageImport:
    """Keep a file that was checked for confirmation; nothing enters the register yet."""

    filename: str
    content: bytes
    checked: Checked


@dataclass(frozen=True)
class ConfirmImport:
    """Import the file that was checked, named by the SHA-256 of its bytes; `checked` as in ImportFile.

    `encoding` is the one in which whoever confirms has seen it, empty for UTF-8, UTF-16 and workbooks.
    """

    digest: str
    checked: Checked | None = None
    encoding: str = ""


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
    notes: tuple[Note, ...]
    problems: tuple[RowProblem, ...]
    problem_count: int
    bad_rows: int
    encoding: str = ""
    is_encoding_chosen: bool = False
    decodings: tuple[Decoding, ...] = ()


@uncollected()
def check_import(work: Work, content: bytes, encoding: str = "") -> Checked:
    """Return what is in a file and wrong with it, by the register of now. Reading only: hand in a read-only work.

    It takes seconds, and minutes with a hostile file, so it never happens while others wait for a transaction. Raises
    what `read_table` raises.
    """
    return check_file(content, get_known_numbers(work), work.today, get_share_prices(work.session), encoding)


def check_staged_file(work: Work, digest: str, encoding: str = "") -> Checked:
    """Return the same of a file that waits for confirmation, in the encoding that is given or was chosen before.

    Raises ImportNotFound too.
    """
    waiting = _waiting(work, digest)
    return check_import(work, waiting.content, encoding or _chosen_encoding(waiting))


def _chosen_encoding(waiting: StagedImport) -> str:
    report: dict[str, Any] = waiting.report
    return report["encoding"] if report.get("is_encoding_chosen") else ""


def choose_encoding(work: Work, checked: Checked) -> None:
    """Keep the report of a waiting file that was read in another encoding; raises ImportNotFound."""
    waiting = _waiting(work, checked.digest)
    waiting.report = _report(checked)
    _record_check(work, waiting.filename, checked)


def stage_import(work: Work, command: StageImport) -> str:
    """Keep a checked file for a day with its report, and return its digest (64 hex digits)."""
    checked = command.checked
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
    _record_check(work, command.filename[:_NAME_LENGTH], checked)
    return checked.digest


def _record_check(work: Work, filename: str, checked: Checked) -> None:
    facts: dict[str, FactValue] = {"file": filename, "digest": checked.digest, "rows": checked.rows}
    if checked.encoding:
        facts["encoding"] = ENCODINGS[checked.encoding]
    record(work, SharesTag.IMPORT_CHECKED, SubjectRef("register"), facts=facts)


def get_staged_file(work: Work, digest: str) -> StagedFile:
    """Return the report of a file that waits for confirmation, at most a day; raises ImportNotFound."""
    row = _waiting(work, digest)
    report: dict[str, Any] = row.report
    return StagedFile(
        digest=digest,
        filename=row.filename,
        rows=report["rows"],
        totals=Totals(**report["totals"]),
        # A note of a file that was kept by an earlier version is a text alone.
        notes=tuple(Note(one) if isinstance(one, str) else Note(**one) for one in report["notes"]),
        problems=tuple(
            RowProblem(one["row"], one["column"], TROUBLES[one["code"]], one["facts"]) for one in report["problems"]
        ),
        problem_count=report.get("problem_count", len(report["problems"])),
        bad_rows=report.get("bad_rows", len({one["row"] for one in report["problems"]})),
        encoding=report.get("encoding", ""),
        is_encoding_chosen=report.get("is_encoding_chosen", False),
        decodings=tuple(
            Decoding(one["encoding"], one["name"], tuple(one["words"])) for one in report.get("decodings", ())
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
        "notes": [asdict(note) for note in checked.notes],
        "encoding": checked.encoding,
        "is_encoding_chosen": checked.is_encoding_chosen,
        "decodings": [asdict(one) for one in checked.decodings],
        "problem_count": checked.problems.count_of_all,
        "bad_rows": len(checked.problems.rows),
        "problems": [
            {"row": one.row, "column": one.column, "code": one.trouble.code, "facts": one.facts}
            for one in checked.problems
        ],
    }


def confirm_import(work: Work, command: ConfirmImport) -> ImportResult:
    """Import the kept file: all of it or nothing. It is checked again where the register has moved on.

    Raises ImportNotFound (also when it was imported a moment ago), EncodingNotChosen or FileHasErrors.
    """
    lock_register(work)
    staged = _waiting(work, command.digest)
    report: dict[str, Any] = staged.report
    checked, encoding = command.checked, _chosen_encoding(staged)
    seen = {report.get("encoding", ""), command.encoding, checked.encoding if checked is not None else encoding}
    # Somebody may have chosen another one since it was shown or read, and then nobody has seen what would be written.
    if seen != {encoding}:
        raise EncodingNotChosen
    outcome = import_file(work, ImportFile(staged.filename, staged.content, checked, encoding))
    work.session.execute(delete(StagedImport).where(StagedImport.digest == command.digest))
    return outcome


def discard_import(work: Work, digest: str) -> None:
    """Put a checked file aside; raises ImportNotFound."""
    waiting = _waiting(work, digest)
    record(work, SharesTag.IMPORT_DISCARDED, SubjectRef("register"), facts={"file": waiting.filename, "digest": digest})
    work.session.delete(waiting)


@uncollected()
def import_file(work: Work, command: ImportFile) -> ImportResult:
    """Check a file and import it at once; raises FileHasErrors when any row is wrong, and then nothing is written."""
    lock_register(work)
    checked = command.checked
    if checked is None or (checked.known, checked.day) != (get_known_numbers(work), work.today):
        checked = check_import(work, command.content, command.encoding)
    if checked.problems:
        raise FileHasErrors
    before = get_fact_head(work.session)
    write(work, checked, moment_of_writing(work))
    totals, head = checked.totals, get_ledger_head(work.session)
    facts: dict[str, FactValue] = {
        "file": command.filename[:_NAME_LENGTH],
        "digest": checked.digest,
        "rows": checked.rows,
        "holders": totals.holders,
        "shares": totals.shares,
        "ledger_head": head.hash,
        **claim_since(work, before),
    }
    if checked.encoding:
        facts["encoding"] = ENCODINGS[checked.encoding]
    record(work, SharesTag.REGISTER_IMPORTED, SubjectRef("register"), facts=facts)
    return ImportResult(checked.digest, checked.rows, totals, head.hash)


def get_known_numbers(work: Work) -> Mapping[int, PartyKind]:
    """Return the shareholder numbers in the register with the kind of their holder."""
    rows = work.session.execute(select(Party.number, Party.kind).where(Party.number.is_not(None)))
    return {number: PartyKind(kind) for number, kind in rows if number is not None}

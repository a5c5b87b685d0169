"""Import use cases: check a file and keep it, confirm it by its digest, or do both at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import stops_all_writers
from govapp.db.uow import Work
from govapp.declarations import Declarations
from govapp.kernel.collection import uncollected
from govapp.kernel.errors import Refusal
from govapp.kernel.subjects import SubjectRef
from govapp.shares.importing.checker.reports import Order, report_of
from govapp.shares.importing.checker.values import Checked
from govapp.shares.importing.models import StagedImport
from govapp.shares.importing.reader.letters import ENCODINGS, Decoding
from govapp.shares.importing.rules.problems import TROUBLES, Note, RowProblem
from govapp.shares.importing.rules.refusals import EncodingNotChosen, FileHasErrors, ImportNotFound, VoteGoesFirst
from govapp.shares.importing.rules.turns import check_turn
from govapp.shares.importing.service.apart import check_apart
from govapp.shares.importing.service.writing import write
from govapp.shares.ledger.queries.entries import get_ledger_head
from govapp.shares.ledger.rules.movements import Totals
from govapp.shares.ledger.service.writing import lock_register, moment_of_writing
from govapp.shares.people.models import Party
from govapp.shares.people.queries.chain import get_fact_head
from govapp.shares.people.rules.kinds import PartyKind
from govapp.shares.people.service.facts import claim_since
from govapp.shares.tags import SharesTag
from govapp.statutes.queries import list_share_prices

KEPT_FOR = timedelta(days=1)
_NAME_LENGTH = 200


@dataclass(frozen=True)
class ImportFile:
    """Import a file without a person looking at the totals first (command line, demo).

    `checked` is what `check_import` found a moment ago, with rows; without it the file is checked inside the
    transaction, where nobody else waits.
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


def check_import(work: Work, content: bytes, encoding: str = "", *, with_rows: bool = False) -> Checked:
    """Return what is in a file and wrong with it, by the register of now. Reading only: hand in a read-only work.

    It takes seconds, and minutes with a hostile file, so a process of its own does it, and never while others wait for
    a transaction. `with_rows` asks for the people and movements too, which `import_file` writes. Raises what
    `check_apart` raises.
    """
    prices = list_share_prices(work.session)
    return check_apart(content, Order(get_known_numbers(work), work.today, prices, encoding, with_rows))


def check_staged_file(work: Work, digest: str, encoding: str = "", *, with_rows: bool = False) -> Checked:
    """Return the same of a file that waits for confirmation, in the encoding that is given or was chosen before.

    Raises ImportNotFound too.
    """
    waiting = _waiting(work, digest)
    return check_import(work, waiting.content, encoding or _chosen_encoding(waiting), with_rows=with_rows)


def _chosen_encoding(waiting: StagedImport) -> str:
    report: dict[str, Any] = waiting.report
    return report["encoding"] if report.get("is_encoding_chosen") else ""


def keep_report(work: Work, checked: Checked) -> None:
    """Keep the new report of a waiting file, read in another encoding or checked again; raises ImportNotFound."""
    waiting = _waiting(work, checked.digest)
    waiting.report = report_of(checked)
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
            report=report_of(checked),
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


def confirm_import(work: Work, command: ConfirmImport, declarations: Declarations) -> ImportResult:
    """Import the kept file: all of it or nothing.

    Raises ImportNotFound (also when it was imported a moment ago), VoteGoesFirst, EncodingNotChosen or FileHasErrors.
    """
    lock_register(work)
    staged = _waiting(work, command.digest)
    report: dict[str, Any] = staged.report
    _check_turn(work, report["rows"], declarations)
    checked, encoding = command.checked, _chosen_encoding(staged)
    seen = {report.get("encoding", ""), command.encoding, checked.encoding if checked is not None else encoding}
    # Somebody may have chosen another one since it was shown or read, and then nobody has seen what would be written.
    if seen != {encoding}:
        raise EncodingNotChosen
    outcome = import_file(work, ImportFile(staged.filename, staged.content, checked, encoding))
    work.session.execute(delete(StagedImport).where(StagedImport.digest == command.digest))
    return outcome


def find_hindrance(work: Work, digest: str, declarations: Declarations) -> Refusal | None:
    """Return why a waiting file cannot be written now although nothing is wrong with it; raises ImportNotFound."""
    try:
        _check_turn(work, _waiting(work, digest).report["rows"], declarations)
    except VoteGoesFirst as hindrance:
        return hindrance
    return None


def _check_turn(work: Work, rows: int, declarations: Declarations) -> None:
    runs = declarations.vote_runs(work.session)
    check_turn(rows, vote_runs=runs, stops_all_writers=stops_all_writers(work))


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
    if checked is None or not (checked.problems or checked.movements):
        checked = check_import(work, command.content, command.encoding, with_rows=True)
    # The register may have moved on since, and a number is all that somebody else can have taken of a row.
    if checked.problems or not get_known_numbers(work).keys().isdisjoint(checked.people):
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

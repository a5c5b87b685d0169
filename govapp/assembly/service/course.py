"""The steps of an assembly: lock the agenda, open and close the voting. Each is taken once, by whoever comes first."""

from dataclasses import dataclass

from sqlalchemy import select

from govapp.assembly import queries
from govapp.assembly.models import Assembly
from govapp.assembly.rules.agenda import Item, agenda_problems
from govapp.assembly.rules.paper import paper_questions, rules_record
from govapp.assembly.rules.states import AssemblyState, check_closing, check_step, check_version, check_window
from govapp.assembly.service.invitations import invite
from govapp.assembly.service.rows import locked, touch
from govapp.audit import journal
from govapp.audit.tags import Tag
from govapp.ballots import service as ballots
from govapp.ballots.queries import paper
from govapp.ballots.rules import PaperState, PreparePaper, TrusteeSeat
from govapp.ballots.rules.papers import FEWEST_BALLOTS
from govapp.ballots.service.closing import SETTLING
from govapp.db.uow import Work
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.errors import N_, Conflict
from govapp.kernel.texts import Language, Texts
from govapp.shares.service import FreezeRoll, freeze_roll


class AgendaNotReady(Conflict):
    """The agenda has faults; the page of the assembly lists them all."""

    code = "agenda_not_ready"
    message = N_("The agenda cannot be locked yet.")
    help = N_("The page of the assembly says what is missing. Mend it and lock again.")


@dataclass(frozen=True)
class LockAgenda:
    """Lock the agenda as it was read at `version`, freeze the roll, prepare the ballot paper for `trustees`.

    Fewer than `minimum_ballots` ballots will never be decrypted.
    """

    assembly_id: int
    version: int
    trustees: tuple[TrusteeSeat, ...]
    language: Language = Language.FR
    minimum_ballots: int = FEWEST_BALLOTS


@dataclass(frozen=True)
class OpenVoting:
    """Open the voting and invite everybody on the roll."""

    assembly_id: int


@dataclass(frozen=True)
class CloseVoting:
    """Close the voting; before the announced hour only with a `reason`, which goes into the journal."""

    assembly_id: int
    reason: str = ""


def lock_agenda(work: Work, command: LockAgenda) -> str:
    """Lock an agenda and return the uuid of its ballot paper.

    Raises AlreadyThere, ChangedMeanwhile, AgendaNotReady, and what freezing the roll and preparing the paper raise.
    """
    row = locked(work, command.assembly_id)
    check_step(AssemblyState(row.state), AssemblyState.READY, row.changed_by, row.changed_at)
    check_version(command.version, row.version, row.changed_by, row.changed_at)
    items = agenda(work, row.id)
    if agenda_problems(items):
        raise AgendaNotReady
    reference = f"assembly:{row.id}"
    row.roll_id = freeze_roll(work, FreezeRoll(record_date=row.record_date, purpose=_purpose(row)))
    row.paper_uuid = ballots.prepare_paper(work, _paper(row, items, command))
    if all(seat.is_server for seat in command.trustees):
        ballots.seal_paper(work, row.paper_uuid)
    row.state = AssemblyState.READY.value
    touch(work, row)
    journal.record(
        work, Tag.ASSEMBLY_LOCKED, reference, facts={"roll": row.roll_id, "paper": row.paper_uuid, "items": len(items)}
    )
    return row.paper_uuid


def open_voting(work: Work, command: OpenVoting) -> tuple[int, int]:
    """Open the voting and return how many were invited by mail and how many must be written to by post.

    Raises AlreadyThere, NotYetPossible, WindowNotReached, WindowPassed, KeysMissing.
    """
    row = locked(work, command.assembly_id)
    check_step(AssemblyState(row.state), AssemblyState.OPEN, row.changed_by, row.changed_at)
    check_window(row.opens_at, row.closes_at, work.now)
    _seal(work, _uuid(row))
    ballots.open_paper(work, _uuid(row))
    row.state = AssemblyState.OPEN.value
    row.opened_at = work.now
    touch(work, row)
    mailed, by_post = invite(work, row, agenda(work, row.id))
    journal.record(
        work, Tag.ASSEMBLY_OPENED, f"assembly:{row.id}", facts={"invited_by_mail": mailed, "to_write_by_post": by_post}
    )
    return mailed, by_post


def close_voting(work: Work, command: CloseVoting) -> None:
    """Close the voting; raises AlreadyThere, NotYetPossible, ReasonNeeded."""
    row = locked(work, command.assembly_id)
    check_step(AssemblyState(row.state), AssemblyState.CLOSED, row.changed_by, row.changed_at)
    check_closing(row.closes_at, work.now, command.reason)
    _close(work, row, command.reason.strip())


def close_due(work: Work) -> tuple[int, ...]:
    """Close every voting whose announced hour has come, and return the numbers of the assemblies; for the worker.

    It waits a few seconds, so that ballots which arrived before the hour can still be written down.
    """
    settled = work.now - SETTLING
    due = work.session.scalars(
        select(Assembly.id).where(Assembly.state == AssemblyState.OPEN.value, Assembly.closes_at <= settled)
    ).all()
    closed = []
    for assembly_id in due:
        row = locked(work, assembly_id)
        if row.state == AssemblyState.OPEN.value:
            _close(work, row, "")
            closed.append(assembly_id)
    return tuple(closed)


def agenda(work: Work, assembly_id: int) -> tuple[Item, ...]:
    """Return the items of an assembly as the rules see them."""
    return tuple(row.item for row in queries.items(work.session, assembly_id))


def _seal(work: Work, uuid: str) -> None:
    """Seal the paper if the last key holder has not; raises KeysMissing when a key is missing."""
    if not paper(work.session, uuid).is_sealed:
        ballots.seal_paper(work, uuid)


def _close(work: Work, row: Assembly, reason: str) -> None:
    if paper(work.session, _uuid(row)).state is PaperState.OPEN:
        ballots.close_paper(work, _uuid(row), reason=reason)
    row.state = AssemblyState.CLOSED.value
    row.closed_at = work.now
    touch(work, row)
    early = work.now < row.closes_at
    journal.record(work, Tag.ASSEMBLY_CLOSED, f"assembly:{row.id}", facts={"early": early}, reason=reason)


def _paper(row: Assembly, items: tuple[Item, ...], command: LockAgenda) -> PreparePaper:
    return PreparePaper(
        subject_ref=f"assembly:{row.id}",
        roll_id=row.roll_id or 0,
        name=Texts.from_dict(row.title),
        questions=paper_questions(items),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        trustees=command.trustees,
        rules_digest=sha256_hex(canonical_json(rules_record(items))),
        language=command.language,
        minimum_ballots=command.minimum_ballots,
    )


def _purpose(row: Assembly) -> str:
    return str(Texts.from_dict(row.title).in_language(Language.FR))


def _uuid(row: Assembly) -> str:
    if row.paper_uuid is None:
        raise ValueError("an assembly past draft has its ballot paper")
    return row.paper_uuid

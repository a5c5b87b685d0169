"""The steps of an assembly: lock the agenda, open and close the voting. Each is taken once, by whoever comes first."""

from dataclasses import dataclass

from sqlalchemy import select

from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.agenda.rules.items import Item, agenda_problems
from govapp.assembly.convocation.rules.occasions import Occasion
from govapp.assembly.convocation.service.mailings import call_off_letters_to_vote, write_to
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.queries import get_assembly, to_row
from govapp.assembly.meeting.rules.changes import check_version
from govapp.assembly.meeting.rules.states import AssemblyState, check_closing, check_step, check_window
from govapp.assembly.meeting.service.rows import locked, reference, touch
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.rules.paper import RULES, paper_questions
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.ballots import service as ballots
from govapp.ballots.queries import get_paper
from govapp.ballots.rules import PaperState, PreparePaper, Trustee
from govapp.ballots.rules.papers import MIN_BALLOTS
from govapp.ballots.service.closing import CLOSING_GRACE
from govapp.db.uow import Work
from govapp.kernel.errors import N_, Conflict
from govapp.kernel.texts import Language, Texts
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.service import FreezeRoll, freeze_roll


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
    trustees: tuple[Trustee, ...]
    language: Language = Language.FR
    minimum_ballots: int = MIN_BALLOTS


@dataclass(frozen=True)
class OpenVoting:
    """Open the voting and have everybody on the roll invited."""

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
    items = get_agenda(work.session, row.id)
    if agenda_problems(items):
        raise AgendaNotReady
    row.roll_id = freeze_roll(work, FreezeRoll(record_date=row.record_date, purpose=_purpose(row)))
    row.paper_uuid = ballots.prepare_paper(work, _paper(row, row.roll_id, items, command))
    if all(trustee.is_server for trustee in command.trustees):
        ballots.seal_paper(work, row.paper_uuid)
    row.state = AssemblyState.READY.value
    touch(work, row)
    facts: dict[str, FactValue] = {"roll": row.roll_id, "paper": row.paper_uuid, "items": len(items)}
    journal.record(work, AssemblyTag.ASSEMBLY_LOCKED, reference(row.id), facts=facts)
    return row.paper_uuid


def open_voting(work: Work, command: OpenVoting) -> tuple[int, int]:
    """Open the voting and return how many will be invited by mail and how many must be written to by post.

    The invitations are asked for here and written by the worker, in the order of the roll. Raises AlreadyThere,
    NotYetPossible, WindowNotReached, WindowPassed, KeysMissing.
    """
    row = locked(work, command.assembly_id)
    check_step(AssemblyState(row.state), AssemblyState.OPEN, row.changed_by, row.changed_at)
    check_window(row.opens_at, row.closes_at, work.now)
    uuid = to_row(work.session, row).prepared_paper_uuid
    _seal(work, uuid)
    ballots.open_paper(work, uuid)
    row.state = AssemblyState.OPEN.value
    row.opened_at = work.now
    touch(work, row)
    to_mail, by_post = _invite(work, row)
    facts: dict[str, FactValue] = {"to_invite_by_mail": to_mail, "to_write_by_post": by_post}
    journal.record(work, AssemblyTag.ASSEMBLY_OPENED, reference(row.id), facts=facts)
    return to_mail, by_post


def precompute_tally(work: Work, assembly_id: int) -> None:
    """Add up the ballots of an open voting ahead of its closing, which then holds nobody up for long; reads only.

    Raises AssemblyNotFound.
    """
    row = get_assembly(work.session, assembly_id)
    if row.paper_uuid is not None:
        ballots.precompute_tally(work.session, row.paper_uuid)


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
    settled = work.now - CLOSING_GRACE
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


def _seal(work: Work, uuid: str) -> None:
    """Seal the paper if the last key holder has not; raises KeysMissing when a key is missing."""
    if not get_paper(work.session, uuid).is_sealed:
        ballots.seal_paper(work, uuid)


def _invite(work: Work, row: Assembly) -> tuple[int, int]:
    roll = rolls.roll(work.session, to_row(work.session, row).frozen_roll_id)
    by_post = rolls.unreachable_count(work.session, roll.id)
    write_to(work, row.id, Occasion.INVITATION, roll.size - by_post)
    return roll.size - by_post, by_post


def _close(work: Work, row: Assembly, reason: str) -> None:
    # First of all: it waits for a batch that is being written, and both need the journal afterwards.
    call_off_letters_to_vote(work, row.id)
    uuid = to_row(work.session, row).prepared_paper_uuid
    if get_paper(work.session, uuid).state is PaperState.OPEN:
        ballots.close_paper(work, uuid, reason=reason)
    row.state = AssemblyState.CLOSED.value
    row.closed_at = work.now
    touch(work, row)
    early = work.now < row.closes_at
    journal.record(work, AssemblyTag.ASSEMBLY_CLOSED, reference(row.id), facts={"early": early}, reason=reason)


def _paper(row: Assembly, roll_id: int, items: tuple[Item, ...], command: LockAgenda) -> PreparePaper:
    return PreparePaper(
        subject_ref=reference(row.id),
        roll_id=roll_id,
        name=Texts.from_dict(row.title),
        questions=paper_questions(items),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        trustees=command.trustees,
        rules_digest=RULES.digest(items, RULES.newest),
        language=command.language,
        minimum_ballots=command.minimum_ballots,
    )


def _purpose(row: Assembly) -> str:
    return str(Texts.from_dict(row.title).in_language(Language.FR))

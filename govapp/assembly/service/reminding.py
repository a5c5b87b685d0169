"""Reminding those who have not voted. That somebody voted is known; nobody can know what."""

from dataclasses import dataclass

from govapp.assembly import queries
from govapp.assembly.models import Assembly
from govapp.assembly.rules.reminding import NobodyToRemind, check_reminder, days_left
from govapp.assembly.service.letters import Addressee, Facts, addressees, vote_letters
from govapp.assembly.service.rows import locked
from govapp.audit import journal
from govapp.audit.tags import Tag
from govapp.ballots import queries as ballots
from govapp.db.uow import Work


@dataclass(frozen=True)
class Remind:
    """Remind everybody on the roll who has an e-mail address and has not voted."""

    assembly_id: int


def remind(work: Work, command: Remind) -> int:
    """Send each of them a fresh personal link and return how many there were; the earlier links go on working.

    Raises NoRemindersNow, RemindedRecently, NobodyToRemind.
    """
    row = locked(work, command.assembly_id)
    is_voting = queries.to_row(work.session, row).is_voting(work.now)
    check_reminder(is_voting=is_voting, last=row.last_reminded_at, now=work.now)
    reachable = _not_voted(work, row)
    if not reachable:
        raise NobodyToRemind
    facts: Facts = {"days": days_left(row.closes_at, work.now), "closes_at": row.closes_at}
    vote_letters(work, row, "reminder", reachable, lambda _language: facts)
    # Not `touch`: the last step of the assembly, and who took it, stay as they were.
    row.last_reminded_at = work.now
    journal.record(work, Tag.ASSEMBLY_REMINDED, f"assembly:{row.id}", facts={"count": len(reachable)})
    return len(reachable)


def _not_voted(work: Work, row: Assembly) -> list[Addressee]:
    if row.paper_uuid is None:
        raise ValueError("an assembly in which people vote has its ballot paper")
    marked = ballots.marked_entries(work.session, ballots.paper(work.session, row.paper_uuid).id)
    return [each for each in addressees(work, row) if each.entry.entry_id not in marked]

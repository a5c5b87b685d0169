"""Reminding those who have not voted. That somebody voted is known; nobody can know what."""

from dataclasses import dataclass

from govapp.assembly.convocation.rules.occasions import Occasion
from govapp.assembly.convocation.rules.reminding import NobodyToRemind, check_reminder
from govapp.assembly.convocation.service.mailings import write_to
from govapp.assembly.meeting.queries import AssemblyRow, to_row
from govapp.assembly.meeting.service.rows import locked, reference
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.ballots import queries as ballots
from govapp.db.uow import Work
from govapp.shares.rolls import queries as rolls


@dataclass(frozen=True)
class Remind:
    """Remind everybody on the roll who has an e-mail address and has not voted."""

    assembly_id: int


def remind(work: Work, command: Remind) -> int:
    """Ask for a letter with a fresh personal link to each of them; the earlier links go on working.

    Returns how many they are now. Who votes before the worker comes to write the letter gets none. Raises
    NoRemindersNow, RemindedRecently, NobodyToRemind.
    """
    row = locked(work, command.assembly_id)
    assembly = to_row(work.session, row)
    check_reminder(is_voting=assembly.is_voting(work.now), last=row.last_reminded_at, now=work.now)
    at_most = _silent(work, assembly)
    if not at_most:
        raise NobodyToRemind
    # Not `touch`: the last step of the assembly, and who took it, stay as they were.
    row.last_reminded_at = work.now
    write_to(work, row.id, Occasion.REMINDER, at_most)
    journal.record(work, AssemblyTag.ASSEMBLY_REMINDED, reference(row.id), facts={"at_most": at_most})
    return at_most


def _silent(work: Work, assembly: AssemblyRow) -> int:
    paper = ballots.get_paper(work.session, assembly.prepared_paper_uuid)
    marked = ballots.list_entries_who_voted(work.session, paper.id)
    return len(rolls.reachable_entries(work.session, assembly.frozen_roll_id) - marked)

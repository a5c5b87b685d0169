"""Reminding those who have not voted. That somebody voted is known; nobody can know what."""

from dataclasses import dataclass

from govapp.assembly.convocation.rules.occasions import Occasion
from govapp.assembly.convocation.rules.reminding import NobodyToRemind, check_reminder
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.queries.votes import VoteRow, to_row, vote_reference
from govapp.assembly.votes.service.mailings import write_to
from govapp.assembly.votes.service.rows import locked_vote
from govapp.audit import journal
from govapp.ballots import queries as ballots
from govapp.db.uow import Work
from govapp.shares.rolls import queries as rolls


@dataclass(frozen=True)
class Remind:
    """Remind everybody on the roll who has an e-mail address and has not voted."""

    assembly_id: int
    ordinal: int = 1


def remind(work: Work, command: Remind) -> int:
    """Ask for a letter with a fresh personal link to each of them; the earlier links go on working.

    Returns how many they are now. Who votes before the worker comes to write the letter gets none. Raises
    NoRemindersNow, RemindedRecently, NobodyToRemind.
    """
    _assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    row = to_row(work.session, vote)
    check_reminder(is_voting=row.is_voting(work.now), last=row.last_reminded_at, now=work.now)
    at_most = count_silent(work, row)
    if not at_most:
        raise NobodyToRemind
    # Not `touch`: the last step of the vote, and who took it, stay as they were.
    vote.last_reminded_at = work.now
    write_to(work, row, Occasion.REMINDER, at_most)
    subject = vote_reference(vote)
    journal.record(work, AssemblyTag.ASSEMBLY_REMINDED, subject, facts={"at_most": at_most})
    return at_most


def count_silent(work: Work, vote: VoteRow) -> int:
    """Return how many people have not voted whom a reminder can reach."""
    marked = frozenset() if vote.paper is None else ballots.list_entries_who_voted(work.session, vote.paper.id)
    return len(rolls.list_reachable_entries(work.session, vote.frozen_roll_id) - marked)

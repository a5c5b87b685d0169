"""Writing to everybody on the voting list: asked for in one row at once, written by the worker, batch by batch."""

from dataclasses import dataclass
from typing import Final

from govapp.assembly.convocation.rules.occasions import WHILE_VOTING, Occasion, is_written_to, may_be_written
from govapp.assembly.convocation.service.letters import LETTERS, letters
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.meeting.service.rows import reference
from govapp.ballots import queries as ballots
from govapp.db.uow import Work
from govapp.outbox import mailings
from govapp.outbox.mailings import Mailing
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.queries import RollEntryRow

BATCH: Final = 500
"""How many people on the list one transaction looks at: on SQLite nobody else can write for so long."""


def write_to(work: Work, assembly_id: int, occasion: Occasion, people: int) -> None:
    """Ask for letters to `people` at most; the worker writes them after this transaction."""
    mailings.begin(work, LETTERS[occasion], reference(assembly_id), people)


def call_off_letters_to_vote(work: Work, assembly_id: int) -> None:
    """Write and send no more invitations and reminders: nobody can vote any more."""
    mailings.call_off_all(work, reference(assembly_id), [LETTERS[each] for each in WHILE_VOTING])


@dataclass(frozen=True)
class Batch:
    """What one batch did: how many `letters` it wrote, and the mailing as it is now."""

    mailing: Mailing
    letters: int


def write_letters(work: Work, limit: int = BATCH) -> Batch | None:
    """Write the next letters of the mailing whose turn it is, looking at `limit` people at most; None without one.

    The letters, their personal links and the place on the voting list are written in the transaction of `work`: a
    batch is there as a whole or not at all.
    """
    mailing = mailings.claim(work)
    if mailing is None:
        return None
    occasion = Occasion(mailing.template)
    assembly = get_assembly(work.session, mailing.subject_ref.number)
    if not may_be_written(occasion, is_voting=assembly.is_voting(work.now)):
        return Batch(mailings.call_off(work, mailing), 0)
    entries = rolls.roll_entries(work.session, assembly.frozen_roll_id, after=mailing.pace.cursor, limit=limit)
    written = letters(work, occasion, assembly, _readers(work, occasion, assembly, entries))
    return Batch(mailings.write(work, mailing, [entry.position for entry in entries], written, limit), len(written))


def _readers(
    work: Work, occasion: Occasion, assembly: AssemblyRow, entries: tuple[RollEntryRow, ...]
) -> list[RollEntryRow]:
    voted: frozenset[int] = frozenset()
    if occasion is Occasion.REMINDER:
        paper = ballots.get_paper(work.session, assembly.prepared_paper_uuid)
        voted = ballots.list_entries_who_voted(work.session, paper.id, among=[entry.entry_id for entry in entries])
    return [
        entry
        for entry in entries
        if is_written_to(occasion, has_email=entry.email is not None, has_voted=entry.entry_id in voted)
    ]

"""Writing to everybody on a voting list, batch by batch: the worker's part, for the vote that is handed in."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from govapp.assembly.convocation.rules.calls import Call
from govapp.assembly.convocation.rules.occasions import Occasion, is_written_to, may_be_written
from govapp.assembly.convocation.service.letters import letters
from govapp.db.uow import Work
from govapp.outbox import mailings
from govapp.outbox.mailings import Mailing
from govapp.shares.rolls import queries as rolls

BATCH: Final = 500
"""How many people on the list one transaction looks at: on SQLite nobody else can write for so long."""


@dataclass(frozen=True)
class Batch:
    """What one batch did: how many `letters` it wrote, and the mailing as it is now."""

    mailing: Mailing
    letters: int


def write_batch(work: Work, mailing: Mailing, call: Call, voted: Collection[int], limit: int = BATCH) -> Batch:
    """Write the next letters of a mailing that is locked by us, looking at `limit` people at most.

    `voted` are the roll entries that need no reminder. The letters, their personal links and the place on the voting
    list are written in the transaction of `work`: a batch is there as a whole or not at all.
    """
    occasion = Occasion(mailing.template)
    if not may_be_written(occasion, is_voting=call.is_voting):
        return Batch(mailings.call_off(work, mailing), 0)
    listed = rolls.list_roll_entries(work.session, call.roll_id, after=mailing.pace.cursor, limit=limit)
    entries = rolls.with_addresses_of_today(work.session, listed)
    readers = [
        entry
        for entry in entries
        if is_written_to(occasion, has_email=entry.email is not None, has_voted=entry.entry_id in voted)
    ]
    written = letters(work, occasion, call, readers)
    return Batch(mailings.write(work, mailing, [entry.position for entry in entries], written, limit), len(written))

"""Announcing a result: once, by a person, as a record whose digest closes the chain from the register.

Everybody on the roll who has an e-mail address gets a letter about it.
"""

from dataclasses import dataclass
from typing import Any

from govapp.assembly.convocation.rules.occasions import Occasion
from govapp.assembly.convocation.service.mailings import write_to
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.queries import AssemblyRow, to_row
from govapp.assembly.meeting.rules.states import AssemblyState, NotCounted, check_step
from govapp.assembly.meeting.service.rows import locked, reference, touch
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import Announcement
from govapp.assembly.votes.queries.results import Counted, find_counted
from govapp.assembly.votes.rules.verdict import as_record
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.ballots import service as ballots
from govapp.db.uow import Work
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.shares.rolls import queries as rolls


@dataclass(frozen=True)
class Announce:
    """Announce the counted result of an assembly."""

    assembly_id: int


def announce(work: Work, command: Announce) -> str:
    """Announce the result and return the SHA-256 of its record; raises AlreadyThere, NotYetPossible, NotCounted."""
    row = locked(work, command.assembly_id)
    current = to_row(work.session, row)
    check_step(current.state, AssemblyState.ANNOUNCED, row.changed_by, row.changed_at)
    counted = find_counted(work.session, current)
    if counted is None:
        raise NotCounted
    record = result_record(counted, current)
    digest = sha256_hex(canonical_json(record))
    work.session.add(
        Announcement(
            assembly_id=row.id,
            announced_at=work.now,
            announced_by=work.actor.name,
            record=record,
            digest=digest,
        )
    )
    ballots.publish_result(work, counted.uuid)
    _announced(work, row, digest)
    return digest


def result_record(found: Counted, assembly: AssemblyRow) -> dict[str, Any]:
    """Return the result as integers, words and fingerprints: from the head of the register to every verdict."""
    return {
        "assembly": {"id": assembly.id, "held_on": assembly.held_on.isoformat(), "title": assembly.title.as_dict()},
        "roll": {
            "record_date": found.roll.record_date.isoformat(),
            "register_head": found.roll.ledger_head,
            "digest": found.roll.digest,
            "size": found.roll.size,
        },
        "paper": {"uuid": found.uuid, "fingerprint": found.fingerprint, "archive_head": found.archive_head},
        "ballots": found.ballots,
        "items": [as_record(verdict) for verdict in found.verdicts],
    }


def _announced(work: Work, row: Assembly, digest: str) -> None:
    row.state = AssemblyState.ANNOUNCED.value
    touch(work, row)
    roll = rolls.roll(work.session, to_row(work.session, row).frozen_roll_id)
    readers = roll.size - rolls.unreachable_count(work.session, roll.id)
    write_to(work, row.id, Occasion.RESULT, readers)
    facts: dict[str, FactValue] = {"digest": digest, "to_mail": readers}
    journal.record(work, AssemblyTag.ASSEMBLY_ANNOUNCED, reference(row.id), facts=facts)

"""Announcing a result: once, by a person, as a record whose digest closes the chain from the register.

Everybody on the roll who has an e-mail address gets a letter about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from govapp.accounts.signing import installation_signer
from govapp.assembly.convocation.rules.occasions import Occasion
from govapp.assembly.convocation.service.mailings import write_to
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.queries import AssemblyRow, to_row
from govapp.assembly.meeting.rules.states import AssemblyState, NotCounted, check_step
from govapp.assembly.meeting.service.rows import locked, reference, touch
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import Announcement
from govapp.assembly.votes.queries.results import Counted, find_counted
from govapp.assembly.votes.rules.result import RESULT, AnnouncedResult, PaperFacts, RollFacts
from govapp.audit import journal
from govapp.audit.anchors import AnchorOccasion, keep_anchor
from govapp.audit.rules.entry import FactValue
from govapp.ballots import service as ballots
from govapp.ballots.queries.anchoring import ALL_CHAINS
from govapp.db.uow import Work
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.subjects import SubjectRef
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
    ballots.publish_result(work, counted.uuid)
    # After the result is public: the anchor then goes to the end of the archive.
    signed = keep_anchor(
        work,
        installation_signer(work.keys),
        ALL_CHAINS,
        occasion=AnchorOccasion.RESULT,
        subject=SubjectRef.to("paper", counted.uuid),
    )
    record = RESULT.encode(announced_result(counted, current, signed.as_dict()), RESULT.newest)
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
    _announced(work, row, digest)
    return digest


def announced_result(found: Counted, assembly: AssemblyRow, anchor: Mapping[str, Any] | None = None) -> AnnouncedResult:
    """Return a counted result as it is announced, or was: with the anchor of that moment."""
    return AnnouncedResult(
        assembly_id=assembly.id,
        held_on=assembly.held_on,
        title=assembly.title,
        roll=RollFacts(found.roll.record_date, found.roll.ledger_head, found.roll.digest, found.roll.size),
        paper=PaperFacts(found.uuid, found.fingerprint, found.archive_head),
        ballots=found.ballots,
        verdicts=found.verdicts,
        anchor=anchor,
    )


def _announced(work: Work, row: Assembly, digest: str) -> None:
    row.state = AssemblyState.ANNOUNCED.value
    touch(work, row)
    roll = rolls.roll(work.session, to_row(work.session, row).frozen_roll_id)
    readers = roll.size - rolls.unreachable_count(work.session, roll.id)
    write_to(work, row.id, Occasion.RESULT, readers)
    facts: dict[str, FactValue] = {"digest": digest, "to_mail": readers}
    journal.record(work, AssemblyTag.ASSEMBLY_ANNOUNCED, reference(row.id), facts=facts)

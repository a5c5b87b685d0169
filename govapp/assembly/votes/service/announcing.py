"""Announcing a result: once, by a person, as a record whose digest closes the chain from the register.

Everybody on the roll who has an e-mail address gets a letter about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from govapp.accounts.signing import installation_signer
from govapp.assembly.convocation.rules.occasions import Occasion
from govapp.assembly.meeting.queries import AssemblyRow
from govapp.assembly.meeting.queries import to_row as to_assembly
from govapp.assembly.meeting.service import touch
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import Announcement
from govapp.assembly.votes.queries.announcements import AnnouncementRow
from govapp.assembly.votes.queries.results import Counted, find_counted
from govapp.assembly.votes.queries.votes import VoteRow, to_row, vote_reference
from govapp.assembly.votes.rules.in_room import RoomNotCounted
from govapp.assembly.votes.rules.result import RESULT, AnnouncedResult, PaperSummary, RollSummary
from govapp.assembly.votes.rules.states import VoteState, check_step
from govapp.assembly.votes.service.mailings import write_to
from govapp.assembly.votes.service.rows import locked_vote
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
    """Announce the counted result of a vote."""

    assembly_id: int
    ordinal: int = 1


def announce(work: Work, command: Announce) -> str:
    """Announce the result and return the SHA-256 of its record.

    Raises AlreadyThere, VoteCancelled, NotYetPossible, NotCounted, RoomNotCounted.
    """
    assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    current = to_row(work.session, vote)
    check_step(current.state, VoteState.ANNOUNCED, vote.changed_by, vote.changed_at)
    counted = find_counted(work.session, current)
    if counted is None:
        # The last key was used, so that only papers or hands can be missing.
        raise RoomNotCounted
    ballots.publish_result(work, counted.uuid)
    # After the result is public: the anchor then goes to the end of the archive.
    signed = keep_anchor(
        work,
        installation_signer(work.keys),
        ALL_CHAINS,
        occasion=AnchorOccasion.RESULT,
        subject=SubjectRef.to("paper", counted.uuid),
    )
    result = announced_result(counted, to_assembly(assembly), signed.as_dict())
    record = RESULT.encode(result, RESULT.newest)
    digest = sha256_hex(canonical_json(record))
    work.session.add(
        Announcement(
            vote_id=vote.id,
            announced_at=work.now,
            announced_by=work.actor.name,
            record=record,
            digest=digest,
        )
    )
    touch(work, assembly, vote)
    readers = _tell(work, current)
    facts: dict[str, FactValue] = {"digest": digest, "to_mail": readers}
    journal.record(work, AssemblyTag.ASSEMBLY_ANNOUNCED, vote_reference(vote), facts=facts)
    return digest


def announced_result(found: Counted, assembly: AssemblyRow, anchor: Mapping[str, Any] | None = None) -> AnnouncedResult:
    """Return a counted result as it is announced, or was: with the anchor of that moment.

    Which vote of the assembly it is, the uuid of the ballot paper says.
    """
    return AnnouncedResult(
        assembly_id=assembly.id,
        held_on=assembly.held_on,
        title=assembly.title,
        roll=RollSummary(found.roll.record_date, found.roll.ledger_head, found.roll.digest, found.roll.size),
        paper=PaperSummary(found.uuid, found.fingerprint, found.archive_head),
        ballots=found.ballots,
        verdicts=found.verdicts,
        anchor=anchor,
        channels=found.channels,
    )


def is_as_counted(announced: AnnouncementRow, found: Counted, assembly: AssemblyRow) -> bool:
    """Tell whether an announced record is, byte for byte, what follows from what was counted; its digest too.

    It is written in the version in which it was announced. Raises UnknownRecordVersion.
    """
    version = RESULT.version_of(announced.record)
    follows = RESULT.canonical(announced_result(found, assembly, announced.record.get("anchor")), version)
    return follows == canonical_json(announced.record) and sha256_hex(follows) == announced.digest


def _tell(work: Work, vote: VoteRow) -> int:
    roll = rolls.get_roll(work.session, vote.frozen_roll_id)
    readers = roll.size - rolls.count_unreachable_entries(work.session, roll.id)
    write_to(work, vote, Occasion.RESULT, readers)
    return readers

"""Making an announced record again from archive and rules, and comparing it with what was announced."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.results import get_meeting
from govapp.assembly.votes.queries.tellers import read_channels
from govapp.assembly.votes.queries.turnout import get_turnout
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.assembly.votes.rules.channels import ChannelResult
from govapp.assembly.votes.rules.in_room import RoomNotCounted
from govapp.assembly.votes.rules.recomputing import find_difference, recompute, sealed_items, sealed_meeting
from govapp.assembly.votes.rules.record import RollNotSealed, require_sealed_rules
from govapp.assembly.votes.rules.result import RESULT, RollSummary
from govapp.assembly.votes.rules.states import NotCounted
from govapp.ballots.rules.sealed import read_counted
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.shares.rolls import queries as rolls
from pybelenios.archive.reader import read_archive
from pybelenios.archive.tar import ArchiveRefused


@dataclass(frozen=True)
class Recomputed:
    """The record that follows from archive and rules, and where the announced one says something else.

    `digest` is that of the announced record, None before it was announced. `difference` is the first member that is
    not the same, like `items[2].verdict`; empty where both are equal, byte for byte. `room` are papers and hands, which
    no archive proves.
    """

    record: bytes
    digest: str | None
    difference: str
    room: tuple[ChannelResult, ...] = ()


def recompute_result(session: Session, vote: VoteRow, archive_bytes: bytes, rules: Mapping[str, Any]) -> Recomputed:
    """Return the announced record of a vote as it follows from an archive and a record of rules.

    Who took part follows from the voting list, whose digest is compared with the sealed one; the signed state that was
    announced with it is taken over; papers and hands are those that two scrutineers keyed in. Raises NotCounted,
    RoomNotCounted, RulesNotSealed, RollNotSealed, and ArchiveRefused for an archive
    that is none or that of another vote.
    """
    counted = read_counted(read_archive(archive_bytes))
    if counted is None:
        raise NotCounted
    if counted.uuid != vote.paper_uuid:
        raise ArchiveRefused("another vote", f"it is the archive of {counted.uuid}")
    require_sealed_rules(rules, counted.sealed.rules_digest)
    roll = rolls.get_roll(session, vote.frozen_roll_id)
    if sha256_hex(rolls.get_roll_file(session, roll.id)) != counted.sealed.roll_digest:
        raise RollNotSealed
    not_voted = tuple(item for item in get_agenda(session, vote.assembly_id) if not item.is_voted)
    meeting = sealed_meeting(rules, get_meeting(session, vote))
    announced = find_announcement(session, vote.id)
    channels = read_channels(session, vote, counted.counts, counted.ballots)
    if channels is None:
        raise RoomNotCounted
    record = recompute(
        counted,
        sealed_items(rules, counted.sealed.questions, not_voted),
        meeting,
        RollSummary(roll.record_date, roll.ledger_head, roll.digest, roll.size),
        get_turnout(session, vote, channels, is_second_meeting=meeting.is_second),
        channels=channels,
        anchor=announced.record.get("anchor") if announced else None,
        version=RESULT.version_of(announced.record) if announced else RESULT.newest,
    )
    if announced is None:
        return Recomputed(record, None, "", channels[1:])
    difference = find_difference(json.loads(record), announced.record)
    if not difference and (record != canonical_json(announced.record) or sha256_hex(record) != announced.digest):
        difference = "digest"
    return Recomputed(record, announced.digest, difference, channels[1:])

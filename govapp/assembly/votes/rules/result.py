"""The announced result as a record: from the head of the register to every verdict, in integers, words and digests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from govapp.assembly.votes.rules.channels import ChannelResult
from govapp.assembly.votes.rules.verdict import ItemVerdict, as_record, quorum_record
from govapp.kernel.records import RecordType
from govapp.kernel.texts import Texts


@dataclass(frozen=True)
class RollSummary:
    """The voting list behind a result; `register_head` is the last entry of the ledger when it was frozen."""

    record_date: date
    register_head: str
    digest: str
    size: int


@dataclass(frozen=True)
class PaperSummary:
    """The ballot paper behind a result; `archive_head` is the last event of its archive."""

    uuid: str
    fingerprint: str
    archive_head: str


@dataclass(frozen=True)
class AnnouncedResult:
    """A result with all it rests on. `anchor` is the state that was signed when it was announced: None before that.

    `ballots` are those on line; `channels` say what each channel gave, and the verdicts follow from all together.
    """

    assembly_id: int
    held_on: date
    title: Texts
    roll: RollSummary
    paper: PaperSummary
    ballots: int
    verdicts: tuple[ItemVerdict, ...]
    anchor: Mapping[str, Any] | None = None
    channels: tuple[ChannelResult, ...] = ()


def encode_v0(result: AnnouncedResult) -> dict[str, Any]:
    """Return the record of the first stage."""
    roll, paper = result.roll, result.paper
    return {
        "assembly": {
            "id": result.assembly_id,
            "held_on": result.held_on.isoformat(),
            "title": result.title.as_dict(),
        },
        "roll": {
            "record_date": roll.record_date.isoformat(),
            "register_head": roll.register_head,
            "digest": roll.digest,
            "size": roll.size,
        },
        "paper": {"uuid": paper.uuid, "fingerprint": paper.fingerprint, "archive_head": paper.archive_head},
        "ballots": result.ballots,
        "items": [as_record(verdict) for verdict in result.verdicts],
    }


def encode_v1(result: AnnouncedResult) -> dict[str, Any]:
    """Return the record as it is announced now: with the version of its form, and the signed state of all chains."""
    anchor = None if result.anchor is None else dict(result.anchor)
    return {"v": 1, **encode_v0(result), "anchor": anchor}


def encode_v2(result: AnnouncedResult) -> dict[str, Any]:
    """Return the same with the quorum of each item that asks for one: how many took part, and how many are needed."""
    items = [as_record(verdict) | quorum_record(verdict) for verdict in result.verdicts]
    return {**encode_v1(result), "v": 2, "items": items}


def encode_v3(result: AnnouncedResult) -> dict[str, Any]:
    """Return the same with the figures of each channel apart, and who counted papers and hands."""
    channels = {each.channel: each.as_dict() for each in result.channels}
    return {**encode_v2(result), "v": 3, "channels": channels}


RESULT: Final = RecordType("result", {0: encode_v0, 1: encode_v1, 2: encode_v2, 3: encode_v3})

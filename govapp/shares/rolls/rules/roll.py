"""The voting list: one entry per shareholder whatever the number of shares, and a reason for everyone left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final

from govapp.kernel.errors import N_
from govapp.kernel.records import RecordType
from govapp.shares.ledger.rules.movements import Position
from govapp.shares.people.rules.kinds import Category, PartyKind


class LeftOut(StrEnum):
    """Why a shareholder of the register is not on a voting list."""

    NO_SHARES = "no_shares"
    NOT_PAID = "not_paid"
    NO_REPRESENTATIVE = "no_representative"
    # Never frozen into a list: it is what the register knows since.
    RECORDED_LATER = "recorded_later"


# As said to the shareholder.
REASONS: Mapping[LeftOut, str] = {
    LeftOut.NO_SHARES: N_("on that day you held no shares."),
    LeftOut.NOT_PAID: N_("your share was not paid by that day."),
    LeftOut.NO_REPRESENTATIVE: N_("%(organisation)s has not named anybody to vote for it."),
    LeftOut.RECORDED_LATER: N_(
        "your shares were recorded on %(recorded_at)s, after the list was frozen on %(frozen_at)s."
    ),
}

# As officers read it in a list.
LABELS: Mapping[LeftOut, str] = {
    LeftOut.NO_SHARES: N_("No shares on the record date"),
    LeftOut.NOT_PAID: N_("Share not paid"),
    LeftOut.NO_REPRESENTATIVE: N_("No voting representative"),
    LeftOut.RECORDED_LATER: N_("Recorded after the list was frozen"),
}


@dataclass(frozen=True, slots=True)
class RollCandidate:
    """A shareholder as the register knows him or her at the record date."""

    holder_id: int
    number: int
    kind: PartyKind
    name: str
    category: Category
    language: str
    email: str
    position: Position
    representative: str = ""


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One right to vote. `voter` is who uses it: the holder, or the representative of a legal person."""

    position: int
    holder_id: int
    number: int
    name: str
    voter: str
    category: Category
    language: str
    email: str


@dataclass(frozen=True, slots=True)
class LeftOutHolder:
    """A shareholder who is not on the list, and why."""

    holder_id: int
    number: int
    name: str
    reason: LeftOut


@dataclass(frozen=True, slots=True)
class RollDraft:
    """A voting list as it follows from the register, before it is frozen."""

    entries: tuple[RollEntry, ...]
    left_out: tuple[LeftOutHolder, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of entries per category."""
        return {category.value: sum(entry.category is category for entry in self.entries) for category in Category}


def reason_left_out(kind: PartyKind, held: Position, representative: str) -> LeftOut | None:
    """Return why somebody may not vote, or None when he or she may (statutes: effective on payment of a share)."""
    if held.shares < 1:
        return LeftOut.NO_SHARES
    if held.paid_shares < 1:
        return LeftOut.NOT_PAID
    if kind is PartyKind.LEGAL and not representative:
        return LeftOut.NO_REPRESENTATIVE
    return None


def compile_roll(candidates: Iterable[RollCandidate]) -> RollDraft:
    """Return the voting list in the order of shareholder numbers; each holder has one entry of weight one."""
    entries: list[RollEntry] = []
    left_out: list[LeftOutHolder] = []
    for candidate in sorted(candidates, key=lambda one: one.number):
        reason = reason_left_out(candidate.kind, candidate.position, candidate.representative)
        if reason is not None:
            left_out.append(LeftOutHolder(candidate.holder_id, candidate.number, candidate.name, reason))
            continue
        entries.append(
            RollEntry(
                position=len(entries) + 1,
                holder_id=candidate.holder_id,
                number=candidate.number,
                name=candidate.name,
                voter=candidate.representative if candidate.kind is PartyKind.LEGAL else candidate.name,
                category=candidate.category,
                language=candidate.language,
                email=candidate.email,
            ),
        )
    return RollDraft(tuple(entries), tuple(left_out))


@dataclass(frozen=True, slots=True)
class LateAddition:
    """Whose entry was added to a frozen list, at which position, why, and by which two officers (their names).

    `ledger_head` and `fact_head` are where the register ended when it was confirmed; `previous` is the digest of the
    list before.
    """

    position: int
    number: int
    reason: str
    proposed_by: str
    confirmed_by: str
    confirmed_at: datetime
    ledger_head: str
    fact_head: str
    previous: str


@dataclass(frozen=True, slots=True)
class PublishedRoll:
    """The voting list as it may be given to the bureau: no e-mail address, no birth date, no bank data.

    `fact_head` is the last link of the facts about people; of lists that are older than their chain, nothing.
    `additions` are in the order in which they happened; their entries stand at the end.
    """

    record_date: date
    frozen_at: datetime
    ledger_head: str
    entries: tuple[RollEntry, ...]
    fact_head: str = ""
    additions: tuple[LateAddition, ...] = ()


def encode_v0(roll: PublishedRoll) -> dict[str, Any]:
    """Return `roll.json` of the first stage."""
    return {
        "record_date": roll.record_date.isoformat(),
        "frozen_at": _moment(roll.frozen_at),
        "ledger_head": roll.ledger_head,
        "entries": [
            {
                "position": entry.position,
                "number": entry.number,
                "name": entry.name,
                "exerciser": entry.voter,
                "category": entry.category.value,
                "language": entry.language,
            }
            for entry in roll.entries
        ],
    }


def encode_v1(roll: PublishedRoll) -> dict[str, Any]:
    """Return `roll.json` as it was frozen before the facts about people were chained: with the version."""
    return {"v": 1, **encode_v0(roll)}


def encode_v2(roll: PublishedRoll) -> dict[str, Any]:
    """Return `roll.json` as it is frozen now: it states where the facts about people ended, too."""
    return {**encode_v0(roll), "v": 2, "fact_head": roll.fact_head}


def encode_v3(roll: PublishedRoll) -> dict[str, Any]:
    """Return `roll.json` of a list to which somebody was added: its version, and who; each names the digest before."""
    additions = [
        {
            "position": each.position,
            "number": each.number,
            "reason": each.reason,
            "proposed_by": each.proposed_by,
            "confirmed_by": each.confirmed_by,
            "confirmed_at": _moment(each.confirmed_at),
            "ledger_head": each.ledger_head,
            "fact_head": each.fact_head,
            "previous": each.previous,
        }
        for each in roll.additions
    ]
    return {**encode_v2(roll), "v": 3, "version": 1 + len(roll.additions), "additions": additions}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# The SHA-256 of the canonical bytes of `roll.json` is the digest of the roll: whoever has the file can recompute it.
ROLL: Final = RecordType("roll", {0: encode_v0, 1: encode_v1, 2: encode_v2, 3: encode_v3})
FROZEN_VERSION: Final = 2
"""The form in which lists are frozen; later ones are those of lists to which somebody was added."""

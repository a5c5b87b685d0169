"""The rules by which a vote is decided, as they are sealed with its ballot paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from govapp.assembly.agenda.rules.items import Item, ItemKind, VotingMethod
from govapp.assembly.votes.rules.verdict import ORDINARY
from govapp.kernel.records import RecordType
from govapp.statutes.rules.encoding import decode_rule_v1, encode_rule_v1

FIRST_WITH_STATUTES: Final = 2


@dataclass(frozen=True, slots=True)
class SealedRules:
    """The items of a vote with their rules, and the digest of the profile of the statutes that they come from."""

    profile_digest: str
    items: tuple[Item, ...]


def encode_v0(rules: SealedRules) -> dict[str, Any]:
    """Return the record of the first stage, in which every vote was decided by more for than against."""
    return {"majority": "for > against", "items": [_item_v0(item) for item in rules.items if item.is_voted]}


def encode_v1(rules: SealedRules) -> dict[str, Any]:
    """Return the same with the version of its form."""
    return {"v": 1, **encode_v0(rules)}


def encode_v2(rules: SealedRules) -> dict[str, Any]:
    """Return the record with the whole rule of each item and the digest of the profile of the statutes."""
    items = [_item_v2(item) for item in rules.items if item.is_voted]
    return {"v": 2, "profile": rules.profile_digest, "items": items}


# Its digest is sealed into the ballot paper.
RULES: Final = RecordType[SealedRules]("rules", {0: encode_v0, 1: encode_v1, FIRST_WITH_STATUTES: encode_v2})


def with_sealed_rules(items: Sequence[Item], record: Mapping[str, Any]) -> tuple[Item, ...]:
    """Return the items with the rules that were sealed, whatever the statutes say now; raises UnknownRecordVersion."""
    if RULES.version_of(record) < FIRST_WITH_STATUTES:
        return tuple(replace(item, statutes_rule=ORDINARY, stricter=None) if item.is_voted else item for item in items)
    sealed = {each["item"]: decode_rule_v1(each["rule"]) for each in record["items"]}
    return tuple(
        replace(item, statutes_rule=sealed[item.number], stricter=None) if item.number in sealed else item
        for item in items
    )


def _item_v0(item: Item) -> dict[str, Any]:
    rule = _head(item)
    if item.method is not VotingMethod.APPROVAL:
        rule["needed"] = {"share": "1/2", "strict": True, "base": "for + against"}
    return rule | _of_method(item)


def _item_v2(item: Item) -> dict[str, Any]:
    rule = _head(item) | {"legal_kind": item.legal_kind, "rule": encode_rule_v1(item.rule or ORDINARY)}
    if item.stricter is not None:
        rule["stricter_because"] = item.stricter_reason
    return rule | _of_method(item)


def _head(item: Item) -> dict[str, Any]:
    return {"item": item.number, "kind": item.kind.value, "method": str(item.method)}


def _of_method(item: Item) -> dict[str, Any]:
    rule: dict[str, Any] = {}
    if item.kind is ItemKind.ELECTION:
        rule |= {"seats": item.seats, "tie": "reported"}
    if item.method is VotingMethod.APPROVAL:
        rule["most_picks"] = item.most_picks
    if item.needed is not None:
        rule["needed"] = {
            "share": str(item.needed.fraction),
            "strict": item.needed.is_strict,
            "base": "ballots not blank",
        }
    return rule

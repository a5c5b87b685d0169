"""The rules by which a vote is decided, as they are sealed with its ballot paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import zip_longest
from typing import Any, Final

from govapp.assembly.agenda.rules.items import Item, ItemKind, VotingMethod
from govapp.assembly.votes.rules.paper import paper_questions
from govapp.assembly.votes.rules.sealed_agenda import (
    AgendaNotAsSealed,
    MeetingNotAsSealed,
    SealedAgenda,
    encode_agenda,
    require_agenda_as_sealed,
)
from govapp.assembly.votes.rules.states import Channel
from govapp.assembly.votes.rules.verdict import ORDINARY
from govapp.ballots.rules import QuestionType
from govapp.ballots.rules.refusals import MethodNotCounted
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.errors import N_, Conflict
from govapp.kernel.records import RecordType
from govapp.kernel.texts import Texts
from govapp.statutes.rules.encoding import decode_rule_v1, encode_rule_v1

FIRST_WITH_STATUTES: Final = 2
FIRST_WITH_MEETING: Final = 3
FIRST_WITH_AGENDA: Final = 4
FIRST_WITH_SECOND: Final = 5
FIRST_WITH_CHANNEL: Final = 6
# What the page of an agenda shows of how an item is voted on.
_SHOWN: Final = frozenset({"kind", "method", "seats", "most_picks"})

# What a sealed question and its answers tell since version 2 of the member `assembly`.
_TOLD: Final = ("question", "summary", "changes", "advice", "candidate", "order", "lot_seed")
_TOLD_OF_ANSWERS: Final = ("label", "note", "text", "link", "portrait")


@dataclass(frozen=True, slots=True)
class SealedMeeting:
    """The meeting whose vote it is, as an announced result names it; `is_second` decides which quorum is asked.

    `first_id` is the meeting that had no quorum, `second_on` the day of a second meeting that the notice announced;
    both are sealed since version 5.
    """

    assembly_id: int
    title: Texts
    held_on: date
    is_second: bool
    first_id: int | None = None
    second_on: date | None = None


@dataclass(frozen=True, slots=True)
class SealedRules:
    """The items of a vote with their rules, and the digest of the profile of the statutes that they come from.

    The meeting is sealed since version 3, the whole agenda as it is shown since version 4, the text of the statutes
    before and after since version 5, whether people vote in the room as well since version 6.
    """

    profile_digest: str
    items: tuple[Item, ...]
    meeting: SealedMeeting | None = None
    agenda: SealedAgenda | None = None
    channel: Channel = Channel.REMOTE


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


def encode_v3(rules: SealedRules) -> dict[str, Any]:
    """Return the same with the meeting, and with the items that nobody votes on: the result names them too."""
    if rules.meeting is None:
        raise ValueError("since version 3 the meeting is sealed with the rules")
    items = [_item_v2(item) if item.is_voted else _item_not_voted(item) for item in rules.items]
    return {"v": 3, "profile": rules.profile_digest, "meeting": _meeting(rules.meeting, 3), "items": items}


def encode_v4(rules: SealedRules) -> dict[str, Any]:
    """Return the same with all that is shown of the assembly: its place, its documents, every item of its agenda."""
    if rules.agenda is None:
        raise ValueError("since version 4 the whole agenda is sealed with the rules")
    return encode_v3(rules) | {"v": 4, "agenda": encode_agenda(rules.agenda, 1)}


def encode_v5(rules: SealedRules) -> dict[str, Any]:
    """Return the same with the first and the second meeting, and with old and new text of the statutes in the items."""
    if rules.meeting is None:
        raise ValueError("since version 3 the meeting is sealed with the rules")
    if rules.agenda is None:
        raise ValueError("since version 4 the whole agenda is sealed with the rules")
    meeting = _meeting(rules.meeting, FIRST_WITH_SECOND)
    return encode_v3(rules) | {"v": 5, "meeting": meeting, "agenda": encode_agenda(rules.agenda, 2)}


def encode_v6(rules: SealedRules) -> dict[str, Any]:
    """Return the same with the channel: whether papers and hands in the room count beside the ballots."""
    return encode_v5(rules) | {"v": 6, "channel": rules.channel.value}


# Its digest is sealed into the ballot paper.
RULES: Final = RecordType[SealedRules](
    "rules",
    {
        0: encode_v0,
        1: encode_v1,
        FIRST_WITH_STATUTES: encode_v2,
        FIRST_WITH_MEETING: encode_v3,
        FIRST_WITH_AGENDA: encode_v4,
        FIRST_WITH_SECOND: encode_v5,
        FIRST_WITH_CHANNEL: encode_v6,
    },
)


class RulesNotSealed(Conflict):
    """The rules that stand beside a vote are not those whose digest its ballot paper fixed: somebody changed them."""

    code = "rules_not_sealed"
    message = N_("The rules kept for this vote are not those that were fixed with its ballot paper.")
    help = N_("Nothing is decided by them. Ask whoever runs the site to put the database back from a backup.")


class RollNotSealed(Conflict):
    """The voting list of a vote is not the one whose digest its ballot paper fixed: somebody changed which it is."""

    code = "roll_not_sealed"
    message = N_("The voting list kept for this vote is not the one that was fixed with its ballot paper.")
    help = N_("Nothing is decided by it. Ask whoever runs the site to put the database back from a backup.")


def with_sealed_rules(items: Sequence[Item], record: Mapping[str, Any]) -> tuple[Item, ...]:
    """Return the items with all that was sealed about how they are decided, whatever agenda and statutes say now.

    Kind, way of voting, seats, threshold and rule come from the record; an item that is not in it stays as it is (see
    `require_as_sealed`). Raises UnknownRecordVersion, MethodNotCounted.
    """
    has_rule = RULES.version_of(record) >= FIRST_WITH_STATUTES
    sealed = {each["item"]: each for each in record["items"] if "method" in each}
    return tuple(_sealed(item, sealed[item.number], has_rule) if item.number in sealed else item for item in items)


def require_sealed_rules(record: Mapping[str, Any], sealed_digest: object) -> None:
    """Raise RulesNotSealed unless a record of rules has the digest that the ballot paper fixed (64 hex digits)."""
    if sha256_hex(canonical_json(record)) != sealed_digest:
        raise RulesNotSealed


def require_as_sealed(items: Sequence[Item], sealed: Sequence[Mapping[str, Any]]) -> None:
    """Raise AgendaNotAsSealed unless the items ask what stands on the sealed paper: figures belong to these names.

    `sealed` are the questions of the member `assembly` of the election record, with their texts and the digests of
    their documents; those sealed before version 2 of that member have no summaries, advice, portraits and the like.
    Words that come from the catalogues are not compared: they may be written better by now.
    """
    for asked, fixed in zip_longest(paper_questions(items), sealed):
        has_all = fixed is not None and "summary" in fixed
        if asked is None or fixed is None or _asked(asked.as_dict(), has_all) != _asked(fixed, has_all):
            raise AgendaNotAsSealed(item=fixed["item"] if fixed is not None else asked.item if asked else 0)


def require_rest_as_sealed(
    items: Sequence[Item], meeting: SealedMeeting, agenda: SealedAgenda, record: Mapping[str, Any]
) -> None:
    """Raise a refusal unless the meeting, and what nobody votes on, are what was sealed with the rules of a vote.

    Records before version 3 sealed nothing of it, those before version 4 the titles only. Raises MeetingNotAsSealed,
    DocumentsNotAsSealed, AgendaNotAsSealed.
    """
    version = RULES.version_of(record)
    if version < FIRST_WITH_MEETING:
        return
    if _meeting(meeting, version) != record["meeting"]:
        raise MeetingNotAsSealed
    now = {item.number: _item_not_voted(item) for item in items if not item.is_voted}
    then = {each["item"]: each for each in record["items"] if "method" not in each}
    for number in sorted(now.keys() | then.keys()):
        if now.get(number) != then.get(number):
            raise AgendaNotAsSealed(item=number)
    if version >= FIRST_WITH_AGENDA:
        require_agenda_as_sealed(agenda, record["agenda"], 1 if version == FIRST_WITH_AGENDA else 2)


def sealed_channel(record: Mapping[str, Any]) -> Channel:
    """Return where people vote, as it was sealed; before version 6 on line only. Raises UnknownRecordVersion."""
    return Channel(record["channel"]) if RULES.version_of(record) >= FIRST_WITH_CHANNEL else Channel.REMOTE


def list_changed_rules(items: Sequence[Item], record: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the numbers of the items whose kind, way of voting, seats or number of choices are not the sealed ones.

    No verdict follows from them (see `with_sealed_rules`), but the agenda shows them. Raises UnknownRecordVersion.
    """
    RULES.version_of(record)
    sealed = {each["item"]: each for each in record["items"] if "method" in each}
    return tuple(
        item.number
        for item in items
        if item.number in sealed
        and any(
            sealed[item.number][name] != value
            for name, value in (_head(item) | _of_method(item)).items()
            if name in _SHOWN & sealed[item.number].keys()
        )
    )


def _asked(question: Mapping[str, Any], has_all: bool) -> tuple[object, ...]:
    is_choice = question["kind"] == QuestionType.APPROVAL.value
    told = [*_TOLD_OF_ANSWERS] if has_all else ["label", "note"]
    answers = [[each[name] for name in told] for each in question["answers"]] if is_choice else []
    documents = [each["sha256"] for each in question["documents"]]
    same = (question["item"], question["kind"], question["title"], question["text"], question["seats"])
    return *same, answers, documents, [question[name] for name in _TOLD if has_all]


def _sealed(item: Item, sealed: Mapping[str, Any], has_rule: bool) -> Item:
    if sealed["method"] not in set(VotingMethod):
        raise MethodNotCounted(item=item.number, method=str(sealed["method"]))
    kind, method = ItemKind(sealed["kind"]), VotingMethod(sealed["method"])
    # In the first stage a member `needed` also stood beside decisions, and said what every one of them needed.
    needed = sealed.get("needed") if method is VotingMethod.APPROVAL else None
    return replace(
        item,
        kind=kind,
        method=method,
        seats=sealed.get("seats", 0),
        maximum=0 if kind is ItemKind.ELECTION else sealed.get("most_picks", 0),
        threshold=None if needed is None else Fraction(needed["share"]),
        statutes_rule=decode_rule_v1(sealed["rule"]) if has_rule else ORDINARY,
        stricter=None,
    )


def _meeting(meeting: SealedMeeting, version: int) -> dict[str, Any]:
    members = {
        "id": meeting.assembly_id,
        "title": meeting.title.as_dict(),
        "held_on": meeting.held_on.isoformat(),
        "second": meeting.is_second,
    }
    if version < FIRST_WITH_SECOND:
        return members
    second_on = meeting.second_on.isoformat() if meeting.second_on else None
    return members | {"first": meeting.first_id, "second_on": second_on}


def _item_not_voted(item: Item) -> dict[str, Any]:
    return {"item": item.number, "kind": item.kind.value, "title": item.title.as_dict()}


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

"""What the journal tells of a key group, line by line, and where the rows of its tables say something else.

Before a ballot paper is sealed no archive holds the names and messages of the key holders: the journal does.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from govapp.ballots.rules.key_groups import KeyStep
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.errors import N_, Conflict
from govapp.kernel.texts import Texts

Value = str | int | datetime | None
Record = Mapping[str, Value]
"""The members of one row that are compared; a member that an older line does not tell is left out."""
_CHANGED_BY_UPGRADE: Final = frozenset({"times begun anew", "public key", "moment of the key"})
"""What migration 0043 changed, without a line, of groups whose keys were under way."""

GROUP: Final = "the list of key holders"


class Telling(StrEnum):
    """What a line tells, beside what a member said in a step."""

    NAMED = "named"
    SEATED_ANEW = "seated anew"
    FORMED = "formed"
    TEST_ASKED = "test asked"
    TEST_PASSED = "test passed"
    TEST_WAIVED = "test waived"


class KeysNotAsTold(Conflict):
    """A paper would be fixed with key holders, or keys, of whom the journal tells otherwise."""

    code = "keys_not_as_told"
    message = N_("What is kept about the key holders is not what the journal tells: somebody changed the database.")
    help = N_("Nothing was fixed. The command govapp ballots check names what differs. Find out who did it.")


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of the journal about a key group; `at` in UTC, `actor` as the journal names whoever acted."""

    tells: Telling | KeyStep
    at: datetime
    actor: str
    reason: str
    facts: Mapping[str, str | int | None]


@dataclass
class _Told:
    """What was told so far: `seats` names who has which seat, by the label of the row.

    `is_named` says whether the lines name the key holders: those of before do not.
    """

    records: dict[str, Record] = field(default_factory=dict)
    seats: dict[int, str] = field(default_factory=dict)
    attempt: int = 0
    is_named: bool = False


def seat_label(position: int, attempt: int) -> str:
    """Return how a fault names the row of a member who has a seat since `attempt`."""
    return f"key holder {position}" + (f", since the keys were begun anew ({attempt})" if attempt else "")


def message_label(step: KeyStep, position: int, attempt: int) -> str:
    """Return how a fault names what a member said."""
    return f"the {step.value} of key holder {position} (attempt {attempt})"


def drill_label(number: int) -> str:
    """Return how a fault names a test of the keys."""
    return f"test {number} of the keys"


def answer_label(number: int, position: int) -> str:
    """Return how a fault names that a member opened the test ballot."""
    return f"that key holder {position} passed test {number}"


def waiver_label(number: int) -> str:
    """Return how a fault names that the secretariat went on without the answers to a test."""
    return f"why test {number} was gone on without"


def holder_text(officer_id: int | None, name: str) -> str:
    """Return how the journal names a key holder: name and number; None is the server."""
    return name if officer_id is None else f"{name} (officer:{officer_id})"


def holders_text(holders: Iterable[tuple[int | None, str]]) -> str:
    """Return how the journal names all key holders, (number of the officer, name) in their order: one on each line."""
    return "\n".join(holder_text(officer_id, name) for officer_id, name in holders)


def group_digest(name: Texts) -> str:
    """Return the SHA-256 of what else is kept of a key group: canonical JSON (RFC 8785)."""
    return sha256_hex(canonical_json({"v": 1, "name": name.as_dict()}))


def drill_digest(nonce: str, occasion: str, attempt: int) -> str:
    """Return the SHA-256 of what a test asks for: canonical JSON (RFC 8785)."""
    return sha256_hex(canonical_json({"v": 1, "nonce": nonce, "occasion": occasion, "attempt": attempt}))


def told_of_keys(lines: Iterable[KeyLine]) -> dict[str, Record]:
    """Return what the lines about one key group tell, the oldest first: a record for each row that must be there."""
    told = _Told()
    for line in lines:
        _tell(told, line)
    if told.is_named:
        return told.records
    return {
        label: {member: value for member, value in record.items() if member not in _CHANGED_BY_UPGRADE}
        for label, record in told.records.items()
    }


def list_key_differences(told: Mapping[str, Record], kept: Mapping[str, Record]) -> Iterator[str]:
    """Yield in which rows something else is kept than told, a sentence each."""
    for label in told.keys() - kept.keys():
        yield f"the journal tells of {label}, which is missing"
    for label in kept.keys() - told.keys():
        yield f"the journal does not tell of {label}"
    for label in sorted(told.keys() & kept.keys()):
        for member, value in told[label].items():
            if kept[label].get(member) != value:
                yield f"{label}: the {member} is {_shown(kept[label].get(member))}, the journal tells {_shown(value)}"


def _tell(told: _Told, line: KeyLine) -> None:
    facts, records = line.facts, told.records
    position, number = int(facts.get("position") or 0), int(facts.get("round") or 0)
    match line.tells:
        case Telling.NAMED:
            _tell_group(told, line)
        case Telling.SEATED_ANEW:
            _begin_anew(told, line, position)
        case KeyStep() as step:
            _tell_step(told, line, step, position)
        case Telling.FORMED:
            of_key = {"moment of the key": line.at, **({"key": facts["record"]} if "record" in facts else {})}
            records[GROUP] = {**records[GROUP], **of_key}
        case Telling.TEST_ASKED:
            records[drill_label(number)] = _with_digest(line, {"moment": line.at})
        case Telling.TEST_PASSED:
            records[answer_label(number, position)] = _with_digest(line, {"moment": line.at})
        case _:
            records[waiver_label(number)] = {"moment": line.at, "person": line.actor, "reason": line.reason}


def _tell_step(told: _Told, line: KeyLine, step: KeyStep, position: int) -> None:
    if step is KeyStep.PROMISE and _is_contributed(told):
        # The upgrade let all begin anew who had contributed and promised nothing.
        told.attempt += 1
    records = told.records
    records[message_label(step, position, told.attempt)] = _with_digest(line, {"moment": line.at})
    if step is KeyStep.SHARE:
        seat = told.seats[position]
        records[seat] = {**records[seat], "public key": line.facts["public_key"], "moment of the key": line.at}


def _tell_group(told: _Told, line: KeyLine) -> None:
    facts = line.facts
    told.records[GROUP] = {
        "assembly": facts["for"],
        "number of key holders": facts["key_holders"],
        "number that is needed": facts["needed"],
        "moment": line.at,
        "times begun anew": 0,
        "moment of the key": None,
        **({"title": facts["record"]} if "record" in facts else {}),
    }
    told.is_named = "holders" in facts
    names = str(facts["holders"]).split("\n") if told.is_named else []
    for position in range(1, int(facts["key_holders"] or 0) + 1):
        _seat(told, position, names[position - 1] if names else None)


def _begin_anew(told: _Told, line: KeyLine, position: int) -> None:
    """Tell that somebody has a seat anew: the keys of all are nothing any more."""
    told.attempt = int(line.facts["attempt"] or 0)
    left = told.seats[position]
    told.records[left] = {**told.records[left], "moment of leaving": line.at}
    _seat(told, position, str(line.facts["holders"]) if "holders" in line.facts else None)
    for label in told.records.keys() & {left, *told.seats.values()}:
        told.records[label] = {**told.records[label], "public key": None, "moment of the key": None}
    without_key = {"times begun anew": told.attempt, "moment of the key": None}
    group = {member: value for member, value in told.records[GROUP].items() if member != "key"}
    told.records[GROUP] = {**group, **without_key}


def _seat(told: _Told, position: int, holder: str | None) -> None:
    label = seat_label(position, told.attempt)
    empty: Record = {"moment of leaving": None, "public key": None, "moment of the key": None}
    told.seats[position] = label
    told.records[label] = {**({"holder": holder} if holder else {}), **empty}


def _is_contributed(told: _Told) -> bool:
    """Tell whether, in this attempt, somebody has contributed and nobody promised anything, as it was once."""
    said = {step: [message_label(step, place, told.attempt) for place in told.seats] for step in KeyStep}
    has_said = {step: any(label in told.records for label in labels) for step, labels in said.items()}
    return has_said[KeyStep.CONTRIBUTION] and not has_said[KeyStep.PROMISE]


def _with_digest(line: KeyLine, record: Record) -> Record:
    # Lines of before 0.2 tell that something was said, and not what.
    return {**record, "content": line.facts["record"]} if "record" in line.facts else record


def _shown(value: Value) -> str:
    return "nothing" if value is None else str(value)

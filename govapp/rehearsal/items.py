"""The items of a scenario file: each kind with the figures of its outcome."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from govapp.kernel.texts import Texts
from govapp.rehearsal.percentages import Split, approval_fits, counts_for, percents
from govapp.rehearsal.values import ANSWERS, KINDS, VERDICTS, Approval, Motion, Notes, ScenarioItem, texts, whole

LANGUAGE_NAMES: Final = ("nl", "fr", "en", "de")
COMMON: Final = ("kind", *LANGUAGE_NAMES, "verdict")
THRESHOLDS: Final = ("1/2", "2/3", "3/4", "4/5")


def read_item(number: int, value: object, voters: int | None, notes: Notes) -> ScenarioItem | None:
    """Return item `number` (from 1), or None after noting every fault in it; `voters` is None when it is not known."""
    place = f"items[{number - 1}]."
    if not isinstance(value, dict):
        notes.fault(place.rstrip("."), "an item is a JSON object")
        return None
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in _READERS:
        notes.fault(f"{place}kind", f"{kind!r} is none of {', '.join(KINDS)}")
        return None
    faults = len(notes.faults)
    title = texts(value, place, notes)
    verdict = _verdict(value, place, notes)
    item = _READERS[kind](ScenarioItem(number, kind, title, verdict=verdict), value, place, voters, notes)
    return item if len(notes.faults) == faults else None


def _verdict(value: Mapping[str, Any], place: str, notes: Notes) -> str | None:
    verdict = value.get("verdict")
    if verdict is None or verdict in VERDICTS:
        return verdict
    notes.fault(f"{place}verdict", f"{verdict!r} is none of {', '.join(VERDICTS)}")
    return None


def _noted(item: ScenarioItem, value: Mapping[str, Any], place: str, _voters: int | None, notes: Notes) -> ScenarioItem:
    notes.unknown(place, value, COMMON)
    return item


def _decision(
    item: ScenarioItem, value: Mapping[str, Any], place: str, voters: int | None, notes: Notes
) -> ScenarioItem:
    notes.unknown(place, value, (*COMMON, "counts", "percent", "method"))
    motion = _motion("", value, place, voters, notes)
    return replace(item, motions=(motion,) if motion else ())


def _election(
    item: ScenarioItem, value: Mapping[str, Any], place: str, voters: int | None, notes: Notes
) -> ScenarioItem:
    notes.unknown(place, value, (*COMMON, "seats", "method", "candidates", "blank", "counts", "percent"))
    seats = whole(value, "seats", place, notes, lowest=1, highest=30)
    stated = "counts" in value or "percent" in value
    method = value.get("method", "motions" if stated else "approval")
    item = replace(item, seats=seats or 0)
    if method == "motions":
        return replace(item, motions=_candidates_as_motions(value, place, voters, notes))
    if method == "approval":
        return replace(item, approval=_approval("candidates", seats, value, place, voters, notes))
    notes.fault(f"{place}method", f'an election is by "motions" or by "approval", not by {method!r}')
    return item


def _strategy(
    item: ScenarioItem, value: Mapping[str, Any], place: str, voters: int | None, notes: Notes
) -> ScenarioItem:
    method = value.get("method", "approval" if "options" in value else "decision")
    if method == "decision":
        return _decision(item, value, place, voters, notes)
    if method == "approval":
        notes.unknown(place, value, (*COMMON, "method", "options", "max", "blank", "threshold"))
        options = value.get("options")
        count = len(options) if isinstance(options, list) else 0
        maximum = whole(value, "max", place, notes, default=count, lowest=1, highest=max(count, 1))
        item = replace(item, threshold=_threshold(value, place, notes))
        return replace(item, approval=_approval("options", maximum, value, place, voters, notes))
    if method == "ranking":
        notes.fault(
            f"{place}method",
            "rankings are not supported yet: a ballot that ranks options needs a shuffle before it is decrypted. "
            'Rehearse this item with the method "approval", or leave it out',
        )
        return item
    notes.fault(f"{place}method", f'a strategy item is voted by "decision", "approval" or "ranking", not by {method!r}')
    return item


def _threshold(value: Mapping[str, Any], place: str, notes: Notes) -> Fraction | None:
    threshold = value.get("threshold")
    if threshold is None:
        return None
    if threshold not in THRESHOLDS:
        notes.fault(f"{place}threshold", f"{threshold!r} is none of {', '.join(THRESHOLDS)}")
        return None
    return Fraction(threshold)


def _candidates_as_motions(
    value: Mapping[str, Any], place: str, voters: int | None, notes: Notes
) -> tuple[Motion, ...]:
    candidates = value.get("candidates")
    if candidates is None:
        motion = _motion("", value, place, voters, notes)
        return (motion,) if motion else ()
    motions = []
    for where, record in _records("candidates", value, place, notes):
        motion = _motion(_name(record, where, notes), record, where, voters, notes)
        motions += [motion] if motion else []
    return tuple(motions)


def _motion(name: str, value: Mapping[str, Any], place: str, voters: int | None, notes: Notes) -> Motion | None:
    percent = _split(value, "percent", place, notes)
    counts = _split(value, "counts", place, notes)
    if "percent" not in value and "counts" not in value:
        notes.fault(place.rstrip("."), "its outcome is missing: give counts or percent with for, against and abstain")
    if voters is None:
        return None
    if counts is None and percent is not None:
        picked = counts_for(percent, voters)
        if picked is None:
            wanted = "/".join(str(each) for each in percent)
            notes.fault(f"{place}percent", f"no whole numbers of {voters} ballots round to {wanted} per cent")
            return None
        counts = (picked[0], picked[1], picked[2])
    if counts is None:
        return None
    if sum(counts) != voters:
        notes.fault(f"{place}counts", f"they add up to {sum(counts)}, and {voters} ballots are counted")
    elif percent is not None and percents(counts, voters) != percent:
        notes.fault(f"{place}percent", "these are not the percentages of the counts beside them")
    return Motion(name, counts, percent)


def _split(value: Mapping[str, Any], name: str, place: str, notes: Notes) -> Split | None:
    record = value.get(name)
    if record is None:
        return None
    where = f"{place}{name}."
    if not isinstance(record, dict):
        notes.fault(where.rstrip("."), "an object with for, against and abstain stands here")
        return None
    notes.unknown(where, record, ANSWERS)
    highest = 100 if name == "percent" else None
    numbers = [whole(record, answer, where, notes, highest=highest) for answer in ANSWERS]
    found = [number for number in numbers if number is not None]
    return (found[0], found[1], found[2]) if len(found) == len(ANSWERS) else None


def _approval(
    member: str, maximum: int | None, value: Mapping[str, Any], place: str, voters: int | None, notes: Notes
) -> Approval | None:
    blank = whole(value, "blank", place, notes, default=0)
    labels, votes = [], []
    for where, record in _records(member, value, place, notes):
        labels.append(
            Texts.same(_name(record, where, notes)) if member == "candidates" else texts(record, where, notes)
        )
        votes.append(whole(record, "votes", where, notes))
    known = tuple(own for own in votes if own is not None)
    if voters is None or maximum is None or blank is None or len(known) < len(votes) or not known:
        return None
    if blank > voters:
        notes.fault(f"{place}blank", f"{blank} of {voters} ballots cannot be blank")
    elif not approval_fits(known, blank, maximum, voters):
        notes.fault(place.rstrip("."), _why_not(known, blank, maximum, voters))
    return Approval(tuple(labels), known, blank, maximum)


def _why_not(votes: tuple[int, ...], blank: int, maximum: int, voters: int) -> str:
    filled = voters - blank
    if max(votes) > filled:
        return f"{max(votes)} votes for one name, but only {filled} ballots are not blank"
    return f"{sum(votes)} votes in all, but {filled} ballots with at most {maximum} names each hold {filled * maximum}"


def _records(
    member: str, value: Mapping[str, Any], place: str, notes: Notes
) -> Sequence[tuple[str, Mapping[str, Any]]]:
    records = value.get(member)
    if not isinstance(records, list) or not records:
        notes.fault(f"{place}{member}", "a list of at least one stands here")
        return []
    found = []
    for index, record in enumerate(records):
        where = f"{place}{member}[{index}]."
        if isinstance(record, dict):
            found.append((where, record))
        else:
            notes.fault(where.rstrip("."), "an object stands here")
    return found


def _name(record: Mapping[str, Any], place: str, notes: Notes) -> str:
    name = record.get("name")
    if isinstance(name, str) and name.strip():
        return name.strip()
    notes.fault(f"{place}name", "a candidate has a name")
    return ""


_Reader = Callable[[ScenarioItem, Mapping[str, Any], str, int | None, Notes], ScenarioItem]
_READERS: Final[dict[str, _Reader]] = {
    "information": _noted,
    "acknowledgement": _noted,
    "decision": _decision,
    "election": _election,
    "strategy": _strategy,
}

"""The items of a scenario file: each kind with the figures of its outcome."""

from dataclasses import replace
from fractions import Fraction
from typing import Final

from govapp.kernel.errors import N_, Param
from govapp.rehearsal.file_format import (
    Candidate,
    CandidatesItem,
    DecisionItem,
    FileItem,
    MotionsItem,
    Option,
    OptionsItem,
    QuestionOutcome,
)
from govapp.rehearsal.file_notes import NONE_OF, FileNotes, shown
from govapp.rehearsal.percentages import approval_fits, counts_for, percents
from govapp.rehearsal.values import KINDS, Approval, Motion, ScenarioItem

NO_RANKING: Final = N_(
    "rankings are not supported yet: a ballot that ranks options needs a shuffle before it is decrypted. "
    'Rehearse this item with the method "approval", or leave it out'
)


def read_item(number: int, record: object, voters: int | None, notes: FileNotes) -> ScenarioItem | None:
    """Return item `number` (from 1), or None after noting every fault in it; `voters` is None when it is not known."""
    place = f"items[{number - 1}]"
    if not isinstance(record, dict):
        notes.fault(place, N_("an item is a JSON object"))
        return None
    shape = _shape(record, place, notes)
    found = None if shape is None else notes.read(shape, record, place)
    if found is None or voters is None:
        return None
    faults = len(notes.faults)
    item = _filled(found, ScenarioItem(number, found.kind, found.texts, verdict=found.verdict), place, voters, notes)
    return item if len(notes.faults) == faults else None


def _shape(record: dict[str, object], place: str, notes: FileNotes) -> type[FileItem] | None:
    """Return the shape of an item by its kind and its method, or None after noting that there is none."""
    kind, method = record.get("kind"), record.get("method")
    if kind not in KINDS:
        notes.fault(f"{place}.kind", NONE_OF, value=shown(kind), choices=", ".join(KINDS))
        return None
    methods: dict[str, type[FileItem]] = {}
    if kind == "election":
        methods = {"approval": CandidatesItem, "motions": MotionsItem}
        usual = "motions" if record.keys() & {"counts", "percent"} else "approval"
    elif kind == "strategy":
        methods = {"decision": DecisionItem, "approval": OptionsItem}
        usual = "approval" if "options" in record else "decision"
    else:
        return DecisionItem if kind == "decision" else FileItem
    chosen = usual if method is None else method
    if chosen == "ranking" and kind == "strategy":
        notes.fault(f"{place}.method", NO_RANKING)
    elif not isinstance(chosen, str) or chosen not in methods:
        notes.fault(f"{place}.method", NONE_OF, value=shown(method), choices=", ".join(methods))
        return None
    return methods.get(chosen)


def _filled(found: FileItem, item: ScenarioItem, place: str, voters: int, notes: FileNotes) -> ScenarioItem:
    if isinstance(found, CandidatesItem):
        approval = _approval(found.candidates, found.seats, found.blank, place, voters, notes)
        return replace(item, seats=found.seats, approval=approval)
    if isinstance(found, OptionsItem):
        most = len(found.options) if found.max is None else found.max
        if most > len(found.options):
            beyond = N_("%(number)s is more than the %(limit)s that can be")
            notes.fault(f"{place}.max", beyond, number=most, limit=len(found.options))
        threshold = None if found.threshold is None else Fraction(found.threshold)
        return replace(
            item, threshold=threshold, approval=_approval(found.options, most, found.blank, place, voters, notes)
        )
    if isinstance(found, MotionsItem):
        outcomes = [("", place, found)] if found.candidates is None else _candidates(found, place)
        motions = tuple(_motion(name, outcome, where, voters, notes) for name, where, outcome in outcomes)
        return replace(item, seats=found.seats, motions=tuple(motion for motion in motions if motion))
    if isinstance(found, DecisionItem):
        motion = _motion("", found, place, voters, notes)
        return replace(item, motions=(motion,) if motion else ())
    return item


def _candidates(found: MotionsItem, place: str) -> list[tuple[str, str, QuestionOutcome]]:
    return [(each.name, f"{place}.candidates[{index}]", each) for index, each in enumerate(found.candidates or ())]


def _motion(name: str, outcome: QuestionOutcome, place: str, voters: int, notes: FileNotes) -> Motion | None:
    percent = None if outcome.percent is None else outcome.percent.split
    if outcome.counts is not None:
        counts = outcome.counts.split
        if sum(counts) != voters:
            unequal = N_("they add up to %(sum)s, and %(voters)s ballots are counted")
            notes.fault(f"{place}.counts", unequal, sum=sum(counts), voters=voters)
        elif percent is not None and percents(counts, voters) != percent:
            notes.fault(f"{place}.percent", N_("these are not the percentages of the counts beside them"))
        return Motion(name, counts, percent)
    if percent is None:
        notes.fault(place, N_("its outcome is missing: give counts or percent with for, against and abstain"))
        return None
    picked = counts_for(percent, voters)
    if picked is None:
        wanted = "/".join(str(each) for each in percent)
        unfound = N_("no whole numbers of %(voters)s ballots round to %(percent)s per cent")
        notes.fault(f"{place}.percent", unfound, voters=voters, percent=wanted)
        return None
    return Motion(name, (picked[0], picked[1], picked[2]), percent)


def _approval(
    listed: list[Candidate] | list[Option], most: int, blank: int, place: str, voters: int, notes: FileNotes
) -> Approval:
    votes = tuple(each.votes for each in listed)
    if blank > voters:
        excess = N_("%(blank)s of %(voters)s ballots cannot be blank")
        notes.fault(f"{place}.blank", excess, blank=blank, voters=voters)
    elif not approval_fits(votes, blank, most, voters):
        message, params = _why_not(votes, blank, most, voters)
        notes.fault(place, message, **params)
    return Approval(tuple(each.texts for each in listed), votes, blank, most)


def _why_not(votes: tuple[int, ...], blank: int, most: int, voters: int) -> tuple[str, dict[str, Param]]:
    filled = voters - blank
    if max(votes) > filled:
        one_name = N_("%(votes)s votes for one name, but only %(filled)s ballots are not blank")
        return one_name, {"votes": max(votes), "filled": filled}
    too_many = N_("%(votes)s votes in all, but %(filled)s ballots with at most %(most)s names each hold %(places)s")
    return too_many, {"votes": sum(votes), "filled": filled, "most": most, "places": filled * most}

"""What a scenario says must come out, and where what came out differs. Independent of the rules it checks."""

from typing import Any, Final

from govapp.rehearsal.percentages import Split, percents
from govapp.rehearsal.values import ANSWERS, Approval, Motion, Scenario, ScenarioItem

UNCOMPARED: Final = frozenset({"archive", "question"})


def expected_items(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the items of `results.json` as they must be, without the names of archives."""
    return [_item(item, scenario.voters) for item in scenario.items]


def counts_record(counts: Split) -> dict[str, int]:
    """Return a split as a JSON object."""
    return dict(zip(ANSWERS, counts, strict=True))


def percent_record(counts: Split) -> dict[str, int]:
    """Return a split as whole percentages of its ballots, rounded half up."""
    return dict(zip(ANSWERS, percents(counts, sum(counts)), strict=True))


def differences(expected: list[dict[str, Any]], observed: list[dict[str, Any]]) -> list[str]:
    """Return one sentence per figure that is not as expected; none when everything agrees."""
    found = []
    if len(expected) != len(observed):
        found.append(f"{len(observed)} items instead of {len(expected)}")
    for wanted, got in zip(expected, observed, strict=False):
        names = [name for name in (*wanted, *(extra for extra in got if extra not in wanted)) if name not in UNCOMPARED]
        found += [
            f"item {wanted['number']}, {name}: {got.get(name)!r} instead of {wanted.get(name)!r}"
            for name in names
            if got.get(name) != wanted.get(name)
        ]
    return found


def _item(item: ScenarioItem, voters: int) -> dict[str, Any]:
    record: dict[str, Any] = {"number": item.number, "kind": item.kind}
    if item.approval:
        record |= _approval(item, item.approval, voters)
    elif item.kind == "election" and item.motions:
        record |= _motions(item)
    elif item.motions:
        motion = item.motions[0]
        record |= _split(motion) | {"verdict": "adopted" if _is_carried(motion) else "rejected"}
    return record if item.verdict is None else record | {"verdict": item.verdict}


def _split(motion: Motion) -> dict[str, Any]:
    percent = percent_record(motion.counts)
    if motion.percent is not None:
        # What was published, not what we compute: the rehearsal is there to find out whether the two agree.
        percent = counts_record(motion.percent)
    return {"counts": counts_record(motion.counts), "percent_of_ballots": percent}


def _is_carried(motion: Motion) -> bool:
    votes_for, votes_against, _ = motion.counts
    return votes_for > votes_against


def _motions(item: ScenarioItem) -> dict[str, Any]:
    carried = [motion.counts[0] if _is_carried(motion) else 0 for motion in item.motions]
    elected, tied = _seats(carried, item.seats)
    verdict = {"elected": elected, "tied": tied, "verdict": _seats_verdict(elected, tied)}
    if len(item.motions) == 1:
        return _split(item.motions[0]) | verdict
    return {"candidates": [{"name": motion.name, **_split(motion)} for motion in item.motions]} | verdict


def _approval(item: ScenarioItem, approval: Approval, voters: int) -> dict[str, Any]:
    record: dict[str, Any] = {"votes": list(approval.votes), "blank": approval.blank, "elected": [], "tied": []}
    if item.kind == "election":
        elected, tied = _seats(list(approval.votes), item.seats)
        return record | {"elected": elected, "tied": tied, "verdict": _seats_verdict(elected, tied)}
    if item.threshold is not None:
        # A half must be passed, larger shares must be reached: as people say it.
        needed, base = item.threshold, voters - approval.blank
        record["adopted"] = [
            index
            for index, own in enumerate(approval.votes)
            if own * needed.denominator > base * needed.numerator
            or (own * needed.denominator == base * needed.numerator and needed.denominator > 2 and base > 0)  # noqa: PLR2004
        ]
    return record | {"verdict": "ranked"}


def _seats(votes: list[int], seats: int) -> tuple[list[int], list[int]]:
    """Return who is elected and who ties for the last seat, both in the order of the ballot paper."""
    elected: list[int] = []
    for level in sorted({own for own in votes if own}, reverse=True):
        group = [index for index, own in enumerate(votes) if own == level]
        if len(elected) + len(group) > seats:
            return sorted(elected), group if len(elected) < seats else []
        elected += group
    return sorted(elected), []


def _seats_verdict(elected: list[int], tied: list[int]) -> str:
    return "tied" if tied else "elected" if elected else "not_elected"

"""What came out: read from the public archive and the announced record, in the form of `results.json`."""

from collections.abc import Mapping, Sequence
from typing import Any

from govapp.rehearsal.outcome import counts_record, percent_record
from govapp.rehearsal.values import ANSWERS, Scenario, ScenarioItem


def observed_items(
    scenario: Scenario, result: Sequence[Sequence[int]], announced: Mapping[str, Any], archive: str
) -> list[dict[str, Any]]:
    """Return the items of `results.json` from the decrypted result of `archive` and the announced record.

    Figures come from the archive, which anybody can check; verdicts, and who is elected, from what was announced.
    """
    items, question = [], 0
    said = {each["item"]: each for each in announced["items"]}
    for item in scenario.items:
        record: dict[str, Any] = {"number": item.number, "kind": said.get(item.number, {}).get("kind", item.kind)}
        if item.questions:
            columns = result[question : question + item.questions]
            record |= _figures(item, columns, said[item.number]) | {"archive": archive, "question": question}
        question += item.questions
        items.append(record)
    return items


def disagreements(scenario: Scenario, result: Sequence[Sequence[int]], announced: Mapping[str, Any]) -> list[str]:
    """Return where the announced figures are not those of the archive; none when they agree."""
    found, question = [], 0
    said = {each["item"]: each for each in announced["items"]}
    for item in scenario.items:
        columns = [list(column) for column in result[question : question + item.questions]]
        question += item.questions
        if columns and columns != _announced_columns(item, said[item.number]):
            found.append(f"item {item.number}: the figures announced are not those of the archive")
    return found


def _figures(item: ScenarioItem, columns: Sequence[Sequence[int]], said: Mapping[str, Any]) -> dict[str, Any]:
    verdict = {"verdict": said["verdict"]}
    if item.approval:
        blank, *votes = columns[0]
        record: dict[str, Any] = {"votes": votes, "blank": blank, **_seats(said)}
        if item.threshold is not None:
            record["adopted"] = [n for n, choice in enumerate(said["choices"]) if choice["verdict"] == "adopted"]
        return record | verdict
    splits = [_split(column) for column in columns]
    if item.kind != "election":
        return splits[0] | verdict
    if len(splits) == 1:
        return splits[0] | _seats(said) | verdict
    names = [motion.name for motion in item.motions]
    candidates = [{"name": name, **split} for name, split in zip(names, splits, strict=True)]
    return {"candidates": candidates} | _seats(said) | verdict


def _seats(said: Mapping[str, Any]) -> dict[str, list[int]]:
    return {name: sorted(said.get(name, ())) for name in ("elected", "tied")}


def _split(column: Sequence[int]) -> dict[str, Any]:
    counts = (column[0], column[1], column[2])
    return {"counts": counts_record(counts), "percent_of_ballots": percent_record(counts)}


def _announced_columns(item: ScenarioItem, said: Mapping[str, Any]) -> list[list[int]]:
    if item.approval:
        return [[said["blank"], *(choice["votes"] for choice in said["choices"])]]
    if item.kind == "election":
        return [_three(choice["counts"]) for choice in said["choices"]]
    return [_three(said["counts"])]


def _three(counts: Mapping[str, int]) -> list[int]:
    return [counts[answer] for answer in ANSWERS]

"""Scenario files: read, checked as a whole, every fault named (docs/scenarios.md)."""

import json
from typing import Any

from govapp.rehearsal.file_format import FileHead, FileNotes
from govapp.rehearsal.items import read_item
from govapp.rehearsal.values import KINDS, Scenario, ScenarioRefused

__all__ = ["Scenario", "ScenarioRefused", "read_scenario"]


def read_scenario(text: str | bytes) -> Scenario:
    """Return the scenario in `text`; raises ScenarioRefused with every fault of the file."""
    notes = FileNotes()
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ScenarioRefused([f"this is not JSON: {error}"]) from None
    if not isinstance(record, dict):
        raise ScenarioRefused(["a scenario is one JSON object with members such as voters and items"])
    scenario = _read(record, notes)
    if notes.faults or scenario is None:
        raise ScenarioRefused(notes.faults)
    return scenario


def _read(record: dict[str, Any], notes: FileNotes) -> Scenario | None:
    head = notes.read(FileHead, {name: value for name, value in record.items() if name != "items"})
    # Known also where another member of the head is at fault, so that every item is still looked at whole.
    voters = head.voters if head else _known_voters(record)
    values = record.get("items")
    if not isinstance(values, list) or not values:
        notes.fault("items", "a scenario has a list of at least one item")
        values = []
    items = [read_item(number, value, voters, notes) for number, value in enumerate(values, 1)]
    if values and not any(isinstance(value, dict) and value.get("kind") in KINDS[2:] for value in values):
        notes.fault("items", "nothing is voted: add a decision, an election or a strategy item")
    eligible, revotes = _people(record, voters, notes)
    if head is None or None in items:
        return None
    read = tuple(item for item in items if item is not None)
    return Scenario(head.what, head.held_on, eligible, head.voters, revotes, read, tuple(notes.remarks))


def _known_voters(record: dict[str, Any]) -> int | None:
    found = FileNotes().read(FileHead, {"held_on": "2000-01-01", "voters": record.get("voters")})
    return found.voters if found else None


def _people(record: dict[str, Any], voters: int | None, notes: FileNotes) -> tuple[int, int]:
    """Return how many are on the roll, and how many vote twice; what is left out follows from the voters."""
    known = voters or 0
    eligible, revotes = record.get("eligible"), record.get("revotes")
    if isinstance(eligible, int) and eligible < known:
        notes.fault("eligible", f"{eligible} holders on the roll cannot cast {known} ballots")
    if isinstance(revotes, int) and revotes > known:
        notes.fault("revotes", f"{revotes} voters cannot change their mind when {known} vote")
    return (3 * known if eligible is None else eligible), ((5 * known + 50) // 100 if revotes is None else revotes)

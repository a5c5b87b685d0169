"""Scenario files: read, checked as a whole, every fault named (docs/scenarios.md)."""

import json
from datetime import date
from typing import Any

from govapp.rehearsal.items import read_item
from govapp.rehearsal.values import KINDS, MAX_VOTERS, Notes, Scenario, ScenarioRefused, whole

__all__ = ["Scenario", "ScenarioRefused", "read_scenario"]


def read_scenario(text: str | bytes) -> Scenario:
    """Return the scenario in `text`; raises ScenarioRefused with every fault of the file."""
    notes = Notes()
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


def _read(record: dict[str, Any], notes: Notes) -> Scenario | None:
    known = ("what", "held_on", "eligible", "voters", "revotes", "items", "one_integer_solution")
    notes.unknown("", record, known)
    voters = whole(record, "voters", "", notes, lowest=1, highest=MAX_VOTERS)
    eligible = whole(record, "eligible", "", notes, default=3 * (voters or 0))
    revotes = whole(record, "revotes", "", notes, default=(5 * (voters or 0) + 50) // 100)
    held_on = _day(record, notes)
    if voters is not None and eligible is not None and eligible < voters:
        notes.fault("eligible", f"{eligible} holders on the roll cannot cast {voters} ballots")
    if voters is not None and revotes is not None and revotes > voters:
        notes.fault("revotes", f"{revotes} voters cannot change their mind when {voters} vote")
    values = record.get("items")
    if not isinstance(values, list) or not values:
        notes.fault("items", "a scenario has a list of at least one item")
        values = []
    items = [read_item(number, value, voters, notes) for number, value in enumerate(values, 1)]
    if values and not any(isinstance(value, dict) and value.get("kind") in KINDS[2:] for value in values):
        notes.fault("items", "nothing is voted: add a decision, an election or a strategy item")
    if voters is None or eligible is None or revotes is None or held_on is None or None in items:
        return None
    read = tuple(item for item in items if item is not None)
    what = record.get("what")
    return Scenario(
        what if isinstance(what, str) else "", held_on, eligible, voters, revotes, read, tuple(notes.remarks)
    )


def _day(record: dict[str, Any], notes: Notes) -> date | None:
    value = record.get("held_on")
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        notes.fault("held_on", "the day of the meeting is missing or is not an ISO date such as 2026-06-16")
        return None

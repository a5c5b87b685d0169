"""Scenario files: read, checked as a whole, every fault named (docs/scenarios.md)."""

import json
from typing import Any, Final

from govapp.kernel.errors import N_
from govapp.kernel.texts import Language
from govapp.language.translator import Translator, translator_for
from govapp.rehearsal.file_format import FileHead
from govapp.rehearsal.file_notes import FileNotes
from govapp.rehearsal.items import read_item
from govapp.rehearsal.values import KINDS, Scenario, ScenarioRefused

__all__ = ["Scenario", "ScenarioRefused", "read_scenario"]


ENGLISH: Final = translator_for(Language.EN)


def read_scenario(text: str | bytes, translator: Translator = ENGLISH) -> Scenario:
    """Return the scenario in `text`; raises ScenarioRefused with every fault of the file, in the translator's words."""
    notes = FileNotes(translator)
    record = _json(text, notes)
    if notes.faults:
        raise ScenarioRefused(notes.faults)
    scenario = _read(record, notes)
    if notes.faults or scenario is None:
        raise ScenarioRefused(notes.faults)
    return scenario


def _json(text: str | bytes, notes: FileNotes) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        not_json = N_("this is not JSON: look at line %(line)s, column %(column)s")
        notes.fault("", not_json, line=str(error.lineno), column=str(error.colno))
    # Letters that are not UTF-8, a number of thousands of figures, thousands of brackets in each other.
    except (ValueError, RecursionError):
        notes.fault("", N_("this is not JSON in UTF-8, or a part of it is too large to be read"))
    else:
        if isinstance(record, dict):
            return record
        notes.fault("", N_("a scenario is one JSON object with members such as voters and items"))
    return {}


def _read(record: dict[str, Any], notes: FileNotes) -> Scenario | None:
    head = notes.read(FileHead, {name: value for name, value in record.items() if name != "items"})
    voters = _well_formed("voters", record)
    values = record.get("items")
    if not isinstance(values, list) or not values:
        notes.fault("items", N_("a scenario has a list of at least one item"))
        values = []
    items = [read_item(number, value, voters, notes) for number, value in enumerate(values, 1)]
    if values and not any(isinstance(value, dict) and value.get("kind") in KINDS[2:] for value in values):
        notes.fault("items", N_("nothing is voted: add a decision, an election or a strategy item"))
    eligible, revotes = _people(record, voters, notes)
    if head is None or None in items:
        return None
    read = tuple(item for item in items if item is not None)
    return Scenario(head.what, head.held_on, eligible, head.voters, revotes, read, tuple(notes.remarks))


def _well_formed(member: str, record: dict[str, Any]) -> int | None:
    """Return a number of the head even where another member of it is at fault: all else is compared with it at once."""
    found = FileNotes(ENGLISH).read(FileHead, {"held_on": "2000-01-01", "voters": 1, member: record.get(member)})
    return getattr(found, member, None)


def _people(record: dict[str, Any], voters: int | None, notes: FileNotes) -> tuple[int, int]:
    """Return how many are on the roll, and how many vote twice; what is left out follows from the voters."""
    known = voters or 0
    eligible, revotes = (_well_formed(member, record) for member in ("eligible", "revotes"))
    if eligible is not None and eligible < known:
        too_few = N_("%(eligible)s holders on the roll cannot cast %(voters)s ballots")
        notes.fault("eligible", too_few, eligible=eligible, voters=known)
    if voters is not None and revotes is not None and revotes > voters:
        too_many = N_("%(revotes)s voters cannot change their mind when %(voters)s vote")
        notes.fault("revotes", too_many, revotes=revotes, voters=voters)
    return (3 * known if eligible is None else eligible), ((5 * known + 50) // 100 if revotes is None else revotes)

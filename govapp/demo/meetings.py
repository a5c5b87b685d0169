"""The assemblies of the demonstration: their words, from the files beside, put into the database by the use cases."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from govapp.assembly.agenda.rules.items import ItemKind, VotingMethod
from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.assembly.agenda.service import (
    AddChoice,
    AddItem,
    AttachDocument,
    ItemDraft,
    NewPortrait,
    add_choice,
    add_item,
    attach_document,
)
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.votes.service import AssemblyDraft, CreateAssembly, LockVote, create_assembly, lock_vote
from govapp.ballots.rules.papers import SERVER, Trustee
from govapp.db.uow import Work
from govapp.demo.paper import one_page
from govapp.kernel.texts import Texts
from govapp.rehearsal.values import Approval, Motion, Scenario, ScenarioItem
from govapp.statutes.rules.profile import LegalKind

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Days:
    """When an assembly happens; the voting period in UTC."""

    record_date: date
    opens_at: datetime
    closes_at: datetime
    held_on: date


def script(name: str, year: str) -> dict[str, Any]:
    """Return the words of an assembly; `year` is the financial year that is over, such as 2026 or 2025-2026."""
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    record: dict[str, Any] = json.loads(text.replace("{year}", year))
    return record


def convene(work: Work, words: Mapping[str, Any], days: Days) -> int:
    """Make an assembly in draft with its agenda and documents, and return its number."""
    draft = AssemblyDraft(
        title=Texts.from_dict(words["title"]),
        held_on=days.held_on,
        place=Texts.from_dict(words["place"]),
        record_date=days.record_date,
        opens_at=days.opens_at,
        closes_at=days.closes_at,
    )
    assembly_id = create_assembly(work, CreateAssembly(draft))
    items = [_put(work, assembly_id, place, item) for place, item in enumerate(words["items"], 1)]
    for document in words["documents"]:
        command = AttachDocument(
            assembly_id=assembly_id,
            item_id=items[document["item"] - 1],
            title=Texts.from_dict(document["title"]),
            name=document["file"],
            content=one_page(document["lines"]),
        )
        attach_document(work, command)
    return assembly_id


def lock(work: Work, assembly_id: int, trustees: tuple[Trustee, ...] = (SERVER,)) -> str:
    """Lock the agenda with these key holders (the server alone), and return the uuid of the ballot paper."""
    row = get_assembly(work.session, assembly_id)
    return lock_vote(work, LockVote(assembly_id, row.version, trustees))


def _put(work: Work, assembly_id: int, place: int, item: Mapping[str, Any]) -> int:
    kind = ItemKind(item["kind"])
    draft = ItemDraft(
        kind=kind,
        title=Texts.from_dict(item["title"]),
        body=_texts(item, "body"),
        method=VotingMethod.APPROVAL if item.get("choices") else None,
        seats=item.get("seats", 0),
        maximum=item.get("maximum", 0),
        legal_kind=LegalKind(item["legal_kind"]) if "legal_kind" in item else None,
        question=_texts(item, "question"),
        summary=_texts(item, "summary"),
        changes=_texts(item, "changes"),
        advice=_texts(item, "advice"),
        choice_order=ChoiceOrder(item.get("choice_order", ChoiceOrder.ENTERED)),
    )
    item_id = add_item(work, AddItem(assembly_id, place, draft))
    for number, choice in enumerate(item.get("choices", ()), 1):
        words = (_texts(choice, "note"), _texts(choice, "text"), choice.get("link", ""))
        add_choice(work, AddChoice(item_id, number, _label(choice), *words, _portrait(choice)))
    return item_id


def _texts(words: Mapping[str, Any], name: str) -> Texts:
    return Texts.from_dict(words.get(name, {}))


def _portrait(choice: Mapping[str, Any]) -> NewPortrait | None:
    """Return the drawn portrait of a candidate, who is invented as well."""
    if "portrait" not in choice:
        return None
    name = choice["name"]
    alt = Texts(nl=f"Portret van {name}", fr=f"Portrait de {name}", en=f"Portrait of {name}", de=f"Porträt von {name}")
    return NewPortrait((FOLDER / "portraits" / choice["portrait"]).read_bytes(), alt)


def outcome(words: Mapping[str, Any], held_on: date) -> Scenario:
    """Return how an assembly of the past went, as a scenario whose ballots can be planned."""
    items = tuple(_result(number, item) for number, item in enumerate(words["items"], 1))
    voters = sum(items[0].motions[0].counts)
    return Scenario("", held_on, voters, voters, 0, items)


def _result(number: int, item: Mapping[str, Any]) -> ScenarioItem:
    title, seats = Texts.from_dict(item["title"]), item.get("seats", 0)
    if "counts" in item:
        votes_for, against, abstain = item["counts"]
        return ScenarioItem(number, item["kind"], title, seats, (Motion("", (votes_for, against, abstain)),))
    labels = tuple(_label(choice) for choice in item["choices"])
    approval = Approval(labels, tuple(item["votes"]), item["blank"], seats or item["maximum"])
    return ScenarioItem(number, item["kind"], title, seats, (), approval)


def _label(choice: Mapping[str, Any]) -> Texts:
    return Texts.same(choice["name"]) if "name" in choice else Texts.from_dict(choice["label"])

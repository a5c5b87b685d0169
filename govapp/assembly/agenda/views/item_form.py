"""From the form of an item to what shall be saved, and which languages still lack a text in it."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from wtforms import Form, StringField

from govapp.assembly.agenda.forms import ITEM_TEXTS, ChoiceFields, DocumentFields, ItemForm
from govapp.assembly.agenda.queries import ItemRow
from govapp.assembly.agenda.rules.copying import other_years
from govapp.assembly.agenda.rules.items import MAX_CHOICES, ItemKind
from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.assembly.agenda.rules.pasting import read_pasted
from govapp.assembly.agenda.service import ChoiceDraft, DocumentDraft, ItemDraft, SaveItem
from govapp.kernel.texts import LANGUAGES, Texts
from govapp.statutes.rules.majorities import Threshold

# The statutes are quoted: a year in them is theirs.
QUOTED: Final = ("old_text", "new_text")


def save_command(form: ItemForm, kind: ItemKind, assembly_id: int, current: ItemRow | None) -> SaveItem:
    """Return what a form that is whole asks for."""
    return SaveItem(
        assembly_id=assembly_id,
        draft=_draft(form, kind),
        choices=tuple(_choices(form, kind)),
        documents=tuple(_documents(form)),
        item_id=current.id if current else None,
        number=form.number.data or 0,
        version=form.version.data or 0,
    )


def list_gaps(form: ItemForm) -> dict[str, int]:
    """Return how many texts of a form lack each language; what is written in no language is no text."""
    groups = [form.texts(name) for name in ITEM_TEXTS]
    for each in form.choices or ():
        names = ("note", "text", "alt") if "name" in each.form else ("label", "note", "text", "alt")
        groups += [each.form.texts(name) for name in names]
    groups += [each.form.texts("title") for each in form.documents]
    return {code.value: sum(bool(texts) and code in texts.missing() for texts in groups) for code in LANGUAGES}


def list_old_years(form: ItemForm, held_on: date) -> dict[str, tuple[int, ...]]:
    """Return by field the years in its text that are over, without the quoted texts of the statutes."""
    forms: list[Form] = [form, *(each.form for each in form.choices or ()), *(each.form for each in form.documents)]
    fields = (field for each in forms for field in each if isinstance(field, StringField))
    asked = (field for field in fields if not field.short_name.startswith(QUOTED))
    years = {field.name: other_years(field.data or "", held_on) for field in asked if field.short_name[-3:-2] == "_"}
    return {name: found for name, found in years.items() if found}


def show_first_fault(form: ItemForm) -> None:
    """Show the language in which the first text with a fault was written; where there is none, that stays as it was."""
    forms: list[Form] = [form, *(each.form for each in form.choices or ()), *(each.form for each in form.documents)]
    codes = {code.value for code in LANGUAGES}
    names = (field.short_name for each in forms for field in each if field.errors)
    faults = (name[-2:] for name in names if name[-3:-2] == "_")
    form.showing.data = next((code for code in faults if code in codes), form.showing.data)


def _draft(form: ItemForm, kind: ItemKind) -> ItemDraft:
    return ItemDraft(
        kind=kind,
        title=form.texts("title"),
        body=form.texts("body"),
        method=form.method.data if form.method else None,
        # What a kind does not need, its form does not have.
        seats=(form.seats and form.seats.data) or 0,
        maximum=(form.maximum and form.maximum.data) or 0,
        threshold=Fraction(form.threshold.data) if form.threshold and form.threshold.data else None,
        legal_kind=form.legal_kind.data if form.legal_kind else None,
        stricter=Threshold.of(Fraction(form.stricter.data)) if form.stricter and form.stricter.data else None,
        stricter_reason=(form.stricter_reason and form.stricter_reason.data) or "",
        question=form.texts("question"),
        summary=form.texts("summary"),
        changes=form.texts("changes"),
        advice=form.texts("advice"),
        old_text=form.texts("old_text"),
        new_text=form.texts("new_text"),
        choice_order=form.choice_order.data if form.choice_order else ChoiceOrder.ENTERED,
    )


def _choices(form: ItemForm, kind: ItemKind) -> Iterator[ChoiceDraft]:
    rows: list[ChoiceFields] = [each.form for each in form.choices or ()]
    kept = [row for row in rows if not row.is_blank and not row.remove.data]
    # Rows without a number come behind those that have one, in the order in which they stand.
    for row in sorted(kept, key=lambda row: row.place.data or MAX_CHOICES * 100):
        yield ChoiceDraft(
            label=row.label_texts,
            note=row.texts("note"),
            text=row.texts("text"),
            link=row.link.data or "",
            choice_id=row.id.data or None,
            portrait=row.portrait.data.read() if row.portrait.data else b"",
            portrait_alt=row.texts("alt"),
            keeps_portrait=not row.drops_portrait.data,
        )
    for line in read_pasted((form.pasted and form.pasted.data) or ""):
        label = Texts.same(line.name) if kind is ItemKind.ELECTION else _in_one(form, line.name)
        yield ChoiceDraft(label, _in_one(form, line.words))


def _in_one(form: ItemForm, words: str) -> Texts:
    return Texts.from_dict({form.showing.data: words})


def _documents(form: ItemForm) -> Iterator[DocumentDraft]:
    rows: list[DocumentFields] = [each.form for each in form.documents]
    for row in rows:
        if row.id.data and not row.remove.data:
            yield DocumentDraft(row.texts("title"), row.id.data)
        elif row.file.data and not row.id.data:
            yield DocumentDraft(row.texts("title"), None, row.file.data.filename or "", row.file.data.read())

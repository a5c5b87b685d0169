"""Items of a draft: a form for each, fitted to its kind, and the documents that belong to it."""

from fractions import Fraction

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from govapp.assembly.agenda.forms import CandidateForm, DocumentForm, ItemForm, MoveForm, OptionForm
from govapp.assembly.agenda.queries import ItemRow, get_item, list_documents, list_items
from govapp.assembly.agenda.rules.items import LEGAL_KINDS, ItemKind
from govapp.assembly.agenda.rules.refusals import ItemNotFound
from govapp.assembly.agenda.service import (
    AddItem,
    AttachDocument,
    EditItem,
    ItemDraft,
    MoveItem,
    RemoveDocument,
    RemoveItem,
    add_item,
    attach_document,
    edit_item,
    move_item,
    remove_document,
    remove_item,
)
from govapp.assembly.agenda.views import bp
from govapp.assembly.agenda.views.labels import template_context
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.meeting.rules.changes import ChangedMeanwhile
from govapp.assembly.meeting.views.values import required_value
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.request_context import officers, read_only, transact, translator
from govapp.statutes.queries import get_profile_on
from govapp.statutes.rules.catalogue import KIND_NAMES
from govapp.statutes.rules.law import SOURCES
from govapp.statutes.rules.majorities import Threshold
from govapp.statutes.rules.profile import LegalKind
from govapp.statutes.rules.wording import rule_sentences
from govapp.statutes.views.presenters import category_names, citation


@bp.route("/office/assemblies/<int:assembly_id>/items/new/<kind>", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def new_item(assembly_id: int, kind: str) -> ResponseReturnValue:
    """Add an item of one kind to the end of the agenda."""
    if kind not in {each.value for each in ItemKind}:
        raise ItemNotFound
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        count = len(list_items(work.session, assembly_id))
    form = ItemForm()
    form.fit(ItemKind(kind))
    problem = None
    if not form.is_submitted():
        form.number.data = count + 1
    elif form.validate():
        command = AddItem(assembly_id, form.number.data or 0, _draft(form, ItemKind(kind)))
        try:
            number = transact(lambda work: add_item(work, command))
        except Refusal as refusal:
            problem = translator().describe_refusal(refusal)
        else:
            return _after(assembly_id, number, has_choices=form.method is not None)
    return _page(row, None, form, ItemKind(kind), problem)


@bp.route("/office/assemblies/<int:assembly_id>/items/<int:item_id>", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def item(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Change an item, its candidates or options, and its documents."""
    row, current = _found(assembly_id, item_id)
    form = ItemForm()
    form.fit(current.item.kind)
    problem = None
    if not form.is_submitted():
        form.show(current.item, current.version)
    elif form.validate():
        command = EditItem(item_id, form.version.data or 0, _draft(form, current.item.kind))
        try:
            transact(lambda work: edit_item(work, command))
        except Refusal as refusal:
            problem = translator().describe_refusal(refusal)
            if isinstance(refusal, ChangedMeanwhile):
                form.version.data = current.version
        else:
            flash(gettext("Saved."), "ok")
            return _after(assembly_id, item_id, has_choices=form.method is not None)
    return _page(row, current, form, current.item.kind, problem)


@bp.post("/office/assemblies/<int:assembly_id>/items/<int:item_id>/move")
@officers(Role.SECRETARY)
def move(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Put an item at another place."""
    form = MoveForm()
    _found(assembly_id, item_id)
    if form.validate_on_submit():
        transact(lambda work: move_item(work, MoveItem(item_id, required_value(form.number.data))))
    return _to_run_sheet(assembly_id)


@bp.post("/office/assemblies/<int:assembly_id>/items/<int:item_id>/remove")
@officers(Role.SECRETARY)
def remove(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Take an item off the agenda."""
    _found(assembly_id, item_id)
    transact(lambda work: remove_item(work, RemoveItem(item_id)))
    flash(gettext("The item is off the agenda."), "ok")
    return _to_run_sheet(assembly_id)


@bp.post("/office/assemblies/<int:assembly_id>/documents")
@officers(Role.SECRETARY)
def attach(assembly_id: int) -> ResponseReturnValue:
    """Attach a document to the whole assembly."""
    _attach(assembly_id, None)
    return _to_run_sheet(assembly_id)


@bp.post("/office/assemblies/<int:assembly_id>/items/<int:item_id>/documents")
@officers(Role.SECRETARY)
def attach_to_item(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Attach a document to an item."""
    _found(assembly_id, item_id)
    _attach(assembly_id, item_id)
    return _to_item(assembly_id, item_id)


@bp.post("/office/assemblies/<int:assembly_id>/documents/<int:document_id>/remove")
@officers(Role.SECRETARY)
def detach(assembly_id: int, document_id: int) -> ResponseReturnValue:
    """Detach a document."""
    with read_only() as work:
        known = {each.id: each for each in list_documents(work.session, assembly_id)}
    if document_id not in known:
        raise ItemNotFound
    transact(lambda work: remove_document(work, RemoveDocument(document_id)))
    flash(gettext("The document is detached."), "ok")
    item_id = known[document_id].item_id
    return _to_run_sheet(assembly_id) if item_id is None else _to_item(assembly_id, item_id)


def _attach(assembly_id: int, item_id: int | None) -> None:
    form = DocumentForm(prefix="doc-")
    if not form.validate_on_submit():
        for errors in form.errors.values():
            flash(" ".join(str(error) for error in errors), "bad")
        return
    upload = form.file.data
    command = AttachDocument(assembly_id, item_id, form.texts("title"), upload.filename or "", upload.read())
    try:
        transact(lambda work: attach_document(work, command))
    except Refusal as refusal:
        flash(" ".join(translator().describe_refusal(refusal)), "bad")
    else:
        flash(gettext("The document is attached."), "ok")


def _found(assembly_id: int, item_id: int) -> tuple[AssemblyRow, ItemRow]:
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        return row, get_item(work.session, assembly_id, item_id)


def _page(
    row: AssemblyRow, current: ItemRow | None, form: ItemForm, kind: ItemKind, problem: tuple[str, str] | None
) -> ResponseReturnValue:
    is_election = kind is ItemKind.ELECTION
    page = render_template(
        "assembly/agenda/item.html",
        row=row,
        current=current,
        form=form,
        kind=kind,
        problem=problem,
        is_election=is_election,
        choice_form=_choice_form(current, is_election=is_election),
        document=DocumentForm(formdata=None, prefix="doc-"),
        editable=not row.is_locked,
        rules=_rules(row, kind),
        **template_context(),
    )
    return page, 422 if problem or form.errors else 200


def _rules(row: AssemblyRow, kind: ItemKind) -> list[tuple[LegalKind, str, tuple[str, ...], str]]:
    """Return what the statutes ask of each legal kind that an item may have, with the article."""
    with read_only() as work:
        profile = get_profile_on(work.session, row.held_on)
    names = category_names(profile)
    return [
        (
            each,
            gettext(KIND_NAMES[each]),
            rule_sentences(profile.rule_of(each), names, translator()),
            citation(SOURCES[each.value]),
        )
        for each in LEGAL_KINDS[kind]
    ]


def _choice_form(current: ItemRow | None, *, is_election: bool) -> CandidateForm | OptionForm:
    form = CandidateForm(formdata=None, prefix="new-") if is_election else OptionForm(formdata=None, prefix="new-")
    form.number.data = len(current.choices) + 1 if current else 1
    return form


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
    )


def _after(assembly_id: int, item_id: int, *, has_choices: bool) -> Response:
    _row, current = _found(assembly_id, item_id)
    wants = has_choices and current.item.kind in {ItemKind.ELECTION, ItemKind.STRATEGY}
    return _to_item(assembly_id, item_id) if wants else _to_run_sheet(assembly_id)


def _to_run_sheet(assembly_id: int) -> Response:
    return redirect(url_for("meeting.run_sheet", assembly_id=assembly_id), code=303)


def _to_item(assembly_id: int, item_id: int) -> Response:
    return redirect(url_for("agenda.item", assembly_id=assembly_id, item_id=item_id), code=303)

"""Items of a draft: a form for each, fitted to its kind, and the documents that belong to it."""

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from govapp.assembly.agenda.forms import DocumentForm, ItemForm, MoveForm
from govapp.assembly.agenda.queries import ItemRow, get_item, list_documents, list_items
from govapp.assembly.agenda.rules.items import LEGAL_KINDS, MAX_CHOICE_TEXT_CHARACTERS, ItemKind, item_remarks
from govapp.assembly.agenda.rules.refusals import ItemNotFound
from govapp.assembly.agenda.service import (
    AttachDocument,
    MoveItem,
    RemoveDocument,
    RemoveItem,
    attach_document,
    move_item,
    remove_document,
    remove_item,
    save_item,
)
from govapp.assembly.agenda.views import bp
from govapp.assembly.agenda.views.item_form import list_gaps, list_old_years, save_command, show_first_fault
from govapp.assembly.agenda.views.labels import template_context
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.meeting.rules.changes import ChangedMeanwhile
from govapp.assembly.meeting.views.values import required_value
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.request_context import language, officers, read_only, transact, translator
from govapp.statutes.queries import get_profile_on
from govapp.statutes.rules.catalogue import KIND_NAMES
from govapp.statutes.rules.law import SOURCES
from govapp.statutes.rules.profile import LegalKind
from govapp.statutes.rules.wording import rule_sentences
from govapp.statutes.views.presenters import category_names, citation

NEW_ROWS: Final = 3
MORE_ROWS: Final = 5


@bp.route("/office/assemblies/<int:assembly_id>/items/new/<kind>", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def new_item(assembly_id: int, kind: str) -> ResponseReturnValue:
    """Add an item of one kind, with its choices and documents, to the end of the agenda."""
    if kind not in {each.value for each in ItemKind}:
        raise ItemNotFound
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        count = len(list_items(work.session, assembly_id))
    form = ItemForm()
    form.fit(ItemKind(kind))
    if not form.is_submitted():
        form.number.data = count + 1
        form.add_blank_rows(ItemKind(kind), choices=NEW_ROWS)
    return _saved_or_shown(row, None, form, ItemKind(kind))


@bp.route("/office/assemblies/<int:assembly_id>/items/<int:item_id>", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def item(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Change an item, its candidates or options, and its documents."""
    row, current = _found(assembly_id, item_id)
    form = ItemForm()
    form.fit(current.item.kind)
    if not form.is_submitted():
        form.show(current)
        if not row.is_locked:
            form.add_blank_rows(current.item.kind, choices=_wanted_rows())
    return _saved_or_shown(row, current, form, current.item.kind)


def _saved_or_shown(row: AssemblyRow, current: ItemRow | None, form: ItemForm, kind: ItemKind) -> ResponseReturnValue:
    form.fit_rows(kind)
    form.showing.data = form.showing.data or language().value
    problem = None
    if form.is_submitted() and form.validate():
        command = save_command(form, kind, row.id, current)
        try:
            number = transact(lambda work: save_item(work, command))
        except Refusal as refusal:
            problem = translator().describe_refusal(refusal)
            if isinstance(refusal, ChangedMeanwhile) and current:
                form.version.data = current.version
        else:
            return _after_saving(row.id, number)
    show_first_fault(form)
    return _page(row, current, form, kind, problem)


def _after_saving(assembly_id: int, item_id: int) -> Response:
    _row, saved = _found(assembly_id, item_id)
    flash(gettext("Saved."), "ok")
    for remark in item_remarks(saved.item):
        flash(translator().say(remark.message, **remark.params), "warn")
    if request.form.get("then") == "rows":
        return redirect(
            url_for("agenda.item", assembly_id=assembly_id, item_id=item_id, rows=MORE_ROWS, _anchor="choices"),
            code=303,
        )
    return _to_run_sheet(assembly_id)


def _wanted_rows() -> int:
    return min(request.args.get("rows", 1, type=int), MORE_ROWS)


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
    _attach(assembly_id)
    return _to_run_sheet(assembly_id)


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


def _attach(assembly_id: int) -> None:
    form = DocumentForm(prefix="doc-")
    if not form.validate_on_submit():
        for errors in form.errors.values():
            flash(" ".join(str(error) for error in errors), "bad")
        return
    upload = form.file.data
    command = AttachDocument(assembly_id, None, form.texts("title"), upload.filename or "", upload.read())
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
    page = render_template(
        "assembly/agenda/item.html",
        row=row,
        current=current,
        form=form,
        kind=kind,
        problem=problem,
        is_election=kind is ItemKind.ELECTION,
        gaps=list_gaps(form),
        old_years={} if row.is_locked else list_old_years(form, row.held_on),
        portraits={each.id: each.choice.portrait.sha256 for each in current.choices if each.choice.portrait}
        if current
        else {},
        names={each.id: each.name for each in current.documents} if current else {},
        lost_files=any(file.filename for file in request.files.values()),
        editable=not row.is_locked,
        rules=_rules(row, kind),
        most_characters=MAX_CHOICE_TEXT_CHARACTERS,
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


def _to_run_sheet(assembly_id: int) -> Response:
    return redirect(url_for("meeting.run_sheet", assembly_id=assembly_id), code=303)


def _to_item(assembly_id: int, item_id: int) -> Response:
    return redirect(url_for("agenda.item", assembly_id=assembly_id, item_id=item_id), code=303)

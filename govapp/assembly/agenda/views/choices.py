"""Candidates and options of an item."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from govapp.assembly.agenda.forms import CandidateForm, MoveForm, OptionForm
from govapp.assembly.agenda.queries import ChoiceRow, ItemRow, get_item
from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.rules.refusals import ItemNotFound
from govapp.assembly.agenda.service import (
    AddChoice,
    EditChoice,
    MoveChoice,
    RemoveChoice,
    add_choice,
    edit_choice,
    move_choice,
    remove_choice,
)
from govapp.assembly.agenda.views import bp
from govapp.assembly.agenda.views.labels import template_context
from govapp.assembly.meeting.rules.changes import ChangedMeanwhile
from govapp.assembly.meeting.views.values import required_value
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Language
from govapp.request_context import officers, read_only, transact, translator

BASE = "/office/assemblies/<int:assembly_id>/items/<int:item_id>/choices"


@bp.post(BASE)
@officers(Role.SECRETARY)
def add(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Add a candidate or an option."""
    current = _item(assembly_id, item_id)
    form = _form(current, prefix="new-")
    if not form.validate_on_submit():
        flash(gettext("Write a name, and nothing longer than the fields allow."), "bad")
        return _to_item(assembly_id, item_id)
    command = AddChoice(item_id, form.number.data or 0, form.label_texts, form.texts("note"))
    try:
        transact(lambda work: add_choice(work, command))
    except Refusal as refusal:
        flash(" ".join(translator().describe_refusal(refusal)), "bad")
    return _to_item(assembly_id, item_id)


@bp.route(f"{BASE}/<int:choice_id>", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def choice(assembly_id: int, item_id: int, choice_id: int) -> ResponseReturnValue:
    """Change the words of a candidate or an option."""
    current, chosen = _choice(assembly_id, item_id, choice_id)
    form = _form(current)
    problem = None
    if not form.is_submitted():
        _show(form, current, chosen)
    elif form.validate():
        command = EditChoice(choice_id, form.version.data or 0, form.label_texts, form.texts("note"))
        try:
            transact(lambda work: edit_choice(work, command))
        except Refusal as refusal:
            problem = translator().describe_refusal(refusal)
            if isinstance(refusal, ChangedMeanwhile):
                form.version.data = current.version
        else:
            return _to_item(assembly_id, item_id)
    page = render_template(
        "assembly/agenda/choice.html",
        assembly_id=assembly_id,
        current=current,
        chosen=chosen,
        form=form,
        problem=problem,
        is_election=current.item.kind is ItemKind.ELECTION,
        **template_context(),
    )
    return page, 422 if problem or form.errors else 200


@bp.post(f"{BASE}/<int:choice_id>/move")
@officers(Role.SECRETARY)
def move_choice_(assembly_id: int, item_id: int, choice_id: int) -> ResponseReturnValue:
    """Put a candidate or an option at another place."""
    _choice(assembly_id, item_id, choice_id)
    form = MoveForm()
    if form.validate_on_submit():
        transact(lambda work: move_choice(work, MoveChoice(choice_id, required_value(form.number.data))))
    return _to_item(assembly_id, item_id)


@bp.post(f"{BASE}/<int:choice_id>/remove")
@officers(Role.SECRETARY)
def remove_choice_(assembly_id: int, item_id: int, choice_id: int) -> ResponseReturnValue:
    """Take a candidate or an option away."""
    _choice(assembly_id, item_id, choice_id)
    transact(lambda work: remove_choice(work, RemoveChoice(choice_id)))
    return _to_item(assembly_id, item_id)


def _item(assembly_id: int, item_id: int) -> ItemRow:
    with read_only() as work:
        return get_item(work.session, assembly_id, item_id)


def _choice(assembly_id: int, item_id: int, choice_id: int) -> tuple[ItemRow, ChoiceRow]:
    current = _item(assembly_id, item_id)
    for each in current.choices:
        if each.id == choice_id:
            return current, each
    raise ItemNotFound


def _form(current: ItemRow, prefix: str = "") -> CandidateForm | OptionForm:
    if current.item.kind is ItemKind.ELECTION:
        return CandidateForm(prefix=prefix)
    return OptionForm(prefix=prefix)


def _show(form: CandidateForm | OptionForm, current: ItemRow, chosen: ChoiceRow) -> None:
    form.version.data = current.version
    form.fill("note", chosen.note)
    if isinstance(form, CandidateForm):
        form.name.data = str(chosen.label.in_language(Language.FR))
    else:
        form.fill("label", chosen.label)


def _to_item(assembly_id: int, item_id: int) -> Response:
    return redirect(url_for("agenda.item", assembly_id=assembly_id, item_id=item_id), code=303)

"""The form of a new agenda: which model items go on it."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from govapp.assembly.agenda.forms import ModelsForm
from govapp.assembly.agenda.queries import list_items
from govapp.assembly.agenda.rules.model_items import EVERY_YEAR, ItemModel, financial_year_name, model_draft
from govapp.assembly.agenda.service import AddModels, add_models
from govapp.assembly.agenda.views import bp
from govapp.assembly.agenda.views.labels import KIND_LABELS, template_context
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.meeting.rules.calendar import year_end_before
from govapp.assembly.meeting.rules.refusals import AgendaLocked
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.request_context import language, officers, read_only, transact, translator
from govapp.statutes.queries import get_profile_on


@bp.route("/office/assemblies/<int:assembly_id>/items/models", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def from_models(assembly_id: int) -> ResponseReturnValue:
    """Choose among the model items of a yearly assembly; they are put in the order of the law."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        count = len(list_items(work.session, assembly_id))
        profile = get_profile_on(work.session, row.held_on)
    if row.is_locked:
        raise AgendaLocked
    form, problem = ModelsForm(), None
    form.models.choices = [(each.value, _label(each, year_end_before(row.held_on, profile))) for each in ItemModel]
    if not form.is_submitted():
        form.count.data = count
        form.models.data = [] if count else [*EVERY_YEAR]
    elif form.validate():
        command = AddModels(assembly_id, frozenset(form.models.data or ()), form.count.data or 0)
        try:
            added = transact(lambda work: add_models(work, command))
        except Refusal as refusal:
            problem = translator().describe_refusal(refusal)
        else:
            count = len(added)
            said = ngettext(
                "%(count)s item is on the agenda.",
                "%(count)s items are on the agenda.",
                count,
                count=translator().number(count),
            )
            flash(said, "ok")
            return redirect(url_for("meeting.run_sheet", assembly_id=assembly_id, _anchor="agenda"), code=303)
    page = render_template("assembly/agenda/models.html", row=row, form=form, problem=problem, **template_context())
    return page, 422 if problem or form.errors else 200


def _label(model: ItemModel, year_end: date) -> str:
    draft = model_draft(model, financial_year_name(year_end))
    return f"{draft.title.in_language(language())} ({KIND_LABELS[draft.kind]})"

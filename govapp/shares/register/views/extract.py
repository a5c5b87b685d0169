"""What the register says of one shareholder, on paper."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from govapp.request_context import actor, now, officers, read_only, today, zone
from govapp.shares.exporting.service import settled_question
from govapp.shares.ledger.forms import TYPE_NAMES, FilterForm
from govapp.shares.ledger.queries import get_ledger_head
from govapp.shares.people.forms import CATEGORY_NAMES, KIND_NAMES
from govapp.shares.people.service.identifiers import written_company_number
from govapp.shares.register import queries
from govapp.shares.register.views import bp
from govapp.shares.register.views.holders import READERS, holder_page
from govapp.shares.register.views.readings import keep_reading


@bp.get("/office/holders/<int:holder_id>/extract")
@officers(*READERS)
def holder_extract(holder_id: int) -> ResponseReturnValue:
    """Show an extract for print: what it is drawn from, of which day and moment, the last entry, and who made it.

    It has no e-mail address, birth date or gender: an extract is shown to others. Dates that nobody can read, or that
    lie in the future, bring the page of the shareholder with its form.
    """
    dates = FilterForm(request.args, on=today())
    if not dates.validate():
        return holder_page(holder_id)
    with read_only() as work:
        question = settled_question(work, dates.on.data, dates.knowledge(zone()))
        holder = queries.get_holder_detail(work.session, holder_id, question)
        head = get_ledger_head(work.session, question.recorded_until)
    keep_reading(holder_id)
    return render_template(
        "shares/register/extract.html",
        holder=holder,
        head=head,
        question=question,
        asked={name: request.args.get(name) or None for name in ("on", "recorded", "recorded_time")},
        company_number=written_company_number(holder.company_number),
        made_at=now(),
        made_by=actor().name,
        category_names=CATEGORY_NAMES,
        kind_names=KIND_NAMES,
        type_names=TYPE_NAMES,
    )

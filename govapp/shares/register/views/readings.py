"""Who read whose page: for auditors."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from govapp.kernel.actors import Role
from govapp.request_context import actor, officers, page_number, read_only, today, unit_of_work
from govapp.shares.register.queries import get_holder_name
from govapp.shares.register.queries.readings import count_readings, has_read, list_readings
from govapp.shares.register.service import note_reading
from govapp.shares.register.views import bp

PAGE = 100


def keep_reading(holder_id: int) -> None:
    """Keep that the officer of this request reads the page of a shareholder, once a day, before the page is shown."""
    with read_only() as work:
        is_kept = has_read(work.session, today(), actor().reference, holder_id)
    if not is_kept:
        with unit_of_work() as work:
            note_reading(work, holder_id)


@bp.get("/office/register/readings")
@officers(Role.AUDITOR)
def reading_list() -> ResponseReturnValue:
    """List who read whose page on which day, of all shareholders or of one."""
    holder_id = request.args.get("holder", type=int)
    page = page_number()
    with read_only() as work:
        name = get_holder_name(work.session, holder_id) if holder_id is not None else ""
        total = count_readings(work.session, holder_id)
        rows = list_readings(work.session, holder_id, limit=PAGE, offset=(page - 1) * PAGE)
    address = url_for("register.reading_list", holder=holder_id)
    return render_template(
        "shares/register/readings.html",
        rows=rows,
        name=name,
        holder_id=holder_id,
        total=total,
        first=(page - 1) * PAGE + 1,
        page=page,
        pages=max(1, -(-total // PAGE)),
        address=address,
    )

"""Export of the register."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govapp.kernel.actors import Role
from govapp.kernel.errors import Invalid
from govapp.request_context import as_download, fresh, officers, read_only, unit_of_work, zone
from govapp.shares.exporting.forms import ExportForm
from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.exporting.service import ExportRegister, log_export, make_export
from govapp.shares.ledger.forms import wanted

bp = Blueprint("exporting", __name__)


@bp.post("/office/register/export")
@officers(Role.REGISTRAR)
@fresh
def export() -> ResponseReturnValue:
    """Make the file while only reading, log who took it and why, and then hand it over."""
    form = ExportForm(request.form)
    if not form.validate():
        # A date or filter that nobody can read must not become the list of today.
        raise Invalid
    command = ExportRegister(
        FileFormat(form.format.data), form.purpose.data or "", form.on.data, form.knowledge(zone()), wanted(form)
    )
    with read_only() as work:
        made = make_export(work, command)
    with unit_of_work() as work:
        log_export(work, made)
    response = as_download(made.content, made.filename, made.media_type)
    response.headers["X-Content-SHA256"] = made.digest
    response.headers["Cache-Control"] = "no-store"
    return response

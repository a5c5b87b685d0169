"""Export of the register: its page with what was exported before, and the file."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.kernel.texts import Language
from govapp.request_context import (
    as_download,
    fresh,
    language,
    officers,
    read_only,
    refused,
    settings,
    today,
    unit_of_work,
    zone,
)
from govapp.shares.exporting.forms import ExportForm
from govapp.shares.exporting.queries import ExportRow, list_exports
from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.exporting.service import ExportedFile, ExportRegister, log_export, make_export
from govapp.shares.ledger.forms import wanted

bp = Blueprint("exporting", __name__)
UNPROCESSABLE = 422
SHOWN_EXPORTS = 50


@dataclass(frozen=True)
class LoggedExport:
    """One line of the log, and the values of the form with which the same file is asked for again."""

    row: ExportRow
    question: dict[str, str]


@bp.get("/office/register/export")
@officers(Role.REGISTRAR)
def export_page() -> ResponseReturnValue:
    """Show the form, filled with what the address says, and what was exported before."""
    return _page(ExportForm(request.args, on=today(), file_language=language().value))


@bp.post("/office/register/export")
@officers(Role.REGISTRAR)
@fresh
def export() -> ResponseReturnValue:
    """Make the file while only reading, log who took it and why, and then hand it over."""
    form = ExportForm(request.form, file_language=language().value)
    # A date or filter that nobody can read must not become the list of today.
    if not form.validate():
        return _page(form), UNPROCESSABLE
    try:
        made = _exported(form)
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return _page(form), status
    response = as_download(made.content, made.filename, made.media_type)
    response.headers["X-Content-SHA256"] = made.digest
    response.headers["Cache-Control"] = "no-store"
    return response


def _exported(form: ExportForm) -> ExportedFile:
    command = ExportRegister(
        FileFormat(form.format.data),
        form.purpose.data or "",
        form.on.data,
        form.knowledge(zone()),
        wanted(form),
        Language(form.file_language.data),
        settings().cooperative,
    )
    with read_only() as work:
        made = make_export(work, command)
    with unit_of_work() as work:
        log_export(work, made)
    return made


def _page(form: ExportForm) -> str:
    with read_only() as work:
        rows = list_exports(work.session, SHOWN_EXPORTS)
    exports = [LoggedExport(row, _question(row)) for row in rows]
    return render_template("shares/exporting/export.html", form=form, exports=exports)


def _question(row: ExportRow) -> dict[str, str]:
    there = row.recorded_until.astimezone(zone())
    narrowed = {"q" if name == "text" else name: value for name, value in row.filters.items()}
    return {
        **narrowed,
        "format": row.file_format,
        "file_language": row.language,
        "on": row.effective_date.isoformat(),
        "recorded": there.date().isoformat(),
        "recorded_time": there.time().isoformat(),
    }

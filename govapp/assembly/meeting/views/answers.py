"""Where a button of the run sheet leads back to."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from govapp.assembly.meeting.rules.changes import AlreadyThere
from govapp.kernel.errors import Refusal
from govapp.request_context import translator


def to_run_sheet(assembly_id: int, ordinal: int | None = None) -> Response:
    """Go back to the run sheet, of one vote if that is given."""
    return redirect(url_for("meeting.run_sheet", assembly_id=assembly_id, ordinal=ordinal), code=303)


def refused(assembly_id: int, refusal: Refusal, ordinal: int | None = None) -> Response:
    """Go back to the run sheet, which shows the current state, with the sentence of the refusal above it."""
    message, help_ = translator().describe_refusal(refusal)
    flash(f"{message} {help_}", "warn" if isinstance(refusal, AlreadyThere) else "bad")
    return to_run_sheet(assembly_id, ordinal)

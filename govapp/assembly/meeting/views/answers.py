"""Where a button of the run sheet leads back to."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from govapp.assembly.meeting.rules.changes import AlreadyThere
from govapp.kernel.errors import Refusal
from govapp.request_context import translator


def to_run_sheet(assembly_id: int) -> Response:
    """Go back to the run sheet."""
    return redirect(url_for("votes.run_sheet", assembly_id=assembly_id), code=303)


def refused(assembly_id: int, refusal: Refusal) -> Response:
    """Go back to the run sheet, which shows the current state, with the sentence of the refusal above it."""
    message, help_ = translator().describe_refusal(refusal)
    flash(f"{message} {help_}", "warn" if isinstance(refusal, AlreadyThere) else "bad")
    return to_run_sheet(assembly_id)

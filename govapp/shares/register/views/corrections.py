"""Large corrections of the register: what waits, and the answer of a second officer."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.request_context import actor, fresh, officers, read_only, status_of, transact, translator
from govapp.shares.ledger.forms import TYPE_NAMES
from govapp.shares.ledger.queries.asked import list_answered_corrections, list_waiting_corrections
from govapp.shares.ledger.rules.large import LARGE_CORRECTION_SHARES
from govapp.shares.ledger.service import confirm_correction, withdraw_correction
from govapp.shares.register.views import bp

READERS = (Role.REGISTRAR, Role.SECRETARY, Role.AUDITOR)
WRITERS = (Role.REGISTRAR, Role.SECRETARY)
ANSWERED = 50


@bp.get("/office/corrections")
@officers(*READERS)
def correction_list() -> ResponseReturnValue:
    """Show the large corrections that wait, and the last that were answered."""
    return _page()


@bp.post("/office/corrections/<int:correction_id>/confirm")
@officers(*WRITERS)
@fresh
def correction_confirm(correction_id: int) -> ResponseReturnValue:
    """Confirm what another officer asked for: it is written now."""
    try:
        transact(lambda work: confirm_correction(work, correction_id))
    except Refusal as refusal:
        flash(" ".join(translator().describe_refusal(refusal)), "bad")
        return _page(), status_of(refusal)
    flash(gettext("The correction is in the register, with both names. What was there stays readable."), "ok")
    return redirect(url_for("register.correction_list"), code=303)


@bp.post("/office/corrections/<int:correction_id>/withdraw")
@officers(*WRITERS)
def correction_withdraw(correction_id: int) -> ResponseReturnValue:
    """Take back, or refuse, what was asked for."""
    transact(lambda work: withdraw_correction(work, correction_id))
    flash(gettext("The correction is withdrawn. The register stays as it is."), "ok")
    return redirect(url_for("register.correction_list"), code=303)


def _page() -> str:
    with read_only() as work:
        waiting = list_waiting_corrections(work.session)
        answered = list_answered_corrections(work.session, ANSWERED)
    return render_template(
        "shares/register/corrections.html",
        waiting=waiting,
        answered=answered,
        type_names=TYPE_NAMES,
        limit=LARGE_CORRECTION_SHARES,
        me=actor().reference,
        may_write=not actor().roles.isdisjoint(WRITERS),
    )

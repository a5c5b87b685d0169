"""Voting lists: all of them, one of them, its file. A list is frozen only for a vote, when that vote is locked."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.accounts.queries import list_officers
from govapp.accounts.rules import officer_ref
from govapp.kernel.actors import Role
from govapp.kernel.errors import Conflict
from govapp.request_context import (
    actor,
    as_download,
    fresh,
    now,
    officers,
    read_only,
    status_of,
    transact,
    translator,
)
from govapp.shares.ledger.forms import TYPE_NAMES
from govapp.shares.people.forms import CATEGORY_NAMES
from govapp.shares.rolls import queries
from govapp.shares.rolls.rules.changes import ChangedFact
from govapp.shares.rolls.rules.refusals import ChangeNotFound
from govapp.shares.rolls.rules.roll import LABELS
from govapp.shares.rolls.service import ConfirmChange, confirm_change

bp = Blueprint("rolls", __name__)
READERS = (Role.REGISTRAR, Role.SECRETARY, Role.AUDITOR)
WRITERS = (Role.REGISTRAR, Role.SECRETARY)
SHOWN_LEFT_OUT = 500
SHOWN_LATE = 100


@bp.get("/office/rolls")
@officers(*READERS)
def roll_list() -> ResponseReturnValue:
    """List the voting lists, the newest first."""
    with read_only() as work:
        rolls = queries.list_rolls(work.session)
    return render_template("shares/rolls/rolls.html", rolls=rolls)


@bp.get("/office/rolls/<int:roll_id>")
@officers(*READERS)
def roll_page(roll_id: int) -> ResponseReturnValue:
    """Show one voting list: its figures, its digest, and who is left out and why."""
    return _roll_page(roll_id)


def _roll_page(roll_id: int) -> str:
    with read_only() as work:
        frozen = queries.get_roll(work.session, roll_id)
        left_out = queries.list_left_out(work.session, roll_id, limit=SHOWN_LEFT_OUT)
        late = queries.list_late_entries(work.session, frozen, now(), limit=SHOWN_LATE)
        too_late = {each.holder_id for each in late if each.would_be_on_list and not each.is_on_list}
        late_count = queries.count_late_entries(work.session, frozen)
        backdated = queries.list_backdated_on(work.session, frozen, work.zone, limit=SHOWN_LATE)
        changes = queries.list_changes(work.session, frozen)
        names = {officer_ref(officer.id): officer.name for officer in list_officers(work.session, now())}
    return render_template(
        "shares/rolls/roll.html",
        roll=frozen,
        left_out=left_out,
        late=late,
        too_late=too_late,
        late_count=late_count,
        backdated=backdated,
        changes=changes,
        names=names,
        may_confirm=not actor().roles.isdisjoint(WRITERS),
        me=actor().reference,
        type_names=TYPE_NAMES,
        reasons=LABELS,
        category_names=CATEGORY_NAMES,
    )


@bp.post("/office/rolls/<int:roll_id>/changes/<fact>/<int:fact_id>/confirm")
@officers(*WRITERS)
@fresh
def roll_confirm_change(roll_id: int, fact: str, fact_id: int) -> ResponseReturnValue:
    """Confirm an address or a representative that somebody else recorded after the list was frozen."""
    if fact not in set(ChangedFact):
        raise ChangeNotFound
    command = ConfirmChange(roll_id, ChangedFact(fact), fact_id)
    try:
        transact(lambda work: confirm_change(work, command))
    except Conflict as refusal:
        # On the page of the list, which shows who recorded what.
        flash(" ".join(translator().describe_refusal(refusal)), "bad")
        return _roll_page(roll_id), status_of(refusal)
    flash(gettext("The change is confirmed."), "ok")
    return redirect(url_for("rolls.roll_page", roll_id=roll_id, _anchor="changes"), code=303)


@bp.get("/office/rolls/<int:roll_id>/roll.json")
@officers(*READERS)
def roll_file(roll_id: int) -> ResponseReturnValue:
    """Hand over the voting list for the bureau: no e-mail address, no birth date, no bank data."""
    with read_only() as work:
        content = queries.get_roll_file(work.session, roll_id)
    response = as_download(content, "roll.json", "application/json")
    response.headers["Cache-Control"] = "no-store"
    return response

"""The key holders' room: what each has to do now, the page where a key is made, the page where a share is decrypted."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.ballots import queries, service
from govapp.ballots.forms import KeyForm, ShareForm
from govapp.ballots.queries import PaperRow, SeatRow
from govapp.ballots.rules import Duty, PaperState, duty
from govapp.ballots.views import bp
from govapp.ballots.views.shown import shown_paper
from govapp.kernel.actors import Role
from govapp.request_context import actor, language, now, officers, read_only, unit_of_work


def _duty(found: PaperRow, seat: SeatRow) -> Duty:
    return duty(
        found.state,
        has_key=seat.public_key is not None,
        has_decrypted=seat.decrypted_at is not None,
        has_too_few=found.has_too_few,
    )


@bp.get("/office/papers")
@officers(Role.SCRUTINEER, Role.SECRETARY, Role.AUDITOR)
def papers() -> ResponseReturnValue:
    """List the ballot papers: those of which the reader holds a key, with what to do now, and all others."""
    me = actor().id or 0
    with read_only() as work:
        mine = queries.papers_of_officer(work.session, me)
        held = {found.uuid for found, _seat in mine}
        others = [each for each in queries.papers(work.session) if each.uuid not in held]
    return render_template(
        "ballots/papers.html",
        mine=[(shown_paper(found, language(), now()), found, _duty(found, seat), seat) for found, seat in mine],
        others=[(shown_paper(found, language(), now()), found) for found in others],
    )


@bp.get("/office/papers/<uuid>")
@officers(Role.SCRUTINEER, Role.SECRETARY, Role.AUDITOR)
def paper(uuid: str) -> ResponseReturnValue:
    """Show one paper to officers: its course, its key holders, what is still to do and by whom."""
    with read_only() as work:
        found = queries.paper(work.session, uuid)
        places = queries.seats(work.session, found.id)
        marks = queries.marks(work.session, found.id)
        changes = service.changed_booth(work.session, found)
    mine = next((seat for seat in places if not seat.is_server and seat.officer_id == actor().id), None)
    return render_template(
        "ballots/paper.html",
        paper=shown_paper(found, language(), now()),
        found=found,
        seats=places,
        changes=changes,
        mine=mine,
        duty=_duty(found, mine) if mine else None,
        marks=marks,
        states=list(PaperState),
    )


@bp.get("/office/papers/<uuid>/key")
@officers(Role.SCRUTINEER)
def key(uuid: str) -> ResponseReturnValue:
    """Show the page where a key holder makes a key in the browser."""
    found, seat = _seat(uuid)
    if _duty(found, seat) is not Duty.MAKE_KEY:
        return redirect(url_for("ballots.paper", uuid=uuid), code=303)
    return render_template("ballots/key.html", paper=shown_paper(found, language(), now()), trustee=seat)


@bp.post("/office/papers/<uuid>/key")
@officers(Role.SCRUTINEER)
def hand_in_key(uuid: str) -> ResponseReturnValue:
    """Take in the public part of a key."""
    form = KeyForm(request.form)
    with unit_of_work() as work:
        service.add_trustee_key(work, uuid, form.public_part.data or "")
    flash(gettext("Your key is there. Compare its mark with the one on your screen."), "ok")
    return redirect(url_for("ballots.paper", uuid=uuid), code=303)


@bp.get("/office/papers/<uuid>/decrypt")
@officers(Role.SCRUTINEER)
def decrypt(uuid: str) -> ResponseReturnValue:
    """Show the page where a key holder decrypts a share of the total."""
    found, seat = _seat(uuid)
    if _duty(found, seat) is not Duty.DECRYPT:
        return redirect(url_for("ballots.paper", uuid=uuid), code=303)
    return render_template(
        "ballots/decrypt.html",
        paper=shown_paper(found, language(), now()),
        trustee=seat,
        minimum_ballots=found.minimum_ballots,
    )


@bp.post("/office/papers/<uuid>/decrypt")
@officers(Role.SCRUTINEER)
def hand_in_share(uuid: str) -> ResponseReturnValue:
    """Take in a share of the count; the last one brings the result."""
    form = ShareForm(request.form)
    with unit_of_work() as work:
        service.submit_decryption(work, uuid, form.share.data or "")
    flash(gettext("Your share of the count is there."), "ok")
    return redirect(url_for("ballots.paper", uuid=uuid), code=303)


def _seat(uuid: str) -> tuple[PaperRow, SeatRow]:
    with read_only() as work:
        found = queries.paper(work.session, uuid)
        return found, service.seat_of(actor(), queries.seats(work.session, found.id))

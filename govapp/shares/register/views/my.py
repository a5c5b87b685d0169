"""A shareholder's own page, and the page where a shareholder asks for a link to it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.accounts.rules import is_local_path
from govapp.kernel.errors import Forbidden
from govapp.request_context import actor, app_context, now, public, read_only, shareholders, transact, zone
from govapp.shares.ledger.forms import TYPE_NAMES
from govapp.shares.people.forms import CATEGORY_NAMES
from govapp.shares.people.rules.days import as_of
from govapp.shares.register import queries
from govapp.shares.register.forms import MAX_NEXT_CHARACTERS, AskLinkForm
from govapp.shares.register.service import send_sign_in_links
from govapp.shares.register.views import bp
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.rules.roll import REASONS, LeftOut


@bp.get("/my")
@shareholders
def my() -> ResponseReturnValue:
    """Show my shares, and whether I may vote and why."""
    holder_id = actor().id
    if holder_id is None:
        raise Forbidden
    question = as_of(now(), zone())
    with read_only() as work:
        holder = queries.get_holder_detail(work.session, holder_id, question)
        newest = rolls.find_latest_roll(work.session)
        left_out = rolls.find_left_out_reason(work.session, newest.id, holder_id) if newest else None
    return render_template(
        "shares/register/my.html",
        holder=holder,
        newest=newest,
        reason=_said(left_out, holder.name),
        reason_today=_said(holder.left_out, holder.name),
        question=question,
        category_names=CATEGORY_NAMES,
        type_names=TYPE_NAMES,
    )


def _said(reason: LeftOut | None, name: str) -> str:
    return gettext(REASONS[reason]) % {"organisation": name} if reason else ""


@bp.get("/sign-in")
@public
def ask_link() -> ResponseReturnValue:
    """Ask for a personal link."""
    form = AskLinkForm(data={"next": _local(request.args.get("next", ""))})
    return render_template("shares/register/sign_in.html", form=form, is_sent=request.args.get("sent") == "1")


@bp.post("/sign-in")
@public
def send_link() -> ResponseReturnValue:
    """Send a link to each shareholder with that address; the answer is the same for every address."""
    form = AskLinkForm(request.form)
    if not form.validate():
        return render_template("shares/register/sign_in.html", form=form, is_sent=False), 422
    address = form.email.data or ""
    next_path, find_errand = _local(form.next.data or ""), app_context().declarations.find_errand
    transact(lambda work: send_sign_in_links(work, address, next_path, find_errand))
    return redirect(url_for("register.ask_link", sent=1), code=303)


def _local(path: str) -> str:
    """Return a path of this site, or nothing for an address that leads elsewhere."""
    return path if is_local_path(path) and len(path) <= MAX_NEXT_CHARACTERS else ""

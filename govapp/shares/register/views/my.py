"""The page where a shareholder asks for a personal link; the own page itself joins votes and is made above."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from govapp.accounts.rules import is_local_path
from govapp.request_context import app_context, public, transact
from govapp.shares.register.forms import MAX_NEXT_CHARACTERS, AskLinkForm
from govapp.shares.register.service import send_sign_in_links
from govapp.shares.register.views import bp


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

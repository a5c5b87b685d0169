"""The page where a shareholder asks for a personal link; the own page itself joins votes and is made above."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from govapp.accounts.rules import is_local_path
from govapp.accounts.service import AskedLink, ask_for_link
from govapp.request_context import public, transact
from govapp.shares.register.forms import MAX_NEXT_CHARACTERS, AskLinkForm
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
    """Ask for a link to each shareholder with that address; the answer, and its work, is the same for every address."""
    form = AskLinkForm(request.form)
    if not form.validate():
        return render_template("shares/register/sign_in.html", form=form, is_sent=False), 422
    asked = AskedLink(form.email.data or "", _local(form.next.data or ""))
    transact(lambda work: ask_for_link(work, asked))
    return redirect(url_for("register.ask_link", sent=1), code=303)


def _local(path: str) -> str:
    """Return a path of this site, or nothing for an address that leads elsewhere."""
    return path if is_local_path(path) and len(path) <= MAX_NEXT_CHARACTERS else ""

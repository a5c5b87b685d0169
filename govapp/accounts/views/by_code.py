"""Coming in by the code of a letter: typed here, it leads to the page of the link that it stands for."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from govapp.accounts.codes import CODE_PATH
from govapp.accounts.forms import LetterCodeForm
from govapp.accounts.refusals import CodesLocked, CodeUnknown
from govapp.accounts.service import try_code
from govapp.accounts.views import bp
from govapp.accounts.views.device import NEVER_KEPT
from govapp.kernel.errors import Invalid, TooMany
from govapp.request_context import public, refused, transact

OK, UNPROCESSABLE = 200, 422


@bp.get(CODE_PATH)
@bp.post(CODE_PATH)
@public
def code() -> ResponseReturnValue:
    """Take the code of a letter; where the link stands that it opens, the page of the link says."""
    form, status = LetterCodeForm(request.form), OK
    if request.method == "POST" and not form.validate():
        status = UNPROCESSABLE
    elif request.method == "POST":
        try:
            return redirect(url_for("accounts.link", token=_token(form.code.data or "")), code=303)
        except (Invalid, TooMany) as refusal:
            status = refused(form, refusal)
    return render_template("accounts/letter_code.html", form=form), status, NEVER_KEPT


def _token(typed: str) -> str:
    result = transact(lambda work: try_code(work, typed, request.remote_addr or ""))
    if result.locked_until is not None:
        raise CodesLocked(until=result.locked_until)
    if result.token is None:
        raise CodeUnknown
    return result.token

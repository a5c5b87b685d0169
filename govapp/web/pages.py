"""Pages that explain: how secrecy works, how to check a result, privacy, accessibility."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from govapp.request_context import public, settings

bp = Blueprint("pages", __name__, url_prefix="/about")


@bp.get("/secrecy")
@public
def secrecy() -> ResponseReturnValue:
    """Say in plain words who can and cannot see a vote."""
    return render_template("about/secrecy.html")


@bp.get("/checking")
@public
def checking() -> ResponseReturnValue:
    """Say how anybody checks a result without trusting the cooperative."""
    return render_template("about/checking.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Say which personal data are kept, why and how long."""
    return render_template("about/privacy.html", privacy_contact=settings().privacy_contact or settings().contact)


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Say how the site can be used by everybody and whom to tell when it cannot."""
    return render_template("about/accessibility.html")

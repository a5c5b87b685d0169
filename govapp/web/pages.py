"""Pages that explain: how secrecy works, how to check a result, privacy, accessibility."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from govapp.assembly.votes.queries.keys import keys_of
from govapp.assembly.votes.queries.voters import list_current_votes
from govapp.ballots.rules.key_modes import who_opens
from govapp.request_context import language, now, public, read_only, settings, translator

bp = Blueprint("pages", __name__, url_prefix="/about")


@bp.get("/secrecy")
@public
def secrecy() -> ResponseReturnValue:
    """Say in plain words who can and cannot see a vote: of the vote of now, and without one of any."""
    with read_only() as work:
        current = list_current_votes(work.session, now())
        assembly, vote = current[0] if current else (None, None)
        keys = keys_of(work.session, vote) if vote else None
    return render_template(
        "about/secrecy.html",
        name=assembly.title.in_language(language()) if assembly and keys else None,
        keys=keys,
        who_opens=who_opens(keys, translator()) if keys else "",
    )


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

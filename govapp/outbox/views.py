"""The outbox as the secretary sees it; in a demo, the inbox in which all mails arrive."""

from typing import Any, cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.db.uow import Work
from govapp.declarations import SubjectName
from govapp.kernel.actors import Role
from govapp.kernel.errors import NotFound
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import LANGUAGES
from govapp.language.translator import translator_for
from govapp.outbox import queries
from govapp.outbox.letters import Post
from govapp.outbox.pages import mail_document
from govapp.outbox.queries import Progress
from govapp.outbox.service import try_again
from govapp.request_context import (
    app_context,
    language,
    now,
    officers,
    page_number,
    public,
    read_only,
    settings,
    transact,
)

bp = Blueprint("outbox", __name__)

PAGE = 25
# A database can compare with no pattern of tens of thousands of signs, and with no thousands of words.
MAX_SEARCH = 200


@bp.get("/office/outbox")
@officers(Role.SECRETARY, Role.ADMINISTRATOR)
def outbox() -> ResponseReturnValue:
    """Show how many mails wait, were sent and failed, how far mailings are, and the failed mails with their reasons."""
    page = page_number()
    with read_only() as work:
        state = _state(work)
        dead = queries.list_dead_letters(work.session, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "outbox/outbox.html",
        dead=dead,
        page=page,
        pages=-(-state["counts"].dead // PAGE),
        **state,
    )


@bp.get("/office/outbox/now")
@officers(Role.SECRETARY, Role.ADMINISTRATOR)
def outbox_now() -> ResponseReturnValue:
    """Return the part of the outbox that moves by itself, for the script that looks at it again and again."""
    with read_only() as work:
        state = _state(work)
    return render_template("outbox/_now.html", **state)


@bp.post("/office/outbox/<int:message_id>/try-again")
@officers(Role.SECRETARY, Role.ADMINISTRATOR)
def outbox_try_again(message_id: int) -> ResponseReturnValue:
    """Put a failed mail back in the outbox."""
    find_reader = app_context().declarations.find_reader
    transact(lambda work: try_again(work, message_id, find_reader))
    flash(gettext("The mail waits to be sent again."), "ok")
    return redirect(url_for("outbox.outbox"), code=303)


@bp.get("/inbox")
@public
def inbox() -> ResponseReturnValue:
    """Show the mails of the demo, the newest first."""
    _only_in_demo()
    words, page = request.args.get("q", "").strip()[:MAX_SEARCH], page_number()
    kinds = {each.value: _in_all_languages(each.label) for each in app_context().declarations.letters.values()}
    with read_only() as work:
        size = queries.count_inbox_messages(work.session, words, kinds)
        lines = queries.list_inbox_messages(work.session, words, kinds, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "outbox/inbox.html",
        lines=lines,
        words=words,
        size=size,
        page=page,
        pages=-(-size // PAGE),
    )


def _in_all_languages(label: str) -> str:
    """Return how a kind of mail is called in each language: people search in their own."""
    return " ".join(translator_for(each).say(label) for each in LANGUAGES).lower()


@bp.get("/inbox/<int:message_id>")
@public
def inbox_message(message_id: int) -> ResponseReturnValue:
    """Show one mail of the demo as it was sent, with its link as a button."""
    _only_in_demo()
    post = cast("Post", current_app.extensions["govapp.post"])
    with read_only() as work:
        message = queries.find_sent_message(work.session, message_id)
        if message is None:
            raise NotFound
        letter = post.letter(work.session, message)
    return render_template(
        "outbox/inbox_message.html",
        message=message,
        letter=letter,
        # The demo may be reached under another name than the mails carry: stay on this one.
        path=letter.link.removeprefix(settings().own_url),
        moment=now(),
    )


@bp.get("/inbox/<int:message_id>/mail")
@public
def inbox_mail(message_id: int) -> ResponseReturnValue:
    """Return one mail of the demo as mail programs show it."""
    _only_in_demo()
    post = cast("Post", current_app.extensions["govapp.post"])
    with read_only() as work:
        message = queries.find_sent_message(work.session, message_id)
        if message is None:
            raise NotFound
        return mail_document(post.letter(work.session, message))


def _only_in_demo() -> None:
    if not settings().demo:
        raise NotFound


def _state(work: Work) -> dict[str, Any]:
    progress = queries.get_progress(work.session, work.now, settings().mail_per_minute)
    return {
        "counts": queries.count_messages(work.session),
        "progress": progress,
        "moment": work.now,
        "names": _names(work, progress),
    }


def _names(work: Work, progress: Progress) -> dict[SubjectRef, SubjectName]:
    """Return what the mailings are about, in the reader's language."""
    subjects = {SubjectRef(mailing.subject_ref) for mailing in progress.mailings}
    return app_context().declarations.name_subjects(work.session, subjects, language())

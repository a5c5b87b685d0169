"""The mails of a vote as they will look, before it is locked and afterwards; and the same as a test to oneself."""

from typing import Any, cast

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.votes.queries.votes import VoteRow, get_vote
from govapp.assembly.votes.rules.paths import agenda_path
from govapp.assembly.votes.service.trial_mails import MailUnknown, SendTrialMails, send_trial_mails, trial_facts
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.labels import template_context
from govapp.assembly.votes.views.office import READERS
from govapp.assembly.votes.views.voting import FIRST, LATER
from govapp.db.uow import Work
from govapp.declarations import LetterKind
from govapp.kernel.actors import Role
from govapp.kernel.texts import LANGUAGE_NAMES, Language
from govapp.outbox.facts import FactValue
from govapp.outbox.letters import Letter, Post
from govapp.outbox.pages import mail_document
from govapp.outbox.queue import Claimed
from govapp.request_context import actor, language, now, officers, read_only, settings, transact, translator


@bp.get(f"{FIRST}/mails", defaults={"ordinal": 1})
@bp.get(f"{LATER}/mails")
@officers(*READERS)
def mails(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Show every mail of a vote in one language, each in a frame."""
    chosen = _language(request.args.get("language", ""))
    with read_only() as work:
        row, vote = get_assembly(work.session, assembly_id), get_vote(work.session, assembly_id, ordinal)
        letters = {letter: _letter(letter, facts, vote, chosen) for letter, facts in _facts(work, vote, chosen)}
    return render_template(
        "assembly/convocation/mails.html",
        row=row,
        vote=vote,
        letters=letters,
        chosen=chosen,
        mail_languages=LANGUAGE_NAMES,
        **template_context(),
    )


@bp.get(f"{FIRST}/mails/<letter>/<language_>", defaults={"ordinal": 1})
@bp.get(f"{LATER}/mails/<letter>/<language_>")
@officers(*READERS)
def mail(assembly_id: int, ordinal: int, letter: str, language_: str) -> ResponseReturnValue:
    """Return one mail of a vote as mail programs show it."""
    chosen = _language(language_)
    with read_only() as work:
        vote = get_vote(work.session, assembly_id, ordinal)
        for kind, facts in _facts(work, vote, chosen):
            if kind.value == letter:
                return mail_document(_letter(kind, facts, vote, chosen))
    raise MailUnknown


@bp.post(f"{FIRST}/mails", defaults={"ordinal": 1})
@bp.post(f"{LATER}/mails")
@officers(Role.SECRETARY)
def send_mails(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Send the secretary the mails of a vote as a test, in the language of the form, or in all four."""
    wanted = request.form.get("language", "")
    command = SendTrialMails(assembly_id, ordinal, _language(wanted) if wanted else None)
    count = transact(lambda work: send_trial_mails(work, command))
    said = ngettext(
        "%(count)s test mail is on its way to you.",
        "%(count)s test mails are on their way to you.",
        count,
        count=translator().number(count),
    )
    flash(said, "ok")
    shown = url_for("votes.mails", assembly_id=assembly_id, ordinal=ordinal, language=wanted or None)
    return redirect(shown, code=303)


def _language(code: str) -> Language:
    return Language(code) if code in set(Language) else language()


def _facts(work: Work, vote: VoteRow, chosen: Language) -> Any:  # noqa: ANN401 - pairs of a letter and its facts
    return trial_facts(work, vote, chosen).items()


def _letter(letter: LetterKind, facts: dict[str, FactValue], vote: VoteRow, chosen: Language) -> Letter:
    writer = cast("Post", current_app.extensions["govapp.post"]).writer
    message = Claimed(0, "", letter.value, "", actor().name, chosen, dict(facts), None, now(), 1)
    return writer.write(message, settings().base_url + agenda_path(vote.assembly_id))

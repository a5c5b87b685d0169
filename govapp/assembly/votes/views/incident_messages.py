"""A mail to everybody who may vote about an incident: proposed in four languages, edited, shown, confirmed, sent."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.votes.forms import IncidentMessageForm
from govapp.assembly.votes.queries.incidents import get_incident
from govapp.assembly.votes.queries.votes import get_vote_of_paper
from govapp.assembly.votes.rules.incident_messages import ToTell, proposed_message
from govapp.assembly.votes.rules.incidents import REPORTERS
from govapp.assembly.votes.service.incident_mails import (
    CheckedMessage,
    TellOfIncident,
    ask_to_tell,
    check_message,
    confirm_mail,
    list_confirmers,
    withdraw_mail,
)
from govapp.assembly.votes.service.mailings import count_people
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.incidents import ONE, in_each_language, incident_words, show_incident
from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.kernel.errors import Conflict, Forbidden
from govapp.language.translator import translator_for
from govapp.request_context import fresh, now, officers, read_only, refused, settings, status_of, transact, translator


@bp.get(f"{ONE}/message")
@officers(Role.SECRETARY)
def incident_message(uuid: str, number: int) -> ResponseReturnValue:
    """Propose a mail about an incident in four languages, to be edited."""
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        row = get_incident(work.session, vote.id, number)
    closes_at = vote.closes_at if vote.is_voting(now()) else None
    told = ToTell(row.kind, row.since, row.ended_at, closes_at)
    subject, body = proposed_message(told, lambda each: translator_for(each, settings().timezone))
    form = IncidentMessageForm()
    form.fill("subject", subject)
    form.fill("body", body)
    return _page(uuid, number, form), 200


@bp.post(f"{ONE}/message")
@officers(Role.SECRETARY)
@fresh
def tell(uuid: str, number: int) -> ResponseReturnValue:
    """Ask whether the mail is to leave; when the answer says to how many people, let a second person confirm it.

    A form that cannot be taken comes back as it was filled in, and so does one that somebody wants to change.
    """
    form = IncidentMessageForm(request.form)
    if not form.validate():
        return _page(uuid, number, form), 422
    command = TellOfIncident(uuid, number, form.place.data or 0, form.texts("subject"), form.texts("body"))
    try:
        with read_only() as work:
            checked = check_message(work, command)
        if "change" in request.form:
            return _page(uuid, number, form), 200
        if form.people.data != checked.people:
            return _question(uuid, number, form, checked), 200
        transact(lambda work: ask_to_tell(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return _page(uuid, number, form), status
    flash(gettext("The mail is written. It leaves when another secretary or scrutineer has confirmed it."), "ok")
    return _to_incident(uuid, number)


@bp.post(f"{ONE}/mails/<int:place>/confirm")
@officers(*REPORTERS)
@fresh
def mail_confirm(uuid: str, number: int, place: int) -> ResponseReturnValue:
    """Send the mail that another officer wrote."""
    try:
        people = transact(lambda work: confirm_mail(work, uuid, number, place))
    except (Conflict, Forbidden) as refusal:
        flash(" ".join(translator().describe_refusal(refusal)), "bad")
        return show_incident(uuid, number), status_of(refusal)
    said = ngettext(
        "The mail goes to %(count)s shareholder. This page shows how far it is.",
        "The mail goes to %(count)s shareholders. This page shows how far it is.",
        people,
        count=translator().number(people),
    )
    flash(said, "ok")
    return _to_incident(uuid, number)


@bp.post(f"{ONE}/mails/<int:place>/withdraw")
@officers(*REPORTERS)
def mail_withdraw(uuid: str, number: int, place: int) -> ResponseReturnValue:
    """Take back a mail that waits, or refuse it: nobody is written to."""
    transact(lambda work: withdraw_mail(work, uuid, number, place))
    flash(gettext("The mail is withdrawn: nobody was written to."), "ok")
    return _to_incident(uuid, number)


def _to_incident(uuid: str, number: int) -> Response:
    return redirect(url_for("votes.incident", uuid=uuid, number=number), code=303)


def _question(uuid: str, number: int, form: IncidentMessageForm, checked: CheckedMessage) -> str:
    """Return the page that shows the mail in all languages and asks whether it leaves, to how many people."""
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        row = get_incident(work.session, vote.id, number)
    form.fill("subject", checked.subject)
    form.fill("body", checked.body)
    form.people.data = checked.people
    return render_template(
        "assembly/votes/incident_question.html",
        uuid=uuid,
        incident=row,
        form=form,
        people=checked.people,
        mails=in_each_language(checked.subject, checked.body),
        **incident_words(),
    )


def _page(uuid: str, number: int, form: IncidentMessageForm) -> str:
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        row = get_incident(work.session, vote.id, number)
        assembly = get_assembly(work.session, vote.assembly_id)
        people = count_people(work, vote)
        confirmers = list_confirmers(work)
    form.place.data = len(row.requests) + 1
    return render_template(
        "assembly/votes/incident_message.html",
        row=assembly,
        vote=vote,
        uuid=uuid,
        incident=row,
        form=form,
        people=people,
        confirmers=[each.name for each in confirmers],
        **incident_words(),
    )

"""A mail to everybody who may vote about an incident: proposed in four languages, edited, shown, sent."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.votes.forms import IncidentMessageForm
from govapp.assembly.votes.queries.incidents import get_incident
from govapp.assembly.votes.queries.votes import get_vote_of_paper
from govapp.assembly.votes.rules.incident_messages import ToTell, proposed_message
from govapp.assembly.votes.rules.incidents import paragraphs
from govapp.assembly.votes.service.incidents import (
    CheckedMessage,
    TellOfIncident,
    check_message,
    tell_of_incident,
)
from govapp.assembly.votes.service.mailings import count_people
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.incidents import ONE, incident_words
from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.kernel.texts import LANGUAGE_NAMES, LANGUAGES
from govapp.language.translator import translator_for
from govapp.request_context import fresh, now, officers, read_only, refused, settings, transact, translator


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
    """Ask whether the mail is to leave, and have it written when the answer says to how many people.

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
        people = transact(lambda work: tell_of_incident(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return _page(uuid, number, form), status
    said = ngettext(
        "The mail goes to %(count)s shareholder. This page shows how far it is.",
        "The mail goes to %(count)s shareholders. This page shows how far it is.",
        people,
        count=translator().number(people),
    )
    flash(said, "ok")
    return redirect(url_for("votes.incident", uuid=uuid, number=number), code=303)


def _question(uuid: str, number: int, form: IncidentMessageForm, checked: CheckedMessage) -> str:
    """Return the page that shows the mail in all languages and asks whether it leaves, to how many people."""
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        row = get_incident(work.session, vote.id, number)
    form.fill("subject", checked.subject)
    form.fill("body", checked.body)
    form.people.data = checked.people
    subjects, bodies = checked.subject.as_dict(), checked.body.as_dict()
    return render_template(
        "assembly/votes/incident_question.html",
        uuid=uuid,
        incident=row,
        form=form,
        people=checked.people,
        mails=[(each.value, LANGUAGE_NAMES[each], subjects[each], paragraphs(bodies[each])) for each in LANGUAGES],
        **incident_words(),
    )


def _page(uuid: str, number: int, form: IncidentMessageForm) -> str:
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        row = get_incident(work.session, vote.id, number)
        assembly = get_assembly(work.session, vote.assembly_id)
        people = count_people(work, vote)
    form.place.data = len(row.messages) + 1
    return render_template(
        "assembly/votes/incident_message.html",
        row=assembly,
        vote=vote,
        uuid=uuid,
        incident=row,
        form=form,
        people=people,
        **incident_words(),
    )

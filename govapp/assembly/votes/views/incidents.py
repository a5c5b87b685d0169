"""Incidents of a vote in the office: writing one down, adding to it, giving more time because of it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.meeting.views.values import required_value, to_local, to_utc
from govapp.assembly.votes.forms import IncidentExtendForm, IncidentForm, IncidentNoteForm
from govapp.assembly.votes.queries.incidents import IncidentRow, get_incident, list_incidents
from govapp.assembly.votes.queries.votes import VoteRow, get_vote_of_paper, vote_reference
from govapp.assembly.votes.rules.incident_mails import may_confirm
from govapp.assembly.votes.rules.incidents import (
    GROUNDS,
    KIND_NAMES,
    REPORTERS,
    IncidentKind,
    has_incidents_now,
    paragraphs,
)
from govapp.assembly.votes.service.incident_mails import list_confirmers
from govapp.assembly.votes.service.incidents import (
    ExtendForIncident,
    NoteIncident,
    ReportIncident,
    extend_for_incident,
    note_incident,
    report_incident,
)
from govapp.assembly.votes.service.mailings import count_people
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.dates import passes_meeting
from govapp.assembly.votes.views.incidents_shown import describe_changed
from govapp.assembly.votes.views.labels import template_context
from govapp.ballots import queries as ballots
from govapp.db.uow import Work
from govapp.forms import MENDABLE
from govapp.kernel.actors import ROLE_NAMES, Role
from govapp.kernel.texts import LANGUAGE_NAMES, LANGUAGES, Language, Texts
from govapp.language import formats
from govapp.outbox import queries as outbox
from govapp.outbox.queries import Progress
from govapp.request_context import (
    actor,
    fresh,
    language,
    now,
    officers,
    read_only,
    refused,
    settings,
    transact,
    translator,
)

READERS = (Role.SECRETARY, Role.SCRUTINEER, Role.AUDITOR)
ALL = "/office/incidents/<uuid>"
ONE = "/office/incidents/<uuid>/<int:number>"


@bp.get(ALL)
@officers(*READERS)
def incidents(uuid: str) -> ResponseReturnValue:
    """List the incidents of a vote, with the form for another one."""
    form = IncidentForm()
    form.keep(_languages(uuid))
    form.since.data = to_local(now())
    return _list_page(uuid, form), 200


@bp.post(ALL)
@officers(*REPORTERS)
def report(uuid: str) -> ResponseReturnValue:
    """Write down an incident; a form that cannot be taken comes back as it was filled in."""
    form = IncidentForm(request.form)
    form.keep(_languages(uuid))
    if not form.validate():
        return _list_page(uuid, form), 422
    command = ReportIncident(
        uuid,
        form.number.data or 0,
        IncidentKind(form.kind.data),
        form.texts("happened"),
        form.texts("affected"),
        to_utc(required_value(form.since.data)),
    )
    try:
        number = transact(lambda work: report_incident(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return _list_page(uuid, form), status
    flash(gettext("The incident is written down. Everybody can read it on the page of the vote."), "ok")
    return _to_incident(uuid, number)


@bp.get(ONE)
@officers(*READERS)
def incident(uuid: str, number: int) -> ResponseReturnValue:
    """Show one incident: what was written down and added, what people were told, and what can be done now."""
    return show_incident(uuid, number)


@bp.post(f"{ONE}/notes")
@officers(*REPORTERS)
def note(uuid: str, number: int) -> ResponseReturnValue:
    """Add to an incident; a form that cannot be taken comes back as it was filled in."""
    form = IncidentNoteForm(request.form)
    form.keep(_languages(uuid))
    if not form.validate():
        return show_incident(uuid, number, note=form), 422
    ended_at = to_utc(form.ended_at.data) if form.ended_at.data else None
    command = NoteIncident(uuid, number, form.place.data or 0, form.texts("text"), ended_at)
    try:
        transact(lambda work: note_incident(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return show_incident(uuid, number, note=form), status
    flash(gettext("It is added. Everybody can read it on the page of the vote."), "ok")
    return _to_incident(uuid, number)


@bp.post(f"{ONE}/extend")
@officers(Role.SECRETARY)
@fresh
def extend_incident(uuid: str, number: int) -> ResponseReturnValue:
    """Give people more time because of an incident."""
    form = IncidentExtendForm(request.form)
    if not form.validate():
        return show_incident(uuid, number, extend=form), 422
    until = to_utc(required_value(form.until.data))
    command = ExtendForIncident(uuid, number, until, is_adjourned=bool(form.adjourned.data))
    try:
        people = transact(lambda work: extend_for_incident(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return show_incident(uuid, number, extend=form), status
    said = ngettext(
        "Voting is open until %(closes_at)s. %(count)s shareholder will be told by e-mail.",
        "Voting is open until %(closes_at)s. %(count)s shareholders will be told by e-mail.",
        people,
        count=translator().number(people),
        closes_at=formats.datetime_long(until, language(), settings().timezone),
    )
    flash(said, "ok")
    return _to_incident(uuid, number)


@bp.get(f"{ONE}/mailings")
@officers(*READERS)
def incident_mailings(uuid: str, number: int) -> ResponseReturnValue:
    """Return the part of the page that moves by itself, for the script that looks at it again and again."""
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        row = get_incident(work.session, vote.id, number)
        progress = read_progress(work, vote, row)
    return render_template(
        "assembly/votes/_incident_mails.html", uuid=uuid, incident=row, progress=progress, moment=now()
    )


def show_incident(
    uuid: str, number: int, *, note: IncidentNoteForm | None = None, extend: IncidentExtendForm | None = None
) -> str:
    """Return the page of an incident; `note` and `extend` are forms that came back with their errors."""
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        row = get_incident(work.session, vote.id, number)
        assembly = get_assembly(work.session, vote.assembly_id)
        hours = ballots.get_hours(work.session, vote.paper) if vote.paper else None
        progress = read_progress(work, vote, row)
        people = count_people(work, vote)
        confirmers = list_confirmers(work)
        faults = describe_changed(work, vote)
    note, extend = note or _note_form(assembly), extend or IncidentExtendForm()
    note.place.data = len(row.notes) + 1
    extend.until.data = extend.until.data or to_local(vote.closes_at)
    can_grow = hours is not None and hours.latest is not None and vote.closes_at < hours.latest
    return render_template(
        "assembly/votes/incident.html",
        row=assembly,
        vote=vote,
        uuid=uuid,
        incident=row,
        incident_faults=faults,
        hours=hours,
        passes_meeting=passes_meeting(assembly, hours.latest if hours else None),
        people=people,
        has_confirmers=bool(confirmers),
        may_confirm=row.waiting is not None and may_confirm(row.waiting.by, actor()),
        mails=in_each_language(row.waiting.subject, row.waiting.body) if row.waiting else (),
        progress=progress,
        moment=now(),
        note=note,
        extend=extend,
        is_ground=row.kind in GROUNDS,
        may_extend=vote.is_voting(now()) and can_grow,
        **incident_words(),
    )


def _note_form(assembly: AssemblyRow) -> IncidentNoteForm:
    form = IncidentNoteForm()
    form.keep(assembly.title.languages())
    return form


def _languages(uuid: str) -> tuple[Language, ...]:
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        return get_assembly(work.session, vote.assembly_id).title.languages()


def in_each_language(subject: Texts, body: Texts) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return a mail as templates show it: for each language its code, name, the subject and the paragraphs."""
    subjects, bodies = subject.as_dict(), body.as_dict()
    return [
        (each.value, LANGUAGE_NAMES[each], subjects.get(each, ""), paragraphs(bodies.get(each, "")))
        for each in LANGUAGES
    ]


def incident_words() -> dict[str, Any]:
    """Return the words that templates about incidents use."""
    return {"kind_names": KIND_NAMES, "role_names": ROLE_NAMES, **template_context()}


def read_progress(work: Work, vote: VoteRow, incident: IncidentRow) -> Progress:
    """Return how far the mails about an incident are."""
    progress = outbox.get_progress(work.session, work.now, settings().mail_per_minute, vote_reference(vote))
    return progress.only({message.mailing_id for message in incident.messages})


def _list_page(uuid: str, form: IncidentForm) -> str:
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        assembly = get_assembly(work.session, vote.assembly_id)
        rows = list_incidents(work.session, vote.id)
        faults = describe_changed(work, vote)
    form.number.data = len(rows) + 1
    return render_template(
        "assembly/votes/incidents.html",
        row=assembly,
        vote=vote,
        uuid=uuid,
        incidents=rows,
        incident_faults=faults,
        form=form,
        may_report=has_incidents_now(vote.state),
        **incident_words(),
    )


def _to_incident(uuid: str, number: int) -> Response:
    return redirect(url_for("votes.incident", uuid=uuid, number=number), code=303)

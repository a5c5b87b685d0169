"""The register of mandates, and the texts to copy after an assembly."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.minutes.forms import MandateEndForm, MandateForm
from govapp.assembly.minutes.queries.decided import get_mandate, list_decisions, list_elected, list_mandates
from govapp.assembly.minutes.rules.filings import Filing, bank_text, gazette_text
from govapp.assembly.minutes.rules.mandates import (
    BODY_NAMES,
    END_NAMES,
    Elected,
    ElectedPlace,
    MandateBody,
    MandateEnd,
    MandateNotFound,
    changes_of,
    is_over_the_limit,
    last_day,
)
from govapp.assembly.minutes.service.decided import EndMandate, EnterMandate, end_mandate, enter_mandate
from govapp.assembly.minutes.views import bp
from govapp.assembly.minutes.views.draft import READERS
from govapp.db.uow import Work
from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.kernel.texts import LANGUAGE_NAMES, LANGUAGES, Language
from govapp.language.translator import translator_for
from govapp.request_context import officers, read_only, refused, settings, today, transact
from govapp.statutes.queries import get_profile_on
from govapp.statutes.rules.profile import LegalKind

ELECTED = "/office/mandates/elected/<int:assembly_id>/<int:vote>/<int:item>/<int:choice>"
END = "/office/mandates/<int:mandate_id>/end"
OK, UNPROCESSABLE = 200, 422


@bp.get("/office/mandates")
@officers(*READERS)
def mandates() -> ResponseReturnValue:
    """Show who holds a mandate, who was elected and is not entered yet, and mandates that ended."""
    with read_only() as work:
        rows = list_mandates(work.session)
        entered = {each.election for each in rows}
        waiting = [each for each in list_elected(work.session) if each.election not in entered]
        renewals = get_profile_on(work.session, today()).mandate_renewals
    return render_template(
        "assembly/minutes/mandates.html",
        held=[each for each in rows if each.ended_on is None],
        ended=[each for each in rows if each.ended_on is not None],
        waiting=waiting,
        over={each.id for each in rows if is_over_the_limit(each.term, renewals)},
        renewals=renewals,
        today=today(),
        body_names=BODY_NAMES,
        end_names=END_NAMES,
    )


@bp.get("/office/mandates/new")
@officers(Role.SECRETARY)
def new_mandate() -> ResponseReturnValue:
    """Show the form for a mandate that no election here explains."""
    return _form_page(None, _filled(today()), OK)


@bp.post("/office/mandates/new")
@officers(Role.SECRETARY)
def enter_by_hand() -> ResponseReturnValue:
    """Enter a mandate with its origin."""
    return _enter(None)


@bp.get(ELECTED)
@officers(Role.SECRETARY)
def elected_mandate(assembly_id: int, vote: int, item: int, choice: int) -> ResponseReturnValue:
    """Show the form for the mandate of somebody who was elected, filled from the result and the statutes."""
    found = _elected(ElectedPlace(assembly_id, vote, item, choice))
    return _form_page(found, _filled(found.held_on), OK)


@bp.post(ELECTED)
@officers(Role.SECRETARY)
def enter_elected(assembly_id: int, vote: int, item: int, choice: int) -> ResponseReturnValue:
    """Enter the mandate of somebody who was elected."""
    return _enter(_elected(ElectedPlace(assembly_id, vote, item, choice)))


@bp.get(END)
@officers(Role.SECRETARY)
def mandate_end(mandate_id: int) -> ResponseReturnValue:
    """Show the form for the end of a mandate."""
    return _end_page(mandate_id, MandateEndForm(data={"ended_on": today()}), OK)


@bp.post(END)
@officers(Role.SECRETARY)
def end_one(mandate_id: int) -> ResponseReturnValue:
    """Write that a mandate ended."""
    form = MandateEndForm(request.form)
    if not form.validate() or form.ended_on.data is None:
        return _end_page(mandate_id, form, UNPROCESSABLE)
    reason = (form.reason.data or "").strip()
    command = EndMandate(mandate_id, form.ended_on.data, MandateEnd(form.kind.data), reason)
    try:
        transact(lambda work: end_mandate(work, command))
    except MENDABLE as refusal:
        return _end_page(mandate_id, form, refused(form, refusal))
    flash(gettext("The register says so now."), "ok")
    return redirect(url_for("minutes.mandates"), code=303)


@bp.get("/office/assemblies/<int:assembly_id>/filings")
@officers(*READERS)
def filings(assembly_id: int) -> ResponseReturnValue:
    """Show the texts to copy: for the official gazette, and for the deposit of the accounts."""
    asked = request.args.get("language", "")
    chosen = Language(asked) if asked in set(Language) else settings().authentic_language
    said = translator_for(chosen, settings().timezone)
    with read_only() as work:
        row, rows = get_assembly(work.session, assembly_id), list_mandates(work.session)
        filing = Filing(settings().cooperative, row.title, row.held_on, _are_accounts_approved(work, assembly_id))
    appointed, ended = changes_of(rows, assembly_id, row.held_on)
    return render_template(
        "assembly/minutes/filings.html",
        row=row,
        chosen=chosen,
        languages=LANGUAGES,
        language_names=LANGUAGE_NAMES,
        gazette=gazette_text(filing, appointed, ended, said),
        bank=bank_text(filing, rows, said),
    )


def _are_accounts_approved(work: Work, assembly_id: int) -> bool:
    accounts = {each.number for each in get_agenda(work.session, assembly_id) if each.legal_kind is LegalKind.ACCOUNTS}
    return any(each.key.item in accounts for each in list_decisions(work.session, assembly_id=assembly_id))


def _elected(election: ElectedPlace) -> Elected:
    with read_only() as work:
        for each in list_elected(work.session, assembly_id=election.assembly_id):
            if each.election == election:
                return each
    raise MandateNotFound


def _filled(start: date) -> MandateForm:
    with read_only() as work:
        years = get_profile_on(work.session, start).mandate_years
    return MandateForm(data={"started_on": start, "until": last_day(start, years), "body": MandateBody.DIRECTOR.value})


def _enter(found: Elected | None) -> ResponseReturnValue:
    form = MandateForm(request.form)
    if not form.validate() or form.started_on.data is None or form.until.data is None:
        return _form_page(found, form, UNPROCESSABLE)
    command = EnterMandate(
        MandateBody(form.body.data),
        form.started_on.data,
        form.until.data,
        found.election if found else None,
        form.name.data or "",
        (form.origin.data or "").strip(),
    )
    try:
        transact(lambda work: enter_mandate(work, command))
    except MENDABLE as refusal:
        return _form_page(found, form, refused(form, refusal))
    flash(gettext("The register says so now."), "ok")
    return redirect(url_for("minutes.mandates"), code=303)


def _form_page(found: Elected | None, form: MandateForm, status: int) -> ResponseReturnValue:
    return render_template("assembly/minutes/mandate.html", found=found, form=form), status


def _end_page(mandate_id: int, form: MandateEndForm, status: int) -> ResponseReturnValue:
    with read_only() as work:
        row = get_mandate(work.session, mandate_id)
    return render_template("assembly/minutes/mandate_end.html", row=row, form=form, body_names=BODY_NAMES), status

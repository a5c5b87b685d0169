"""The pages of the statutes: what is in force and why, the versions, and a new one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.request_context import fresh, officers, read_only, today, transact, translator
from govapp.statutes import queries
from govapp.statutes.declaration import READERS
from govapp.statutes.forms import StatutesForm
from govapp.statutes.rules.profile import Body
from govapp.statutes.rules.refusals import StatutesChangedMeanwhile
from govapp.statutes.rules.versions import BEGINNING, DecisionTaken, StatutesVersion, version_on
from govapp.statutes.service import AdoptStatutes, adopt_statutes
from govapp.statutes.views import bp
from govapp.statutes.views.filling import filled_form, profile_of
from govapp.statutes.views.presenters import body_words, chapters, form_chapters, mandatory_rules

UNPROCESSABLE = 422


@bp.get("/office/statutes")
@officers(*READERS)
def current() -> ResponseReturnValue:
    """Show the rules in force today, each with its source, and all versions."""
    versions = _versions()
    return _version_page(version_on(versions, today()), versions)


@bp.get("/office/statutes/<int:number>")
@officers(*READERS)
def version(number: int) -> ResponseReturnValue:
    """Show the rules of one version."""
    with read_only() as work:
        found = queries.get_version(work.session, number)
    return _version_page(found, _versions())


@bp.route("/office/statutes/new", methods=["GET", "POST"])
@officers(Role.SECRETARY, Role.ADMINISTRATOR)
@fresh
def new() -> ResponseReturnValue:
    """Keep a new version, with the decision that made it; the form comes back as it was typed."""
    versions = _versions()
    latest = versions[-1]
    sent = request.form if request.method == "POST" else None
    form = filled_form(latest.profile, sent, known_versions=str(len(versions)))
    problems: list[tuple[str, str]] = []
    if form.validate_on_submit():
        try:
            number = transact(lambda work: adopt_statutes(work, _command(form)))
        except Refusal as refusal:
            problems = [(sentence, "") for sentence in translator().describe_refusal(refusal)]
            if isinstance(refusal, StatutesChangedMeanwhile):
                form.known_versions.data = str(len(versions))
        else:
            flash(gettext("The new version of the statutes is kept."), "ok")
            return redirect(url_for("statutes.version", number=number), code=303)
    problems += form.faults()
    page = render_template(
        "statutes/new.html", form=form, problems_found=problems, chapters=form_chapters(form), latest=latest
    )
    return page, UNPROCESSABLE if problems else 200


def _version_page(shown: StatutesVersion, versions: tuple[StatutesVersion, ...]) -> str:
    return render_template(
        "statutes/version.html",
        shown=shown,
        versions=versions[::-1],
        in_force=version_on(versions, today()),
        chapters=chapters(shown.profile),
        mandatory=mandatory_rules(),
        beginning=BEGINNING,
        body_words=body_words(),
    )


def _versions() -> tuple[StatutesVersion, ...]:
    with read_only() as work:
        return queries.list_versions(work.session)


def _command(form: StatutesForm) -> AdoptStatutes:
    first_day, decided_on = form.first_day.data, form.decided_on.data
    if first_day is None or decided_on is None:
        raise AssertionError("unreachable")  # the form requires both
    decision = DecisionTaken(decided_on, Body(form.decided_by.data), form.reference.data or "", form.reason.data or "")
    known = form.known_versions.data or ""
    return AdoptStatutes(
        profile=profile_of(form),
        first_day=first_day,
        last_day=form.last_day.data,
        decision=decision,
        known_versions=int(known) if known.isascii() and known.isdigit() else 0,
    )

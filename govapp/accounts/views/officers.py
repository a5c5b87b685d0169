"""Who may do what: the administrator's pages."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.accounts import queries
from govapp.accounts.forms import GrantForm, InviteForm, ReasonForm
from govapp.accounts.queries import OfficerRow
from govapp.accounts.refusals import OfficerUnknown
from govapp.accounts.service import (
    GrantRole,
    InviteOfficer,
    grant_role,
    invite_again,
    invite_officer,
    reinstate,
    revoke_role,
    suspend,
    unlock,
)
from govapp.accounts.views import bp
from govapp.kernel.actors import Role
from govapp.kernel.errors import Invalid, NotFound
from govapp.kernel.texts import Language
from govapp.request_context import declarations, fresh, midnight, now, officers, read_only, transact


@bp.get("/office/officers")
@bp.post("/office/officers")
@officers(Role.ADMINISTRATOR)
@fresh
def officer_list() -> ResponseReturnValue:
    """List the officers, and invite one."""
    form = InviteForm(request.form)
    if request.method == "POST" and form.validate():
        command = InviteOfficer(
            email=form.email.data or "",
            name=(form.name.data or "").strip(),
            language=Language(form.language.data),
            roles=frozenset(Role(value) for value in form.roles.data or ()),
        )
        transact(lambda work: invite_officer(work, command))
        flash(gettext("The invitation is on its way to %(name)s.", name=command.name), "ok")
        return redirect(url_for("accounts.officer_list"), code=303)
    with read_only() as work:
        rows = queries.list_officers(work.session, now())
    status = 422 if form.errors else 200
    return render_template("accounts/officers.html", officers=rows, form=form), status


@bp.get("/office/officers/<int:officer_id>")
@officers(Role.ADMINISTRATOR)
def officer_page(officer_id: int) -> ResponseReturnValue:
    """Show one officer: roles with their dates, access, and what can be done."""
    return _page(officer_id, GrantForm(request.form))


@bp.post("/office/officers/<int:officer_id>/roles")
@officers(Role.ADMINISTRATOR)
@fresh
def officer_grant(officer_id: int) -> ResponseReturnValue:
    """Give a role."""
    form = GrantForm(request.form)
    if not form.validate():
        return _page(officer_id, form), 422
    until_on = form.until_on.data
    command = GrantRole(
        officer_id=officer_id,
        role=Role(form.role.data),
        from_at=midnight(form.from_on.data) if form.from_on.data else now(),
        until_at=midnight(until_on + timedelta(days=1)) if until_on else None,
        reason=form.reason.data or "",
    )
    transact(lambda work: grant_role(work, command, holds_key=declarations().holds_key))
    return _back(officer_id, gettext("The role is given."))


@bp.post("/office/officers/<int:officer_id>/roles/<role>/end")
@officers(Role.ADMINISTRATOR)
@fresh
def officer_revoke(officer_id: int, role: str) -> ResponseReturnValue:
    """End a role now."""
    if role not in set(Role):
        raise NotFound
    reason = _reason()
    transact(lambda work: revoke_role(work, officer_id, Role(role), reason=reason))
    return _back(officer_id, gettext("The role has ended."))


@bp.post("/office/officers/<int:officer_id>/invite")
@officers(Role.ADMINISTRATOR)
@fresh
def officer_invite_again(officer_id: int) -> ResponseReturnValue:
    """Send a new invitation, for a lost phone or password."""
    transact(lambda work: invite_again(work, officer_id))
    return _back(officer_id, gettext("A new invitation is on its way."))


@bp.post("/office/officers/<int:officer_id>/unlock")
@officers(Role.ADMINISTRATOR)
def officer_unlock(officer_id: int) -> ResponseReturnValue:
    """Open sign-in again after wrong attempts."""
    email = _officer(officer_id).email
    transact(lambda work: unlock(work, email))
    return _back(officer_id, gettext("Sign-in is open again."))


@bp.post("/office/officers/<int:officer_id>/suspend")
@officers(Role.ADMINISTRATOR)
@fresh
def officer_suspend(officer_id: int) -> ResponseReturnValue:
    """Keep an officer out from now on."""
    reason = _reason()
    transact(lambda work: suspend(work, officer_id, reason=reason))
    return _back(officer_id, gettext("Access is suspended, and all sessions have ended."))


@bp.post("/office/officers/<int:officer_id>/reinstate")
@officers(Role.ADMINISTRATOR)
@fresh
def officer_reinstate(officer_id: int) -> ResponseReturnValue:
    """Let a suspended officer in again."""
    transact(lambda work: reinstate(work, officer_id))
    return _back(officer_id, gettext("Access is open again."))


def _page(officer_id: int, form: GrantForm) -> str:
    officer = _officer(officer_id)
    return render_template("accounts/officer.html", officer=officer, form=form, moment=now())


def _officer(officer_id: int) -> OfficerRow:
    with read_only() as work:
        officer = queries.find_officer(work.session, officer_id, now())
    if officer is None:
        raise OfficerUnknown
    return officer


def _reason() -> str:
    form = ReasonForm(request.form)
    if not form.validate():
        raise Invalid
    return form.reason.data or ""


def _back(officer_id: int, sentence: str) -> ResponseReturnValue:
    flash(sentence, "ok")
    return redirect(url_for("accounts.officer_page", officer_id=officer_id), code=303)

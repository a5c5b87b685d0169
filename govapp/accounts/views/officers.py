"""Who may do what: the administrator's pages."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.accounts import queries
from govapp.accounts.forms import GrantForm, InviteForm, ReasonForm
from govapp.accounts.queries import OfficerRow
from govapp.accounts.refusals import ChangeReasonNeeded, OfficerUnknown
from govapp.accounts.service import (
    ChangeCommand,
    GrantRole,
    InviteAgain,
    InviteOfficer,
    Reinstate,
    change_access,
    revoke_role,
    suspend,
    unlock,
)
from govapp.accounts.views import bp
from govapp.kernel.actors import Role
from govapp.kernel.errors import Invalid, NotFound
from govapp.kernel.texts import Language
from govapp.request_context import (
    actor,
    declarations,
    fresh,
    midnight,
    now,
    officers,
    read_only,
    transact,
    translator,
)


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
        try:
            waits = _change(command, form.reason.data or "")
        except ChangeReasonNeeded as refusal:
            form.reason.errors = translator().describe_refusal(refusal)
        else:
            flash(waits or gettext("The invitation is on its way to %(name)s.", name=command.name), "ok")
            return redirect(url_for("accounts.officer_list"), code=303)
    with read_only() as work:
        rows = queries.list_officers(work.session, now())
        waiting = queries.list_waiting_changes(work.session, now())
        form.reason.flags.optional = not declarations().vote_runs(work.session)
        conflicting = queries.list_roles_that_may_not_meet(work.session, now())
        old_phones = queries.list_old_phones(work.session)
    page = render_template(
        "accounts/officers.html",
        officers=rows,
        form=form,
        waiting=waiting,
        conflicting=conflicting,
        old_phones=old_phones,
        **_rule_of_two(),
    )
    return page, 422 if form.errors else 200


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
    try:
        waits = _change(command, command.reason)
    except ChangeReasonNeeded as refusal:
        form.reason.errors = translator().describe_refusal(refusal)
        return _page(officer_id, form), 422
    return _back(officer_id, waits or gettext("The role is given."))


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
    waits = _change(InviteAgain(officer_id), _reason())
    return _back(officer_id, waits or gettext("A new invitation is on its way."))


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
    waits = _change(Reinstate(officer_id), _reason())
    return _back(officer_id, waits or gettext("Access is open again."))


def _page(officer_id: int, form: GrantForm) -> str:
    officer = _officer(officer_id)
    with read_only() as work:
        # The second administrator reads the reason.
        form.reason.flags.optional = not declarations().vote_runs(work.session)
        waiting = [each for each in queries.list_waiting_changes(work.session, now()) if each.officer_id == officer_id]
    return render_template(
        "accounts/officer.html", officer=officer, form=form, moment=now(), waiting=waiting, **_rule_of_two()
    )


def _change(command: ChangeCommand, reason: str) -> str:
    """Let somebody in, or ask a second administrator; return the sentence that says it waits, or nothing."""
    number = transact(lambda work: change_access(work, command, reason=reason, declarations=declarations()))
    if number is None:
        return ""
    waits: str = gettext(
        "Nothing has changed yet: a vote is under way, so another administrator has to confirm this first."
    )
    return waits


def _rule_of_two() -> dict[str, Any]:
    """Return what the pages say of the second administrator: whether one is needed now, and whether there is one."""
    with read_only() as work:
        others = set(queries.list_administrators(work.session, now())) - {actor().id}
        return {"vote_runs": declarations().vote_runs(work.session), "has_second": bool(others)}


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

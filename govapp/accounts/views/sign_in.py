"""Officers' sign-in: address and password, then a code."""

from datetime import datetime, timedelta

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Form

from govapp.accounts import login, passwords, queries
from govapp.accounts.forms import CodeForm, RecoveryForm, SignInForm
from govapp.accounts.queries import OfficerRow
from govapp.accounts.refusals import SignInExpired, SignInLocked
from govapp.accounts.rules import device_label, is_local_path
from govapp.accounts.service import (
    AttemptResult,
    BeginSession,
    SettleCode,
    SettlePassword,
    SignInResult,
    begin_session,
    credentials_for,
    locked_until,
    settle_code,
    settle_password,
)
from govapp.accounts.views import bp
from govapp.accounts.views.device import NEVER_KEPT, keep_known, known_device
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind
from govapp.request_context import actor, declarations, now, officers, public, read_only, settings, transact

HALFWAY = "halfway"
HALFWAY_LIFETIME = timedelta(minutes=10)
# It travels in the cookie, which a browser drops when it grows too long.
MAX_NEXT_CHARACTERS = 1000


@bp.get("/office/sign-in")
@bp.post("/office/sign-in")
@public
def officer_sign_in() -> ResponseReturnValue:
    """Take the first step; whoever is in already goes on."""
    if actor().kind is ActorKind.OFFICER:
        return redirect(_next_path(), code=303)
    form = SignInForm(request.form)
    if request.method == "POST" and form.validate():
        outcome = try_password(form.email.data or "", form.password.data or "")
        if outcome.result is AttemptResult.PASSED:
            session[HALFWAY] = {"officer": outcome.officer_id, "at": now().isoformat(), "next": _next_path()}
            return redirect(url_for("accounts.officer_code"), code=303)
        _say_wrong(form, outcome, gettext("Address or password is not right. Look at both and try again."))
    return render_template("accounts/sign_in.html", form=form, next_path=_next_path()), _status(form)


def try_password(email: str, password: str) -> SignInResult:
    """Check a password and count the attempt when it is wrong."""
    weak = settings().weak_passwords
    address = request.remote_addr or ""
    with read_only() as work:
        known = credentials_for(work, email)
        device = known_device(known.officer_id)
        until = locked_until(work, email, address, device)
    if until is not None:
        return SignInResult(AttemptResult.LOCKED, locked_until=until)
    # The slow part, outside of any transaction.
    is_right = passwords.is_right(known.password_hash, password, weak=weak)
    kept = known.password_hash
    new_hash = passwords.hashed(password, weak=weak) if is_right and _is_old(kept) else None
    command = SettlePassword(email, address, is_right, new_hash, device)
    return transact(lambda work: settle_password(work, command))


def _is_old(kept: str | None) -> bool:
    return kept is not None and passwords.needs_rehash(kept, weak=settings().weak_passwords)


@bp.get("/office/sign-in/code")
@bp.post("/office/sign-in/code")
@public
def officer_code() -> ResponseReturnValue:
    """Take the second step with the phone."""
    return _second_step(CodeForm(request.form), "accounts/code.html", is_recovery=False)


@bp.get("/office/sign-in/recovery")
@bp.post("/office/sign-in/recovery")
@public
def officer_recovery() -> ResponseReturnValue:
    """Take the second step with a code from paper."""
    return _second_step(RecoveryForm(request.form), "accounts/recovery.html", is_recovery=True)


def _second_step(form: CodeForm | RecoveryForm, template: str, *, is_recovery: bool) -> ResponseReturnValue:
    officer = _halfway_officer()
    if officer is None:
        return redirect(url_for("accounts.officer_sign_in"), code=303)
    if request.method == "POST" and form.validate():
        device = known_device(officer.id)
        command = SettleCode(officer.id, request.remote_addr or "", form.code.data or "", is_recovery, device)
        outcome, key = transact(lambda work: _settle(work, command, officer))
        if key is not None:
            target = session[HALFWAY]["next"]
            login.sign_in(key, Actor(ActorKind.OFFICER, officer.id, officer.name, officer.roles, officer.language))
            response = redirect(target, code=303)
            keep_known(response, officer.id)
            return response
        _say_wrong(form, outcome, _wrong_code(is_recovery=is_recovery))
    return render_template(template, form=form, officer=officer), _status(form), NEVER_KEPT


def _wrong_code(*, is_recovery: bool) -> str:
    if is_recovery:
        return str(gettext("This recovery code is not right, or it was used already."))
    return str(gettext("This code is not right. Wait for the next one and try again."))


def _settle(work: Work, command: SettleCode, officer: OfficerRow) -> tuple[SignInResult, str | None]:
    outcome = settle_code(work, command)
    if outcome.result is not AttemptResult.PASSED:
        return outcome, None
    return outcome, begin_session(
        work,
        BeginSession(
            kind=ActorKind.OFFICER,
            person_id=officer.id,
            name=officer.name,
            language=officer.language,
            device_label=device_label(request.user_agent.string),
            replaces=login.session_key(),
        ),
    )


def _halfway_officer() -> OfficerRow | None:
    halfway = session.get(HALFWAY)
    if halfway is None:
        return None
    if now() >= datetime.fromisoformat(halfway["at"]) + HALFWAY_LIFETIME:
        session.pop(HALFWAY)
        raise SignInExpired
    with read_only() as work:
        return queries.find_officer(work.session, halfway["officer"], now())


def _say_wrong(form: Form, outcome: SignInResult, sentence: str) -> None:
    if outcome.locked_until is not None:
        raise SignInLocked(until=outcome.locked_until)
    form.form_errors.append(sentence)


def _status(form: Form) -> int:
    return 422 if form.errors or form.form_errors else 200


def _next_path() -> str:
    wanted = request.values.get("next", "")
    return wanted if is_local_path(wanted) and len(wanted) <= MAX_NEXT_CHARACTERS else "/office/"


@bp.get("/office/")
@officers()
def office() -> ResponseReturnValue:
    """Lead an officer to the page where the work of the first role is."""
    home = declarations().home_of(actor().roles)
    return redirect(url_for(home.endpoint if home else "accounts.office_sessions"), code=303)

"""An officer's own page: name, language, e-mail address, password, phone, recovery codes, sessions."""

from datetime import datetime, timedelta

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.accounts import login, passwords, phone, queries
from govapp.accounts.forms import CodeForm, NewPasswordForm, OwnAddressForm, OwnForm
from govapp.accounts.queries import OfficerRow
from govapp.accounts.refusals import LinkUnknown, OfficerExists, OfficerUnknown, SignInLocked
from govapp.accounts.rules import OPENS, LinkPurpose, masked_email
from govapp.accounts.service import (
    AttemptResult,
    ask_new_address,
    change_password,
    choose_language,
    confirm_new_address,
    connect_phone,
    rename_self,
    renew_recovery_codes,
)
from govapp.accounts.views import bp
from govapp.accounts.views.device import NEVER_KEPT
from govapp.accounts.views.sign_in import try_password
from govapp.accounts.views.welcome import PASSWORD_FAULTS, draw_square, find_fault
from govapp.db.uow import Work
from govapp.kernel.texts import Language
from govapp.request_context import (
    actor,
    fresh,
    keys,
    now,
    officers,
    public,
    read_only,
    settings,
    speak,
    transact,
    translator,
)

PHONE = "another_phone"
PHONE_LIFETIME = timedelta(minutes=10)


@bp.get("/office/me")
@bp.post("/office/me")
@officers()
def own_page() -> ResponseReturnValue:
    """Show what an officer can change about themselves, and keep name and language."""
    officer = _me()
    form = OwnForm(request.form, name=officer.name, language=officer.language.value)
    if request.method == "POST" and form.validate():
        name, chosen = form.name.data or "", Language(form.language.data)
        transact(lambda work: _keep(work, officer.id, name, chosen))
        flash(gettext("Your name and language are kept."), "ok")
        return redirect(url_for("accounts.own_page"), code=303)
    return _page(officer, form, OwnAddressForm()), 422 if form.errors else 200


def _keep(work: Work, officer_id: int, name: str, chosen: Language) -> None:
    rename_self(work, name)
    choose_language(work, officer_id, chosen)


@bp.post("/office/me/email")
@officers()
@fresh
def own_address() -> ResponseReturnValue:
    """Mail a link to a new address of the officer."""
    officer, form = _me(), OwnAddressForm(request.form)
    if form.validate():
        try:
            transact(lambda work: ask_new_address(work, form.email.data or ""))
        except OfficerExists as refusal:
            form.email.errors = [" ".join(translator().describe_refusal(refusal))]
        else:
            flash(gettext("A link is on its way to %(email)s. Open it within a day.", email=form.email.data), "ok")
            return redirect(url_for("accounts.own_page"), code=303)
    return _page(officer, OwnForm(name=officer.name, language=officer.language.value), form), 422


@bp.get("/office/me/email/<token>")
@bp.post("/office/me/email/<token>")
@public
def own_address_confirm(token: str) -> ResponseReturnValue:
    """Confirm a new address from the mail that went there; opening the page changes nothing."""
    with read_only() as work:
        found = queries.find_link_by_token(work.session, token, None, now())
    if found is None or found.purpose is not LinkPurpose.ADDRESS:
        raise LinkUnknown
    speak(found.language)
    is_open = found.state in OPENS
    if request.method == "POST" and is_open:
        transact(lambda work: confirm_new_address(work, token))
        flash(gettext("Your new address is confirmed: from now on you sign in with it."), "ok")
        return redirect(url_for("accounts.own_page"), code=303)
    page = render_template("accounts/own_address.html", token=token, address=masked_email(found.email), is_open=is_open)
    return page, 200 if is_open else 410, NEVER_KEPT


@bp.get("/office/me/password")
@bp.post("/office/me/password")
@officers()
@fresh
def own_password() -> ResponseReturnValue:
    """Choose another password."""
    officer, form = _me(), NewPasswordForm(request.form)
    if request.method == "POST" and form.validate():
        password = form.password.data or ""
        fault = find_fault(officer, password)
        outcome = None if fault else try_password(officer.email, form.current.data or "")
        if outcome is not None and outcome.locked_until is not None:
            raise SignInLocked(until=outcome.locked_until)
        if fault is not None:
            form.password.errors = [gettext(PASSWORD_FAULTS[fault])]
        elif outcome is not None and outcome.result is not AttemptResult.PASSED:
            form.current.errors = [gettext("This is not your present password.")]
        else:
            kept = passwords.hashed(password, weak=settings().weak_passwords)
            key = login.session_key()
            transact(lambda work: change_password(work, kept, session_key=key))
            flash(gettext("Your password is changed. On other devices you are signed out."), "ok")
            return redirect(url_for("accounts.own_page"), code=303)
    return render_template("accounts/own_password.html", form=form), 422 if form.errors else 200, NEVER_KEPT


@bp.post("/office/me/phone/new")
@officers()
@fresh
def own_phone_new() -> ResponseReturnValue:
    """Make a secret for another phone; until that phone shows a right code, the old one counts."""
    session[PHONE] = {"at": now().isoformat(), "secret": phone.sealed(keys(), phone.new_secret(), use=PHONE)}
    return redirect(url_for("accounts.own_phone"), code=303)


@bp.get("/office/me/phone")
@bp.post("/office/me/phone")
@officers()
@fresh
def own_phone() -> ResponseReturnValue:
    """Connect another phone; the answer to the right code shows new recovery codes, once."""
    noted = session.get(PHONE)
    if noted is None or now() >= datetime.fromisoformat(noted["at"]) + PHONE_LIFETIME:
        flash(gettext("Connecting a phone takes ten minutes at most. Begin again."), "warn")
        return redirect(url_for("accounts.own_page"), code=303)
    officer, secret = _me(), phone.opened(keys(), noted["secret"], use=PHONE)
    form = CodeForm(request.form)
    if request.method == "POST" and form.validate():
        key = login.session_key()
        codes = transact(lambda work: connect_phone(work, secret, form.code.data or "", session_key=key))
        if codes is not None:
            session.pop(PHONE)
            return render_template("accounts/own_codes.html", codes=codes), 200, NEVER_KEPT
        form.form_errors.append(gettext("This code is not right. Wait for the next one and try again."))
    page = render_template(
        "accounts/own_phone.html",
        form=form,
        secret=secret,
        qr=draw_square(secret, officer.email),
    )
    return page, 422 if form.errors or form.form_errors else 200, NEVER_KEPT


@bp.post("/office/me/recovery-codes")
@officers()
@fresh
def own_codes() -> ResponseReturnValue:
    """Show new recovery codes, once; the old ones no longer work."""
    codes = transact(renew_recovery_codes)
    return render_template("accounts/own_codes.html", codes=codes), 200, NEVER_KEPT


def _me() -> OfficerRow:
    with read_only() as work:
        officer = queries.find_officer(work.session, actor().id or 0, now())
    if officer is None:
        raise OfficerUnknown
    return officer


def _page(officer: OfficerRow, form: OwnForm, address: OwnAddressForm) -> str:
    with read_only() as work:
        sessions = queries.list_sessions(work.session, actor(), now(), login.session_key())
        has_old_phone = officer.id in {each.officer_id for each in queries.list_old_phones(work.session)}
    return render_template(
        "accounts/own.html",
        officer=officer,
        form=form,
        address=address,
        sessions=sessions,
        moment=now(),
        has_old_phone=has_old_phone,
    )

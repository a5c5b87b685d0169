"""An invited officer arrives: a password first, then the phone, then recovery codes, shown once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from govapp.accounts import login, passwords, phone, queries
from govapp.accounts.forms import CodeForm, PasswordForm
from govapp.accounts.queries import OfficerRow
from govapp.accounts.refusals import EnrolmentOver
from govapp.accounts.rules import PasswordFault, device_label, find_password_fault
from govapp.accounts.service import BeginSession, Enrol, begin_session, enrol
from govapp.accounts.views import bp
from govapp.accounts.views.device import NEVER_KEPT
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.errors import N_
from govapp.request_context import keys, now, public, read_only, settings, transact

ARRIVING = "arriving"
ARRIVING_LIFETIME = timedelta(hours=1)
PASSWORD_FAULTS = {
    PasswordFault.LENGTH: N_("Choose a password of at least 12 characters."),
    PasswordFault.COMMON: N_(
        "Many people use this password, and whoever breaks in tries it first. Choose another one."
    ),
    PasswordFault.PATTERN: N_("This password repeats itself. Choose four or five words that do not belong together."),
    PasswordFault.OWN: N_(
        "This password is little more than a name or an address that others know. Choose another one."
    ),
}


@dataclass(frozen=True)
class Arrival:
    """An invited officer between the link and the end of enrolment; `password_hash` is empty until one is chosen."""

    officer: OfficerRow
    link_id: int
    phone_secret: str
    password_hash: str


def start_enrolment(officer_id: int, link_id: int) -> None:
    """Note in the cookie that this browser came in by an invitation.

    The phone's secret is this browser's own: somebody else who opened the same mail sees another one.
    """
    session.clear()
    session[ARRIVING] = {
        "officer": officer_id,
        "link": link_id,
        "at": now().isoformat(),
        "phone": phone.sealed(keys(), phone.new_secret(), use=ARRIVING),
        "password": phone.sealed(keys(), "", use=ARRIVING),
    }


def _arrival() -> Arrival:
    noted = session.get(ARRIVING)
    if noted is None or now() >= datetime.fromisoformat(noted["at"]) + ARRIVING_LIFETIME:
        raise EnrolmentOver
    with read_only() as work:
        officer = queries.find_officer(work.session, noted["officer"], now())
        is_open = queries.is_open_invitation(work.session, noted["link"], now())
    if officer is None or officer.suspended_at is not None or not is_open:
        raise EnrolmentOver
    phone_secret, password_hash = (phone.opened(keys(), noted[name], use=ARRIVING) for name in ("phone", "password"))
    return Arrival(officer, noted["link"], phone_secret, password_hash)


@bp.get("/office/welcome")
@bp.post("/office/welcome")
@public
def welcome() -> ResponseReturnValue:
    """Choose a password."""
    arrival = _arrival()
    form = PasswordForm(request.form)
    if request.method == "POST" and form.validate():
        password = form.password.data or ""
        fault = find_fault(arrival.officer, password)
        if fault is None:
            kept = passwords.hashed(password, weak=settings().weak_passwords)
            session[ARRIVING] = {**session[ARRIVING], "password": phone.sealed(keys(), kept, use=ARRIVING)}
            return redirect(url_for("accounts.welcome_phone"), code=303)
        form.password.errors = [gettext(PASSWORD_FAULTS[fault])]
    status = 422 if form.errors else 200
    return render_template("accounts/welcome_password.html", form=form, officer=arrival.officer), status, NEVER_KEPT


def find_fault(officer: OfficerRow, password: str) -> PasswordFault | None:
    """Say why an officer may not choose a password, or None."""
    own_words = (officer.email, officer.name, settings().cooperative, "govapp")
    return find_password_fault(password, own_words=own_words, common=passwords.common_passwords())


@bp.get("/office/welcome/phone")
@bp.post("/office/welcome/phone")
@public
def welcome_phone() -> ResponseReturnValue:
    """Connect a phone; the answer to the right code shows the recovery codes, once."""
    arrival = _arrival()
    if not arrival.password_hash:
        return redirect(url_for("accounts.welcome"), code=303)
    form = CodeForm(request.form)
    if request.method == "POST" and form.validate():
        codes, key = transact(lambda work: _enrol(work, arrival, form.code.data or ""))
        if key is not None:
            officer = arrival.officer
            login.sign_in(key, Actor(ActorKind.OFFICER, officer.id, officer.name, officer.roles, officer.language))
            return render_template("accounts/recovery_codes.html", codes=codes)
        form.form_errors.append(gettext("This code is not right. Wait for the next one and try again."))
    secret = arrival.phone_secret
    page = render_template(
        "accounts/welcome_phone.html",
        form=form,
        officer=arrival.officer,
        secret=secret,
        qr=draw_square(secret, arrival.officer.email),
    )
    return page, 422 if form.errors or form.form_errors else 200, NEVER_KEPT


def draw_square(secret: str, email: str) -> Markup:
    """Return the square that connects a phone, for a page."""
    # Made by segno from our own secret: no words of others are in it.
    return Markup(phone.qr_code(secret, email=email, cooperative=settings().cooperative))  # noqa: S704


def _enrol(work: Work, arrival: Arrival, code: str) -> tuple[tuple[str, ...], str | None]:
    officer = arrival.officer
    codes = enrol(work, Enrol(officer.id, arrival.link_id, arrival.password_hash, arrival.phone_secret, code))
    if codes is None:
        return (), None
    return codes, begin_session(
        work,
        BeginSession(
            kind=ActorKind.OFFICER,
            person_id=officer.id,
            name=officer.name,
            language=officer.language,
            device_label=device_label(request.user_agent.string),
        ),
    )

"""Coming in by a personal link. Opening the page uses nothing up: the page posts itself, or its button does."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from govapp.accounts import login, queries
from govapp.accounts.queries import LinkRow
from govapp.accounts.refusals import LinkClosed, LinkUnknown
from govapp.accounts.rules import OPENS, LinkPurpose, device_label, masked_email
from govapp.accounts.service import (
    AskedLink,
    BeginSession,
    EnterByLink,
    ask_for_link,
    begin_session,
    end_session,
    enter_by_link,
)
from govapp.accounts.views import bp
from govapp.accounts.views.device import NEVER_KEPT, device_digest, remember_device
from govapp.accounts.views.welcome import start_enrolment
from govapp.db.uow import Work
from govapp.declarations import PageEnd
from govapp.kernel.actors import Actor, ActorKind
from govapp.request_context import actor, app_context, now, public, read_only, settings, speak, transact
from govapp.settings import Surface

KINDS = {
    LinkPurpose.VOTE: ActorKind.SHAREHOLDER,
    LinkPurpose.SIGN_IN: ActorKind.SHAREHOLDER,
    LinkPurpose.LETTER: ActorKind.SHAREHOLDER,
    LinkPurpose.DEMO: ActorKind.OFFICER,
}
OK, GONE = 200, 410


@bp.get("/in/<token>")
@public
def link(token: str) -> ResponseReturnValue:
    """Show where a link stands; somebody who is in by it already goes on at once."""
    with read_only() as work:
        found = queries.find_link_by_token(work.session, token, device_digest(), now())
        end = app_context().declarations.find_page_end(work.session, found.next_path, now()) if found else None
    if found is None or not _is_served_here(found.purpose):
        raise LinkUnknown
    if found.purpose is LinkPurpose.ADDRESS:
        return redirect(url_for("accounts.own_address_confirm", token=token), code=303)
    speak(found.language)
    if end is None and found.state in OPENS and _is_in(found):
        return redirect(found.next_path, code=303)
    return _page(found, token, end)


@bp.post("/in/<token>")
@public
def enter(token: str) -> ResponseReturnValue:
    """Use the link on this device and go on."""
    device, cookie = remember_device()
    try:
        found, key = transact(lambda work: _enter(work, token, device))
    except LinkClosed:
        # A second tap, or the page was open for long: say where the link stands now.
        return redirect(url_for("accounts.link", token=token), code=303)
    if key is None:
        start_enrolment(_number(found), found.id)
        response = redirect(url_for("accounts.welcome"), code=303)
    else:
        login.sign_in(key, _actor(found), by_code=found.purpose is not LinkPurpose.DEMO)
        response = redirect(found.next_path, code=303)
    return cookie(response)


def _enter(work: Work, token: str, device: str) -> tuple[LinkRow, str | None]:
    found = enter_by_link(
        work,
        EnterByLink(
            token,
            device,
            in_demo=settings().demo,
            device_label=device_label(request.user_agent.string),
            devices_path=url_for("accounts.my_devices"),
        ),
    )
    if not _is_served_here(found.purpose):
        raise LinkUnknown
    if found.purpose is LinkPurpose.ENROL:
        # Whoever was in on this browser goes out: from now on the cookie holds the arrival.
        if (before := login.session_key()) is not None:
            end_session(work, before)
        return found, None
    who = _actor(found)
    key = begin_session(
        work,
        BeginSession(
            kind=who.kind,
            person_id=_number(found),
            name=who.name,
            language=who.language,
            device_label=device_label(request.user_agent.string),
            replaces=login.session_key(),
        ),
    )
    return found, key


@bp.post("/in/<token>/new")
@public
def new_link(token: str) -> ResponseReturnValue:
    """Ask for a new link at the address of the old one; the answer is the same whether the worker sends one or not."""
    with read_only() as work:
        found = queries.find_link_by_token(work.session, token, device_digest(), now())
    if found is None or not _is_served_here(found.purpose):
        raise LinkUnknown
    speak(found.language)
    number = found.id
    transact(lambda work: ask_for_link(work, AskedLink(link_id=number)))
    return render_template("accounts/link_sent.html", address=masked_email(found.email))


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session of this browser and return to the home page."""
    return _out("/")


@bp.post("/office/sign-out")
@public
def office_sign_out() -> ResponseReturnValue:
    """End an officer's session and return to the door."""
    return _out(url_for("accounts.officer_sign_in"))


def _out(target: str) -> Response:
    key = login.session_key()
    if key is not None:
        transact(lambda work: end_session(work, key))
    login.sign_out()
    return make_response(redirect(target, code=303))


def _page(found: LinkRow, token: str, end: PageEnd | None) -> ResponseReturnValue:
    is_open = end is None and found.state in OPENS
    page = render_template(
        "accounts/link.html",
        link=found,
        state="open" if is_open else found.state.value,
        token=token,
        address=masked_email(found.email),
        end=end,
        # Somebody else is in on this device: nobody is replaced without having been asked.
        other=None if actor().kind is ActorKind.VISITOR or _is_in(found) else actor(),
    )
    return page, OK if is_open else GONE, NEVER_KEPT


def _is_served_here(purpose: LinkPurpose) -> bool:
    """Tell whether this process opens such links: officers come in where the office is."""
    if purpose is LinkPurpose.DEMO and not settings().demo:
        return False
    surface = settings().surface
    return surface is Surface.BOTH or purpose.is_for_officers is (surface is Surface.OFFICE)


def _number(found: LinkRow) -> int:
    return int(found.subject_ref.rpartition(":")[2])


def _actor(found: LinkRow) -> Actor:
    return Actor(KINDS[found.purpose], _number(found), found.name, language=found.language)


def _is_in(found: LinkRow) -> bool:
    if found.purpose not in KINDS:
        return False
    return (actor().kind, actor().id) == (KINDS[found.purpose], _number(found))

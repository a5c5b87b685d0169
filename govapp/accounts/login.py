"""Who is signed in: the only module that touches Flask-Login. The cookie holds a random key, a row decides."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, g, session
from flask_login import LoginManager, current_user, login_user, logout_user

from govapp.accounts import queries
from govapp.accounts.rules import SHAREHOLDER_SESSION, SIGN_OF_LIFE_EVERY, SessionTimes, is_fresh, is_session_alive
from govapp.accounts.service import choose_language, note_sign_of_life
from govapp.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from govapp.kernel.texts import Language
from govapp.request_context import CHOSEN_LANGUAGE, app_context, is_background_poll, now, settings, transact

# Where Flask-Login keeps what `SignedIn.get_id` returns.
_COOKIE_FIELD = "_user_id"
# When an officer last typed a code. Whoever came in by a link of the demonstration has no phone to read one from.
_CONFIRMED = "confirmed"
_NO_PHONE = "no phone"
# Whom the signed cookie names: a row of a session that names somebody else lets nobody in.
_PERSON = "person"
# When a shareholder signed in and was last seen.
_BEGUN, _SEEN = "begun", "seen"


@dataclass(frozen=True)
class SignedIn:
    """A person as Flask-Login sees one: the key of a session."""

    key: str
    actor: Actor
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return what the cookie holds."""
        return self.key


def set_up(app: Flask) -> None:
    """Find out who asks before anything else happens in a request."""
    manager = LoginManager()
    # People vote from a train: neither network address nor browser version is part of who they are.
    manager.session_protection = None
    manager.user_loader(_load)
    manager.init_app(app)

    @app.before_request
    def _who() -> None:
        g.actor = current_user.actor if current_user.is_authenticated else VISITOR


def _load(key: str) -> SignedIn | None:
    database, moment = app_context().database, now()
    with database.read_only(VISITOR, moment) as work:
        found = queries.find_signed_in(work.session, key, moment)
    if found is None or session.get(_PERSON) != _person(found.actor):
        return None
    seen_at = found.seen_at
    if found.actor.kind is ActorKind.SHAREHOLDER:
        times = _cookie_times()
        if times is None or not is_session_alive(times, SHAREHOLDER_SESSION, moment):
            return None
        seen_at = times.seen_at
    if moment - seen_at >= SIGN_OF_LIFE_EVERY and not is_background_poll():
        if found.actor.kind is ActorKind.SHAREHOLDER:
            session[_SEEN] = moment.isoformat()
        with database.unit_of_work(SYSTEM, moment) as work:
            note_sign_of_life(work, found.session_id)
    return SignedIn(key, found.actor)


def _cookie_times() -> SessionTimes | None:
    """Return the hours of a shareholder's session, which stand in the signed cookie alone; None where they do not."""
    begun, seen = session.get(_BEGUN), session.get(_SEEN)
    if begun is None or seen is None:
        return None
    return SessionTimes(datetime.fromisoformat(begun), datetime.fromisoformat(seen), None)


def _person(who: Actor) -> str:
    return f"{who.kind.value}:{who.id}"


def session_key() -> str | None:
    """Return the key of the session that this browser has, alive or not."""
    return cast("str | None", session.get(_COOKIE_FIELD))


def is_freshly_confirmed() -> bool:
    """Tell whether the officer who asks typed a code so recently that what cannot be taken back may be done."""
    noted = session.get(_CONFIRMED)
    if noted == _NO_PHONE:
        return settings().demo
    return noted is not None and is_fresh(datetime.fromisoformat(noted), now())


def note_confirmed() -> None:
    """Write into the cookie that the officer typed a code just now."""
    session[_CONFIRMED] = now().isoformat()


def sign_in(key: str, actor: Actor, *, by_code: bool = True) -> None:
    """Put a fresh session into the cookie and forget everything the cookie held before.

    `by_code` says that an officer typed a code for it; in the demonstration a link is enough.
    An officer keeps the language that was chosen at the door.
    """
    chosen = session.get(CHOSEN_LANGUAGE)
    session.clear()
    # A shareholder who closes the browser on a phone comes back by the same link while the row still counts; an
    # officer's session ends with the browser.
    session.permanent = actor.kind is ActorKind.SHAREHOLDER
    session[_PERSON] = _person(actor)
    if actor.kind is ActorKind.SHAREHOLDER:
        session[_BEGUN] = session[_SEEN] = now().isoformat()
    else:
        session[_CONFIRMED] = now().isoformat() if by_code else _NO_PHONE
    login_user(SignedIn(key, actor))
    g.actor = actor
    if actor.kind is ActorKind.OFFICER and chosen is not None:
        transact(lambda work: choose_language(work, cast("int", actor.id), Language(chosen)))


def sign_out() -> None:
    """Forget the session in the cookie."""
    logout_user()
    session.clear()
    g.actor = VISITOR

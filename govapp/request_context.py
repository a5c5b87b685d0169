"""The Flask side of one request: who asks, when, and the transaction in which it is answered.

Views import this, and nothing of `govapp.web`, which stands above all rooms and puts them together. Each
view function says who may use it with exactly one of `public`, `shareholders` or `officers`; a test refuses a route
without.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from os import SEEK_END
from typing import IO, Any, ParamSpec, Protocol, TypeVar, cast
from zoneinfo import ZoneInfo

import structlog
from flask import Response, current_app, g, request, send_file, url_for
from flask_babel import refresh

from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.declarations import Declarations, SubjectPage
from govapp.kernel.actors import VISITOR, Actor, ActorKind, Role
from govapp.kernel.clock import Clock
from govapp.kernel.errors import Conflict, Forbidden, Gone, NotFound, Refusal, TooMany
from govapp.kernel.keys import KeyRing
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.language.translator import Translator, translator_for
from govapp.settings import Settings

log = structlog.get_logger()

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True)
class AppContext:
    """What the application was made of: its settings, database, clock, keys, and what its rooms declare."""

    settings: Settings
    database: Database
    clock: Clock
    declarations: Declarations
    keys: KeyRing


@dataclass(frozen=True)
class Access:
    """Who may use a view: everybody, shareholders, or officers with one of `roles` (no roles: any officer)."""

    kinds: frozenset[ActorKind]
    roles: frozenset[Role] = frozenset()

    def admits(self, actor: Actor) -> bool:
        """Tell whether `actor` may come in."""
        if actor.kind not in self.kinds:
            return False
        return actor.kind is not ActorKind.OFFICER or not self.roles or not self.roles.isdisjoint(actor.roles)


EVERYBODY = Access(frozenset(ActorKind))


def _declare(view: Callable[P, R], access: Access) -> Callable[P, R]:
    cast("Any", view).access = access
    return view


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Open a view to everybody."""
    return _declare(view, EVERYBODY)


def shareholders(view: Callable[P, R]) -> Callable[P, R]:
    """Open a view to shareholders who came in with their personal link."""
    return _declare(view, Access(frozenset({ActorKind.SHAREHOLDER})))


def officers(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Open a view to officers who hold one of `roles`; without roles, to every officer."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        return _declare(view, Access(frozenset({ActorKind.OFFICER}), frozenset(roles)))

    return decorate


def fresh(view: Callable[P, R]) -> Callable[P, R]:
    """Let officers send this view's form only when they typed a code a short while ago; else a page asks for one first.

    For what gives power over others, cannot be taken back, or carries the register away. The form waits in that page
    field by field, so it may not hold files.
    """
    cast("Any", view).is_fresh = True
    return view


def needs_fresh_sign_in(view: Callable[..., Any]) -> bool:
    """Tell whether a view asks for a fresh code."""
    return getattr(view, "is_fresh", False)


def access_of(view: Callable[..., Any]) -> Access | None:
    """Return what a view declared, or None."""
    return cast("Access | None", getattr(view, "access", None))


def app_context() -> AppContext:
    """Return what this application was made of."""
    return cast("AppContext", current_app.extensions["govapp"])


def settings() -> Settings:
    """Return the settings."""
    return app_context().settings


def keys() -> KeyRing:
    """Return the key ring of the installation."""
    return app_context().keys


def declarations() -> Declarations:
    """Return what the rooms declare."""
    return app_context().declarations


@dataclass(frozen=True)
class LinkedPage:
    """A page that the reader may open: its address, and what a link to it says in English, to be translated."""

    link: str
    address: str


def page_of(subject: str) -> LinkedPage | None:
    """Return the page of a subject in the office; None where none is declared or the reader may not open it."""
    return _linked(SubjectRef(subject), declarations().page_of(SubjectRef(subject)))


def public_page_of(subject: str) -> LinkedPage | None:
    """Return the page of a subject that everybody may read, or None."""
    return _linked(SubjectRef(subject), declarations().public_page_of(SubjectRef(subject)))


def _linked(subject: SubjectRef, page: SubjectPage | None) -> LinkedPage | None:
    if page is None:
        return None
    access = access_of(current_app.view_functions[page.endpoint])
    if access is None or not access.admits(actor()):
        return None
    return LinkedPage(page.link, _address(subject, page))


def _address(subject: SubjectRef, page: SubjectPage) -> str:
    values: dict[str, Any] = {page.argument: subject.key} if page.argument else {}
    return url_for(page.endpoint, **values)


def actor() -> Actor:
    """Return who asks."""
    return cast("Actor", g.get("actor", VISITOR))


def now() -> datetime:
    """Return the moment at which the request came in: one moment for the whole request."""
    if "now" not in g:
        g.now = app_context().clock.now()
    return cast("datetime", g.now)


LANGUAGE_COOKIE = "language"
# In the session: what was chosen since somebody signed in or out here. An officer who signs in takes it along.
CHOSEN_LANGUAGE = "chosen_language"


def speak(person: Language) -> None:
    """Answer in a person's language from here on, unless another one was chosen on the page."""
    if LANGUAGE_COOKIE not in request.cookies:
        g.language = person


def language() -> Language:
    """Return the language in which the answer is written."""
    return cast("Language", g.get("language", settings().default_language))


@contextmanager
def in_language(chosen: Language) -> Iterator[None]:
    """Write what is rendered inside in another language than the reader's: a page that officers look at for others."""
    before = language()
    g.language = chosen
    refresh()
    try:
        yield
    finally:
        g.language = before
        refresh()


def translator() -> Translator:
    """Return what turns sentences, numbers and refusals into the words of the reader."""
    return translator_for(language(), settings().timezone)


@contextmanager
def unit_of_work() -> Iterator[Work]:
    """Open the transaction of this request; it commits at the end of the `with`."""
    with app_context().database.unit_of_work(actor(), now()) as work:
        yield work


@contextmanager
def read_only() -> Iterator[Work]:
    """Open a transaction in which nothing can be written."""
    with app_context().database.read_only(actor(), now()) as work:
        yield work


def transact(use_case: Callable[[Work], T]) -> T:
    """Run a use case in its own transaction, again when the database broke a deadlock with it."""
    return app_context().database.transact(actor(), app_context().clock, use_case)


def is_background_poll() -> bool:
    """Tell whether a script of ours looks at the page again by itself: no sign that somebody sits in front of it."""
    return "X-Background-Poll" in request.headers


def zone() -> ZoneInfo:
    """Return the time zone of the cooperative."""
    return settings().zone


def today() -> date:
    """Return which day it is for the cooperative at the moment of the request."""
    return now().astimezone(zone()).date()


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins on the wall clock of the cooperative."""
    return datetime(day.year, day.month, day.day, tzinfo=zone())


def page_number() -> int:
    """Return the page of a list that is asked for in the address, 1 when none or nonsense is."""
    value = request.args.get("page", "1")
    return max(int(value), 1) if value.isascii() and value.isdigit() and len(value) < 7 else 1  # noqa: PLR2004


def as_download(content: bytes | IO[bytes], name: str, media_type: str) -> Response:
    """Return a file that is kept and never shown as a page, under its name in whatever letters (RFC 6266).

    An open file is read from its start, piece by piece, and closed with the answer.
    """
    file = BytesIO(content) if isinstance(content, bytes) else content
    length = file.seek(0, SEEK_END)
    file.seek(0)
    response = send_file(file, media_type, as_attachment=True, download_name=name, conditional=False, etag=False)
    # Charset and all; send_file would add one of its own.
    response.content_type = media_type
    response.content_length = length
    # Whether a copy may be kept is decided for all answers in one place.
    del response.headers["Cache-Control"]
    return response


_STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (NotFound, 404),
    (Gone, 410),
    (Forbidden, 403),
    (Conflict, 409),
    (TooMany, 429),
    (Refusal, 422),
)


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status for a refusal, by its class."""
    return next(status for kind, status in _STATUS if isinstance(refusal, kind))


class RefusableForm(Protocol):
    """A form that can show why the rules refused what it asks for."""

    def refuse(self, refusal: Refusal, sentence: str) -> None:
        """Show the sentence where it belongs."""


def refused(form: RefusableForm, refusal: Refusal) -> int:
    """Show a refusal in the form that comes back, in the reader's language; return the status of the answer."""
    status = status_of(refusal)
    log.info("refused", code=refusal.code, status=status)
    form.refuse(refusal, " ".join(translator().describe_refusal(refusal)))
    return status


def wants_json() -> bool:
    """Tell whether the answer is for a script: then a refusal is problem+json (RFC 9457) and not a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "application/problem+json"])
    return best is not None and best != "text/html"

"""People who come in: officers who can sign in, shareholders with a link, and browsers signed in as them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, session

from govapp.accounts import login, passwords, phone
from govapp.accounts.codes import in_groups
from govapp.accounts.queries import find_officer
from govapp.accounts.service import (
    AttemptResult,
    BeginSession,
    IssueLink,
    LinkPurpose,
    SettleCode,
    SetUpOfficer,
    begin_session,
    codes_of_links,
    issue_letter_links,
    issue_link,
    link_url,
    set_up_officer,
    settle_code,
)
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from tests.web.page import Page, PageClient

PASSWORD = "correct horse battery staple"
PHONE_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
KEY = b"a-key-for-tests-only-0123456789abcdef"
ZONE = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True)
class OfficerHandle:
    """An officer of a test: number and address."""

    id: int
    email: str


def a_browser(app: Flask) -> PageClient:
    """Return a browser that asks for English."""
    client = PageClient(app)
    client.raw.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def an_officer(
    database: Database,
    now: datetime,
    *roles: Role,
    email: str = "s.claes@ambora.example",
    name: str = "Sofie Claes",
    language: Language = Language.EN,
) -> OfficerHandle:
    """Make an officer with `roles` from `now` on, with password and phone."""
    command = SetUpOfficer(
        email=email,
        name=name,
        language=language,
        roles=frozenset(roles),
        password_hash=passwords.hashed(PASSWORD, weak=True),
        phone_secret=PHONE_SECRET,
    )
    with database.unit_of_work(SYSTEM, now) as work:
        return OfficerHandle(set_up_officer(work, command), email)


def a_link(
    database: Database,
    now: datetime,
    *,
    subject_ref: str = "holder:12",
    purpose: LinkPurpose = LinkPurpose.VOTE,
    email: str = "anna.peeters@ambora.example",
    next_path: str = "/my",
    lifetime: timedelta = timedelta(days=15),
    language: Language = Language.EN,
) -> str:
    """Issue a personal link and return its path, `/in/...`."""
    command = IssueLink(purpose, SubjectRef(subject_ref), "Anna Peeters", language, email, next_path, now + lifetime)
    with database.unit_of_work(SYSTEM, now) as work:
        return link_url(work.session, issue_link(work, command), "")


def a_letter(
    database: Database,
    now: datetime,
    *,
    subject_ref: str = "holder:12",
    next_path: str = "/my",
    lifetime: timedelta = timedelta(days=15),
) -> tuple[str, str]:
    """Issue the link of a letter on paper; return the code that it shows, and the path that its square holds."""
    command = IssueLink(
        LinkPurpose.LETTER, SubjectRef(subject_ref), "Anna Peeters", Language.EN, "", next_path, now + lifetime
    )
    with database.unit_of_work(SYSTEM, now) as work:
        number = issue_letter_links(work, [command], SubjectRef("assembly:1"))[0]
        made = codes_of_links(work.session, [number])[number]
    return in_groups(made.code), f"/in/{made.token}"


def sign_in(client: PageClient, officer: OfficerHandle, clock: FixedClock) -> Page:
    """Sign an officer in through both steps; the clock moves on by one step of the phone."""
    clock.advance(timedelta(seconds=30))
    client.post("/office/sign-in", {"email": officer.email, "password": PASSWORD, "next": "/office/sessions"})
    return client.post("/office/sign-in/code", {"code": phone.code_at(PHONE_SECRET, clock.now())})


def let_in(client: PageClient, officer: OfficerHandle, clock: FixedClock) -> None:
    """Sign an officer in by a code and without the two pages, which the tests of signing in try."""
    clock.advance(timedelta(seconds=30))
    context = client.app.extensions["govapp"]
    with context.database.unit_of_work(SYSTEM, clock.now()) as work:
        outcome = settle_code(work, SettleCode(officer.id, "", phone.code_at(PHONE_SECRET, clock.now())))
        assert outcome.result is AttemptResult.PASSED
        row = find_officer(work.session, officer.id, clock.now())
        assert row is not None
        key = begin_session(work, BeginSession(ActorKind.OFFICER, row.id, row.name, row.language, "Werkzeug"))
    who = Actor(ActorKind.OFFICER, row.id, row.name, row.roles, row.language)
    with client.app.test_request_context(), client.raw.session_transaction() as kept:
        login.sign_in(key, who)
        kept.clear()
        kept.update(session)


def officer_browser(app: Flask, database: Database, clock: FixedClock, *roles: Role) -> PageClient:
    """Return a browser in which an officer with `roles` is signed in."""
    client = a_browser(app)
    let_in(client, an_officer(database, clock.now(), *roles), clock)
    return client

"""A real browser on the real application: served on this machine, with the test's own database and clock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from werkzeug.serving import make_server

from govapp.accounts.phone import code_at
from govapp.ballots import service
from govapp.ballots.rules import PreparePaper, Trustee
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language, Texts
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.browser import chromium, slow_down
from tests.databases import SqliteStore
from tests.factories.accounts import PASSWORD, PHONE_SECRET, OfficerHandle, a_link
from tests.factories.ballots import RULES, SECRETARY, Hall, decision, opened, texts
from tests.factories.shares import register_some

PHONE = ViewportSize(width=390, height=844)

# A machine that is busy or slowed answers later than the five seconds of Playwright. What is waited for stays the same.
expect.set_options(timeout=30_000)


@pytest.fixture
def store(sqlite: SqliteStore) -> Iterator[SqliteStore]:
    """Return where the empty, migrated database of this test is: SQLite."""
    yield sqlite
    sqlite.empty()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open one browser for the tests of a module."""
    with chromium() as opened_browser:
        yield opened_browser


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the application and return its address without a slash at the end."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Phone:
    """A phone in somebody's hand: one tab, and everything the browser complained about."""

    page: Page
    context: BrowserContext
    address: str
    complaints: list[str]

    def open(self, path: str) -> None:
        """Follow a link to a page of ours."""
        self.page.goto(self.address + path)

    def says(self, words: str) -> bool:
        """Tell whether the page shows these words."""
        return words in self.page.inner_text("main")


def _watch(page: Page, complaints: list[str]) -> None:
    page.on("pageerror", lambda error: complaints.append(str(error)))
    slow_down(page)
    page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Phone]:
    """Return a phone, 390 pixels wide; fails when a script broke or the security policy was violated."""
    with a_window(browser, address) as opened_window:
        yield opened_window


@contextmanager
def a_window(browser: Browser, address: str, viewport: ViewportSize = PHONE) -> Iterator[Phone]:
    """Open a browser of somebody else; fails when a script broke or the security policy was violated."""
    context = browser.new_context(viewport=viewport, locale="en-GB", accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    _watch(page, complaints)
    context.on("page", lambda other: _watch(other, complaints))
    yield Phone(page, context, address, complaints)
    context.close()
    assert complaints == []


@pytest.fixture
def hall(database: Database, clock: FixedClock) -> Hall:
    """Return a paper with a decision and an election, on which five people can vote now."""
    return opened(database, clock)


@pytest.fixture
def short_hall(database: Database, clock: FixedClock) -> Hall:
    """Return a paper with one decision."""
    return opened(database, clock, questions=(decision(),))


def invitation(hall: Hall, voter: int = 0, language: Language = Language.EN) -> str:
    """Return the path of the personal link in a voter's mail."""
    return a_link(
        hall.database,
        hall.clock.now(),
        subject_ref=f"holder:{hall.voters[voter]}",
        next_path=f"/vote/{hall.uuid}",
        lifetime=timedelta(days=30),
        language=language,
    )


def ballot_with_key_holder(database: Database, clock: FixedClock, holder: OfficerHandle) -> Hall:
    """Return a paper that waits for the key of one officer, who signs in with password and phone."""
    voters = [int(each) for each in register_some(database, clock, 5)]
    officer = Actor(ActorKind.OFFICER, holder.id, "Sofie Claes", frozenset({Role.SCRUTINEER}))
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        roll_id = freeze_roll(work, FreezeRoll(clock.now().date(), Texts.same("Assembly of June")))
        command = PreparePaper(
            subject_ref="assembly:1",
            roll_id=roll_id,
            name=texts("General assembly"),
            questions=(decision(),),
            opens_at=clock.now() + timedelta(hours=1),
            closes_at=clock.now() + timedelta(hours=3),
            trustees=(Trustee(holder.id, "Sofie Claes"),),
            rules_digest=RULES,
            minimum_ballots=2,
        )
        uuid = service.prepare_paper(work, command)
    return Hall(database, clock, uuid, roll_id, voters, [officer])


def sign_in_officer(phone: Phone, holder: OfficerHandle, clock: FixedClock, path: str) -> None:
    """Sign an officer in with password and phone, and go on to `path`."""
    clock.advance(timedelta(seconds=30))
    phone.open("/office/sign-in")
    phone.page.fill("[name=email]", holder.email)
    phone.page.fill("[name=password]", PASSWORD)
    phone.page.press("[name=password]", "Enter")
    phone.page.fill("[name=code]", code_at(PHONE_SECRET, clock.now()))
    phone.page.press("[name=code]", "Enter")
    phone.page.wait_for_url(lambda url: "/sign-in" not in url)
    phone.open(path)

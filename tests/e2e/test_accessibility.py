"""No page of the house has a fault against WCAG 2.2 AA, none is wider than a phone, and no browser complains of any."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from shutil import copy
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect
from pydantic import SecretStr
from werkzeug.routing import MapAdapter
from werkzeug.serving import make_server

from govapp.accounts.phone import code_at
from govapp.accounts.rules import FRESH_SIGN_IN
from govapp.db.engine import open_database
from govapp.demo.officers import PASSWORD, PHONE_SECRET
from govapp.kernel.clock import FixedClock
from govapp.request_context import access_of
from govapp.settings import Settings
from govapp.web.app import create_app
from tests.conftest import KEY, NOON
from tests.databases import SqliteStore
from tests.e2e.pages import NO_PAGES, OFFICERS, ON_THE_WAY, Visit, visits
from tests.e2e.test_booth_access import OPTIONS
from tests.factories.accounts import ZONE
from tests.factories.ballots import KEYS
from tests.factories.sample_cooperative import SampleCooperative, build

pytestmark = pytest.mark.browser

PEOPLE = ("visitor", "shareholder", *OFFICERS)
PHONE, TABLET, DESK = 390, 768, 1280
GONE = 410


@dataclass(frozen=True)
class Site:
    """The sample, served."""

    sample: SampleCooperative
    app: Flask
    address: str
    clock: FixedClock


@pytest.fixture(scope="module")
def site(sqlite: SqliteStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve one sample to all tests here: they only look."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    copy(sqlite.template, path)
    database = open_database(f"sqlite:///{path}", keys=lambda: KEYS, zone=ZONE)
    sample = build(database, NOON)
    settings = Settings(
        database_url=f"sqlite:///{path}",
        secret_key=SecretStr(KEY),
        base_url="http://localhost",
        demo=True,
    )
    clock = FixedClock(NOON)
    app = create_app(settings, database=database, clock=clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(sample, app, f"http://localhost:{server.server_port}", clock)
    server.shutdown()
    thread.join()
    server.server_close()
    database.dispose()


@pytest.fixture(scope="module")
def signed_in(site: Site, browser: Browser) -> dict[str, StorageState]:
    """Return what the browser of each person keeps after coming in by a link."""
    found = {}
    for who in PEOPLE:
        context = browser.new_context()
        if who in site.sample.doors:
            page = context.new_page()
            page.goto(site.address + site.sample.doors[who])
            page.wait_for_url(lambda url: "/in/" not in url)
        found[who] = context.storage_state()
        context.close()
    return found


@dataclass
class Look:
    """A window in which pages are looked at, and what was wrong with them."""

    page: Page
    address: str
    wrong: list[str]
    width: int
    with_axe: bool = True

    def at(self, visit: Visit) -> None:
        """Open a page and note what is wrong with it."""
        answer = self.page.goto(self.address + visit.path)
        assert answer is not None
        assert answer.ok or answer.status == GONE, f"{answer.status} {visit.path}"
        expect(self.page.locator(visit.ready).first).to_be_visible()
        self.note(visit.path)

    def note(self, path: str) -> None:
        """Note what is wrong with the page as it stands: axe at the width of the window, overflow at every width."""
        if self.with_axe:
            self._faults(path)
        for width in (PHONE, TABLET, DESK, self.width):
            self.page.set_viewport_size({"width": width, "height": 900})
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                self.wrong.append(f"{path}: {wide} pixels too wide at {width}")

    def _faults(self, path: str) -> None:
        for each in Axe().run(self.page, options=OPTIONS).response["violations"]:
            self.wrong += [f"{path}: {each['id']}: {node['html'][:160]}" for node in each["nodes"]]


def window(
    browser: Browser, site: Site, state: StorageState | None, language: str, width: int, scheme: Any = "light"
) -> tuple[BrowserContext, Look]:
    """Open a window of somebody in a language."""
    context = browser.new_context(
        storage_state=state,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(site.address + "/about/accessibility")
    page.locator(f"header button[value={language}]").click()
    look = Look(page, site.address, [], width)
    page.on("pageerror", lambda error: look.wrong.append(f"{page.url}: {error}"))
    page.on("console", lambda line: look.wrong.append(f"{page.url}: {line.text}") if line.type == "error" else None)
    return context, look


# What axe looks for depends on width and colours: both of each are tried. How long words are depends on the language.
@pytest.mark.parametrize(
    ("language", "width", "scheme", "with_axe"),
    [
        ("nl", PHONE, "light", True),
        ("en", DESK, "dark", True),
        ("fr", TABLET, "light", False),
        ("de", PHONE, "dark", False),
    ],
)
@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_is_wrong_with_any_page(
    site: Site,
    signed_in: dict[str, StorageState],
    browser: Browser,
    who: str,
    language: str,
    width: int,
    scheme: str,
    with_axe: bool,
) -> None:
    context, look = window(browser, site, signed_in[who], language, width, scheme)
    look.with_axe = with_axe
    for visit in visits(site.sample):
        if visit.who == who:
            look.at(visit)
            assert look.page.get_attribute("html", "lang") == (visit.language or language)
    context.close()
    assert look.wrong == []


def test_every_page_is_looked_at_by_somebody_who_may(site: Site) -> None:
    ways: MapAdapter = site.app.url_map.bind("localhost")
    seen = {(str(ways.match(visit.path.split("?")[0])[0]), visit.who) for visit in visits(site.sample)}
    pages = {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())} - NO_PAGES.keys()
    assert {endpoint for endpoint, _ in seen} | ON_THE_WAY == pages
    assert {who for _, who in seen} == set(PEOPLE)
    for endpoint, who in seen:
        access = access_of(site.app.view_functions[endpoint])
        assert access is not None
        assert not access.roles or who in access.roles, f"{who} may not see {endpoint}"


def test_the_way_of_an_officer_through_password_and_phone(site: Site, browser: Browser) -> None:
    context, look = window(browser, site, None, "nl", PHONE)
    page = look.page
    page.goto(site.address + "/office/sign-in")
    page.fill("[name=email]", "auditor@ambora.example")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/code**")
    look.note("code")
    page.goto(site.address + "/office/sign-in/recovery")
    look.note("recovery")
    page.go_back()
    page.fill("[name=code]", code_at(PHONE_SECRET, NOON))
    page.press("[name=code]", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    context.close()
    assert look.wrong == []


def test_the_page_that_asks_for_a_fresh_code(site: Site, browser: Browser) -> None:
    context, look = window(browser, site, None, "de", PHONE)
    page = look.page
    page.goto(site.address + "/office/sign-in")
    page.fill("[name=email]", "administrator@ambora.example")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/code**")
    page.fill("[name=code]", code_at(PHONE_SECRET, NOON))
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/office/officers")
    site.clock.advance(FRESH_SIGN_IN)
    page.fill("[name=name]", "Bart")
    page.fill("[name=email]", "bart@ambora.example")
    page.locator("[name=roles]").first.check()
    page.press("[name=email]", "Enter")
    expect(page.locator("[name=confirming_code]")).to_be_visible()
    look.note("fresh code")
    page.fill("[name=confirming_code]", "123")
    page.press("[name=confirming_code]", "Enter")
    expect(page.locator("[name=confirming_code][aria-invalid=true]")).to_be_visible()
    look.note("wrong code")
    context.close()
    site.clock.set(NOON)
    # A form that is not taken has the status 422, which Chromium counts as a failure to load.
    assert [each for each in look.wrong if "422" not in each] == []


def test_the_way_of_a_new_officer(site: Site, browser: Browser) -> None:
    context, look = window(browser, site, None, "fr", PHONE)
    page = look.page
    page.goto(site.address + site.sample.doors["newcomer"])
    page.wait_for_url("**/office/welcome")
    look.note("welcome")
    page.locator("[type=password]").first.fill(PASSWORD)
    if page.locator("[type=password]").count() > 1:
        page.locator("[type=password]").nth(1).fill(PASSWORD)
    page.locator("[type=password]").first.press("Enter")
    page.wait_for_url("**/office/welcome/phone")
    look.note("phone")
    context.close()
    assert look.wrong == []

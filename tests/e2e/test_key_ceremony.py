"""Key holders make one key together in their browsers and test it; any two of three open the count."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from govapp.ballots.rules import PaperState
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from pybelenios.keyfile import read_key_file
from pybelenios.seedwords import read_backup
from pybelenios.verifier.checks import verify
from tests.e2e.keyboard import Keyboard
from tests.e2e.keyholders import KeyHolder, key_holders
from tests.factories.ballots import AGAINST, FOR, Hall

pytestmark = pytest.mark.browser
Three = tuple[Hall, tuple[KeyHolder, ...]]


@pytest.fixture
def three(browser: Browser, address: str, database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Three]:
    with key_holders(browser, address, database, clock, tmp_path) as people:
        yield people


def vote_and_close(hall: Hall) -> None:
    hall.seal()
    hall.open()
    hall.clock.set(hall.paper().opens_at)
    for voter, choice in enumerate((FOR, FOR, AGAINST)):
        hall.vote(voter, choice)
    hall.close()


def test_three_make_a_key_test_it_and_two_open_the_count(three: Three) -> None:
    hall, (an, bo, cis) = three
    sent: list[str] = []
    for each in (an, bo, cis):
        each.page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    an.come()
    keys = Keyboard(an.page)
    with an.page.expect_download() as download:
        keys.press("#make")
    an.keep(download.value.suggested_filename)
    download.value.save_as(an.file)
    keys.give("#show-file", an.file)
    keys.press("#show-go")
    an.shows("wait")
    assert keys.actions == 3
    expect(an.page.locator("#awaited")).to_have_text("Awaited: Bo Maes and Cis Claes.")
    bo.begin()
    bo.shows("wait")
    bo.close_and_come_back()
    bo.shows("wait")
    cis.begin()
    bo.go_on()
    for each in (an, bo, cis):
        each.test()
    secrets = [read_key_file(each.file.read_bytes()).seed for each in (an, bo, cis)]
    assert not any(secret in each for secret in secrets for each in sent)
    vote_and_close(hall)
    an.file.unlink()
    bo.open(hall)
    assert hall.paper().state is PaperState.CLOSED
    cis.open(hall)
    assert hall.paper().state is PaperState.COUNTED
    assert hall.paper().result == ((2, 1, 0),)
    assert verify(hall.archive()).valid


def test_what_stands_on_the_printed_copy_tests_the_key_typed_and_scanned(three: Three) -> None:
    _, (an, bo, cis) = three
    for each in (an, bo, cis):
        each.come()
        each.make()
    sheets = []
    for each in (an, bo):
        each.page.click("#paper")
        expect(each.page.locator("#printed-key")).to_be_visible()
        assert each.name in each.page.inner_text("#printed-key")
        words = each.page.locator("[data-key-words] li").all_inner_texts()
        letters = each.page.inner_text("[data-key-letters]").replace("-", "")
        assert (len(words), letters) == (14, read_key_file(each.file.read_bytes()).seed)
        assert read_backup(" ".join(words)) == letters
        assert each.page.get_attribute("[data-key-qr] path", "d")
        sheets.append((words, letters))
        each.page.click("[data-key-hide]")
        expect(each.page.locator("#printed-key")).to_be_hidden()
        assert each.page.locator("[data-key-words] li").count() == 0
    for each in (an, bo, cis):
        each.hand_in()
    an.shows("test")
    an.page.click("#panel-test summary")
    an.page.fill("#test-words", " ".join([*sheets[0][0][:4], "zzzz", *sheets[0][0][5:]]))
    an.page.click("#test-go")
    expect(an.page.locator("#test-words-why")).to_contain_text("5")
    an.page.fill("#test-words", " ".join(sheets[1][0]))
    an.page.click("#test-go")
    expect(an.page.locator("#test-words")).to_have_attribute("aria-invalid", "true")
    an.page.fill("#test-words", "\n".join(sheets[0][0]).upper())
    an.page.click("#test-go")
    an.shows("done")
    bo.page.goto("about:blank")
    bo.phone.open(f"{bo.path}#key={sheets[1][1]}")
    bo.shows("test")
    assert sheets[1][1] not in bo.page.url
    bo.page.click("#test-go")
    bo.shows("done")

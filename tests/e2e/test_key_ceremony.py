"""Key holders make one key together in their browsers and test it; any two of three open the count."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Route, expect

from govapp.ballots.rules import PaperState
from govapp.db.engine import Database
from govapp.kernel.actors import Actor
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from pybelenios.keyfile import read_key_file, write_key_file
from pybelenios.member import derive_secrets, make_certificate
from pybelenios.pedersen import GroupSize
from pybelenios.seedwords import read_backup, seed_words
from pybelenios.trustees import make_trustee_key
from pybelenios.verifier.checks import verify
from tests.e2e.conftest import sign_in_officer
from tests.e2e.keyboard import Desk, Keyboard
from tests.e2e.keyholders import KeyHolder, key_holders
from tests.e2e.test_booth_access import OPTIONS
from tests.factories.ballots import AGAINST, FOR, Hall
from tests.factories.keys import KeyHolders

pytestmark = pytest.mark.browser
# Every part of the page at once, opened; gives how many there are.
SHOW_ALL = """() => {
  const parts = document.querySelectorAll("[id^=panel-], #to-open");
  for (const each of document.querySelectorAll("main [hidden]")) each.hidden = false;
  for (const each of document.querySelectorAll("main details")) each.open = true;
  return parts.length;
}"""
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


def require_no_fault(an: KeyHolder) -> None:
    """Require that axe finds nothing wrong with the page as it stands, and that nothing is wider than the window."""
    assert Axe().run(an.page, options=OPTIONS).response["violations"] == []
    assert an.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def with_programs(hall: Hall) -> tuple[KeyHolders, list[Actor]]:
    """Return the members, and those two of them who use a program of their own."""
    assert hall.group is not None
    return hall.group, [*hall.group.people[1:]]


@contextmanager
def going_on(an: KeyHolder, turn: str) -> Iterator[None]:
    """Wait until the page has sent what comes next by itself, after what happens inside."""
    with an.page.expect_response(f"**/{turn}", timeout=60_000):
        yield


def come_back_when_awaited(hall: Hall, an: KeyHolder) -> None:
    """Let somebody close the tab after the first part, and come back when all others are ready."""
    an.begin()
    an.close_and_come_back()
    an.shows("wait")
    group, others = with_programs(hall)
    group.begin(*others)
    an.shows("again")


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
    cis.open(hall, seed_words(secrets[2], Language.NL.value))
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


def test_a_wrong_file_is_told_by_whose_it_is_and_which_one_is_wanted(three: Three) -> None:
    hall, (an, _bo, _cis) = three
    come_back_when_awaited(hall, an)
    own = read_key_file(an.file.read_bytes())
    bo = replace(own, holder="Bo Maes", member=2)
    last_year = replace(own, group="another", assembly="Assembly of 2025", made_on=date(2025, 5, 2))
    earlier = replace(own, seed=own.seed[::-1])
    wrong = (
        (write_key_file(bo, "sealed"), ("Bo Maes", "An Peeters", "1 of 3")),
        (write_key_file(last_year), ("Assembly of 2025", "2 May 2025", "An Peeters")),
        (write_key_file(earlier), ("another key than the one you handed in", "An Peeters")),
        (make_trustee_key().private_file(), ("one single vote", "An Peeters")),
        ("my shopping list", ("not a key file", "An Peeters")),
    )
    for place, (text, said) in enumerate(wrong):
        file = an.folder / f"wrong-{place}.json"
        file.write_text(text, encoding="utf-8")
        an.page.set_input_files("#again-file", file)
        an.page.click("#again-go")
        for words in said:
            expect(an.page.locator("#again-file-why")).to_contain_text(words)
    an.page.set_input_files("#again-file", [])
    an.page.click("#again-go")
    expect(an.page.locator("#again-file-why")).to_contain_text("Choose your key file first")
    assert an.page.locator("#again-file").get_attribute("aria-invalid") == "true"
    an.go_on()
    an.shows("wait")


def test_a_file_with_a_passphrase_asks_for_it_and_says_when_it_is_another(three: Three) -> None:
    _hall, (an, _bo, _cis) = three
    an.come()
    an.page.click("summary:has-text('passphrase')")
    an.page.fill("#passphrase", "abc")
    an.page.click("#make")
    expect(an.page.locator("#passphrase-why")).to_contain_text("at least 12 characters")
    an.page.fill("#passphrase", "three geese in a row")
    an.make()
    an.page.set_input_files("#show-file", an.file)
    expect(an.page.locator("#show-passphrase")).to_be_focused()
    an.page.fill("#show-passphrase", "three ducks")
    an.page.click("#show-go")
    expect(an.page.locator("#show-passphrase-why")).to_contain_text("The passphrase is another one")
    an.page.fill("#show-passphrase", "three geese in a row")
    an.page.click("#show-go")
    an.shows("wait")
    assert read_key_file(an.file.read_bytes(), "three geese in a row").holder == "An Peeters"


def broken_promise(state: dict[str, Any]) -> None:
    if state["contributions"]:
        state["promises"][2] = state["promises"][1]


def another_promise_of_mine(state: dict[str, Any]) -> None:
    if state["promises"]:
        state["promises"][0] = state["promises"][1]


def exchanged_certificate(state: dict[str, Any]) -> None:
    if state["certificates"]:
        other = derive_secrets("2NEpo7TZRRrLZSi2U4sXa1")
        state["certificates"][2] = make_certificate(other, GroupSize(2, 3), 3).to_json()


def alter_state(an: KeyHolder, lie: Callable[[dict[str, Any]], None]) -> None:
    """Let the site lie to a page from now on."""

    def alter(route: Route) -> None:
        state = json.loads(route.fetch().text())
        lie(state)
        route.fulfill(body=json.dumps(state), content_type="application/json")

    an.page.route("**/state", alter)


def posts_of(an: KeyHolder) -> list[str]:
    """Return the list in which stands whatever the page sends from now on."""
    sent: list[str] = []
    an.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    return sent


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        (broken_promise, "Cis Claes contributed something else than was promised before."),
        (exchanged_certificate, "The site shows another key of Cis Claes now than before."),
    ],
    ids=["a promise changed afterwards", "a certificate exchanged"],
)
def test_a_site_that_lies_is_found_and_the_page_goes_no_further(three: Three, lie: Any, said: str) -> None:
    hall, (an, _bo, _cis) = three
    group, others = with_programs(hall)
    an.begin()
    with going_on(an, "promise"):
        group.begin(*others)
    with going_on(an, "contribution"):
        group.promise(*others)

    alter_state(an, lie)
    sent = posts_of(an)
    group.contribute(*others)
    expect(an.page.locator("#fault")).to_contain_text(said)
    expect(an.page.locator("#fault")).to_contain_text("call Cis Claes")
    assert sent == []


def test_a_site_that_shows_another_promise_than_the_own_gets_no_contribution(three: Three) -> None:
    hall, (an, _bo, _cis) = three
    group, others = with_programs(hall)
    an.begin()
    with going_on(an, "promise"):
        group.begin(*others)
    alter_state(an, another_promise_of_mine)
    sent = posts_of(an)
    group.promise(*others)
    expect(an.page.locator("#fault")).to_contain_text("does not show the promise that your key made")
    assert sent == []


def test_a_closed_page_and_a_lost_network_lose_nothing(three: Three) -> None:
    _hall, (an, _bo, _cis) = three
    an.come()
    expect(an.page.locator("#saved-before")).to_be_hidden()
    an.make()
    an.close_and_come_back()
    an.shows("make")
    expect(an.page.locator("#saved-before")).to_contain_text("this browser saved a key file for you")
    require_no_fault(an)
    lost = iter([True, True])
    an.page.route("**/certificate", lambda route: route.abort() if next(lost, False) else route.continue_())
    an.page.set_input_files("#saved-file", an.file)
    an.page.click("#saved-go")
    expect(an.page.locator("#offline")).to_be_visible()
    an.shows("wait")
    expect(an.page.locator("#offline")).to_be_hidden()


def test_of_two_windows_with_one_link_the_first_makes_the_key(three: Three) -> None:
    _hall, (an, _bo, _cis) = three
    an.come()
    an.make()
    late = an.page
    an.phone.page = an.phone.context.new_page()
    an.phone.open(an.path)
    useless = an.file
    an.folder /= "second"
    an.folder.mkdir()
    an.make()
    an.hand_in()
    late.route("**/state", lambda route: route.abort())  # it has not heard of the other yet
    late.set_input_files("#show-file", useless)
    late.click("#show-go")
    expect(late.locator("#fault")).to_contain_text("is done already")
    expect(late.locator("#fault")).to_contain_text("delete it")
    late.unroute("**/state")
    expect(late.locator("#panel-wait")).to_be_visible()


def test_a_printed_copy_goes_on_and_tests_the_key(three: Three) -> None:
    hall, (an, _bo, _cis) = three
    group, others = with_programs(hall)
    an.come()
    an.make()
    an.page.click("#paper")
    words = an.page.locator("[data-key-words] li").all_inner_texts()
    an.page.click("[data-key-hide]")
    expect(an.page.locator("#printed-key")).to_be_hidden()
    an.hand_in()
    an.close_and_come_back()
    group.begin(*others)
    an.shows("again")
    an.page.click("#panel-again summary")
    an.page.fill("#again-words", " ".join(["zzzzz", *words[1:]]))
    an.page.click("#again-go")
    expect(an.page.locator("#again-words-why")).to_contain_text("zzzzz")
    an.page.fill("#again-words", " ".join(word[:4] for word in words))
    with going_on(an, "promise"):
        an.page.click("#again-go")
    with going_on(an, "contribution"):
        group.promise(*others)
    with going_on(an, "share"):
        group.contribute(*others)
    group.finish(*others)
    an.shows("test")
    seed = read_key_file(an.file.read_bytes()).seed
    an.phone.context.clear_cookies()
    an.path += f"#key={seed}"
    an.close_and_come_back()
    expect(an.page.locator("[name=password]")).to_be_visible()
    assert seed not in an.page.url
    an.path = an.path.split("#")[0]
    an.come()
    expect(an.page.locator("#test-scanned")).to_be_visible()
    an.page.click("#test-go")
    an.shows("done")


@pytest.mark.parametrize("language", list(Language))
def test_no_part_of_the_page_is_wider_than_a_phone_in_any_language(
    browser: Browser, address: str, database: Database, clock: FixedClock, tmp_path: Path, language: Language
) -> None:
    with key_holders(browser, address, database, clock, tmp_path, language) as (_hall, (an, _bo, _cis)):
        an.come()
        an.shows("make")
        assert an.page.get_attribute("html", "lang") == language
        require_no_fault(an)
        assert an.page.evaluate(SHOW_ALL) > 6
        assert an.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("language", [Language.NL, Language.DE])
def test_a_key_holder_does_all_by_keyboard_in_the_own_language(
    browser: Browser, address: str, database: Database, clock: FixedClock, tmp_path: Path, language: Language
) -> None:
    with key_holders(browser, address, database, clock, tmp_path, language) as (hall, (an, _bo, _cis)):
        group, others = with_programs(hall)
        an.come()
        desk = Desk(an.page, language=language)
        desk.sees("Make your key")
        require_no_fault(an)
        with an.page.expect_download() as download:
            desk.press("#make")
        an.keep(download.value.suggested_filename)
        download.value.save_as(an.file)
        desk.sees("Show that you can find the file again")
        desk.give("#show-file", an.file)
        require_no_fault(an)
        desk.press("#show-go")
        desk.sees("Your part is done for now")
        assert desk.actions == 3
        require_no_fault(an)
        with going_on(an, "promise"):
            group.begin(*others)
        with going_on(an, "contribution"):
            group.promise(*others)
        with going_on(an, "share"):
            group.contribute(*others)
        group.finish(*others)
        desk.actions = 0
        desk.sees("Test your key")
        require_no_fault(an)
        desk.give("#test-file", an.file)
        desk.press("#test-go")
        desk.sees("Your key opens")
        assert desk.actions == 2
        require_no_fault(an)
        group.test(*others)
        vote_and_close(hall)
        sign_in_officer(an.phone, an.officer, clock, f"/office/papers/{hall.uuid}/decrypt")
        expect(an.page.locator("#trustee")).to_be_visible()
        require_no_fault(an)
        desk.actions = 0
        desk.give("#key-file", an.file)
        desk.press("#decrypt")
        an.page.wait_for_url(f"**/office/papers/{hall.uuid}")
        assert desk.actions == 2

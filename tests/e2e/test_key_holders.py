"""A scrutineer makes a key in the browser and decrypts with it; the private key never leaves the device."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from govapp.ballots.keys import private_code
from govapp.ballots.queries import list_trustees
from govapp.ballots.rules import PaperState
from govapp.ballots.service import seal_paper
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.shares.rolls.queries import find_roll_entry
from packages.pybelenios.tests.ballotbox import closed_anew, lay_out, rebuild, steps_of
from pybelenios.archive.reader import read_archive
from pybelenios.ballot import accepted_choices, sign_ballot
from pybelenios.credentials import derive_credential
from pybelenios.election import read_election
from pybelenios.group import draw_scalar
from pybelenios.tally import TallyAccumulator, write_tally
from pybelenios.trustees import make_trustee_key, read_private_key
from pybelenios.verifier.checks import verify
from tests.e2e.conftest import Phone, ballot_with_key_holder, sign_in_officer
from tests.e2e.keyboard import Keyboard
from tests.factories.accounts import OfficerHandle, an_officer
from tests.factories.ballots import AGAINST, FOR, KEYS, SECRETARY, Hall

pytestmark = pytest.mark.browser


@pytest.fixture
def holder(database: Database, clock: FixedClock) -> OfficerHandle:
    return an_officer(database, clock.now(), Role.SCRUTINEER)


@pytest.fixture
def hall(database: Database, clock: FixedClock, holder: OfficerHandle) -> Hall:
    return ballot_with_key_holder(database, clock, holder)


def make_key(phone: Phone, hall: Hall, folder: Path) -> Path:
    """Make a key, save it, show it again and hand in the public part."""
    phone.open(f"/office/papers/{hall.uuid}/key")
    with phone.page.expect_download() as download:
        phone.page.click("#make")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    expect(phone.page.locator("#hand-in")).to_be_disabled()
    phone.page.set_input_files("#key-file", path)
    phone.page.click("#hand-in")
    phone.page.wait_for_url(f"**/office/papers/{hall.uuid}")
    return path


def close_with(hall: Hall, *votes: tuple[int, ...]) -> None:
    with hall.act(SECRETARY) as work:
        seal_paper(work, hall.uuid)
    hall.open()
    hall.clock.set(hall.paper().opens_at)
    for voter, choice in enumerate(votes):
        hall.vote(voter, choice)
    hall.close("the chair closed the vote")


def test_a_key_made_in_the_browser_opens_the_total_and_nothing_else(
    phone: Phone, hall: Hall, holder: OfficerHandle, clock: FixedClock, tmp_path: Path
) -> None:
    sent: list[str] = []
    phone.page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    sign_in_officer(phone, holder, clock, "/office/papers")
    key_file = make_key(phone, hall, tmp_path)
    private = str(read_private_key(key_file.read_bytes()))
    close_with(hall, FOR, FOR, AGAINST)
    sign_in_officer(phone, holder, clock, f"/office/papers/{hall.uuid}/decrypt")
    expect(phone.page.locator("#checking")).to_contain_text("Everything fits.")
    expect(phone.page.locator("#check-proofs")).to_contain_text("In order: Every ballot that counts is proved")
    phone.page.set_input_files("#key-file", key_file)
    phone.page.click("#decrypt")
    phone.page.wait_for_url(f"**/office/papers/{hall.uuid}")
    assert hall.paper().state is PaperState.COUNTED
    assert hall.paper().result == ((2, 1, 0),)
    assert verify(hall.archive()).valid
    assert not any(private in each for each in sent)


def test_no_public_part_is_handed_in_before_the_file_was_found_again(
    phone: Phone, hall: Hall, holder: OfficerHandle, clock: FixedClock, tmp_path: Path
) -> None:
    sign_in_officer(phone, holder, clock, f"/office/papers/{hall.uuid}/key")
    with phone.page.expect_download():
        phone.page.click("#make")
    other = tmp_path / "other.json"
    other.write_text(make_trustee_key().private_file(), encoding="ascii")
    phone.page.set_input_files("#key-file", other)
    expect(phone.page.locator("#key-file-why")).to_contain_text("This file is not the key of this vote.")
    expect(phone.page.locator("#hand-in")).to_be_disabled()
    note = tmp_path / "note.txt"
    note.write_text("my shopping list", encoding="ascii")
    phone.page.set_input_files("#key-file", note)
    expect(phone.page.locator("#key-file-why")).to_contain_text("This file is not a key.")
    expect(phone.page.locator("#hand-in")).to_be_disabled()


def test_a_key_handed_in_too_early_is_told_what_is_missing(
    phone: Phone, hall: Hall, holder: OfficerHandle, clock: FixedClock
) -> None:
    """A disabled button would drop out of the order of Tab, and say nothing to whoever presses it."""
    sign_in_officer(phone, holder, clock, f"/office/papers/{hall.uuid}/key")
    keys = Keyboard(phone.page)
    keys.press("#hand-in")
    expect(phone.page.locator("#key-file-why")).to_have_text("Make your key first.")
    expect(phone.page.locator("#key-file")).to_be_focused()
    with phone.page.expect_download():
        keys.press("#make")
    keys.press("#hand-in")
    expect(phone.page.locator("#key-file-why")).to_have_text("Choose your key file first.")
    expect(phone.page.locator("#key-file")).to_be_focused()
    with hall.act(SECRETARY) as work:
        assert [each.public_key for each in list_trustees(work.session, hall.paper().id)] == [None]


def test_a_missing_or_wrong_key_file_is_told_and_changes_nothing(
    phone: Phone, hall: Hall, holder: OfficerHandle, clock: FixedClock, tmp_path: Path
) -> None:
    sign_in_officer(phone, holder, clock, "/office/papers")
    make_key(phone, hall, tmp_path)
    close_with(hall, FOR, AGAINST)
    sign_in_officer(phone, holder, clock, f"/office/papers/{hall.uuid}/decrypt")
    phone.page.click("#decrypt")
    expect(phone.page.locator("#key-file-why")).to_have_text("Choose your key file first.")
    other = tmp_path / "other.json"
    other.write_text(make_trustee_key().private_file(), encoding="ascii")
    phone.page.set_input_files("#key-file", other)
    phone.page.click("#decrypt")
    expect(phone.page.locator("#key-file-why")).to_contain_text("This file is not the key of this vote. The right one")
    assert hall.paper().state is PaperState.CLOSED


def test_a_ballot_whose_proofs_do_not_hold_stops_the_key_holder(
    phone: Phone, hall: Hall, holder: OfficerHandle, clock: FixedClock, tmp_path: Path
) -> None:
    """Whoever runs the server could multiply somebody's hidden choice and read it in the total."""
    sign_in_officer(phone, holder, clock, "/office/papers")
    make_key(phone, hall, tmp_path)
    close_with(hall, FOR, AGAINST)
    archive = with_a_forged_ballot(hall)
    phone.page.route("**/archive", lambda route: route.fulfill(body=archive))
    sign_in_officer(phone, holder, clock, f"/office/papers/{hall.uuid}/decrypt")
    expect(phone.page.locator("#fault")).to_contain_text("is not proved to hold only what may be chosen")
    expect(phone.page.locator("#check-ballots")).to_contain_text("In order:")
    expect(phone.page.locator("#check-proofs")).to_contain_text("Not right:")
    expect(phone.page.locator("#trustee")).to_be_hidden()


def test_a_key_that_has_opened_another_total_on_this_device_opens_no_second_one(
    phone: Phone, hall: Hall, holder: OfficerHandle, clock: FixedClock, tmp_path: Path
) -> None:
    """Whoever runs the server could ask again, for a total of a few ballots among which one is yours."""
    sign_in_officer(phone, holder, clock, "/office/papers")
    key_file = make_key(phone, hall, tmp_path)
    close_with(hall, FOR, FOR, AGAINST)
    fewer = with_a_ballot_left_out(hall)
    phone.page.route("**/archive", lambda route: route.fulfill(body=fewer))
    phone.page.route("**/decrypt", keep_the_share)
    sign_in_officer(phone, holder, clock, f"/office/papers/{hall.uuid}/decrypt")
    expect(phone.page.locator("#checking")).to_contain_text("Everything fits.")
    phone.page.set_input_files("#key-file", key_file)
    phone.page.click("#decrypt")
    expect(phone.page.locator("h1")).to_have_text("Something went wrong")
    phone.page.unroute("**/archive")
    phone.open(f"/office/papers/{hall.uuid}/decrypt")
    expect(phone.page.locator("#checking")).to_contain_text("Everything fits.")
    phone.page.set_input_files("#key-file", key_file)
    phone.page.click("#decrypt")
    expect(phone.page.locator("#key-file-why")).to_contain_text("Your key has opened another total on this computer")
    assert hall.paper().state is PaperState.CLOSED


def keep_the_share(route: Route) -> None:
    """Take in a partial decryption as a server that lies would, and ask the key holder to try again."""
    if route.request.method == "POST":
        route.fulfill(content_type="text/html", body="<h1>Something went wrong</h1>")
    else:
        route.continue_()


def with_a_ballot_left_out(hall: Hall) -> bytes:
    """Return an archive in which the last ballot is missing, and that is in order all the same."""
    archive = read_archive(hall.archive())
    election, steps = read_election(archive.election), steps_of(archive)
    tally = TallyAccumulator(election)
    for step in steps[1:3]:
        tally.add(accepted_choices(election, step.bodies[0]))
    total = replace(steps[-1], bodies=(write_tally(tally.tally()),), ballots=2, weight=2)
    raw = lay_out(rebuild(closed_anew([*steps[:3], steps[4], total], KEYS.derived_key("receipt"))))
    assert verify(raw).valid
    return raw


def with_a_forged_ballot(hall: Hall) -> bytes:
    """Return the archive with the proof of one choice altered, its ballot signed anew and the chain made again."""
    archive = read_archive(hall.archive())
    election, steps = read_election(archive.election), steps_of(archive)
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        entry = find_roll_entry(work.session, hall.roll_id, hall.voters[0])
    assert entry is not None
    record = json.loads(steps[1].bodies[0])
    proof = record["answers"][0]["individual_proofs"][0][0]
    proof["response"] = str(int(proof["response"]) // 2)
    credential = derive_credential(hall.uuid, private_code(KEYS, hall.uuid, entry.entry_id))
    forged = sign_ballot(election, credential, record["answers"], draw_scalar)
    steps[1] = replace(steps[1], bodies=(forged,))
    raw = lay_out(rebuild(closed_anew(steps, KEYS.derived_key("receipt"))))
    assert [fault.reason for fault in verify(raw).faults] == ["individual proof"]
    return raw


def test_an_archive_that_does_not_fit_stops_the_key_holder(
    phone: Phone, hall: Hall, holder: OfficerHandle, clock: FixedClock, tmp_path: Path
) -> None:
    sign_in_officer(phone, holder, clock, "/office/papers")
    make_key(phone, hall, tmp_path)
    close_with(hall, FOR, AGAINST)
    shorter = hall.archive()[:-512]
    phone.page.route("**/archive", lambda route: route.fulfill(body=shorter))
    sign_in_officer(phone, holder, clock, f"/office/papers/{hall.uuid}/decrypt")
    expect(phone.page.locator("#fault")).to_contain_text("The archive is damaged")
    expect(phone.page.locator("#trustee")).to_be_hidden()

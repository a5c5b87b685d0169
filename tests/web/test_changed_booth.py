"""A booth that changes after a paper was fixed: officers and everybody are told, and nobody is kept from voting."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import update

from govapp.ballots import service
from govapp.ballots.cli import ballots
from govapp.ballots.models import Paper
from govapp.ballots.rules import PaperState, changed_files
from govapp.ballots.service import booth
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from pybelenios.jsontext import in_groups
from tests.factories.accounts import a_browser, a_link, officer_browser
from tests.factories.assembly import BALLOTS, written
from tests.factories.ballots import FOR, KEY, SECRETARY, Hall, decision, opened, prepared, ready
from tests.web.page import Page

BOOTH = "The voting booth is no longer the one that was fixed with this ballot paper."
PAGES = "The pages of the key holders are no longer those that were fixed with this ballot paper."
IN_WORDS = {
    "nl": "Het stemhokje is niet meer dat wat met dit stembiljet is vastgelegd.",
    "fr": "L’isoloir n’est plus celui qui a été arrêté avec ce bulletin.",
    "en": BOOTH,
    "de": "Die Wahlkabine ist nicht mehr die, die mit diesem Stimmzettel festgelegt wurde.",
}


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the booth be served from a folder of its own."""
    folder = tmp_path / "dist"
    shutil.copytree(booth.FOLDER, folder)
    monkeypatch.setattr(booth, "FOLDER", folder)
    return folder


def upgrade(dist: Path, *names: str) -> None:
    for name in names:
        with (dist / name).open("ab") as file:
            file.write(b"// a later version\n")


@pytest.fixture
def hall(dist: Path, app: Flask, database: Database, clock: FixedClock) -> Hall:
    return opened(database, clock, questions=(decision(),), trustees=1, minimum_ballots=1)


def board(app: Flask, hall: Hall) -> Page:
    return a_browser(app).get(f"/board/{hall.uuid}")


def test_the_digests_of_a_paper_are_those_of_the_files_that_are_served() -> None:
    manifest = json.loads((booth.FOLDER / "manifest.json").read_bytes())
    assert booth.booth_digests() == {name: facts["sha256"] for name, facts in manifest.items()}


def test_nothing_is_said_while_the_booth_is_the_one_of_the_paper(app: Flask, hall: Hall) -> None:
    assert "no longer" not in board(app, hall).text


def test_the_board_shows_the_digests_of_a_changed_booth_and_voting_goes_on(app: Flask, hall: Hall, dist: Path) -> None:
    before = booth.booth_digests()
    upgrade(dist, "booth.js", "worker.js")
    page = board(app, hall)
    assert BOOTH in page.text
    for name in ("booth.js", "worker.js"):
        assert all(in_groups(each[name]) in page.text for each in (before, booth.booth_digests()))
    assert "trustee.js" not in page.text
    voter = a_browser(app)
    voter.post(a_link(hall.database, hall.clock.now(), subject_ref=f"holder:{hall.voters[0]}", next_path="/vote"))
    assert "no longer" not in voter.get(f"/vote/{hall.uuid}").text
    assert voter.post_json(f"/vote/{hall.uuid}/cast", hall.ballot(0, FOR)).status_code == 201


@pytest.mark.parametrize("language", IN_WORDS)
def test_officers_read_what_is_wrong_and_what_to_do_in_their_language(
    app: Flask, hall: Hall, dist: Path, clock: FixedClock, language: str
) -> None:
    client = officer_browser(app, hall.database, clock, Role.SECRETARY)
    path = f"/office/papers/{hall.uuid}"
    client.post("/language", {"language": language, "next": path})
    assert IN_WORDS[language] not in client.get(path).text
    upgrade(dist, "worker.js")
    page = client.get(path)
    assert IN_WORDS[language] in page.text
    assert "worker.js" in page.text and "GovApp" in page.text


def test_after_closing_only_the_key_holders_pages_matter_and_after_the_count_none(
    app: Flask, hall: Hall, dist: Path, clock: FixedClock
) -> None:
    hall.vote(0, FOR)
    hall.close("Everybody has voted.")
    upgrade(dist, "booth.js")
    assert "no longer" not in board(app, hall).text
    upgrade(dist, "trustee-worker.js")
    client = officer_browser(app, hall.database, clock, Role.SCRUTINEER)
    for page in (board(app, hall), client.get(f"/office/papers/{hall.uuid}")):
        assert PAGES in page.text and "trustee-worker.js" in page.text
    assert "not in the browser" in client.get(f"/office/papers/{hall.uuid}").text
    hall.decrypt(0)
    assert "no longer" not in client.get(f"/office/papers/{hall.uuid}").text
    assert PAGES in board(app, hall).text, "that the count is done shows to nobody before the announcement"
    with hall.act(SECRETARY) as work:
        service.publish_result(work, hall.uuid)
    assert "no longer" not in board(app, hall).text


def test_the_run_sheet_of_the_assembly_says_it_until_the_count(
    app: Flask, database: Database, clock: FixedClock, dist: Path
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    client, path = officer_browser(app, database, clock, Role.SECRETARY), f"/office/assemblies/{meeting.id}"
    assert BOOTH not in client.get(path).text
    upgrade(dist, "booth.js")
    assert BOOTH in client.get(path).text
    meeting.open()
    meeting.vote(*BALLOTS)
    assert BOOTH in client.get(path).text
    meeting.close("Everybody has voted.")
    assert BOOTH not in client.get(path).text


def test_a_paper_that_is_not_fixed_has_no_booth_yet(
    app: Flask, database: Database, clock: FixedClock, dist: Path
) -> None:
    hall = prepared(database, clock)
    upgrade(dist, "booth.js")
    assert "no longer" not in board(app, hall).text


def test_the_command_names_each_file_and_says_what_to_do(
    dist: Path, database: Database, clock: FixedClock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY.decode())
    hall = ready(database, clock, questions=(decision(),))
    prepared(database, clock)
    fine = CliRunner().invoke(ballots, ["check"])
    assert (fine.exit_code, fine.output) == (0, f"{hall.uuid}: in order\n")
    upgrade(dist, "booth.js")
    changed = CliRunner().invoke(ballots, ["check"])
    assert changed.exit_code == 1
    assert f"{hall.uuid}: booth.js of the voting booth is not the file" in changed.output
    assert "put back the version" in changed.output


def test_the_command_finds_a_paper_that_does_not_stand_where_its_archive_ends(
    dist: Path, database: Database, clock: FixedClock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY.decode())
    hall = opened(database, clock, questions=(decision(),))
    hall.vote(0, FOR)
    with hall.act(SECRETARY) as work:
        work.session.execute(update(Paper).values(height=7))
    broken = CliRunner().invoke(ballots, ["check"])
    assert broken.exit_code == 1
    assert "the paper stands at event 7, its archive ends with event 1" in broken.output


def test_files_matter_as_long_as_somebody_uses_them() -> None:
    fixed, served = {"booth.js": "a", "trustee.js": "b", "gone.js": "c"}, {"booth.js": "x", "trustee.js": "y"}

    def names(state: PaperState, **options: bool) -> list[str]:
        return [each.name for each in changed_files(fixed, served, state, **options)]

    assert names(PaperState.READY) == names(PaperState.OPEN) == ["booth.js", "gone.js", "trustee.js"]
    assert names(PaperState.CLOSED) == ["trustee.js"]
    assert names(PaperState.CLOSED, has_too_few=True) == names(PaperState.COUNTED) == []
    assert names(PaperState.GATHERING_KEYS) == []
    assert changed_files(fixed, fixed, PaperState.OPEN) == ()
    (gone,) = (each for each in changed_files(fixed, served, PaperState.OPEN) if each.name == "gone.js")
    assert (gone.fixed, gone.served) == ("c", "")

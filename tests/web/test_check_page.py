"""The page that checks a whole vote in the browser: where it is, what it is given, and what leads to it."""

from pathlib import Path

import pytest
from flask import Flask

from govapp.ballots.views.checking import archive_megabytes
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.web.static_files import FOLDER, asset, integrity
from tests.factories.accounts import a_browser
from tests.factories.assembly import counted
from tests.factories.ballots import Hall, opened, prepared

SCRIPTS = ("checker.js", "checker-worker.js")


@pytest.fixture
def hall(app: Flask, database: Database, clock: FixedClock) -> Hall:
    return opened(database, clock)


def test_anybody_may_check_a_vote_from_its_board(app: Flask, hall: Hall) -> None:
    client = a_browser(app)
    board = client.get(f"/board/{hall.uuid}")
    assert board.all("a", href=f"/board/{hall.uuid}/check")
    page = client.get(f"/board/{hall.uuid}/check?ballot=abc")
    box = page.one("div", id="checker")
    assert box.get("data-archive") == f"/board/{hall.uuid}/archive"
    assert box.get("data-fingerprint") == hall.paper().fingerprint
    assert (box.get("data-head"), box.get("data-height")) == (hall.paper().head, str(hall.paper().height))
    assert box.get("data-worker") == asset("booth/checker/checker-worker.js")
    assert page.one("input", id="ballot").get("value") == "abc"
    (script,) = [each for each in page.all("script") if (each.get("src") or "").endswith("/checker.js")]
    assert script.get("integrity") == integrity("booth/checker/checker.js")


def test_before_its_paper_is_sealed_a_vote_has_nothing_to_check(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    hall = prepared(database, clock)
    a_browser(app).get(f"/board/{hall.uuid}/check", status=404)
    a_browser(app).get("/board/nothing/check", status=404)


def test_the_result_leads_to_the_page(app: Flask, database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    uuid = meeting.vote_row().paper_uuid
    assert a_browser(app).get(f"/assemblies/{meeting.id}/result").all("a", href=f"/board/{uuid}/check")


def test_what_is_downloaded_is_said_before_it_begins(hall: Hall) -> None:
    assert archive_megabytes(hall.paper()) == 1


@pytest.mark.parametrize("name", SCRIPTS)
def test_its_scripts_write_no_markup_and_talk_to_no_other_site(name: str) -> None:
    content = (FOLDER / "booth" / "checker" / name).read_text(encoding="utf-8")
    for forbidden in ("innerHTML", "eval(", "new Function", "http://", "https://", "XMLHttpRequest", "importScripts"):
        assert forbidden not in content


def test_the_booth_never_loads_them() -> None:
    templates = Path(__file__).parents[2] / "templates"
    naming = {each.name for each in templates.rglob("*.html") if "booth/checker/" in each.read_text(encoding="utf-8")}
    assert naming == {"check.html"}

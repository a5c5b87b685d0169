"""A whole assembly through the front door: its own web server, mail, keys, ballots, archive and verifier."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from govapp.accounts.rules import FRESH_SIGN_IN
from govapp.audit import journal
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database, open_database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock, SystemClock
from govapp.kernel.texts import LANGUAGES
from govapp.rehearsal.cli import SCENARIOS, rehearse_command
from govapp.rehearsal.people import register_file
from govapp.rehearsal.progress import ProgressLines
from govapp.rehearsal.registrar import Registrar
from govapp.rehearsal.runner import RehearsalResult, rehearse
from govapp.rehearsal.scenario import read_scenario
from govapp.rehearsal.staff import hire, sign_in
from govapp.settings import Settings
from govapp.web.app import create_app
from pybelenios.cli.verify import verify_file

EVERYTHING = SCENARIOS / "board-and-strategy.json"


@pytest.fixture
def outcome(database_url: str, tmp_path: Path) -> RehearsalResult:
    scenario = read_scenario(EVERYTHING.read_bytes())
    return rehearse(scenario, tmp_path / "out", ProgressLines(quiet=True), database_url=database_url)


def test_an_assembly_with_every_way_of_voting_gives_the_figures_of_its_scenario(
    outcome: RehearsalResult, database_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    assert outcome.differences == ()
    assert outcome.is_good
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert results == outcome.results
    assert (results["ballots"], results["eligible"], results["valid"]) == (12, 30, True)
    assert list(results["seconds"]) == ["import", "roll", "open", "cast", "close", "tally", "verify"]
    verdicts = [item.get("verdict") for item in results["items"]]
    assert verdicts == [None, "adopted", "rejected", None, "tied", "elected", "ranked", "adopted"]
    _files_are_there(folder, results["items"][1]["archive"])
    _journal_is_whole(database_url)


def _files_are_there(folder: Path, archive: str) -> None:
    assert verify_file(folder / archive).valid
    roll = json.loads((folder / "roll.json").read_bytes())
    assert len(roll["entries"]) == 30
    listed = (folder / "shareholders.csv").read_text(encoding="utf-8-sig").splitlines()
    assert sum(line.split(";")[0].isdigit() for line in listed) == 30 + 1, "who may vote, and who has not paid"
    assert (folder / "shareholders.xlsx").read_bytes().startswith(b"PK")
    tags = [json.loads(line)["tag"] for line in (folder / "audit.jsonl").read_text(encoding="utf-8").splitlines()]
    assert tags.count("ballot:cast") == 12 + 3


def _journal_is_whole(database_url: str) -> None:
    database = open_database(database_url)
    with database.read_only(SYSTEM, SystemClock().now()) as work:
        assert journal.verify(work.session).is_whole
    database.dispose()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_an_officer_of_a_long_rehearsal_types_a_fresh_code_and_goes_on(database: Database, settings: Settings) -> None:
    team = hire(database, settings)
    clock = FixedClock(SystemClock().now())
    with served(create_app(settings, database=database, clock=clock)) as address:
        browser = sign_in(team["registrar"], address, clock)
        clock.advance(FRESH_SIGN_IN)
        Registrar(browser).import_register("register.csv", register_file(10, clock.now().date()))
        with database.read_only(SYSTEM, clock.now()) as work:
            tags = set(work.session.scalars(select(JournalEntryRecord.tag)))
        browser.close()
    assert "sign_in:confirmed" in tags
    assert "register:imported" in tags


def test_a_scenario_with_faults_is_refused_with_all_of_them(tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_text('{"voters": 0, "items": [{"kind": "vote"}]}', encoding="utf-8")
    done = CliRunner().invoke(rehearse_command, [str(file), "--out", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert not (tmp_path / "out").exists()
    for place in ("voters: 0", "held_on:", "items[0].kind:"):
        assert place in done.output


def test_the_faults_of_a_scenario_are_told_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_text('{"voters": 0, "items": [{"kind": "vote"}]}', encoding="utf-8")
    command = [str(file), "--out", str(tmp_path / "out"), "--language"]
    said = {each: CliRunner().invoke(rehearse_command, [*command, each.value]).output for each in LANGUAGES}
    assert len(set(said.values())) == len(LANGUAGES)
    for output in said.values():
        for place in ("voters: 0", "held_on:", "items[0].kind: 'vote'"):
            assert place in output


def test_a_rehearsal_whose_outcome_differs_says_where_and_fails(tmp_path: Path) -> None:
    scenario = json.loads(EVERYTHING.read_bytes())
    scenario["items"] = [scenario["items"][1] | {"verdict": "rejected"}]
    file = tmp_path / "other.json"
    file.write_text(json.dumps(scenario), encoding="utf-8")
    done = CliRunner().invoke(rehearse_command, [str(file), "--out", str(tmp_path / "out"), "--quiet"])
    assert done.exit_code == 1
    assert "DIFFERENT: item 1, verdict: 'adopted' instead of 'rejected'" in done.output

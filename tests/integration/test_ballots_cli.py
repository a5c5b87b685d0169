"""The commands that look after ballot papers, and a key holder who uses those of the library."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govapp.ballots.cli import ballots
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.refusals import TooFewBallots
from govapp.ballots.service import add_trustee_key, submit_decryption
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from pybelenios.cli.trustee import main
from pybelenios.cli.verify import verify_file
from tests.factories.ballots import FOR, KEY, decision, election, opened, prepared

QUESTION = (decision(),)


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY.decode())


def run(*arguments: str, status: int = 0) -> str:
    result = _invoke(*arguments)
    assert result.exit_code == status, (result.output, result.exception)
    return result.output


def _invoke(*arguments: str) -> Result:
    return CliRunner().invoke(ballots, arguments)


def test_a_box_is_opened_closed_and_counted_from_the_command_line(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    hall = prepared(database, clock, questions=QUESTION, subject_ref="trial")
    assert "open" in run("open", hall.uuid)
    clock.set(hall.paper().opens_at)
    tracker = hall.vote(0, FOR).tracker
    run("close", hall.uuid)
    assert hall.paper().state is PaperState.COUNTED
    (row,) = json.loads(run("list", "--json"))
    assert (row["uuid"], row["state"], row["counted"]) == (hall.uuid, "counted", 1)
    assert hall.uuid in run("list")
    exported = json.loads(run("export", hall.uuid))
    assert exported["result"] == [[1, 0, 0]]
    assert exported["trackers"] == [{"number": 1, "tracker": tracker, "counts": True}]
    assert hall.paper().published_at is None
    assert "published" in run("publish", hall.uuid)
    assert hall.paper().published_at is not None
    file = tmp_path / "box.bel"
    run("archive", hall.uuid, "--out", str(file))
    assert file.read_bytes() == hall.archive()
    assert verify_file(file).valid


def test_the_paper_of_an_assembly_is_opened_with_its_assembly(database: Database, clock: FixedClock) -> None:
    hall = prepared(database, clock, questions=QUESTION)
    assert "govapp assembly open 1" in run("open", hall.uuid, status=2)


def test_the_count_is_shown_or_whose_share_is_missing(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=(decision(), election()), trustees=2)
    hall.vote(0, FOR, (0, 1, 1, 0))
    hall.vote(1, FOR, (1, 0, 0, 0))
    assert "not counted yet" in run("tally", hall.uuid, status=1)
    hall.close()
    hall.decrypt(0)
    assert "partial decryptions missing of Scrutineer 102" in run("tally", hall.uuid, status=1)
    hall.decrypt(1)
    shown = run("tally", hall.uuid)
    assert "2  For (fr)" in shown
    assert "1  (blank)" in shown
    assert "0  Candidate C" in shown


def test_a_handful_of_ballots_is_not_shown(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION, minimum_ballots=2)
    hall.vote(0, FOR)
    hall.close()
    assert isinstance(_invoke("tally", hall.uuid).exception, TooFewBallots)


def test_a_key_holder_works_without_a_browser(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    hall = prepared(database, clock, questions=QUESTION, trustees=1)
    key, archive, opened_part = tmp_path / "key.json", tmp_path / "box.bel", tmp_path / "decryption.json"
    public = trustee("keygen", "--out", str(key)).splitlines()[0]
    with hall.act(hall.trustees[0]) as work:
        add_trustee_key(work, hall.uuid, public)
    hall.seal()
    hall.open()
    clock.set(hall.paper().opens_at)
    hall.vote(0, FOR)
    hall.close()
    archive.write_bytes(hall.archive())
    trustee("decrypt", str(archive), "--key", str(key), "--jobs", "1", "--out", str(opened_part))
    with hall.act(hall.trustees[0]) as work:
        submit_decryption(work, hall.uuid, opened_part.read_text())
    assert hall.paper().result == (FOR,)


def trustee(*arguments: str) -> str:
    """Run govapp-trustee and return what it prints."""
    printed = StringIO()
    with redirect_stdout(printed):
        assert main(arguments) == 0
    return printed.getvalue()

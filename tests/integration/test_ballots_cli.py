"""The commands of ballots and of key holders."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govapp.ballots.cli import ballots, trustee
from govapp.ballots.keyfile import open_once
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.refusals import NotClosedYet, TooFewBallots, WrongTrusteeKey
from govapp.ballots.service import add_trustee_key, submit_decryption
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from packages.pybelenios.tests.ballotbox import Step, lay_out, rebuild, steps_of
from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import read_archive
from pybelenios.ballot import accepted_choices
from pybelenios.cli.verify import verify_file
from pybelenios.election import read_election
from pybelenios.tally import TallyAccumulator, write_tally
from pybelenios.trustees import TrusteePair, read_private_key, read_public_key
from tests.factories.ballots import FOR, KEY, Hall, decision, election, opened, prepared

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
    group, *rest = arguments
    return CliRunner().invoke({"ballots": ballots, "trustee": trustee}[group], rest)


def test_a_box_is_opened_closed_and_counted_from_the_command_line(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    hall = prepared(database, clock, questions=QUESTION, subject_ref="trial")
    assert "open" in run("ballots", "open", hall.uuid)
    clock.set(hall.paper().opens_at)
    tracker = hall.vote(0, FOR).tracker
    run("ballots", "close", hall.uuid, "--reason", "The trial is over.")
    assert hall.paper().state is PaperState.COUNTED
    (row,) = json.loads(run("ballots", "list", "--json"))
    assert (row["uuid"], row["state"], row["counted"]) == (hall.uuid, "counted", 1)
    assert hall.uuid in run("ballots", "list")
    exported = json.loads(run("ballots", "export", hall.uuid))
    assert exported["result"] == [[1, 0, 0]]
    assert exported["trackers"] == [{"number": 1, "tracker": tracker, "counts": True}]
    assert hall.paper().published_at is None
    assert "published" in run("ballots", "publish", hall.uuid)
    assert hall.paper().published_at is not None
    file = tmp_path / "box.bel"
    run("ballots", "archive", hall.uuid, "--out", str(file))
    assert file.read_bytes() == hall.archive()
    assert verify_file(file).valid


def test_the_paper_of_an_assembly_is_opened_with_its_assembly(database: Database, clock: FixedClock) -> None:
    hall = prepared(database, clock, questions=QUESTION)
    assert "govapp assembly open 1" in run("ballots", "open", hall.uuid, status=2)


def test_the_count_is_shown_or_whose_share_is_missing(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=(decision(), election()), trustees=2)
    hall.vote(0, FOR, (0, 1, 1, 0))
    hall.vote(1, FOR, (1, 0, 0, 0))
    assert "not counted yet" in run("ballots", "tally", hall.uuid, status=1)
    hall.close()
    hall.decrypt(0)
    assert "shares missing of Scrutineer 102" in run("ballots", "tally", hall.uuid, status=1)
    hall.decrypt(1)
    shown = run("ballots", "tally", hall.uuid)
    assert "2  For (fr)" in shown
    assert "1  (blank)" in shown
    assert "0  Candidate C" in shown


def test_a_handful_of_ballots_is_not_shown(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION, minimum_ballots=2)
    hall.vote(0, FOR)
    hall.close()
    assert isinstance(_invoke("ballots", "tally", hall.uuid).exception, TooFewBallots)


def test_a_key_is_made_in_a_file_that_only_its_owner_can_read(tmp_path: Path, database: Database) -> None:
    file = tmp_path / "key.json"
    public = run("trustee", "keygen", "--out", str(file)).splitlines()[0]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    pair = TrusteePair(read_private_key(file.read_text()), read_public_key(public.encode()))
    assert pair.private_file() == file.read_text()
    assert "never overwritten" in run("trustee", "keygen", "--out", str(file), status=2)


def test_a_key_holder_works_without_a_browser(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    hall = prepared(database, clock, questions=QUESTION, trustees=1)
    key, archive, share = tmp_path / "key.json", tmp_path / "box.bel", tmp_path / "share.json"
    public = run("trustee", "keygen", "--out", str(key)).splitlines()[0]
    with hall.act(hall.trustees[0]) as work:
        add_trustee_key(work, hall.uuid, public)
    hall.seal()
    hall.open()
    clock.set(hall.paper().opens_at)
    hall.vote(0, FOR)
    archive.write_bytes(hall.archive())
    assert isinstance(_decrypt(archive, key).exception, NotClosedYet)
    hall.close()
    archive.write_bytes(hall.archive())
    run("trustee", "decrypt", str(archive), "--key", str(key), "--jobs", "1", "--out", str(share))
    with hall.act(hall.trustees[0]) as work:
        submit_decryption(work, hall.uuid, share.read_text())
    assert hall.paper().result == (FOR,)


def _decrypt(archive: Path, key: Path) -> Result:
    return _invoke("trustee", "decrypt", str(archive), "--key", str(key), "--jobs", "1")


def _closed(database: Database, clock: FixedClock, tmp_path: Path, minimum: int) -> tuple[Hall, Path, Path]:
    hall = opened(database, clock, questions=QUESTION, trustees=1, minimum_ballots=minimum)
    hall.vote(0, FOR)
    hall.close()
    archive, key = tmp_path / "box.bel", tmp_path / "key.json"
    archive.write_bytes(hall.archive())
    key.write_text(hall.keys[0].private_file())
    return hall, archive, key


def test_a_key_holder_is_stopped_before_opening_a_handful_of_ballots(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    _, archive, key = _closed(database, clock, tmp_path, minimum=2)
    assert isinstance(_decrypt(archive, key).exception, TooFewBallots)


def test_a_key_opens_one_total_and_no_other(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    hall = opened(database, clock, questions=QUESTION, trustees=1)
    archive, key, other = tmp_path / "box.bel", tmp_path / "key.json", tmp_path / "other.bel"
    hall.vote(0, FOR)
    key.write_text(hall.keys[0].private_file())
    subset = read_archive(hall.archive())
    hall.vote(1, FOR)
    hall.close()
    archive.write_bytes(hall.archive())
    election, tally = read_election(subset.election), TallyAccumulator(read_election(subset.election))
    tally.add(accepted_choices(election, subset.events[1].data[0].body))
    steps = [*steps_of(subset), Step(EventType.END_BALLOTS, ())]
    total = Step(EventType.ENCRYPTED_TALLY, (write_tally(tally.tally()),), ballots=1, weight=1)
    other.write_bytes(lay_out(rebuild([*steps, total])))
    assert verify_file(other).valid, "nothing is wrong with it but that it is not the whole box"
    for _ in range(2):
        assert _decrypt(archive, key).exit_code == 0
    refused = _decrypt(other, key)
    assert refused.exit_code == 1
    assert "this key has opened another total before" in refused.output


def test_a_key_on_something_that_cannot_be_written_is_used_and_the_holder_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_once(tmp_path / "missing folder" / "key.json", b"[]")
    assert "Nothing could be noted beside the key" in capsys.readouterr().err


def test_a_key_holder_is_stopped_by_the_wrong_file(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    _, archive, key = _closed(database, clock, tmp_path, minimum=1)
    other = tmp_path / "other.json"
    run("trustee", "keygen", "--out", str(other))
    assert isinstance(_decrypt(archive, other).exception, WrongTrusteeKey)
    assert "does not hold a private key" in _decrypt(archive, archive).output
    assert "not an archive" in _decrypt(key, key).output


def test_a_key_holder_does_not_decrypt_an_archive_that_was_altered(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    _, archive, key = _closed(database, clock, tmp_path, minimum=1)
    altered = archive.read_bytes().replace(b'"num_tallied":1', b'"num_tallied":2')
    archive.write_bytes(altered)
    assert "do not decrypt" in _decrypt(archive, key).output

"""The commands of the assembly, as an operator types them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from govapp.assembly.convocation.service.evidence import evidence_csv
from govapp.assembly.convocation.service.post import note_evidence
from govapp.assembly.votes.cli import assembly
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.service.notice import read_notice_evidence
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from tests.conftest import KEY
from tests.factories.assembly import BALLOTS, counted, written


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, database_url: str) -> CliRunner:
    """Return a command line that works on the test's database."""
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    return CliRunner()


def test_an_operator_opens_closes_announces_and_reads_the_result(runner: CliRunner, database: Database) -> None:
    clock = FixedClock(datetime.now(UTC) - timedelta(hours=1))
    meeting = written(database, clock)
    meeting.lock()
    listed = json.loads(runner.invoke(assembly, ["list", "--json"]).output)
    assert [[vote["state"] for vote in row["votes"]] for row in listed] == [["locked"]]
    assert "Invitations for the worker to send: 6." in runner.invoke(assembly, ["open", "1"]).output
    clock.set(datetime.now(UTC))
    meeting.vote(*BALLOTS)
    assert runner.invoke(assembly, ["result", "1"]).exit_code == 1
    assert runner.invoke(assembly, ["close", "1"]).exception is not None
    meeting.close("The hall has to be left")
    assert "fingerprint" in runner.invoke(assembly, ["announce", "1"]).output
    assert meeting.vote_row().state is VoteState.ANNOUNCED


def test_the_result_is_told_in_sentences_or_as_json(runner: CliRunner, database: Database, clock: FixedClock) -> None:
    counted(database, clock)
    told = runner.invoke(assembly, ["result", "1"]).output
    assert "5 of 6 shareholders voted (83.3%)." in told
    assert "Adopted. 2 for, 1 against: 66.7% of the votes that count" in told
    record = json.loads(runner.invoke(assembly, ["result", "1", "--json"]).output)
    assert record["ballots"] == 5
    assert "General assembly 2026" in runner.invoke(assembly, ["list"]).output
    assert runner.invoke(assembly, ["result", "99"]).exception is not None


def test_an_operator_has_the_evidence_of_the_notice_made_again(
    runner: CliRunner, database: Database, tmp_path: Path
) -> None:
    meeting = written(database, FixedClock(datetime.now(UTC) - timedelta(hours=1)))
    meeting.lock()
    shown = runner.invoke(assembly, ["notice", "1"])
    assert shown.exit_code == 0
    assert f"{6:>7}  Together, each exactly once" in shown.output
    kept = tmp_path / "notice-1-1.csv"
    with meeting.at() as work:
        evidence = read_notice_evidence(work, meeting.vote_row())
        kept.write_bytes(evidence_csv(evidence))
    strange = runner.invoke(assembly, ["notice", "1", "--file", str(kept)])
    assert strange.exit_code == 1 and "the journal tells of no file" in strange.output
    with meeting.at() as work:
        note_evidence(work, evidence, "csv")
    known = runner.invoke(assembly, ["notice", "1", "--file", str(kept)])
    assert known.exit_code == 0 and "taken as a file on" in known.output

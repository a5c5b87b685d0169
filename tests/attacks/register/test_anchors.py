"""A chain that is cut at its end by whoever owns the database is found by an anchor that somebody kept."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from govapp.accounts.signing import installation_signer
from govapp.accounts.tags import AccountsTag
from govapp.anchor import anchor
from govapp.audit import journal
from govapp.audit.anchors import AnchorOccasion, current_anchor, list_anchors
from govapp.audit.cli import audit
from govapp.audit.rules.anchor import read_anchor
from govapp.ballots.cli import ballots
from govapp.ballots.queries.anchoring import ALL_CHAINS
from govapp.db.cli import db
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from govapp.shares.ledger.service import IssueShares, issue_shares
from govapp.shares.register.cli import shares
from tests.factories.ballots import AGAINST, FOR, KEY, KEYS, Hall, decision, opened
from tests.factories.shares import REGISTRAR, SINCE
from tests.factories.tampering import tamper, without_triggers

COMMANDS = {"audit": audit, "shares": shares, "ballots": ballots, "db": db, "anchor": anchor}


@dataclass(frozen=True)
class Kept:
    """A vote with two ballots and a register with a last entry, and the anchor that somebody took home."""

    hall: Hall
    file: Path

    @property
    def database(self) -> Database:
        return self.hall.database

    @property
    def lines(self) -> int:
        """How many lines of the journal the anchor knows."""
        return int(json.loads(self.file.read_text())["journal"]["lines"])

    @property
    def at(self) -> str:
        """When it was taken, as the commands say it."""
        moment = json.loads(self.file.read_text())["at"]
        return f"{moment[:10]} {moment[11:19]} UTC"


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY.decode())


@pytest.fixture
def kept(database: Database, clock: FixedClock, tmp_path: Path) -> Kept:
    hall = opened(database, clock, questions=(decision(),))
    hall.vote(0, FOR)
    hall.vote(1, AGAINST)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        issue_shares(work, IssueShares(hall.voters[0], 2, 3000, 6000, SINCE))
    file = tmp_path / "anchor.json"
    run("anchor", str(file))
    return Kept(hall, file)


def run(command: str, *arguments: str, status: int = 0) -> list[str]:
    result = CliRunner().invoke(COMMANDS[command], arguments)
    assert result.exit_code == status, (result.output, result.exception)
    return result.stdout.splitlines()


def test_while_nothing_is_cut_the_anchor_holds(kept: Kept) -> None:
    file = str(kept.file)
    assert run("audit", "verify", "--anchor", file)[1] == (
        f"The journal still holds everything up to line {kept.lines}, as it was known on {kept.at}."
    )
    assert run("shares", "check", "--anchor", file)[0] == (
        f"The register still holds everything up to entry 6, as it was known on {kept.at}."
    )
    assert run("ballots", "check", "--anchor", file)[1] == (
        f"The archive of the vote {kept.hall.uuid} still holds everything up to link 3, as it was known on {kept.at}."
    )


def test_life_goes_on_after_an_anchor(kept: Kept) -> None:
    kept.hall.vote(2, FOR)
    kept.hall.close()
    for command in (("audit", "verify"), ("shares", "check"), ("ballots", "check")):
        run(*command, "--anchor", str(kept.file))


def test_a_journal_whose_last_line_was_cut_off_is_found(kept: Kept) -> None:
    tamper(kept.database, "journal_entry", "DELETE FROM journal_entry WHERE sequence = :last", last=kept.lines)
    assert run("db", "check")[1].startswith("triggers in order")
    run("audit", "verify")
    found = run("audit", "verify", "--anchor", str(kept.file), status=1)
    assert found[1] == (
        f"The journal was cut at its end: on {kept.at} it was known up to line {kept.lines}, now it ends at line "
        f"{kept.lines - 1}."
    )


def test_a_journal_that_was_cut_and_went_on_is_found(kept: Kept) -> None:
    tamper(kept.database, "journal_entry", "DELETE FROM journal_entry WHERE sequence = :last", last=kept.lines)
    with kept.hall.act(SYSTEM) as work:
        journal.record(work, AccountsTag.SESSION_ENDED, SubjectRef("officer:3"))
        journal.record(work, AccountsTag.SESSION_ENDED, SubjectRef("officer:4"))
    assert run("audit", "verify", "--anchor", str(kept.file), status=1)[1] == (
        f"The journal was rewritten: line {kept.lines} is no longer the one that was known on {kept.at}."
    )


def test_a_register_whose_last_entry_was_cut_off_is_found(kept: Kept) -> None:
    with without_triggers(kept.database, "ledger_transaction", "ledger_line") as connection:
        connection.execute(text("DELETE FROM ledger_line WHERE sequence = 6"))
        connection.execute(text("DELETE FROM ledger_transaction WHERE sequence = 6"))
        holding = text("UPDATE holding SET shares = 1, paid_in_cents = 3000, paid_shares = 1 WHERE party_id = :holder")
        connection.execute(holding, {"holder": kept.hall.voters[0]})
    found = run("shares", "check", "--anchor", str(kept.file), status=1)
    assert found[1] == (
        f"The register was cut at its end: on {kept.at} it was known up to entry 6, now it ends at entry 5."
    )


def test_an_archive_whose_last_event_was_cut_off_is_found(kept: Kept) -> None:
    with without_triggers(kept.database, "paper_event", "ballot", "ballot_nonce") as connection:
        connection.execute(text("DELETE FROM ballot_nonce"))
        connection.execute(text("DELETE FROM ballot WHERE height = 2"))
        connection.execute(text("DELETE FROM paper_event WHERE height = 2"))
        head = connection.scalar(text("SELECT hash FROM paper_event WHERE height = 1"))
        connection.execute(text("UPDATE paper SET head = :head, height = 1, ballots = 1"), {"head": head})
    alone = run("ballots", "check", status=1)
    assert alone == [f"{kept.hall.uuid}: the journal tells of 2 ballots, the box holds 1"]
    found = run("ballots", "check", "--anchor", str(kept.file), status=1)
    assert found[1] == (
        f"The archive of the vote {kept.hall.uuid} was cut at its end: on {kept.at} it was known up to link 3, now it "
        "ends at link 2."
    )


def test_what_was_signed_when_voting_opened_finds_a_cut_by_itself(kept: Kept) -> None:
    with kept.hall.act(SYSTEM) as work:
        (opening,) = list_anchors(work.session, SubjectRef(kept.hall.subject))
    known = next(head for head in opening.signed.anchor.heads if head.chain == "journal").length
    tamper(kept.database, "journal_entry", "DELETE FROM journal_entry WHERE sequence >= :from", **{"from": known})
    assert run("audit", "verify", status=1)[1] == (
        f"The journal was cut at its end: on 2026-06-01 12:00:00 UTC it was known up to line {known}, now it ends at "
        f"line {known - 1}."
    )


def test_a_kept_anchor_that_was_changed_in_the_database_is_named(kept: Kept) -> None:
    forged = kept.file.read_text()
    tamper(
        kept.database, "anchor", "UPDATE anchor SET record = :forged", forged=forged.replace('"lines": ', '"lines": 1')
    )
    assert run("audit", "verify", status=1)[1] == (
        "Signed state 1 in the database: The signature under this signed state does not fit: it was changed after it "
        "was signed."
    )


def test_a_vote_shows_the_state_when_it_opened_and_when_it_closed(kept: Kept) -> None:
    kept.hall.close()
    with kept.hall.act(SYSTEM) as work:
        opening, closing = list_anchors(work.session, SubjectRef(kept.hall.subject))
    assert (opening.occasion, closing.occasion) == (AnchorOccasion.VOTE_OPENED, AnchorOccasion.VOTE_CLOSED)
    assert [head.chain for head in closing.signed.anchor.heads] == [
        "journal",
        "ledger",
        "people",
        f"vote {kept.hall.uuid}",
    ]
    assert closing.signed.key == installation_signer(work.keys).key


def test_nobody_can_find_out_a_result_from_an_anchor_before_it_is_announced(kept: Kept) -> None:
    """The server alone holds the key here, so that its closing counts at once: the result is in the archive."""
    kept.hall.close()
    with kept.hall.act(SYSTEM) as work:
        *_, vote = current_anchor(work.session, work.now, installation_signer(work.keys), ALL_CHAINS).anchor.heads
    found = kept.hall.paper()
    assert found.result is not None
    assert vote.length < found.height + 1
    assert vote.head != found.head


def test_an_anchor_on_standard_output_can_be_read_again(kept: Kept) -> None:
    printed = "\n".join(run("anchor"))
    assert read_anchor(printed).key == installation_signer(KEYS).key


def test_an_anchor_of_nothing_that_is_checked_is_a_misuse(kept: Kept, tmp_path: Path, database: Database) -> None:
    with database.read_only(SYSTEM, kept.hall.clock.now()) as work:
        signed = current_anchor(work.session, work.now, installation_signer(work.keys), ALL_CHAINS[:1])
    other = tmp_path / "journal only.json"
    other.write_text(signed.text)
    result = CliRunner().invoke(shares, ["check", "--anchor", str(other)])
    assert result.exit_code == 2
    assert "says nothing of this" in result.output

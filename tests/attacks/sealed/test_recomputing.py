"""The announced record follows from archive and rules; who announces or keeps another one is found out."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from govapp.assembly.agenda.rules.items import ItemKind, VotingMethod
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.recomputing import recompute_result
from govapp.assembly.votes.rules.recomputing import find_difference
from govapp.assembly.votes.rules.record import RollNotSealed, RulesNotSealed
from govapp.assembly.votes.rules.states import NotCounted
from govapp.ballots import queries
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.canonical import canonical_json
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.factories.assembly import AGAINST, DIRECTORS, FOR, NADIA, Meeting, counted, created, put_item, written

Change = Callable[..., None]


def announced(database: Database, clock: FixedClock) -> Meeting:
    meeting = counted(database, clock)
    meeting.announce()
    return meeting


def test_the_record_is_made_again_byte_for_byte(
    runner: CliRunner, database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    meeting = announced(database, clock)
    uuid = meeting.vote_row().prepared_paper_uuid
    again = runner.invoke(govapp, ["ballots", "recompute", uuid, "--out", str(tmp_path / "again.json")])
    assert (again.exit_code, "as announced, digest" in again.output) == (0, True)
    with meeting.at() as work:
        kept = find_announcement(work.session, meeting.vote_row().id)
    assert kept is not None
    assert (tmp_path / "again.json").read_bytes() == canonical_json(kept.record)


def test_a_stranger_s_copies_of_archive_and_rules_give_the_same_record(
    runner: CliRunner, database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    meeting = announced(database, clock)
    vote = meeting.vote_row()
    rules, archive = tmp_path / "rules.json", tmp_path / "kept.bel"
    rules.write_bytes(canonical_json(vote.rules))
    runner.invoke(govapp, ["ballots", "archive", vote.prepared_paper_uuid, "--out", str(archive)])
    kept = ["--archive", str(archive), "--rules", str(rules)]
    assert runner.invoke(govapp, ["ballots", "recompute", vote.prepared_paper_uuid, *kept]).exit_code == 0
    rules.write_bytes(canonical_json(json.loads(rules.read_text()) | {"profile": "0" * 64}))
    refused = runner.invoke(govapp, ["ballots", "recompute", vote.prepared_paper_uuid, *kept])
    assert isinstance(refused.exception, RulesNotSealed)
    archive.write_bytes(b"nothing")
    assert runner.invoke(govapp, ["ballots", "recompute", vote.prepared_paper_uuid, *kept]).exit_code == 1


def test_an_election_by_motions_is_made_again_too(runner: CliRunner, database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    details = {"seats": 1, "method": VotingMethod.MOTIONS}
    put_item(meeting, ItemKind.ELECTION, DIRECTORS, "Amina Benali", "Joris Claes", **details)
    meeting.lock()
    meeting.open()
    meeting.vote(*[(FOR, AGAINST)] * 5)
    meeting.close()
    meeting.announce()
    assert runner.invoke(govapp, ["ballots", "recompute", meeting.vote_row().prepared_paper_uuid]).exit_code == 0


@pytest.mark.parametrize(
    ("found", "replacement", "place"),
    [
        ('"verdict":"adopted"', '"verdict":"rejected"', "items[0].verdict"),
        ('"elected":[0,1]', '"elected":[0,2]', "items[2].elected[1]"),
        ('"ballots":5,"channels"', '"ballots":6,"channels"', "ballots"),
    ],
    ids=["verdict", "elected", "ballots"],
)
def test_another_announced_record_is_found_with_its_place(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change, found: str, replacement: str, place: str
) -> None:
    meeting = announced(database, clock)
    with meeting.at() as work:
        kept = find_announcement(work.session, meeting.vote_row().id)
    assert kept is not None
    text = canonical_json(kept.record).decode()
    assert found in text
    change("UPDATE announcement SET record = :record", record=text.replace(found, replacement, 1))
    again = runner.invoke(govapp, ["ballots", "recompute", meeting.vote_row().prepared_paper_uuid])
    assert again.exit_code == 1
    assert f"first at {place}" in again.output


def test_another_digest_beside_the_same_record_is_found(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change
) -> None:
    meeting = announced(database, clock)
    change("UPDATE announcement SET digest = :digest", digest="0" * 64)
    again = runner.invoke(govapp, ["ballots", "recompute", meeting.vote_row().prepared_paper_uuid])
    assert (again.exit_code, "first at digest" in again.output) == (1, True)


def test_the_archive_of_another_vote_is_refused(
    runner: CliRunner, database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    first = announced(database, clock)
    other = tmp_path / "other.bel"
    runner.invoke(govapp, ["ballots", "archive", first.vote_row().prepared_paper_uuid, "--out", str(other)])
    second = counted(database, clock)
    refused = runner.invoke(
        govapp, ["ballots", "recompute", second.vote_row().prepared_paper_uuid, "--archive", str(other)]
    )
    assert (refused.exit_code, "it is the archive of" in refused.output) == (1, True)


def test_before_the_announcement_the_record_is_shown_and_said_to_be_none(
    runner: CliRunner, database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    shown = runner.invoke(govapp, ["ballots", "recompute", meeting.vote_row().prepared_paper_uuid])
    assert (shown.exit_code, "not announced yet" in shown.output) == (0, True)


def test_nothing_follows_from_an_archive_that_is_not_counted(
    runner: CliRunner, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    refused = runner.invoke(govapp, ["ballots", "recompute", meeting.vote_row().prepared_paper_uuid])
    assert isinstance(refused.exception, NotCounted)


def test_another_voting_list_than_the_sealed_one_is_refused(
    database: Database, clock: FixedClock, change: Change
) -> None:
    meeting = announced(database, clock)
    vote = meeting.vote_row()
    with meeting.at() as work:
        other = freeze_roll(work, FreezeRoll(meeting.row().record_date, Texts.same("Another purpose")))
    change("UPDATE vote SET roll_id = :roll", roll=other)
    with database.read_only(NADIA, clock.now()) as reading, pytest.raises(RollNotSealed):
        archive = queries.get_archive_bytes(
            reading.session, queries.get_paper(reading.session, vote.prepared_paper_uuid)
        )
        recompute_result(reading.session, meeting.vote_row(), archive, vote.rules or {})


def test_the_place_of_a_difference_is_the_first_in_the_order_of_names() -> None:
    assert find_difference({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}) == "a[1].b"
    assert find_difference({"a": 1}, {"a": 1, "c": 2}) == "c"
    assert find_difference([1], [1, 2], "items") == "items"
    assert find_difference({"a": [1]}, {"a": [1]}) == ""

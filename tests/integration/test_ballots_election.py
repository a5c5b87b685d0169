"""A whole election through the use cases, on both databases: keys, voting again, closing, counting, checking."""

import json
from itertools import pairwise

import pytest
from sqlalchemy import select

from govapp.audit.models import JournalEntryRecord
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.refusals import (
    AlreadyClosed,
    AlreadyDecrypted,
    NotATrustee,
    NotClosedYet,
    ReasonNeeded,
    TooFewBallots,
    WrongTrusteeKey,
)
from govapp.ballots.service import submit_decryption
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.shares.rolls.queries import get_roll, get_roll_file
from pybelenios.archive.reader import read_archive
from pybelenios.election import read_election
from pybelenios.jsontext import sha256_hex
from pybelenios.verifier.checks import verify
from pybelenios.window import read_rule
from tests.factories.ballots import ABSTAIN, AGAINST, FOR, SECRETARY, Hall, decision, opened

A, A_AND_B, BLANK, NOTHING = (0, 1, 0, 0), (0, 1, 1, 0), (1, 0, 0, 0), (0, 0, 0, 0)
OUTCOME = ((2, 1, 1), (1, 2, 1, 0))


def everybody_votes(hall: Hall) -> None:
    """Four of five people vote, two of them twice; the last vote of each makes OUTCOME."""
    hall.vote(0, AGAINST, BLANK)
    hall.vote(1, FOR, A_AND_B)
    hall.vote(0, FOR, A)
    hall.vote(2, ABSTAIN, BLANK)
    hall.vote(3, AGAINST, NOTHING)
    hall.vote(1, FOR, A_AND_B)


def test_an_election_is_counted_by_the_server_key_as_soon_as_it_closes(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock)
    everybody_votes(hall)
    hall.close()
    found = hall.paper()
    assert found.state is PaperState.COUNTED
    assert found.result == OUTCOME
    assert (found.ballots, found.counted, found.voters) == (6, 4, 5)


def test_three_key_holders_count_together_and_only_together(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, trustees=3)
    everybody_votes(hall)
    hall.close()
    for holder in (2, 0):
        hall.decrypt(holder)
        assert hall.paper().state is PaperState.CLOSED
        assert hall.paper().result is None
    hall.decrypt(1)
    assert hall.paper().state is PaperState.COUNTED
    assert hall.paper().result == OUTCOME


@pytest.mark.parametrize("trustees", [0, 3])
def test_the_archive_satisfies_the_verifier_at_every_stage(
    database: Database, clock: FixedClock, trustees: int
) -> None:
    hall = opened(database, clock, trustees=trustees)
    stages = [hall.archive()]
    everybody_votes(hall)
    stages.append(hall.archive())
    hall.close()
    stages.append(hall.archive())
    for holder in range(trustees):
        hall.decrypt(holder)
        stages.append(hall.archive())
    for archive in stages:
        report = verify(archive)
        assert report.valid, list(report.lines())
    assert verify(stages[-1]).result == OUTCOME
    for earlier, later in pairwise(stages):
        assert later.startswith(earlier), "an archive only ever grows"


def test_the_archive_ends_where_the_paper_stands(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock)
    everybody_votes(hall)
    hall.close()
    head = read_archive(hall.archive()).head
    assert (head.event, head.height) == (hall.paper().head, hall.paper().height)


def test_the_record_binds_the_roll_the_codes_the_rules_and_the_booth(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock)
    archive = read_archive(hall.archive())
    bound = read_election(archive.election).assembly
    assert bound is not None
    with database.read_only(SECRETARY, clock.now()) as work:
        frozen, file = get_roll(work.session, hall.roll_id), get_roll_file(work.session, hall.roll_id)
    assert bound["roll"] == frozen.digest == sha256_hex(file)
    assert (bound["voters"], bound["credentials"]) == (5, sha256_hex(archive.credentials))
    assert read_rule(bound["window"]).not_before == "2026-06-01T13:00:00Z"
    assert isinstance(bound["booth"], dict) and "booth.js" in bound["booth"]
    assert verify(hall.archive(), roll=file).valid


def test_the_plain_strings_of_the_record_are_in_the_language_of_the_cooperative(
    database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock)
    record = json.loads(read_archive(hall.archive()).election)
    assert record["name"] == "General assembly (fr)"
    assert record["questions"][0]["answers"] == ["For (fr)", "Against (fr)", "Abstain (fr)"]
    assert record["assembly"]["questions"][0]["title"]["nl"] == "Annual accounts (nl)"


def test_the_list_of_codes_is_sorted_so_that_its_order_tells_nothing(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock)
    listed = json.loads(read_archive(hall.archive()).credentials)
    assert len(listed) == 5
    assert listed == sorted(listed, key=lambda key: bytes.fromhex(key)[::-1])


def test_closing_before_the_announced_hour_needs_a_reason_and_the_journal_keeps_it(
    database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock)
    hall.vote(0, FOR, A)
    with pytest.raises(ReasonNeeded):
        hall.close(" ")
    hall.close("Everybody in the room has voted.")
    with database.read_only(SECRETARY, clock.now()) as work:
        line = work.session.scalars(select(JournalEntryRecord).where(JournalEntryRecord.tag == "paper:closed")).one()
    assert line.reason == "Everybody in the room has voted."
    assert hall.paper().closed_at == clock.now()


def test_two_secretaries_who_close_at_once_close_it_once(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock)
    hall.close()
    with pytest.raises(AlreadyClosed):
        hall.close("Again")


def test_a_handful_of_ballots_is_never_opened(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, minimum_ballots=4, trustees=1)
    for voter in range(3):
        hall.vote(voter, FOR, A)
    hall.vote(0, AGAINST, A)
    hall.close()
    with pytest.raises(TooFewBallots) as refusal:
        hall.decrypt(0)
    assert refusal.value.params == {"ballots": 3, "minimum": 4}
    assert hall.paper().has_too_few


def test_the_server_key_does_not_open_a_handful_of_ballots_either(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, minimum_ballots=4)
    hall.vote(0, FOR, A)
    hall.close()
    assert hall.paper().state is PaperState.CLOSED
    assert verify(hall.archive()).valid


def test_a_box_without_ballots_can_be_counted_where_the_paper_allows_it(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, minimum_ballots=0, questions=(decision(),))
    hall.close()
    assert hall.paper().result == ((0, 0, 0),)
    assert verify(hall.archive()).valid


def test_nothing_is_decrypted_before_closing(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, trustees=1)
    hall.vote(0, FOR, A)
    with pytest.raises(NotClosedYet), hall.act(hall.trustees[0]) as work:
        submit_decryption(work, hall.uuid, "{}")


def test_a_key_holder_decrypts_once_and_with_the_right_key(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, trustees=2)
    hall.vote(0, FOR, A)
    hall.close()
    of_the_other = hall.partial_decryption(1)
    with pytest.raises(WrongTrusteeKey) as refusal, hall.act(hall.trustees[0]) as work:
        submit_decryption(work, hall.uuid, of_the_other)
    assert refusal.value.params["reason"] == "decryption proof"
    with pytest.raises(WrongTrusteeKey), hall.act(hall.trustees[0]) as work:
        submit_decryption(work, hall.uuid, "not a partial decryption at all")
    with pytest.raises(NotATrustee), hall.act(SECRETARY) as work:
        submit_decryption(work, hall.uuid, of_the_other)
    hall.decrypt(0)
    with pytest.raises(AlreadyDecrypted):
        hall.decrypt(0)
    assert hall.paper().result is None

"""Putting ballots in the box: in time, once, by whoever's code it is; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from govapp.audit.models import JournalEntryRecord
from govapp.ballots import queries, service
from govapp.ballots.keys import private_code
from govapp.ballots.models import BallotRecord
from govapp.ballots.queries import VotingHour
from govapp.ballots.queries.archive import ELECTION
from govapp.ballots.rules import BALLOTS_AN_HOUR
from govapp.ballots.rules.refusals import (
    CredentialMismatch,
    ForeignBallot,
    NotOnRoll,
    NotYourRight,
    PaperNotFound,
    ReceiptMailedOften,
    ReceiptNotFound,
    TooManyVotes,
    VotingClosed,
    VotingNotOpen,
    WeakRandomness,
)
from govapp.ballots.service.casting import MAX_REFUSALS_NOTED, note_refusal
from govapp.ballots.service.receipts import MAX_RECEIPT_MAILS
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from govapp.shares.rolls.queries import find_roll_entry
from pybelenios.ballot import make_ballot
from pybelenios.election import read_election
from pybelenios.group import draw_scalar
from pybelenios.receipts.receipt import receipt_holds
from pybelenios.receipts.tracker import tracker_of
from pybelenios.verifier.checks import verify
from tests.factories.ballots import AGAINST, FOR, KEYS, SECRETARY, Hall, decision, opened, ready
from tests.factories.shares import person, registered

FIFTY = 50
QUESTION = (decision(),)
MILLISECOND = timedelta(milliseconds=1)


def _mails(hall: Hall) -> list[OutboxMessage]:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        return list(work.session.scalars(select(OutboxMessage).where(OutboxMessage.subject_ref == hall.subject)))


def _journal(hall: Hall, tag: str) -> list[JournalEntryRecord]:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        found = select(JournalEntryRecord).where(
            JournalEntryRecord.tag == tag, JournalEntryRecord.subject == hall.subject
        )
        return list(work.session.scalars(found.order_by(JournalEntryRecord.sequence)))


def test_a_ballot_goes_in_the_box_with_its_receipt_its_mail_and_its_line_in_the_journal(
    database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, questions=QUESTION)
    receipt = hall.vote(0, FOR)
    assert (receipt.height, receipt.received_at, receipt.is_new) == (1, clock.now(), True)
    assert receipt.event == hall.paper().head
    (mail,) = _mails(hall)
    assert (mail.template, mail.to_address, mail.language) == ("receipt", "an.1@mail.example", "nl")
    assert mail.facts["tracker"] == receipt.tracker
    (line,) = _journal(hall, "ballot:cast")
    assert (line.actor, line.facts, line.actor_name) == ("shareholder", {"again": False}, "")


def test_the_same_ballot_sent_again_gives_the_same_receipt_and_changes_nothing(
    database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, questions=QUESTION)
    body = hall.ballot(0, FOR)
    first = hall.send(0, body)
    clock.advance(timedelta(minutes=5))
    again = hall.send(0, body)
    assert not again.is_new
    assert (again.tracker, again.height, again.event, again.received_at) == (
        first.tracker,
        first.height,
        first.event,
        first.received_at,
    )
    assert (hall.paper().ballots, len(_mails(hall)), len(_journal(hall, "ballot:cast"))) == (1, 1, 1)


def test_a_reply_that_was_lost_can_be_asked_for_after_closing(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION)
    body = hall.ballot(0, FOR)
    first = hall.send(0, body)
    hall.close()
    assert hall.send(0, body).tracker == first.tracker


def test_a_later_vote_replaces_the_earlier_and_says_so(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION)
    first = hall.vote(0, FOR)
    clock.advance(timedelta(hours=1))
    second = hall.vote(0, AGAINST)
    assert second.previous_at == first.received_at
    with database.read_only(SECRETARY, clock.now()) as work:
        old, new = queries.list_ballots_of(work.session, hall.paper().id, hall.right(0).entry.entry_id)
        assert queries.count_voters_who_voted(work.session, hall.paper().id) == 1
    assert (old.replaced_at, old.counts, new.counts) == (second.received_at, False, True)
    hall.close()
    assert hall.paper().result == ((0, 1, 0),)


def test_hours_tell_how_many_ballots_came_and_how_many_replaced_an_earlier_one(
    database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, questions=QUESTION)
    start = clock.now().replace(minute=0, second=0, microsecond=0)
    hall.vote(0, FOR)
    hall.vote(1, FOR)
    clock.advance(timedelta(hours=3))
    for voter in (0, 0, 1, 2):
        hall.vote(voter, AGAINST)
    with database.read_only(SECRETARY, clock.now()) as work:
        hours = queries.list_voting_hours(work.session, hall.paper().id)
    assert hours == (VotingHour(start, 2, 0), VotingHour(start + timedelta(hours=3), 4, 3))


def test_a_ballot_received_at_the_closing_second_is_late(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION)
    closes_at = hall.paper().closes_at
    hall.send(0, hall.ballot(0, FOR), received_at=closes_at - MILLISECOND)
    with pytest.raises(VotingClosed):
        hall.send(1, hall.ballot(1, FOR), received_at=closes_at)
    assert hall.paper().ballots == 1


def test_what_counts_is_the_moment_of_receipt_however_long_the_checks_take(
    database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, questions=QUESTION)
    in_time = hall.paper().closes_at - MILLISECOND
    body, right = hall.ballot(0, FOR), hall.right(0)
    clock.set(hall.paper().closes_at + timedelta(seconds=5))
    receipt = service.receive_ballot(database, hall.actor(0), in_time, right, body)
    assert receipt.received_at == in_time


def test_nobody_votes_before_the_box_is_open(database: Database, clock: FixedClock) -> None:
    hall = ready(database, clock, questions=QUESTION)
    with pytest.raises(VotingNotOpen):
        hall.vote(0, FOR)
    hall.open()
    with pytest.raises(VotingNotOpen):
        hall.vote(0, FOR)
    clock.set(hall.paper().opens_at)
    hall.vote(0, FOR)


def test_a_ballot_sealed_with_the_code_of_somebody_else_is_not_taken(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION)
    theirs = hall.ballot(1, FOR)
    with pytest.raises(CredentialMismatch):
        hall.send(0, theirs)
    assert hall.paper().ballots == 0


def test_a_ballot_seen_on_the_board_cannot_be_sent_by_anybody_else(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION)
    body = hall.ballot(1, FOR)
    hall.send(1, body)
    with pytest.raises(CredentialMismatch):
        hall.send(0, body)
    assert hall.paper().ballots == 1


def test_who_is_not_on_the_roll_cannot_vote(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION)
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        late = registered(work, person("Latecomer"))
    stranger = Actor(ActorKind.SHAREHOLDER, int(late), "Latecomer")
    body, right = hall.ballot(0, FOR), hall.right(0)
    for actor in (stranger, SECRETARY):
        with pytest.raises(NotOnRoll), database.read_only(actor, clock.now()) as work:
            service.get_right(work.session, hall.uuid, actor, clock.now())
        with pytest.raises(NotYourRight):
            service.receive_ballot(database, actor, clock.now(), right, body)
    assert hall.paper().ballots == 0


def test_a_ballot_of_another_paper_is_not_taken(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION)
    other = Hall(database, clock, _second_paper(hall), hall.roll_id, hall.voters)
    with pytest.raises(ForeignBallot):
        hall.send(0, other.ballot(0, FOR))


def _second_paper(hall: Hall) -> str:
    first = hall.paper()
    with hall.act(SECRETARY) as work:
        command = service.PreparePaper(
            subject_ref="assembly:2",
            roll_id=hall.roll_id,
            name=first.name,
            questions=first.questions,
            opens_at=first.opens_at,
            closes_at=first.closes_at,
            trustees=(service.SERVER,),
            rules_digest=first.rules_digest,
            minimum_ballots=1,
        )
        uuid = service.prepare_paper(work, command)
        service.seal_paper(work, uuid)
    return uuid


def test_randomness_that_was_used_before_is_refused(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION)
    scalars = [draw_scalar() for _ in range(200)]
    first, second = (_drawn(hall, voter, scalars) for voter in (0, 1))
    hall.send(0, first)
    with pytest.raises(WeakRandomness):
        hall.send(1, second)
    assert hall.paper().ballots == 1
    hall.vote(1, FOR)


def _drawn(hall: Hall, voter: int, scalars: list[int]) -> bytes:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        entry = find_roll_entry(work.session, hall.roll_id, hall.voters[voter])
        record = read_election(queries.get_record_body(work.session, hall.paper().id, ELECTION))
    assert entry is not None
    draw = iter(scalars)
    return make_ballot(record, private_code(KEYS, hall.uuid, entry.entry_id), (FOR,), lambda: next(draw))


def test_who_has_a_link_for_seconds_cannot_fill_the_box_and_its_owner_votes_again(
    database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, questions=QUESTION)
    body = hall.ballot(0, FOR)
    hall.send(0, body)
    for _ in range(BALLOTS_AN_HOUR - 1):
        hall.vote(0, FOR)
    with pytest.raises(TooManyVotes) as refused:
        hall.vote(0, AGAINST)
    assert refused.value.params["again_at"] == clock.now() + timedelta(hours=1)
    assert not hall.send(0, body).is_new
    hall.vote(1, FOR)
    clock.advance(timedelta(hours=1))
    own = hall.vote(0, AGAINST)
    hall.close()
    assert (own.is_new, hall.paper().result) == (True, ((1, 1, 0),))


def test_fifty_identical_casts_at_once_leave_one_ballot_and_fifty_equal_receipts(
    database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, questions=QUESTION)
    body = hall.ballot(0, FOR)

    def cast_once(_: int) -> service.CastReceipt:
        return hall.send(0, body)

    with ThreadPoolExecutor(8) as threads:
        receipts = list(threads.map(cast_once, range(FIFTY)))
    assert {(each.tracker, each.height, each.event, each.received_at) for each in receipts} == {
        (tracker_of(body), 1, hall.paper().head, clock.now())
    }
    assert sum(each.is_new for each in receipts) == 1
    assert (hall.paper().ballots, len(_mails(hall)), len(_journal(hall, "ballot:cast"))) == (1, 1, 1)


def test_fifty_different_casts_at_once_with_one_code_leave_one_counted_ballot_and_fifty_true_receipts(
    database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govapp.ballots.rules.casting.BALLOTS_AN_HOUR", FIFTY)
    hall = opened(database, clock, questions=QUESTION)
    bodies = [hall.ballot(0, FOR if number % 2 else AGAINST) for number in range(FIFTY)]

    def cast_this(body: bytes) -> service.CastReceipt:
        return hall.send(0, body)

    with ThreadPoolExecutor(8) as threads:
        receipts = list(threads.map(cast_this, bodies))
    assert sorted(each.height for each in receipts) == list(range(1, FIFTY + 1))
    with database.read_only(SECRETARY, clock.now()) as work:
        events = {each.height: each.hash for each in queries.list_chain(work.session, hall.paper().id)}
        for each in receipts:
            assert events[each.height] == each.event
            assert queries.find_ballot(work.session, hall.paper().id, each.tracker) is not None
    last = max(range(FIFTY), key=lambda number: receipts[number].height)
    hall.close()
    assert (hall.paper().ballots, hall.paper().counted) == (FIFTY, 1)
    assert hall.paper().result == (FOR if last % 2 else AGAINST,)
    assert verify(hall.archive()).valid


def test_the_box_and_the_chain_refuse_to_be_changed_by_the_database_itself(
    database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, questions=QUESTION)
    hall.vote(0, FOR)
    for statement in (
        "UPDATE ballot SET tracker = 'x'",
        "DELETE FROM ballot",
        "DELETE FROM ballot_nonce",
        "UPDATE credential SET public_key = 'x'",
        "UPDATE paper_event SET type = 'x'",
        "DELETE FROM paper_event",
        "DELETE FROM archive_record",
    ):
        with pytest.raises(DBAPIError, match="append-only"), hall.act(SECRETARY) as work:
            work.session.execute(text(statement))
    with database.read_only(SECRETARY, clock.now()) as work:
        assert work.session.scalar(select(func.count()).select_from(BallotRecord)) == 1


def test_an_unknown_paper_has_no_box(database: Database, clock: FixedClock) -> None:
    with pytest.raises(PaperNotFound), database.read_only(SECRETARY, clock.now()) as work:
        service.get_ballot_box(work.session, "unknown1234567")


def test_a_voter_gets_the_code_that_the_list_knows(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION)
    with database.read_only(hall.actor(0), clock.now()) as work:
        before = service.get_voter(work.session, hall.paper(), hall.right(0))
    assert before.public_key in hall.check(hall.ballot(0, FOR)).checked.credential
    assert not before.has_voted
    assert before.code not in repr(before)
    hall.vote(0, FOR)
    with database.read_only(hall.actor(0), clock.now()) as work:
        assert service.get_voter(work.session, hall.paper(), hall.right(0)).has_voted
        assert not service.get_voter(work.session, hall.paper(), hall.right(1)).has_voted


def test_a_receipt_carries_a_signature_that_the_election_record_lets_anybody_check(
    database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, questions=QUESTION)
    receipt = hall.vote(0, FOR)
    found = hall.paper()
    with database.read_only(hall.actor(0), clock.now()) as work:
        ballot = service.get_own_ballot(work.session, hall.uuid, hall.actor(0), clock.now(), receipt.tracker).ballot
        signed = service.get_signed_receipt(work.session, found, ballot)
        record = read_election(queries.get_record_body(work.session, found.id, ELECTION))
        with pytest.raises(ReceiptNotFound):
            service.get_own_ballot(work.session, hall.uuid, hall.actor(1), clock.now(), receipt.tracker)
    assert record.assembly is not None
    assert receipt_holds(signed, str(record.assembly["receipt_key"]))
    assert (signed.receipt.event, signed.receipt.height) == (receipt.event, 1)


def test_a_receipt_can_be_mailed_again_a_few_times(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION)
    receipt = hall.vote(0, FOR)
    for _ in range(MAX_RECEIPT_MAILS):
        with hall.act(hall.actor(0)) as work:
            assert service.mail_receipt(work, hall.uuid, receipt.tracker) == "an.1@mail.example"
    with pytest.raises(ReceiptMailedOften), hall.act(hall.actor(0)) as work:
        service.mail_receipt(work, hall.uuid, receipt.tracker)
    assert len(_mails(hall)) == 1 + MAX_RECEIPT_MAILS


def test_refused_ballots_are_noted_but_cannot_flood_the_journal(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=QUESTION)
    for _ in range(MAX_REFUSALS_NOTED + 3):
        with hall.act(hall.actor(0)) as work:
            note_refusal(work, hall.uuid, "ballot_proof", "blank proof")
    lines = _journal(hall, "ballot:refused")
    assert len(lines) == MAX_REFUSALS_NOTED
    assert (lines[0].result, lines[0].facts) == ("ballot_proof", {"reason": "blank proof"})

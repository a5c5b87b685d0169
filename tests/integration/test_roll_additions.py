"""Somebody wrongly left out comes on a frozen list by two officers, until a vote on it opens; on both databases."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from govapp.assembly.votes.queries.results import list_seal_faults
from govapp.assembly.votes.rules.additions import ListInUse
from govapp.assembly.votes.service.additions import confirm_for_list, propose_for_list
from govapp.audit.models import JournalEntryRecord
from govapp.ballots.queries import get_paper
from govapp.ballots.queries.as_sealed import list_changed_members
from govapp.ballots.rules import PaperState
from govapp.ballots.service import list_box_faults
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, Role
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from govapp.shares.ledger.service import IssueShares, issue_shares
from govapp.shares.register.queries import check_register
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.rules.additions import (
    AdditionNeedsAnother,
    AdditionReasonNeeded,
    AdditionWaits,
    AlreadyOnList,
    HolderUnknown,
    NotEntitled,
    ProposalNotWaiting,
)
from govapp.shares.rolls.service import ProposeAddition, withdraw_proposal
from tests.factories.accounts import an_officer
from tests.factories.assembly import BALLOTS, FOR, KAREL, NADIA, Meeting, written
from tests.factories.ballots import scrutineers
from tests.factories.shares import REGISTRAR, person, registered, shares

WHY = "The payment of 3 May was recorded only yesterday"


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly whose list is frozen, and a shareholder who came too late for it by a fault of ours."""
    found = written(database, clock)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        found.late = int(  # type: ignore[attr-defined]
            registered(work, person("Vergeten"), first=shares(2, paid_in_cents=1500), email="vergeten@mail.example")
        )
    found.lock()
    return found


def pay(meeting: Meeting) -> None:
    """Record what was forgotten: another share, paid before the record date."""
    meeting.clock.advance(timedelta(minutes=1))
    with meeting.database.unit_of_work(REGISTRAR, meeting.clock.now()) as work:
        issue_shares(work, IssueShares(meeting.late, 1, 3000, 3000, date(2026, 5, 3)))  # type: ignore[attr-defined]


def number_of(meeting: Meeting) -> int:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        statement = text("SELECT number FROM party WHERE id = :id")
        return int(work.session.scalar(statement, {"id": meeting.late}))  # type: ignore[attr-defined]


def propose(meeting: Meeting, number: int | None = None, reason: str = WHY, actor: Actor = NADIA) -> int:
    command = ProposeAddition(meeting.vote_row().frozen_roll_id, number or number_of(meeting), reason)
    with meeting.at(actor) as work:
        return propose_for_list(work, command)


def confirm(meeting: Meeting, proposal: int, actor: Actor = KAREL) -> None:
    with meeting.at(actor) as work:
        confirm_for_list(work, proposal)


def added(meeting: Meeting) -> None:
    pay(meeting)
    confirm(meeting, propose(meeting))


def faults(meeting: Meeting) -> list[str]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        found = [f"{each.subject}: {each.detail}" for each in check_register(work.session).faults]
        vote = meeting.vote_row()
        found += [str(each) for each in list_seal_faults(work.session, vote)]
        for uuid in work.session.scalars(text("SELECT uuid FROM paper WHERE sealed_at IS NOT NULL")).all():
            paper = get_paper(work.session, uuid)
            found += [*list_changed_members(work.session, paper), *list_box_faults(work.session, work.keys, paper)]
    return found


def test_two_officers_add_somebody_and_the_list_has_a_new_version(meeting: Meeting) -> None:
    before = meeting.vote_row()
    added(meeting)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        roll = rolls.get_roll(work.session, before.frozen_roll_id)
        file = rolls.get_roll_file(work.session, roll.id)
    assert (roll.version, roll.size, roll.frozen_size) == (2, len(meeting.voters) + 1, len(meeting.voters))
    assert sha256_hex(file) == roll.digest != roll.frozen_digest
    told = json.loads(file)
    assert told["version"] == 2
    assert told["additions"][0]["previous"] == roll.frozen_digest
    assert [told["additions"][0][each] for each in ("reason", "proposed_by", "confirmed_by")] == [
        WHY,
        NADIA.name,
        KAREL.name,
    ]
    assert roll.left_out == 0
    assert faults(meeting) == []


def test_the_ballot_paper_follows_and_everybody_votes_on_the_new_one(meeting: Meeting) -> None:
    old = meeting.vote_row().prepared_paper_uuid
    added(meeting)
    vote = meeting.vote_row()
    assert vote.prepared_paper_uuid != old
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        cancelled, paper = get_paper(work.session, old), get_paper(work.session, vote.prepared_paper_uuid)
    assert (cancelled.state, paper.state) == (PaperState.CANCELLED, PaperState.READY)
    assert (cancelled.voters, paper.voters) == (len(meeting.voters), len(meeting.voters) + 1)
    assert (paper.questions, paper.window_rule, paper.rules_digest) == (
        cancelled.questions,
        cancelled.window_rule,
        cancelled.rules_digest,
    )
    meeting.voters.append(meeting.late)  # type: ignore[attr-defined]
    meeting.open()
    meeting.vote(*[(FOR, (0, 1, 0, 0), (0, 1, 0))] * len(meeting.voters))
    meeting.close()
    meeting.announce()
    assert faults(meeting) == []
    assert meeting.vote_row().paper is not None


def test_a_paper_that_gathers_keys_keeps_them(database: Database, clock: FixedClock, meeting: Meeting) -> None:
    meeting.cancel()
    holders = scrutineers(database, clock, 2)
    uuid = meeting.lock(*holders, ordinal=2)
    pay(meeting)
    with meeting.at(NADIA) as work:
        roll_id = meeting.vote_row(2).frozen_roll_id
        # Locked anew, the list has no gap: whoever came between the freeze and now is proposed as before.
        assert rolls.find_roll_entry(work.session, roll_id, meeting.late) is None  # type: ignore[attr-defined]
        proposal = propose_for_list(work, ProposeAddition(roll_id, number_of(meeting), WHY))
    confirm(meeting, proposal)
    assert meeting.vote_row(2).prepared_paper_uuid == uuid
    with database.read_only(NADIA, clock.now()) as work:
        assert get_paper(work.session, uuid).voters == len(meeting.voters) + 1
        asked = select(OutboxMessage.id).where(OutboxMessage.template == "keys_wanted")
        assert len(work.session.scalars(asked).all()) == 2


def test_what_is_asked_of_a_proposal(meeting: Meeting) -> None:
    with pytest.raises(NotEntitled):
        propose(meeting)
    pay(meeting)
    with pytest.raises(AdditionReasonNeeded):
        propose(meeting, reason="forgotten")
    with pytest.raises(HolderUnknown):
        propose(meeting, number=99_999)
    with pytest.raises(AlreadyOnList):
        propose(meeting, number=1)
    propose(meeting)
    with pytest.raises(AdditionWaits):
        propose(meeting, actor=KAREL)


def test_a_proposal_is_settled_once(meeting: Meeting) -> None:
    pay(meeting)
    first = propose(meeting)
    with meeting.at(NADIA) as work:
        withdraw_proposal(work, first)
    with pytest.raises(ProposalNotWaiting):
        confirm(meeting, first)
    second = propose(meeting)
    confirm(meeting, second)
    with pytest.raises(ProposalNotWaiting):
        confirm(meeting, second)
    with pytest.raises(AlreadyOnList):
        propose(meeting)


def test_nobody_is_added_once_voting_has_opened(meeting: Meeting) -> None:
    pay(meeting)
    waiting = propose(meeting)
    meeting.open()
    with pytest.raises(ListInUse):
        confirm(meeting, waiting)
    with meeting.at(NADIA) as work:
        withdraw_proposal(work, waiting)
    with pytest.raises(ListInUse):
        propose(meeting)
    meeting.vote(*BALLOTS)
    assert faults(meeting) == []


def test_two_additions_make_a_chain(meeting: Meeting) -> None:
    with meeting.database.unit_of_work(REGISTRAR, meeting.clock.now()) as work:
        late = [registered(work, person("Te", name), first=shares(1, date(2026, 5, 4))) for name in ("Laat", "Spoedig")]
        numbers = [work.session.scalar(text("SELECT number FROM party WHERE id = :id"), {"id": each}) for each in late]
    for number in numbers:
        confirm(meeting, propose(meeting, number=number))
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        roll = rolls.get_roll(work.session, meeting.vote_row().frozen_roll_id)
    assert [each.addition.previous for each in roll.additions] == [roll.frozen_digest, roll.additions[0].digest]
    assert roll.counts["member"] == len(meeting.voters) + 2
    assert faults(meeting) == []


def test_the_journal_tells_who_proposed_and_who_confirmed(meeting: Meeting) -> None:
    added(meeting)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        lines = work.session.scalars(
            select(JournalEntryRecord)
            .where(JournalEntryRecord.tag.like("roll:add%"))
            .order_by(JournalEntryRecord.sequence)
        ).all()
        assert [(each.tag, each.actor_name, each.reason) for each in lines] == [
            ("roll:addition_proposed", NADIA.name, WHY),
            ("roll:added_to", KAREL.name, WHY),
        ]


@pytest.mark.parametrize("table", ["roll_proposal", "roll_withdrawal", "roll_addition"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {}", "DELETE FROM {}"])
def test_what_was_proposed_and_added_stays(meeting: Meeting, table: str, verb: str) -> None:
    pay(meeting)
    with meeting.at(NADIA) as work:
        taken = propose_for_list(work, ProposeAddition(meeting.vote_row().frozen_roll_id, number_of(meeting), WHY))
        withdraw_proposal(work, taken)
    confirm(meeting, propose(meeting))
    column = "withdrawn_by = 'officer:1'" if table == "roll_withdrawal" else "proposed_by = 'officer:1'"
    with pytest.raises(DBAPIError, match="append-only"), meeting.database.engine.begin() as connection:
        connection.execute(text(verb.format(table, column)))


def test_one_officer_alone_adds_nobody(meeting: Meeting) -> None:
    pay(meeting)
    proposal = propose(meeting)
    with pytest.raises(AdditionNeedsAnother):
        confirm(meeting, proposal, actor=NADIA)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        assert rolls.get_roll(work.session, meeting.vote_row().frozen_roll_id).version == 1


def test_the_other_officers_who_may_confirm_are_told_by_mail_and_whoever_proposed_is_not(meeting: Meeting) -> None:
    asker = an_officer(meeting.database, meeting.clock.now(), Role.SECRETARY, email="nadia@ambora.example")
    for role in (Role.SECRETARY, Role.REGISTRAR, Role.AUDITOR, Role.SCRUTINEER):
        an_officer(meeting.database, meeting.clock.now(), role, email=f"{role.value}@ambora.example")
    pay(meeting)
    propose(meeting, actor=replace(NADIA, id=asker.id))
    letters = select(OutboxMessage).where(OutboxMessage.template == "second_person").order_by(OutboxMessage.to_address)
    with meeting.at() as work:
        told = [(row.to_address, row.facts["waiting"], row.facts["path"]) for row in work.session.scalars(letters)]
    path = f"/office/rolls/{meeting.vote_row().frozen_roll_id}/additions"
    assert told == [(f"{role}@ambora.example", "addition", path) for role in ("registrar", "secretary")]

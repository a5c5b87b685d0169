"""A proxy from the paper to the ballot: two officers, a holder, and a giver who comes after all; on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from govapp.assembly.meeting.rules.refusals import AssemblyCalledOff
from govapp.assembly.proxies.queries import (
    count_proxies_by_holder,
    find_scan,
    get_proxy,
    list_proxies,
    list_proxies_of,
    list_represented_rights,
    sum_represented,
)
from govapp.assembly.proxies.rules.recording import Instruction
from govapp.assembly.proxies.rules.refusals import (
    GiverHasProxy,
    GiverUnknown,
    ProxyHolderNoShareholder,
    ProxyHolderUnknown,
    ProxyNotFound,
    ProxyNotInForce,
    ProxyNotWaiting,
    ScanNotReadable,
    TooManyProxies,
)
from govapp.assembly.proxies.rules.states import ProxyState
from govapp.assembly.proxies.service import Scan, end_for_giver, end_own_proxy, end_proxy, refuse_proxy
from govapp.assembly.votes.queries.voters import list_voter_votes
from govapp.assembly.votes.queries.votes import list_rolls_of_assembly
from govapp.assembly.votes.service import CallOffAssembly, call_off_assembly
from govapp.audit.queries import Filter, list_entries
from govapp.ballots import queries as ballots
from govapp.ballots import service
from govapp.ballots.rules.proxy_refusals import GiverVoted, ProxyGiven
from govapp.ballots.rules.refusals import NotYourRight, ReceiptNotFound
from govapp.ballots.rules.voter_states import VoterState
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from govapp.shares.ledger.service import ReverseEntry, reverse_entry
from govapp.shares.rolls.rules.rights import ProxyEndReason
from govapp.statutes.rules.profiles import MODEL_STATUTES
from tests.factories.accounts import an_officer
from tests.factories.assembly import NADIA, Meeting, written
from tests.factories.ballots import Hall
from tests.factories.shareholder_proxies import confirmed, in_force, recorded, rolls_of, shareholder
from tests.factories.shares import REGISTRAR
from tests.factories.statutes import adopt

FOR, AGAINST, ABSTAIN, BLANK = (1, 0, 0), (0, 1, 0), (0, 0, 1), ((1, 0, 0, 0), (1, 0, 0))


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    found = written(database, clock, voters=6)
    found.lock()
    clock.advance(timedelta(minutes=1))
    return found


def opened(meeting: Meeting) -> Hall:
    meeting.open()
    meeting.clock.advance(timedelta(minutes=1))
    return meeting.hall()


def letters(meeting: Meeting, template: str) -> list[tuple[str, str]]:
    """Return who reads letters of a kind, and in which part."""
    wanted = select(OutboxMessage).where(OutboxMessage.template == template).order_by(OutboxMessage.id)
    with meeting.at() as work:
        return [(row.to_name, str(row.facts.get("reader", ""))) for row in work.session.scalars(wanted)]


def cast(hall: Hall, voter: int, giver: int, choice: tuple[int, ...]) -> None:
    """Let a voter (from 0) vote with the right of another one."""
    number = hall.right(giver).number if giver == voter else giver + 1
    right = hall.right(voter, number)
    body = hall.ballot(giver, choice, *BLANK)
    service.receive_ballot(hall.database, shareholder(hall, voter), hall.clock.now(), right, body)


def let_the_others_abstain(hall: Hall) -> None:
    """Let everybody vote who neither gives nor holds a proxy: fewer than five ballots are never opened."""
    for voter in range(2, 6):
        hall.vote(voter, ABSTAIN, *BLANK)


def state(meeting: Meeting, hall: Hall, voter: int) -> list[VoterState]:
    with meeting.at(shareholder(hall, voter)) as work:
        return [each.state for each in list_voter_votes(work.session, shareholder(hall, voter), meeting.clock.now())]


def test_one_officer_records_another_confirms_and_both_people_are_told(meeting: Meeting) -> None:
    item = next(each for each in meeting.items() if each.item.number == 2)
    proxy_id = recorded(
        meeting,
        1,
        2,
        instructions={item.id: Instruction.AGAINST},
        note="  Vote for\r\nAmina ",
        scan=Scan("volmacht.pdf", b"%PDF-1.7 signed"),
    )
    with meeting.at() as work:
        [found] = list_proxies(work.session, meeting.id)
        assert found.state is ProxyState.WAITING
        assert (found.giver.number, found.holder.number, found.note) == (1, 2, "Vote for\nAmina")
        assert found.instructions == {item.id: Instruction.AGAINST}
        assert find_scan(work.session, proxy_id).content == b"%PDF-1.7 signed"
        assert count_proxies_by_holder(work.session, meeting.id) == ()
    assert letters(meeting, "proxy_confirmed") == []
    confirmed(meeting, proxy_id)
    with meeting.at() as work:
        [counted] = count_proxies_by_holder(work.session, meeting.id)
        assert (counted.holder.number, counted.proxies) == (2, 1)
        assert list_proxies_of(work.session, found.giver.id) == list_proxies_of(work.session, found.holder.id)
        represented = list_represented_rights(work.session, rolls_of(meeting)[0])
        assert [(each.giver_id, each.holder_id) for each in represented] == [(found.giver.id, found.holder.id)]
        figures = sum_represented(represented)
        assert (figures.heads, figures.shares, sum(figures.by_category.values())) == (1, represented[0].shares, 1)
        assert figures.shares >= 1
        assert list_rolls_of_assembly(work.session, meeting.id) == rolls_of(meeting)
    assert sorted(reader for _name, reader in letters(meeting, "proxy_confirmed")) == ["giver", "holder"]
    with pytest.raises(ProxyNotWaiting):
        confirmed(meeting, proxy_id)


def test_nobody_is_represented_on_a_list_without_proxies(meeting: Meeting) -> None:
    with meeting.at() as work:
        assert list_represented_rights(work.session, rolls_of(meeting)[0]) == ()
        with pytest.raises(ProxyNotFound):
            find_scan(work.session, 1)
        with pytest.raises(ProxyNotFound):
            get_proxy(work.session, 1)


def test_a_refused_proxy_changes_nothing_and_the_giver_may_give_another(meeting: Meeting) -> None:
    proxy_id = recorded(meeting, 1, 2)
    with pytest.raises(GiverHasProxy):
        recorded(meeting, 1, 3)
    with meeting.at() as work:
        assert refuse_proxy(work, proxy_id).state is ProxyState.REFUSED
    in_force(meeting, 1, 3)


def test_officers_are_written_to_once_while_proxies_wait(meeting: Meeting) -> None:
    an_officer(meeting.database, meeting.clock.now(), *NADIA.roles, email="second@ambora.example")
    recorded(meeting, 1, 2)
    recorded(meeting, 3, 2)
    assert len(letters(meeting, "second_person")) == 1


def test_who_is_not_there_or_left_is_refused(meeting: Meeting) -> None:
    for giver, holder, refusal in ((99, 2, GiverUnknown), (1, 99, ProxyHolderUnknown)):
        with pytest.raises(refusal):
            recorded(meeting, giver, holder)
    with pytest.raises(ScanNotReadable):
        recorded(meeting, 1, 2, scan=Scan("volmacht.txt", b"signed"))
    with pytest.raises(GiverUnknown):
        in_force(meeting, 7, 2)


def test_a_holder_who_left_since_is_refused_when_the_statutes_want_a_shareholder(
    meeting: Meeting, database: Database, clock: FixedClock
) -> None:
    adopt(database, clock, replace(MODEL_STATUTES, must_proxy_be_holder=True), date(2026, 6, 2))
    proxy_id = recorded(meeting, 1, 2)
    with meeting.at(REGISTRAR) as work:
        holder = get_proxy(work.session, proxy_id).holder.id
        reverse_entry(work, ReverseEntry(holder, 2, "Excluded by the assembly"))
    with pytest.raises(ProxyHolderNoShareholder):
        confirmed(meeting, proxy_id)


def test_the_limit_of_the_statutes_of_the_day_of_the_meeting_counts_what_waits(
    meeting: Meeting, database: Database, clock: FixedClock
) -> None:
    adopt(database, clock, replace(MODEL_STATUTES, proxies_per_person=1), date(2026, 6, 2))
    recorded(meeting, 1, 2)
    with pytest.raises(TooManyProxies):
        recorded(meeting, 3, 2)


def test_no_proxy_for_an_assembly_that_was_called_off(meeting: Meeting) -> None:
    proxy_id = recorded(meeting, 1, 2)
    with meeting.at() as work:
        call_off_assembly(work, CallOffAssembly(meeting.id, "The hall burned down last night"))
    with pytest.raises(AssemblyCalledOff):
        confirmed(meeting, proxy_id)


def test_the_holder_votes_with_both_rights_and_each_counts_once(meeting: Meeting) -> None:
    in_force(meeting, 1, 2)
    hall = opened(meeting)
    assert state(meeting, hall, 0) == [VoterState.PROXY_GIVEN]
    assert state(meeting, hall, 1) == [VoterState.CAN_VOTE, VoterState.CAN_VOTE]
    cast(hall, 1, 1, FOR)
    cast(hall, 1, 0, AGAINST)
    assert state(meeting, hall, 1) == [VoterState.CAN_CHANGE, VoterState.CAN_CHANGE]
    with pytest.raises(ProxyGiven):
        hall.right(0)
    with pytest.raises(NotYourRight):
        hall.right(2, 1)
    let_the_others_abstain(hall)
    meeting.close()
    result = hall.paper().result
    assert result is not None
    assert result[0] == (1, 1, 4)


def test_the_giver_who_ends_it_replaces_the_vote_of_the_holder_and_the_holder_cannot_go_on(meeting: Meeting) -> None:
    proxy_id = in_force(meeting, 1, 2)
    hall = opened(meeting)
    cast(hall, 1, 0, AGAINST)
    open_booth, late = hall.right(1, 1), hall.ballot(0, AGAINST, *BLANK)
    giver = shareholder(hall, 0)
    with meeting.at(giver) as work:
        own = end_own_proxy(work, proxy_id, rolls_of(meeting))
    assert (own.state, own.end_reason) == (ProxyState.ENDED, ProxyEndReason.GIVER_ENDED)
    meeting.clock.advance(timedelta(minutes=1))
    hall.vote(0, FOR, *BLANK)
    with pytest.raises(NotYourRight):
        service.receive_ballot(hall.database, shareholder(hall, 1), hall.clock.now(), open_booth, late)
    assert sorted(reader for _name, reader in letters(meeting, "proxy_ended")) == ["giver", "holder"]
    let_the_others_abstain(hall)
    meeting.close()
    result = hall.paper().result
    assert result is not None
    assert result[0] == (1, 0, 4)


def test_a_vote_that_the_giver_cast_before_the_confirmation_stands(meeting: Meeting) -> None:
    hall = opened(meeting)
    hall.vote(0, FOR, *BLANK)
    meeting.clock.advance(timedelta(minutes=1))
    in_force(meeting, 1, 2)
    assert state(meeting, hall, 1) == [VoterState.CAN_VOTE, VoterState.GIVER_VOTED]
    with pytest.raises(GiverVoted):
        cast(hall, 1, 0, AGAINST)
    assert hall.paper().ballots == 1


def test_the_holder_reads_no_receipt_of_before_and_the_giver_reads_all(meeting: Meeting) -> None:
    hall = opened(meeting)
    before = hall.vote(0, FOR, *BLANK)
    meeting.clock.advance(timedelta(minutes=1))
    in_force(meeting, 1, 2)
    giver, holder = shareholder(hall, 0), shareholder(hall, 1)
    with meeting.at(giver) as work:
        own = service.get_own_ballot(work.session, hall.uuid, giver, meeting.clock.now(), before.tracker)
        assert own.right.number == 1
    with meeting.at(holder) as work, pytest.raises(ReceiptNotFound):
        service.get_own_ballot(work.session, hall.uuid, holder, meeting.clock.now(), before.tracker)


def test_the_giver_gets_the_receipt_of_what_the_holder_cast_with_the_name_of_the_holder(meeting: Meeting) -> None:
    in_force(meeting, 1, 2)
    hall = opened(meeting)
    cast(hall, 1, 0, AGAINST)
    with meeting.at() as work:
        [sent] = work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "receipt"))
        assert sent.facts["proxy_holder"] == "Voter 1"


def test_the_giver_who_comes_to_the_assembly_ends_it_and_one_who_gave_none_does_not(meeting: Meeting) -> None:
    in_force(meeting, 1, 2)
    with meeting.at() as work:
        ended = end_for_giver(work, meeting.id, meeting.voters[0], rolls_of(meeting))
        assert ended is not None
        assert ended.end_reason is ProxyEndReason.GIVER_CAME
        assert end_for_giver(work, meeting.id, meeting.voters[2], rolls_of(meeting)) is None
        with pytest.raises(ProxyNotInForce):
            end_proxy(work, ended.id, ProxyEndReason.GIVER_SAID, rolls_of(meeting))


def test_the_holder_declines_and_a_stranger_does_not(meeting: Meeting) -> None:
    proxy_id = in_force(meeting, 1, 2)
    hall = meeting.hall()
    with meeting.at(shareholder(hall, 2)) as work, pytest.raises(ProxyNotFound):
        end_own_proxy(work, proxy_id, rolls_of(meeting))
    with meeting.at(shareholder(hall, 1)) as work:
        declined = end_own_proxy(work, proxy_id, rolls_of(meeting))
    assert declined.end_reason is ProxyEndReason.HOLDER_DECLINED


def test_a_proxy_holds_on_the_list_that_is_frozen_when_the_agenda_is_locked_again(meeting: Meeting) -> None:
    in_force(meeting, 1, 2)
    first = rolls_of(meeting)
    meeting.cancel()
    with meeting.at() as work:
        assert list_rolls_of_assembly(work.session, meeting.id) == ()
    meeting.lock(ordinal=2)
    second = (meeting.vote_row(2).frozen_roll_id,)
    assert second != first
    with meeting.at() as work:
        assert len(list_represented_rights(work.session, second[0])) == 1


def test_the_journal_names_who_gave_and_holds_but_not_when_a_giver_ends_it(meeting: Meeting) -> None:
    proxy_id = in_force(meeting, 1, 2)
    hall = meeting.hall()
    with meeting.at(shareholder(hall, 0)) as work:
        end_own_proxy(work, proxy_id, rolls_of(meeting))
    with meeting.at() as work:
        lines = [each for each in list_entries(work.session, Filter(), limit=4) if each.tag.startswith("proxy:")]
        assert [each.tag for each in lines] == ["proxy:ended", "proxy:confirmed", "proxy:recorded"]
        ended, said, _recorded = lines
        assert (ended.subject, dict(ended.facts), ended.actor) == (f"assembly:{meeting.id}", {}, "shareholder")
        assert dict(said.facts) == {"number": 1, "proxy_holder": 2}
        assert ballots.get_paper(work.session, hall.uuid).ballots == 0

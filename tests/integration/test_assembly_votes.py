"""An assembly has votes: a ballot after a tie, an item put again, a vote that is taken back."""

import pytest

from govapp.assembly.agenda.rules.items import ItemKind, VotingMethod
from govapp.assembly.agenda.service import RemoveItem, remove_item
from govapp.assembly.meeting.rules.changes import AlreadyThere
from govapp.assembly.meeting.rules.refusals import AgendaLocked, DatesDoNotFit
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.results import Counted, find_counted
from govapp.assembly.votes.queries.votes import find_current, list_votes
from govapp.assembly.votes.rules.again import (
    AgendaStillOpen,
    ChoicesDoNotFit,
    ItemNotVoted,
    ItemStillOnVote,
    NothingPutAgain,
    run_off,
)
from govapp.assembly.votes.rules.drafts import VotedItem, VoteDraft
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.rules.states import Channel, ChannelNotReady, VoteCancelled, VoteNotFound, VoteState
from govapp.assembly.votes.service import DiscardVote, PlanVote, discard_vote, plan_vote
from govapp.ballots.rules.refusals import BallotsInTheBox, PaperCancelled
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.outbox import queries as outbox
from tests.factories.assembly import BALLOTS, FOR, KAREL, Meeting, created, put_item, written

TIED = ((0, 1, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 1, 0), (0, 0, 0, 1))
"""One seat among three: two votes for Amina, two for Joris, one for Chloé."""


def tied(database: Database, clock: FixedClock) -> Meeting:
    meeting = created(database, clock)
    put_item(
        meeting,
        ItemKind.ELECTION,
        Texts.same("Chair"),
        "Amina",
        "Joris",
        "Chloé",
        seats=1,
        method=VotingMethod.APPROVAL,
    )
    meeting.lock()
    meeting.open()
    meeting.vote(*((choices,) for choices in TIED))
    meeting.close()
    meeting.announce()
    return meeting


def result(meeting: Meeting, ordinal: int) -> Counted:
    with meeting.at() as work:
        found = find_counted(work.session, meeting.vote_row(ordinal))
    assert found is not None
    return found


def test_a_tie_is_settled_by_a_second_ballot_among_those_who_are_tied(database: Database, clock: FixedClock) -> None:
    meeting = tied(database, clock)
    verdict = result(meeting, 1).verdicts[0]
    second = run_off(verdict)
    assert verdict.outcome is ItemOutcome.TIED and second == VotedItem(verdict.item_id, (0, 1), 1)
    ordinal = meeting.plan(second)
    assert ordinal == 2 and meeting.vote_row(2).state is VoteState.DRAFT
    meeting.lock(ordinal=2)
    assert meeting.vote_row(2).roll_id == meeting.vote_row(1).roll_id, "the voting list of an assembly is frozen once"
    to_mail, _by_post = meeting.open(ordinal=2)
    assert to_mail == 6
    for voter, choices in enumerate([(0, 1, 0), (0, 1, 0), (0, 1, 0), (0, 0, 1), (0, 0, 1)]):
        meeting.hall(2).vote(voter, choices)
    meeting.close(ordinal=2)
    meeting.announce(ordinal=2)
    settled = result(meeting, 2)
    names = [choice.label.fr for choice in settled.items[0].choices]
    assert names == ["Amina", "Joris"]
    assert settled.verdicts[0].elected == (0,) and settled.verdicts[0].outcome is ItemOutcome.ELECTED
    with meeting.at() as work:
        records = [find_announcement(work.session, vote.id) for vote in list_votes(work.session, meeting.id)]
        letters = [mailing.subject_ref for mailing in outbox.list_mailings(work.session)]
    assert len({record.digest for record in records if record}) == 2
    assert set(letters) == {f"assembly:{meeting.id}", f"vote:{meeting.vote_row(2).id}"}
    assert result(meeting, 1).verdicts[0].outcome is ItemOutcome.TIED, "what was announced first stays as it was"


def test_what_can_be_put_to_another_vote_and_what_is_refused(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    items = {each.item.number: each.id for each in meeting.items()}
    with pytest.raises(AgendaStillOpen):
        meeting.plan(VotedItem(items[2]))
    meeting.lock()
    with pytest.raises(ItemStillOnVote):
        meeting.plan(VotedItem(items[2]))
    meeting.open()
    meeting.vote(*BALLOTS)
    meeting.close()
    meeting.announce()
    with pytest.raises(NothingPutAgain):
        meeting.plan()
    with pytest.raises(ItemNotVoted):
        meeting.plan(VotedItem(items[1]))
    with pytest.raises(ItemNotVoted):
        meeting.plan(VotedItem(items[2]), VotedItem(items[2]))
    for choices, seats in (((0,), 1), ((0, 0), 1), ((0, 7), 1), ((0, 1), 3), ((0, 1), 0)):
        with pytest.raises(ChoicesDoNotFit):
            meeting.plan(VotedItem(items[4], choices, seats))
    with pytest.raises(ChoicesDoNotFit):
        meeting.plan(VotedItem(items[2], (0, 1), 1))
    with pytest.raises(DatesDoNotFit):
        meeting.plan(VotedItem(items[2]), days=0)
    now = clock.now()
    with pytest.raises(ChannelNotReady), meeting.at() as work:
        plan_vote(work, PlanVote(meeting.id, 2, VoteDraft((VotedItem(items[2]),), now, now, Channel.ROOM)))
    assert meeting.plan(VotedItem(items[2]), VotedItem(items[4], (0, 1), 1)) == 2
    with pytest.raises(ItemStillOnVote):
        meeting.plan(VotedItem(items[4]))


def test_two_presses_plan_one_vote_and_a_planned_vote_can_be_given_up(database: Database, clock: FixedClock) -> None:
    meeting = tied(database, clock)
    item = VotedItem(meeting.items()[0].id)
    meeting.plan(item)
    later = clock.now().replace(year=clock.now().year + 1)
    with pytest.raises(AlreadyThere), meeting.at(KAREL) as work:
        plan_vote(work, PlanVote(meeting.id, 2, VoteDraft((item,), clock.now(), later)))
    with pytest.raises(VoteNotFound), meeting.at() as work:
        discard_vote(work, DiscardVote(meeting.id, 1))
    with meeting.at() as work:
        discard_vote(work, DiscardVote(meeting.id, 2))
    with pytest.raises(VoteNotFound):
        meeting.vote_row(2)


def test_a_vote_is_taken_back_before_the_first_ballot_and_its_agenda_opens_again(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    meeting.cancel("The wrong accounts were attached")
    cancelled = meeting.vote_row(1)
    assert (cancelled.state, cancelled.cancel_reason) == (VoteState.CANCELLED, "The wrong accounts were attached")
    assert not cancelled.is_voting(clock.now())
    with pytest.raises(PaperCancelled):
        meeting.vote(*BALLOTS[:1])
    with pytest.raises(VoteCancelled):
        meeting.cancel()
    assert meeting.row().is_public and not meeting.row().is_locked
    with meeting.at() as work:
        remove_item(work, RemoveItem(meeting.items()[0].id))
        sent = {mailing.state.value for mailing in outbox.list_mailings(work.session)}
    assert sent == {"written"}, "what was written before is withdrawn or sent, and nothing more is written"
    meeting.lock(ordinal=2)
    meeting.open(ordinal=2)
    for voter, choices in enumerate(BALLOTS):
        meeting.hall(2).vote(voter, *choices)
    meeting.close(ordinal=2)
    assert meeting.vote_row(2).state is VoteState.COUNTED
    with pytest.raises(AgendaLocked), meeting.at() as work:
        remove_item(work, RemoveItem(meeting.items()[0].id))


def test_once_somebody_has_voted_nobody_takes_the_vote_back(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    put_item(meeting, ItemKind.DECISION, Texts.same("Accounts"))
    meeting.lock()
    meeting.open()
    meeting.vote((FOR,))
    with pytest.raises(BallotsInTheBox):
        meeting.cancel()
    assert meeting.vote_row().state is VoteState.OPEN and meeting.vote_row().is_voting(clock.now())


def test_a_visitor_comes_for_the_assembly_in_which_a_vote_runs(database: Database, clock: FixedClock) -> None:
    meeting = tied(database, clock)
    with meeting.at() as work:
        current = find_current(work.session, clock.now())
    assert current is not None and current.id == meeting.id

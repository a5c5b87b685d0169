"""One function says what is true for a person about a vote."""

import pytest

from govapp.ballots.rules.states import PaperState
from govapp.ballots.rules.voter_states import SENTENCES, VoterFacts, VoterState, voter_state


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (VoterFacts(PaperState.GATHERING_KEYS), VoterState.WAITING),
        (VoterFacts(PaperState.READY), VoterState.WAITING),
        (VoterFacts(PaperState.OPEN), VoterState.CAN_VOTE),
        (VoterFacts(PaperState.OPEN, has_voted=True), VoterState.CAN_CHANGE),
        (VoterFacts(PaperState.CLOSED), VoterState.CLOSED_NOT_VOTED),
        (VoterFacts(PaperState.CLOSED, has_voted=True), VoterState.CLOSED_VOTED),
        (VoterFacts(PaperState.COUNTED, has_voted=True), VoterState.CLOSED_VOTED),
        (VoterFacts(PaperState.ENDED, has_voted=True), VoterState.ENDED),
        (VoterFacts(PaperState.COUNTED, is_announced=True, has_voted=True), VoterState.RESULT_VOTED),
        (VoterFacts(PaperState.COUNTED, is_announced=True), VoterState.RESULT_NOT_VOTED),
        (VoterFacts(PaperState.OPEN, is_on_list=False), VoterState.NOT_ON_LIST),
        (VoterFacts(PaperState.COUNTED, is_announced=True, is_on_list=False), VoterState.NOT_ON_LIST),
        (VoterFacts(PaperState.CLOSED, is_confirmed=False, has_voted=True), VoterState.UNCONFIRMED),
        (VoterFacts(PaperState.READY, is_given_away=True), VoterState.PROXY_GIVEN),
        (VoterFacts(PaperState.OPEN, is_given_away=True, has_voted=True), VoterState.PROXY_GIVEN),
        (VoterFacts(PaperState.OPEN, giver_voted=True, has_voted=True), VoterState.GIVER_VOTED),
        (VoterFacts(PaperState.CLOSED, is_given_away=True, has_voted=True), VoterState.CLOSED_VOTED),
        (VoterFacts(PaperState.OPEN, is_marked=True), VoterState.IN_ROOM),
        (VoterFacts(PaperState.CLOSED, is_marked=True), VoterState.IN_ROOM),
        (VoterFacts(PaperState.ENDED, is_marked=True), VoterState.ENDED),
        (VoterFacts(PaperState.COUNTED, is_announced=True, is_marked=True), VoterState.RESULT_VOTED),
        (VoterFacts(PaperState.CANCELLED, is_on_list=False), VoterState.CANCELLED),
    ],
)
def test_what_is_true_for_a_person(facts: VoterFacts, state: VoterState) -> None:
    assert voter_state(facts) is state


def test_every_state_has_its_sentence() -> None:
    assert set(SENTENCES) == set(VoterState)

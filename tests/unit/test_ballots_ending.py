"""When a key can be said to be lost, and by whom, and when a vote can be ended without a result."""

import pytest

from govapp.ballots.rules.ending import (
    MAX_REASON_CHARACTERS,
    EndingNeedsAnother,
    EndReasonNeeded,
    KeyCannotBeLost,
    NotAWitness,
    StillCountable,
    kept_reason,
    remaining_keys,
    require_losable,
    require_uncountable,
    require_witness,
)
from govapp.ballots.rules.states import PaperState
from govapp.kernel.actors import Actor, ActorKind, Role

HOLDER = Actor(ActorKind.OFFICER, 7, "Simon", frozenset({Role.SCRUTINEER}))
OTHER = Actor(ActorKind.OFFICER, 8, "Stefanie", frozenset({Role.SCRUTINEER}))
AUDITOR = Actor(ActorKind.OFFICER, 9, "Audrey", frozenset({Role.AUDITOR}))
SECRETARY = Actor(ActorKind.OFFICER, 10, "Saskia", frozenset({Role.SECRETARY}))
FORMER = Actor(ActorKind.OFFICER, 7, "Simon")


def test_a_reason_is_a_sentence_that_keeps_its_lines() -> None:
    assert kept_reason("  The stick\nbroke in the  bag. ") == "The stick\nbroke in the bag."


@pytest.mark.parametrize("reason", ["", "x", "               ", "a" * (MAX_REASON_CHARACTERS + 1)])
def test_without_a_sentence_nothing_ends(reason: str) -> None:
    with pytest.raises(EndReasonNeeded):
        kept_reason(reason)


@pytest.mark.parametrize("state", [PaperState.READY, PaperState.OPEN, PaperState.CLOSED])
def test_a_key_that_is_awaited_can_be_lost(state: PaperState) -> None:
    require_losable(state, has_key=True, has_decrypted=False)


@pytest.mark.parametrize(
    ("state", "has_key", "has_decrypted"),
    [
        (PaperState.GATHERING_KEYS, True, False),
        (PaperState.COUNTED, True, False),
        (PaperState.ENDED, True, False),
        (PaperState.CLOSED, False, False),
        (PaperState.CLOSED, True, True),
    ],
)
def test_a_key_that_nobody_waits_for_cannot_be_lost(state: PaperState, has_key: bool, has_decrypted: bool) -> None:
    with pytest.raises(KeyCannotBeLost):
        require_losable(state, has_key=has_key, has_decrypted=has_decrypted)


@pytest.mark.parametrize("actor", [HOLDER, OTHER, AUDITOR, FORMER])
def test_the_holder_another_scrutineer_and_an_auditor_can_say_it(actor: Actor) -> None:
    require_witness(actor, 7)


@pytest.mark.parametrize(("actor", "holder_id"), [(SECRETARY, 7), (FORMER, 8), (AUDITOR, None)])
def test_a_secretary_cannot_and_nobody_loses_the_key_of_the_server(actor: Actor, holder_id: int | None) -> None:
    with pytest.raises(NotAWitness):
        require_witness(actor, holder_id)


@pytest.mark.parametrize(
    ("needed", "lost_by", "remaining", "is_enough", "to_spare"),
    [
        (2, (None, None), 2, True, 0),
        (2, ("officer:7", None), 1, False, 0),
        (2, (None, None, None), 3, True, 1),
        (2, (None, "officer:7", None), 2, True, 0),
        (2, ("officer:7", "officer:8", None), 1, False, 0),
        (1, (None,), 1, True, 0),
    ],
)
def test_a_vote_is_countable_while_as_many_keys_remain_as_are_needed(
    needed: int, lost_by: tuple[str | None, ...], remaining: int, is_enough: bool, to_spare: int
) -> None:
    keys = remaining_keys(needed, lost_by)
    assert (keys.remaining, keys.is_enough, keys.to_spare) == (remaining, is_enough, to_spare)
    assert keys.lost == len(lost_by) - remaining


@pytest.mark.parametrize("needed", [0, 3])
def test_no_count_needs_more_keys_than_there_are_or_none(needed: int) -> None:
    with pytest.raises(ValueError, match="at least one key is needed"):
        remaining_keys(needed, (None, None))


def test_a_vote_that_can_be_counted_does_not_end_and_nobody_ends_one_alone() -> None:
    with pytest.raises(StillCountable):
        require_uncountable(SECRETARY, remaining_keys(2, (None, None)), has_too_few=False)
    both = Actor(ActorKind.OFFICER, 7, "Simon", frozenset({Role.SCRUTINEER, Role.SECRETARY}))
    with pytest.raises(EndingNeedsAnother):
        require_uncountable(both, remaining_keys(2, ("officer:7", None)), has_too_few=False)
    require_uncountable(both, remaining_keys(2, ("officer:7", "officer:9")), has_too_few=False)
    require_uncountable(SECRETARY, remaining_keys(2, ("officer:7", None)), has_too_few=False)
    require_uncountable(SECRETARY, remaining_keys(2, (None, None)), has_too_few=True)


def test_a_lost_key_that_leaves_enough_ends_nothing_and_the_own_word_is_not_the_one_that_decides() -> None:
    both = Actor(ActorKind.OFFICER, 7, "Simon", frozenset({Role.SCRUTINEER, Role.SECRETARY}))
    with pytest.raises(StillCountable):
        require_uncountable(SECRETARY, remaining_keys(2, ("officer:7", None, None)), has_too_few=False)
    with pytest.raises(EndingNeedsAnother):
        require_uncountable(both, remaining_keys(2, ("officer:7", "officer:9", None)), has_too_few=False)
    require_uncountable(both, remaining_keys(2, ("officer:8", "officer:9", None)), has_too_few=False)

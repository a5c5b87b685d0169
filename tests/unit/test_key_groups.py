"""The rules of a key group: how many keys are needed, whose turn it is, when keys are tested again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from govapp.ballots.rules.key_groups import (
    MAX_MEMBERS,
    Holder,
    KeyDuty,
    KeyStep,
    MakeKeyGroup,
    MemberStanding,
    NeededOutOfRange,
    TooManyMembers,
    has_taken,
    is_renewed,
    is_tested_again,
    key_duty,
    list_awaited,
    needed_of,
    next_step,
    require_group,
    step_before,
)
from govapp.ballots.rules.refusals import NoTrustees
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Texts

OPENS = datetime(2027, 5, 1, 8, tzinfo=UTC)


def command(size: int, needed: int) -> MakeKeyGroup:
    holders = tuple(Holder(number, f"Holder {number}") for number in range(1, size + 1))
    return MakeKeyGroup("assembly:1", Texts.same("Assembly"), holders, needed)


def members(*steps: int) -> Sequence[MemberStanding]:
    """Return members who have taken so many of the five things that are asked of them."""
    return [
        MemberStanding(place, f"Holder {place}", step > 0, step > 1, step > 2, step > 3, step > 4)
        for place, step in enumerate(steps, start=1)
    ]


@pytest.mark.parametrize(("size", "proposed"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (9, 5)])
def test_we_propose_more_than_half(size: int, proposed: int) -> None:
    assert needed_of(size) == proposed
    require_group(command(size, proposed))


@pytest.mark.parametrize(
    ("size", "needed", "refusal"),
    [
        (0, 0, NoTrustees),
        (1, 0, NeededOutOfRange),
        (1, 2, NeededOutOfRange),
        (3, 1, NeededOutOfRange),
        (3, 4, NeededOutOfRange),
        (MAX_MEMBERS + 1, 5, TooManyMembers),
    ],
)
def test_other_groups_are_refused(size: int, needed: int, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        require_group(command(size, needed))


def test_nobody_sits_on_two_seats() -> None:
    twice = MakeKeyGroup("assembly:1", Texts.same("Assembly"), (Holder(1, "Ann"), Holder(1, "Ann")), 2)
    with pytest.raises(NoTrustees):
        require_group(twice)


@pytest.mark.parametrize(
    ("steps", "step", "duties"),
    [
        ((0, 0, 0), KeyStep.CERTIFICATE, (KeyDuty.MAKE, KeyDuty.MAKE, KeyDuty.MAKE)),
        ((1, 0, 1), KeyStep.CERTIFICATE, (KeyDuty.WAIT, KeyDuty.MAKE, KeyDuty.WAIT)),
        ((1, 2, 1), KeyStep.PROMISE, (KeyDuty.PROMISE, KeyDuty.WAIT, KeyDuty.PROMISE)),
        ((2, 3, 2), KeyStep.CONTRIBUTION, (KeyDuty.CONTRIBUTE, KeyDuty.WAIT, KeyDuty.CONTRIBUTE)),
        ((4, 3, 3), KeyStep.SHARE, (KeyDuty.WAIT, KeyDuty.FINISH, KeyDuty.FINISH)),
        ((4, 5, 4), None, (KeyDuty.TEST, KeyDuty.DONE, KeyDuty.TEST)),
    ],
)
def test_each_step_waits_for_everybody(
    steps: tuple[int, ...], step: KeyStep | None, duties: tuple[KeyDuty, ...]
) -> None:
    group = members(*steps)
    assert next_step(group) is step
    assert tuple(key_duty(group, place, is_tested_now=True) for place in (1, 2, 3)) == duties


def test_without_a_test_nothing_is_left_to_do() -> None:
    assert key_duty(members(4, 4), 1, is_tested_now=False) is KeyDuty.DONE
    assert list_awaited(members(4, 4), is_tested_now=False) == ()


def test_whoever_has_not_spoken_is_awaited() -> None:
    assert [each.position for each in list_awaited(members(1, 0, 1), is_tested_now=False)] == [2]
    assert [each.position for each in list_awaited(members(2, 1, 2), is_tested_now=False)] == [2]
    assert [each.position for each in list_awaited(members(5, 4, 5), is_tested_now=True)] == [2]
    assert [has_taken(members(2)[0], step) for step in KeyStep] == [True, True, False, False]


def test_a_step_begins_when_everybody_has_taken_the_one_before() -> None:
    steps = list(KeyStep)
    assert [step_before(step) for step in steps] == [steps[0], *steps[:-1]]


@pytest.mark.parametrize(("attempt", "joined", "is_so"), [(0, (0, 0), False), (2, (0, 2), False), (1, (0, 0), True)])
def test_members_who_begin_anew_though_nobody_was_replaced_do_so_for_a_new_version(
    attempt: int, joined: tuple[int, ...], *, is_so: bool
) -> None:
    assert is_renewed(attempt, joined) is is_so


@pytest.mark.parametrize(
    ("lasts", "before_closing", "tested", "is_due"),
    [
        (14, timedelta(days=2), -1, True),
        (14, timedelta(days=2, seconds=1), -1, False),
        (14, timedelta(0), -1, False),
        (14, timedelta(days=1), 12, False),
        (1, timedelta(hours=3), -9, False),
    ],
)
def test_keys_are_tested_again_two_days_before_closing(
    lasts: int, before_closing: timedelta, tested: int, *, is_due: bool
) -> None:
    closes = OPENS + timedelta(days=lasts)
    assert is_tested_again(closes - before_closing, OPENS, closes, OPENS + timedelta(days=tested)) is is_due

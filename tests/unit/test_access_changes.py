"""Who may confirm that somebody is let in while a vote is under way, and for how long that waits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from govapp.accounts.refusals import ChangeOver, SecondAdministratorNeeded
from govapp.accounts.rules import CHANGE_WAITS_FOR, ChangeMoments, may_all_meet, require_second_person, require_waiting
from govapp.declarations import Declarations, RoomDeclaration
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
CHANGE = ChangeMoments(asked_by=1, expires_at=NOON + CHANGE_WAITS_FOR)
SECOND = Actor(ActorKind.OFFICER, 2, "Arne", frozenset({Role.ADMINISTRATOR}))
END = CHANGE_WAITS_FOR - timedelta(microseconds=1)


def test_another_administrator_confirms_until_the_very_end() -> None:
    require_second_person(CHANGE, SECOND, NOON)
    require_second_person(CHANGE, SECOND, NOON + END)
    with pytest.raises(ChangeOver):
        require_second_person(CHANGE, SECOND, NOON + CHANGE_WAITS_FOR)


@pytest.mark.parametrize(
    "actor",
    [
        replace(SECOND, id=1),
        replace(SECOND, roles=frozenset({Role.SECRETARY, Role.REGISTRAR})),
        replace(SECOND, kind=ActorKind.SHAREHOLDER),
        SYSTEM,
    ],
)
def test_nobody_else_confirms(actor: Actor) -> None:
    with pytest.raises(SecondAdministratorNeeded):
        require_second_person(CHANGE, actor, NOON)


def test_what_was_settled_waits_no_more() -> None:
    settled = replace(CHANGE, settled_at=NOON)
    require_waiting(CHANGE, NOON)
    with pytest.raises(ChangeOver):
        require_waiting(settled, NOON)
    with pytest.raises(ChangeOver):
        require_second_person(settled, SECOND, NOON)


def test_roles_of_one_invitation_may_meet_or_not() -> None:
    assert may_all_meet(())
    assert may_all_meet({Role.SECRETARY, Role.REGISTRAR, Role.ADMINISTRATOR})
    assert not may_all_meet({Role.AUDITOR, Role.SCRUTINEER, Role.SECRETARY})


def test_a_vote_is_under_way_when_any_room_says_so() -> None:
    quiet, busy = (RoomDeclaration(str(each), vote_runs=lambda _session, each=each: each) for each in (False, True))  # type: ignore[misc]
    nothing = object()
    assert not Declarations((RoomDeclaration("none"), quiet)).vote_runs(nothing)  # type: ignore[arg-type]
    assert Declarations((quiet, busy)).vote_runs(nothing)  # type: ignore[arg-type]

"""A mail to everybody about an incident: who confirms it, and how many may leave within an hour."""

from datetime import UTC, datetime, timedelta

import pytest

from govapp.assembly.votes.rules.incident_mails import HOUR, TooManyMails, may_confirm, may_withdraw, require_pause
from govapp.kernel.actors import Actor, ActorKind, Role

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)


def an_actor(*roles: Role, number: int = 3, kind: ActorKind = ActorKind.OFFICER) -> Actor:
    return Actor(kind, number, "Wim", frozenset(roles))


def test_three_mails_leave_within_an_hour_and_the_fourth_when_the_first_is_an_hour_old() -> None:
    sent = [NOW - timedelta(minutes=minutes) for minutes in (5, 50, 20, 90)]
    require_pause(sent[:2], NOW)
    require_pause([*sent[:2], sent[3]], NOW)
    with pytest.raises(TooManyMails) as refused:
        require_pause(sent, NOW)
    assert refused.value.params["at"] == sent[1] + HOUR
    require_pause(sent, sent[1] + HOUR)


def test_another_secretary_or_scrutineer_confirms_and_nobody_else() -> None:
    for role in (Role.SECRETARY, Role.SCRUTINEER):
        assert may_confirm("officer:9", an_actor(role))
        assert not may_confirm("officer:3", an_actor(role))
        assert may_withdraw(an_actor(role))
    assert not may_confirm("officer:9", an_actor(Role.AUDITOR))
    assert not may_withdraw(an_actor(Role.AUDITOR, Role.REGISTRAR, Role.ADMINISTRATOR))
    assert not may_confirm("officer:9", an_actor(Role.SECRETARY, kind=ActorKind.SHAREHOLDER))

"""Closing before the hour: what counts as a reason, and who may confirm what somebody else asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from govapp.ballots.rules.early_closing import (
    MIN_REASON_CHARACTERS,
    EarlyClosing,
    may_confirm,
    may_withdraw,
    require_early_closing,
)
from govapp.ballots.rules.hours import role_that_closes, window_rule
from govapp.ballots.rules.refusals import EarlyClosingNotAllowed, ReasonNeeded
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from pybelenios.window import CLOCK, MAX_REASON_CHARACTERS

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
CLOSES = NOON + timedelta(days=3)
RULE = window_rule(NOON - timedelta(days=1), CLOSES, 1)
SECRETARY = Actor(ActorKind.OFFICER, 1, "Karel", frozenset({Role.SECRETARY}))
ASKED = EarlyClosing("Everybody has voted.", "secretary", "officer:1", "Karel", NOON)


def officer(number: int, *roles: Role) -> Actor:
    return Actor(ActorKind.OFFICER, number, f"Officer {number}", frozenset(roles))


def test_what_is_asked_names_who_asked_in_which_role_and_why() -> None:
    asked = require_early_closing(SECRETARY, RULE, CLOSES, "  Everybody  has voted.\r\n ", NOON)
    assert asked == ASKED
    assert require_early_closing(SECRETARY, None, CLOSES, "Everybody has voted.", NOON) == ASKED


@pytest.mark.parametrize(
    "reason",
    ["", " ", "x", "early", "done now", "two words-of-some-length", "a b c d", "x " * MAX_REASON_CHARACTERS],
)
def test_a_mark_is_no_reason_and_a_book_neither(reason: str) -> None:
    with pytest.raises(ReasonNeeded):
        require_early_closing(SECRETARY, RULE, CLOSES, reason, NOON)


def test_the_shortest_reason_is_three_words() -> None:
    shortest = "all have voted."
    assert len(shortest) == MIN_REASON_CHARACTERS
    assert require_early_closing(SECRETARY, RULE, CLOSES, shortest, NOON).reason == shortest


@pytest.mark.parametrize("actor", [officer(2, Role.SCRUTINEER, Role.AUDITOR), officer(2, Role.REGISTRAR), SYSTEM])
def test_only_the_secretariat_asks(actor: Actor) -> None:
    for rule in (RULE, None):
        with pytest.raises(EarlyClosingNotAllowed):
            require_early_closing(actor, rule, CLOSES, ASKED.reason, NOON)


def test_one_of_the_key_holders_confirms_and_nobody_without_a_key() -> None:
    assert may_confirm(ASKED, officer(7), {7, 8})
    assert may_confirm(ASKED, officer(8, Role.SCRUTINEER), {7, 8})
    assert not may_confirm(ASKED, officer(9, Role.SCRUTINEER, Role.AUDITOR), {7, 8})
    assert not may_confirm(ASKED, replace(officer(7), kind=ActorKind.SHAREHOLDER), {7, 8})


def test_whoever_asked_never_confirms_not_even_as_key_holder() -> None:
    assert not may_confirm(ASKED, officer(1, Role.SECRETARY, Role.SCRUTINEER), {1, 2})
    assert not may_confirm(ASKED, officer(1, Role.SECRETARY, Role.SCRUTINEER), ())


def test_where_the_server_holds_the_key_any_other_officer_with_a_role_confirms() -> None:
    assert all(may_confirm(ASKED, officer(2, role), ()) for role in Role)
    assert not may_confirm(ASKED, officer(2), ())
    assert not may_confirm(ASKED, SYSTEM, ())


def test_the_secretariat_withdraws_and_a_key_holder_refuses() -> None:
    assert may_withdraw(ASKED, SECRETARY, {7})
    assert may_withdraw(ASKED, officer(2, Role.SECRETARY), {7})
    assert may_withdraw(ASKED, officer(7), {7})
    assert not may_withdraw(ASKED, officer(9, Role.AUDITOR), {7})
    assert not may_withdraw(ASKED, SYSTEM, {7})


def test_at_the_hour_the_clock_closes_or_the_secretariat() -> None:
    assert role_that_closes(SYSTEM) == CLOCK
    assert role_that_closes(SECRETARY) == "secretary"

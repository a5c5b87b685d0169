"""Who may act for a voting right: the holder, or whom the register knows as representative on that day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from govapp.shares.people.rules.dated import Dated
from govapp.shares.people.rules.days import AsOf, as_of
from govapp.shares.people.rules.kinds import Category
from govapp.shares.rolls.rules.rights import (
    Capacity,
    ProxyInForce,
    RollEntryRow,
    VotingRight,
    capacity_of,
    in_order,
    may_exercise,
)
from tests.factories.accounts import ZONE

COMPANY, LIEVE, PIET = 9, 1, 2
NOON = datetime(2026, 6, 16, 12, tzinfo=UTC)
RECORDED = datetime(2026, 1, 5, 12, tzinfo=UTC)


def at(moment: datetime) -> AsOf:
    return as_of(moment, ZONE)


def right(holder: int, *mandates: Dated[int | None], number: int = 7) -> VotingRight:
    entry = RollEntryRow(holder, number, holder, number, "Zonen bv", "Lieve Peeters", Category.MEMBER, "nl", None)
    return VotingRight(entry, mandates)


def test_the_holder_exercises_the_own_right_and_nobody_else_does() -> None:
    own = right(LIEVE)
    assert capacity_of(own, LIEVE, at(NOON)) is Capacity.HOLDER
    assert not may_exercise(own, PIET, at(NOON))
    assert not may_exercise(own, None, at(NOON))


def test_a_legal_person_votes_through_its_representative_or_by_its_own_link() -> None:
    of_company = right(COMPANY, Dated(LIEVE, date(2026, 1, 1), RECORDED))
    assert capacity_of(of_company, LIEVE, at(NOON)) is Capacity.REPRESENTATIVE
    assert capacity_of(of_company, COMPANY, at(NOON)) is Capacity.HOLDER
    assert not may_exercise(of_company, PIET, at(NOON))


def test_a_new_representative_takes_over_on_the_day_and_not_a_minute_before() -> None:
    of_company = right(
        COMPANY, Dated(LIEVE, date(2026, 1, 1), RECORDED, 1), Dated(PIET, date(2026, 6, 17), RECORDED, 2)
    )
    in_brussels = datetime(2026, 6, 16, 22, tzinfo=UTC)  # midnight in Brussels: the 17th begins
    before = in_brussels - timedelta(minutes=1)
    assert (may_exercise(of_company, LIEVE, at(before)), may_exercise(of_company, PIET, at(before))) == (True, False)
    assert (may_exercise(of_company, LIEVE, at(in_brussels)), may_exercise(of_company, PIET, at(in_brussels))) == (
        False,
        True,
    )


def test_who_was_recalled_votes_no_more_for_the_company() -> None:
    recalled = right(COMPANY, Dated(LIEVE, date(2026, 1, 1), RECORDED, 1), Dated(None, date(2026, 6, 1), RECORDED, 2))
    assert not may_exercise(recalled, LIEVE, at(NOON))


def test_what_the_register_did_not_know_yet_gives_nobody_a_right() -> None:
    late = right(COMPANY, Dated(LIEVE, date(2026, 1, 1), NOON + timedelta(minutes=1)))
    assert not may_exercise(late, LIEVE, at(NOON))
    assert may_exercise(late, LIEVE, at(NOON + timedelta(minutes=1)))


def test_the_own_right_is_offered_first_and_the_others_by_number() -> None:
    rights = (right(COMPANY, number=3), right(8, number=2), right(LIEVE, number=5))
    assert [each.number for each in in_order(rights, LIEVE)] == [5, 2, 3]


def test_while_a_proxy_is_in_force_its_holder_acts_and_the_giver_looks_on() -> None:
    given = replace(right(LIEVE), proxy=ProxyInForce(1, PIET, NOON))
    assert capacity_of(given, PIET, at(NOON)) is Capacity.PROXY_HOLDER
    assert may_exercise(given, PIET, at(NOON))
    assert capacity_of(given, LIEVE, at(NOON)) is Capacity.GIVER
    assert not may_exercise(given, LIEVE, at(NOON))
    assert capacity_of(given, COMPANY, at(NOON)) is None
    assert given.is_held_by(PIET)
    assert given.is_given_away_by(LIEVE)
    assert not right(LIEVE).is_given_away_by(LIEVE)


def test_the_representative_of_a_company_that_gave_a_proxy_looks_on_too() -> None:
    of_company = right(COMPANY, Dated(LIEVE, date(2026, 1, 1), RECORDED))
    given = replace(of_company, proxy=ProxyInForce(1, PIET, NOON))
    assert capacity_of(given, LIEVE, at(NOON)) is Capacity.GIVER

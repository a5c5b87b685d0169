"""The rules about people, days and voting lists, case by case."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from govapp.shares.ledger.rules.chain import GENESIS
from govapp.shares.ledger.rules.movements import Position, total
from govapp.shares.people.rules.dated import Dated, fact_at
from govapp.shares.people.rules.days import AsOf, as_of, day_of, end_of, settled_moment
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.names import describes, fold, full_name, search_name, sorted_name, tidy
from govapp.shares.people.rules.places import Region, is_country_code, region_of
from govapp.shares.people.rules.refusals import DayInFuture, MomentInFuture
from govapp.shares.rolls.rules.roll import ROLL, LeftOut, PublishedRoll, RollCandidate, compile_roll, reason_left_out
from tests.factories.accounts import ZONE

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = date(2026, 5, 1)


def now(day: date = date(2026, 6, 1)) -> AsOf:
    return AsOf(day, NOON + timedelta(days=1))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Éléonore d'Udekem d'Acoz", "eleonore d udekem d acoz"),
        ("candidat·es", "candidates"),
        ("STRASSE Straße", "strasse strasse"),
        ("Łukasz Øster-Đorđević", "lukasz oster dordevic"),
        ("  van 't  Hof ", "van t hof"),
        ("Cœur Æsop", "coeur aesop"),
        ("İbrahim Yılmaz", "ibrahim yilmaz"),
    ],
)
def test_names_are_compared_without_accents_case_and_signs(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_text_is_one_line_and_a_country_two_letters() -> None:
    assert tidy(" Van\u00a0den \r\n  Bossche\t") == "Van den Bossche"
    assert is_country_code("BE")
    assert not any(is_country_code(text) for text in ("be", "B", "B1", "BEL", "BE\n", "ÉÉ"))


def test_names_are_spoken_listed_and_searched_each_in_its_own_way() -> None:
    assert full_name("Peeters", "Lieve") == "Lieve Peeters"
    assert full_name("Sukarno", "") == "Sukarno"
    assert sorted_name("Peeters", "Lieve") == "Peeters, Lieve"
    assert sorted_name("Alba vzw", "") == "Alba vzw"
    assert search_name("D'Hooghe", "Zoë") == "d hooghe zoe"
    assert not describes(PartyKind.NATURAL, " ", "An")
    assert not describes(PartyKind.LEGAL, "Alba", "An")


def test_totals_leave_out_who_has_no_shares() -> None:
    totals = total([("member", 2, 6000), ("member", 1, 3000), ("staff", 0, 0), ("partner", 10, 30000)])
    assert (totals.holders, totals.shares, totals.paid_in_cents) == (3, 13, 39000)
    assert totals.holders_by_category == {"member": 2, "partner": 1}


def test_the_fact_in_force_is_the_latest_by_legal_day_and_then_by_knowledge() -> None:
    old = Dated("member", date(2022, 1, 1), NOON - timedelta(days=900))
    new = Dated("staff", date(2026, 2, 1), NOON - timedelta(days=100))
    mended = Dated("partner", date(2026, 2, 1), NOON)
    facts = [mended, old, new]
    assert fact_at(facts, now(date(2026, 1, 31))) == old
    assert fact_at(facts, now()) == mended
    assert fact_at(facts, AsOf(date(2026, 6, 1), NOON - timedelta(days=1))) == new
    assert fact_at(facts, now(date(2021, 12, 31))) is None
    twice = [Dated("first", DAY, NOON, 1), Dated("second", DAY, NOON, 2)]
    assert fact_at(twice, now()) == twice[1]


def candidate(number: int, **changes: object) -> RollCandidate:
    held = Position(1, 3000, 1, DAY)
    one = RollCandidate(number * 10, number, PartyKind.NATURAL, f"An {number}", Category.MEMBER, "nl", "", held)
    return replace(one, **changes)  # type: ignore[arg-type]


def test_one_may_vote_with_a_paid_share_and_a_human_being() -> None:
    held = Position(2, 3000, 1, DAY)
    assert reason_left_out(PartyKind.NATURAL, held, "") is None
    assert reason_left_out(PartyKind.LEGAL, held, "An Peeters") is None
    assert reason_left_out(PartyKind.LEGAL, held, "") is LeftOut.NO_REPRESENTATIVE
    assert reason_left_out(PartyKind.NATURAL, Position(2, 2999, 0, DAY), "") is LeftOut.NOT_PAID
    assert reason_left_out(PartyKind.NATURAL, Position(), "") is LeftOut.NO_SHARES


def test_a_list_is_drawn_in_the_order_of_numbers_with_everybody_accounted_for() -> None:
    firm = candidate(2, kind=PartyKind.LEGAL, name="Alba vzw", representative="An 1", category=Category.PARTNER)
    draft = compile_roll([candidate(3), firm, candidate(1), candidate(4, position=Position())])
    assert [(one.position, one.number, one.voter) for one in draft.entries] == [
        (1, 1, "An 1"),
        (2, 2, "An 1"),
        (3, 3, "An 3"),
    ]
    assert [(one.number, one.reason) for one in draft.left_out] == [(4, LeftOut.NO_SHARES)]
    assert draft.counts == {"member": 2, "staff": 0, "partner": 1}


def test_the_digest_of_a_list_covers_who_votes_and_not_the_addresses() -> None:
    def digest(*candidates: RollCandidate) -> str:
        return ROLL.digest(PublishedRoll(DAY, NOON, GENESIS, compile_roll(candidates).entries), ROLL.newest)

    assert digest(candidate(1)) == digest(candidate(1, email="an@mail.example"))
    assert digest(candidate(1)) != digest(candidate(1, name="Ann 1"))
    assert digest(candidate(1)) != digest(candidate(1), candidate(2))


def test_a_list_of_now_names_a_whole_second_unless_something_was_recorded_within_it() -> None:
    now, half = NOON + timedelta(microseconds=700_000), timedelta(microseconds=500_000)
    assert settled_moment(now, None) == settled_moment(now, NOON) == settled_moment(now, NOON - half) == NOON
    assert settled_moment(now, NOON + half) == NOON + half
    # A clock that was set back names no moment to come.
    assert settled_moment(now, NOON + 2 * half) == now


def test_days_are_those_of_the_zone_of_the_cooperative() -> None:
    assert day_of(datetime(2026, 5, 31, 22, 0, tzinfo=UTC), ZONE) == date(2026, 6, 1)
    assert day_of(datetime(2026, 1, 31, 22, 59, tzinfo=UTC), ZONE) == date(2026, 1, 31)
    assert end_of(date(2026, 6, 1), ZONE) == datetime(2026, 6, 1, 21, 59, 59, 999999, tzinfo=UTC)
    assert end_of(date(2026, 12, 1), ZONE) == datetime(2026, 12, 1, 22, 59, 59, 999999, tzinfo=UTC)
    assert as_of(NOON, ZONE) == AsOf(date(2026, 6, 1), NOON)
    assert as_of(NOON, ZONE, DAY, date(2026, 6, 1)) == AsOf(DAY, NOON)
    assert as_of(NOON, ZONE, DAY, DAY) == AsOf(DAY, end_of(DAY, ZONE))
    for days in ((date(2026, 6, 2), None), (None, date(2026, 6, 2))):
        with pytest.raises(DayInFuture):
            as_of(NOON, ZONE, *days)
    moment = datetime(2026, 6, 1, 13, 59, 58, tzinfo=ZONE)
    assert as_of(NOON, ZONE, DAY, moment) == AsOf(DAY, datetime(2026, 6, 1, 11, 59, 58, tzinfo=UTC))
    assert as_of(NOON, ZONE, DAY, NOON).recorded_until == NOON
    with pytest.raises(MomentInFuture):
        as_of(NOON, ZONE, DAY, NOON + timedelta(seconds=1))
    lisbon, evening = ZoneInfo("Europe/Lisbon"), datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
    assert (day_of(evening, ZONE), day_of(evening, lisbon)) == (date(2026, 6, 1), date(2026, 5, 31))
    assert end_of(date(2026, 6, 1), lisbon) - end_of(date(2026, 6, 1), ZONE) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("country", "postcode", "region"),
    [
        ("BE", "1000", Region.BRUSSELS),
        ("BE", "1299", Region.BRUSSELS),
        ("BE", "1300", Region.WALLONIA),
        ("BE", "1499", Region.WALLONIA),
        ("BE", "1500", Region.FLANDERS),
        ("BE", "3999", Region.FLANDERS),
        ("BE", "4000", Region.WALLONIA),
        ("BE", "7999", Region.WALLONIA),
        ("BE", "8000", Region.FLANDERS),
        ("BE", "999", Region.UNKNOWN),
        ("BE", "", Region.UNKNOWN),
        ("FR", "59000", Region.ABROAD),
    ],
)
def test_a_region_follows_from_the_postcode(country: str, postcode: str, region: Region) -> None:
    assert region_of(country, postcode) is region

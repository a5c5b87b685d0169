"""What holds of every count, whatever the figures."""

from fractions import Fraction
from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

from govapp.assembly.votes.rules.elections import fill_seats, in_order, ranks
from govapp.kernel.texts import Language
from govapp.language import number_format

votes = st.lists(st.integers(0, 12), max_size=8)
shares = st.fractions(0, 1)


@given(votes, st.integers(1, 8))
def test_seats_are_never_given_twice_nor_to_fewer_votes(counts: list[int], seats: int) -> None:
    seating = fill_seats(counts, seats)
    assert len(seating.elected) <= seats
    assert not set(seating.elected) & set(seating.tied)
    assert all(counts[index] > 0 for index in seating.elected + seating.tied)
    rest = [own for index, own in enumerate(counts) if index not in seating.elected]
    assert all(counts[index] > other for index in seating.elected for other in rest) or not seating.tied
    assert all(counts[index] >= other for index in seating.elected for other in rest)


@given(votes, st.integers(1, 8))
def test_every_seat_is_filled_or_contested_while_supported_candidates_are_left(counts: list[int], seats: int) -> None:
    seating = fill_seats(counts, seats)
    supported = sum(own > 0 for own in counts)
    assert len(seating.elected) + seating.contested == min(seats, supported)
    if seating.tied:
        assert len(seating.tied) > seating.contested > 0
        assert len({counts[index] for index in seating.tied}) == 1


@given(votes, st.integers(1, 8), st.randoms())
def test_the_order_on_the_paper_never_decides_who_is_elected(counts: list[int], seats: int, random: Random) -> None:
    shuffled = list(range(len(counts)))
    random.shuffle(shuffled)
    seating = fill_seats([counts[index] for index in shuffled], seats)
    straight = fill_seats(counts, seats)
    assert {shuffled[index] for index in seating.elected} == set(straight.elected)
    assert {shuffled[index] for index in seating.tied} == set(straight.tied)


@given(votes)
def test_ranks_follow_the_order(counts: list[int]) -> None:
    places = ranks(counts)
    assert [places[index] for index in in_order(counts)] == sorted(places)


@example(Fraction(1, 10**25), Fraction(1, 2))
@given(shares, st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(4, 5)]))
def test_a_shown_percentage_stands_on_the_side_of_the_truth(share: Fraction, limit: Fraction) -> None:
    written = number_format.percent(share, Language.EN, limit)
    shown = Fraction(written[:-1]) / 100 if written.endswith("%") else Fraction(written.replace(",", ""))
    assert (shown > limit) == (share > limit)
    assert (shown < limit) == (share < limit)
    assert abs(shown - share) <= Fraction(1, 2000)

"""Whole numbers behind percentages and votes: found whenever there are any, and right."""

from hypothesis import given
from hypothesis import strategies as st

from govapp.rehearsal.percentages import approval_fits, counts_for, deal_approvals, percents, rounded_percent


def test_half_a_per_cent_is_rounded_up() -> None:
    assert rounded_percent(1, 200) == 1
    assert rounded_percent(1, 201) == 0
    assert rounded_percent(0, 0) == 0


@given(st.lists(st.integers(0, 500), min_size=3, max_size=3).filter(any))
def test_percentages_of_real_counts_always_have_counts(counts: list[int]) -> None:
    voters = sum(counts)
    shares = percents(counts, voters)
    found = counts_for(shares, voters)
    assert found is not None
    assert sum(found) == voters
    assert percents(found, voters) == shares


@given(st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100)), st.integers(1, 40))
def test_no_counts_are_found_only_when_there_are_none(shares: tuple[int, int, int], voters: int) -> None:
    found = counts_for(shares, voters)
    exists = any(
        percents((a, b, voters - a - b), voters) == shares for a in range(voters + 1) for b in range(voters + 1 - a)
    )
    assert (found is not None) == exists
    if found is not None:
        assert percents(found, voters) == shares and sum(found) == voters


@given(st.data())
def test_approvals_are_dealt_whenever_they_fit(data: st.DataObject) -> None:
    voters = data.draw(st.integers(1, 30))
    blank = data.draw(st.integers(0, voters))
    maximum = data.draw(st.integers(1, 6))
    votes = data.draw(st.lists(st.integers(0, voters), min_size=1, max_size=8))
    if not approval_fits(votes, blank, maximum, voters):
        return
    ballots = deal_approvals(votes, blank, maximum, voters)
    assert len(ballots) == voters
    assert sum(ballot is None for ballot in ballots) == blank
    assert all(len(ballot) <= maximum for ballot in ballots if ballot is not None)
    assert [sum(ballot is not None and name in ballot for ballot in ballots) for name in range(len(votes))] == votes


@given(st.data())
def test_votes_of_real_ballots_always_fit(data: st.DataObject) -> None:
    names, maximum = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 6))
    ballot = st.none() | st.frozensets(st.integers(0, names - 1), max_size=maximum)
    ballots = data.draw(st.lists(ballot, min_size=1, max_size=20))
    votes = [sum(each is not None and name in each for each in ballots) for name in range(names)]
    assert approval_fits(votes, sum(each is None for each in ballots), maximum, len(ballots))

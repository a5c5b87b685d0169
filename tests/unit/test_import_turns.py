"""Who goes first: a file that is written, or those who vote."""

import pytest

from govapp.shares.importing.rules.problems import MAX_PROBLEMS_KEPT, ProblemList, problem
from govapp.shares.importing.rules.refusals import VoteGoesFirst
from govapp.shares.importing.rules.turns import MAX_ROWS_BESIDE_VOTE, check_turn

MANY = MAX_ROWS_BESIDE_VOTE + 1


def test_a_large_file_waits_where_ballots_would_wait_for_it() -> None:
    with pytest.raises(VoteGoesFirst) as refused:
        check_turn(MANY, vote_runs=True, stops_all_writers=True)
    assert refused.value.params == {"rows": MANY, "limit": MAX_ROWS_BESIDE_VOTE}


@pytest.mark.parametrize(
    ("rows", "vote_runs", "stops_all_writers"),
    [(MAX_ROWS_BESIDE_VOTE, True, True), (MANY, False, True), (MANY, True, False)],
    ids=["few rows", "no vote", "a database with many writers"],
)
def test_any_other_file_is_written_at_once(rows: int, vote_runs: bool, stops_all_writers: bool) -> None:
    check_turn(rows, vote_runs=vote_runs, stops_all_writers=stops_all_writers)


def test_all_problems_are_counted_with_their_rows_and_the_first_are_kept() -> None:
    found = ProblemList()
    for row in range(MAX_PROBLEMS_KEPT):
        found.append(problem(row, "name", "empty"))
        found.append(problem(row, "shares", "empty"))
    assert (len(found), found.count_of_all, found.bad_rows) == (MAX_PROBLEMS_KEPT, 1000, MAX_PROBLEMS_KEPT)


def test_a_list_that_was_told_keeps_its_counts() -> None:
    told = ProblemList([problem(2, "name", "empty")], 7, 3)
    assert (len(told), told.count_of_all, told.bad_rows) == (1, 7, 3)

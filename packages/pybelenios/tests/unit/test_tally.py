"""Adding up, opening, and reading the result."""

import pytest

from packages.pybelenios.tests.ballotbox import APPROVAL, MOTION, BallotBox, tally_of
from pybelenios.ballot import check_ballot
from pybelenios.counting.result import compute_result, read_result, result_holds, write_result
from pybelenios.election import Question, Ranking
from pybelenios.elgamal import EMPTY, encrypt, multiply
from pybelenios.errors import Malformed, Refused
from pybelenios.group import GENERATOR, NEUTRAL, power, power_g, quotient
from pybelenios.jsontext import read_json
from pybelenios.tally import TallyAccumulator, read_weight, weight_json, write_tally
from pybelenios.verifier.checks import verify


def outcome_of(box: BallotBox) -> object:
    return verify(box.archive()).result


def test_encrypted_numbers_add_up() -> None:
    secret = 987654321
    total = multiply([encrypt(power_g(secret), number, 1000 + number) for number in (3, 0, 4)])
    assert quotient(total.beta, power(total.alpha, secret)) == power_g(7)
    assert multiply([]) == EMPTY


def test_the_last_ballot_of_each_voter_counts_and_blank_is_counted_apart() -> None:
    box = BallotBox([MOTION, APPROVAL], voters=4, trustees=3)
    box.cast(0, [1, 0, 0], [0, 1, 1, 0, 0])
    box.cast(1, [0, 1, 0], [1, 0, 0, 0, 0])
    box.cast(2, [0, 1, 0], [0, 0, 0, 0, 0])
    box.cast(0, [0, 0, 1], [0, 0, 0, 0, 1])
    assert outcome_of(box.close()) == ((0, 2, 1), (1, 0, 0, 0, 1))


def test_weights_count() -> None:
    box = BallotBox(voters=3, weights=[0, 5, 1])
    for voter, choice in enumerate(([1, 0, 0], [0, 1, 0], [0, 0, 1])):
        box.cast(voter, choice)
    assert outcome_of(box.close()) == ((0, 5, 1),)


def test_sums_made_apart_are_the_sum_made_at_once() -> None:
    box = BallotBox([MOTION, Ranking("r", ("X", "Y"))], voters=4)
    ballots = [check_ballot(box.election, box.ballot(voter, [[1, 0, 0], [1, 2]])) for voter in range(4)]
    left, right = TallyAccumulator(box.election), TallyAccumulator(box.election)
    for number, ballot in enumerate(ballots):
        (left if number % 2 else right).add(ballot.answers)
    left.merge(right)
    assert left.tally() == tally_of(box.election, ballots)
    assert (left.ballots, left.weight) == (4, 4)


def test_a_ballot_that_is_taken_out_again_was_never_counted() -> None:
    box = BallotBox([MOTION, Ranking("r", ("X", "Y"))], voters=3)
    ballots = [check_ballot(box.election, box.ballot(voter, [[1, 0, 0], [1, 2]])) for voter in range(3)]
    total = TallyAccumulator(box.election)
    for ballot in (*ballots, *ballots):
        total.add(ballot.answers)
    for ballot in ballots:
        total.take_out(ballot.answers)
    assert total.tally() == tally_of(box.election, ballots)
    assert (total.ballots, total.weight) == (3, 3)
    for ballot in ballots:
        total.take_out(ballot.answers)
    assert total.tally() == tally_of(box.election, ())


def test_a_tally_of_nothing_hides_zero_from_nobody() -> None:
    box = BallotBox()
    assert tally_of(box.election, ()) == ((EMPTY,) * 3,)
    assert outcome_of(box.close()) == ((0, 0, 0),)


def test_a_ranking_has_no_weight() -> None:
    box = BallotBox([Ranking("r", ("X", "Y"))])
    answers = check_ballot(box.election, box.ballot(0, [[1, 2]])).answers
    with pytest.raises(Refused, match="weighted ranking"):
        TallyAccumulator(box.election).add(answers, 2)


def test_rankings_are_sorted_by_their_bytes() -> None:
    box = BallotBox([Ranking("r", ("X", "Y"))])
    ballots = [check_ballot(box.election, box.ballot(voter, [[1, 2]])) for voter in range(3)]
    column = tally_of(box.election, ballots)[0]
    assert [choice.alpha for choice in column] == sorted(choice.alpha for choice in column)
    assert write_tally((column,)).startswith(b'[[{"alpha":"')


@pytest.mark.parametrize("votes", [0, 1, 2, 99, 100])
def test_every_count_up_to_the_number_of_votes_is_found(votes: int) -> None:
    box = BallotBox([Question("q", ("a",), 0, 1)])
    encrypted = ((encrypt(GENERATOR, votes, 1),),)
    assert compute_result(box.election, encrypted, ((GENERATOR,),), 100) == ((votes,),)


def test_a_count_above_the_number_of_votes_shows_wrong_factors() -> None:
    box = BallotBox([Question("q", ("a",), 0, 1)])
    with pytest.raises(Refused, match="result"):
        compute_result(box.election, ((encrypt(GENERATOR, 101, 1),),), ((GENERATOR,),), 100)
    with pytest.raises(Refused, match="result"):
        compute_result(box.election, ((EMPTY,),), ((NEUTRAL,),), 2**41)


def test_a_result_with_another_number_of_columns_or_cells_does_not_hold() -> None:
    box = BallotBox([Question("q", ("a", "b"), 0, 1)])
    encrypted, factors = ((EMPTY, EMPTY),), ((NEUTRAL, NEUTRAL),)
    assert result_holds(box.election, encrypted, factors, ((0, 0),))
    for outcome in (((0,),), ((0, 0, 0),), ((0, 1),), ((0, 0), (0,)), ()):
        assert not result_holds(box.election, encrypted, factors, outcome)


def test_results_are_written_and_read_alike() -> None:
    box = BallotBox([MOTION, Ranking("r", ("X", "Y"))])
    outcome = ((3, 2**30, 0), ((1, 2), (0, 0)))
    raw = write_result(box.election, outcome)
    assert raw == b'{"result":[[3,"1073741824",0],[[1,2],[0,0]]]}'
    assert read_result(box.election, read_json(raw)) == outcome


@pytest.mark.parametrize(
    "record", [{}, [], {"result": []}, {"result": [[1, 2, -1], []]}, {"result": [5, []]}, {"result": [[1], [[True]]]}]
)
def test_what_is_no_result_is_refused(record: object) -> None:
    with pytest.raises(Malformed):
        read_result(BallotBox([MOTION, Ranking("r", ("X", "Y"))]).election, record)


def test_weights_have_one_spelling() -> None:
    assert [weight_json(weight) for weight in (0, 2**30 - 1, 2**30)] == [0, 1073741823, "1073741824"]
    assert [read_weight(value) for value in (0, 1073741823, "1073741824")] == [0, 2**30 - 1, 2**30]
    for wrong in (-1, True, 2**30, "5", "01073741824", "1073741824 ", "x", None, 1.0):
        with pytest.raises(Malformed, match="weight"):
            read_weight(wrong)

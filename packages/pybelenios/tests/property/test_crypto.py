"""What holds for every number, every ballot paper and every byte."""

import json
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packages.pybelenios.tests import oracle
from packages.pybelenios.tests.ballotbox import APPROVAL, MOTION, BallotBox
from pybelenios.archive.reader import read_archive
from pybelenios.archive.tar import ArchiveRefused, ArchiveUnreadable
from pybelenios.ballot import InvalidBallot, check_ballot
from pybelenios.credentials import base58, read_code, write_code
from pybelenios.election import AnyQuestion, Question, Ranking
from pybelenios.elgamal import encrypt
from pybelenios.errors import Malformed
from pybelenios.group import (
    GENERATOR,
    ORDER,
    draw_scalar,
    is_member,
    point_text,
    power,
    power_g,
    product,
    read_point,
    read_scalar,
    scalar_text,
)
from pybelenios.pedersen import lagrange
from pybelenios.proofs import Branch, KnownBranch, one_of_holds, prove_one_of
from pybelenios.ranking import decode_numbers, encode_numbers
from pybelenios.receipts.tracker import tracker_from_path, tracker_of, tracker_to_path
from pybelenios.verifier.checks import verify

scalars = st.integers(0, ORDER - 1)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
)
BOX = BallotBox([MOTION, APPROVAL])
BALLOT = BOX.cast(0, [1, 0, 0], [0, 1, 1, 0, 0])
ARCHIVE = BOX.archive()


@st.composite
def answered_questions(draw: st.DrawFn) -> tuple[AnyQuestion, list[int]]:
    """Return a question and a lawful choice."""
    answers = tuple(draw(st.lists(st.text(max_size=5), min_size=1, max_size=4)))
    if draw(st.integers(0, 4)) == 0:
        return Ranking("r", answers), [draw(st.integers(0, 255)) for _ in answers]
    minimum = draw(st.integers(0, len(answers)))
    maximum = draw(st.integers(minimum, len(answers)))
    blank = draw(st.booleans())
    question = Question("q", answers, minimum, maximum, blank)
    if blank and draw(st.booleans()):
        return question, [1, *[0] * len(answers)]
    ticked = draw(st.permutations(range(len(answers))))[: draw(st.integers(minimum, maximum))]
    choice = [int(place in ticked) for place in range(len(answers))]
    return question, [0, *choice] if blank else choice


@given(scalars, scalars)
@settings(max_examples=15)
def test_powers_and_products_agree_with_plain_python(exponent: int, other: int) -> None:
    point = power_g(exponent)
    expected = oracle.power(oracle.BASE, exponent)
    assert point == oracle.encode(expected)
    assert power(point, other) == oracle.encode(oracle.power(expected, other))
    assert product(point, GENERATOR) == oracle.encode(oracle.add(expected, oracle.BASE))


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=30)
def test_membership_agrees_with_plain_python(raw: bytes) -> None:
    assert is_member(raw) == oracle.is_member(raw)


@given(scalars)
def test_texts_of_points_and_scalars_are_read_back(exponent: int) -> None:
    assert read_point(point_text(power_g(exponent))) == power_g(exponent)
    assert read_scalar(scalar_text(exponent)) == exponent


@given(st.text(max_size=80))
def test_no_other_spelling_of_a_scalar_is_read(text: str) -> None:
    with suppress(Malformed):
        assert scalar_text(read_scalar(text)) == text


@given(st.integers(0, 58**22 - 1))
def test_codes_keep_their_number(number: int) -> None:
    code = write_code(number)
    assert read_code(code.replace("-", "")) == code
    assert code.replace("-", "") == base58(number, 22)


@given(st.lists(st.integers(0, 255), min_size=1, max_size=30))
def test_rankings_survive_their_point(numbers: list[int]) -> None:
    point = encode_numbers(numbers)
    assert is_member(point)
    assert decode_numbers(point, len(numbers)) == tuple(numbers)


@given(st.integers(1, 7), st.data())
def test_any_large_enough_set_of_shares_gives_the_secret(threshold: int, data: st.DataObject) -> None:
    coefficients = data.draw(st.lists(scalars, min_size=threshold, max_size=threshold))
    members = data.draw(st.lists(st.integers(1, 9), min_size=threshold, max_size=9, unique=True))
    shares = {i: sum(a * i**k for k, a in enumerate(coefficients)) for i in members}
    assert sum(shares[i] * lagrange(i, members) for i in members) % ORDER == coefficients[0]


@given(st.lists(answered_questions(), min_size=1, max_size=3))
@settings(max_examples=25)
def test_every_lawful_choice_is_accepted_and_counted(paper: Sequence[tuple[AnyQuestion, list[int]]]) -> None:
    questions, choices = [question for question, _ in paper], [choice for _, choice in paper]
    box = BallotBox(questions)
    assert check_ballot(box.election, box.cast(0, *choices), credentials=box.weights)
    box.end()
    box.add_up()
    if not box.election.has_ranking:
        box.decrypt(1)
        box.announce()
        assert verify(box.archive()).result == tuple(tuple(choice) for choice in choices)
    assert verify(box.archive()).valid


@given(st.integers(0, len(BALLOT) - 1), st.integers(1, 255))
def test_a_ballot_with_any_byte_changed_is_refused(place: int, flip: int) -> None:
    altered = BALLOT[:place] + bytes([BALLOT[place] ^ flip]) + BALLOT[place + 1 :]
    with pytest.raises(InvalidBallot):
        check_ballot(BOX.election, altered, credentials=BOX.weights)


@given(st.integers(0, len(ARCHIVE) - 1), st.integers(1, 255))
def test_an_archive_with_any_byte_changed_is_refused(place: int, flip: int) -> None:
    altered = ARCHIVE[:place] + bytes([ARCHIVE[place] ^ flip]) + ARCHIVE[place + 1 :]
    with pytest.raises((ArchiveRefused, ArchiveUnreadable)):
        read_archive(altered)


@given(st.integers(1, len(ARCHIVE) - 1))
def test_an_archive_cut_anywhere_but_after_an_event_is_refused(size: int) -> None:
    try:
        archive = read_archive(ARCHIVE[:size])
    except (ArchiveRefused, ArchiveUnreadable):
        return
    assert archive.events[-1].type.value == "Setup"
    assert verify(ARCHIVE[:size]).valid


@given(st.binary(max_size=200))
def test_no_bytes_at_all_upset_the_reader_of_ballots(raw: bytes) -> None:
    with pytest.raises(InvalidBallot):
        check_ballot(BOX.election, raw)


@given(anything)
def test_no_json_in_the_place_of_an_answer_upsets_the_reader(value: object) -> None:
    record = json.loads(BALLOT) | {"answers": [value, value]}
    raw = json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
    with pytest.raises(InvalidBallot):
        check_ballot(BOX.election, raw)


@given(st.integers(0, 3), st.integers(0, 3))
def test_a_proof_of_a_false_statement_convinces_nobody(hidden: int, claimed: int) -> None:

    randomness, key = draw_scalar(), BOX.election.public_key
    branches = [KnownBranch(value, hidden, randomness) for value in range(3)]
    proofs = prove_one_of(branches, min(claimed, 2), key, "tag|", draw_scalar)
    ciphertext = encrypt(key, hidden, randomness)
    holds = one_of_holds(proofs, [Branch(ciphertext, value) for value in range(3)], key, "tag|")
    assert holds == (hidden == min(claimed, 2))


@given(st.binary(max_size=50))
def test_trackers_survive_addresses(raw: bytes) -> None:
    assert tracker_from_path(tracker_to_path(tracker_of(raw))) == tracker_of(raw)

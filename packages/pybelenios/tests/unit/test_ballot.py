"""Making a ballot and refusing one."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from packages.pybelenios.tests.alterations import zero_then_random
from packages.pybelenios.tests.ballotbox import APPROVAL, MOTION, BallotBox, edited, resigned
from pybelenios.ballot import MAX_BALLOT_BYTES, SENTENCES, InvalidBallot, accepted_choices, check_ballot, signer_of
from pybelenios.election import Question, Ranking
from pybelenios.errors import Malformed
from pybelenios.group import draw_scalar
from pybelenios.jsontext import compact

NOBODY, BLANK = [0, 0, 0, 0, 0], [1, 0, 0, 0, 0]


def refusal_of(box: BallotBox, raw: bytes, **options: Any) -> InvalidBallot:
    with pytest.raises(InvalidBallot) as caught:
        check_ballot(box.election, raw, **options)
    return caught.value


@pytest.mark.parametrize("choice", [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
def test_each_answer_to_a_motion_makes_a_valid_ballot(choice: list[int]) -> None:
    box = BallotBox()
    checked = check_ballot(box.election, box.ballot(0, [choice]), credentials=box.weights)
    assert checked.credential == next(iter(box.weights))
    assert len(checked.alphas) == 3
    assert [len(answer) for answer in checked.answers] == [3]


@pytest.mark.parametrize("choice", [BLANK, NOBODY, [0, 1, 0, 0, 0], [0, 0, 1, 0, 1]])
def test_blank_and_nobody_and_up_to_the_number_of_seats_are_all_lawful(choice: list[int]) -> None:
    box = BallotBox([APPROVAL])
    assert check_ballot(box.election, box.ballot(0, [choice]))


@pytest.mark.parametrize(
    ("question", "choice", "complaint"),
    [
        (MOTION, [1, 1, 0], "between 1 and 1"),
        (MOTION, [0, 0, 0], "between 1 and 1"),
        (MOTION, [2, 0, 0], "one 0 or 1"),
        (MOTION, [1, 0], "one 0 or 1"),
        (APPROVAL, [0, 1, 1, 1, 0], "between 0 and 2"),
        (APPROVAL, [1, 1, 0, 0, 0], "ticks nothing else"),
        (Ranking("r", ("X", "Y")), [1], "one number per answer"),
    ],
)
def test_a_choice_that_the_question_does_not_allow_cannot_be_made(
    question: Question | Ranking, choice: Sequence[int], complaint: str
) -> None:
    box = BallotBox([question])
    with pytest.raises(ValueError, match=complaint):
        box.ballot(0, [choice])


def test_a_ballot_has_one_choice_per_question() -> None:
    with pytest.raises(ValueError, match="one choice per question"):
        BallotBox([MOTION, APPROVAL]).ballot(0, [[1, 0, 0]])


def test_a_code_that_cannot_be_one_makes_no_ballot() -> None:
    box = BallotBox()
    box.codes[0] = "not a code"
    with pytest.raises(Malformed, match="credential code"):
        box.ballot(0, [[1, 0, 0]])


def test_two_ballots_of_one_voter_with_one_choice_have_nothing_in_common() -> None:
    box = BallotBox()
    first, second = (check_ballot(box.election, box.ballot(0, [[1, 0, 0]])) for _ in range(2))
    assert first.tracker != second.tracker
    assert not set(first.alphas) & set(second.alphas)


def test_a_mistyped_code_makes_a_ballot_of_nobody() -> None:
    box = BallotBox()
    box.codes[0] = "zzzzz-zzzzzz-zzzzz-zzzzzz"
    raw = box.ballot(0, [[1, 0, 0]])
    assert check_ballot(box.election, raw)
    assert refusal_of(box, raw, credentials=box.weights).reason == "unknown credential"


def test_a_ballot_that_everybody_could_read_is_refused_at_casting_only() -> None:
    box = BallotBox()
    raw = box.ballot(0, [[1, 0, 0]], zero_then_random())
    assert refusal_of(box, raw).reason == "neutral randomness"
    assert check_ballot(box.election, raw, casting=False)


def test_a_ballot_that_repeats_its_randomness_is_refused_at_casting_only() -> None:
    box = BallotBox()
    scalars = iter([5, 5, 7, *(draw_scalar() for _ in range(20))])
    raw = box.ballot(0, [[1, 0, 0]], lambda: next(scalars))
    assert refusal_of(box, raw).reason == "repeated randomness"
    assert check_ballot(box.election, raw, casting=False)


def test_a_ballot_for_another_paper_of_the_same_assembly_is_refused() -> None:
    box, other = BallotBox(), BallotBox()
    assert refusal_of(box, other.ballot(0, [[1, 0, 0]])).reason == "other election"


def test_a_ballot_of_a_megabyte_is_refused_before_it_is_read() -> None:
    assert refusal_of(BallotBox(), b" " * (MAX_BALLOT_BYTES + 1)).reason == "too large"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"election_uuid":NaN}',
        b'{"a":1,"a":2}',
        b"1" * 5000,
        b'"\\ud800"',
        b"\xef\xbb\xbf{}",
    ],
)
def test_text_that_is_no_ballot_is_refused_with_a_reason(raw: bytes) -> None:
    assert refusal_of(BallotBox(), raw).reason == "not canonical"


def _drop_answer_list(record: Any) -> None:
    record["answers"] = {}


def _no_answer(record: Any) -> None:
    record["answers"][0] = 5


def _no_choices(record: Any) -> None:
    record["answers"][0]["choices"] = "all"


def _no_proof_list(record: Any) -> None:
    record["answers"][0]["individual_proofs"] = None


def _proof_with_a_third_member(record: Any) -> None:
    record["answers"][0]["overall_proof"][0]["note"] = "1"


def _choice_with_a_third_member(record: Any) -> None:
    record["answers"][0]["choices"][0]["note"] = "1"


def _credential_in_capitals(record: Any) -> None:
    record["credential"] = "A" * 64


def _no_signature(record: Any) -> None:
    record["signature"] = {}


def _signed_number(record: Any) -> None:
    record["signature"]["proof"] = 1


def _fewer_individual_proofs(record: Any) -> None:
    record["answers"][0]["individual_proofs"].pop()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_drop_answer_list, "answer members"),
        (_no_answer, "answer members"),
        (_no_choices, "answer members"),
        (_no_proof_list, "answer members"),
        (_proof_with_a_third_member, "answer members"),
        (_choice_with_a_third_member, "answer members"),
        (_credential_in_capitals, "malformed: point syntax"),
        (_no_signature, "not canonical"),
        (_signed_number, "not canonical"),
        (_fewer_individual_proofs, "ballot hash"),
    ],
)
def test_a_ballot_of_another_shape_is_refused(change: Callable[[Any], None], reason: str) -> None:
    box = BallotBox()
    assert refusal_of(box, edited(box.ballot(0, [[1, 0, 0]]), change)).reason == reason


def test_a_signed_ballot_with_a_proof_missing_is_refused() -> None:
    box = BallotBox()
    raw = resigned(box, 0, box.ballot(0, [[1, 0, 0]]), _fewer_individual_proofs)
    assert refusal_of(box, raw).reason == "individual proof"


def test_a_ranking_of_another_shape_is_refused() -> None:
    box = BallotBox([Ranking("r", ("X", "Y"))])
    raw = box.ballot(0, [[1, 2]])
    assert check_ballot(box.election, raw)
    for change in (_no_answer, lambda record: record["answers"][0].pop("proof")):
        assert refusal_of(box, resigned(box, 0, raw, change)).reason == "answer members"


def test_a_mark_cannot_be_smuggled_into_any_place_of_a_ballot() -> None:
    box = BallotBox([MOTION, APPROVAL])
    raw = box.ballot(0, [[1, 0, 0], NOBODY])
    record = json.loads(raw)
    marked = [compact(record | {"mark": 1}), raw + b" ", raw.replace(b'"answers":[', b'"answers":[ ')]
    assert {refusal_of(box, text).reason for text in marked} == {"not canonical"}


@pytest.mark.parametrize("questions", [[MOTION], [APPROVAL, MOTION], [MOTION, Ranking("r", ("X", "Y")), MOTION]])
def test_an_accepted_ballot_is_read_without_looking_at_anything_again(questions: list[Question | Ranking]) -> None:
    box = BallotBox(questions)
    raw = box.ballot(0, [[1, *[0] * (question.size - 1)] for question in questions])
    assert accepted_choices(box.election, raw) == check_ballot(box.election, raw).answers
    assert signer_of(raw) == check_ballot(box.election, raw).credential
    with pytest.raises(Malformed, match="number of choices"):
        accepted_choices(BallotBox([MOTION, MOTION]).election, raw)
    with pytest.raises(Malformed, match="credential"):
        signer_of(b"{}")


def test_every_refusal_has_a_sentence_for_people() -> None:
    for reason, sentence in SENTENCES.items():
        refusal = InvalidBallot(reason)
        assert refusal.sentence == sentence
        assert sentence.endswith(".")

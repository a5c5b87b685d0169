"""The test of the keys: who has a key shows it, and what is shown serves for nothing else."""

import json
from itertools import combinations

import pytest

from packages.pybelenios.tests import drillvectors
from packages.pybelenios.tests.ballotbox import MOTION
from packages.pybelenios.tests.keyceremony import KeyCeremony, ThresholdBox, finished
from pybelenios.decryption import check_partial_decryption
from pybelenios.drill import check_drill_answer, drill_ballot, make_drill_answer, open_drill
from pybelenios.elgamal import Ciphertext
from pybelenios.errors import Malformed, Refused
from pybelenios.group import NEUTRAL, Point, draw_scalar, point_text, power, power_g, quotient
from pybelenios.jsontext import compact
from pybelenios.proofs import same_exponent_holds
from pybelenios.trustees import election_key, make_trustee_key, owner_keys

GROUP, NONCE = "2W9fDGXgmdHMnR", "7c0a31f45e9b6d28"


def factors_of(ceremony: KeyCeremony, members: tuple[int, ...]) -> dict[int, Point]:
    """Return the checked answers of `members`."""
    keys = owner_keys((ceremony.form(),))
    return {
        member: check_drill_answer(
            keys[member - 1], GROUP, NONCE, make_drill_answer(ceremony.share_of(member), GROUP, NONCE)
        )
        for member in members
    }


@pytest.mark.parametrize(("threshold", "size"), [(1, 1), (2, 3), (3, 3), (3, 5)])
def test_any_members_that_are_enough_open_the_test_ballot(threshold: int, size: int) -> None:
    ceremony = finished(threshold, size)
    for members in combinations(ceremony.numbers, threshold):
        assert 1 <= open_drill((ceremony.form(),), GROUP, NONCE, factors_of(ceremony, members)) <= 9


def test_a_test_is_opened_with_single_keys_beside_a_group() -> None:
    ceremony, single = finished(2, 3), make_trustee_key()
    answer = check_drill_answer(single.public.public_key, GROUP, NONCE, make_drill_answer(single.private, GROUP, NONCE))
    moved = {member + 1: factor for member, factor in factors_of(ceremony, (1, 3)).items()}
    assert open_drill((single.public, ceremony.form()), GROUP, NONCE, {1: answer} | moved)


def test_one_answer_of_two_that_are_needed_opens_nothing() -> None:
    ceremony = finished(2, 3)
    with pytest.raises(Refused) as refusal:
        open_drill((ceremony.form(),), GROUP, NONCE, factors_of(ceremony, (2,)))
    assert refusal.value.reason == "missing mandatory decryption"


def test_factors_of_other_members_do_not_open_the_test_ballot() -> None:
    ceremony = finished(2, 3)
    first, second = factors_of(ceremony, (1, 2)).values()
    with pytest.raises(Refused) as refusal:
        open_drill((ceremony.form(),), GROUP, NONCE, {1: second, 2: first})
    assert refusal.value.reason == "drill result"


def test_the_number_and_its_randomness_follow_from_group_and_round() -> None:
    key = power_g(12345)
    ballots = {drill_ballot(group, nonce, key).text for group in (GROUP, "other") for nonce in (NONCE, "next")}
    assert len(ballots) == 4
    opened = {_number_in(drill_ballot(GROUP, f"round-{n}", key), 12345) for n in range(200)}
    assert opened == set(range(1, 10))


def _number_in(ballot: Ciphertext, secret: int) -> int:
    return {power_g(number): number for number in range(10)}[quotient(ballot.beta, power(ballot.alpha, secret))]


@pytest.mark.parametrize("other", [(GROUP, "another"), ("another", NONCE)], ids=["round", "group"])
def test_an_answer_is_for_one_round_of_one_group(other: tuple[str, str]) -> None:
    share = draw_scalar()
    with pytest.raises(Refused) as refusal:
        check_drill_answer(power_g(share), GROUP, NONCE, make_drill_answer(share, *other))
    assert refusal.value.reason == "drill proof"


def test_an_answer_of_another_key_and_the_factor_that_everybody_can_compute_prove_nothing() -> None:
    share, other = draw_scalar(), draw_scalar()
    honest = json.loads(make_drill_answer(share, GROUP, NONCE))
    forged = honest | {"proof": json.loads(make_drill_answer(other, GROUP, NONCE))["proof"]}
    outside = honest | {"factor": point_text(Point(bytes(32)))}
    for raw in (make_drill_answer(other, GROUP, NONCE), compact(forged), compact(outside)):
        with pytest.raises(Refused) as refusal:
            check_drill_answer(power_g(share), GROUP, NONCE, raw)
        assert refusal.value.reason == "drill proof"


def test_whoever_asks_for_a_test_could_have_computed_the_answer() -> None:
    share = draw_scalar()
    alpha = drill_ballot(GROUP, NONCE, NEUTRAL).alpha
    randomness = drillvectors.randomness(GROUP, NONCE)
    assert power_g(randomness) == alpha
    assert json.loads(make_drill_answer(share, GROUP, NONCE))["factor"] == point_text(power(power_g(share), randomness))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b'{"factor":"00"}',
        b'{"factor":1,"proof":{}}',
        b'{"factor":"%s","proof":{"challenge":"1","response":"2"},"more":1}' % (b"0" * 64),
        b'{"factor":"%s","proof":{"challenge":"1"}}' % (b"0" * 64),
    ],
)
def test_what_is_no_answer_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        check_drill_answer(power_g(5), GROUP, NONCE, raw)
    assert refusal.value.reason == "drill shape"


@pytest.mark.parametrize(("group", "nonce"), [("a|b", "c"), ("a", ""), ("a", "b" * 65), ("é", "b"), ("a", "b\n")])
def test_a_name_that_could_be_read_in_two_ways_is_refused(group: str, nonce: str) -> None:
    with pytest.raises(Malformed, match="drill name"):
        drill_ballot(group, nonce, NEUTRAL)
    with pytest.raises(Malformed, match="drill name"):
        make_drill_answer(5, group, nonce)


# --- an answer is no part of a count, and no part of a count is an answer


def counted_box() -> ThresholdBox:
    box = ThresholdBox(finished(1, 1), [MOTION])
    box.cast(0, [1, 0, 0])
    box.end()
    box.add_up()
    return box


def test_an_answer_does_not_open_a_ballot_box_even_when_the_box_holds_the_test_ballot() -> None:
    box = counted_box()
    share = box.ceremony.share_of(1)
    test_ballot = drill_ballot(GROUP, NONCE, election_key(box.members))
    answer = json.loads(make_drill_answer(share, GROUP, NONCE))
    raw = compact({"decryption_factors": [[answer["factor"]]], "decryption_proofs": [[answer["proof"]]]})
    with pytest.raises(Refused) as refusal:
        check_partial_decryption(box.election, ((test_ballot,),), power_g(share), raw)
    assert refusal.value.reason == "decryption proof"


def test_a_part_of_a_count_does_not_pass_for_an_answer() -> None:
    box = counted_box()
    share = box.ceremony.share_of(1)
    part = json.loads(box.decryption(1))
    for factor, proof in zip(part["decryption_factors"][0], part["decryption_proofs"][0], strict=True):
        with pytest.raises(Refused) as refusal:
            check_drill_answer(power_g(share), GROUP, NONCE, compact({"factor": factor, "proof": proof}))
        assert refusal.value.reason == "drill proof"


def test_the_fingerprint_of_a_vote_cannot_make_its_tag_the_one_of_a_test() -> None:
    share = draw_scalar()
    key = power_g(share)
    answer = json.loads(make_drill_answer(share, GROUP, NONCE))
    proof = drillvectors.proof_of(answer)
    alpha = drill_ballot(GROUP, NONCE, NEUTRAL).alpha
    factor = power(alpha, share)
    assert same_exponent_holds(proof, alpha, key, factor, f"drill|{GROUP}|{NONCE}|{point_text(key)}|")
    for tag in ("decrypt|", "pok|", "sigmsg|", ""):
        assert not same_exponent_holds(proof, alpha, key, factor, f"{tag}{GROUP}|{NONCE}|{point_text(key)}|")


def test_the_file_of_vectors_is_what_the_program_makes_today() -> None:
    assert json.loads(drillvectors.FILE.read_text(encoding="utf-8")) == drillvectors.vectors()

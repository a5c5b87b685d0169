"""Keys of trustees, and what they compute together."""

import json

import pytest

from packages.pybelenios.tests.alterations import VECTORS, load
from packages.pybelenios.tests.ballotbox import APPROVAL, MOTION, BallotBox, edited
from pybelenios.decryption import can_combine, check_partial_decryption, combine
from pybelenios.errors import Malformed, Refused
from pybelenios.group import NEUTRAL, ORDER, point_text, power_g, scalar_text
from pybelenios.jsontext import compact
from pybelenios.pedersen import lagrange
from pybelenios.proofs import Proof
from pybelenios.trusteekey import TrusteeKey
from pybelenios.trustees import (
    check_trustees,
    election_key,
    make_trustee_key,
    owner_keys,
    read_private_key,
    read_public_key,
    read_trustees,
    write_private_key,
    write_trustees,
)

DERIVED = load("derived.json")
FOLDERS = ["single", "pedersen", "single-nh"]


def trustees_text(folder: str) -> bytes:
    return (VECTORS / folder / "trustees.json").read_bytes().strip()


def box_with_tally(trustees: int = 2) -> BallotBox:
    box = BallotBox([MOTION, APPROVAL], trustees=trustees)
    box.cast(0, [1, 0, 0], [1, 0, 0, 0, 0])
    box.cast(1, [0, 1, 0], [0, 1, 1, 0, 0])
    box.end()
    box.add_up()
    return box


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_trustees_of_the_vectors_made_their_election_key(folder: str) -> None:
    trustees = read_trustees(trustees_text(folder))
    check_trustees(trustees)
    assert point_text(election_key(trustees)) == load(f"{folder}/election.json")["public_key"]


def test_single_trustees_are_written_as_they_were_read() -> None:
    trustees = read_trustees(trustees_text("single"))
    keys = [trustee for trustee in trustees if isinstance(trustee, TrusteeKey)]
    assert write_trustees(keys) == trustees_text("single")


@pytest.mark.parametrize("number", ["1", "2"])
def test_private_key_files_of_the_tool_are_read_and_written(number: str) -> None:
    text = (VECTORS / "single" / f"trustee{number}.private").read_text(encoding="utf-8")
    private = read_private_key(text.encode())
    assert scalar_text(private) == DERIVED["single"]["trustees"][number]["private"]
    assert point_text(power_g(private)) == DERIVED["single"]["trustees"][number]["public"]
    assert write_private_key(private) == text


@pytest.mark.parametrize("text", ["", "5", '"0"', f'"{ORDER}"', '"-1"', "[]", '{"private":"5"}', "not a key"])
def test_a_file_that_holds_no_private_key_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_private_key(text.encode())


def test_a_public_key_comes_with_a_proof_that_its_sender_has_the_private_one() -> None:
    pair = make_trustee_key()
    sent = compact(pair.public.to_json())
    assert read_public_key(sent) == pair.public
    stolen = make_trustee_key().public.to_json() | {"public_key": point_text(pair.public.public_key)}
    with pytest.raises(Refused, match="proof of knowledge"):
        read_public_key(compact(stolen))


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"pok":{},"public_key":"00"}', b'{"public_key":1}'])
def test_what_is_no_public_key_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        read_public_key(raw)


def test_a_name_may_come_last_in_a_key_and_nothing_else_may() -> None:
    record = make_trustee_key().public.to_json()
    assert read_public_key(compact(record | {"name": "Ada"})).name == "Ada"
    for extra in ({"name": 5}, {"note": "x"}, {"name": "Ada", "note": "x"}):
        with pytest.raises(Malformed):
            read_public_key(compact(record | extra))


def test_one_key_cannot_sit_in_two_seats() -> None:
    key = make_trustee_key().public
    with pytest.raises(Refused, match="duplicate trustee key"):
        check_trustees((key, key))


def test_a_key_that_hides_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="neutral trustee key"):
        check_trustees((TrusteeKey(NEUTRAL, Proof(0, 0)),))


@pytest.mark.parametrize("raw", [b"[]", b"{}", b'[["Double",{}]]', b'[["Single"]]', b'[["Pedersen",{}]]', b" []"])
def test_what_is_no_list_of_trustees_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        read_trustees(raw)


def test_a_decryption_holds_for_its_own_trustee_only() -> None:
    box = box_with_tally()
    raw = box.decryption(1)
    assert check_partial_decryption(box.election, box.encrypted, box.trustees[0].public_key, raw)
    with pytest.raises(Refused, match="decryption proof"):
        check_partial_decryption(box.election, box.encrypted, box.trustees[1].public_key, raw)


def test_a_decryption_of_another_ballot_box_is_refused() -> None:
    box, other = box_with_tally(), box_with_tally()
    with pytest.raises(Refused, match="decryption proof"):
        check_partial_decryption(box.election, box.encrypted, box.trustees[0].public_key, other.decryption(1))


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'{"decryption_factors":[],"decryption_proofs":[]}', b'{"a":'])
def test_a_decryption_of_another_shape_is_refused(raw: bytes) -> None:
    box = box_with_tally()
    with pytest.raises(Refused, match="decryption shape"):
        check_partial_decryption(box.election, box.encrypted, box.trustees[0].public_key, raw)


def test_a_decryption_with_a_mark_is_refused() -> None:
    box = box_with_tally()
    for raw in (
        edited(box.decryption(1), lambda record: record.update(mark=1)),
        edited(box.decryption(1), lambda record: record["decryption_proofs"][0][0].update(mark="1")),
        json.dumps(json.loads(box.decryption(1))).encode(),
    ):
        with pytest.raises(Refused, match="decryption shape"):
            check_partial_decryption(box.election, box.encrypted, box.trustees[0].public_key, raw)


def test_every_single_trustee_is_needed() -> None:
    box = box_with_tally(3)
    factors = {
        owner: check_partial_decryption(box.election, box.encrypted, key.public_key, box.decryption(owner))
        for owner, key in enumerate(box.trustees, start=1)
    }
    assert can_combine(box.trustees, {1, 2, 3})
    assert combine(box.trustees, factors)
    del factors[2]
    assert not can_combine(box.trustees, {1, 3})
    with pytest.raises(Refused, match="missing mandatory decryption"):
        combine(box.trustees, factors)


def test_two_of_three_are_enough_for_the_threshold_vector() -> None:
    trustees = read_trustees(trustees_text("pedersen"))
    assert len(owner_keys(trustees)) == 3
    assert [can_combine(trustees, owners) for owners in ({1, 2}, {1, 3}, {2, 3}, {1, 2, 3})] == [True] * 4
    assert not can_combine(trustees, {2})


@pytest.mark.parametrize("members", [[1, 2], [1, 3], [2, 3]])
def test_any_two_shares_of_the_vector_give_the_same_secret(members: list[int]) -> None:
    shares = {i: int(DERIVED["pedersen"]["trustees"][str(i)]["share of the election key"]) for i in members}
    secret = sum(shares[i] * lagrange(i, members) for i in members)
    assert point_text(power_g(secret)) == load("pedersen/election.json")["public_key"]


def test_the_election_key_of_singles_is_the_power_of_the_sum_of_their_secrets() -> None:
    pairs = [make_trustee_key() for _ in range(3)]
    assert election_key([pair.public for pair in pairs]) == power_g(sum(pair.private for pair in pairs))


@pytest.mark.parametrize(
    ("member", "reason"),
    [("certs", "threshold group"), ("coefexps", "threshold group"), ("signatures", "threshold group")],
)
def test_a_threshold_group_with_a_record_missing_is_refused(member: str, reason: str) -> None:
    raw = edited(trustees_text("pedersen"), lambda record: record[0][1][member].pop())
    with pytest.raises(Refused, match=reason):
        check_trustees(read_trustees(raw))


def test_a_share_signed_by_another_member_is_refused() -> None:
    def swap(record: list[list[dict[str, list[dict[str, object]]]]]) -> None:
        keys = record[0][1]["verification_keys"]
        keys[0]["signature"], keys[1]["signature"] = keys[1]["signature"], keys[0]["signature"]

    with pytest.raises(Refused, match="message signature"):
        check_trustees(read_trustees(edited(trustees_text("pedersen"), swap)))

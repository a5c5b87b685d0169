"""The key ceremony: t of n members make a key, and whoever cheats is found by name."""

import json
import secrets
from collections.abc import Callable
from itertools import combinations

import pytest

from packages.pybelenios.tests import ceremonyvectors
from packages.pybelenios.tests.alterations import VECTORS
from packages.pybelenios.tests.ballotbox import APPROVAL, MOTION, edited
from packages.pybelenios.tests.keyceremony import KeyCeremony, ThresholdBox, finished
from pybelenios.ceremony import (
    MemberKey,
    check_certificate,
    check_certificates,
    check_contribution,
    check_member_key,
    keeps_promise,
    read_certificate_message,
    read_contribution,
    read_member_key,
    write_contribution,
)
from pybelenios.errors import Malformed, Refused
from pybelenios.group import NEUTRAL, ORDER, point_text, power_g
from pybelenios.jsontext import compact, sha256_hex
from pybelenios.member import (
    derive_secrets,
    draw_seed,
    make_certificate,
    make_contribution,
    make_key,
    make_promise,
    open_share,
    read_seed,
)
from pybelenios.messages import sign_message
from pybelenios.pedersen import GroupSize, lagrange, pedersen_key
from pybelenios.sealedmessages import seal, unseal, wrap
from pybelenios.trustees import read_trustees, write_trustees
from pybelenios.verifier.checks import verify

PEDERSEN = VECTORS / "pedersen"
GROUP = GroupSize(2, 3)


def lines(name: str) -> list[bytes]:
    return (PEDERSEN / name).read_bytes().splitlines()


def vectors() -> KeyCeremony:
    """Return the ceremony that belenios-tool held, up to its contributions."""
    return KeyCeremony(
        GROUP,
        [lines(f"trustee{index}.key")[0].decode() for index in (1, 2, 3)],
        [read_certificate_message(raw) for raw in lines("certs.jsons")],
        [sha256_hex(raw) for raw in lines("polynomials.jsons")],  # what a member of the tool promises
        [read_contribution(raw) for raw in lines("polynomials.jsons")],
    )


# --- what belenios-tool made


@pytest.mark.parametrize("index", [1, 2, 3])
def test_a_member_of_the_vectors_has_the_key_that_the_tool_gave_it(index: int) -> None:
    ceremony = vectors()
    sent = read_member_key(lines(f"trustee{index}.voutput")[0])
    check_member_key(sent, ceremony.certificates, ceremony.contributions, GROUP, index)
    made = ceremony.key_of(index)
    assert made.public_key.public_key == sent.public_key.public_key
    assert open_share(ceremony.secrets_of(index), sent.private_key) == ceremony_share(made, ceremony, index)


def ceremony_share(made: MemberKey, ceremony: KeyCeremony, index: int) -> int:
    return open_share(ceremony.secrets_of(index), made.private_key)


def test_the_group_of_the_vectors_is_formed_and_written_as_the_tool_wrote_it() -> None:
    ceremony = vectors()
    ceremony.keys = [read_member_key(lines(f"trustee{index}.voutput")[0]) for index in (1, 2, 3)]
    assert write_trustees((ceremony.form(),)) == (PEDERSEN / "trustees.json").read_bytes().strip()


def test_messages_of_the_vectors_are_written_again_byte_for_byte() -> None:
    ceremony = vectors()
    for contribution, raw in zip(ceremony.contributions, lines("polynomials.jsons"), strict=True):
        assert write_contribution(contribution) == raw
        assert keeps_promise(contribution, sha256_hex(raw))
    for index in (1, 2, 3):
        raw = lines(f"trustee{index}.voutput")[0]
        assert compact(read_member_key(raw).to_json()) == raw


# --- any t of n


@pytest.mark.parametrize(("threshold", "size"), [(t, n) for n in range(1, 10) for t in range(1, n + 1)])
def test_any_members_that_are_enough_have_the_key_together(threshold: int, size: int) -> None:
    ceremony = finished(threshold, size)
    group = ceremony.form()
    shares = {index: ceremony.share_of(index) for index in ceremony.numbers}
    for chosen in list(combinations(ceremony.numbers, threshold))[:12]:
        secret = sum(shares[index] * lagrange(index, chosen) for index in chosen) % ORDER
        assert power_g(secret) == pedersen_key(group)
    assert read_trustees(write_trustees((group,))) == (group,)


@pytest.mark.parametrize("owners", [(1, 2), (1, 3), (3, 2), (1, 2, 3)])
def test_a_box_opens_with_any_two_of_three_keys(owners: tuple[int, ...]) -> None:
    box = ThresholdBox(finished(2, 3), [MOTION, APPROVAL])
    box.cast(0, [1, 0, 0], [0, 1, 1, 0, 0])
    box.cast(1, [0, 1, 0], [1, 0, 0, 0, 0])
    box.open_with(owners)
    assert verify(box.archive()).valid
    result = json.loads(box.steps[-1].records[0].body)
    assert result["result"] == [[1, 1, 0], [1, 1, 1, 0, 0]]


def test_one_key_of_two_that_are_needed_opens_nothing() -> None:
    box = ThresholdBox(finished(2, 3))
    box.cast(0, [1, 0, 0])
    with pytest.raises(Refused) as refusal:
        box.open_with([2])
    assert refusal.value.reason == "missing mandatory decryption"


@pytest.mark.parametrize(("threshold", "size"), [(0, 3), (4, 3), (1, 0)])
def test_a_group_needs_no_more_keys_than_it_has_and_at_least_one(threshold: int, size: int) -> None:
    with pytest.raises(Refused) as refusal:
        GroupSize(threshold, size)
    assert refusal.value.reason == "threshold"


# --- who cheats


def refused(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.reason, refusal.value.sentence


def other_certificate(group: GroupSize, index: int) -> bytes:
    return compact(make_certificate(derive_secrets(draw_seed(secrets.randbelow)), group, index).to_json())


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (lambda: other_certificate(GroupSize(2, 4), 2), "certificate context"),
        (lambda: other_certificate(GROUP, 3), "certificate context"),
        (lambda: compact({"message": "{}", "signature": {"challenge": "1", "response": "1"}}), "certificate context"),
        (lambda: compact({"message": "[", "signature": {"challenge": "1", "response": "1"}}), "unreadable message"),
        (
            lambda: edited(other_certificate(GROUP, 2), lambda record: record["signature"].update(response="1")),
            "message signature",
        ),
    ],
    ids=["for another group", "for another place", "empty", "garbage", "not signed"],
)
def test_a_certificate_that_is_not_right_is_found_by_its_member(message: Callable[[], bytes], reason: str) -> None:
    ceremony = KeyCeremony(GROUP).certify(lambda index, raw: message() if index == 2 else raw)
    found, sentence = refused(lambda: check_certificates(ceremony.certificates, GROUP))
    assert found == reason
    assert "Member 2" in sentence
    check_certificate(ceremony.certificates[0], GROUP, 1)


def test_whoever_copies_the_key_of_another_is_found() -> None:
    seeds = [draw_seed(secrets.randbelow) for _ in range(2)]
    ceremony = KeyCeremony(GROUP, [seeds[0], seeds[1], seeds[0]]).certify()
    reason, sentence = refused(ceremony.contribute)
    assert reason == "copied key"
    assert "Member 3" in sentence
    assert "member 1" in sentence


def test_a_missing_certificate_is_noticed() -> None:
    ceremony = KeyCeremony(GROUP).certify()
    assert refused(lambda: check_certificates(ceremony.certificates[:2], GROUP))[0] == "threshold group"


def test_a_member_who_comes_back_with_another_seed_is_told() -> None:
    ceremony = KeyCeremony(GROUP).certify()
    seed = derive_secrets(draw_seed(secrets.randbelow))
    assert refused(lambda: make_promise(seed, ceremony.certificates, GROUP, 1))[0] == "another seed"
    ceremony.contribute()
    said = (ceremony.certificates, ceremony.promises)
    assert refused(lambda: make_contribution(seed, *said, GROUP, 1))[0] == "another seed"
    made = lambda: make_key(seed, *said, ceremony.contributions, GROUP, 1)  # noqa: E731
    assert refused(made)[0] == "another seed", "and no other member is blamed for what this seed cannot open"


def contributed(change: Callable[[KeyCeremony, bytes], bytes]) -> KeyCeremony:
    ceremony = KeyCeremony(GROUP).certify()
    return ceremony.contribute(lambda index, raw: change(ceremony, raw) if index == 3 else raw)


def of_other_degree(ceremony: KeyCeremony, _: bytes) -> bytes:
    group = GroupSize(3, 3)
    other = KeyCeremony(group, ceremony.seeds).certify().contribute()
    return write_contribution(other.contributions[2])


def of_other_certificates(ceremony: KeyCeremony, _: bytes) -> bytes:
    other = KeyCeremony(GROUP, [draw_seed(secrets.randbelow), *ceremony.seeds[1:]]).certify().contribute()
    return write_contribution(other.contributions[2])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (of_other_degree, "threshold"),
        (of_other_certificates, "message signature"),
        (lambda _, raw: edited(raw, lambda record: record["secrets"].pop()), "threshold"),
        (
            lambda _, raw: edited(raw, lambda record: record["coefexps"].update(message='{"coefexps":[]}')),
            "unreadable message",
        ),
        (
            lambda _, raw: edited(raw, lambda record: record["coefexps"]["signature"].update(response="1")),
            "message signature",
        ),
        (lambda _, raw: edited(raw, lambda record: record["signature"].update(response="1")), "message signature"),
    ],
    ids=["other degree", "other certificates", "a value missing", "no commitments", "commitments unsigned", "unsigned"],
)
def test_a_contribution_that_is_not_right_is_found_by_its_member(
    change: Callable[[KeyCeremony, bytes], bytes], reason: str
) -> None:
    ceremony = contributed(change)
    found, sentence = refused(lambda: check_contribution(ceremony.contributions[2], ceremony.certificates, GROUP, 3))
    assert found == reason
    assert sentence.startswith("Member 3")
    assert refused(lambda: ceremony.key_of(1))[1].startswith("Member 3")


def sealed_for_member_1(ceremony: KeyCeremony, text: str) -> str:
    recipient = power_g(ceremony.secrets_of(1).decryption)
    return seal(text, ceremony.secrets_of(3).signing, recipient, lambda: 1 + secrets.randbelow(ORDER - 1))


@pytest.mark.parametrize(
    "value",
    [
        lambda ceremony: sealed_for_member_1(ceremony, '{"secret":"7"}'),
        lambda ceremony: sealed_for_member_1(ceremony, '{"share":"7"}'),
        lambda ceremony: sealed_for_member_1(ceremony, "garbage"),
        lambda _: "{}",
    ],
    ids=["another value", "another name", "garbage inside", "garbage"],
)
def test_a_secret_value_that_does_not_fit_is_found_by_whoever_receives_it(value: Callable[[KeyCeremony], str]) -> None:
    def change(ceremony: KeyCeremony, raw: bytes) -> bytes:
        return edited(raw, lambda record: record["secrets"].__setitem__(0, value(ceremony)))

    ceremony = contributed(change)
    check_contribution(ceremony.contributions[2], ceremony.certificates, GROUP, 3)  # nobody else can see it
    assert ceremony.key_of(2)
    reason, sentence = refused(lambda: ceremony.key_of(1))
    assert reason == "secret"
    assert sentence.startswith("Member 3 sent member 1")


def test_a_server_that_exchanges_two_secret_values_is_found() -> None:
    ceremony = contributed(lambda _, raw: edited(raw, lambda record: record["secrets"].reverse()))
    assert refused(lambda: ceremony.key_of(1))[0] == "secret"


def test_a_key_that_is_not_the_members_is_found() -> None:
    ceremony = finished(2, 3)
    other = finished(2, 3).keys[1]
    reason, sentence = refused(lambda: check_member_key(other, ceremony.certificates, ceremony.contributions, GROUP, 2))
    assert (reason, sentence.startswith("Member 2")) == ("verification key", True)
    unsigned = read_member_key(
        edited(
            compact(ceremony.keys[1].to_json()), lambda record: record["public_key"]["signature"].update(response="1")
        )
    )
    reason, _ = refused(lambda: check_member_key(unsigned, ceremony.certificates, ceremony.contributions, GROUP, 2))
    assert reason == "message signature"


# --- the seed and the sealed messages


@pytest.mark.parametrize("text", ["jVqXYELhxzBPQddocYSk4X", " jVqXY-ELhxzB PQddo-cYSk4X\n"])
def test_a_seed_is_read_with_spaces_and_hyphens(text: str) -> None:
    assert read_seed(text) == "jVqXYELhxzBPQddocYSk4X"


@pytest.mark.parametrize("text", ["", "jVqXYELhxzBPQddocYSk4", "jVqXYELhxzBPQddocYSk4X1", "0VqXYELhxzBPQddocYSk4X"])
def test_what_is_no_seed_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_seed(text)


def test_a_share_is_opened_by_the_seed_it_was_made_with_only() -> None:
    ceremony = finished(2, 3)
    with pytest.raises(Malformed):
        open_share(ceremony.secrets_of(2), ceremony.keys[0].private_key)


def test_a_sealed_message_is_for_its_recipient_and_from_its_sender() -> None:
    ana, bob, cal = (derive_secrets(draw_seed(secrets.randbelow)) for _ in range(3))
    text = seal("hello", ana.signing, power_g(bob.decryption), lambda: 5)
    assert unseal(text, bob.decryption, power_g(ana.signing)) == "hello"
    for key, sender in ((cal.decryption, ana.signing), (bob.decryption, cal.signing)):
        with pytest.raises(Malformed):
            unseal(text, key, power_g(sender))


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.update(algorithm="AES-CBC"),
        lambda record: record.update(data="zz"),
        lambda record: record.update(data=5),
        lambda record: record.update(data="00"),
        lambda record: record.update(alpha="02" * 32),
        lambda record: record.update(more="1"),
    ],
)
def test_a_sealed_message_that_was_altered_is_not_opened(change: Callable[[dict[str, object]], None]) -> None:
    ana, bob = (derive_secrets(draw_seed(secrets.randbelow)) for _ in range(2))
    text = seal("hello", ana.signing, power_g(bob.decryption), lambda: 5)
    record = json.loads(text)
    change(record)
    with pytest.raises(Malformed):
        unseal(json.dumps(record, separators=(",", ":")), bob.decryption, power_g(ana.signing))


def test_a_message_that_names_no_recipient_is_not_opened() -> None:
    ana, bob = (derive_secrets(draw_seed(secrets.randbelow)) for _ in range(2))
    signed = sign_message('{"message":"hello"}', ana.signing, lambda: 5)
    text = wrap(compact(signed.to_json()), power_g(bob.decryption), lambda: 5)
    with pytest.raises(Malformed):
        unseal(text, bob.decryption, power_g(ana.signing))


@pytest.mark.parametrize("read", [read_certificate_message, read_contribution, read_member_key])
@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"5", b'{"message": "x"}'])
def test_what_is_no_message_of_a_ceremony_is_refused(read: Callable[[bytes], object], raw: bytes) -> None:
    with pytest.raises(Malformed):
        read(raw)


def test_a_contribution_whose_values_are_no_texts_is_refused() -> None:
    raw = edited(lines("polynomials.jsons")[0], lambda record: record["secrets"].__setitem__(0, 5))
    with pytest.raises(Malformed):
        read_contribution(raw)


def test_nobody_makes_a_key_that_hides_nothing() -> None:
    ceremony = finished(1, 1)
    assert pedersen_key(ceremony.form()) != NEUTRAL
    assert point_text(ceremony.keys[0].public_key.public_key) == point_text(power_g(ceremony.share_of(1)))
    assert ceremony.key_of(1)


def test_the_file_of_vectors_is_what_the_program_makes_today() -> None:
    assert json.loads(ceremonyvectors.FILE.read_text(encoding="utf-8")) == ceremonyvectors.vectors()

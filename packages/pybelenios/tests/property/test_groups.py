"""What holds for every group of up to nine members, whoever of them cheats, and whichever of them are there."""

import json
import secrets
from collections.abc import Callable
from copy import copy
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packages.pybelenios.tests.keyceremony import KeyCeremony, finished
from pybelenios.ceremony import (
    Contribution,
    check_certificates,
    check_contribution,
    check_member_key,
    keeps_promise,
    read_certificate_message,
    read_contribution,
    read_member_key,
)
from pybelenios.decryption import can_combine, combine
from pybelenios.drill import check_drill_answer, make_drill_answer, open_drill
from pybelenios.elgamal import encrypt
from pybelenios.errors import Malformed, Refused
from pybelenios.group import NEUTRAL, ORDER, draw_scalar, power, power_g, product, quotient
from pybelenios.jsontext import compact
from pybelenios.member import derive_secrets, draw_seed, make_certificate, make_contribution, make_promise
from pybelenios.pedersen import Pedersen, committed_value, lagrange, pedersen_key, read_coefexps
from pybelenios.sealedmessages import seal
from pybelenios.trustees import check_trustees, owner_keys

SIZES = [(threshold, size) for size in range(1, 10) for threshold in range(1, size + 1)]
sizes = st.sampled_from(SIZES)
several = st.sampled_from([(threshold, size) for threshold, size in SIZES if size > 1])
cheated = st.sampled_from([(threshold, size) for threshold, size in SIZES if 1 < size < 6])
few = settings(max_examples=20)
scalars = st.integers(0, ORDER - 1)


@cache
def honest(threshold: int, size: int) -> KeyCeremony:
    """Return one finished ceremony of each size; nobody may alter it."""
    return finished(threshold, size)


@cache
def formed(threshold: int, size: int) -> Pedersen:
    """Return the group of that ceremony."""
    return honest(threshold, size).form()


def members_of(ceremony: KeyCeremony, data: st.DataObject, least: int, most: int) -> list[int]:
    return data.draw(st.lists(st.sampled_from(ceremony.numbers), min_size=least, max_size=most, unique=True))


def refused(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.reason, refusal.value.sentence


# --- the arithmetic


@pytest.mark.parametrize(("threshold", "size"), SIZES)
def test_each_share_is_the_one_that_everybody_computes_from_what_is_public(threshold: int, size: int) -> None:
    ceremony = honest(threshold, size)
    group = formed(threshold, size)
    if threshold == 1 < size:
        assert refused(lambda: check_trustees((group,)))[0] == "duplicate trustee key", "all members have one key"
    else:
        check_trustees((group,))
    commitments = [read_coefexps(message) for message in group.coefexps]
    for index in ceremony.numbers:
        expected = NEUTRAL
        for points in commitments:
            expected = product(expected, committed_value(points, index))
        assert power_g(ceremony.share_of(index)) == expected == owner_keys((group,))[index - 1]
    assert len({ceremony.share_of(index) for index in ceremony.numbers}) == (size if threshold > 1 else 1)


@few
@given(sizes, st.integers(0, 50), st.data())
def test_any_members_that_are_enough_open_any_number(pair: tuple[int, int], number: int, data: st.DataObject) -> None:
    ceremony = honest(*pair)
    group = formed(*pair)
    present = members_of(ceremony, data, pair[0], pair[1])
    hidden = encrypt(pedersen_key(group), number, draw_scalar())
    factors = {index: ((power(hidden.alpha, ceremony.share_of(index)),),) for index in present}
    assert can_combine((group,), set(present))
    assert quotient(hidden.beta, combine((group,), factors)[0][0]) == power_g(number)


@few
@given(several, st.data())
def test_one_member_fewer_opens_nothing(pair: tuple[int, int], data: st.DataObject) -> None:
    ceremony = honest(*pair)
    group = formed(*pair)
    present = members_of(ceremony, data, pair[0] - 1, pair[0] - 1)
    hidden = encrypt(pedersen_key(group), 1, draw_scalar())
    factors = {index: ((power(hidden.alpha, ceremony.share_of(index)),),) for index in present}
    assert not can_combine((group,), set(present))
    assert refused(lambda: combine((group,), factors))[0] == "missing mandatory decryption"
    if present:
        guessed = sum(ceremony.share_of(index) * lagrange(index, present) for index in present) % ORDER
        assert power_g(guessed) != pedersen_key(group)


@given(st.integers(2, 9), scalars, st.data())
def test_one_member_fewer_learns_nothing_because_every_secret_fits(
    threshold: int, secret: int, data: st.DataObject
) -> None:
    known = data.draw(st.lists(st.integers(1, 9), min_size=threshold - 1, max_size=threshold - 1, unique=True))
    shares = {0: secret} | {index: data.draw(scalars) for index in known}
    at = data.draw(st.integers(1, 9).filter(lambda index: index not in known))
    missing = sum(value * _weight(index, list(shares), at) for index, value in shares.items()) % ORDER
    together = {index: value for index, value in shares.items() if index} | {at: missing}
    assert sum(value * lagrange(index, list(together)) for index, value in together.items()) % ORDER == secret


def _weight(index: int, places: list[int], at: int) -> int:
    """Return with which factor the value at `index` counts for the one at `at`."""
    above = below = 1
    for other in places:
        if other != index:
            above, below = above * (at - other) % ORDER, below * (index - other) % ORDER
    return above * pow(below, -1, ORDER) % ORDER


@few
@given(sizes, st.text("0123456789abcdef", min_size=1, max_size=32), st.data())
def test_any_members_that_are_enough_pass_a_test_of_the_keys(
    pair: tuple[int, int], nonce: str, data: st.DataObject
) -> None:
    ceremony = honest(*pair)
    group = formed(*pair)
    answers = {
        index: check_drill_answer(
            group.keys[index - 1].public_key, "g", nonce, make_drill_answer(ceremony.share_of(index), "g", nonce)
        )
        for index in members_of(ceremony, data, pair[0], pair[1])
    }
    assert 1 <= open_drill((group,), "g", nonce, answers) <= 9


# --- whoever cheats is found by name


def altered(pair: tuple[int, int]) -> KeyCeremony:
    """Return a copy of an honest ceremony, whose lists may be changed."""
    ceremony = copy(honest(*pair))
    ceremony.certificates, ceremony.contributions = list(ceremony.certificates), list(ceremony.contributions)
    ceremony.keys = list(ceremony.keys)
    return ceremony


def other_seed() -> str:
    return draw_seed(secrets.randbelow)


@few
@given(cheated, st.data())
def test_a_copied_key_is_found(pair: tuple[int, int], data: st.DataObject) -> None:
    ceremony = altered(pair)
    first, second = sorted(members_of(ceremony, data, 2, 2))
    copied = make_certificate(ceremony.secrets_of(first), ceremony.group, second)
    ceremony.certificates[second - 1] = copied
    reason, sentence = refused(lambda: check_certificates(ceremony.certificates, ceremony.group))
    assert (reason, sentence) == ("copied key", f"Member {second} sent the key of member {first}.")


@few
@given(cheated, st.data())
def test_a_certificate_that_is_exchanged_is_found(pair: tuple[int, int], data: st.DataObject) -> None:
    ceremony = altered(pair)
    index, other = members_of(ceremony, data, 2, 2)
    own, theirs = ceremony.certificates[index - 1], ceremony.certificates[other - 1]
    ceremony.certificates[index - 1] = theirs
    reason, sentence = refused(lambda: check_certificates(ceremony.certificates, ceremony.group))
    assert (reason, sentence.partition(":")[0]) == ("certificate context", f"Member {index}")
    # One that whoever carries the messages made for this place: good in itself, and not what the others signed.
    ceremony.certificates[index - 1] = make_certificate(derive_secrets(other_seed()), ceremony.group, index)
    check_certificates(ceremony.certificates, ceremony.group)
    assert ceremony.certificates[index - 1] != own
    for contribution, member in zip(ceremony.contributions, ceremony.numbers, strict=True):
        _, sentence = refused(
            lambda contribution=contribution, member=member: check_contribution(  # type: ignore[misc]
                contribution, ceremony.certificates, ceremony.group, member
            )
        )
        assert sentence.startswith(f"Member {member}: ")
    assert refused(lambda: ceremony.key_of(index))[0] == "another seed"


@few
@given(cheated, st.integers(0, 7), st.data())
def test_a_contribution_that_does_not_fit_the_promise_is_found(
    pair: tuple[int, int], attempt: int, data: st.DataObject
) -> None:
    ceremony = altered(pair)
    index = data.draw(st.sampled_from(ceremony.numbers))
    own = ceremony.secrets_of(index)
    promises = [make_promise(own, ceremony.certificates, ceremony.group, index, place) for place in range(8)]
    bent = _with_last_word(ceremony, index)
    check_contribution(bent, ceremony.certificates, ceremony.group, index)  # all signatures hold
    assert not any(keeps_promise(bent, digest) for digest in promises)
    said = [promises[attempt] if place == index else "0" * 64 for place in ceremony.numbers]
    made = make_contribution(own, ceremony.certificates, said, ceremony.group, index, attempt)
    assert [keeps_promise(made, digest) for digest in promises] == [place == attempt for place in range(len(promises))]
    ceremony.contributions[index - 1] = bent
    reader = next((place for place in ceremony.numbers if place != index), index)
    reason, sentence = refused(lambda: ceremony.key_of(reader))
    assert (reason, sentence.startswith(f"Member {index} ")) == ("promise", True)


def _with_last_word(ceremony: KeyCeremony, index: int) -> Contribution:
    """Return a contribution for another polynomial than the promised one, chosen when all others are known."""
    own = ceremony.secrets_of(index)
    stranger = derive_secrets(other_seed())
    both = type(own)(stranger.seed, own.signing, own.decryption)
    promise = make_promise(both, ceremony.certificates, ceremony.group, index)
    said = [promise if place == index else digest for place, digest in enumerate(ceremony.promises, start=1)]
    return make_contribution(both, ceremony.certificates, said, ceremony.group, index)


@few
@given(cheated, st.data())
def test_a_sealed_value_that_does_not_fit_is_found_by_whoever_gets_it(
    pair: tuple[int, int], data: st.DataObject
) -> None:
    ceremony = altered(pair)
    cheater, victim = members_of(ceremony, data, 2, 2)
    own = ceremony.contributions[cheater - 1]
    wrong = data.draw(st.sampled_from(["value", "name", "garbage", "others"]))
    recipient = power_g(ceremony.secrets_of(victim).decryption)
    inside = {"value": f'{{"secret":"{draw_scalar()}"}}', "name": '{"share":"1"}', "garbage": "%"}.get(wrong, "")
    sealed = (
        ceremony.contributions[victim - 1].secrets[victim - 1]
        if wrong == "others"
        else seal(inside, ceremony.secrets_of(cheater).signing, recipient, draw_scalar)
    )
    values = [sealed if place == victim else value for place, value in enumerate(own.secrets, start=1)]
    ceremony.contributions[cheater - 1] = Contribution(own.polynomial, tuple(values), own.coefexps, own.signature)
    reason, sentence = refused(lambda: ceremony.key_of(victim))
    assert reason == "secret"
    assert sentence.startswith(f"Member {cheater} sent member {victim} ")
    bystander = next((index for index in ceremony.numbers if index not in (cheater, victim)), cheater)
    assert ceremony.key_of(bystander).public_key.public_key == ceremony.keys[bystander - 1].public_key.public_key


@few
@given(cheated, st.data())
def test_a_key_that_is_not_the_members_is_found(pair: tuple[int, int], data: st.DataObject) -> None:
    ceremony = altered(pair)
    index, other = members_of(ceremony, data, 2, 2)
    for wrong in (ceremony.keys[other - 1], finished(1, 1).keys[0]):
        if wrong.public_key.public_key == ceremony.keys[index - 1].public_key.public_key:
            # Where one key is enough all have the same one: then the signature tells whose it is.
            expected = "message signature"
        else:
            expected = "verification key"
        key = wrong
        reason, sentence = refused(
            lambda key=key: check_member_key(  # type: ignore[misc]
                key, ceremony.certificates, ceremony.contributions, ceremony.group, index
            )
        )
        assert (reason, sentence.partition(":")[0]) == (expected, f"Member {index}")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=4), values, max_size=3),
    max_leaves=6,
)


@few
@given(cheated, st.sampled_from(["certificate", "contribution", "key"]), anything, st.data())
def test_garbage_in_any_place_of_a_message_is_refused_by_name_or_unread(
    pair: tuple[int, int], step: str, value: object, data: st.DataObject
) -> None:
    ceremony = altered(pair)
    index = data.draw(st.sampled_from(ceremony.numbers))
    records = {
        "certificate": ceremony.certificates[index - 1].to_json(),
        "contribution": ceremony.contributions[index - 1].to_json(),
        "key": ceremony.keys[index - 1].to_json(),
    }
    record = json.loads(compact(records[step]))
    place = data.draw(st.sampled_from(list(_places(record))))
    if _at(record, place) == value:
        return
    _put(record, place, value)
    try:
        check = _checks(ceremony, index)[step](compact(record))
    except Malformed:
        return  # whoever receives it knows from whom it came
    if place[0] in ("polynomial", "private_key"):
        return  # sealed by the member for itself alone: nobody else reads it
    if place[0] == "secrets":
        assert refused(check)[1].startswith((f"Member {index} sent member ", f"Member {index}: "))
        return
    assert refused(check)[1].startswith(f"Member {index}: ")


def _checks(ceremony: KeyCeremony, index: int) -> dict[str, Callable[[bytes], Callable[[], object]]]:
    """Return for each step how its message is read, and then checked by others."""
    group = ceremony.group

    def certificate(raw: bytes) -> Callable[[], object]:
        ceremony.certificates[index - 1] = read_certificate_message(raw)
        return lambda: check_certificates(ceremony.certificates, group)

    def contribution(raw: bytes) -> Callable[[], object]:
        ceremony.contributions[index - 1] = read_contribution(raw)
        return lambda: [ceremony.key_of(member) for member in ceremony.numbers]

    def key(raw: bytes) -> Callable[[], object]:
        read = read_member_key(raw)
        return lambda: check_member_key(read, ceremony.certificates, ceremony.contributions, group, index)

    return {"certificate": certificate, "contribution": contribution, "key": key}


def _places(record: object, path: tuple[object, ...] = ()) -> "list[tuple[object, ...]]":
    """Return the way to every value inside a record."""
    inside: list[tuple[object, object]] = []
    if isinstance(record, dict):
        inside = list(record.items())
    elif isinstance(record, list):
        inside = list(enumerate(record))
    return [path] * bool(path) + [place for name, value in inside for place in _places(value, (*path, name))]


def _at(record: object, place: tuple[object, ...]) -> object:
    for name in place:
        record = record[name]  # type: ignore[index]
    return record


def _put(record: object, place: tuple[object, ...], value: object) -> None:
    holder = _at(record, place[:-1])
    holder[place[-1]] = value  # type: ignore[index]

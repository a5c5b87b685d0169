"""Promises: who is bound to what, and a server that has the holders contribute for two lists of members."""

import json
import secrets
from collections.abc import Callable, Sequence

import pytest

from packages.pybelenios.tests.keyceremony import KeyCeremony
from pybelenios.ceremony import keeps_promise, read_promise, write_promise
from pybelenios.errors import Malformed, Refused
from pybelenios.group import ORDER, power_g
from pybelenios.jsontext import compact, sha256_hex
from pybelenios.member import MemberSecrets, derive_secrets, draw_seed, make_contribution, make_promise
from pybelenios.messages import SignedMessage
from pybelenios.pedersen import GroupSize, lagrange, pedersen_key, read_coefexps
from pybelenios.sealedmessages import unseal

GROUP = GroupSize(2, 3)
Derive = Callable[[MemberSecrets, Sequence[SignedMessage]], list[int]]


def refused(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.reason, refusal.value.sentence


@pytest.mark.parametrize("attempt", [0, 1, 900])
def test_a_member_is_bound_to_its_contribution_before_it_sees_the_others(attempt: int) -> None:
    ceremony = KeyCeremony(GROUP).certify()
    own = ceremony.secrets_of(3)
    promises = [make_promise(own, ceremony.certificates, GROUP, 3, number) for number in (0, 1, 900)]
    assert len(set(promises)) == 3
    said = ["0" * 64, "1" * 64, make_promise(own, ceremony.certificates, GROUP, 3, attempt)]
    made = make_contribution(own, ceremony.certificates, said, GROUP, 3, attempt)
    assert [keeps_promise(made, digest) for digest in promises] == [number == attempt for number in (0, 1, 900)]
    other = KeyCeremony(GROUP, [*ceremony.seeds[:2], draw_seed(secrets.randbelow)]).certify().contribute()
    assert not any(keeps_promise(other.contributions[2], digest) for digest in promises)


def test_nobody_contributes_before_all_have_promised_or_for_other_certificates_than_promised() -> None:
    ceremony = KeyCeremony(GROUP).certify().promise()
    ceremony.promises.pop()
    assert refused(lambda: ceremony.contribution_of(1))[0] == "promises"
    ceremony.promise()
    shown = KeyCeremony(GROUP, [*ceremony.seeds[:2], draw_seed(secrets.randbelow)]).certify()
    shown.certificates[:2] = ceremony.certificates[:2]
    shown.promises = ceremony.promises
    reason, sentence = refused(lambda: shown.contribution_of(1))
    assert (reason, sentence.startswith("Member 1")) == ("promise", True)


def test_a_contribution_that_was_not_promised_is_found_by_its_member() -> None:
    ceremony = KeyCeremony(GROUP).certify().contribute()
    ceremony.promises[1] = ceremony.promises[0]
    reason, sentence = refused(lambda: ceremony.key_of(1))
    assert (reason, sentence.startswith("Member 2")) == ("promise", True)
    ceremony.promises.pop()
    assert refused(lambda: ceremony.key_of(1))[0] == "promises"


def test_a_promise_is_one_digest() -> None:
    digest = "0123456789abcdef" * 4
    assert read_promise(write_promise(digest)) == digest
    for raw in (b"{}", b"[]", b'{"promise":5}', b'{"promise":"0"}', write_promise(digest.upper())):
        with pytest.raises(Malformed):
            read_promise(raw)
    with pytest.raises(Malformed):
        read_promise(compact({"promise": digest, "more": "1"}))


@pytest.mark.parametrize(("threshold", "attempt"), [(3, 0), (2, 1)])
def test_another_threshold_and_another_attempt_have_another_polynomial(threshold: int, attempt: int) -> None:
    ceremony = KeyCeremony(GROUP).certify()
    own = ceremony.secrets_of(1)
    first = own.polynomial(ceremony.certificates, 2, 0)
    assert not set(first) & set(own.polynomial(ceremony.certificates, threshold, attempt))


# --- a server that has the holders contribute for two lists of certificates


def values_for_invented(seed: str, index: int, polynomial: Derive) -> tuple[int, dict[int, int]]:
    """Return the secret a_0 of a holder in the real group, and what a server learns of the holder's polynomials.

    The server shows the holder certificates that it made up, so it can open the values of their places.
    """
    real, invented = with_seed(seed, index), with_seed(seed, index)
    invented.certificates[index - 1] = real.certificates[index - 1]
    own = derive_secrets(seed)
    shown = polynomial(own, invented.certificates)
    learned = {place: evaluated(shown, place) for place in (1, 2, 3) if place != index}
    return polynomial(own, real.certificates)[0], learned


def with_seed(seed: str, index: int) -> KeyCeremony:
    """Return a ceremony up to its certificates in which member `index` has this seed, and the others are new."""
    return KeyCeremony(
        GROUP, [seed if place == index else draw_seed(secrets.randbelow) for place in (1, 2, 3)]
    ).certify()


def evaluated(polynomial: list[int], place: int) -> int:
    total: int = sum(coefficient * place**degree for degree, coefficient in enumerate(polynomial))
    return total % ORDER


def interpolated(values: dict[int, int]) -> int:
    return sum(value * lagrange(place, list(values)) for place, value in values.items()) % ORDER


@pytest.mark.parametrize("index", [1, 2, 3])
def test_a_server_that_invents_members_does_not_learn_the_secret_of_a_holder(index: int) -> None:
    """Of one polynomial for both lists, as it was derived before, the invented members' values give the secret away."""
    seed = draw_seed(secrets.randbelow)

    def derived_before(own: MemberSecrets, _: Sequence[SignedMessage]) -> list[int]:
        texts = [f"polynomial|{own.seed}|0|{degree}" for degree in range(GROUP.threshold)]
        return [int(sha256_hex(text.encode()), 16) % ORDER for text in texts]

    secret, learned = values_for_invented(seed, index, derived_before)
    assert interpolated(learned) == secret
    secret, learned = values_for_invented(
        seed, index, lambda own, certificates: own.polynomial(certificates, GROUP.threshold, 0)
    )
    assert interpolated(learned) != secret


def test_a_server_that_plays_two_lists_against_all_holders_cannot_put_the_key_together() -> None:
    real = KeyCeremony(GROUP).certify().contribute().make_keys()
    guessed = 0
    for index in real.numbers:
        invented = with_seed(real.seeds[index - 1], index)
        invented.certificates[index - 1] = real.certificates[index - 1]
        # The same holder, the same attempt: it checks, promises and contributes as for the real group.
        shown = invented.contribute().contributions[index - 1]
        learned = {
            place: opened(shown.secrets[place - 1], invented.secrets_of(place), real.secrets_of(index))
            for place in real.numbers
            if place != index
        }
        secret = interpolated(learned)
        assert power_g(secret) == read_coefexps(shown.coefexps)[0], "of the invented group it knows the secret"
        assert power_g(secret) != read_coefexps(real.contributions[index - 1].coefexps)[0]
        guessed += secret
    assert power_g(guessed % ORDER) != pedersen_key(real.form())


def opened(sealed: str, recipient: MemberSecrets, sender: MemberSecrets) -> int:
    value = json.loads(unseal(sealed, recipient.decryption, power_g(sender.signing)))["secret"]
    return int(value)

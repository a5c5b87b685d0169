"""Tokens, codes and passwords: what opens a door, and what does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from govapp.accounts import passwords, phone
from govapp.accounts.rules import LinkPurpose
from govapp.accounts.tokens import (
    MAX_TOKEN_CHARACTERS,
    SignedLink,
    is_bound,
    is_token_of,
    new_reference,
    reference_of,
    token_of,
)
from govapp.kernel.keys import KeyRing
from govapp.kernel.subjects import SubjectRef

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
STEP = timedelta(seconds=30)
KEYS = KeyRing(b"a-key-for-tests-only-0123456789abcdef")
OTHER_KEYS = KeyRing(b"the-key-of-another-house-0123456789abc")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


LINK = SignedLink(new_reference(), LinkPurpose.VOTE, SubjectRef("holder:12"), "Anna", "anna@mail.example", "/vote/x")
OLD_LINK = replace(LINK, reference="AAAAAAAAAAAAAAAAAAAAAA")


@pytest.mark.parametrize("purpose", list(LinkPurpose))
@pytest.mark.parametrize("link", [LINK, OLD_LINK], ids=["of now", "of version 0.1"])
def test_a_token_names_its_reference_and_is_that_of_its_link(link: SignedLink, purpose: LinkPurpose) -> None:
    meant = replace(link, purpose=purpose)
    token = token_of(KEYS, meant)
    assert reference_of(token) == meant.reference
    assert is_token_of(KEYS, meant, token)
    assert len(token) < MAX_TOKEN_CHARACTERS


@pytest.mark.parametrize(
    "changed",
    [
        replace(LINK, subject=SubjectRef("holder:13")),
        replace(LINK, purpose=LinkPurpose.SIGN_IN),
        replace(LINK, name="Berta"),
        replace(LINK, email="thief@mail.example"),
        replace(LINK, next_path="/vote/y"),
        replace(LINK, reference=new_reference()),
    ],
)
def test_a_token_signs_all_that_its_link_opens(changed: SignedLink) -> None:
    assert not is_token_of(KEYS, changed, token_of(KEYS, LINK))


def test_tokens_of_version_0_1_sign_reference_and_purpose_and_still_fit() -> None:
    token = token_of(KEYS, OLD_LINK)
    assert is_token_of(KEYS, replace(OLD_LINK, name="Berta"), token)
    assert not is_token_of(KEYS, replace(OLD_LINK, purpose=LinkPurpose.SIGN_IN), token)
    assert (is_bound(OLD_LINK.reference), is_bound(LINK.reference)) == (False, True)


@given(st.text(max_size=150))
def test_what_has_not_the_form_of_a_token_names_nothing(text: str) -> None:
    assert reference_of(text) is None


def test_a_token_of_another_installation_is_none_of_ours() -> None:
    assert not is_token_of(OTHER_KEYS, LINK, token_of(KEYS, LINK))


def test_each_use_has_a_key_of_its_own() -> None:
    assert len({KEYS.derived_key(use) for use in ("links", "phone", "session", "device", "attempts")}) == 5


def test_passwords_are_hashed_with_the_parameters_of_rfc_9106() -> None:
    kept = passwords.hashed("correct horse battery staple")
    parameters = extract_parameters(kept)
    assert (parameters.type.name, parameters.time_cost, parameters.memory_cost, parameters.parallelism) == (
        "ID",
        3,
        65536,
        4,
    )
    assert passwords.is_right(kept, "correct horse battery staple")
    assert not passwords.is_right(kept, "correct horse battery stable")


def test_nobody_has_no_right_password() -> None:
    assert not passwords.is_right(None, "the password of nobody", weak=True)


def test_a_weak_hash_is_replaced_at_the_next_sign_in() -> None:
    assert passwords.needs_rehash(passwords.hashed("x", weak=True))
    assert not passwords.needs_rehash(passwords.hashed("x", weak=True), weak=True)


@pytest.mark.parametrize("drift", [-1, 0, 1])
def test_a_phone_may_be_one_step_off(drift: int) -> None:
    code = phone.code_at(SECRET, NOW + drift * STEP)
    assert phone.matching_step(SECRET, code, NOW, None) == int(NOW.timestamp()) // 30 + drift


@pytest.mark.parametrize("drift", [-2, 2])
def test_a_phone_may_not_be_two_steps_off(drift: int) -> None:
    assert phone.matching_step(SECRET, phone.code_at(SECRET, NOW + drift * STEP), NOW, None) is None


def test_a_step_that_was_used_and_all_before_it_are_refused() -> None:
    step = int(NOW.timestamp()) // 30
    assert phone.matching_step(SECRET, phone.code_at(SECRET, NOW), NOW, step) is None
    assert phone.matching_step(SECRET, phone.code_at(SECRET, NOW - STEP), NOW, step) is None
    assert phone.matching_step(SECRET, phone.code_at(SECRET, NOW + STEP), NOW, step) == step + 1


def test_a_sealed_secret_opens_with_the_same_key_only() -> None:
    kept = phone.sealed(KEYS, SECRET)
    assert phone.opened(KEYS, kept) == SECRET
    with pytest.raises(ValueError, match="phones must be connected again"):
        phone.opened(OTHER_KEYS, kept)


def test_the_qr_code_has_no_style_and_no_script() -> None:
    image = phone.qr_code(SECRET, email="s.claes@ambora.example", cooperative="Ambora")
    assert image.startswith("<svg")
    assert "style" not in image
    assert 'class="qr"' in image
    assert "<path" in image


def test_recovery_codes_are_different_and_read_with_or_without_dash() -> None:
    codes = phone.new_recovery_codes()
    assert len(set(codes)) == phone.RECOVERY_CODES
    typed = codes[0].lower().replace("-", " ")
    assert phone.recovery_digest(KEYS, 1, typed) == phone.recovery_digest(KEYS, 1, codes[0])
    assert phone.recovery_digest(KEYS, 2, codes[0]) != phone.recovery_digest(KEYS, 1, codes[0])

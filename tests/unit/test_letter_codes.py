"""The codes of letters: how they are made, and how what people type is read."""

from dataclasses import replace

import pytest

from govapp.accounts.codes import CODE_CHARACTERS, SIGNS, code_of, digest_of_code, in_groups, read_code
from govapp.accounts.refusals import CodeHasSign, CodeIncomplete
from govapp.accounts.rules import LinkPurpose
from govapp.accounts.tokens import SignedLink, new_reference
from govapp.kernel.keys import KeyRing
from govapp.kernel.subjects import SubjectRef

KEYS, OTHER_KEYS = KeyRing(b"k" * 40), KeyRing(b"o" * 40)
LINK = SignedLink(new_reference(), LinkPurpose.LETTER, SubjectRef("holder:12"), "Anna", "", "/vote/1")


def test_a_code_is_made_again_from_its_link_and_is_of_signs_that_nobody_confuses() -> None:
    code = code_of(KEYS, LINK)
    assert code == code_of(KEYS, LINK)
    assert len(code) == CODE_CHARACTERS
    assert set(code) <= set(SIGNS)
    assert not set(SIGNS) & set("ILOU")


@pytest.mark.parametrize(
    "other",
    [
        replace(LINK, reference=new_reference()),
        replace(LINK, subject=SubjectRef("holder:13")),
        replace(LINK, name="Berta"),
        replace(LINK, next_path="/vote/2"),
        replace(LINK, purpose=LinkPurpose.VOTE),
    ],
)
def test_another_link_has_another_code(other: SignedLink) -> None:
    assert code_of(KEYS, other) != code_of(KEYS, LINK)


def test_without_the_secret_key_nobody_makes_or_tries_codes() -> None:
    code = code_of(KEYS, LINK)
    assert code_of(OTHER_KEYS, LINK) != code
    assert digest_of_code(OTHER_KEYS, code) != digest_of_code(KEYS, code)


@pytest.mark.parametrize(
    "typed",
    ["7K3M-Q2PX-9T0D", "7k3mq2px9t0d", " 7k3m q2px\t9tod ", "7K3M – Q2PX – 9TOD", "7K3M.Q2PX_9T0D"],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert in_groups(read_code(typed)) == "7K3M-Q2PX-9T0D"


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    assert read_code("iIlL oOoO 0000") == "111100000000"


@pytest.mark.parametrize(("typed", "count"), [("7K3M-Q2PX-9T0", 11), ("7K3M-Q2PX-9T0DD", 13), ("-", 0)])
def test_a_code_that_is_too_short_or_too_long_says_how_many_signs_were_typed(typed: str, count: int) -> None:
    with pytest.raises(CodeIncomplete) as refused:
        read_code(typed)
    assert refused.value.params["count"] == count


@pytest.mark.parametrize(("typed", "sign"), [("7K3M-Q2PX-9T0U", "U"), ("7K3M-Q2PX-9T0É", "É"), ("<7K3M", "<")])
def test_a_sign_that_no_code_has_is_named(typed: str, sign: str) -> None:
    with pytest.raises(CodeHasSign) as refused:
        read_code(typed)
    assert refused.value.params["sign"] == sign

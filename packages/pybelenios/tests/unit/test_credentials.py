"""Private codes, public credentials and the list of them."""

import secrets

import pytest

from packages.pybelenios.tests.alterations import load
from pybelenios.credentiallist import PublicCredential, read_credentials, write_credentials
from pybelenios.credentials import (
    ALPHABET,
    base58,
    derive_credential,
    draw_code,
    draw_uuid,
    is_uuid,
    read_code,
    write_code,
)
from pybelenios.errors import Malformed, Refused
from pybelenios.group import NEUTRAL, point_text, power_g, scalar_text
from pybelenios.jsontext import compact
from pybelenios.proofs import KnownBranch
from pybelenios.trustees import make_trustee_key

DERIVED = load("derived.json")
KNOWN = DERIVED["credential with known uuid"]
CODE = "abcde-fghijk-mnopq-rstuvw"


def test_a_known_code_gives_the_known_credential() -> None:
    credential = derive_credential(KNOWN["uuid"], KNOWN["code"])
    assert scalar_text(credential.secret) == KNOWN["secret"]
    assert point_text(credential.public) == KNOWN["public"]


@pytest.mark.parametrize("folder", ["single", "pedersen", "single-nh"])
def test_every_voter_of_the_vectors_gets_his_credential(folder: str) -> None:
    for voter in DERIVED[folder]["credentials"].values():
        credential = derive_credential(DERIVED[folder]["uuid"], voter["code"])
        assert scalar_text(credential.secret) == voter["secret"]
        assert point_text(credential.public) == voter["public"]


def test_one_code_gives_unrelated_credentials_in_two_elections() -> None:
    assert derive_credential("1" * 14, CODE).public != derive_credential("2" * 14, CODE).public


@pytest.mark.parametrize("typed", [CODE, CODE.replace("-", ""), f" {CODE} ", "abcde fghijk mnopq rstuvw"])
def test_a_code_is_read_with_or_without_its_hyphens(typed: str) -> None:
    assert read_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "x", CODE.replace("a", "0"), CODE.replace("a", "l")])
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(Malformed, match="credential code"):
        read_code(typed)


def test_codes_cover_the_whole_range_of_numbers() -> None:
    assert write_code(0) == "11111-111111-11111-111111"
    assert write_code(58**22 - 1) == "zzzzz-zzzzzz-zzzzz-zzzzzz"
    with pytest.raises(ValueError, match="does not fit"):
        write_code(58**22)


def test_drawn_codes_and_identifiers_are_well_formed() -> None:
    code, uuid = draw_code(secrets.randbelow), draw_uuid(secrets.randbelow)
    assert read_code(code) == code
    assert is_uuid(uuid)
    assert len(uuid) == 14
    assert not is_uuid(uuid[:-1])
    assert not is_uuid("0" * 14)
    assert base58(57, 2) == "1" + ALPHABET[-1]


def test_the_list_of_credentials_is_sorted_so_that_order_tells_nothing() -> None:
    publics = [power_g(n) for n in range(1, 20)]
    listed = [entry.key for entry in read_credentials(write_credentials(reversed(publics)))]
    assert listed == [point_text(point) for point in sorted(publics)]


def test_the_list_of_credentials_knows_weights_and_names() -> None:
    a, b, c, d = (point_text(power_g(n)) for n in (1, 2, 3, 4))
    listed = read_credentials(compact([a, f"{b},5", f"{c},,Ann", f"{d},0,Bob"]))
    assert listed == (
        PublicCredential(a),
        PublicCredential(b, 5),
        PublicCredential(c, 1, "Ann"),
        PublicCredential(d, 0, "Bob"),
    )


@pytest.mark.parametrize("suffix", [",", ",,", ",-1", ",01", ",1.5", ",x", ",1,", ",1,a,b", " "])
def test_a_badly_written_entry_is_refused(suffix: str) -> None:
    with pytest.raises(Malformed):
        read_credentials(compact([point_text(power_g(1)) + suffix]))


def test_white_space_and_other_shapes_are_refused() -> None:
    for raw in (b"[ ]", b"{}", b"[1]", b"nothing"):
        with pytest.raises(Malformed):
            read_credentials(raw)


def test_a_credential_twice_is_refused() -> None:
    text = point_text(power_g(1))
    with pytest.raises(Refused, match="duplicate credential"):
        read_credentials(compact([text, f"{text},1"]))


def test_a_credential_with_which_everybody_can_sign_is_refused() -> None:
    with pytest.raises(Refused, match="neutral credential"):
        read_credentials(compact([point_text(NEUTRAL)]))


def test_a_credential_outside_the_group_is_refused() -> None:
    with pytest.raises(Malformed, match="not in the group"):
        read_credentials(compact(["0" * 63 + "2"]))


def test_no_secret_shows_where_a_value_is_printed() -> None:
    credential, pair = derive_credential("uuid1234567890", CODE), make_trustee_key()
    known = KnownBranch(1, hidden=1, randomness=123456789)
    for value, secret in ((credential, credential.secret), (pair, pair.private), (known, known.randomness)):
        assert str(secret) not in repr(value)

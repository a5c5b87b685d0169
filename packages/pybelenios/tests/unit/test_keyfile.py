"""The key file of a member: it says whose it is, and may be sealed."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from packages.pybelenios.tests.ballotbox import edited
from pybelenios.errors import Malformed, Refused
from pybelenios.keyfile import MAX_ITERATIONS, KeyFile, needs_passphrase, read_key_file, write_key_file
from pybelenios.pedersen import GroupSize

FILE = KeyFile(
    "Coöperatie Ambora",
    "Algemene vergadering 2027",
    "Ana Íñiguez",
    "7gKq2xCoopKeyGr",
    2,
    GroupSize(2, 3),
    date(2027, 3, 1),
    "jVqXYELhxzBPQddocYSk4X",
)
SEALED = write_key_file(FILE, "vlieg é ver").encode()
PLAIN = write_key_file(FILE).encode()


def test_a_key_file_says_whose_key_of_what_it_is() -> None:
    record = json.loads(PLAIN)
    named = (record["holder"], record["member"], record["size"], record["needed"], record["made_on"])
    assert named == ("Ana Íñiguez", 2, 3, 2, "2027-03-01")
    assert read_key_file(PLAIN) == FILE
    assert not needs_passphrase(PLAIN)


def test_a_sealed_key_file_says_whose_it_is_and_keeps_the_seed_to_itself() -> None:
    assert FILE.holder.encode() in SEALED
    assert FILE.seed.encode() not in SEALED
    assert needs_passphrase(SEALED)
    assert read_key_file(SEALED, "vlieg é ver") == FILE
    assert read_key_file(SEALED, "vlieg e\u0301 ver") == FILE, "an accent typed as a sign of its own"


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(Refused) as refusal:
        read_key_file(SEALED, "vlieg ver")
    assert refusal.value.reason == "passphrase"


def test_nobody_gives_a_sealed_key_to_somebody_else_by_changing_a_name() -> None:
    changed = edited(SEALED, lambda record: record.update(holder="Bob"))
    with pytest.raises(Refused):
        read_key_file(changed, "vlieg é ver")


def test_without_the_library_that_seals_a_plain_key_is_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)
    assert read_key_file(PLAIN) == FILE
    with pytest.raises(Refused) as refusal:
        read_key_file(SEALED, "vlieg é ver")
    assert refusal.value.reason == "no cryptography"


def test_the_seed_is_not_shown_by_chance() -> None:
    assert FILE.seed not in repr(replace(FILE))


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.update(govapp_key=2),
        lambda record: record.pop("holder"),
        lambda record: record.update(holder=5),
        lambda record: record.update(member=4),
        lambda record: record.update(member=0),
        lambda record: record.update(member="2"),
        lambda record: record.update(needed=4),
        lambda record: record.update(made_on="yesterday"),
        lambda record: record.update(seed="short"),
        lambda record: record.update(seed=5),
        lambda record: record.update(more=""),
    ],
)
def test_a_file_that_is_not_a_key_file_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(Malformed):
        read_key_file(edited(PLAIN, change))


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.update(sealed="x"),
        lambda record: record["sealed"].update(salt="zz"),
        lambda record: record["sealed"].update(iterations=0),
        lambda record: record["sealed"].update(iterations=MAX_ITERATIONS + 1),
    ],
)
def test_a_sealed_part_that_cannot_be_read_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(Malformed):
        read_key_file(edited(SEALED, change), "vlieg é ver")


@pytest.mark.parametrize("raw", [b"", b"[]", b'"12"', b"%PDF-1.7"])
def test_another_file_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        needs_passphrase(raw)

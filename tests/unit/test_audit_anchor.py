"""An anchor says where every chain stood, and nobody can change what it says."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govapp.accounts.signing import signer_of
from govapp.audit.rules.anchor import (
    MAX_ANCHOR_CHARACTERS,
    Anchor,
    AnchorForged,
    AnchorUnreadable,
    ChainHead,
    read_anchor,
    sign_anchor,
)
from govapp.kernel.records import UnknownRecordVersion
from pybelenios.group import sign

SIGNER = signer_of(b"1" * 32)
STRANGER = signer_of(b"2" * 32)
HEADS = (ChainHead("journal", "lines", 312, "3f" * 32), ChainHead("ledger", "entries", 41, "a0" * 32))
ANCHOR = Anchor(datetime(2026, 6, 1, 12, 30, tzinfo=UTC), HEADS)
SIGNED = sign_anchor(ANCHOR, SIGNER)


def test_an_anchor_is_read_as_it_was_signed() -> None:
    assert read_anchor(SIGNED.text) == SIGNED
    assert SIGNED.as_dict() == {
        "v": 1,
        "at": "2026-06-01T12:30:00.000000Z",
        "journal": {"lines": 312, "head": "3f" * 32},
        "ledger": {"entries": 41, "head": "a0" * 32},
        "key": SIGNER.key,
        "signature": SIGNED.signature,
    }


def test_the_text_of_a_mail_around_it_does_not_matter() -> None:
    assert read_anchor(f"Dag Nadia,\n\nbewaar dit:\n{SIGNED.text}\n\n-- \nAmbora") == SIGNED


def test_the_same_state_always_has_the_same_signature() -> None:
    assert sign_anchor(ANCHOR, SIGNER) == SIGNED


@pytest.mark.parametrize(
    "change",
    [
        {"at": "2026-06-02T12:30:00.000000Z"},
        {"journal": {"lines": 311, "head": "3f" * 32}},
        {"ledger": {"entries": 41, "head": "b0" * 32}},
        {"vote abc": {"events": 3, "head": "07" * 32}},
        {"key": STRANGER.key},
        {"signature": sign_anchor(ANCHOR, STRANGER).signature},
    ],
)
def test_whatever_is_changed_the_signature_no_longer_fits(change: dict[str, Any]) -> None:
    with pytest.raises(AnchorForged) as refused:
        read_anchor(json.dumps({**SIGNED.as_dict(), **change}))
    assert str(refused.value) == (
        "The signature under this signed state does not fit: it was changed after it was signed."
    )


def test_an_anchor_without_one_of_its_chains_does_not_hold() -> None:
    with pytest.raises(AnchorForged):
        read_anchor(json.dumps({name: value for name, value in SIGNED.as_dict().items() if name != "ledger"}))


@pytest.mark.parametrize(
    "change",
    [
        {"journal": {"lines": -1, "head": "3f" * 32}},
        {"journal": {"lines": True, "head": "3f" * 32}},
        {"journal": {"lines": 3.0, "head": "3f" * 32}},
        {"journal": {"lines": 3, "head": None}},
        {"journal": {"lines": 3, "more": 4, "head": "3f" * 32}},
        {"journal": {"head": "3f" * 32}},
        {"journal": 312},
        {"at": "2026-06-01T12:30:00Z"},
        {"at": "2026-6-1T12:30:00.0Z"},
        {"at": 5},
        {"signature": "not base64"},
        {"key": "abc"},
        {"key": None},
    ],
)
def test_what_is_written_in_another_way_is_no_anchor(change: dict[str, Any]) -> None:
    with pytest.raises(AnchorUnreadable):
        read_anchor(json.dumps({**SIGNED.as_dict(), **change}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a mail without anything",
        "}{",
        "[1]",
        "{" * 100_000 + "}" * 100_000,
        '{"v": 1}',
        SIGNED.text.replace('"v": 1', '"v": 1, "v": 1'),
        SIGNED.text + " " * MAX_ANCHOR_CHARACTERS,
    ],
)
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(AnchorUnreadable):
        read_anchor(text)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises((AnchorUnreadable, AnchorForged, UnknownRecordVersion)):
        read_anchor("{" + text)


@pytest.mark.parametrize("version", [0, 2, "1", None])
def test_an_anchor_of_an_unknown_version_is_refused_with_a_sentence(version: object) -> None:
    with pytest.raises(UnknownRecordVersion) as refused:
        read_anchor(json.dumps({**SIGNED.as_dict(), "v": version}))
    assert str(refused.value) == f"This record is of version {version}, which this program does not know."


def test_a_receipt_with_the_same_key_can_never_stand_under_an_anchor() -> None:
    """What is signed begins with words of its own, so the bare record signed by the same key is worth nothing."""
    bare = replace(SIGNER, sign=lambda text: sign(text.partition(b"\n")[2], b"1" * 32))
    with pytest.raises(AnchorForged):
        read_anchor(sign_anchor(ANCHOR, bare).text)

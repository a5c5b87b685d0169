"""Receipts that a voter can show, trackers that a voter can read aloud."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from packages.pybelenios.tests.alterations import load
from packages.pybelenios.tests.ballotbox import BallotBox
from pybelenios.ballot import check_ballot
from pybelenios.errors import Malformed, Refused
from pybelenios.group import sign
from pybelenios.jsontext import digest_mark, in_groups
from pybelenios.receipts.link import read_any_receipt, read_receipt_line, write_receipt_line
from pybelenios.receipts.receipt import Receipt, read_receipt, receipt_holds, receipt_key, sign_receipt
from pybelenios.receipts.tracker import (
    SYLLABLES,
    is_tracker,
    syllables,
    tracker_from_path,
    tracker_of,
    tracker_to_path,
)

SEED = bytes(range(32))
TRACKERS = load("derived.json")["single"]["ballot trackers"]
RECEIPT = Receipt("eLKoEJLoQEkmSV", TRACKERS[0], "ab" * 32, 1, "2026-06-16T18:00:00Z")


def test_a_receipt_holds_under_the_published_key() -> None:
    signed = sign_receipt(RECEIPT, SEED)
    assert receipt_holds(signed, receipt_key(SEED))
    assert signed == sign_receipt(RECEIPT, SEED)
    assert signed.to_json()["tracker"] == TRACKERS[0]


@pytest.mark.parametrize(
    "other",
    [
        replace(RECEIPT, uuid="eLKoEJLoQEkmSX"),
        replace(RECEIPT, tracker=TRACKERS[1]),
        replace(RECEIPT, event="ac" * 32),
        replace(RECEIPT, height=2),
        replace(RECEIPT, received_at="2026-06-16T18:00:01Z"),
    ],
)
def test_a_receipt_that_says_anything_else_does_not_hold(other: Receipt) -> None:
    assert not receipt_holds(replace(sign_receipt(RECEIPT, SEED), receipt=other), receipt_key(SEED))


@pytest.mark.parametrize("version", [0, 1])
def test_each_version_is_signed_as_its_golden_file_says(version: int) -> None:
    golden = json.loads((Path(__file__).parents[1] / "golden" / f"receipt_v{version}.json").read_text(encoding="utf-8"))
    signed = sign_receipt(replace(RECEIPT, v=version), SEED)
    assert signed.to_json() == golden["value"]
    canonical = golden["canonical"].encode()
    assert signed.to_json()["signature"] == base64.b64encode(sign(canonical, SEED)).decode()
    assert hashlib.sha256(canonical).hexdigest() == golden["digest"]
    assert read_receipt(json.dumps(golden["value"]).encode()) == signed


@pytest.mark.parametrize("version", [2, 0, -1, True, "1", None])
def test_a_receipt_of_an_unknown_version_is_refused_with_a_sentence(version: object) -> None:
    record = {**sign_receipt(RECEIPT, SEED).to_json(), "v": version}
    with pytest.raises(Refused) as refused:
        read_receipt(json.dumps(record).encode())
    assert refused.value.sentence == f"The receipt is of version {version}, which this program does not know."


def test_a_receipt_does_not_hold_in_another_version_than_its_own() -> None:
    signed = sign_receipt(RECEIPT, SEED)
    assert not receipt_holds(replace(signed, receipt=replace(RECEIPT, v=0)), receipt_key(SEED))


def test_a_receipt_of_another_server_does_not_hold() -> None:
    assert not receipt_holds(sign_receipt(RECEIPT, SEED), receipt_key(bytes(32)))


@pytest.mark.parametrize("nonsense", ["", "x", "AAAA", "é"])
def test_a_signature_or_a_key_that_is_none_does_not_hold(nonsense: str) -> None:
    signed = sign_receipt(RECEIPT, SEED)
    assert not receipt_holds(replace(signed, signature=nonsense), receipt_key(SEED))
    assert not receipt_holds(signed, nonsense)


def test_the_tracker_is_the_hash_of_the_whole_ballot() -> None:
    box = BallotBox()
    raw = box.ballot(0, [[1, 0, 0]])
    assert tracker_of(raw) == check_ballot(box.election, raw).tracker


def test_a_tracker_of_the_first_stage_is_shown_in_four_syllables() -> None:
    assert syllables(TRACKERS[0]) == ("wira", "badu", "suma", "lavi")
    assert syllables("A" * 43) == (SYLLABLES[0],) * 4


def test_the_syllables_are_short_and_all_different() -> None:
    assert len(set(SYLLABLES)) == len(SYLLABLES) == 2048
    assert {len(word) for word in SYLLABLES} == {4}
    assert len({syllables(tracker) for tracker in TRACKERS}) == len(TRACKERS)


def test_a_tracker_survives_an_address() -> None:
    tracker = "+/" * 21 + "A"
    assert is_tracker(tracker)
    assert tracker_from_path(tracker_to_path(tracker)) == tracker
    assert "/" not in tracker_to_path(tracker)
    assert not is_tracker(tracker + "A")
    assert not is_tracker(tracker_to_path(tracker))


@pytest.mark.parametrize("version", [0, 1])
def test_a_signed_receipt_fits_on_one_line_of_an_address_and_comes_back(version: int) -> None:
    for tracker in TRACKERS:
        signed = sign_receipt(replace(RECEIPT, tracker=tracker, v=version), SEED)
        line = write_receipt_line(signed)
        assert read_receipt_line(RECEIPT.uuid, line) == signed
        assert len(line) < 200 and re.fullmatch("[A-Za-z0-9_.:-]+", line)
        assert not receipt_holds(read_receipt_line("another1234567", line), receipt_key(SEED))


LINE = write_receipt_line(sign_receipt(RECEIPT, SEED))


@pytest.mark.parametrize(
    "line",
    [
        "",
        LINE + ".",
        LINE.replace("1.1.", "1.01.", 1),
        LINE.replace("1.1.", "2.1.", 1),
        LINE.replace("1.1.", "1.x.", 1),
        LINE.replace("1.1.", "+1.1.", 1),
        LINE.replace(tracker_to_path(TRACKERS[0]), "short"),
        LINE[:-1] + "=",
        LINE[:-1] + "é",
        LINE[:-1] + "?",
        LINE + "=",
        f" {LINE}",
    ],
)
def test_a_line_that_is_not_exactly_a_receipt_is_refused(line: str) -> None:
    with pytest.raises(Malformed):
        read_receipt_line(RECEIPT.uuid, line)


def test_the_address_that_somebody_kept_is_as_good_as_the_file() -> None:
    signed = sign_receipt(RECEIPT, SEED)
    address = f"https://vote.example/board/{RECEIPT.uuid}?receipt={write_receipt_line(signed)}"
    assert read_any_receipt(f" {address}\n".encode()) == signed
    assert read_any_receipt(json.dumps(signed.to_json()).encode()) == signed
    for wrong in (address[:-1], address.replace("https", "ftp"), "", address + "&x=1"):
        with pytest.raises(Malformed):
            read_any_receipt(wrong.encode())


def test_a_digest_is_read_in_groups_and_its_mark_is_the_first_twenty_digits() -> None:
    digest = "0123456789abcdef" * 4
    assert in_groups(digest) == "0123 4567 89ab cdef " * 3 + "0123 4567 89ab cdef"
    assert in_groups("A" * 43) == "AAAA " * 10 + "AAA"
    assert digest_mark(digest) == "0123 4567 89ab cdef 0123"

"""Receipts that a voter can show, trackers that a voter can read aloud."""

from dataclasses import replace

import pytest

from packages.pybelenios.tests.alterations import load
from packages.pybelenios.tests.ballotbox import BallotBox
from pybelenios.ballot import check_ballot
from pybelenios.receipts.receipt import Receipt, receipt_holds, receipt_key, sign_receipt
from pybelenios.receipts.tracker import (
    WORDS,
    is_tracker,
    tracker_from_path,
    tracker_of,
    tracker_to_path,
    tracker_words,
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


def test_a_tracker_is_shown_in_four_words() -> None:
    assert tracker_words(TRACKERS[0]) == ("wira", "badu", "suma", "lavi")
    assert tracker_words("A" * 43) == (WORDS[0],) * 4


def test_the_words_are_short_and_all_different() -> None:
    assert len(set(WORDS)) == len(WORDS) == 2048
    assert {len(word) for word in WORDS} == {4}
    assert len({tracker_words(tracker) for tracker in TRACKERS}) == len(TRACKERS)


def test_a_tracker_survives_an_address() -> None:
    tracker = "+/" * 21 + "A"
    assert is_tracker(tracker)
    assert tracker_from_path(tracker_to_path(tracker)) == tracker
    assert "/" not in tracker_to_path(tracker)
    assert not is_tracker(tracker + "A")
    assert not is_tracker(tracker_to_path(tracker))

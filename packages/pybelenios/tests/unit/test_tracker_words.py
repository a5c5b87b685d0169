"""Words for trackers: real words of each language, found again however somebody types them."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from packages.pybelenios.tests import soughtvectors
from pybelenios.receipts.tracker import syllables, tracker_to_path
from pybelenios.receipts.tracker_words import (
    LANGUAGES,
    TOLD_APART,
    plain_letters,
    read_sought,
    tracker_words,
    word_list,
)

TRACKERS = [base64.b64encode(hashlib.sha256(bytes([n])).digest())[:-1].decode() for n in range(50)]
TRACKER = TRACKERS[0]
# What a listener cannot tell apart, in the order in which it is taken for one: "ij" and "ei" in Dutch, "ph" and "f".
SOUNDS = {
    "nl": {"ij": "ei", "au": "ou", "ch": "g", "c": "k", "dt": "t", "th": "t"},
    "fr": {"ph": "f", "qu": "k", "c": "k", "y": "i", "h": "", "ai": "e", "au": "o", "en": "an", "em": "am"},
    "en": {"ph": "f", "kn": "n", "wr": "r", "wh": "w", "ck": "k", "c": "k", "y": "i", "ee": "ea"},
    "de": {"ai": "ei", "ph": "f", "th": "t", "v": "f", "dt": "t", "ck": "k", "y": "i"},
}


def heard(language: str, word: str) -> str:
    for written, said in SOUNDS[language].items():
        word = word.replace(written, said)
    return re.sub(r"(.)\1+", r"\1", word)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_has_1024_words_told_apart_by_eye_by_ear_and_by_four_letters(language: str) -> None:
    words = word_list(language)
    plain = [plain_letters(word) for word in words]
    assert len(words) == len(set(plain)) == 1024
    assert {len(word) for word in plain} <= {5, 6, 7, 8}
    assert all(word.isascii() and word.isalpha() for word in plain)
    assert len({word[:TOLD_APART] for word in plain}) == 1024
    assert len({heard(language, word) for word in plain}) == 1024
    assert plain == sorted(plain)
    assert list(words) == [word.lower() for word in words]


def test_no_word_stands_in_two_lists() -> None:
    everything = [plain_letters(word) for language in LANGUAGES for word in word_list(language)]
    assert len(set(everything)) == 4 * 1024


def test_the_lists_never_change() -> None:
    golden = json.loads((Path(__file__).parents[1] / "golden" / "words_v2.json").read_text(encoding="utf-8"))
    digests = {each: hashlib.sha256("\n".join(word_list(each)).encode()).hexdigest() for each in LANGUAGES}
    assert digests == golden["lists"]
    assert {each: list(tracker_words(TRACKER, each)) for each in LANGUAGES} == golden["words"][TRACKER]


def test_the_first_version_stays_what_it_was() -> None:
    for language in LANGUAGES:
        assert tracker_words(TRACKER, language, 1) == syllables(TRACKER)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    [
        "{}",
        "{upper}",
        "{plain}",
        "12 {}",
        "#12: {}",
        "{} 12",
        "{commas}",
        "  {lines}\n",
    ],
)
def test_four_words_find_their_tracker_however_they_are_typed(language: str, typed: str) -> None:
    for tracker in TRACKERS:
        words = tracker_words(tracker, language)
        shown = " ".join(words)
        text = typed.format(
            shown,
            upper=shown.upper(),
            plain=plain_letters(shown),
            commas=", ".join(words),
            lines="\n".join(words),
        )
        sought = [each for each in read_sought(text) if each.language == language]
        assert len(sought) == 1
        assert sought[0].words == words and tracker.startswith(sought[0].start) and len(sought[0].start) == 6
        assert [each for each in TRACKERS if sought[0].matches(each)] == [tracker]
        assert sought[0].number == (12 if "12" in typed else None)


def test_the_first_four_letters_of_each_word_are_enough() -> None:
    words = tracker_words(TRACKER, "nl")
    assert any(each.matches(TRACKER) for each in read_sought(" ".join(word[:4] for word in words)))
    assert not any(each.words for each in read_sought(" ".join(word[:3] for word in words)))


def test_words_of_two_languages_or_three_words_are_no_tracker() -> None:
    nl, fr = tracker_words(TRACKER, "nl"), tracker_words(TRACKER, "fr")
    assert not any(each.words for each in read_sought(" ".join((*nl[:3], fr[3]))))
    assert not any(each.words for each in read_sought(" ".join(nl[:3])))


def test_the_syllables_of_an_old_receipt_find_their_tracker() -> None:
    (sought,) = (each for each in read_sought(" ".join(syllables(TRACKER)).title()) if each.words and not each.language)
    assert TRACKER.startswith(sought.start) and len(sought.start) == 7
    assert [each for each in TRACKERS if sought.matches(each)] == [TRACKER]


@pytest.mark.parametrize("length", [6, 7, 20, 43])
def test_a_tracker_and_its_beginning_are_understood_with_gaps_or_from_an_address(length: int) -> None:
    for tracker in TRACKERS:
        start = tracker[:length]
        for typed in (start, f" {start[:4]} {start[4:]}\n", tracker_to_path(start)):
            (sought,) = (each for each in read_sought(typed) if not each.words)
            assert sought.start == start and sought.matches(tracker)
            assert [each for each in TRACKERS if sought.matches(each)] == [tracker]


@pytest.mark.parametrize("typed", ["12 {}", "#12: {}", "12, {}"])
def test_the_number_of_the_ballot_may_stand_before_the_beginning_of_a_tracker(typed: str) -> None:
    for tracker in TRACKERS:
        understood = read_sought(typed.format(tracker_to_path(tracker)[:6]))
        assert [each.number for each in understood if each.matches(tracker)] == [12]


@pytest.mark.parametrize("typed", ["", " ", "abcde", "12", "?", "a" * 44, "één twee drie", "\x00" * 50, "١٢ appel"])
def test_anything_else_is_understood_in_no_way(typed: str) -> None:
    assert read_sought(typed) == ()


def test_two_numbers_are_no_number_of_a_ballot() -> None:
    shown = " ".join(tracker_words(TRACKER, "de"))
    assert {each.number for each in read_sought(f"12 {shown} 13")} == {None}


def test_browsers_find_what_the_vectors_say() -> None:
    assert json.loads(soughtvectors.FILE.read_text(encoding="utf-8")) == soughtvectors.vectors()
    assert all(read_sought(text) == () for text in soughtvectors.NOTHING)

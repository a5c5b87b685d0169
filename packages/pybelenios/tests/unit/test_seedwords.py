"""A seed on paper: fourteen words that give it back, in every language, however they are typed."""

import json
import secrets

import pytest

from packages.pybelenios.tests import seedwordsvectors
from packages.pybelenios.tests.ceremonyvectors import SEEDS
from pybelenios.errors import Malformed, Refused
from pybelenios.member import draw_seed
from pybelenios.receipts.tracker_words import LANGUAGES, plain_letters, word_list
from pybelenios.seedwords import WORDS, UnknownWord, read_backup, seed_words

SEED = SEEDS[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_fourteen_words_give_the_seed_back(language: str) -> None:
    for seed in (*SEEDS, "1" * 22, "z" * 22, *(draw_seed(secrets.randbelow) for _ in range(50))):
        words = seed_words(seed, language)
        assert len(words) == WORDS and set(words) <= set(word_list(language))
        assert read_backup(" ".join(words)) == seed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["upper", "plain", "numbered", "commas", "short"])
def test_words_are_read_however_they_are_typed(language: str, form: str) -> None:
    words = seed_words(SEED, language)
    typed = {
        "upper": " ".join(words).upper(),
        "plain": plain_letters(" ".join(words)),
        "numbered": "\n".join(f"{place}. {word}" for place, word in enumerate(words, start=1)),
        "commas": f"  {', '.join(words)}.",
        "short": " ".join(word[:4] for word in words),
    }
    assert read_backup(typed[form]) == SEED


def test_the_characters_and_the_address_of_the_code_are_read_too() -> None:
    assert read_backup(f" {SEED[:5]}-{SEED[5:]}\n") == SEED
    assert read_backup(f"https://vote.example/office/keys/2W9fDGXgmdHMnR#key={SEED}") == SEED
    for wrong in (SEED[1:], f"0{SEED[1:]}", f"https://vote.example/#key={SEED}x"):
        with pytest.raises(Malformed, match="seed"):
            read_backup(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mistyped_word_is_named_with_the_one_that_is_perhaps_meant(language: str) -> None:
    words = list(seed_words(SEED, language))
    for place in range(WORDS):
        word = plain_letters(words[place])
        for wrong in (f"{word[:4]}qq", word[:3]):
            with pytest.raises(UnknownWord) as refusal:
                read_backup(" ".join([*words[:place], wrong, *words[place + 1 :]]))
            assert (refusal.value.place, refusal.value.word) == (place + 1, wrong)
            assert wrong in refusal.value.sentence
        with pytest.raises(UnknownWord) as refusal:
            read_backup(" ".join([*words[:place], f"{word[:4]}qq", *words[place + 1 :]]))
        assert refusal.value.near == words[place]


def test_a_word_that_resembles_none_is_named_alone() -> None:
    words = list(seed_words(SEED, "nl"))
    with pytest.raises(UnknownWord) as refusal:
        read_backup(" ".join([*words[:13], "xyzzyxyz"]))
    assert (refusal.value.place, refusal.value.near) == (14, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_words_exchanged_are_noticed(language: str) -> None:
    words = list(seed_words(SEED, language))
    for place in range(WORDS - 1):
        words[place : place + 2] = reversed(words[place : place + 2])
        if words[place] != words[place + 1]:
            with pytest.raises(Refused) as refusal:
                read_backup(" ".join(words))
            assert refusal.value.reason == "sum of words"
        words[place : place + 2] = reversed(words[place : place + 2])


@pytest.mark.parametrize("count", [0, 1, 13, 15])
def test_another_number_of_words_is_said(count: int) -> None:
    with pytest.raises(Refused) as refusal:
        read_backup(" ".join((seed_words(SEED, "fr") * 2)[:count]))
    assert refusal.value.reason == "number of words"
    assert str(count) in refusal.value.sentence


def test_words_of_two_languages_are_no_key() -> None:
    with pytest.raises(UnknownWord) as refusal:
        read_backup(" ".join([*seed_words(SEED, "nl")[:9], *seed_words(SEED, "de")[9:]]))
    assert refusal.value.place == 10


def test_words_of_a_number_that_no_seed_has_are_no_key() -> None:
    with pytest.raises(Refused) as refusal:
        read_backup(" ".join([word_list("en")[-1]] * WORDS))
    assert refusal.value.reason == "sum of words"


def test_what_is_no_seed_has_no_words() -> None:
    with pytest.raises(Malformed, match="seed"):
        seed_words("too short", "nl")


def test_the_file_of_vectors_is_what_the_program_makes_today() -> None:
    assert json.loads(seedwordsvectors.FILE.read_text(encoding="utf-8")) == seedwordsvectors.vectors()

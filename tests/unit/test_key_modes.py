"""What is said about who could read a ballot follows the keys of the vote, in each of the four languages."""

import pytest

from govapp.ballots.rules.key_modes import KeyMode, KeysOfVote, who_opens, who_sees
from govapp.kernel.texts import LANGUAGES, Language
from govapp.language.translator import translator_for

VOTES = {
    KeyMode.SERVER: KeysOfVote(1, 1, has_server=True),
    KeyMode.ONE: KeysOfVote(1, 1),
    KeyMode.ALL: KeysOfVote(3, 3),
    KeyMode.SOME: KeysOfVote(2, 3),
}


@pytest.mark.parametrize(("mode", "keys"), VOTES.items())
def test_the_mode_follows_from_the_keys(mode: KeyMode, keys: KeysOfVote) -> None:
    assert keys.mode is mode
    assert keys.opens_alone is (mode in {KeyMode.SERVER, KeyMode.ONE})


def test_a_server_among_others_reads_nothing_alone() -> None:
    assert KeysOfVote(3, 3, has_server=True).mode is KeyMode.ALL


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_mode_has_sentences_of_its_own(language: Language) -> None:
    translator = translator_for(language)
    votes = (*VOTES.values(), KeysOfVote(1, 3))
    assert len({who_sees(keys, translator) for keys in votes}) == len(votes)
    assert len({who_opens(keys, translator) for keys in votes}) == len(votes)


@pytest.mark.parametrize("say", [who_sees, who_opens])
def test_two_of_three_are_named(say: object) -> None:
    assert callable(say)
    words = say(VOTES[KeyMode.SOME], translator_for(Language.EN))
    assert "2 of the 3" in words


def test_nobody_is_promised_that_nobody_sees_where_somebody_could() -> None:
    english = translator_for(Language.EN)
    promised = {mode: who_sees(keys, english).startswith("Nobody") for mode, keys in VOTES.items()}
    assert promised == {KeyMode.SERVER: False, KeyMode.ONE: False, KeyMode.ALL: True, KeyMode.SOME: True}
    assert not who_sees(KeysOfVote(1, 3), english).startswith("Nobody")

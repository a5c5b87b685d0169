"""Words that not everybody knows are explained beside the question, in the language of the reader."""

import pytest

from govapp.ballots.views.terms import TERMS, explained_words
from govapp.kernel.texts import Language


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Kwijting aan de bestuurders en de commissaris", Language.NL, ["kwijting", "commissaris"]),
        ("Er zijn drie mandaten. De winst gaat naar de reserves.", Language.NL, ["mandaten", "reserves"]),
        ("Décharge aux membres du conseil", Language.FR, ["décharge"]),
        ("Entlastung des Kommissars", Language.DE, ["Entlastung", "Kommissars"]),
        ("Discharge of the directors", Language.EN, ["discharge"]),
        ("Kwijting", Language.EN, []),
        ("De vergadering keurt de rekening goed", Language.NL, []),
    ],
)
def test_a_word_is_explained_as_it_stands_there(text: str, language: Language, words: list[str]) -> None:
    assert [each.word for each in explained_words(text, language)] == words


def test_a_word_is_explained_once() -> None:
    assert len(explained_words("Kwijting. Nog eens kwijting.", Language.NL)) == 1


def test_every_word_begins_somehow_in_every_language() -> None:
    assert all(set(term.beginnings) == set(Language) for term in TERMS)

"""Words that somebody wrote for everybody: by language, or in a language that nobody named."""

import pytest

from govapp.kernel.texts import (
    Language,
    Texts,
    Words,
    each_of,
    in_all,
    kept_words,
    labelled,
    list_texts,
    read_words,
    words_in,
)
from govapp.language.spoken import reason_facts

BOTH = Texts(nl="Storing", fr="Panne")


@pytest.mark.parametrize("words", ["An outage", BOTH])
def test_words_come_back_from_a_column_as_they_were(words: Words) -> None:
    assert read_words(*kept_words(words)) == words


def test_a_reader_sees_the_own_language_or_another_one_that_is_marked() -> None:
    assert words_in(BOTH, Language.FR).text == "Panne" and not words_in(BOTH, Language.FR).is_fallback
    assert words_in(BOTH, Language.DE).language is Language.FR and words_in(BOTH, Language.DE).is_fallback
    assert not words_in("An outage", Language.DE).is_fallback


def test_what_is_written_in_all_languages_takes_the_nearest_where_one_is_missing() -> None:
    assert in_all(BOTH) == Texts(nl="Storing", fr="Panne", en="Panne", de="Panne")
    assert in_all("An outage") == Texts.same("An outage")


def test_each_text_is_changed_listed_and_labelled() -> None:
    assert each_of(BOTH, str.upper) == Texts(nl="STORING", fr="PANNE")
    assert each_of("outage", str.upper) == "OUTAGE"
    assert (list_texts(BOTH), list_texts("x"), list_texts(" "), list_texts(Texts())) == (
        ["Storing", "Panne"],
        ["x"],
        [],
        [],
    )
    assert (labelled(BOTH), labelled("x")) == ("nl: Storing\nfr: Panne", "x")
    assert BOTH.languages() == (Language.NL, Language.FR)


def test_a_letter_names_the_language_of_a_reason_in_another_one() -> None:
    assert reason_facts(BOTH, Language.NL) == {"reason": "Storing", "reason_language": "", "reason_mark": ""}
    told = reason_facts(BOTH, Language.EN)
    assert (told["reason"], told["reason_language"]) == ("Panne", "fr") and told["reason_mark"]

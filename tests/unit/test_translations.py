"""No page speaks half a language."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tools import translations
from tools.translations import AREAS, complaints, conflicts, glossary, hidden_sentences, problems


@pytest.mark.parametrize("area", sorted(AREAS))
def test_every_message_of_an_area_is_translated_into_dutch_french_and_german(area: str) -> None:
    assert problems(area) == []


def test_no_sentence_is_translated_in_two_ways() -> None:
    assert conflicts() == []


def test_german_has_one_word_for_mail() -> None:
    said = [str(each.string) for area in AREAS for each in translations.read("de", area)]
    assert [words for words in said if re.search(r"(?<![\w-])Mail", words)] == []


def test_two_areas_that_differ_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    for area, dutch in (("audit", "Stand"), ("accounts", "Toestand"), ("web", "Stand")):
        path = translations.po_file("nl", area)
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'msgid "State"\nmsgstr "{dutch}"\n', encoding="utf-8")
    assert len(conflicts()) == 1
    assert "'Toestand' in accounts, 'Stand' in audit" in conflicts()[0]


def test_a_translation_that_loses_a_placeholder_is_found() -> None:
    assert list(complaints("nl", Message("Hello %(name)s", "Dag"))) == ["other placeholders than the English"]


def test_a_french_sentence_with_plain_spaces_is_found() -> None:
    assert list(complaints("fr", Message("Choose:", "Choisissez :")))
    assert not list(complaints("fr", Message("Choose:", "Choisissez\N{NO-BREAK SPACE}:")))


def test_the_glossary_gives_its_sentences_by_key_and_by_english() -> None:
    known = glossary("[button.cast]\nen: Cast my vote\nnl: Breng mijn stem uit\nfr: Voter\nde: Stimme abgeben\n")
    assert known["nl"]["button.cast", "Cast my vote"] == "Breng mijn stem uit"
    assert known["fr"][None, "Cast my vote"] == "Voter"


def test_a_sentence_inside_an_f_string_is_refused() -> None:
    hidden = """flash(f"{said} {gettext('The rest.')}")"""
    assert hidden_sentences(hidden) == ["gettext('The rest.')"]
    assert hidden_sentences("rest = gettext('The rest.')\nflash(f'{said} {rest}')") == []

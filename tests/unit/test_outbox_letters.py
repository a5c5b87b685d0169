"""The words of the mails: complete, in four languages, and readable as plain text and as HTML."""

from datetime import UTC, datetime
from typing import Any

import html5lib
import pytest
from pydantic import SecretStr

from govapp.kernel.texts import LANGUAGES, Language
from govapp.language.translator import translator_for
from govapp.outbox.letters import CannotBeWritten
from govapp.outbox.queue import Claimed
from govapp.settings import Settings
from govapp.web.app import DECLARATIONS
from govapp.web.letters import post_of
from tests.factories.mail import a_message

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LINK = "https://vote.ambora.example/in/token"
WRITER = post_of(Settings(secret_key=SecretStr("x" * 40), cooperative="Ambora")).writer
MAX_SUBJECT_CHARACTERS = 60


def claimed(template: str, language: Language, name: str = "Anna Peeters", **facts: object) -> Claimed:
    message = a_message(template=template, language=language)
    return Claimed(1, "key", template, message.to, name, language, {**message.facts, **facts}, None, NOW, 1)  # type: ignore[dict-item]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", sorted(DECLARATIONS.letters))
def test_every_letter_is_written_in_every_language(template: str, language: Language) -> None:
    letter = WRITER.write(claimed(template, language), LINK)
    assert letter.subject
    assert "%(" not in letter.text + letter.html + letter.subject
    assert (LINK in letter.text) == DECLARATIONS.letters[template].carries_link
    assert (f'href="{LINK}"' in letter.html) == DECLARATIONS.letters[template].carries_link
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(letter.html)
    assert not parser.errors
    assert tree.get("lang") == language


@pytest.mark.parametrize("template", sorted(DECLARATIONS.letters))
def test_no_language_is_left_in_english(template: str) -> None:
    bodies = {WRITER.write(claimed(template, language), LINK).text for language in LANGUAGES}
    assert len(bodies) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", ["invitation", "reminder", "receipt"])
def test_subjects_fit_a_phone(template: str, language: Language) -> None:
    closes_at = datetime(2026, 9, 23, 16, tzinfo=UTC)
    letter = WRITER.write(claimed(template, language, closes_at=closes_at), LINK)
    assert len(letter.subject) < MAX_SUBJECT_CHARACTERS, letter.subject


def test_one_day_is_written_in_the_singular() -> None:
    assert WRITER.write(claimed("reminder", Language.NL, days=1), LINK).subject == "Nog één dag om te stemmen"
    assert WRITER.write(claimed("reminder", Language.NL, days=3), LINK).subject == "Nog 3 dagen om te stemmen"


def test_on_the_last_day_the_reminder_promises_no_whole_day() -> None:
    assert WRITER.write(claimed("reminder", Language.EN, days=0), LINK).subject == "Less than a day left to vote"


def test_the_letter_about_the_result_has_the_whole_address_of_the_page() -> None:
    assert "http://127.0.0.1:8000/assemblies/1/result" in WRITER.write(claimed("result", Language.EN), "").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_of_the_result_can_be_followed_from_the_html_too(language: Language) -> None:
    address = "http://127.0.0.1:8000/assemblies/1/result"
    letter = WRITER.write(claimed("result", language), "")
    assert address in letter.text
    assert letter.html.count(f'href="{address}"') == letter.html.count("<a ") == 2


def test_the_closing_moment_has_weekday_date_and_hour_on_the_wall_clock_of_brussels() -> None:
    text = WRITER.write(claimed("invitation", Language.DE), LINK).text
    assert "Montag, 1.\N{NO-BREAK SPACE}Juni 2026, 14:00\N{NO-BREAK SPACE}Uhr" in text


def test_names_and_titles_of_others_are_escaped_in_html() -> None:
    letter = WRITER.write(claimed("invitation", Language.EN, name="<b>Anna</b>", questions=("A & B <script>",)), LINK)
    assert "<b>Anna</b>" not in letter.html
    assert "<script>" not in letter.html
    assert "A &amp; B" in letter.html


def test_a_line_break_in_a_name_makes_no_header() -> None:
    message = claimed("receipt", Language.EN, name="Anna\r\nBcc: all@ambora.example")
    mail = WRITER.mail(message, "", NOW)
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].display_name == "Anna Bcc: all@ambora.example"


def test_a_letter_without_its_facts_says_which_one_is_missing() -> None:
    message = Claimed(1, "key", "receipt", "a@b.example", "Anna", Language.EN, {}, None, NOW, 1)
    with pytest.raises(CannotBeWritten, match="received_at"):
        WRITER.write(message, "")


def test_a_letter_says_whom_to_ask_and_whom_to_call() -> None:
    assert "Write to contact@ambora.example.\n" in WRITER.write(claimed("reminder", Language.EN), LINK).text
    writer = post_of(Settings(secret_key=SecretStr("x" * 40), contact_phone="+32 2 123 45 67")).writer
    letter = writer.write(claimed("reminder", Language.EN), LINK)
    number = "+32 2 123 45 67".replace(" ", "\N{NO-BREAK SPACE}")
    assert f"call {number}." in letter.text
    assert f"call {number}." in letter.html


@pytest.mark.parametrize("template", ["invitation", "notice"])
def test_a_notice_leads_to_each_document_and_names_the_authentic_language(template: str) -> None:
    facts: dict[str, Any] = {"documents": ("1. Report (5f5f 5f5f)",), "document_paths": ("/documents/5f/report.pdf",)}
    told = {each: WRITER.write(claimed(template, each, **facts), LINK).text for each in LANGUAGES}
    seat = Settings(secret_key=SecretStr("x" * 40)).authentic_language
    for language, text in told.items():
        assert "1. Report (5f5f 5f5f)" in text
        assert "/documents/5f/report.pdf" in text
        named = translator_for(language).say("the French text")
        assert (named in text) == (language is not seat)

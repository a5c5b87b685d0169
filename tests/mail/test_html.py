"""Every mail in every language is made of what common mail programs show, and of nothing that reports to anybody."""

import re
import tomllib
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from govapp.kernel.texts import LANGUAGES, Language
from govapp.outbox.letters import Letter
from govapp.web.app import DECLARATIONS
from tests.unit.test_outbox_letters import LINK, NOW, WRITER, claimed

SUPPORT: dict[str, Any] = tomllib.loads((Path(__file__).parent / "support.toml").read_text("utf-8"))
INLINE = SUPPORT["inline"]
ALLOWED = INLINE["everywhere"].keys() | INLINE["on"].keys() | INLINE["lost"].keys()
# Gmail shows no more of a mail than this (102 kB) without a tap.
MAX_BYTES = 60_000
CASES = [(template, language) for template in sorted(DECLARATIONS.letters) for language in LANGUAGES]

every_mail = pytest.mark.parametrize(("template", "language"), CASES)


def written(template: str, language: Language, **facts: Any) -> Letter:
    return WRITER.write(claimed(template, language, **facts), LINK)


def tree_of(letter: Letter) -> Element:
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree: Element = parser.parse(letter.html)
    assert not parser.errors
    return tree


def elements(tree: Element) -> list[Element]:
    return [each for each in tree.iter() if not callable(each.tag)]


def declarations(style: str) -> dict[str, str]:
    return {
        name.strip(): value.strip() for name, _, value in (each.partition(":") for each in style.split(";")) if value
    }


def words(text: str) -> str:
    return " ".join(text.split())


@every_mail
def test_only_what_mail_programs_know_stands_in_it(template: str, language: Language) -> None:
    tree = tree_of(written(template, language))
    assert {each.tag for each in elements(tree)} <= set(SUPPORT["elements"]["allowed"])
    assert {name for each in elements(tree) for name in each.attrib} <= set(SUPPORT["attributes"]["allowed"])
    for each in elements(tree):
        for name, value in declarations(each.get("style") or "").items():
            assert name in ALLOWED, f"{name} on <{each.tag}>"
            assert each.tag in INLINE["on"].get(name, {"elements": [each.tag]})["elements"], f"{name} on <{each.tag}>"
            assert "url(" not in value and "-" not in re.sub(r"[a-z]-[a-z]", "", value), f"{name}: {value}"


@every_mail
def test_the_rules_in_its_head_only_add_to_it(template: str, language: Language) -> None:
    style = next(iter(tree_of(written(template, language)).iter("style"))).text or ""
    assert set(re.findall(r"@media (\([^{]+\)) {", style)) == SUPPORT["head"]["media"].keys()
    assert style.count("@") == len(SUPPORT["head"]["media"])
    rules = [rule for body in re.findall(r"\.[\w-]+ {([^}]*)}", style) for rule in body.split(";") if rule.strip()]
    assert rules
    for rule in rules:
        name, _, value = rule.partition(":")
        assert name.strip() in SUPPORT["head"]["properties"]
        assert value.strip().endswith("!important")


@every_mail
def test_nothing_is_loaded_and_nobody_is_told_that_it_was_read(template: str, language: Language) -> None:
    letter = written(template, language)
    tree = tree_of(letter)
    assert not [each for each in elements(tree) if each.get("src") or each.get("background") or each.tag == "link"]
    own = ("https://vote.ambora.example/", "http://127.0.0.1:8000/")
    assert all((each.get("href") or "").startswith(own) for each in tree.iter("a"))
    assert not re.search(r"[?&](utm_|id=|mail=|m=)", letter.html)
    assert len(letter.html.encode()) < MAX_BYTES


@every_mail
def test_the_plain_text_says_everything_that_the_html_says(template: str, language: Language) -> None:
    letter = written(template, language)
    (body,) = tree_of(letter).iter("body")
    plain, shown = words(letter.text), words(" ".join(body.itertext()))
    for line in filter(words, letter.text.splitlines()):
        said = words(line).removeprefix("- ").removesuffix("--")
        label, _, address = said.rpartition(": ")
        assert said in shown or (address.startswith("http") and label in shown), said
    # The heading stands in the subject's place; what to do when a button fails needs no words where there is none.
    hints = [line for line in map(words, plain_hints(letter)) if line]
    for part in (each for each in body.iter() if each.tag in {"p", "td"} and not {"p", "h1", "table"} & tags_in(each)):
        for text in filter(words, part.itertext()):
            assert words(text) in plain or words(text) in hints, text


def plain_hints(letter: Letter) -> list[str]:
    """Return the paragraphs right after a button: what to do when it does not work."""
    found = [each for each in tree_of(letter).iter("td") if "button" in (each.get("class") or "")]
    paragraphs = list(tree_of(letter).iter("p"))
    first = [index for index, each in enumerate(paragraphs) if "break-all" in (each.get("style") or "")]
    return [paragraphs[index - 1].text or "" for index in first] if found else []


def tags_in(element: Element) -> set[str]:
    return {each.tag for each in element.iter() if each is not element}


@every_mail
def test_the_first_line_of_the_inbox_adds_to_the_subject(template: str, language: Language) -> None:
    letter = written(template, language)
    hidden = [each for each in tree_of(letter).iter("div") if "display" in declarations(each.get("style") or "")]
    assert len(hidden) == 1
    assert words(hidden[0].text or "") not in {"", words(letter.subject)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_stands_on_its_own_line_with_its_question_mark(language: Language) -> None:
    asked = ("Shall we approve the accounts?", "Who becomes director?")
    for template in ("invitation", "reminder", "extension"):
        letter = written(template, language, questions=asked)
        assert [line for line in letter.text.splitlines() if line.startswith("- ")] == [f"- {each}" for each in asked]
        paragraphs = [words("".join(each.itertext())) for each in tree_of(letter).iter("p")]
        assert set(asked) <= set(paragraphs)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", ["invitation", "reminder", "extension"])
def test_the_deadline_is_in_bold_with_its_day_and_hour_in_words(template: str, language: Language) -> None:
    bold = [
        each.text or ""
        for each in tree_of(written(template, language)).iter("p")
        if "bold" in (each.get("style") or "")
    ]
    day = {"nl": "maandag", "fr": "lundi", "en": "Monday", "de": "Montag"}[language]
    assert any(day in text and "14" in text for text in bold)


def test_a_button_has_its_colour_as_an_attribute_too_and_its_address_under_it() -> None:
    tree = tree_of(written("invitation", Language.NL))
    (cell,) = [each for each in tree.iter("td") if each.get("class") == "button"]
    assert f"background-color:{cell.get('bgcolor')};" in (cell.get("style") or "")
    assert [each.get("href") for each in tree.iter("a")][:2] == [LINK, LINK]
    assert [each.text for each in tree.iter("a")][1] == LINK


def test_the_receipt_opens_the_ballot_in_the_box_with_one_tap() -> None:
    letter = written("receipt", Language.FR, words="arbre lune table neige", path="/board/1?tracker=abc")
    assert "arbre lune table neige" in letter.text
    assert "http://127.0.0.1:8000/board/1?tracker=abc" in [each.get("href") for each in tree_of(letter).iter("a")]


def test_the_reminder_says_how_many_voted_only_when_the_figure_says_something() -> None:
    assert "1,200 of the 36,000" in written("reminder", Language.EN).text
    assert "36,000" not in written("reminder", Language.EN, voted=0).text


def test_the_result_stands_in_the_mail() -> None:
    text = written("result", Language.EN, outcome=("Accounts\nAdopted: 8 votes for.",), ballots=1, entitled=9).text
    assert "- Accounts\n  Adopted: 8 votes for." in text
    assert "1 of the 9 shareholders has voted." in text


def test_the_invitation_of_an_officer_names_the_role() -> None:
    assert "Your role: " in written("officer_invitation", Language.EN).text
    assert "Your role" not in written("officer_invitation", Language.EN, roles=()).text


def test_a_trial_says_so_in_subject_and_text() -> None:
    letter = written("invitation", Language.NL, trial_path="/assemblies/1")
    assert letter.subject.startswith("[Test] ")
    assert letter.text.splitlines()[0] in words(letter.html)
    assert letter.text.splitlines()[0] not in written("invitation", Language.NL).text


@every_mail
def test_markup_in_what_others_wrote_is_text(template: str, language: Language) -> None:
    nasty = "<img src=x onerror=alert(1)> & \" '"
    facts = {
        "reason": nasty,
        "questions": (nasty,),
        "outcome": (nasty,),
        "words": nasty,
        "tracker": nasty,
        "anchor": nasty,
    }
    tree = tree_of(WRITER.write(claimed(template, language, name=nasty, **facts), LINK))
    assert not list(tree.iter("img"))
    assert "onerror" in "".join(tree.itertext())


def test_a_mail_is_plain_text_and_html_and_nothing_else() -> None:
    mail = WRITER.mail(claimed("invitation", Language.DE), LINK, NOW)
    read = BytesParser(policy=policy.default).parsebytes(mail.as_bytes())
    assert read.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("language", list(Language))
def test_receipts_of_a_first_a_later_and_a_replaced_vote_have_words_of_their_own(language: Language) -> None:
    before, after = NOW, NOW + timedelta(hours=2)
    letters = [
        written("receipt", language),
        written("receipt", language, previous_at=before),
        written("receipt", language, previous_at=before, replaced_at=after),
    ]
    assert len({each.subject for each in letters}) == len(letters)
    assert len({each.text for each in letters}) == len(letters)

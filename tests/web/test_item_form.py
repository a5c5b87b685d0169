"""One form for an item: texts, candidates and documents are saved together, and a refused form comes back as typed."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from tests.factories.accounts import officer_browser
from tests.factories.assembly import DIRECTORS, Meeting, created, put_item
from tests.factories.pictures import png
from tests.web.page import Page, PageClient


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.SECRETARY)


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    return created(database, clock)


def address(meeting: Meeting, kind: str = "election") -> str:
    return f"/office/assemblies/{meeting.id}/items/new/{kind}"


def fields(**changes: Any) -> dict[str, Any]:
    return {"number": "1", "version": "0", "title_en": "Directors", "method": "approval", "seats": "1"} | changes


def value(page: Page, name: str) -> str:
    return page.one("input", name=name).get("value") or ""


def sheet_of(meeting: Meeting) -> str:
    return f"/office/assemblies/{meeting.id}/items/{meeting.items()[0].id}"


def filled(page: Page) -> dict[str, Any]:
    """Return what stands in the form of an item, as a browser sends it."""
    (form,) = page.all("form", id="item-form")
    sent: dict[str, Any] = {}
    for each in form.iter():
        name, kind = each.get("name"), each.get("type")
        if not name or each.tag == "button" or kind == "file":
            continue
        if each.tag == "textarea":
            sent[name] = (each.text or "").lstrip("\n")
        elif each.tag == "select":
            chosen = [option for option in each.iter("option") if "selected" in option.attrib] or [*each.iter("option")]
            sent[name] = chosen[0].get("value")
        elif kind not in {"radio", "checkbox"} or "checked" in each.attrib:
            sent[name] = each.get("value", "")
    return sent


def test_everything_of_an_item_is_saved_at_once(secretary: PageClient, meeting: Meeting) -> None:
    page = secretary.get(address(meeting))
    sent = filled(page) | {
        "title_nl": "Bestuurders",
        "seats": "2",
        "summary_fr": "Deux sièges.\r\n\r\n- un\r\n- deux",
        "choices-0-place": "2",
        "choices-0-name": "Zoë Claes",
        "choices-0-link": "https://zoe.example/",
        "choices-0-portrait": (BytesIO(png()), "zoe.png"),
        "choices-1-place": "1",
        "choices-1-name": "Amina Benali",
        "pasted": "Joris Maes; bakker\nNoor Peeters",
        "showing": "nl",
        "documents-0-file": (BytesIO(b"%PDF-1.7"), "Profile.pdf"),
        "documents-0-title_en": "Profiles",
    }
    secretary.post(address(meeting), sent)
    (row,) = meeting.items()
    assert [each.label.nl for each in row.choices] == ["Amina Benali", "Zoë Claes", "Joris Maes", "Noor Peeters"]
    assert row.choices[1].choice.portrait
    assert row.choices[2].note.as_dict() == {"nl": "bakker"}
    assert row.item.summary.fr == "Deux sièges.\n\n- un\n- deux"
    assert [each.title.en for each in row.documents] == ["Profiles"]


def test_saving_what_is_shown_changes_nothing(secretary: PageClient, meeting: Meeting) -> None:
    secretary.post(address(meeting), fields(pasted="Ada\nBo", choice_order="lot", advice_en="Both.\r\n\r\nTwo lines."))
    before = meeting.items()[0]
    secretary.post(sheet_of(meeting), filled(secretary.get(sheet_of(meeting))))
    after = meeting.items()[0]
    assert (after.item, after.choices, after.documents) == (before.item, before.choices, before.documents)
    assert after.item.choice_order is ChoiceOrder.LOT


def test_a_candidate_and_a_document_are_removed_by_ticking_them(secretary: PageClient, meeting: Meeting) -> None:
    file = (BytesIO(b"%PDF-1.7"), "Profile.pdf")
    secretary.post(address(meeting), fields(pasted="Ada\nBo", **{"documents-0-file": file}))
    sent = filled(secretary.get(sheet_of(meeting))) | {"choices-0-remove": "y", "documents-0-remove": "y"}
    secretary.post(sheet_of(meeting), sent)
    (row,) = meeting.items()
    assert [each.label.nl for each in row.choices] == ["Bo"]
    assert row.documents == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"pasted": "Ada\nada "}, "twice"),
        ({"choices-1-name": "Ada", "choices-1-link": "http://ada.example"}, "https://"),
        ({"documents-0-file": (BytesIO(b"abc"), "a.docx")}, ".docx"),
        ({"choices-1-note_nl": "Bakker"}, "name"),
    ],
)
def test_a_refused_form_comes_back_as_it_was_typed(
    secretary: PageClient, meeting: Meeting, changes: dict[str, Any], code: str
) -> None:
    sent = fields(**{"choices-0-name": "Zoë Claes", "choices-0-text_fr": "Long"}, summary_de="Kurz", showing="de")
    page = secretary.post(address(meeting), sent | changes, status=422)
    (problem,) = page.all("div", role="alert")
    assert code in "".join(problem.itertext())
    assert value(page, "choices-0-name") == "Zoë Claes"
    assert (page.one("textarea", name="choices-0-text_fr").text or "").strip() == "Long"
    assert (page.one("textarea", name="summary_de").text or "").strip() == "Kurz"
    assert "checked" in page.one("input", id="show-de").attrib
    assert meeting.items() == ()


def test_more_rows_come_without_script_and_nothing_typed_is_lost(secretary: PageClient, meeting: Meeting) -> None:
    page = secretary.post(address(meeting), fields(**{"choices-0-name": "Ada"}, body_nl="Lang", then="rows"))
    assert value(page, "choices-0-name") == "Ada"
    assert (page.one("textarea", name="body_nl").text or "").strip() == "Lang"
    assert value(page, "choices-5-name") == ""


def test_what_is_missing_in_a_language_is_counted_beside_it(secretary: PageClient, meeting: Meeting) -> None:
    secretary.post(address(meeting), fields(title_nl="Bestuurders", advice_nl="Ja", pasted="Ada; bakker", showing="nl"))
    page = secretary.get(sheet_of(meeting))
    gaps = {code: page.one("span", data_gap=code) for code in ("nl", "fr", "en", "de")}
    counted = {code: gap[0].text for code, gap in gaps.items()}
    assert counted == {"nl": "0", "fr": "3", "en": "2", "de": "3"}
    assert "hidden" in gaps["nl"].attrib


def test_more_seats_than_candidates_are_noticed(secretary: PageClient, meeting: Meeting) -> None:
    page = secretary.post(address(meeting), fields(seats="3", pasted="Ada\nBo"))
    assert "3 seats for 2 candidates" in page.text


def test_removing_an_item_asks_first_and_stands_apart_from_saving(secretary: PageClient, meeting: Meeting) -> None:
    put_item(meeting, ItemKind.ELECTION, DIRECTORS, "Ada", seats=1)
    page = secretary.get(sheet_of(meeting))
    (ask,) = page.all("details", class_="ask")
    assert [form.get("action") for form in ask.iter("form")] == [f"{sheet_of(meeting)}/remove"]
    (main,) = page.all("form", id="item-form")
    assert not [each for each in main.iter("form") if each is not main]


def test_a_year_that_is_over_is_named_beside_its_text_and_stays(meeting: Meeting, secretary: PageClient) -> None:
    year = meeting.row().held_on.year
    body = f"Plan {year - 3}, accounts {year - 1}"
    put_item(meeting, ItemKind.DECISION, Texts.same("Plan"), body=Texts(en=body))
    page = secretary.get(sheet_of(meeting))
    flagged = {each.get("id"): each.get("data-years") for each in page.tree.iter("span") if each.get("data-years")}
    assert list(flagged.values()) == [str(year - 3)]
    (field,) = [each for each in page.tree.iter("textarea") if each.get("name") == "body_en"]
    assert set(flagged) <= set((field.get("aria-describedby") or "").split())
    assert (field.text or "").strip() == body

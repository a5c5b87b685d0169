"""The form of an item says what the statutes ask, and the result page what was needed and what was met."""

import pytest
from flask import Flask

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.statutes.rules.profile import LegalKind
from tests.factories.accounts import a_browser, officer_browser
from tests.factories.assembly import AGAINST, FOR, Meeting, created, put_item
from tests.web.page import PageClient


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.SECRETARY)


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    return created(database, clock, voters=8)


def fields(**changes: str) -> dict[str, str]:
    return {"number": "1", "version": "0", "title_en": "Seat of the company", "method": "decision"} | changes


def address(meeting: Meeting) -> str:
    return f"/office/assemblies/{meeting.id}/items/new/decision"


def test_the_form_of_an_item_shows_the_rule_of_each_legal_kind(secretary: PageClient, meeting: Meeting) -> None:
    page = secretary.get(address(meeting))
    assert "At least three quarters (3/4) of the votes for and against." in page.text
    assert "At least half (1/2) of the issued shares take part or are represented." in page.text
    assert "6:85" not in page.html


def test_a_stricter_rule_needs_its_reason_and_the_form_comes_back_as_typed(
    secretary: PageClient, meeting: Meeting
) -> None:
    page = secretary.post(address(meeting), fields(stricter="2/3"), status=422)
    assert "This item asks more than the statutes. Say why." in page.text
    assert page.one("input", name="title_en").get("value") == "Seat of the company"
    secretary.post(address(meeting), fields(stricter="2/3", stricter_reason="Promised in 2025"))
    (row,) = meeting.items()
    page = secretary.get(f"/office/assemblies/{meeting.id}/items/{row.id}")
    assert "More than the statutes ask, because: Promised in 2025" in page.text


def test_a_looser_rule_is_refused_by_name(secretary: PageClient, meeting: Meeting) -> None:
    page = secretary.post(
        address(meeting), fields(legal_kind="object", stricter="2/3", stricter_reason="Easier"), status=422
    )
    assert "This rule would be looser than the statutes: they ask for more." in page.text
    assert meeting.items() == ()


def test_a_statutes_change_at_62_percent_stands_on_the_result_page_as_rejected(app: Flask, meeting: Meeting) -> None:
    put_item(meeting, ItemKind.DECISION, Texts.same("Seat of the company"), legal_kind=LegalKind.STATUTES)
    meeting.lock()
    meeting.open()
    meeting.vote(*[(FOR,)] * 5, *[(AGAINST,)] * 3)
    meeting.close()
    meeting.announce()
    page = a_browser(app).get(f"/assemblies/{meeting.id}/result")
    assert "Rejected. 5 for, 3 against: 62.5% of the votes that count" in page.text
    assert "needed: at least three quarters (3/4)" in page.text
    assert "Quorum reached: 8 of 8 issued shares took part; needed: 4." in page.text
    assert "limit: 75%" in page.text


def test_a_threshold_for_options_is_never_dropped_in_silence(secretary: PageClient, meeting: Meeting) -> None:
    path = f"/office/assemblies/{meeting.id}/items/new/strategy"
    page = secretary.post(path, fields(threshold="3/4"), status=422)
    assert "A threshold for options holds only where people tick several." in page.text
    assert page.one("input", name="title_en").get("value") == "Seat of the company"
    assert meeting.items() == ()

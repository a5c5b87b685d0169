"""The form of a new agenda: model items, those of every year ticked."""

import pytest
from flask import Flask

from govapp.assembly.agenda.rules.model_items import EVERY_YEAR, ItemModel
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.statutes.rules.profile import LegalKind
from tests.factories.accounts import officer_browser
from tests.factories.assembly import Meeting, created, written
from tests.web.page import Page, PageClient


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.SECRETARY)


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    return created(database, clock)


def address(meeting: Meeting) -> str:
    return f"/office/assemblies/{meeting.id}/items/models"


def ticked(page: Page) -> set[str | None]:
    return {each.get("value") for each in page.all("input", name="models") if "checked" in each.attrib}


def test_the_items_of_every_year_are_ticked_and_one_press_puts_them_on_the_agenda(
    secretary: PageClient, meeting: Meeting
) -> None:
    sheet = secretary.get(f"/office/assemblies/{meeting.id}")
    assert sheet.all("a", href=address(meeting))
    page = secretary.get(address(meeting))
    assert len(page.all("input", name="models")) == len(ItemModel)
    assert ticked(page) == set(EVERY_YEAR)
    secretary.post(address(meeting), {"count": "0", "models": [*EVERY_YEAR]})
    kinds = [row.item.legal_kind for row in meeting.items()]
    assert kinds == [None, None, LegalKind.ACCOUNTS, LegalKind.APPROPRIATION, LegalKind.DISCHARGE]
    assert ticked(secretary.get(address(meeting))) == set(), "what is there is not proposed again"


def test_nothing_ticked_and_a_second_press_come_back_with_a_sentence(secretary: PageClient, meeting: Meeting) -> None:
    secretary.get(address(meeting))
    assert secretary.post(address(meeting), {"count": "0"}, status=422).all("div", role="alert")
    chosen = {"count": "0", "models": ["strategy"]}
    secretary.post(address(meeting), chosen)
    page = secretary.post(address(meeting), chosen, status=422)
    assert ticked(page) == {"strategy"}
    assert secretary.post(address(meeting), {"count": "1", "models": ["riot"]}, status=422)
    assert len(meeting.items()) == 1


def test_a_locked_agenda_offers_no_models(secretary: PageClient, database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    assert not secretary.get(f"/office/assemblies/{meeting.id}").all("a", href=address(meeting))
    secretary.get(address(meeting), status=409)

"""Voting lists in the browser."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.people.rules.kinds import Category
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.factories.accounts import officer_browser
from tests.factories.shares import LIEVE, REGISTRAR, ZONEN, registered, shares
from tests.web.page import PageClient


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.SECRETARY)


def test_a_list_is_frozen_shown_and_downloaded(secretary: PageClient, database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, email="lieve@mail.example")
        registered(work, ZONEN, category=Category.PARTNER)
    assert "No voting list yet" in secretary.get("/office/rolls").text
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        freeze_roll(work, FreezeRoll(date(2026, 5, 15), Texts.same("Assembly of June")))
    page = secretary.get("/office/rolls/1")
    assert page.heading == "Voting list of 15 May 2026"
    assert "May vote 1 Left out 1" in page.text
    assert "Peeters & Zonen bv No voting representative" in page.text
    file = secretary.download("/office/rolls/1/roll.json").data
    assert sha256_hex(file) in page.html
    assert json.loads(file)["entries"][0]["name"] == "Lieve Peeters"
    assert b"mail.example" not in file
    assert "Assembly of June" in secretary.get("/office/rolls").text


def test_what_is_recorded_behind_a_frozen_list_is_told_at_once_and_on_its_page(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    registrar = officer_browser(app, database, clock, Role.REGISTRAR)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work)
        zoe = registered(work, replace(LIEVE, name="D'Hooghe", given_name="Zoë"), first=shares(1, paid_in_cents=1500))
        freeze_roll(work, FreezeRoll(date(2026, 5, 15), Texts.same("Assembly")))
    assert "Recorded after the freeze" not in registrar.get("/office/rolls/1").text
    clock.advance(timedelta(minutes=1))
    told = "The voting list of 15 May 2026 was frozen before and stays as it is. Its page names this entry."
    later = {"issue-quantity": "1", "issue-effective_date": "2026-05-16"}
    assert told not in registrar.post(f"/office/holders/{zoe}/shares", later).text
    page = registrar.post(f"/office/holders/{zoe}/shares", {**later, "issue-effective_date": "2026-05-15"})
    assert told in page.text
    page = registrar.post(f"/office/holders/{lieve}/reversal", {"reverse-entry": "1", "reverse-reason": "Not paid"})
    assert told in page.text
    page = registrar.get("/office/rolls/1")
    assert "5 Lieve Peeters Reversing entry -1 03/03/2022 01/06/2026 On the list, and would not be now" in page.text
    assert "4 Zoë D'Hooghe Issue 1 15/05/2026 01/06/2026 Not on the list, and would be now" in page.text
    assert "May vote 1 Left out 1" in page.text
    assert "Zoë D'Hooghe Recorded after the list was frozen" in " ".join(page.text.split())
    assert "Recorded after the list was frozen" in registrar.get(f"/office/holders/{zoe}").text


def test_a_list_is_made_for_a_vote_and_by_nobody_otherwise(secretary: PageClient) -> None:
    assert not secretary.get("/office/rolls").all("form", action="/office/rolls")
    secretary.post("/office/rolls", {"record_date": "2026-05-15", "purpose": "Assembly"}, status=405)
    secretary.get("/office/rolls/7", status=404)

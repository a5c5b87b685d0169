"""Voting lists in the browser."""

import json

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.shares.people.rules.kinds import Category
from tests.factories.accounts import officer_browser
from tests.factories.shares import REGISTRAR, ZONEN, registered
from tests.web.page import PageClient


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.SECRETARY)


def test_a_list_is_frozen_shown_and_downloaded(secretary: PageClient, database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, email="lieve@mail.example")
        registered(work, ZONEN, category=Category.PARTNER)
    assert "No voting list yet" in secretary.get("/office/rolls").text
    page = secretary.post("/office/rolls", {"record_date": "2026-05-15", "purpose": "Assembly of June"})
    assert page.heading == "Voting list of 15 May 2026"
    assert "May vote 1 Left out 1" in page.text
    assert "Peeters & Zonen bv No voting representative" in page.text
    file = secretary.download("/office/rolls/1/roll.json").data
    assert sha256_hex(file) in page.html
    assert json.loads(file)["entries"][0]["name"] == "Lieve Peeters"
    assert b"mail.example" not in file
    assert "Assembly of June" in secretary.get("/office/rolls").text


def test_a_list_of_nobody_or_of_tomorrow_is_refused(secretary: PageClient) -> None:
    fields = {"record_date": "2026-05-15", "purpose": "Assembly"}
    assert "nobody held shares" in secretary.post("/office/rolls", fields, status=409).text
    page = secretary.post("/office/rolls", {**fields, "record_date": "2026-06-02"}, status=422)
    assert "lies in the future" in page.text
    assert "Fill in this field." in secretary.post("/office/rolls", {"record_date": "2026-05-15"}, status=422).text
    secretary.get("/office/rolls/7", status=404)


def test_an_auditor_reads_lists_and_freezes_none(app: Flask, database: Database, clock: FixedClock) -> None:
    auditor = officer_browser(app, database, clock, Role.AUDITOR)
    assert "Freeze a voting list" not in auditor.get("/office/rolls").text
    auditor.post("/office/rolls", {"record_date": "2026-05-15", "purpose": "Assembly"}, status=403)

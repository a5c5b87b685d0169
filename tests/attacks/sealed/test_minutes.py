"""Somebody with the database writes other minutes: the page that shows them says so, and which line it is."""

import json

import pytest
from flask import Flask

from govapp.assembly.minutes.queries import get_version
from govapp.assembly.minutes.rules.record import reading_digest
from govapp.assembly.minutes.service import FixMinutes, compile_draft, fix_minutes
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.factories.accounts import a_browser, an_officer, let_in
from tests.factories.assembly import Meeting, counted
from tests.factories.tampering import tamper
from tests.web.page import PageClient


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    found = counted(database, clock)
    found.announce()
    with found.at() as work:
        digest = reading_digest(compile_draft(work, found.id, Language.NL))
        fix_minutes(work, FixMinutes(found.id, digest, Language.NL))
    return found


@pytest.fixture
def auditor(app: Flask, meeting: Meeting) -> PageClient:
    browser = a_browser(app)
    now = meeting.clock.now()
    let_in(browser, an_officer(meeting.database, now, Role.AUDITOR, email="a@ambora.example"), meeting.clock)
    return browser


def forge(meeting: Meeting, *, with_digest: bool) -> None:
    """Let the accounts be rejected in the kept version."""
    with meeting.at() as work:
        record = json.loads(canonical_json(get_version(work.session, meeting.id, 1).record))
    for section in record["sections"]:
        for line in section["lines"]:
            if line["code"] == "verdict" and section["key"] == "item-2":
                line["figures"] |= {"outcome": "rejected", "for": 1, "against": 2}
    text = canonical_json(record)
    tamper(meeting.database, "minutes_version", "UPDATE minutes_version SET record = :record", record=text.decode())
    if with_digest:
        statement = "UPDATE minutes_version SET digest = :digest"
        tamper(meeting.database, "minutes_version", statement, digest=sha256_hex(text))


def test_minutes_that_were_changed_no_longer_have_their_digest(meeting: Meeting, auditor: PageClient) -> None:
    forge(meeting, with_digest=False)
    shown = auditor.get(f"/office/assemblies/{meeting.id}/minutes/1")
    assert [each.get("role") for each in shown.all("p") if "bad" in (each.get("class") or "").split()] == ["alert"]


def test_with_another_digest_too_the_line_that_lies_is_named(meeting: Meeting, auditor: PageClient) -> None:
    forge(meeting, with_digest=True)
    shown = auditor.get(f"/office/assemblies/{meeting.id}/minutes/1")
    assert [each.get("data-differs") for each in shown.all("li") if each.get("data-differs")] == ["item-2:verdict"]

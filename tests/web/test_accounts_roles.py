"""Who holds which role now: since when, given by whom, and what no one person should hold together."""

from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from govapp.accounts.models import OfficerRole
from govapp.accounts.queries import list_role_holders
from govapp.accounts.service import revoke_role
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, an_officer, let_in, officer_browser
from tests.factories.assembly import written
from tests.web.page import Page, PageClient

ROLES = "/office/roles"


def rows(page: Page, name: str) -> list[list[str]]:
    """Return the cells of the lines in which a name stands."""
    found: list[list[str]] = []
    for row in page.all("tr"):
        cells = [" ".join("".join(cell.itertext()).split()) for cell in _cells(row)]
        if any(name in cell for cell in cells):
            found.append(cells)
    return found


def _cells(row: Element) -> list[Element]:
    return [each for each in row if each.tag in {"th", "td"}]


@pytest.fixture
def administrator(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.ADMINISTRATOR)


def test_each_role_is_listed_with_who_holds_it_since_when_and_who_gave_it(
    administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    bart = an_officer(database, clock.now(), Role.REGISTRAR, email="bart@ambora.example", name="Bart")
    clock.advance(timedelta(minutes=5))
    given = {"role": "auditor", "until_on": "2026-12-31", "reason": "yearly audit"}
    administrator.post(f"/office/officers/{bart.id}/roles", given)
    registrar, auditor = rows(administrator.get(ROLES), "Bart")
    assert registrar[4] == SYSTEM.name
    assert auditor[2:] == ["01/06/2026 14:05", "01/01/2027 00:00", "Sofie Claes", "yearly audit"]
    assert (
        administrator.get("/office/officers").links()["Who holds which role now, since when, and who gave it"] == ROLES
    )
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        revoke_role(work, bart.id, Role.REGISTRAR)
    assert len(rows(administrator.get(ROLES), "Bart")) == 1
    clock.advance(timedelta(days=400))
    with database.read_only(SYSTEM, clock.now()) as work:
        assert [each.name for each in list_role_holders(work.session, work.now)] == ["Sofie Claes"]


def test_a_role_that_the_journal_does_not_tell_of_is_marked(
    administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    bart = an_officer(database, clock.now(), Role.AUDITOR, email="bart@ambora.example", name="Bart")
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        work.session.add(OfficerRole(officer_id=bart.id, role="registrar", from_at=clock.now()))
    registrar, auditor = rows(administrator.get(ROLES), "Bart")
    assert (registrar[4], auditor[4]) == ("not in the journal", SYSTEM.name)


def test_auditors_read_it_without_the_pages_of_people_and_others_do_not(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    auditor = officer_browser(app, database, clock, Role.AUDITOR)
    page = auditor.get(ROLES)
    assert ROLES in page.links().values()
    assert not [href for href in page.links().values() if href.startswith("/office/officers")]
    secretary = a_browser(app)
    other = an_officer(database, clock.now(), Role.SECRETARY, email="s@ambora.example")
    let_in(secretary, other, clock)
    secretary.get(ROLES, status=403)


def test_a_scrutineer_who_also_leads_votes_is_remarked_on_each_page_until_suspended(
    app: Flask, administrator: PageClient, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    both = an_officer(database, clock.now(), Role.SCRUTINEER, email="bart@ambora.example", name="Bart")
    secretary = a_browser(app)
    other = an_officer(database, clock.now(), Role.SECRETARY, email="s@ambora.example", name="Karel")
    let_in(secretary, other, clock)
    pages = [
        (administrator, ROLES),
        (administrator, "/office/officers"),
        (secretary, f"/office/assemblies/{meeting.id}"),
    ]
    remark = "Bart is one of the scrutineers and also"
    assert not any(remark in browser.get(path).text for browser, path in pages)
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        work.session.add(OfficerRole(officer_id=both.id, role="secretary", from_at=clock.now()))
    assert all(remark in browser.get(path).text for browser, path in pages)
    administrator.post(f"/office/officers/{both.id}/suspend", {"reason": "both"})
    assert not any(remark in browser.get(path).text for browser, path in pages)

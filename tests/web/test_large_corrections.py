"""The page on which a second officer confirms a large correction of the register."""

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, an_officer, let_in
from tests.factories.shares import LIEVE, REGISTRAR, registered, shares
from tests.web.page import PageClient

LIST = "/office/corrections"
WHY = "Ten were paid, a zero too many"
RIGHT = {"quantity": "10", "paid_in": "300", "effective_date": "2022-03-03", "reason": WHY}


@pytest.fixture
def lieve(database: Database, clock: FixedClock) -> int:
    """Return somebody in whose first entry a zero too many was typed."""
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        return int(registered(work, LIEVE, first=shares(100)))


def officer(app: Flask, database: Database, clock: FixedClock, name: str, role: Role) -> PageClient:
    client = a_browser(app)
    email = f"{name.lower()}@office.example"
    let_in(client, an_officer(database, clock.now(), role, email=email, name=name), clock)
    return client


def test_one_asks_and_another_confirms(app: Flask, database: Database, clock: FixedClock, lieve: int) -> None:
    karel = officer(app, database, clock, "Karel", Role.REGISTRAR)
    nadia = officer(app, database, clock, "Nadia", Role.SECRETARY)
    holder = f"/office/holders/{lieve}"
    karel.get(f"{holder}/entries/1/correct")
    page = karel.post(f"{holder}/entries/1/correct", RIGHT)
    assert WHY in page.text
    assert "Lieve Peeters" in page.text
    assert not page.all("form", action=f"{LIST}/1/confirm")
    karel.post(f"{LIST}/1/confirm", status=403)
    assert f"{LIST}#correction-1" in karel.get(holder).links().values()
    assert "€3,000.00" in karel.get(holder).text
    assert LIST in nadia.get("/office/holders").links().values()

    assert nadia.get(LIST).all("form", action=f"{LIST}/1/confirm")
    page = nadia.post(f"{LIST}/1/confirm")
    assert not page.all("form", action=f"{LIST}/1/confirm")
    assert "Nadia" in page.text
    after = nadia.get(holder)
    assert "€300.00" in after.text
    assert "Karel" in after.text
    assert "Nadia" in after.text
    nadia.post(f"{LIST}/1/confirm", status=404)


def test_a_large_reversal_is_refused_by_another_and_nothing_happens(
    app: Flask, database: Database, clock: FixedClock, lieve: int
) -> None:
    karel = officer(app, database, clock, "Karel", Role.REGISTRAR)
    nadia = officer(app, database, clock, "Nadia", Role.REGISTRAR)
    holder = f"/office/holders/{lieve}"
    karel.get(holder)
    fields = {"reverse-entry": "1", "reverse-reason": WHY}
    page = karel.post(f"{holder}/reversal", fields)
    assert page.all("form", action=f"{LIST}/1/withdraw")
    page = karel.post(f"{holder}/reversal", fields, status=409)
    assert WHY in page.text
    nadia.get(LIST)
    page = nadia.post(f"{LIST}/1/withdraw")
    assert not page.all("form", action=f"{LIST}/1/withdraw")
    nadia.post(f"{LIST}/1/withdraw", status=404)
    assert "€3,000.00" in nadia.get(holder).text


def test_an_auditor_reads_and_a_scrutineer_does_not(
    app: Flask, database: Database, clock: FixedClock, lieve: int
) -> None:
    karel = officer(app, database, clock, "Karel", Role.REGISTRAR)
    karel.get(f"/office/holders/{lieve}/entries/1/correct")
    karel.post(f"/office/holders/{lieve}/entries/1/correct", RIGHT)
    auditor = officer(app, database, clock, "Ada", Role.AUDITOR)
    page = auditor.get(LIST)
    assert WHY in page.text
    assert not page.all("form", action=f"{LIST}/1/confirm")
    assert not page.all("form", action=f"{LIST}/1/withdraw")
    auditor.post(f"{LIST}/1/confirm", status=403)
    auditor.post(f"{LIST}/1/withdraw", status=403)
    officer(app, database, clock, "Bo", Role.SCRUTINEER).get(LIST, status=403)

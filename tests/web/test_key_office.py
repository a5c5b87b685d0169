"""The secretary replaces a key holder, and goes on without a test; everybody reads how the keys stand."""

from datetime import timedelta

import pytest
from flask import Flask

from govapp.ballots import service
from govapp.ballots.rules.key_groups import Holder, MakeKeyGroup
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import OfficerHandle, a_browser, an_officer, let_in
from tests.factories.ballots import SECRETARY, Hall, opened, prepared, scrutineers, texts
from tests.web.page import PageClient

REASON = "Two of them are at sea until the day of the meeting."


@pytest.fixture
def nadia(database: Database, clock: FixedClock) -> OfficerHandle:
    return an_officer(database, clock.now(), Role.SECRETARY)


def signed_in(app: Flask, clock: FixedClock, officer: OfficerHandle) -> PageClient:
    browser = a_browser(app)
    let_in(browser, officer, clock)
    return browser


def test_the_seat_of_a_key_holder_goes_to_another_scrutineer(
    app: Flask, nadia: OfficerHandle, database: Database, clock: FixedClock
) -> None:
    hall = prepared(database, clock, trustees=3, needed=2)
    secretary = signed_in(app, clock, nadia)
    (other,) = scrutineers(database, clock, 1, first=201)
    page = secretary.get(f"/office/papers/{hall.uuid}")
    assert page.html.count("data-awaited") == 1
    path = f"{replacing(hall)}/2/replace"
    assert path in page.html
    refused = secretary.post(path, {"seat-2-officer": str(other.id), "seat-2-reason": "ill"}, status=422)
    assert "15" in refused.text
    page = secretary.post(path, {"seat-2-officer": str(other.id), "seat-2-reason": "She is ill for some weeks."})
    assert f"Replace {other.name}" in page.text
    assert f"Replace {hall.trustees[1].name}" not in page.text


def replacing(hall: Hall) -> str:
    assert hall.group is not None
    return f"/office/papers/{hall.uuid}/keys/{hall.group.uuid}"


def test_the_keys_of_another_assembly_are_not_touched_from_this_ballot_paper(
    app: Flask, nadia: OfficerHandle, database: Database, clock: FixedClock
) -> None:
    hall = prepared(database, clock, trustees=3, needed=2)
    holders = tuple(Holder(each.id or 0, each.name) for each in hall.trustees)
    with hall.act(SECRETARY) as work:
        other = service.find_or_make_key_group(work, MakeKeyGroup("assembly:2", texts("Next"), holders, 2))
    secretary = signed_in(app, clock, nadia)
    secretary.get(f"/office/papers/{hall.uuid}")
    fields = {"seat-2-officer": str(hall.trustees[1].id), "seat-2-reason": REASON}
    secretary.post(f"/office/papers/{hall.uuid}/keys/{other.uuid}/2/replace", fields, status=404)
    secretary.post(f"/office/papers/{hall.uuid}/keys/{other.uuid}/waive", {"waive-reason": REASON}, status=404)


def test_once_the_paper_is_fixed_no_seat_is_offered(
    app: Flask, nadia: OfficerHandle, database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, trustees=3, needed=2)
    secretary = signed_in(app, clock, nadia)
    assert "/replace" not in secretary.get(f"/office/papers/{hall.uuid}").html
    fields = {"seat-2-officer": str(hall.trustees[0].id), "seat-2-reason": REASON}
    secretary.post(f"{replacing(hall)}/2/replace", fields, status=409)


def test_the_secretary_goes_on_without_the_second_test_and_everybody_reads_why(
    app: Flask, nadia: OfficerHandle, database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, trustees=3, needed=2)
    secretary = signed_in(app, clock, nadia)
    path = f"{replacing(hall)}/waive"
    assert path not in secretary.get(f"/office/papers/{hall.uuid}").html
    secretary.post(path, {"waive-reason": REASON}, status=409)
    clock.set(hall.paper().closes_at - timedelta(days=1))
    with hall.act(SYSTEM) as work:
        assert service.ask_to_test_again(work) == 1
    secretary = signed_in(app, clock, nadia)
    assert path in secretary.get(f"/office/papers/{hall.uuid}").html
    page = secretary.post(path, {"waive-reason": REASON})
    assert path not in page.html
    assert REASON in a_browser(app).get(f"/board/{hall.uuid}").text


@pytest.mark.parametrize("role", [Role.SCRUTINEER, Role.AUDITOR, Role.REGISTRAR, Role.ADMINISTRATOR])
def test_nobody_but_the_secretary_replaces_or_waives(
    app: Flask, database: Database, clock: FixedClock, role: Role
) -> None:
    hall = prepared(database, clock, trustees=3, needed=2)
    browser = a_browser(app)
    let_in(browser, an_officer(database, clock.now(), role, email="somebody@ambora.example"), clock)
    browser.get("/office/")
    for path in (f"{replacing(hall)}/2/replace", f"{replacing(hall)}/waive"):
        browser.post(path, {}, status=403)


def test_the_board_says_how_many_keys_are_needed_and_that_they_were_tested(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, trustees=3, needed=2)
    page = a_browser(app).get(f"/board/{hall.uuid}")
    assert "2 of the 3 key holders" in page.text
    assert page.text.count("Key tested") == 3

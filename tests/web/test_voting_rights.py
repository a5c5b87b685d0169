"""Pages of somebody who votes for herself and for a company."""

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, a_link
from tests.factories.ballots import AGAINST, FOR, Hall, decision, opened
from tests.web.page import PageClient


@pytest.fixture
def hall(app: Flask, database: Database, clock: FixedClock) -> Hall:
    return opened(database, clock, voters=2, questions=(decision(),), represents=True)


def came_in(app: Flask, hall: Hall, number: int) -> PageClient:
    client = a_browser(app)
    client.post(a_link(hall.database, hall.clock.now(), subject_ref=f"holder:{hall.voters[number]}", next_path="/vote"))
    return client


def test_one_page_lists_the_own_vote_and_that_of_the_company(app: Flask, hall: Hall) -> None:
    client, number = came_in(app, hall, 0), hall.right(2).number
    page = client.get("/vote")
    assert f"This vote is for Peeters & Zonen bv, shareholder number {number}." in page.text
    assert [each.get("href") for each in page.all("a", role="button")] == [
        f"/vote/{hall.uuid}",
        f"/vote/{hall.uuid}?right={number}",
    ]


def test_the_booth_names_for_whom_one_votes_and_leads_to_the_other_right(app: Flask, hall: Hall) -> None:
    client, number = came_in(app, hall, 0), hall.right(2).number
    own = client.get(f"/vote/{hall.uuid}")
    assert "This vote is for" not in own.text
    assert "Vote for Peeters & Zonen bv instead" in own.text
    company = client.get(f"/vote/{hall.uuid}?right={number}")
    assert f"You vote for Peeters & Zonen bv, shareholder number {number}, as" in company.text
    assert f"/vote/{hall.uuid}/cast?right={number}" in company.html
    assert f"/vote/{hall.uuid}/credential?right={number}" in company.html


def test_each_right_has_its_own_code_and_its_own_used(app: Flask, hall: Hall) -> None:
    client, number = came_in(app, hall, 0), hall.right(2).number
    own, company = (client.raw.get(f"/vote/{hall.uuid}/credential{which}") for which in ("", f"?right={number}"))
    assert own.get_json()["code"] != company.get_json()["code"]
    answer = client.post_json(f"/vote/{hall.uuid}/cast?right={number}", hall.ballot(2, AGAINST))
    assert answer.status_code == 201
    assert "No vote was cast in your name." in client.get(f"/vote/{hall.uuid}/used").text
    assert "A vote was cast in your name on" in client.get(f"/vote/{hall.uuid}/used?right={number}").text
    assert "You vote for Peeters & Zonen bv" in client.get(answer.get_json()["receipt"]).text


def test_somebody_else_cannot_choose_the_right_of_the_company(app: Flask, hall: Hall) -> None:
    client, number = came_in(app, hall, 1), hall.right(2).number
    answer = client.post_json(f"/vote/{hall.uuid}/cast?right={number}", hall.ballot(2, FOR))
    assert (answer.status_code, answer.get_json()["code"]) == (403, "not_your_right")
    assert client.get(f"/vote/{hall.uuid}?right={number}", status=403).text.count(
        "You cannot vote for this shareholder."
    )
    assert hall.paper().ballots == 0

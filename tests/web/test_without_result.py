"""A lost key, a vote that ends without a result, and the same items put to the vote again in three steps."""

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, an_officer, sign_in
from tests.factories.assembly import BALLOTS, Meeting, written
from tests.factories.ballots import scrutineers
from tests.web.page import PageClient

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LOST = "The stick and its copy burned in the same fire."
ENDED = "One of the two keys is lost for good."


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly whose vote is closed and waits for two keys."""
    found = written(database, clock)
    holders = scrutineers(database, clock, 2)
    found.lock(*holders)
    hall = found.hall()
    hall.make_keys()
    found.open()
    found.vote(*BALLOTS)
    found.close()
    return found


@pytest.fixture
def browsers(app: Flask, database: Database, clock: FixedClock, meeting: Meeting) -> dict[Role, PageClient]:
    """Return browsers of a secretary and an auditor."""
    made = {}
    for role in (Role.SECRETARY, Role.AUDITOR):
        made[role] = a_browser(app)
        sign_in(made[role], an_officer(database, clock.now(), role, email=f"{role}@ambora.example"), clock)
    assert meeting.id
    return made


def lose(browsers: dict[Role, PageClient], meeting: Meeting, reason: str = LOST, status: int = 200) -> None:
    paper = f"/office/papers/{meeting.vote_row().paper_uuid}"
    browsers[Role.AUDITOR].get(paper)
    browsers[Role.AUDITOR].post(f"{paper}/keys/2/lost", {"lost-2-reason": reason}, status=status)


def test_everybody_reads_that_the_vote_has_no_result_and_why(
    app: Flask, browsers: dict[Role, PageClient], meeting: Meeting
) -> None:
    sheet = f"/office/assemblies/{meeting.id}"
    assert f"{sheet}/end" not in browsers[Role.SECRETARY].get(sheet).html
    lose(browsers, meeting)
    page = browsers[Role.SECRETARY].get(sheet)
    assert LOST in page.text
    assert f"{sheet}/end" in page.html
    browsers[Role.SECRETARY].post(f"{sheet}/end", {"end-reason": ENDED})
    visitor = a_browser(app)
    board = f"/board/{meeting.vote_row().paper_uuid}"
    for said in (browsers[Role.SECRETARY].get(sheet).text, visitor.get(board).text):
        assert LOST in said
        assert ENDED in said
    assert ENDED in visitor.get(f"/assemblies/{meeting.id}").text
    assert visitor.download(f"{board}/archive").get_data()


def test_the_vote_is_held_again_with_its_items_chosen(browsers: dict[Role, PageClient], meeting: Meeting) -> None:
    sheet = f"/office/assemblies/{meeting.id}"
    lose(browsers, meeting)
    secretary = browsers[Role.SECRETARY]
    secretary.get(sheet)
    secretary.post(f"{sheet}/end", {"end-reason": ENDED})
    form = secretary.get(f"{sheet}/votes/new?again=1")
    chosen = [
        box.get("value") for box in form.tree.iter("input") if box.get("type") == "checkbox" and "checked" in box.attrib
    ]
    assert chosen == [str(row.id) for row in meeting.items() if row.item.is_voted]


@pytest.mark.parametrize("reason", ["", "lost"])
def test_without_a_sentence_nothing_is_said_to_be_lost(
    browsers: dict[Role, PageClient], meeting: Meeting, reason: str
) -> None:
    lose(browsers, meeting, reason, status=422)
    assert LOST not in browsers[Role.SECRETARY].get(f"/office/assemblies/{meeting.id}").text

"""A lost key, a vote that ends without a result, and the same items put to the vote again in three steps."""

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, an_officer, let_in
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
        let_in(made[role], an_officer(database, clock.now(), role, email=f"{role}@ambora.example"), clock)
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
    way = f"/office/uncountable/{meeting.vote_row().paper_uuid}"
    assert f'href="{way}"' in page.html
    assert f'href="{way}"' in browsers[Role.AUDITOR].get(way.replace("uncountable", "papers")).html
    assert LOST in browsers[Role.SECRETARY].get(way).text
    browsers[Role.SECRETARY].post(way, {"reason": ENDED})
    visitor = a_browser(app)
    board = f"/board/{meeting.vote_row().paper_uuid}"
    for said in (browsers[Role.SECRETARY].get(sheet).text, visitor.get(board).text):
        assert LOST in said
        assert ENDED in said
    assert ENDED in visitor.get(f"/assemblies/{meeting.id}").text
    assert visitor.download(f"{board}/archive").get_data()


def test_the_vote_is_held_again_with_its_items_and_hours_chosen(
    browsers: dict[Role, PageClient], meeting: Meeting
) -> None:
    lose(browsers, meeting)
    secretary = browsers[Role.SECRETARY]
    way = f"/office/uncountable/{meeting.vote_row().paper_uuid}"
    secretary.get(way)
    form = secretary.post(way, {"reason": ENDED})
    for name in ("opens_at", "closes_at"):
        assert form.one("input", name=name).get("value")
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


def test_the_page_says_what_can_be_done_and_ends_nothing_that_can_be_counted(
    browsers: dict[Role, PageClient], meeting: Meeting
) -> None:
    secretary, way = browsers[Role.SECRETARY], f"/office/uncountable/{meeting.vote_row().paper_uuid}"
    assert f'action="{way}"' not in secretary.get(way).html
    secretary.post(way, {"reason": ENDED}, status=409)
    lose(browsers, meeting)
    assert f'action="{way}"' in secretary.get(way).html
    assert f'action="{way}"' not in browsers[Role.AUDITOR].get(way).html
    browsers[Role.AUDITOR].post(way, {"reason": ENDED}, status=403)
    for reason in ("", "lost", "x" * 501):
        page = secretary.post(way, {"reason": reason}, status=422)
        assert (page.one("textarea", name="reason").text or "").strip() == reason
    secretary.get("/office/uncountable/nothing", status=404)
    secretary.post(way, {"reason": ENDED})
    ended = secretary.get(way)
    assert ENDED in ended.text
    assert f"/office/assemblies/{meeting.id}/votes/new?again=1" in ended.html

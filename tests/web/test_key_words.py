"""What is said about who could read a vote follows its keys: on home, booth, in mails and on the page that explains."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from govapp.ballots.rules.key_modes import KeysOfVote, who_opens, who_sees
from govapp.db.engine import Database
from govapp.kernel.actors import Actor
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.language.translator import translator_for
from govapp.outbox.models import OutboxMessage
from tests.factories.accounts import a_browser, a_link
from tests.factories.assembly import NADIA, Meeting, written
from tests.factories.ballots import opened, scrutineers

ENGLISH = translator_for(Language.EN)


@pytest.fixture
def open_with(database: Database, clock: FixedClock) -> Callable[[int, int], Meeting]:
    """Open a vote whose keys so many scrutineers hold, of whom some are needed, and without any the server."""

    def open_meeting(count: int, needed: int) -> Meeting:
        meeting = written(database, clock)
        holders: list[Actor] = scrutineers(database, clock, count)
        meeting.lock(*holders, needed=needed)
        if holders:
            meeting.keys.make()
        meeting.open()
        return meeting

    return open_meeting


@pytest.mark.parametrize(
    ("holders", "keys"),
    [
        (0, KeysOfVote(1, 1, has_server=True)),
        (1, KeysOfVote(1, 1)),
        (3, KeysOfVote(3, 3)),
        (3, KeysOfVote(2, 3)),
    ],
    ids=["the server's", "one person's", "three people's", "two of three people's"],
)
def test_all_that_is_said_of_secrecy_follows_the_keys(
    app: Flask, open_with: Callable[[int, int], Meeting], holders: int, keys: KeysOfVote
) -> None:
    meeting = open_with(holders, keys.needed)
    seen, opening = who_sees(keys, ENGLISH), who_opens(keys, ENGLISH)
    visitor, voter = a_browser(app), a_browser(app)
    assert seen in visitor.get("/").text
    assert opening in visitor.get("/about/secrecy").text
    voter.post(a_link(meeting.database, meeting.clock.now(), subject_ref=f"holder:{meeting.voters[0]}"))
    booth = voter.get(f"/vote/{meeting.hall().uuid}").text
    assert ("In this demonstration the server holds the key." if keys.has_server else seen) in booth
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        facts = work.session.scalars(select(OutboxMessage.facts).where(OutboxMessage.template == "invitation")).all()
    said = {who_sees(keys, translator_for(each)) for each in Language}
    assert facts and {each["who_sees"] for each in facts} <= said


def test_without_a_vote_nothing_is_said_of_its_keys(app: Flask) -> None:
    page = a_browser(app).get("/about/secrecy").text
    assert "The board of each vote says how many of them it takes." in page


def test_where_two_of_three_keys_are_enough_the_booth_says_so(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, trustees=3, needed=2)
    voter = a_browser(app)
    voter.post(a_link(database, clock.now(), subject_ref=f"holder:{hall.voters[0]}"))
    assert who_sees(KeysOfVote(2, 3), ENGLISH) in voter.get(f"/vote/{hall.uuid}").text

"""Receipts in real words: whoever voted before keeps the words that stand on the receipt."""

import pytest
from flask import Flask

from govapp.ballots.queries import get_paper
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from pybelenios.receipts.tracker import syllables
from pybelenios.receipts.tracker_words import VERSION, tracker_words
from tests.factories.accounts import a_browser
from tests.factories.ballots import FOR, Hall, decision, opened
from tests.migrations.steps import before

pytestmark = pytest.mark.usefixtures("lists_of_before")


def version_of(hall: Hall) -> int:
    with hall.database.read_only(hall.actor(0), hall.clock.now()) as work:
        return get_paper(work.session, hall.uuid).words_version


def test_a_vote_of_before_keeps_its_words_and_a_new_one_has_those_of_the_readers_language(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, questions=(decision(),))
    tracker = hall.vote(0, FOR).tracker
    assert version_of(hall) == VERSION
    assert " ".join(tracker_words(tracker, "en")) in a_browser(app).get(f"/board/{hall.uuid}").text
    downgrade(database, before(database, "receipt_words"))
    upgrade(database)
    assert version_of(hall) == 1
    page = a_browser(app).get(f"/board/{hall.uuid}")
    assert " ".join(syllables(tracker)) in page.text
    assert " ".join(tracker_words(tracker, "en")) not in page.text

"""The public archive and board against strangers who ask too much of them."""

import pytest
from flask import Flask

from govapp.ballots.views import board
from govapp.ballots.views.board import MAX_ARCHIVE_WRITERS
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, officer_browser
from tests.factories.ballots import FOR, Hall, decision, opened
from tests.web.page import PageClient


@pytest.fixture
def hall(app: Flask, database: Database, clock: FixedClock) -> Hall:
    hall = opened(database, clock, questions=(decision(),))
    hall.vote(0, FOR)
    return hall


def test_whoever_reads_an_archive_slowly_keeps_no_connection_to_the_database(app: Flask, hall: Hall) -> None:
    before = hall.database.engine.pool.status()
    answer = a_browser(app).raw.get(f"/board/{hall.uuid}/archive", buffered=False)
    pieces = answer.iter_encoded()
    first = next(pieces)
    assert hall.database.engine.pool.status() == before
    hall.vote(1, FOR)
    archive = b"".join([first, *pieces])
    assert answer.headers["Content-Length"] == str(len(archive))
    assert hall.archive().startswith(archive)
    answer.close()


def test_strangers_who_download_at_once_are_asked_to_wait_and_officers_are_not(
    app: Flask, hall: Hall, database: Database, clock: FixedClock
) -> None:
    path = f"/board/{hall.uuid}/archive"
    for _ in range(MAX_ARCHIVE_WRITERS):
        assert board._writers.acquire(blocking=False)
    try:
        page = a_browser(app).get(path, status=429)
        assert page.heading == "Several people are downloading this archive right now."
        officer_browser(app, database, clock, Role.SCRUTINEER).download(path)
    finally:
        for _ in range(MAX_ARCHIVE_WRITERS):
            board._writers.release()
    client = a_browser(app)
    for _ in range(MAX_ARCHIVE_WRITERS + 1):
        assert client.download(path).data == hall.archive()


@pytest.mark.parametrize("uuid", ["unknown1234567", "x" * 3500])
def test_a_drawing_is_made_for_a_vote_that_there_is(client: PageClient, uuid: str) -> None:
    assert client.raw.get(f"/board/{uuid}/qr.svg?receipt=1.2.3").status_code == 404


@pytest.mark.parametrize("query", ["page=0", "page=-5", "page=9" + "9" * 30, "page=x", "tracker=" + "A" * 3000])
def test_a_board_asked_for_strange_things_answers(client: PageClient, hall: Hall, query: str) -> None:
    client.get(f"/board/{hall.uuid}?{query}")

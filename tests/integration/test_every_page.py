"""Every page of the house, fetched on both databases: what only pages ask of a database is asked of each."""

from http import HTTPStatus

from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from tests.e2e.pages import visits
from tests.factories.accounts import a_browser
from tests.factories.sample_cooperative import build
from tests.web.page import PageClient


def test_every_page_is_shown(app: Flask, database: Database, clock: FixedClock) -> None:
    sample = build(database, clock.now())
    browsers: dict[str, PageClient] = {}
    for visit in visits(sample):
        if visit.who not in browsers:
            browsers[visit.who] = a_browser(app)
            if visit.who in sample.doors:
                browsers[visit.who].post(sample.doors[visit.who])
        answer = browsers[visit.who].raw.get(visit.path, follow_redirects=True)
        assert answer.status_code in {HTTPStatus.OK, HTTPStatus.GONE}, (visit, answer.status_code)

"""Three key holders make one key in their browsers, two of them open the count, and belenios-tool accepts all of it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from packages.pybelenios.tests.interop.tool import Tool
from tests.e2e.keyholders import key_holders
from tests.factories.ballots import AGAINST, FOR

pytestmark = pytest.mark.browser


def test_the_tool_accepts_a_vote_whose_key_was_made_in_three_browsers(
    browser: Browser, address: str, database: Database, clock: FixedClock, tmp_path: Path, tool: Tool
) -> None:
    with key_holders(browser, address, database, clock, tmp_path) as (hall, people):
        for each in people:
            each.begin()
        for each in people:
            each.test()
        hall.seal()
        hall.open()
        hall.clock.set(hall.paper().opens_at)
        for voter, choice in enumerate((FOR, AGAINST)):
            hall.vote(voter, choice)
        hall.close()
        for each in people[1:]:
            each.open(hall)
        assert hall.paper().result == ((1, 1, 0),)
        assert tool.accepts(hall.archive())

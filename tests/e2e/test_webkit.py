"""The voter's journey in another engine than Chromium: from the mail to the receipt and the public board."""

from collections.abc import Iterator

import pytest

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.settings import Settings
from tests.e2e.test_voter_journey import CAST, REVIEW, opened
from tests.webkit import WebKit, webkit

pytestmark = pytest.mark.webkit


@pytest.fixture(scope="module")
def window() -> Iterator[WebKit]:
    with webkit() as found:
        yield found


def test_a_vote_in_webkit_from_the_mail_to_the_public_board(
    window: WebKit, address: str, database: Database, clock: FixedClock, settings: Settings
) -> None:
    meeting = opened(database, clock, settings, Language.FR, 1)
    window.open(f"{address}/inbox?q=Kaya")
    window.click("main li a")
    window.until(lambda: "/inbox/" in window.url, "the mail opens")
    window.click("main a[role=button]")
    window.until(lambda: "/vote/" in window.url, "the link leads to the booth")
    window.click("input[name=q0]")
    window.click(REVIEW)
    window.click(CAST)
    window.until(lambda: "/receipt/" in window.url, "the ballot is sent and its receipt shown")
    assert window.run("return document.documentElement.lang") == "fr"
    assert meeting.hall().paper().ballots == 1
    window.click("main form[action^='/board/'] button")
    window.until(lambda: "/board/" in window.url, "the receipt leads to the board")
    window.until(lambda: window.find("main .banner.ok") != "", "the board knows the ballot")

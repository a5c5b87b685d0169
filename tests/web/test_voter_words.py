"""One sentence says what is true for a person about a vote now, on the own page, in the booth and on the receipt."""

from flask import Flask

from govapp.ballots.rules.voter_states import SENTENCES, VoterState
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, a_link
from tests.factories.assembly import FOR, Meeting, counted, written
from tests.web.page import PageClient


def shareholder(app: Flask, meeting: Meeting, voter: int) -> PageClient:
    client = a_browser(app)
    client.post(a_link(meeting.database, meeting.clock.now(), subject_ref=f"holder:{meeting.voters[voter]}"))
    return client


def says(client: PageClient, path: str, state: VoterState) -> bool:
    """Return whether the page at `path` holds the sentence of this state, whatever hours stand in it, and no other."""
    text = client.get(path).text

    def stands(sentence: str) -> bool:
        pieces = [part.split(")s", 1)[-1] for part in sentence.split("%(")]
        return all(piece.strip(". ") in text for piece in pieces)

    return stands(SENTENCES[state])


def receipt_of(client: PageClient) -> str:
    return client.get("/vote").links()["My receipt"]


def test_before_and_while_a_vote_is_open_all_pages_say_the_same(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    booth = f"/vote/{meeting.lock()}"
    client = shareholder(app, meeting, 0)
    for path in ("/my", "/vote", booth, f"{booth}/used"):
        assert says(client, path, VoterState.WAITING), path
    meeting.open()
    for path in ("/my", "/vote", booth, f"{booth}/used"):
        assert says(client, path, VoterState.CAN_VOTE), path
    meeting.vote((FOR, (0, 1, 0, 0), (0, 1, 0)))
    for path in ("/my", "/vote", booth, f"{booth}/used"):
        assert says(client, path, VoterState.CAN_CHANGE), path


def test_after_closing_and_with_the_result_all_pages_say_the_same(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    voted, silent = shareholder(app, meeting, 0), shareholder(app, meeting, 5)
    booth = f"/vote/{meeting.vote_row().paper_uuid}"
    pages = ("/my", "/vote", booth, f"{booth}/used")
    for path in (*pages, receipt_of(voted)):
        assert says(voted, path, VoterState.CLOSED_VOTED), path
    for path in pages:
        assert says(silent, path, VoterState.CLOSED_NOT_VOTED), path
    meeting.announce()
    result = f"/assemblies/{meeting.id}/result"
    for path in (*pages, receipt_of(voted)):
        assert says(voted, path, VoterState.RESULT_VOTED), path
        assert voted.get(path).all("a", href=result), path
    for path in pages:
        assert says(silent, path, VoterState.RESULT_NOT_VOTED), path
        assert silent.get(path).all("a", href=result), path

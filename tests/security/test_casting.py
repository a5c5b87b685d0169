"""The slot of the ballot box against somebody who may vote and wants to do harm with it."""

import io
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from govapp.audit import journal
from govapp.audit.models import JournalEntryRecord
from govapp.ballots import service
from govapp.ballots.keys import private_code
from govapp.ballots.models import Paper
from govapp.ballots.service import casting
from govapp.ballots.service.refusal_limiter import MAX_REFUSALS, MAX_REFUSALS_OF_A_PERSON, WITHIN
from govapp.ballots.views.booth import PIECE
from govapp.db.engine import Database
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.kernel.clock import FixedClock
from govapp.shares.rolls.queries import find_roll_entry
from pybelenios.ballot import MAX_BALLOT_BYTES, sign_ballot
from pybelenios.credentials import derive_credential
from pybelenios.group import draw_scalar
from tests.factories.accounts import a_browser, a_link
from tests.factories.ballots import FOR, KEYS, SECRETARY, Hall, decision, opened
from tests.web.page import PageClient


@pytest.fixture
def hall(app: Flask, database: Database, clock: FixedClock) -> Hall:
    return opened(database, clock, questions=(decision(),))


@pytest.fixture
def voter(app: Flask, hall: Hall) -> Iterator[PageClient]:
    yield came_in(app, hall, 0)
    assert hall.paper().ballots == 0


def lines(hall: Hall) -> int:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        return work.session.scalar(select(func.count()).select_from(JournalEntryRecord)) or 0


def test_the_journal_cannot_be_filled_with_papers_that_do_not_exist(hall: Hall, voter: PageClient) -> None:
    before, body = lines(hall), b"0" * (MAX_BALLOT_BYTES + 1)
    for name in ("made-up-1", "made-up-2", "x" * 200):
        assert voter.post_json(f"/vote/{name}/cast", body).status_code == 404
    assert lines(hall) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 10_000,
        b'{"election_uuid":NaN}',
        b'{"election_uuid":"\\ud800"}',
        b"null",
        b"0" * (MAX_BALLOT_BYTES + 1),
    ],
    ids=[
        "nothing",
        "no text",
        "deep list",
        "deep object",
        "long number",
        "no number",
        "half a letter",
        "null",
        "large",
    ],
)
def test_what_is_no_ballot_is_refused_and_nothing_breaks(voter: PageClient, hall: Hall, body: bytes) -> None:
    assert voter.post_json(f"/vote/{hall.uuid}/cast", body).status_code == 422


def test_a_ballot_of_somebody_else_does_not_go_in(voter: PageClient, hall: Hall) -> None:
    answer = voter.post_json(f"/vote/{hall.uuid}/cast", hall.ballot(1, FOR))
    assert answer.status_code == 403


def test_a_ballot_of_another_vote_does_not_go_in(
    voter: PageClient, hall: Hall, database: Database, clock: FixedClock
) -> None:
    other = opened(database, clock, questions=(decision(),))
    assert voter.post_json(f"/vote/{hall.uuid}/cast", other.ballot(0, FOR)).status_code == 422


# -- somebody who may vote and keeps the server busy ------------------------------------------------------------------


def forged(hall: Hall) -> bytes:
    """Return a ballot of the first voter that is signed and holds a proof that does not hold: the costliest refusal."""
    box = hall.check(hall.ballot(0, FOR))
    record = json.loads(box.body)
    proof = record["answers"][0]["overall_proof"][0]
    proof["response"] = str(int(proof["response"]) // 2)
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        entry = find_roll_entry(work.session, hall.roll_id, hall.voters[0])
        election = service.get_ballot_box(work.session, hall.uuid).election
    assert entry is not None
    code = derive_credential(hall.uuid, private_code(KEYS, hall.uuid, entry.entry_id))
    return sign_ballot(election, code, record["answers"], draw_scalar)


def test_who_sends_bad_ballots_over_and_over_is_held_back_before_they_are_checked(
    voter: PageClient, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, bad = f"/vote/{hall.uuid}/cast", forged(hall)
    for _ in range(MAX_REFUSALS):
        assert voter.post_json(path, bad).get_json()["code"] == "ballot_proof"
    checked: list[bytes] = []
    monkeypatch.setattr("govapp.ballots.service.receiving.check", lambda _box, body: checked.append(body))
    held_back = voter.post_json(path, hall.ballot(0, FOR))
    assert (held_back.status_code, held_back.get_json()["code"]) == (429, "too_many_refused")
    assert "Try again in 10 minutes." in held_back.get_json()["detail"]
    assert checked == []


def test_others_vote_meanwhile_and_whoever_waits_gets_through(app: Flask, hall: Hall) -> None:
    first, second = (came_in(app, hall, number) for number in (0, 1))
    path = f"/vote/{hall.uuid}/cast"
    for _ in range(MAX_REFUSALS):
        first.post_json(path, b"{}")
    assert first.post_json(path, hall.ballot(0, FOR)).status_code == 429
    assert second.post_json(path, hall.ballot(1, FOR)).status_code == 201
    hall.clock.advance(WITHIN)
    assert first.post_json(path, hall.ballot(0, FOR)).status_code == 201


def test_junk_of_somebody_who_has_the_link_of_another_does_not_keep_its_owner_waiting(app: Flask, hall: Hall) -> None:
    path = f"/vote/{hall.uuid}/cast"
    for _ in range(MAX_REFUSALS_OF_A_PERSON // MAX_REFUSALS):
        thief = came_in(app, hall, 0)
        for _ in range(MAX_REFUSALS):
            thief.post_json(path, b"{}")
        assert thief.post_json(path, b"{}").status_code == 429
    again = came_in(app, hall, 0)
    assert [again.post_json(path, b"{}").status_code for _ in range(2)] == [422, 429]
    owner = came_in(app, hall, 0)
    assert owner.post_json(path, hall.ballot(0, FOR)).status_code == 201


def test_a_ballot_that_is_in_the_box_is_not_proved_again_however_often_it_is_sent(
    app: Flask, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, other, body = came_in(app, hall, 0), came_in(app, hall, 1), hall.ballot(0, FOR)
    path = f"/vote/{hall.uuid}/cast"
    first = client.post_json(path, body)
    assert first.status_code == 201
    checked: list[bytes] = []

    def counted(box: service.Box, raw: bytes) -> casting.CastBallot:
        checked.append(raw)
        return casting.check(box, raw)

    monkeypatch.setattr("govapp.ballots.service.receiving.check", counted)
    for _ in range(3):
        again = client.post_json(path, body)
        assert (again.status_code, again.get_json()) == (200, first.get_json())
    assert checked == []
    assert other.post_json(path, body).get_json()["code"] == "credential_mismatch"
    assert hall.paper().ballots == 1


def test_of_a_body_without_end_only_as_much_is_read_as_a_ballot_can_be_long(app: Flask, hall: Hall) -> None:
    client = came_in(app, hall, 0)
    stream = Endless()
    answer = client.raw.post(
        f"/vote/{hall.uuid}/cast",
        content_type="application/json",
        headers={"X-CSRFToken": client.token(), "Accept": "application/json"},
        environ_overrides={"wsgi.input": stream, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert (answer.status_code, answer.get_json()["code"]) == (422, "ballot_refused")
    assert MAX_BALLOT_BYTES < stream.taken <= MAX_BALLOT_BYTES + 2 * PIECE


class Endless(io.RawIOBase):
    """A body that goes on for as long as anybody reads."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.taken += len(buffer)
        buffer[:] = b"0" * len(buffer)
        return len(buffer)


def test_a_ballot_that_met_a_deadlock_is_put_in_all_the_same(
    app: Flask, hall: Hall, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever closes several votes at once takes the journal of the first before the paper of the second."""
    client, body, received_at = came_in(app, hall, 0), hall.ballot(0, FOR), hall.clock.now()
    holds_paper, tries = threading.Event(), []

    def note(work: Work, *facts: Any, **more: Any) -> None:
        tries.append(work.now)
        hall.clock.advance(timedelta(minutes=1))
        holds_paper.set()
        journal.record(work, *facts, **more)

    monkeypatch.setattr("govapp.ballots.service.casting.record", note)
    with ThreadPoolExecutor(1) as threads:
        if database.is_sqlite:  # it lets one writer in, so nobody waits for anybody inside a transaction
            answer = threads.submit(client.post_json, f"/vote/{hall.uuid}/cast", body)
            assert answer.result().status_code == 201
            return
        with database.unit_of_work(SECRETARY, received_at) as work:
            work.session.execute(text("SET LOCAL deadlock_timeout = '1h'"))  # let the other one be the victim
            lock(work, "journal")
            answer = threads.submit(client.post_json, f"/vote/{hall.uuid}/cast", body)
            assert holds_paper.wait(60)
            work.session.execute(select(Paper.id).with_for_update())
        assert answer.result().status_code == 201
    assert len(tries) == 2
    assert set(tries) == {received_at}, "the moment at which the request came in decides, not that of the second try"
    assert hall.paper().ballots == 1


def came_in(app: Flask, hall: Hall, number: int) -> PageClient:
    client = a_browser(app)
    subject = f"holder:{hall.voters[number]}"
    client.post(a_link(hall.database, hall.clock.now(), subject_ref=subject, next_path="/vote"))
    return client

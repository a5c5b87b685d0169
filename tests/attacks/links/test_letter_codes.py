"""The codes of letters: found by trying, used twice, pointed at somebody else, read from the database."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from govapp.accounts.models import Link, LinkCode, LinkUse
from govapp.accounts.rules import LOCKOUT, WRONG_CODES_PER_ADDRESS
from govapp.accounts.service import withdraw_letter_links
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from tests.factories.accounts import a_browser, a_letter
from tests.factories.tampering import without_triggers

WRONG = "0000-0000-0000"


def test_a_code_opens_what_its_letter_is_for_however_it_is_typed(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    code, path = a_letter(database, clock.now(), next_path="/my/devices")
    client = a_browser(app)
    page = client.post("/code", {"code": code.lower().replace("-", " ")})
    assert page.one("form", id="enter").get("action") == path
    assert client.post(path).heading == "Where you are signed in"


def test_a_code_lets_one_device_in_again_and_again_and_no_other(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    code, path = a_letter(database, clock.now(), next_path="/my/devices")
    own, thief = a_browser(app), a_browser(app)
    own.post(path)
    own.raw.post("/sign-out", data={"csrf_token": own.token()})
    assert own.post(path).heading == "Where you are signed in"
    answer = thief.post("/code", {"code": code}, status=410)
    assert not answer.all("form", id="enter")
    assert thief.raw.post(path, data={"csrf_token": thief.token()}).headers["Location"] == path
    assert thief.raw.get("/my").status_code == 303


def test_two_letters_have_two_codes_and_each_opens_its_own(app: Flask, database: Database, clock: FixedClock) -> None:
    first, first_path = a_letter(database, clock.now(), subject_ref="holder:1")
    second, second_path = a_letter(database, clock.now(), subject_ref="holder:2")
    assert first != second
    for code, path in ((first, first_path), (second, second_path)):
        page = a_browser(app).post("/code", {"code": code})
        assert page.one("form", id="enter").get("action") == path


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M-Q2PX-9T0U", "x" * 100, WRONG])
def test_what_is_no_code_comes_back_as_typed_and_opens_nothing(
    app: Flask, database: Database, clock: FixedClock, typed: str
) -> None:
    a_letter(database, clock.now())
    page = a_browser(app).post("/code", {"code": typed}, status=422)
    assert page.one("input", id="code").get("value", "") == typed
    assert page.all("p", id="code-error") or "code-error" in page.html


def test_whoever_tries_codes_is_stopped_and_somebody_elsewhere_is_not(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    code, path = a_letter(database, clock.now())
    thief, elsewhere = a_browser(app), a_browser(app)
    elsewhere.raw.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    for _ in range(WRONG_CODES_PER_ADDRESS - 1):
        thief.post("/code", {"code": WRONG}, status=422)
    thief.post("/code", {"code": WRONG}, status=429)
    thief.post("/code", {"code": code}, status=429)
    assert elsewhere.post("/code", {"code": code}).one("form", id="enter").get("action") == path
    with database.read_only(SYSTEM, clock.now()) as work:
        told = select(JournalEntryRecord.tag).where(JournalEntryRecord.tag == "code:locked")
        assert len(work.session.scalars(told).all()) == 1
    clock.advance(LOCKOUT)
    assert thief.post("/code", {"code": code}).one("form", id="enter").get("action") == path


def test_what_cannot_be_a_code_counts_as_no_attempt(app: Flask, database: Database, clock: FixedClock) -> None:
    code, path = a_letter(database, clock.now())
    client = a_browser(app)
    for _ in range(WRONG_CODES_PER_ADDRESS + 1):
        client.post("/code", {"code": "7K3M"}, status=422)
    assert client.post("/code", {"code": code}).one("form", id="enter").get("action") == path


def test_a_code_opens_nothing_after_its_hour(app: Flask, database: Database, clock: FixedClock) -> None:
    code, path = a_letter(database, clock.now(), lifetime=timedelta(hours=1))
    clock.advance(timedelta(hours=1))
    client = a_browser(app)
    assert not client.post("/code", {"code": code}, status=410).all("form", id="enter")
    assert client.raw.post(path, data={"csrf_token": client.token()}).headers["Location"] == path
    assert client.raw.get("/my").status_code == 303


def test_a_code_that_was_replaced_opens_nothing_and_says_so(app: Flask, database: Database, clock: FixedClock) -> None:
    code, path = a_letter(database, clock.now())
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        numbers = work.session.scalars(select(Link.id)).all()
        assert withdraw_letter_links(work, numbers, SubjectRef("assembly:1")) == 1
        assert withdraw_letter_links(work, numbers, SubjectRef("assembly:1")) == 0
    client = a_browser(app)
    page = client.post("/code", {"code": code}, status=410)
    assert not page.all("form", id="enter")
    assert f"{path}/new" not in page.html, "no mailbox is known to which another could go"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE link_code SET digest = link_id", "UPDATE link_code SET link_id = 2", "DELETE FROM link_code"],
)
def test_the_database_itself_refuses_to_change_a_code(database: Database, clock: FixedClock, statement: str) -> None:
    a_letter(database, clock.now())
    with database.unit_of_work(SYSTEM, clock.now()) as work, pytest.raises(IntegrityError, match="append-only"):
        work.session.execute(text(statement))


def test_a_code_that_was_pointed_at_another_letter_lets_nobody_in(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    code, _ = a_letter(database, clock.now(), subject_ref="holder:1")
    a_letter(database, clock.now(), subject_ref="holder:2")
    with without_triggers(database, "link_code") as connection:
        connection.execute(text("DELETE FROM link_code WHERE link_id = 2"))
        connection.execute(text("UPDATE link_code SET link_id = 2 WHERE link_id = 1"))
    a_browser(app).post("/code", {"code": code}, status=409)


def test_a_letter_that_was_pointed_at_somebody_else_lets_nobody_in(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    code, _ = a_letter(database, clock.now(), subject_ref="holder:1")
    with without_triggers(database, "link") as connection:
        connection.execute(text("UPDATE link SET subject_ref = 'holder:2'"))
    a_browser(app).post("/code", {"code": code}, status=409)


def test_neither_the_code_nor_the_hour_of_its_use_is_in_the_database(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    code, path = a_letter(database, clock.now(), next_path="/my/devices")
    a_browser(app).post(path)
    with database.read_only(SYSTEM, clock.now()) as work:
        kept = [str(list(row)) for table in (LinkCode, Link, LinkUse, JournalEntryRecord)
                for row in work.session.execute(select(*table.__table__.c))]  # fmt: skip
        used_at = work.session.scalars(select(LinkUse.used_at)).one()
    assert not any(code.replace("-", "") in row or code in row for row in kept)
    assert (used_at.hour, used_at.minute, used_at.second) == (0, 0, 0)

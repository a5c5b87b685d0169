"""Personal links: who reads an old mailbox stays outside, and nobody's mailbox is flooded."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from govapp.accounts.rules import LINKS_PER_DAY
from govapp.accounts.service import LinkPurpose
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from govapp.shares.ledger.service import SetEmail, set_email
from tests.factories.accounts import a_browser, a_link
from tests.factories.asking import answer_asked
from tests.factories.shares import REGISTRAR, register_some

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


def mails(database: Database, clock: FixedClock) -> int:
    with database.read_only(SYSTEM, clock.now()) as work:
        return work.session.scalar(select(func.count()).select_from(OutboxMessage)) or 0


def test_a_new_address_ends_what_the_old_mailbox_could_open(app: Flask, database: Database, clock: FixedClock) -> None:
    holder = int(register_some(database, clock, 1)[0])
    old = a_link(database, clock.now(), subject_ref=f"holder:{holder}", email="old@mail.example")
    inside = a_browser(app)
    inside.post(old)
    assert inside.get("/my/devices").heading != "Sign in"
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        set_email(work, SetEmail(holder, "new@mail.example"))
    assert inside.raw.get("/my").status_code == 303
    assert a_browser(app).get(old, status=410).heading == "This link was withdrawn"


def test_a_link_stays_closed_when_the_old_address_is_put_back_and_its_page_leads_to_a_new_one(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    holder = int(register_some(database, clock, 1)[0])
    own = "an.1@mail.example"
    old = a_link(database, clock.now(), subject_ref=f"holder:{holder}", email=own)
    for address in ("new@mail.example", own):
        with database.unit_of_work(REGISTRAR, clock.now()) as work:
            set_email(work, SetEmail(holder, address))
    client = a_browser(app)
    page = client.get(old, status=410)
    assert "/sign-in" in page.links().values()
    before = mails(database, clock)
    client.post("/sign-in", {"email": own})
    answer_asked(database, clock)
    assert mails(database, clock) == before + 1


def test_an_old_link_sends_nothing_to_the_old_address_even_when_newer_links_went_to_the_new_one(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    holder = int(register_some(database, clock, 1)[0])
    old = a_link(database, clock.now(), subject_ref=f"holder:{holder}", email="old@mail.example")
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        set_email(work, SetEmail(holder, "new@mail.example"))
    a_link(database, clock.now(), subject_ref=f"holder:{holder}", email="new@mail.example")
    clock.advance(timedelta(hours=1))
    before = mails(database, clock)
    a_browser(app).post(f"{old}/new")
    answer_asked(database, clock)
    assert mails(database, clock) == before


def test_nobody_gets_more_than_a_dozen_links_a_day_however_patiently_a_stranger_asks(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    register_some(database, clock, 1)
    before = mails(database, clock)
    stranger = a_browser(app)
    for _ in range(LINKS_PER_DAY + 3):
        stranger.post("/sign-in", {"email": "an.1@mail.example"})
        answer_asked(database, clock)
        clock.advance(timedelta(minutes=3))
    assert mails(database, clock) - before == LINKS_PER_DAY
    clock.advance(timedelta(days=1))
    stranger.post("/sign-in", {"email": "an.1@mail.example"})
    answer_asked(database, clock)
    assert mails(database, clock) - before == LINKS_PER_DAY + 1


def test_a_link_of_the_demonstration_opens_nothing_elsewhere(app: Flask, database: Database, clock: FixedClock) -> None:
    link = a_link(database, clock.now(), subject_ref="officer:1", purpose=LinkPurpose.DEMO, next_path="/office/")
    context = app.extensions["govapp"]
    app.extensions["govapp"] = replace(context, settings=context.settings.model_copy(update={"demo": False}))
    visitor = a_browser(app)
    visitor.get(link, status=404)
    visitor.post(link, status=404)
    visitor.get("/inbox", status=404)
    visitor.get("/inbox/1", status=404)

"""The auditor reads the journal; the secretary sees what became of the mails; the demo has an inbox."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text, update

from govapp.accounts.tags import AccountsTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.outbox import queue
from govapp.outbox.models import OutboxMessage
from govapp.outbox.service import enqueue, enqueue_many
from govapp.outbox.transports import InboxTransport
from govapp.settings import Settings
from govapp.shares.tags import SharesTag
from tests.factories.accounts import a_browser, a_link, an_officer, let_in, officer_browser
from tests.factories.mail import a_message, a_worker
from tests.factories.shares import register_some
from tests.web.page import PageClient

JOURNAL_READERS = (Role.AUDITOR, Role.ADMINISTRATOR)
SECRETARY = Actor(ActorKind.OFFICER, 7, "Marie Dubois", frozenset({Role.SECRETARY}))


@pytest.fixture
def auditor(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.AUDITOR)


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.SECRETARY)


def note(database: Database, clock: FixedClock, subject: str, *, result: str = "done", reason: str = "") -> None:
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        journal.record(
            work, AccountsTag.LINK_REVOKED, SubjectRef(subject), facts={"count": 2}, reason=reason, result=result
        )


def test_the_auditor_reads_who_did_what_when_and_why(
    auditor: PageClient, database: Database, clock: FixedClock
) -> None:
    note(database, clock, "holder:12", reason="the address was wrong")
    page = auditor.get("/office/journal")
    for words in ("Marie Dubois", "Personal link revoked", "holder:12", "the address was wrong", "how many 2"):
        assert words in page.text
    assert "The chain is whole" in page.text


def test_lines_about_a_shareholder_say_number_and_name_to_whoever_may_read_the_register(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    *_, holder_id = register_some(database, clock, 3)
    note(database, clock, f"holder:{holder_id}")
    about = f"/office/journal?tag=link:revoked&subject=holder:{holder_id}"
    read = {}
    for role in JOURNAL_READERS:
        reader = a_browser(app)
        let_in(reader, an_officer(database, clock.now(), role, email=f"{role}@ambora.example"), clock)
        read[role] = reader.get(about).text
    assert all("No. 3" in page for page in read.values())
    assert [role for role, page in read.items() if "Peeters 3" in page] == [Role.AUDITOR]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("tag=link:revoked", {"holder:12", "paper:9"}),
        ("tag=sign_in:done", set()),
        ("subject=holder:12", {"holder:12"}),
        ("person=dubois", {"holder:12", "paper:9"}),
        ("person=officer:7", {"holder:12", "paper:9"}),
        ("person=nobody", set()),
        ("result=refused", {"paper:9"}),
        ("result=done&tag=link:revoked", {"holder:12"}),
        ("from_on=2026-06-03", {"paper:9"}),
        ("until_on=2026-06-01&tag=link:revoked", {"holder:12"}),
        ("from_on=nonsense", {"holder:12", "paper:9"}),
    ],
)
def test_the_filters_narrow_the_journal(
    app: Flask, database: Database, clock: FixedClock, query: str, shown: set[str]
) -> None:
    auditor = officer_browser(app, database, clock, Role.AUDITOR)
    note(database, clock, "holder:12")
    clock.advance(timedelta(days=2))
    note(database, clock, "paper:9", result="not_yours")
    clock.advance(-timedelta(days=2))
    page = auditor.get(f"/office/journal?{query}")
    subjects = {
        link.text for link in page.tree.iter("a") if (link.get("href") or "").startswith("/office/journal?subject")
    }
    assert subjects - {"officer:1"} == shown


def test_the_journal_has_pages(auditor: PageClient, database: Database, clock: FixedClock) -> None:
    for number in range(60):
        note(database, clock, f"holder:{number}")
    assert "1 of 2" in auditor.get("/office/journal").text
    page = auditor.get("/office/journal?page=2&tag=link:revoked")
    assert "holder:0" in page.text
    assert "tag=link:revoked&page=1" in next(href for words, href in page.links().items() if words == "Previous")
    assert auditor.get("/office/journal?page=0x").heading == "Journal"


def test_a_broken_chain_is_shouted(auditor: PageClient, database: Database, clock: FixedClock) -> None:
    note(database, clock, "holder:12")
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.execute(text("DROP TRIGGER journal_entry_no_update"))
        else:
            connection.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER ALL"))
        connection.execute(text("UPDATE journal_entry SET reason = 'forged' WHERE sequence = 2"))
    assert "The chain is broken at line 2." in auditor.get("/office/journal?check=all").text


def test_the_whole_journal_can_be_taken_away(auditor: PageClient, database: Database, clock: FixedClock) -> None:
    note(database, clock, "holder:12")
    lines = auditor.download("/office/journal.jsonl").get_data().splitlines()
    with database.read_only(SYSTEM, clock.now()) as work:
        assert lines == [line.strip() for line in journal.export_lines(work.session)]


def test_the_secretary_does_not_read_the_journal_and_the_auditor_not_the_outbox(
    app: Flask, auditor: PageClient
) -> None:
    auditor.get("/office/outbox", status=403)
    assert a_browser(app).get("/office/journal").heading == "Sign in"


def test_the_secretary_sees_what_waits_and_what_failed_and_tries_again(
    secretary: PageClient, database: Database, clock: FixedClock
) -> None:
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        enqueue_many(work, [a_message(), a_message("gone@ambora.example")])
        work.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.to_address == "gone@ambora.example")
            .values(state="dead", last_error="550 no such mailbox", attempts=1),
        )
    page = secretary.get("/office/outbox")
    assert "550 no such mailbox" in page.text
    action = next(each.get("action") for each in page.tree.iter("form") if "try-again" in (each.get("action") or ""))
    assert action is not None
    page = secretary.post(action)
    assert "The mail waits to be sent again." in page.text
    assert "No mail has failed" in page.text
    secretary.post(action, status=404)


def test_a_silent_mail_server_is_one_line_on_the_page(
    secretary: PageClient, database: Database, clock: FixedClock
) -> None:
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        queue.server_failed(work, "connection refused")
    text_of_page = secretary.get("/office/outbox").text
    assert "The mail server has not answered since Monday 1 June 2026 at 14:00 (connection refused)." in text_of_page
    assert "Nothing is lost" in text_of_page


def test_the_outbox_never_shows_a_personal_link(secretary: PageClient, database: Database, clock: FixedClock) -> None:
    path = a_link(database, clock.now())
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        enqueue(work, a_message(template="invitation", link_id=1))
        work.session.execute(update(OutboxMessage).values(state="dead", last_error="550 no"))
    assert path not in secretary.get("/office/outbox").html


def test_the_inbox_of_the_demo_shows_the_mails_and_their_link(
    app: Flask, database: Database, clock: FixedClock, settings: Settings
) -> None:
    path = a_link(database, clock.now(), next_path="/my/devices")
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        enqueue(work, a_message(template="invitation", language=Language.NL, link_id=1))
        enqueue(work, a_message("bart@ambora.example"))
    browser = a_browser(app)
    assert "No mail here" in browser.get("/inbox").text
    a_worker(database, clock, settings, InboxTransport()).run_once()
    assert "anna.peeters@ambora.example" not in browser.get("/inbox?q=bart").text
    page = browser.get("/inbox?q=anna+invitation")
    assert "1 mail" in page.text
    for words in ("uitnodiging", "invitation à", "einladung"):
        assert "1 mail" in browser.get("/inbox", query_string={"q": words}).text, words
    page = browser.get(next(href for href in page.links().values() if href.startswith("/inbox/")))
    assert page.heading.startswith("Stem tot 1 juni")
    assert page.links()["Open the personal link"] == path
    browser.post(path)
    assert browser.get("/my/devices").heading == "Where you are signed in"
    browser.get("/inbox/999", status=404)


@pytest.mark.parametrize("words", ["\u00e9" * 30_000, "a " * 20_000])
def test_a_search_without_end_finds_nothing_in_the_inbox(app: Flask, words: str) -> None:
    page = a_browser(app).get("/inbox", query_string={"q": words})
    assert "No mail here" in page.text


def test_outside_of_a_demo_there_is_no_inbox(settings: Settings, database: Database, clock: FixedClock) -> None:
    from govapp.web.app import create_app

    app = create_app(settings.model_copy(update={"demo": False}), database=database, clock=clock)
    a_browser(app).get("/inbox", status=404)
    a_browser(app).get("/inbox/1", status=404)


def test_the_facts_of_a_line_stand_in_the_readers_language_and_way_of_writing(
    auditor: PageClient, database: Database, clock: FixedClock
) -> None:
    facts: dict[str, FactValue] = {"paid_in_cents": 300000, "effective_date": "2026-06-01", "shares": 1000}
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        journal.record(work, SharesTag.SHARES_ISSUED, SubjectRef("holder:12"), facts=facts)
    auditor.post("/language", {"language": "nl", "next": "/office/journal"})
    page = auditor.get("/office/journal?subject=holder:12")
    assert "aandelen 1.000 gestort € 3.000,00 ingangsdatum 01/06/2026" in page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_refusal_keeps_the_code_by_which_it_is_looked_for(
    auditor: PageClient, database: Database, clock: FixedClock
) -> None:
    note(database, clock, "paper:9", result="voting_closed")
    assert "refused voting_closed" in auditor.get("/office/journal?subject=paper:9").text

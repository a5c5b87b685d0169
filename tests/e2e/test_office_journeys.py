"""Officers at work on a screen of 390 pixels with the keyboard alone, each in the four languages."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from govapp.accounts.phone import code_at
from govapp.accounts.rules import FRESH_SIGN_IN
from govapp.assembly.votes.rules.states import VoteState
from govapp.audit.models import JournalEntryRecord
from govapp.ballots.queries import list_trustees
from govapp.ballots.rules import PaperState
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import LANGUAGES, Language
from govapp.request_context import LANGUAGE_COOKIE
from pybelenios.trustees import make_trustee_key
from tests.e2e.conftest import Phone, ballot_with_key_holder
from tests.e2e.keyboard import Desk, plain, sentence
from tests.e2e.test_key_holders import close_with
from tests.factories.accounts import PASSWORD, PHONE_SECRET, OfficerHandle, an_officer
from tests.factories.assembly import FOR, TITLE, Meeting, created
from tests.factories.ballots import AGAINST, SECRETARY
from tests.factories.sample_cooperative import HEAD
from tests.factories.shares import register_some

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("language", list(Language)),
]

CLOSING = 'Everybody in the room has voted.\nNobody waits, "not even" <Lieve>.'
SHARE_THAT_COUNTS = {
    Language.NL: "80,0% van de stemmen die meetellen",
    Language.FR: "80,0 % des voix prises en compte",
    Language.EN: "80.0% of the votes that count",
    Language.DE: "80,0 % der gewerteten Stimmen",
}


def sign_in(phone: Phone, officer: OfficerHandle, clock: FixedClock, language: Language) -> Desk:
    """Come in anew with password and phone, by keyboard; from then on the pages speak the officer's language."""
    phone.context.clear_cookies()
    clock.advance(timedelta(seconds=30))
    phone.open("/office/sign-in")
    keys = Desk(phone.page, language=language)
    keys.write("[name=email]", officer.email)
    keys.write("[name=password]", PASSWORD)
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_url("**/sign-in/code**")
    keys.write("[name=code]", code_at(PHONE_SECRET, clock.now()))
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_url(lambda url: "/sign-in" not in url)
    assert phone.page.get_attribute("html", "lang") == language
    return keys


def test_the_secretary_writes_opens_closes_and_announces(
    phone: Phone, database: Database, clock: FixedClock, language: Language
) -> None:
    secretary = an_officer(database, clock.now(), Role.SECRETARY, language=language)
    meeting = created(database, clock)
    keys = sign_in(phone, secretary, clock, language)
    keys.follow(str(TITLE.in_language(language)))
    phone.page.wait_for_url(f"**/assemblies/{meeting.id}")
    _write_the_agenda(phone, keys)
    _say_yes(keys, "Lock the agenda")
    keys.sees("The agenda is locked and public, and the voting list is frozen.")
    clock.set(meeting.vote_row().opens_at)
    phone.page.reload()
    _say_yes(keys, "Open voting")
    keys.sees("Voting is open")
    meeting.vote(*[(FOR,)] * 4, (AGAINST,))
    clock.advance(FRESH_SIGN_IN)
    phone.page.reload()
    _say_yes(keys, "Ask to close it", "Close voting now…", reason=CLOSING)
    _confirm(keys, clock)
    keys.sees("Voting is still open: a second person has to confirm that it closes early.")
    auditor = an_officer(database, clock.now(), Role.AUDITOR, email="auditor@ambora.example", language=language)
    _agree_to_close(sign_in(phone, auditor, clock, language), meeting)
    keys = sign_in(phone, secretary, clock, language)
    phone.open(f"/office/assemblies/{meeting.id}")
    _say_yes(keys, "Announce the result")
    keys.sees("The result is announced")
    assert meeting.vote_row().state is VoteState.ANNOUNCED
    with database.read_only(SECRETARY, clock.now()) as work:
        reasons = work.session.scalars(select(JournalEntryRecord.reason)).all()
    assert any(each.endswith(CLOSING) for each in reasons), "with the lines that were typed"
    _everybody_reads_it(phone, meeting, language)


def _write_the_agenda(phone: Phone, keys: Desk) -> None:
    keys.choose("for decision")
    phone.page.wait_for_url("**/items/new/decision")
    # One language is shown at a time, the officer's own first; the next is one key away.
    place = LANGUAGES.index(keys.language)
    for language in (*LANGUAGES[place:], *LANGUAGES[:place]):
        if language is not keys.language:
            keys.press("[name=showing]", "ArrowRight")
        keys.write(f"[name=title_{language.value}]", f"Accounts ({language.value})")
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_url(lambda url: "/items/" not in url)
    assert f"Accounts ({keys.language})" in keys.said


def _say_yes(keys: Desk, label: str, opener: str = "", reason: str = "") -> None:
    """Open the question, and answer it with the button that repeats the verb."""
    keys.choose(opener or f"{label}…")
    if reason:
        keys.write("details[open] textarea", reason)
    keys.choose(label)


def _confirm(keys: Desk, clock: FixedClock) -> None:
    """Meet the page that asks for a fresh code, and go on with what was filled in before it."""
    keys.sees("Confirm with a code")
    assert keys.page.evaluate("document.documentElement.scrollWidth") <= keys.page.evaluate("window.innerWidth")
    keys.write("[name=confirming_code]", code_at(PHONE_SECRET, clock.now()))
    keys.choose("Confirm and go on")


def _agree_to_close(keys: Desk, meeting: Meeting) -> None:
    keys.page.goto(keys.page.url.split("/office")[0] + f"/office/closings/{meeting.vote_row().prepared_paper_uuid}")
    _say_yes(keys, "Confirm and close the voting", "Confirm…")
    keys.sees("Voting is closed. Everybody on the voting list is told, with the reason.")


def _everybody_reads_it(phone: Phone, meeting: Meeting, language: Language) -> None:
    phone.context.clear_cookies()
    phone.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": language.value, "url": phone.address}])
    phone.open(f"/assemblies/{meeting.id}/result")
    said = plain(phone.page.inner_text("main"))
    assert f"{sentence('verdict.adopted', language)} 4 " in said
    assert SHARE_THAT_COUNTS[language] in said
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= phone.page.evaluate("window.innerWidth")


def test_a_scrutineer_makes_a_key_and_decrypts_with_it(
    phone: Phone, database: Database, clock: FixedClock, tmp_path: Path, language: Language
) -> None:
    holder = an_officer(database, clock.now(), Role.SCRUTINEER, language=language)
    hall = ballot_with_key_holder(database, clock, holder)
    keys = sign_in(phone, holder, clock, language)
    keys.choose("Make my key")
    phone.page.wait_for_url("**/key")
    with phone.page.expect_download() as download:
        keys.press("#make")
    key_file = tmp_path / download.value.suggested_filename
    download.value.save_as(key_file)
    keys.give("#key-file", key_file)
    expect(phone.page.locator("#hand-in")).to_be_enabled()
    keys.press("#hand-in")
    phone.page.wait_for_url(f"**/office/papers/{hall.uuid}")
    close_with(hall, FOR, FOR, AGAINST)
    keys = sign_in(phone, holder, clock, language)
    keys.choose("Decrypt my share")
    phone.page.wait_for_url("**/decrypt")
    expect(phone.page.locator("#trustee")).to_be_visible()
    wrong = tmp_path / "other.json"
    wrong.write_text(make_trustee_key().private_file(), encoding="ascii")
    keys.give("#key-file", wrong)
    keys.press("#decrypt")
    with database.read_only(SECRETARY, clock.now()) as work:
        mark = list_trustees(work.session, hall.paper().id)[0].key_mark
    why = keys.read("This file is not the key of this vote. The right one ends in %(key_mark)s.", key_mark=mark)
    expect(phone.page.locator("#key-file-why")).to_have_text(why)
    keys.give("#key-file", key_file)
    keys.press("#decrypt")
    phone.page.wait_for_url(f"**/office/papers/{hall.uuid}")
    assert hall.paper().state is PaperState.COUNTED


def test_the_registrar_imports_searches_and_exports(
    phone: Phone, database: Database, clock: FixedClock, tmp_path: Path, language: Language
) -> None:
    registrar = an_officer(database, clock.now(), Role.REGISTRAR, language=language)
    register_some(database, clock, 3)
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(
        f"{HEAD}9001;natural;Claes;Ann;A;nl;issue;2;2026-05-02\n9002;natural;Maes;Jo;C;fr;issue;1;2026-05-02\n",
        encoding="utf-8",
    )
    bad.write_text(
        f"{HEAD}9001;natural;Claes;Ann;X;nl;issue;2;2026-05-02\n9002;natural;Maes;Jo;C;fr;issue;-1;2026-05-32\n",
        encoding="utf-8",
    )
    keys = sign_in(phone, registrar, clock, language)
    keys.choose("Import")
    phone.page.wait_for_url("**/register/import")
    _import(phone, keys, bad, good)
    _search(phone, keys)
    _export(phone, keys)
    with database.read_only(SECRETARY, clock.now()) as work:
        reasons = work.session.scalars(select(JournalEntryRecord.reason)).all()
    assert "Request of shareholder 9001" in reasons


def _import(phone: Phone, keys: Desk, bad: Path, good: Path) -> None:
    keys.give("[name=file]", bad)
    keys.choose("Check the file")
    keys.sees(
        "Nothing was imported: %(count)s row has an error. Mend it and try again.",
        "Nothing was imported: %(count)s rows have an error. Mend them and try again.",
        2,
        count=2,
    )
    rows = [row.inner_text().split() for row in phone.page.locator("main tbody tr").all()]
    assert [row[:2] for row in rows] == [["2", "category"], ["3", "shares"], ["3", "effective_date"]]
    keys.choose("Send another file")
    phone.page.wait_for_url("**/register/import")
    keys.give("[name=file]", good)
    keys.choose("Check the file")
    phone.page.wait_for_url("**/register/import/*")
    assert keys.read("Together") + " 2 3" in keys.said
    keys.press("[name=seen]", "Space")
    keys.choose("Import all of it")
    phone.page.wait_for_url("**/office/holders")
    keys.sees("%(count)s shareholder was imported.", "%(count)s shareholders were imported.", 2, count=2)
    keys.sees("%(count)s shareholder", "%(count)s shareholders", 5, count=5)


def _search(phone: Phone, keys: Desk) -> None:
    keys.write("[name=q]", "Claes")
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_url("**q=Claes**")
    keys.follow("Claes, Ann")
    phone.page.wait_for_url("**/office/holders/*")
    assert phone.page.inner_text("h1") == "Ann Claes"
    phone.page.go_back()


def _export(phone: Phone, keys: Desk) -> None:
    keys.follow(keys.read("Export this line", "Export these %(count)s lines"))
    keys.press("[name=format]", "ArrowDown")
    keys.write("[name=purpose]", "Request of shareholder 9001")
    with phone.page.expect_download() as download:
        phone.page.keyboard.press("Enter")
    text = download.value.path().read_text(encoding="utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert heading[1] == keys.read("Name")
    assert [row[1] for row in rows] == ["Claes"]

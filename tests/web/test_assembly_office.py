"""The secretariat at work in a browser without script: from a new assembly to the announcement."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from govapp.assembly.agenda.models import AgendaItem
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.service import Remind, remind
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, an_officer, let_in, officer_browser
from tests.factories.assembly import BALLOTS, counted, written
from tests.factories.ballots import scrutineers
from tests.web.page import Page, PageClient

# What the pages read and write is tested on both databases in tests/integration; here one is enough.


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    """Return a browser in which a secretary is signed in."""
    return officer_browser(app, database, clock, Role.SECRETARY)


def head(**changes: str) -> dict[str, str]:
    """Return the fields of a new assembly."""
    return {
        "title_en": "General assembly 2026",
        "title_fr": "Assemblée générale 2026",
        "held_on": "2026-06-17",
        "place_en": "Brussels, 17:30",
        "record_date": "2026-05-15",
        "opens_at": "2026-06-01T16:00",
        "closes_at": "2026-06-17T18:00",
        "version": "0",
        "accepts": "y",
    } | changes


def test_a_secretary_makes_an_assembly_and_writes_its_agenda(secretary: PageClient) -> None:
    assert "No assembly yet" in secretary.get("/office/assemblies").text
    secretary.get("/office/assemblies/new")
    sheet = secretary.post("/office/assemblies/new", head())
    assert sheet.heading == "General assembly 2026"
    assert "Dutch missing" in sheet.text
    secretary.get("/office/assemblies/1/items/new/decision")
    fields = {"number": "1", "title_en": "Accounts", "title_fr": "Comptes", "method": "decision"}
    sheet = secretary.post("/office/assemblies/1/items/new/decision", fields)
    assert "Item 1 lacks a text in: NL, DE." in sheet.text
    assert "The agenda is whole: 1 items." in sheet.text


def test_dates_are_proposed_for_a_day_and_taken_as_they_are(secretary: PageClient) -> None:
    page = secretary.get("/office/assemblies/new?day=2026-09-10")
    assert page.one("input", name="held_on").get("value") == "2026-09-10"
    assert page.one("input", name="opens_at").get("value") == "2026-08-20T09:00"
    assert page.one("input", name="record_date").get("value") == "2026-08-20"
    assert not page.all("input", name="accepts")
    proposed = {name: page.one("input", name=name).get("value") or "" for name in ("held_on", "opens_at", "closes_at")}
    fields = head(accepts="", record_date="2026-08-20", **proposed)
    sheet = secretary.post("/office/assemblies/new", fields)
    assert sheet.heading == "General assembly 2026"
    assert '<svg viewBox="0 0 320 56" role="img"' in sheet.html
    assert "25 August 2026 at the latest" in sheet.text


def test_a_meeting_in_three_days_comes_back_with_the_day_that_would_be_right(secretary: PageClient) -> None:
    days = {"held_on": "2026-06-04", "record_date": "2026-06-01", "closes_at": "2026-06-03T18:00"}
    page = secretary.post("/office/assemblies/new", head(accepts="", **days), status=422)
    assert "19 May 2026 at the latest" in page.text
    assert "17 June 2026 or later" in page.text
    assert page.one("input", name="title_en").get("value") == "General assembly 2026"
    assert not page.all("input", name="accepts"), "nothing mends it but another day"
    secretary.post("/office/assemblies/new", head(accepts="y", **days), status=422)
    assert "No assembly yet" in secretary.get("/office/assemblies").text


def test_a_meeting_whose_notice_may_have_left_keeps_its_day_and_gets_no_earlier_one(
    secretary: PageClient, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    row = meeting.row()
    assert row.held_on == date(2026, 6, 15), "two days too early for a notice that leaves today"
    path, kept = f"/office/assemblies/{meeting.id}/edit", {"version": str(row.version), "held_on": "2026-06-15"}
    kept["closes_at"] = "2026-06-15T12:00"
    assert secretary.get(path).all("input", name="accepts")
    page = secretary.post(path, head(**kept, accepts="y"))
    assert "17 June 2026 or later" in page.text, "the run sheet goes on saying it"
    secretary.post(path, head(**kept | {"version": str(meeting.row().version), "held_on": "2026-06-14"}), status=422)


def test_other_dates_than_those_of_law_and_statutes_are_kept_when_somebody_says_so(secretary: PageClient) -> None:
    late = {"opens_at": "2026-06-10T16:00"}
    page = secretary.post("/office/assemblies/new", head(accepts="", **late), status=422)
    assert page.all("input", name="accepts")
    assert secretary.post("/office/assemblies/new", head(accepts="y", **late)).heading == "General assembly 2026"


def test_a_new_assembly_is_made_from_an_earlier_one_without_typing(
    secretary: PageClient, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    sheet = secretary.get(f"/office/assemblies/{meeting.id}")
    assert sheet.all("a", href=f"/office/assemblies/new?source={meeting.id}")
    page = secretary.get(f"/office/assemblies/new?source={meeting.id}")
    names = [*head(), "copies"]
    fields = {name: page.one("input", name=name).get("value") or "" for name in names if name != "accepts"}
    assert fields["title_en"] == "General assembly 2027"
    assert fields["held_on"] == "2027-06-14"
    made = secretary.post("/office/assemblies/new", fields)
    assert made.heading == "General assembly 2027"
    assert "Approval of the annual accounts 2026" in made.text
    secretary.get("/office/assemblies/new?source=99", status=404)


def test_before_the_lock_the_page_is_seen_as_everybody_will_see_it(
    secretary: PageClient, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    path = f"/office/assemblies/{meeting.id}/preview"
    assert secretary.get(f"/office/assemblies/{meeting.id}").all("a", href=path)
    assert "Amina Benali" in secretary.get(path).text
    meeting.lock()
    meeting.cancel()
    assert "Amina Benali" in secretary.get(path).text


def test_a_day_that_is_none_proposes_nothing(secretary: PageClient) -> None:
    assert not secretary.get("/office/assemblies/new?day=soon").one("input", name="held_on").get("value")


def test_a_secretary_deletes_a_draft_for_a_reason(secretary: PageClient) -> None:
    secretary.post("/office/assemblies/new", head())
    assert "Say why." in secretary.post("/office/assemblies/1/delete", {"delete-reason": " "}).text
    assert "1,000 characters" in secretary.post("/office/assemblies/1/delete", {"delete-reason": "x" * 1001}).text
    secretary.post("/office/assemblies/1/delete", {"delete-reason": "A rehearsal"})
    assert "No assembly yet" in secretary.get("/office/assemblies").text
    secretary.get("/office/assemblies/1", status=404)


def test_locking_says_that_it_publishes_the_agenda(
    secretary: PageClient, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    sheet = secretary.get(f"/office/assemblies/{meeting.id}")
    assert "Locking publishes the agenda" in sheet.text


def test_every_kind_of_item_has_its_own_form(secretary: PageClient) -> None:
    secretary.post("/office/assemblies/new", head())
    for kind, field in (
        ("information", None),
        ("acknowledgement", None),
        ("election", "seats"),
        ("strategy", "threshold"),
    ):
        page = secretary.get(f"/office/assemblies/1/items/new/{kind}")
        assert bool(page.all("input", name="seats")) is (field == "seats")
        assert bool(page.all("select", name="threshold")) is (field == "threshold")
    secretary.get("/office/assemblies/1/items/new/nonsense", status=404)


def _value(page: Page, name: str) -> str:
    return page.one("input", name=name).get("value") or ""


def test_two_secretaries_editing_one_item_keep_what_both_typed(
    app: Flask, database: Database, clock: FixedClock, secretary: PageClient
) -> None:
    meeting = written(database, clock)
    item = meeting.items()[1].id
    colleague = a_browser(app)
    let_in(colleague, an_officer(database, clock.now(), Role.SECRETARY, email="k@ambora.example", name="Karel"), clock)
    path = f"/office/assemblies/{meeting.id}/items/{item}"
    version = _value(secretary.get(path), "version")
    fields = {"version": version, "method": "decision"}
    colleague.post(path, fields | {"title_en": "Theirs"})
    page = secretary.post(path, fields | {"title_en": "Mine"}, status=422)
    assert "Karel changed this at" in page.text
    assert _value(page, "title_en") == "Mine"
    page = secretary.post(path, fields | {"title_en": "Mine", "version": _value(page, "version")})
    assert meeting.items()[1].item.title.en == "Mine"


def test_a_double_press_of_add_is_told_so_and_adds_nothing(secretary: PageClient) -> None:
    secretary.post("/office/assemblies/new", head())
    fields = {"number": "1", "title_en": "Accounts", "method": "decision"}
    secretary.post("/office/assemblies/1/items/new/decision", fields)
    page = secretary.post("/office/assemblies/1/items/new/decision", fields, status=422)
    assert "already did this" in page.text


def test_faults_in_a_form_are_listed_above_it_and_nothing_is_lost(secretary: PageClient) -> None:
    page = secretary.post("/office/assemblies/new", head(closes_at="2026-05-01T10:00"), status=422)
    assert "The dates do not fit together." in page.text
    assert _value(page, "place_en") == "Brussels, 17:30"
    page = secretary.post("/office/assemblies/new", head(held_on=""), status=422)
    assert "problem on this page" in page.text


def test_from_lock_to_announcement_in_the_browser(
    app: Flask, database: Database, clock: FixedClock, secretary: PageClient
) -> None:
    meeting = written(database, clock)
    base = f"/office/assemblies/{meeting.id}"
    sheet = secretary.get(base)
    sheet = secretary.post(f"{base}/lock", {"version": _value(sheet, "version"), "extension_days": "1"})
    assert "The agenda is locked and public, and the voting list is frozen." in sheet.text
    assert "The voting list is frozen: 6 shareholders, one vote each." in sheet.text
    assert "This server holds a key." in sheet.text
    assert "You can open the voting when nothing above waits." in sheet.text
    assert "Voting opens on" in secretary.post(f"{base}/open").text
    clock.set(meeting.vote_row().opens_at)
    assert secretary.get(base).all("form", action=f"{base}/open")
    sheet = secretary.post(f"{base}/open")
    assert "Voting is open. Invitations by e-mail: 6; to write by post: 0." in sheet.text
    assert "already did this" in secretary.post(f"{base}/open").text
    meeting.vote(*BALLOTS)
    sheet = secretary.get(base)
    assert "Have voted 5 of 6 who may vote" in sheet.text
    hours = sheet.one("section", **{"aria-labelledby": "hours"})
    assert [cell.text for cell in hours.iter() if cell.tag.endswith("td")] == ["5", "0"]
    assert len([bar for bar in hours.iter() if bar.tag.endswith("rect")]) == 2
    _no_direction(sheet)
    assert (
        secretary.post(f"{base}/close", {"reason_en": ""}, status=422)
        .one("textarea", name="reason_nl")
        .get("aria-invalid")
    )
    sheet = secretary.post(f"{base}/close", {"reason_en": "The hall has to be left"})
    assert sheet.all("a", href=f"/office/closings/{meeting.vote_row().paper_uuid}")
    meeting.confirm_closing()
    sheet = secretary.get(base)
    assert "Only officers can see the result until it is announced." in sheet.text
    assert "Adopted" in secretary.get(f"{base}/result").text
    page = secretary.post(f"{base}/announce")
    assert page.heading == "Result of the vote of 15 June 2026"
    assert "already did this" in secretary.post(f"{base}/announce").text


def test_a_secretary_reminds_those_who_have_not_voted_once_a_day(
    database: Database, clock: FixedClock, secretary: PageClient
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    base = f"/office/assemblies/{meeting.id}"
    assert "Reminders can be sent only while people can vote." in secretary.post(f"{base}/remind").text
    meeting.open()
    meeting.vote(*BALLOTS)
    sheet = secretary.get(base)
    assert "1 shareholder has not voted yet. No reminder was sent yet." in sheet.text
    assert sheet.all("form", action=f"{base}/remind")
    sheet = secretary.post(f"{base}/remind")
    assert "At most 1 reminder will be sent: whoever votes before it is written gets none." in sheet.text
    assert "The last reminder was started on" in sheet.text
    assert "The next reminder can be sent from" in sheet.text
    assert not sheet.all("form", action=f"{base}/remind")
    assert "Nothing was sent twice." in secretary.post(f"{base}/remind").text


@pytest.mark.parametrize(("passed", "is_offered"), [(timedelta(days=1), True), (timedelta(days=14), False)])
def test_the_reminder_is_offered_again_the_next_day_and_not_after_the_closing_hour(
    app: Flask, database: Database, clock: FixedClock, passed: timedelta, is_offered: bool
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    with meeting.at() as work:
        remind(work, Remind(meeting.id))
    clock.advance(passed)
    secretary = officer_browser(app, database, clock, Role.SECRETARY)
    base = f"/office/assemblies/{meeting.id}"
    assert bool(secretary.get(base).all("form", action=f"{base}/remind")) is is_offered


def test_an_auditor_reads_how_many_have_not_voted_and_reminds_nobody(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    auditor = officer_browser(app, database, clock, Role.AUDITOR)
    base = f"/office/assemblies/{meeting.id}"
    sheet = auditor.get(base)
    assert "6 shareholders have not voted yet." in sheet.text
    assert not sheet.all("form", action=f"{base}/remind")
    auditor.post(f"{base}/remind", status=403)


def _no_direction(page: Page) -> None:
    assert not re.search(r"\b\d for\b", page.text)


def test_the_locked_agenda_offers_no_editing(database: Database, clock: FixedClock, secretary: PageClient) -> None:
    meeting = written(database, clock)
    meeting.lock()
    base = f"/office/assemblies/{meeting.id}"
    assert not secretary.get(base).all("form", action=f"{base}/documents")
    page = secretary.get(f"{base}/items/{meeting.items()[1].id}")
    assert "The agenda is locked" in page.text
    secretary.post(f"{base}/items/{meeting.items()[1].id}/remove", status=409)


def test_scrutineers_are_chosen_as_key_holders_when_the_agenda_is_locked(
    database: Database, clock: FixedClock, secretary: PageClient
) -> None:
    holder = an_officer(database, clock.now(), Role.SCRUTINEER, email="n@ambora.example", name="Nadia El Khatib")
    meeting = written(database, clock)
    base = f"/office/assemblies/{meeting.id}"
    sheet = secretary.get(base)
    assert "Nadia El Khatib" in sheet.text
    sheet = secretary.post(
        f"{base}/lock", {"version": _value(sheet, "version"), "trustees": str(holder.id), "extension_days": "1"}
    )
    assert "Keys: 0 of 1 are made." in sheet.text
    assert "key awaited" in sheet.text


@pytest.mark.parametrize("needed", ["1", "4", "10"])
def test_as_many_keys_are_needed_as_keep_a_secret_and_can_come_together(
    database: Database, clock: FixedClock, secretary: PageClient, needed: str
) -> None:
    holders = scrutineers(database, clock, 3)
    meeting = written(database, clock)
    base = f"/office/assemblies/{meeting.id}"
    sheet = secretary.get(base)
    assert _value(sheet, "needed") == "2"
    fields = {"version": _value(sheet, "version"), "trustees": [str(each.id) for each in holders]}
    refused = secretary.post(f"{base}/lock", {**fields, "extension_days": "1", "needed": needed})
    assert "between 2 and 3" in refused.text
    assert meeting.vote_row().state is VoteState.DRAFT
    locked = secretary.post(f"{base}/lock", {**fields, "extension_days": "1", "needed": "3"})
    assert "All 3 keys are needed to count" in locked.text


def test_a_form_that_cannot_be_taken_says_so_and_changes_nothing(
    database: Database, clock: FixedClock, secretary: PageClient
) -> None:
    meeting = written(database, clock)
    base = f"/office/assemblies/{meeting.id}"
    sheet = secretary.post(
        f"{base}/lock", {"version": _value(secretary.get(base), "version"), "trustees": "99", "extension_days": "1"}
    )
    assert "The people who can hold a key have changed, so nothing was locked." in sheet.text
    assert meeting.vote_row().state is VoteState.DRAFT
    meeting.lock()
    meeting.open()
    secretary.post(f"{base}/close", {"reason_en": "x" * 1001}, status=422)
    assert meeting.vote_row().state is VoteState.OPEN


def test_missing_texts_are_waived_in_the_name_of_the_secretary_or_nothing_is_locked(
    database: Database, clock: FixedClock, secretary: PageClient
) -> None:
    meeting = written(database, clock)
    base = f"/office/assemblies/{meeting.id}"
    assert not secretary.get(base).all("input", name="waives_gaps")
    first = meeting.items()[0]
    with meeting.at() as work:
        work.session.get_one(AgendaItem, first.id).summary = {"nl": "Kort"}
    fields = {"version": str(meeting.row().version), "extension_days": "1"}
    assert secretary.get(base).all("input", name="waives_gaps")
    secretary.post(f"{base}/lock", fields)
    assert meeting.vote_row().state is VoteState.DRAFT
    sheet = secretary.post(f"{base}/lock", fields | {"waives_gaps": "y"})
    assert meeting.vote_row().state is VoteState.LOCKED
    assert f"{first.item.number} (FR, EN, DE)" in sheet.text


def test_before_the_locking_nobody_is_written_to_by_post_and_then_only_who_has_no_address(
    database: Database, clock: FixedClock, secretary: PageClient
) -> None:
    meeting = written(database, clock)
    assert secretary.get(f"/office/assemblies/{meeting.id}/post", status=404)
    meeting.lock()
    page = secretary.get(f"/office/assemblies/{meeting.id}/post")
    assert not [link for link in page.all("a") if "/office/holders/" in (link.get("href") or "")]


def test_an_auditor_reads_and_has_no_buttons(app: Flask, database: Database, clock: FixedClock) -> None:
    auditor = officer_browser(app, database, clock, Role.AUDITOR)
    meeting = counted(database, clock)
    base = f"/office/assemblies/{meeting.id}"
    auditor.get("/office/assemblies")
    sheet = auditor.get(base)
    assert not sheet.all("form", action=f"{base}/announce")
    auditor.get(f"{base}/result")
    auditor.post(f"{base}/announce", status=403)


def test_what_is_not_there_is_a_kind_page(secretary: PageClient) -> None:
    assert "We cannot find this assembly." in secretary.get("/office/assemblies/99", status=404).text
    secretary.post("/office/assemblies/new", head())
    secretary.get("/office/assemblies/1/items/99", status=404)


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_the_run_sheet_is_read_in_every_language(
    database: Database, clock: FixedClock, secretary: PageClient, language: str
) -> None:
    meeting = counted(database, clock)
    secretary.post("/language", {"language": language, "next": "/"})
    page = secretary.get(f"/office/assemblies/{meeting.id}")
    assert page.tree.get("lang") == language
    result = secretary.get(f"/office/assemblies/{meeting.id}/result")
    assert "Elected" not in result.text


def test_titles_of_a_meeting_that_is_made_twice_are_refused(secretary: PageClient) -> None:
    secretary.post("/office/assemblies/new", head())
    page = secretary.post("/office/assemblies/new", head(), status=422)
    assert "exists already" in page.text


def test_the_head_of_a_draft_can_be_changed(secretary: PageClient) -> None:
    secretary.post("/office/assemblies/new", head())
    page = secretary.get("/office/assemblies/1/edit")
    assert _value(page, "opens_at") == "2026-06-01T16:00"
    sheet = secretary.post("/office/assemblies/1/edit", head(place_en="Ghent", version=_value(page, "version")))
    assert "Ghent" in sheet.text
    page = secretary.post("/office/assemblies/1/edit", head(place_en="Liège", version="1"), status=422)
    assert "changed this" in page.text

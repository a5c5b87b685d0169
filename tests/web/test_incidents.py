"""The pages of incidents: written down by whoever sees it, read by everybody, told and extended by the secretary."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from govapp.accounts.queries import find_officer_by_email
from govapp.accounts.service import suspend
from govapp.ballots.queries import get_hours
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import LANGUAGES, Texts
from tests.factories.accounts import a_browser, an_officer, let_in
from tests.factories.assembly import BALLOTS, Meeting, written
from tests.web.page import Page, PageClient

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WHAT = "The site could not be reached on Tuesday."
WHO = "Everybody who may vote"
OVER = "The site answers again."
HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} %(name)s & \u202eevil"


@dataclass(frozen=True)
class Office:
    """An assembly that votes, the browsers of three officers, and the address of its incidents."""

    meeting: Meeting
    secretary: PageClient
    scrutineer: PageClient
    auditor: PageClient
    page: str

    def local(self, later: timedelta = timedelta()) -> str:
        """Return a moment as a field for moments takes it."""
        return on_the_wall(self.meeting.clock.now() + later)

    def report(self, browser: PageClient, status: int = 200, number: int = 1, **changes: str) -> Page:
        """Write down an incident."""
        fields = {"number": str(number), "kind": "site", "happened_en": WHAT, "affected_en": WHO, "since": self.local()}
        browser.get(self.page)
        return browser.post(self.page, fields | changes, status=status)


def on_the_wall(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("Europe/Brussels")).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def office(app: Flask, database: Database, clock: FixedClock) -> Office:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    meeting.vote(*BALLOTS)
    browsers = []
    for role in (Role.SECRETARY, Role.SCRUTINEER, Role.AUDITOR):
        browsers.append(a_browser(app))
        let_in(
            browsers[-1],
            an_officer(database, clock.now(), role, email=f"{role}@ambora.example", name=f"{role.title()} Person"),
            clock,
        )
    secretary, scrutineer, auditor = browsers
    uuid = meeting.vote_row().prepared_paper_uuid
    return Office(meeting, secretary, scrutineer, auditor, f"/office/incidents/{uuid}")


def message_fields(page: Page, place: int = 1) -> dict[str, str]:
    """Return the mail as the page proposes it."""
    fields = {"place": str(place)}
    for language in LANGUAGES:
        fields[f"subject_{language}"] = page.one("input", name=f"subject_{language}").get("value") or ""
        fields[f"body_{language}"] = page.one("textarea", name=f"body_{language}").text or ""
    return fields


def sent_on(page: Page) -> dict[str, str]:
    """Return what the question sends when it is answered with yes."""
    return {each.get("name") or "": each.get("value") or "" for each in page.all("input", type="hidden")}


def test_what_a_scrutineer_writes_down_everybody_reads_at_once(app: Flask, office: Office) -> None:
    paper = office.page.replace("incidents", "papers")
    assert [link for link in office.scrutineer.get(paper).all("a") if link.get("href") == office.page]
    office.report(office.scrutineer)
    office.scrutineer.get(f"{office.page}/1")
    office.scrutineer.post(f"{office.page}/1/notes", {"place": "1", "text_en": OVER, "ended_at": ""})
    visitor = a_browser(app)
    for path in ("/", f"/assemblies/{office.meeting.id}"):
        said = visitor.get(path).text
        assert WHAT in said
        assert WHO in said
        assert OVER in said
    sheet = office.secretary.get(f"/office/assemblies/{office.meeting.id}")
    assert [link for link in sheet.all("a") if link.get("href") == f"{office.page}/1"]
    office.meeting.close()
    office.meeting.announce()
    assert WHAT in visitor.get(f"/assemblies/{office.meeting.id}/result").text


def test_words_in_two_languages_are_shown_to_each_reader_and_marked_for_the_others(app: Flask, office: Office) -> None:
    french = "Le site était inaccessible mardi."
    office.report(office.scrutineer, happened_en=WHAT, happened_fr=french, affected_fr="Tout le monde")
    for language, wanted, foreign in (
        ("en", WHAT, None),
        ("fr", french, None),
        ("nl", french, "fr"),
        ("de", french, "fr"),
    ):
        page = a_browser(app).get(f"/assemblies/{office.meeting.id}", headers={"Accept-Language": language})
        (said,) = [each for each in page.all("bdi") if each.text == wanted]
        around = next(each for each in page.all("span") if said in list(each))
        assert around.get("lang") == foreign
        flags = [each for each in page.one("section", id="incidents").iter() if each.get("class") == "only"]
        assert (foreign is None) == (not flags)


def test_names_of_officers_stay_in_the_office(app: Flask, office: Office) -> None:
    assert "Scrutineer Person" in office.report(office.scrutineer).text
    assert "Scrutineer Person" not in a_browser(app).get(f"/assemblies/{office.meeting.id}").text


@pytest.mark.parametrize(
    ("changes", "marked"),
    [
        ({"happened_en": ""}, "happened_nl"),
        ({"happened_en": "broken"}, "happened_en"),
        ({"happened_en": "x" * 501}, "happened_en"),
        ({"affected_en": ""}, "affected_nl"),
        ({"since": ""}, "since"),
        ({"since": "2999-01-01T10:00"}, "since"),
        ({"since": "yesterday"}, "since"),
    ],
)
def test_bad_input_comes_back_as_typed_with_its_field_marked(
    office: Office, changes: dict[str, Any], marked: str
) -> None:
    page = office.report(office.scrutineer, 422, **changes)
    field = page.one("textarea" if marked.startswith("happened") else "input", name=marked)
    assert field.get("aria-invalid") == "true"
    if marked != "affected_nl":
        assert page.one("input", name="affected_en").get("value") == WHO
    office.report(office.scrutineer, 422, kind="nonsense")
    assert f"{office.page}/1" not in office.scrutineer.get(office.page).html


def test_a_beginning_in_the_future_and_an_end_before_it_are_refused(office: Office) -> None:
    later = office.local(timedelta(minutes=5))
    page = office.report(office.scrutineer, 422, since=later)
    assert page.one("input", name="since").get("value") == later
    office.report(office.scrutineer)
    early = office.local(timedelta(days=-1))
    fields = {"place": "1", "text_en": OVER, "ended_at": early}
    page = office.scrutineer.post(f"{office.page}/1/notes", fields, status=422)
    assert page.one("input", name="ended_at").get("value") == early
    assert page.one("input", name="ended_at").get("aria-invalid") == "true"
    assert OVER in (page.one("textarea", name="text_en").text or "")


def test_a_second_press_of_the_button_writes_nothing_and_keeps_what_was_typed(office: Office) -> None:
    office.report(office.scrutineer)
    page = office.report(office.scrutineer, 409, happened_en="The same, or something else.")
    assert page.one("input", name="number").get("value") == "2"
    assert "The same, or something else." in (page.one("textarea", name="happened_en").text or "")


def test_the_mail_is_proposed_edited_and_sent_with_its_progress(office: Office) -> None:
    office.report(office.scrutineer)
    one = f"{office.page}/1"
    assert [link for link in office.secretary.get(one).all("a") if link.get("href") == f"{one}/message"]
    fields = message_fields(office.secretary.get(f"{one}/message"))
    assert len({fields[f"body_{language}"] for language in LANGUAGES}) == len(LANGUAGES)
    fields["subject_en"] = "The site was away on Tuesday"
    asked = office.secretary.post(f"{one}/message", fields)
    assert asked.one("input", name="people").get("value") == "6"
    assert "The site was away on Tuesday" in asked.text
    assert not office.secretary.get(one).all("progress")
    back = office.secretary.post(f"{one}/message", fields | {"people": "6", "change": "1"})
    assert back.one("input", name="subject_en").get("value") == "The site was away on Tuesday"
    waits = office.secretary.post(f"{one}/message", sent_on(asked))
    assert not waits.all("progress")
    assert "The site was away on Tuesday" in waits.text
    confirming = f"{one}/mails/1/confirm"
    assert confirming not in waits.html
    office.secretary.post(confirming, status=403)
    assert confirming in office.scrutineer.get(one).html
    assert confirming not in office.auditor.get(one).html
    office.scrutineer.post(confirming)
    shown = office.secretary.get(one)
    assert shown.one("progress").get("max") == "6"
    assert "The site was away on Tuesday" in shown.text
    assert shown.one("div", id="now").get("data-poll") == f"{one}/mailings"
    office.meeting.write_letters()
    part = office.auditor.download(f"{one}/mailings").get_data(as_text=True)
    assert 'max="6"' in part


def test_a_mail_leaves_for_as_many_people_as_somebody_said_yes_to(office: Office) -> None:
    office.report(office.scrutineer)
    path = f"{office.page}/1/message"
    fields = message_fields(office.secretary.get(path))
    for people in ("0", "5", "7"):
        assert office.secretary.post(path, fields | {"people": people}).one("input", name="people").get("value") == "6"
    assert not office.secretary.get(f"{office.page}/1").all("progress")


def test_a_mail_is_sent_once_and_a_second_one_is_sent_knowingly(office: Office) -> None:
    office.report(office.scrutineer)
    path = f"{office.page}/1/message"
    fields = message_fields(office.secretary.get(path))
    office.secretary.post(path, fields | {"people": "6"})
    again = office.secretary.post(path, fields | {"subject_en": "Typed with care"}, status=409)
    assert again.one("input", name="place").get("value") == "2"
    assert again.one("input", name="subject_en").get("value") == "Typed with care"
    office.scrutineer.get(f"{office.page}/1")
    office.scrutineer.post(f"{office.page}/1/mails/1/confirm")
    office.scrutineer.post(f"{office.page}/1/mails/1/confirm", status=409)
    office.secretary.post(path, message_fields(again, 2) | {"people": "6"})
    office.scrutineer.post(f"{office.page}/1/mails/2/confirm")
    assert len(office.secretary.get(f"{office.page}/1").all("progress")) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"subject_fr": ""},
        {"body_de": ""},
        {"body_nl": "kort"},
        {"body_en": "x" * 2_001},
        {"body_en": "Vote at https://evil.example/vote before it is too late, everybody."},
        {"place": "0"},
        {"place": "x"},
    ],
)
def test_a_mail_that_cannot_be_sent_comes_back_and_leaves_nobody_told(office: Office, changes: dict[str, str]) -> None:
    office.report(office.scrutineer)
    path = f"{office.page}/1/message"
    fields = message_fields(office.secretary.get(path))
    page = office.secretary.post(path, fields | changes, status=409 if changes.get("place") == "0" else 422)
    assert page.one("input", name="subject_nl").get("value") == fields["subject_nl"]
    assert "progress" not in {each.tag for each in office.secretary.get(f"{office.page}/1").tree.iter()}


def test_a_fourth_mail_within_an_hour_comes_back_as_it_was_typed(office: Office) -> None:
    office.report(office.scrutineer)
    path = f"{office.page}/1/message"
    for place in (1, 2, 3):
        office.secretary.post(path, message_fields(office.secretary.get(path), place) | {"people": "6"})
        office.scrutineer.get(f"{office.page}/1")
        office.scrutineer.post(f"{office.page}/1/mails/{place}/confirm")
    typed = message_fields(office.secretary.get(path), 4) | {"people": "6", "subject_en": "Typed with care"}
    back = office.secretary.post(path, typed, status=409)
    assert back.one("input", name="subject_en").get("value") == "Typed with care"
    next_at = office.meeting.clock.now().astimezone(ZoneInfo("Europe/Brussels")) + timedelta(hours=1)
    assert f"{next_at:%H:%M}" in back.text or f"{next_at:%-H:%M}" in back.text


def test_a_mail_that_waits_is_refused_and_one_that_nobody_could_confirm_says_what_to_do(office: Office) -> None:
    office.report(office.scrutineer)
    one = f"{office.page}/1"
    fields = message_fields(office.secretary.get(f"{one}/message")) | {"people": "6"}
    office.secretary.post(f"{one}/message", fields)
    office.scrutineer.get(one)
    office.scrutineer.post(f"{one}/mails/1/withdraw")
    with office.meeting.database.unit_of_work(SYSTEM, office.meeting.clock.now()) as work:
        scrutineer = find_officer_by_email(work.session, "scrutineer@ambora.example")
        assert scrutineer is not None
        suspend(work, scrutineer.id)
    page = office.secretary.post(f"{one}/message", fields | {"place": "2"}, status=409)
    assert page.one("input", name="subject_nl").get("value") == fields["subject_nl"]
    assert not office.secretary.get(one).all("progress")


def test_hostile_words_are_words(app: Flask, office: Office) -> None:
    office.report(office.scrutineer, happened_en=HOSTILE, affected_en=HOSTILE)
    path = f"{office.page}/1/message"
    fields = message_fields(office.secretary.get(path))
    body = f"{HOSTILE} and some more words, so that it is long enough."
    fields |= {f"body_{each}": body for each in LANGUAGES} | {"subject_en": HOSTILE[:100], "people": "6"}
    office.secretary.post(path, fields)
    shown = "<script>alert(1)</script> {{ 7 * 7 }} %(name)s & evil"
    for page in (a_browser(app).get(f"/assemblies/{office.meeting.id}"), office.secretary.get(f"{office.page}/1")):
        assert shown in page.text
        assert "\u202e" not in page.text
        assert "<script>alert" not in page.html


def test_only_a_secretary_finds_the_ways_to_everybody(office: Office) -> None:
    office.report(office.scrutineer)
    one = f"{office.page}/1"
    for browser in (office.scrutineer, office.auditor):
        html = browser.get(one).html
        assert f"{one}/message" not in html
        assert f"{one}/extend" not in html
        browser.get(f"{one}/message", status=403)
        browser.post(f"{one}/message", {}, status=403)
        browser.post(f"{one}/extend", {}, status=403)
    office.auditor.post(f"{one}/notes", {}, status=403)
    office.auditor.post(office.page, {}, status=403)
    assert f'action="{office.page}"' not in office.auditor.get(office.page).html


def test_more_time_comes_from_the_incident_with_its_words(app: Flask, office: Office) -> None:
    office.report(office.scrutineer)
    one = f"{office.page}/1"
    office.secretary.get(one)
    closes_at = office.meeting.vote_row().closes_at
    refused = {"until": on_the_wall(closes_at + timedelta(days=9))}
    page = office.secretary.post(f"{one}/extend", refused, status=422)
    assert page.one("input", name="until").get("value") == refused["until"]
    office.secretary.post(f"{one}/extend", {"until": on_the_wall(closes_at + timedelta(hours=2))})
    assert office.meeting.vote_row().closes_at == closes_at + timedelta(hours=2)
    with office.meeting.at() as work:
        (change,) = get_hours(work.session, office.meeting.hall().paper()).changes
    assert change.reason == Texts(en=WHAT)
    assert WHAT in a_browser(app).get(office.page.replace("/office/incidents", "/board")).text


def test_a_wrong_document_offers_no_more_time(office: Office) -> None:
    office.report(office.secretary, kind="document")
    assert f"{office.page}/1/extend" not in office.secretary.get(f"{office.page}/1").html
    until = on_the_wall(office.meeting.vote_row().closes_at + timedelta(hours=2))
    office.secretary.post(f"{office.page}/1/extend", {"until": until}, status=409)


def test_a_paper_without_incidents_and_one_that_is_not_there(app: Flask, office: Office) -> None:
    office.secretary.get(f"{office.page}/1", status=404)
    office.secretary.get("/office/incidents/nothing", status=404)
    assert 'id="incidents"' not in a_browser(app).get(f"/assemblies/{office.meeting.id}").html

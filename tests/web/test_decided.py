"""The pages of decisions and mandates: written by the secretary, read by the auditor, decisions public."""

from dataclasses import dataclass

import pytest
from flask import Flask

from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.minutes.queries.decided import list_elected
from govapp.assembly.minutes.rules.record import reading_digest
from govapp.assembly.minutes.service import FixMinutes, WriteNote, compile_draft, fix_minutes, write_note
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language, Texts
from tests.factories.accounts import a_browser, an_officer, sign_in
from tests.factories.assembly import Meeting, counted
from tests.web.page import Page, PageClient

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} %(name)s"
DAYS = {"started_on": "2026-06-15", "until": "2030-06-15", "body": "director"}


@dataclass(frozen=True)
class Office:
    """An announced assembly and three browsers."""

    meeting: Meeting
    secretary: PageClient
    auditor: PageClient
    anybody: PageClient

    @property
    def accounts(self) -> str:
        """Return the page of the decision about the accounts."""
        return f"/office/decisions/{self.meeting.id}/1/2"


@pytest.fixture
def office(app: Flask, database: Database, clock: FixedClock) -> Office:
    meeting = counted(database, clock)
    meeting.announce()
    browsers = []
    for role in (Role.SECRETARY, Role.AUDITOR):
        browsers.append(a_browser(app))
        sign_in(browsers[-1], an_officer(database, clock.now(), role, email=f"{role}@ambora.example"), clock)
    return Office(meeting, browsers[0], browsers[1], a_browser(app))


def values_of(page: Page, tag: str, name: str) -> list[str]:
    return [each.get(name) or "" for each in page.all(tag) if each.get(name)]


def test_a_decision_goes_from_the_list_to_its_course_and_everybody_reads_where_it_stands(office: Office) -> None:
    listed = office.secretary.get("/office/decisions")
    assert office.accounts in listed.links().values()
    fields = {"owner": HOSTILE, "due_on": "2026-09-01", "state": "open", "reason": ""}
    office.secretary.post(office.accounts, fields)
    back = office.secretary.post(office.accounts, fields | {"state": "dropped"}, status=422)
    assert back.one("input", name="owner").get("value") == HOSTILE
    assert back.all("textarea", name="reason")[0].get("aria-invalid") == "true"
    shown = office.secretary.post(office.accounts, fields | {"state": "done"})
    assert values_of(shown, "li", "data-step") == ["open", "done"] and HOSTILE in shown.text
    public = office.anybody.get("/decisions")
    assert "2" in values_of(public, "li", "data-decision") and HOSTILE not in public.text
    office.secretary.post(office.accounts, fields | {"due_on": "x"}, status=422)
    office.secretary.get(f"/office/decisions/{office.meeting.id}/1/99", status=404)


def test_an_elected_candidate_is_entered_ends_and_stands_in_the_texts_to_copy(office: Office) -> None:
    with office.meeting.at() as work:
        first = list_elected(work.session)[0]
    shown = office.secretary.get("/office/mandates")
    assert f"{first.election.item}-{first.election.choice}" in values_of(shown, "li", "data-elected")
    page = f"/office/mandates/elected/{office.meeting.id}/1/{first.election.item}/{first.election.choice}"
    form = office.secretary.get(page)
    assert form.one("input", name="started_on").get("value") == first.held_on.isoformat()
    office.secretary.post(page, DAYS | {"until": "2020-01-01"}, status=422)
    office.secretary.post(page, DAYS | {"until": ""}, status=422)
    entered = office.secretary.post(page, DAYS)
    assert values_of(entered, "tr", "data-mandate") == ["1"] and first.name in entered.text
    office.secretary.post(page, DAYS, status=409)
    texts = office.auditor.get(f"/office/assemblies/{office.meeting.id}/filings?language=fr")
    said = [each for each in texts.all("div") if each.get("data-text")]
    assert [each.get("lang") for each in said] == ["fr", "fr"] and first.name in texts.text
    office.secretary.post("/office/mandates/1/end", {"ended_on": "", "kind": "resignation"}, status=422)
    office.secretary.post("/office/mandates/1/end", {"ended_on": "2020-01-01", "kind": "resignation"}, status=422)
    ended = office.secretary.post("/office/mandates/1/end", {"ended_on": "2026-06-15", "kind": "resignation"})
    assert values_of(ended, "li", "data-ended") == ["1"]
    office.secretary.get("/office/mandates/9/end", status=404)
    office.secretary.get(f"/office/mandates/elected/{office.meeting.id}/1/99/0", status=404)


def test_a_mandate_of_before_is_entered_by_hand(office: Office) -> None:
    office.secretary.get("/office/mandates/new")
    back = office.secretary.post("/office/mandates/new", DAYS | {"name": HOSTILE}, status=422)
    assert back.one("input", name="name").get("value") == HOSTILE
    shown = office.secretary.post("/office/mandates/new", DAYS | {"name": HOSTILE, "origin": "Assembly of 2024"})
    assert HOSTILE in shown.text


def test_the_page_of_the_year_shows_results_minutes_and_who_took_part_to_everybody(office: Office) -> None:
    with office.meeting.at() as work:
        write_note(work, WriteNote(office.meeting.id, "item-2", Texts(nl="Mevrouw Claes vraagt."), 0))
        digest = reading_digest(compile_draft(work, office.meeting.id, Language.NL))
        fix_minutes(work, FixMinutes(office.meeting.id, digest, Language.NL))
        held_on = get_assembly(work.session, office.meeting.id).held_on
    shown = office.anybody.get(f"/years/{held_on.year}")
    assert values_of(shown, "section", "data-assembly") == [str(office.meeting.id)]
    assert values_of(shown, "tr", "data-turnout") == [f"{office.meeting.id}-1"]
    assert "verdict" in values_of(shown, "p", "data-line") and "Mevrouw Claes" not in shown.text
    assert f"/assemblies/{office.meeting.id}/result" in shown.links().values()
    assert f"/years/{held_on.year}" in office.anybody.get("/decisions").links().values()
    office.anybody.get("/years/1999", status=404)


def test_an_auditor_reads_and_writes_nothing(office: Office) -> None:
    for path in ("/office/decisions", office.accounts, "/office/mandates"):
        office.auditor.get(path)
    office.auditor.post(office.accounts, {}, status=403)
    office.auditor.post("/office/mandates/new", {}, status=403)

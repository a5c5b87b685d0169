"""Officers look at the ballot paper before the agenda is locked: as voters will see it, in each language."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import LANGUAGES, Language
from tests.factories.accounts import officer_browser
from tests.factories.assembly import BALLOTS, REVIEW, Meeting, created, put_item, written
from tests.web.page import Page, PageClient
from tests.web.test_assembly_public import shareholder


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly that is still a draft."""
    return written(database, clock)


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.SECRETARY)


def questions(page: Page) -> list[str]:
    """Return what stands in each question: the item, what explains it, its answers."""
    return [
        " ".join("".join(each.itertext()).split()) for each in page.all("div") if each.get("data-question") is not None
    ]


def lines(meeting: Meeting) -> int:
    with meeting.database.read_only(SYSTEM, meeting.clock.now()) as work:
        return work.session.scalar(select(func.count()).select_from(JournalEntryRecord)) or 0


def test_the_run_sheet_leads_to_the_ballot_paper_of_a_draft(secretary: PageClient, meeting: Meeting) -> None:
    path = f"/office/assemblies/{meeting.id}/ballot"
    assert secretary.get(f"/office/assemblies/{meeting.id}").all("a", href=path)
    meeting.lock()
    assert secretary.get(f"/office/assemblies/{meeting.id}").all("a", href=path)


def test_it_shows_the_questions_as_the_voter_then_sees_them(
    app: Flask, secretary: PageClient, meeting: Meeting
) -> None:
    path = f"/office/assemblies/{meeting.id}/ballot?language=en"
    before = questions(secretary.get(path))
    meeting.lock()
    locked = questions(secretary.get(path))
    meeting.open()
    booth = shareholder(app, meeting, 0).get(f"/vote/{meeting.vote_row().paper_uuid}")
    assert before == locked == questions(booth)
    assert before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_page_stands_in_the_language_that_is_chosen_and_the_officer_keeps_the_own_one(
    secretary: PageClient, meeting: Meeting, language: Language
) -> None:
    page = secretary.get(f"/office/assemblies/{meeting.id}/ballot?language={language}")
    assert page.one("html").get("lang") == language
    for row in meeting.items():
        if row.item.is_voted:
            assert str(row.item.title.in_language(language)) in page.text
    assert secretary.get("/office/assemblies").one("html").get("lang") == "en"


def test_nothing_on_it_leads_to_the_ballot_box_and_looking_writes_nothing(
    secretary: PageClient, meeting: Meeting
) -> None:
    before = lines(meeting)
    path = f"/office/assemblies/{meeting.id}/ballot"
    page = secretary.get(path)
    assert {form.get("action") for form in page.all("form")} == {path}
    assert page.one("form", id="ballot").get("data-cast") is None
    assert not [each for each in page.all("script") if "booth/dist" in (each.get("src") or "")]
    secretary.post(path, {}, status=405)
    assert lines(meeting) == before


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 200), (Role.REGISTRAR, 403), (Role.SCRUTINEER, 403)])
def test_it_is_for_officers_who_see_the_draft(
    app: Flask, database: Database, clock: FixedClock, meeting: Meeting, role: Role, status: int
) -> None:
    path = f"/office/assemblies/{meeting.id}/ballot"
    officer_browser(app, database, clock, role).get(path, status=status)


def test_without_a_question_there_is_no_ballot_paper(
    secretary: PageClient, database: Database, clock: FixedClock
) -> None:
    meeting = created(database, clock)
    put_item(meeting, ItemKind.INFORMATION, REVIEW)
    path = f"/office/assemblies/{meeting.id}/ballot"
    secretary.get(path, status=422)
    assert not secretary.get(f"/office/assemblies/{meeting.id}").all("a", href=path)


def test_a_second_vote_has_a_preview_of_its_own(secretary: PageClient, meeting: Meeting) -> None:
    meeting.lock()
    meeting.open()
    meeting.vote(*BALLOTS)
    secretary.get(f"/office/assemblies/{meeting.id}/votes/1/ballot")
    secretary.get(f"/office/assemblies/{meeting.id}/votes/2/ballot", status=404)

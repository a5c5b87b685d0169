"""The secretary sees the mails of a vote before anybody gets them, and sends them to herself as a test."""

import pytest
from flask import Flask
from sqlalchemy import select

from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import LANGUAGES
from govapp.outbox.models import OutboxMessage
from govapp.outbox.pages import MAIL_POLICY
from tests.factories.accounts import officer_browser
from tests.factories.assembly import Meeting, written
from tests.web.page import PageClient

LETTERS = {"invitation", "reminder", "extension", "early_closing", "incident", "result", "receipt"}


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly that is still a draft."""
    return written(database, clock)


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.SECRETARY)


def messages(meeting: Meeting) -> list[OutboxMessage]:
    with meeting.database.read_only(SYSTEM, meeting.clock.now()) as work:
        return list(work.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_every_mail_of_a_draft_stands_on_the_page_in_the_language_that_is_chosen(
    secretary: PageClient, meeting: Meeting
) -> None:
    page = secretary.get(f"/office/assemblies/{meeting.id}/mails?language=fr")
    frames = [each.get("src") or "" for each in page.all("iframe")]
    assert {frame.split("/")[-2] for frame in frames} == LETTERS
    assert {frame.split("/")[-1] for frame in frames} == {"fr"}
    for frame in frames:
        answer = secretary.download(frame)
        assert answer.headers["Content-Security-Policy"] == MAIL_POLICY
        assert '<html lang="fr">' in answer.get_data(as_text=True)
    questions = [str(row.item.title.fr) for row in meeting.items() if row.item.is_voted]
    invitation = secretary.download(next(each for each in frames if "/invitation/" in each)).get_data(as_text=True)
    assert all(question.replace("'", "&#39;") in invitation for question in questions)


def test_the_mails_of_a_vote_that_is_open_can_be_looked_at_too(secretary: PageClient, meeting: Meeting) -> None:
    meeting.lock()
    meeting.open()
    page = secretary.get(f"/office/assemblies/{meeting.id}/mails?language=nonsense")
    assert len(page.all("iframe")) == len(LETTERS)


def test_there_is_no_other_mail(secretary: PageClient, meeting: Meeting) -> None:
    secretary.download(f"/office/assemblies/{meeting.id}/mails/anchor/nl", status=404)


def test_the_secretary_gets_them_as_a_test_in_one_language(secretary: PageClient, meeting: Meeting) -> None:
    secretary.post(f"/office/assemblies/{meeting.id}/mails", {"language": "de"})
    sent = messages(meeting)
    assert {each.template for each in sent} == LETTERS
    assert {each.language for each in sent} == {"de"}
    assert len({each.to_address for each in sent}) == 1
    assert {each.facts["trial_path"] for each in sent} == {f"/assemblies/{meeting.id}"}
    assert all(each.link_id is None for each in sent)


def test_the_secretary_gets_them_in_all_languages(secretary: PageClient, meeting: Meeting) -> None:
    secretary.post(f"/office/assemblies/{meeting.id}/mails")
    assert len(messages(meeting)) == len(LETTERS) * len(LANGUAGES)


def test_an_auditor_looks_at_them_and_sends_nothing(
    app: Flask, database: Database, clock: FixedClock, meeting: Meeting
) -> None:
    auditor = officer_browser(app, database, clock, Role.AUDITOR)
    page = auditor.get(f"/office/assemblies/{meeting.id}/mails")
    assert not page.all("form", action=f"/office/assemblies/{meeting.id}/mails")
    auditor.post(f"/office/assemblies/{meeting.id}/mails", status=403)
    assert messages(meeting) == []

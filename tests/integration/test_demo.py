"""The demonstration: what it puts into an empty database, and that its doors open."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from govapp.assembly.meeting.queries import list_assemblies
from govapp.assembly.meeting.rules.calendar import last_yearly_meeting
from govapp.assembly.votes.queries.votes import list_votes
from govapp.assembly.votes.rules.states import VoteState
from govapp.db.engine import Database
from govapp.demo.build import Builder, Doors, build, financial_year
from govapp.demo.meetings import script
from govapp.demo.population import SMALL_SIZE
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import LANGUAGES, Language
from govapp.outbox.models import OutboxMessage
from govapp.rehearsal.progress import ProgressLines
from govapp.settings import Settings
from govapp.statutes.rules.profiles import MODEL_STATUTES
from govapp.web.app import create_app
from tests.web.page import PageClient

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def made(settings: Settings, database: Database) -> Doors:
    return build(Builder(database, settings, ProgressLines(quiet=True), NOW), SMALL_SIZE)


def path_of(address: str, settings: Settings) -> str:
    return address.removeprefix(settings.base_url)


def enter(app: Flask, path: str) -> PageClient:
    client = PageClient(app)
    client.get(path)
    client.post(path)
    return client


def test_the_demonstration_has_a_result_an_open_vote_and_doors_for_everybody(
    settings: Settings, database: Database
) -> None:
    doors = made(settings, database)
    app = create_app(settings, database=database, clock=FixedClock(NOW))
    with database.read_only(SYSTEM, NOW) as work:
        states = {vote.state for row in list_assemblies(work.session) for vote in list_votes(work.session, row.id)}
        waiting = work.session.scalar(
            select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == "waiting")
        )
    assert states == {VoteState.ANNOUNCED, VoteState.OPEN, VoteState.LOCKED}
    assert waiting is not None and waiting > SMALL_SIZE * 0.8, "the invitations of the open vote are still to be sent"
    everybody = PageClient(app)
    assert "66" in everybody.get(path_of(doors.result, settings)).text
    everybody.get(path_of(doors.assembly, settings))
    assert {Language.NL, Language.FR} <= set(doors.shareholders)
    for language, (link, _name) in doors.shareholders.items():
        assert enter(app, path_of(link, settings)).get("/my").tree.get("lang") == language.value
    office = enter(app, path_of(doors.officers["secretary"], settings))
    office.get("/office/assemblies")
    scrutineer = enter(app, path_of(doors.officers["scrutineer"], settings))
    keys = scrutineer.get("/office/papers")
    (wanted,) = {address for address in keys.links().values() if address.endswith("/key")}
    assert 'id="panel-make"' in scrutineer.get(wanted).html


def test_the_words_of_every_assembly_are_there_in_four_languages() -> None:
    def texts(value: object) -> list[dict[str, str]]:
        if isinstance(value, list):
            return [text for each in value for text in texts(each)]
        if isinstance(value, dict):
            own = [value] if "nl" in value else []
            return own + [text for each in value.values() for text in texts(each)]
        return []

    for name in ("past", "open", "next"):
        for text in texts(script(name, "2025")):
            assert set(text) == {language.value for language in LANGUAGES}
            assert all(text.values())


@pytest.mark.parametrize("today", [date(2026, month, day) for month in range(1, 13) for day in (1, 15, 28)])
def test_the_assembly_of_the_demonstration_is_in_time_for_its_accounts(today: date) -> None:
    month, _ = financial_year(today)
    held_on = today + timedelta(days=13)
    assert held_on <= last_yearly_meeting(held_on, replace(MODEL_STATUTES, financial_year_month=month))


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 11, 28), (8, "2025-2026")),
        (date(2026, 4, 10), (1, "2025")),
        (date(2026, 1, 10), (10, "2024-2025")),
    ],
)
def test_the_financial_year_of_the_demonstration_is_over(today: date, year: tuple[int, str]) -> None:
    assert financial_year(today) == year

"""A whole ordinary assembly, from the register to the minutes, with all that goes wrong in one, at a tenth of its size.

`GOVAPP_EXIT_SCALE=1` holds it in full: 6,000 votes beforehand and 280 people in the room.
"""

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from playwright.sync_api import Browser as Chromium
from pypdf import PdfReader

from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.rehearsal.browser import Browser
from govapp.settings import Settings
from pybelenios.verifier.checks import verify
from tests.conftest import KEY
from tests.databases import SqliteStore
from tests.e2e.conftest import browser
from tests.exit.assembly import (
    BOUNCED,
    GIVERS,
    HOLDERS,
    JOINED_LATE,
    LOST,
    REGISTER,
    WHY,
    WITHOUT_PHONE,
    Assembly,
    be_away_for_forty_minutes,
    called,
    count_with_two_of_three_keys,
    give_proxies,
    hold_the_second_meeting,
    meet,
    send_the_notice,
    vote_beforehand,
)
from tests.exit.cooperative import NO_MAIL_EVERY, Cooperative, served
from tests.exit.voters import CANDIDATES, figures_of

__all__ = ["browser"]

pytestmark = pytest.mark.browser


@pytest.fixture
def store(sqlite: SqliteStore) -> Iterator[SqliteStore]:
    """Return where the empty, migrated database of this test is: SQLite."""
    yield sqlite
    sqlite.empty()


@pytest.fixture
def cooperative(app: Flask, settings: Settings, database: Database, clock: FixedClock) -> Iterator[Cooperative]:
    """Return a cooperative whose site is up."""
    with served(app) as address:
        yield Cooperative(app, settings, database, clock, address)


@pytest.fixture
def command_line(monkeypatch: pytest.MonkeyPatch, database_url: str) -> CliRunner:
    """Return a command line on the database of the cooperative."""
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    return CliRunner()


def require_everybody_was_told_once(held: Assembly) -> None:
    """Require that the evidence of the notice names each shareholder exactly once, by mail or by letter."""
    rows = held.nadia.evidence()
    assert sorted(int(row["shareholder_number"]) for row in rows) == list(range(1, REGISTER + 1))
    by_post = [row for row in rows if row["channel"] == "post"]
    assert len(by_post) == len(held.letters) == REGISTER // NO_MAIL_EVERY + BOUNCED
    assert sum(bool(row["earlier_mail_to"]) for row in by_post) == BOUNCED
    assert {row["channel"] for row in rows} == {"mail", "post"}


def require_what_was_voted(held: Assembly) -> None:
    """Require that the announced figures are those of the ballots that were sent, and that the archive proves them."""
    visitor = Browser(held.cooperative.address)
    record = visitor.get(f"/assemblies/{held.nadia.number}/result.json", accept="application/json").json
    assert (record["ballots"], record["roll"]["size"]) == (len(held.sent), REGISTER)
    voted = [each for each in record["items"] if "ballots" in each]
    for place, (item, counted) in enumerate(zip(voted, figures_of([*held.sent, *held.on_paper]), strict=True)):
        if place == CANDIDATES:
            assert [each["votes"] for each in item["choices"]] == [counted[index] for index in range(3)]
            assert item["blank"] == counted[None]
        else:
            assert item["counts"] == {name: counted[index] for index, name in enumerate(("for", "against", "abstain"))}
    assert [each["verdict"] for each in voted] == ["adopted", "adopted", "adopted", "elected", "no_quorum"]
    assert verify(visitor.get(f"/board/{held.uuid}/archive", accept="*/*").body).valid


def require_minutes_that_tell_it(held: Assembly) -> None:
    """Require that the minutes, in French and in Dutch, name each thing that happened, with its figures."""
    files = held.nadia.fix_minutes()
    told = codes_of(files["minutes.json"])
    assert figures(told, "notice_letters") == [{"count": len(held.letters)}]
    assert figures(told, "notice_replaced") == [{"count": BOUNCED}]
    assert figures(told, "proxies") == [{"count": GIVERS}]
    assert figures(told, "proxies_refused") == [{"count": 1}]
    # Who joined late stands on no list, and is no part of the turnout.
    assert figures(told, "turnout") == [{"ballots": len(held.sent) + WITHOUT_PHONE, "size": REGISTER}]
    assert figures(told, "key_lost") == [{"name": HOLDERS[0]}]
    assert len(figures(told, "let_in")) == JOINED_LATE
    assert [each["outcome"] for each in figures(told, "verdict")][-1] == "no_quorum"
    for code in ("extended", "incident", "incident_note", "without_quorum", "keys", "opened", "closed"):
        assert figures(told, code), code
    for name, words in (("nl.pdf", "Notulen"), ("fr.pdf", "Procès-verbal")):
        said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(files[name])).pages)
        for part in (words, HOLDERS[0], LOST, "Paid yesterday", WHY, f"{BOUNCED} "):
            assert part in " ".join(said.split()), (name, part)


def codes_of(record: bytes) -> list[dict[str, Any]]:
    """Return the lines of minutes, in their order."""
    return [line for section in json.loads(record)["sections"] for line in section["lines"]]


def figures(lines: Iterable[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    """Return the figures of the lines with this code."""
    return [line["figures"] for line in lines if line["code"] == code]


def require_the_second_meeting_decided(held: Assembly, votes: int) -> None:
    """Require that few were enough, and that the minutes say which meeting it was."""
    second = held.nadia
    record = Browser(held.cooperative.address).get(f"/assemblies/{second.number}/result.json", accept="*/*").json
    assert [(each["verdict"], each["counts"]["for"]) for each in record["items"]] == [("adopted", votes)]
    told = codes_of(second.fix_minutes()["minutes.json"])
    assert figures(told, "second") == [{}]
    assert figures(told, "turnout") == [{"ballots": votes, "size": REGISTER + JOINED_LATE}]


def require_all_figures_again(held: Assembly, command_line: CliRunner) -> None:
    """Require that separate commands make every figure again from the evidence, and find nothing changed."""
    for command in (
        ["ballots", "recompute", held.uuid],
        ["ballots", "check"],
        ["shares", "check"],
        ["audit", "verify"],
        ["minutes", "check", "1"],
        ["minutes", "check", "2"],
    ):
        run = command_line.invoke(govapp, command)
        assert run.exit_code == 0, (command, run.output)


def test_a_whole_ordinary_assembly_is_held_and_its_minutes_are_made_again_from_the_evidence(
    cooperative: Cooperative, browser: Chromium, tmp_path: Path, command_line: CliRunner
) -> None:
    held = called(cooperative, browser, tmp_path)
    send_the_notice(held)
    require_everybody_was_told_once(held)
    vote_beforehand(held)
    be_away_for_forty_minutes(held)
    give_proxies(held)
    meet(held)
    count_with_two_of_three_keys(held)
    require_what_was_voted(held)
    require_minutes_that_tell_it(held)
    require_the_second_meeting_decided(held, hold_the_second_meeting(held))
    require_all_figures_again(held, command_line)

"""A command line on the test's database, and what its owner can do behind the back of the triggers."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from govapp.db.engine import Database
from tests.conftest import KEY
from tests.factories.tampering import without_triggers

GUARDED = ("announcement", "assembly", "paper", "agenda_item", "item_choice", "attached_document", "vote", "vote_item")
KEPT = ("document_file", "ballot", "credential", "paper_event", "anchor", "roll")


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, database_url: str) -> CliRunner:
    """Return a command line that works on the test's database."""
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    return CliRunner()


@pytest.fixture
def change(database: Database) -> Callable[..., None]:
    """Return how whoever owns the database changes a row: triggers away, change, triggers back."""

    def act(statement: str, **values: object) -> None:
        with without_triggers(database, *GUARDED, *KEPT) as connection:
            connection.execute(text(statement), values)

    return act

"""Bringing a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from govapp.db.engine import Database

FOLDER = Path(__file__).with_name("migrations")


def config(database: Database) -> Config:
    """Return Alembic's configuration for `database`."""
    settings = Config()
    # A percent sign begins a variable there.
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    settings.attributes["engine"] = database.engine
    return settings


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations up to `revision`."""
    command.upgrade(config(database), revision)


def downgrade(database: Database, revision: str) -> None:
    """Run the migrations back down to `revision`."""
    command.downgrade(config(database), revision)


def revisions(database: Database) -> tuple[str | None, str | None]:
    """Return the revision the database is at and the newest one the program knows."""
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current, ScriptDirectory.from_config(config(database)).get_current_head()

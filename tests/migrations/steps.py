"""Steps of the schema by name: their numbers follow the order in which they came in."""

from pathlib import Path

from alembic.script import ScriptDirectory

from govapp.db.engine import Database
from govapp.db.migrate import config


def before(database: Database, name: str) -> str:
    """Return the revision before the step whose file has `name` in its name."""
    for step in ScriptDirectory.from_config(config(database)).walk_revisions():
        if name in Path(step.path).name:
            assert isinstance(step.down_revision, str)
            return step.down_revision
    raise LookupError(name)

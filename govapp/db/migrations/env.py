"""Alembic's environment: runs the numbered versions on the engine that `govapp.db.migrate` hands over."""

from alembic import context
from sqlalchemy import Engine, text

# Two hosts that start together must not both migrate.
MIGRATION_LOCK = 7_206_114_230


def _run(engine: Engine) -> None:
    with engine.connect().execution_options(govapp_begin="BEGIN IMMEDIATE") as connection:
        context.configure(connection=connection, render_as_batch=True, transaction_per_migration=False)
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            context.run_migrations()
        connection.commit()


_run(context.config.attributes["engine"])

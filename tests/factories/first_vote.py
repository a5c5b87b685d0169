"""A database as the first stage left it in the middle of an open vote, put into either kind of database.

`migrations/first_stage/open_vote.json` holds every row that the program of revision 0010 wrote on SQLite, with its
own `tests/factories/assembly.py`: `written`, `lock`, `open`, and then the ballots 3 and 1 of the first voter and
ballot 2 of the second, an hour apart. The server holds the key, so the secret key of these tests opens the count.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import Meeting
from tests.factories.statutes import keep_model_statutes

KEPT = Path(__file__).parents[1] / "migrations/first_stage/open_vote.json"


def vote_of_the_first_stage(database: Database, clock: FixedClock) -> Meeting:
    """Put the rows of the first stage into a database, bring it to the newest revision, and return the open vote."""
    kept = json.loads(KEPT.read_bytes())
    downgrade(database, kept["revision"])
    with database.engine.connect() as connection:
        _put(connection, kept["tables"], is_sqlite=database.is_sqlite)
    database.dispose()
    upgrade(database)
    keep_model_statutes(database)
    clock.set(datetime.fromisoformat(kept["now"]))
    return Meeting(database, clock, 1, [row["id"] for row in kept["tables"]["party"]])


def _put(connection: Connection, tables: dict[str, list[dict[str, Any]]], *, is_sqlite: bool) -> None:
    # Rows refer to each other in a circle: an assembly to its list, a list to its people.
    off = "PRAGMA defer_foreign_keys = ON" if is_sqlite else "SET session_replication_role = replica"
    connection.exec_driver_sql(off)
    for name, rows in tables.items():
        connection.execute(text(f"DELETE FROM {name}"))
        columns = [*rows[0]]
        values = ", ".join(f":{each}" for each in columns)
        statement = text(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({values})")
        connection.execute(statement, [*map(_row, rows)])
        if not is_sqlite and "id" in columns:
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"
            )
    connection.commit()


def _row(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: bytes.fromhex(value["hex"]) if isinstance(value, dict) else value for name, value in kept.items()}

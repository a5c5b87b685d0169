"""The place of an assembly and the name of a voting list are texts in four languages.

What was one text for everybody stays what everybody reads; lists of assemblies are named by the title in each language.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.guards import Guard, drop_guard, put_guard
from govapp.db.types import JsonText

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_HEAD = Guard(
    "assembly", "UPDATE", "OLD.locked_at IS NOT NULL", ("title", "held_on", "place", "record_date", "is_second_meeting")
)
_LANGUAGES = ("nl", "fr", "en", "de")
_MAX_PLACE, _MAX_PURPOSE = 300, 200


def upgrade() -> None:
    drop_guard(op, _HEAD)
    drop_append_only(op, "roll")
    for table, column in (("assembly", "place"), ("roll", "purpose")):
        op.add_column(table, sa.Column("in_languages", sa.Text, nullable=False, server_default="{}"))
        _fill(table, {row: _in_all(said) for row, said in _read(table, column).items()})
        op.drop_column(table, column)
        op.alter_column(table, "in_languages", new_column_name=column)
    _fill("roll", _titles(), "purpose")
    append_only(op, "roll")
    put_guard(op, _HEAD)


def downgrade() -> None:
    drop_guard(op, _HEAD)
    drop_append_only(op, "roll")
    for table, column, most in (("assembly", "place", _MAX_PLACE), ("roll", "purpose", _MAX_PURPOSE)):
        op.add_column(table, sa.Column("in_one", sa.String(most), nullable=False, server_default=""))
        said = {row: _in_one(texts)[:most] for row, texts in _read(table, column, JsonText()).items()}
        _fill(table, said, "in_one", sa.String())
        op.drop_column(table, column)
        op.alter_column(table, "in_one", new_column_name=column)
    append_only(op, "roll")
    put_guard(op, _HEAD)


def _in_all(said: str) -> dict[str, str]:
    return dict.fromkeys(_LANGUAGES, said) if said.strip() else {}


def _in_one(texts: dict[str, str]) -> str:
    return next((texts[language] for language in ("fr", "nl", "en", "de") if texts.get(language)), "")


def _titles() -> dict[int, dict[str, str]]:
    """Return the titles of the assemblies for whose votes lists were frozen, by the number of the list."""
    vote = sa.table("vote", sa.column("roll_id"), sa.column("assembly_id"))
    assembly = sa.table("assembly", sa.column("id"), sa.column("title", JsonText()))
    query = sa.select(vote.c.roll_id, assembly.c.title).join(assembly, assembly.c.id == vote.c.assembly_id)
    return {row.roll_id: row.title for row in op.get_bind().execute(query.where(vote.c.roll_id.is_not(None)))}


def _read(table: str, column: str, kind: sa.types.TypeEngine[Any] | None = None) -> dict[int, Any]:
    found = sa.table(table, sa.column("id"), sa.column(column, kind or sa.String()))
    return {row[0]: row[1] for row in op.get_bind().execute(sa.select(found.c.id, found.c[column]))}


def _fill(
    table: str, values: dict[int, Any], column: str = "in_languages", kind: sa.types.TypeEngine[Any] | None = None
) -> None:
    found = sa.table(table, sa.column("id"), sa.column(column, kind or JsonText()))
    for row, value in values.items():
        op.get_bind().execute(sa.update(found).where(found.c.id == row).values({column: value}))

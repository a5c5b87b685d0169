"""Facts about people are chained: what is there gets its links, one for each person, and a line in the journal.

What a row was before this step nobody can tell from the chain; from here on every change of one shows. The way back is
open while no voting list states where the chain ended: an older program could not make its file again.
"""

import json
import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from govapp.audit.rules.entry import GENESIS, JournalEntry
from govapp.db.append_only import append_only, drop_append_only
from govapp.db.errors import ListsCannotGoBack
from govapp.db.types import DigestHex, Identity, UtcDateTime
from govapp.kernel.canonical import canonical_json
from govapp.shares.people.rules.chain import FIRST_LINK, MEMBERS_V1, Fact, FactLink, FactType, fact_line, link_hash

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

VERSION = 1
TABLES = {
    FactType.PERSON: "party",
    FactType.NAME: "party_name",
    FactType.ADDRESS: "party_address",
    FactType.LANGUAGE: "party_language",
    FactType.CATEGORY: "party_category",
    FactType.EMAIL: "party_email",
    FactType.REPRESENTATIVE: "representation",
    FactType.CONFIRMATION: "fact_confirmation",
}
TYPES: dict[str, Any] = {
    "birth_date": sa.Date(),
    "effective_date": sa.Date(),
    "recorded_at": UtcDateTime(),
    "confirmed_at": UtcDateTime(),
}
_CHUNK = 2000


def upgrade() -> None:
    table = op.create_table(
        "fact_link",
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("version", sa.SmallInteger, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("previous_hash", DigestHex, nullable=False),
        sa.Column("hash", DigestHex, nullable=False),
        sa.CheckConstraint("sequence >= 1", name="ck_fact_link__sequence"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_fact_link__party_id"),
        sa.PrimaryKeyConstraint("sequence", name="pk_fact_link"),
    )
    op.add_column("roll", sa.Column("fact_sequence", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("roll", sa.Column("fact_head", DigestHex, nullable=False, server_default=""))
    at = datetime.now(UTC)
    links = list(_links(_lines_by_person(), at))
    for begin in range(0, len(links), _CHUNK):
        op.get_bind().execute(sa.insert(table), [_row(link) for link in links[begin : begin + _CHUNK]])
    append_only(op, "fact_link")
    if links:
        _tell_journal(at, len(links), links[-1].hash)


def _lines_by_person() -> dict[int, list[str]]:
    lines: dict[int, list[str]] = defaultdict(list)
    for fact_type, name in TABLES.items():
        table = sa.table(name, *(sa.column(each, TYPES.get(each)) for each in MEMBERS_V1[fact_type]))
        for row in op.get_bind().execute(sa.select(table).order_by(table.c.id)).mappings():
            fact = Fact(fact_type, dict(row))
            lines[fact.person_id].append(fact_line(fact))
    return lines


def _links(lines: dict[int, list[str]], at: datetime) -> Iterator[FactLink]:
    previous = FIRST_LINK
    for sequence, person_id in enumerate(sorted(lines), start=1):
        link = FactLink(VERSION, sequence, person_id, at, secrets.token_hex(16), tuple(lines[person_id]), previous)
        previous = link_hash(link)
        yield replace(link, hash=previous)


def _row(link: FactLink) -> dict[str, Any]:
    return {
        "sequence": link.sequence,
        "version": link.version,
        "party_id": link.person_id,
        "recorded_at": link.recorded_at,
        "salt": link.salt,
        "facts": "\n".join(link.facts),
        "previous_hash": link.previous_hash,
        "hash": link.hash,
    }


def _tell_journal(at: datetime, links: int, head: str) -> None:
    connection = op.get_bind()
    last = connection.execute(
        sa.text("SELECT sequence, digest FROM journal_entry ORDER BY sequence DESC LIMIT 1")
    ).one_or_none()
    entry = JournalEntry(
        sequence=last.sequence + 1 if last else 1,
        previous=last.digest if last else GENESIS,
        at=at,
        actor="system",
        actor_name="",
        roles="",
        tag="register:facts_chained",
        subject="register",
        reason="",
        result="done",
        facts={"fact_links": links, "fact_head": head},
        v=VERSION,
    )
    values = json.loads(canonical_json(entry.as_dict()))
    columns = {**values, "facts": canonical_json(entry.facts).decode(), "digest": entry.digest()}
    table = sa.table("journal_entry", *(sa.column(name) for name in columns))
    connection.execute(sa.insert(table).values(**columns))


def downgrade() -> None:
    stated = op.get_bind().scalar(sa.text("SELECT min(id) FROM roll WHERE fact_head <> ''"))
    if stated is not None:
        raise ListsCannotGoBack(roll=str(stated))
    op.drop_column("roll", "fact_head")
    op.drop_column("roll", "fact_sequence")
    drop_append_only(op, "fact_link")
    op.drop_table("fact_link")

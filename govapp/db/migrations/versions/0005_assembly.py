"""Assemblies: agenda, candidates and options, documents, and announced results that refuse to change."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_assembly()
    _create_agenda()
    _create_documents()
    _create_announcement()
    append_only(op, "announcement")


def _create_assembly() -> None:
    op.create_table(
        "assembly",
        sa.Column("id", Identity, nullable=False),
        sa.Column("title", JsonText, nullable=False),
        sa.Column("held_on", sa.Date, nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("record_date", sa.Date, nullable=False),
        sa.Column("opens_at", UtcDateTime, nullable=False),
        sa.Column("closes_at", UtcDateTime, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("roll_id", Identity, nullable=True),
        sa.Column("paper_uuid", sa.String(40), nullable=True),
        sa.Column("opened_at", UtcDateTime, nullable=True),
        sa.Column("closed_at", UtcDateTime, nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'ready', 'open', 'closed', 'counted', 'announced')",
            name="ck_assembly__state",
        ),
        sa.CheckConstraint("opens_at < closes_at", name="ck_assembly__window"),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name="fk_assembly__roll_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assembly"),
        sa.UniqueConstraint("paper_uuid", name="uq_assembly__paper_uuid"),
    )


def _create_agenda() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("title", JsonText, nullable=False),
        sa.Column("body", JsonText, nullable=False),
        sa.Column("seats", sa.Integer, nullable=False),
        sa.Column("maximum", sa.Integer, nullable=False),
        sa.Column("threshold", sa.String(7), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_agenda_item__assembly_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_item"),
    )
    op.create_index("ix_agenda_item__assembly_id_position", "agenda_item", ["assembly_id", "position"])
    op.create_table(
        "item_choice",
        sa.Column("id", Identity, nullable=False),
        sa.Column("item_id", Identity, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("label", JsonText, nullable=False),
        sa.Column("note", JsonText, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_item_choice__item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_item_choice"),
    )
    op.create_index("ix_item_choice__item_id_position", "item_choice", ["item_id", "position"])


def _create_documents() -> None:
    op.create_table(
        "document_file",
        sa.Column("sha256", DigestHex, nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_document_file"),
    )
    op.create_table(
        "attached_document",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("item_id", Identity, nullable=True),
        sa.Column("title", JsonText, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", DigestHex, nullable=False),
        sa.Column("added_at", UtcDateTime, nullable=False),
        sa.Column("added_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_attached_document__assembly_id"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_attached_document__item_id"),
        sa.ForeignKeyConstraint(["sha256"], ["document_file.sha256"], name="fk_attached_document__sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_attached_document"),
    )
    op.create_index("ix_attached_document__assembly_id", "attached_document", ["assembly_id"])
    op.create_index("ix_attached_document__sha256", "attached_document", ["sha256"])


def _create_announcement() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("announced_at", UtcDateTime, nullable=False),
        sa.Column("announced_by", sa.String(200), nullable=False),
        sa.Column("record", JsonText, nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_announcement__assembly_id"),
        sa.PrimaryKeyConstraint("id", name="pk_announcement"),
        sa.UniqueConstraint("assembly_id", name="uq_announcement__assembly_id"),
    )


def downgrade() -> None:
    drop_append_only(op, "announcement")
    for table in ("announcement", "attached_document", "document_file", "item_choice", "agenda_item", "assembly"):
        op.drop_table(table)

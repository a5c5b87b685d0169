"""Written questions before an assembly: asked until a moment, withdrawn or answered, published; all written once."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Identity, JsonText, UtcDateTime

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

TABLES = (
    "question_deadline",
    "written_question",
    "question_withdrawal",
    "question_answer",
    "answered_question",
    "answer_publication",
)


def upgrade() -> None:
    _create_asked()
    _create_answered()
    for table in TABLES:
        append_only(op, table)


def _create_asked() -> None:
    op.create_table(
        "question_deadline",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("until", UtcDateTime, nullable=False),
        sa.Column("set_at", UtcDateTime, nullable=False),
        sa.Column("set_by", sa.String(40), nullable=False),
        sa.Column("set_by_name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_question_deadline__assembly_id"),
        sa.PrimaryKeyConstraint("id", name="pk_question_deadline"),
    )
    op.create_index("ix_question_deadline__assembly_id", "question_deadline", ["assembly_id"])
    op.create_table(
        "written_question",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("name", sa.String(401), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("item_id", sa.BigInteger, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("shows_name", sa.Boolean, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_written_question__assembly_id"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_written_question__party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_written_question"),
        sa.UniqueConstraint("assembly_id", "number", name="uq_written_question__assembly_id_number"),
    )
    op.create_index("ix_written_question__party_id", "written_question", ["party_id"])
    op.create_table(
        "question_withdrawal",
        sa.Column("question_id", Identity, nullable=False, autoincrement=False),
        sa.Column("withdrawn_at", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["written_question.id"], name="fk_question_withdrawal__question_id"),
        sa.PrimaryKeyConstraint("question_id", name="pk_question_withdrawal"),
    )


def _create_answered() -> None:
    op.create_table(
        "question_answer",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("text", JsonText, nullable=False),
        sa.Column("answered_at", UtcDateTime, nullable=False),
        sa.Column("answered_by", sa.String(40), nullable=False),
        sa.Column("answered_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("kind IN ('written', 'meeting', 'refused')", name="ck_question_answer__kind"),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_question_answer__assembly_id"),
        sa.PrimaryKeyConstraint("id", name="pk_question_answer"),
    )
    op.create_index("ix_question_answer__assembly_id", "question_answer", ["assembly_id"])
    op.create_table(
        "answered_question",
        sa.Column("answer_id", Identity, nullable=False, autoincrement=False),
        sa.Column("question_id", Identity, nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(["answer_id"], ["question_answer.id"], name="fk_answered_question__answer_id"),
        sa.ForeignKeyConstraint(["question_id"], ["written_question.id"], name="fk_answered_question__question_id"),
        sa.PrimaryKeyConstraint("answer_id", "question_id", name="pk_answered_question"),
    )
    op.create_index("ix_answered_question__question_id", "answered_question", ["question_id"])
    op.create_table(
        "answer_publication",
        sa.Column("answer_id", Identity, nullable=False, autoincrement=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
        sa.Column("published_by", sa.String(40), nullable=False),
        sa.Column("published_by_name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["question_answer.id"], name="fk_answer_publication__answer_id"),
        sa.PrimaryKeyConstraint("answer_id", name="pk_answer_publication"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        drop_append_only(op, table)
        op.drop_table(table)

"""An assembly has votes: what hung on the assembly itself becomes its first one. States are no longer stored."""

from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime
from govapp.kernel.canonical import canonical_json

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

STEPS = (
    "(opened_at IS NULL OR sealed_at IS NOT NULL) AND (closed_at IS NULL OR opened_at IS NOT NULL) "
    "AND (counted_at IS NULL OR closed_at IS NOT NULL) AND (cancelled_at IS NULL OR closed_at IS NULL)"
)
STATES = "state IN ('gathering_keys', 'ready', 'open', 'closed', 'counted')"
OF_PAPER = (
    "CASE WHEN counted_at IS NOT NULL THEN 'counted' WHEN closed_at IS NOT NULL THEN 'closed' "
    "WHEN opened_at IS NOT NULL THEN 'open' WHEN sealed_at IS NOT NULL THEN 'ready' ELSE 'gathering_keys' END"
)
OF_VOTE = (
    "CASE WHEN vote.locked_at IS NULL THEN 'draft' WHEN announcement.id IS NOT NULL THEN 'announced' "
    "WHEN paper.closed_at IS NOT NULL THEN 'closed' WHEN paper.opened_at IS NOT NULL THEN 'open' ELSE 'ready' END"
)


def upgrade() -> None:
    _paper_without_state()
    _create_votes()
    _fill_votes()
    _announcements_of_votes()
    _bare_assemblies()


def _paper_without_state() -> None:
    with op.batch_alter_table("paper") as batch:
        batch.drop_constraint("ck_paper__state", type_="check")
        batch.drop_index("ix_paper__state_closes_at")
        batch.drop_column("state")
        batch.add_column(sa.Column("cancelled_at", UtcDateTime, nullable=True))
        batch.create_check_constraint("ck_paper__steps", STEPS)
        batch.create_index("ix_paper__closes_at", ["closes_at"])


def _create_votes() -> None:
    op.create_table(
        "vote",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("opens_at", UtcDateTime, nullable=False),
        sa.Column("closes_at", UtcDateTime, nullable=False),
        sa.Column("roll_id", Identity, nullable=True),
        sa.Column("paper_uuid", sa.String(40), nullable=True),
        sa.Column("rules", JsonText, nullable=True),
        sa.Column("locked_at", UtcDateTime, nullable=True),
        sa.Column("cancelled_at", UtcDateTime, nullable=True),
        sa.Column("cancel_reason", sa.Text, nullable=False),
        sa.Column("last_reminded_at", UtcDateTime, nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name="ck_vote__ordinal"),
        sa.CheckConstraint("channel IN ('remote', 'room', 'both', 'paper')", name="ck_vote__channel"),
        sa.CheckConstraint("opens_at < closes_at", name="ck_vote__window"),
        sa.CheckConstraint(
            "(locked_at IS NULL) = (roll_id IS NULL) AND (locked_at IS NULL) = (rules IS NULL) "
            "AND (cancelled_at IS NULL OR locked_at IS NOT NULL)",
            name="ck_vote__steps",
        ),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_vote__assembly_id"),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name="fk_vote__roll_id"),
        sa.PrimaryKeyConstraint("id", name="pk_vote"),
        sa.UniqueConstraint("assembly_id", "ordinal", name="uq_vote__assembly_id_ordinal"),
        sa.UniqueConstraint("paper_uuid", name="uq_vote__paper_uuid"),
    )
    op.create_table(
        "vote_item",
        sa.Column("id", Identity, nullable=False),
        sa.Column("vote_id", Identity, nullable=False),
        sa.Column("item_id", Identity, nullable=False),
        sa.Column("choices", JsonText, nullable=False),
        sa.Column("seats", sa.Integer, nullable=False),
        sa.CheckConstraint("seats >= 0", name="ck_vote_item__seats"),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name="fk_vote_item__vote_id"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_vote_item__item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_vote_item"),
        sa.UniqueConstraint("vote_id", "item_id", name="uq_vote_item__vote_id_item_id"),
    )


def _fill_votes() -> None:
    """Give each assembly its one vote; what was locked keeps the rules whose digest its ballot paper names."""
    connection = op.get_bind()
    # The ballot paper was prepared in the transaction in which the agenda was locked.
    op.execute(
        "INSERT INTO vote (assembly_id, ordinal, channel, opens_at, closes_at, roll_id, paper_uuid, rules, locked_at, "
        "cancel_reason, last_reminded_at, version, changed_at, changed_by) "
        "SELECT assembly.id, 1, 'remote', assembly.opens_at, assembly.closes_at, assembly.roll_id, "
        "assembly.paper_uuid, CASE WHEN paper.id IS NULL THEN NULL ELSE '{}' END, paper.prepared_at, '', "
        "last_reminded_at, version, changed_at, changed_by FROM assembly "
        "LEFT JOIN paper ON paper.uuid = assembly.paper_uuid ORDER BY assembly.id"
    )
    op.execute(
        "INSERT INTO vote_item (vote_id, item_id, choices, seats) SELECT vote.id, agenda_item.id, '[]', 0 "
        "FROM vote JOIN agenda_item ON agenda_item.assembly_id = vote.assembly_id "
        "WHERE vote.locked_at IS NOT NULL ORDER BY vote.id, agenda_item.position, agenda_item.id"
    )
    locked = connection.execute(
        sa.text(
            "SELECT vote.id, vote.assembly_id, paper.rules_digest FROM vote JOIN paper ON paper.uuid = vote.paper_uuid"
        )
    ).all()
    for vote_id, assembly_id, digest in locked:
        first = _rules(connection, assembly_id)
        # The form of the first stage, or the one with a version that followed it.
        written = [canonical_json(form).decode() for form in (first, {"v": 1, **first})]
        rules = next((each for each in written if sha256(each.encode()).hexdigest() == digest), None)
        if rules is None:
            raise ValueError(f"the agenda of assembly {assembly_id} is not the one its ballot paper was made from")
        connection.execute(sa.text("UPDATE vote SET rules = :rules WHERE id = :id"), {"rules": rules, "id": vote_id})


def _rules(connection: sa.Connection, assembly_id: int) -> dict[str, Any]:
    """Return the record of rules in the form of the time when an assembly had one vote."""
    items = connection.execute(
        sa.text(
            "SELECT id, kind, method, seats, maximum, threshold FROM agenda_item "
            "WHERE assembly_id = :id ORDER BY position, id"
        ),
        {"id": assembly_id},
    ).all()
    numbered = [(number, item) for number, item in enumerate(items, start=1) if item.method]
    return {"majority": "for > against", "items": [_rule(connection, number, item) for number, item in numbered]}


def _rule(connection: sa.Connection, number: int, item: sa.Row[Any]) -> dict[str, Any]:
    rule: dict[str, Any] = {"item": number, "kind": item.kind, "method": item.method}
    if item.method != "approval":
        rule["needed"] = {"share": "1/2", "strict": True, "base": "for + against"}
    if item.kind == "election":
        rule |= {"seats": item.seats, "tie": "reported"}
    if item.method == "approval":
        count = connection.execute(
            sa.text("SELECT count(*) FROM item_choice WHERE item_id = :id"), {"id": item.id}
        ).scalar_one()
        rule["most_picks"] = min(item.seats if item.kind == "election" else item.maximum or count, count)
    if item.threshold:
        rule["needed"] = {"share": item.threshold, "strict": item.threshold == "1/2", "base": "ballots not blank"}
    return rule


def _announcements_of_votes() -> None:
    _remake_announcements("vote_id", "vote", "SELECT vote.id FROM vote WHERE vote.assembly_id = old.assembly_id")


def _bare_assemblies() -> None:
    op.add_column("assembly", sa.Column("published_at", UtcDateTime, nullable=True))
    op.add_column("assembly", sa.Column("locked_at", UtcDateTime, nullable=True))
    op.execute("UPDATE assembly SET locked_at = (SELECT vote.locked_at FROM vote WHERE vote.assembly_id = assembly.id)")
    op.execute("UPDATE assembly SET published_at = locked_at")
    with op.batch_alter_table("assembly") as batch:
        for name in ("state", "window"):
            batch.drop_constraint(f"ck_assembly__{name}", type_="check")
        batch.drop_constraint("fk_assembly__roll_id", type_="foreignkey")
        batch.drop_constraint("uq_assembly__paper_uuid", type_="unique")
        for name in (
            "opens_at", "closes_at", "state", "roll_id", "paper_uuid", "opened_at", "closed_at", "last_reminded_at",
        ):  # fmt: skip
            batch.drop_column(name)


def downgrade() -> None:
    _require_one_vote_each()
    _fill_assemblies()
    _remake_announcements("assembly_id", "assembly", "SELECT vote.assembly_id FROM vote WHERE vote.id = old.vote_id")
    op.drop_table("vote_item")
    op.drop_table("vote")
    op.add_column("paper", sa.Column("state", sa.String(20), nullable=True))
    op.execute(f"UPDATE paper SET state = {OF_PAPER}")  # noqa: S608
    with op.batch_alter_table("paper") as batch:
        batch.alter_column("state", existing_type=sa.String(20), nullable=False)
        batch.drop_constraint("ck_paper__steps", type_="check")
        batch.drop_index("ix_paper__closes_at")
        batch.drop_column("cancelled_at")
        batch.create_check_constraint("ck_paper__state", STATES)
        batch.create_index("ix_paper__state_closes_at", ["state", "closes_at"])


def _require_one_vote_each() -> None:
    """Refuse to go back where an assembly has two votes: the older program cannot hold them."""
    more = op.get_bind().execute(sa.text("SELECT count(*) FROM vote WHERE ordinal > 1")).scalar_one()
    if more:
        raise ValueError(f"{more} votes beyond the first one of their assembly cannot be kept in the older form")


def _fill_assemblies() -> None:
    for column in (
        sa.Column("opens_at", UtcDateTime, nullable=True),
        sa.Column("closes_at", UtcDateTime, nullable=True),
        sa.Column("state", sa.String(10), nullable=True),
        sa.Column("roll_id", Identity, nullable=True),
        sa.Column("paper_uuid", sa.String(40), nullable=True),
        sa.Column("opened_at", UtcDateTime, nullable=True),
        sa.Column("closed_at", UtcDateTime, nullable=True),
        sa.Column("last_reminded_at", UtcDateTime, nullable=True),
    ):
        op.add_column("assembly", column)
    for name in ("opens_at", "closes_at", "roll_id", "paper_uuid", "last_reminded_at"):
        op.execute(f"UPDATE assembly SET {name} = (SELECT vote.{name} FROM vote WHERE assembly_id = assembly.id)")  # noqa: S608
    for name in ("opened_at", "closed_at"):
        op.execute(
            f"UPDATE assembly SET {name} = (SELECT paper.{name} FROM paper WHERE paper.uuid = assembly.paper_uuid)"  # noqa: S608
        )
    op.execute(
        f"UPDATE assembly SET state = (SELECT {OF_VOTE} FROM vote LEFT JOIN paper ON paper.uuid = vote.paper_uuid "  # noqa: S608
        "LEFT JOIN announcement ON announcement.vote_id = vote.id WHERE vote.assembly_id = assembly.id)"
    )
    with op.batch_alter_table("assembly") as batch:
        batch.alter_column("opens_at", existing_type=UtcDateTime(), nullable=False)
        batch.alter_column("closes_at", existing_type=UtcDateTime(), nullable=False)
        batch.alter_column("state", existing_type=sa.String(10), nullable=False)
        batch.create_foreign_key("fk_assembly__roll_id", "roll", ["roll_id"], ["id"])
        batch.create_unique_constraint("uq_assembly__paper_uuid", ["paper_uuid"])
        batch.create_check_constraint(
            "ck_assembly__state", "state IN ('draft', 'ready', 'open', 'closed', 'counted', 'announced')"
        )
        batch.create_check_constraint("ck_assembly__window", "opens_at < closes_at")
        batch.drop_column("published_at")
        batch.drop_column("locked_at")


def _remake_announcements(column: str, table: str, of_old: str) -> None:
    """Make the table anew with another owner; the records and their digests are copied byte for byte."""
    drop_append_only(op, "announcement")
    op.execute("ALTER TABLE announcement RENAME TO old")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE old RENAME CONSTRAINT pk_announcement TO pk_old")
    op.create_table(
        "announcement",
        sa.Column("id", Identity, nullable=False),
        sa.Column(column, Identity, nullable=False),
        sa.Column("announced_at", UtcDateTime, nullable=False),
        sa.Column("announced_by", sa.String(200), nullable=False),
        sa.Column("record", JsonText, nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_announcement__{column}"),
        sa.PrimaryKeyConstraint("id", name="pk_announcement"),
        sa.UniqueConstraint(column, name=f"uq_announcement__{column}"),
    )
    op.execute(
        f"INSERT INTO announcement (id, {column}, announced_at, announced_by, record, digest) "  # noqa: S608
        f"SELECT old.id, ({of_old}), announced_at, announced_by, record, digest FROM old ORDER BY old.id"
    )
    op.drop_table("old")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('announcement', 'id'), max(id)) FROM announcement")
    append_only(op, "announcement")

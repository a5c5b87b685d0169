"""The tables of a secret ballot: the paper, its key holders, the voting codes, the ballot box, and the chain of events.

A key group are the key holders of one assembly; what they said to make their keys, and each test of them, is kept.

What was put in the box, every event and every record of the archive are append-only: triggers refuse to change them.
The whole archive can be written again from `paper_event`, `archive_record` and `ballot`, byte for byte.
"""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.guards import Guard, Guarded
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime


class Paper(Guarded, Base):
    """A ballot paper: what is asked, of whom, when, and where its chain of events stands.

    `head` and `height` name the last event (height -1: none yet). The row is what casting and closing wait for.
    `closes_at` is the hour that counts: an extension moves it. `window_rule` is the member `window` of the sealed
    record; papers of the first stage have none. `words_version` says how its trackers are put in words.
    """

    __tablename__ = "paper"
    guards = (
        Guard(
            "paper",
            "UPDATE",
            "OLD.cancelled_at IS NOT NULL OR EXISTS (SELECT 1 FROM ballot WHERE ballot.paper_id = OLD.id)",
            ("cancelled_at",),
        ),
    )
    __table_args__ = (
        # The state follows from these moments, and none comes without the one before it.
        CheckConstraint(
            "(opened_at IS NULL OR sealed_at IS NOT NULL) AND (closed_at IS NULL OR opened_at IS NOT NULL) "
            "AND (counted_at IS NULL OR closed_at IS NOT NULL) AND (cancelled_at IS NULL OR closed_at IS NULL)",
            name="steps",
        ),
        CheckConstraint("opens_at < closes_at", name="window"),
        Index(None, "subject_ref"),
        Index(None, "closes_at"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    uuid: Mapped[str] = mapped_column(String(22), unique=True)
    subject_ref: Mapped[str] = mapped_column(String(120))
    roll_id: Mapped[int] = mapped_column(ForeignKey("roll.id"))
    name: Mapped[dict[str, str]] = mapped_column(JsonText)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)
    language: Mapped[str] = mapped_column(String(2))
    rules_digest: Mapped[str] = mapped_column(DigestHex)
    minimum_ballots: Mapped[int] = mapped_column(Integer)
    key_group_id: Mapped[int | None] = mapped_column(ForeignKey("key_group.id"))
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    window_rule: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    words_version: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str] = mapped_column(Text, server_default="")
    fingerprint: Mapped[str] = mapped_column(String(43))
    head: Mapped[str] = mapped_column(DigestHex)
    height: Mapped[int] = mapped_column(Integer)
    voters: Mapped[int] = mapped_column(Integer)
    ballots: Mapped[int] = mapped_column(Integer)
    counted: Mapped[int | None] = mapped_column(Integer)
    result: Mapped[list[list[int]] | None] = mapped_column(JsonText)


class TrusteeRecord(Base):
    """A holder of one key of a paper. Without an officer it is the server.

    Of a member of a key group, the key stands with the member, because it serves every paper of the group.
    """

    __tablename__ = "trustee"
    __table_args__ = (UniqueConstraint("paper_id", "position"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    position: Mapped[int] = mapped_column(Integer)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("key_member.id"))
    name: Mapped[str] = mapped_column(String(200))
    public_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    key_record: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decrypted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lost_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lost_by: Mapped[str] = mapped_column(String(40), server_default="")
    lost_reason: Mapped[str] = mapped_column(Text, server_default="")


class CredentialRecord(AppendOnly, Base):
    """The public part of one voting code, and the entry on the roll whose code it is."""

    __tablename__ = "credential"
    __table_args__ = (
        UniqueConstraint("paper_id", "public_key"),
        UniqueConstraint("paper_id", "roll_entry_id"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    public_key: Mapped[str] = mapped_column(String(64))
    roll_entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"))


class BallotRecord(AppendOnly, Base):
    """One ballot in the box, exactly as it came; `height` is its place in the chain, from 1."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("paper_id", "tracker"),
        UniqueConstraint("paper_id", "height"),
        Index(None, "credential_id", "height"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    height: Mapped[int] = mapped_column(Integer)
    credential_id: Mapped[int] = mapped_column(ForeignKey("credential.id"))
    tracker: Mapped[str] = mapped_column(String(43))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BallotNonce(AppendOnly, Base):
    """A randomness that was used (alpha, 32 bytes): a second ballot with the same would give choices away."""

    __tablename__ = "ballot_nonce"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True, autoincrement=False)
    alpha: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class PaperEvent(AppendOnly, Base):
    """One event of the chain: each names the one before by its hash."""

    __tablename__ = "paper_event"
    __table_args__ = (UniqueConstraint("hash"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True, autoincrement=False)
    height: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(String(20))
    hash: Mapped[str] = mapped_column(DigestHex)
    parent: Mapped[str | None] = mapped_column(DigestHex)
    payload: Mapped[str | None] = mapped_column(DigestHex)


class ArchiveRecord(AppendOnly, Base):
    """A record of the archive that is not a ballot, at its place before the event at `height`."""

    __tablename__ = "archive_record"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True, autoincrement=False)
    height: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class WindowEventRecord(AppendOnly, Base):
    """One thing that was done with the hours of a paper, signed; `number` counts from 1."""

    __tablename__ = "window_event"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class EarlyClosingRecord(Guarded, Base):
    """Somebody asked to close a vote before its hour, and a second person confirms it or it is withdrawn.

    Whoever asks and whoever settles are kept as the journal names them; `role` is the one that the sealed paper allows.
    `reason` has the form of version `v` (`kernel.texts.kept_words`).
    """

    __tablename__ = "early_closing"
    guards = (
        Guard("early_closing", "DELETE", "1 = 1"),
        Guard("early_closing", "UPDATE", "OLD.settled_at IS NOT NULL"),
        Guard(
            "early_closing",
            "UPDATE",
            "1 = 1",
            ("paper_id", "reason", "role", "asked_at", "asked_by", "asked_by_name"),
        ),
    )
    __table_args__ = (
        CheckConstraint("outcome IN ('confirmed', 'withdrawn')", name="outcome"),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled"),
        CheckConstraint("outcome <> 'confirmed' OR settled_by <> asked_by", name="two_people"),
        Index(None, "paper_id"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    v: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    reason: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(40))
    asked_by_name: Mapped[str] = mapped_column(String(200))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str | None] = mapped_column(String(40))
    outcome: Mapped[str | None] = mapped_column(String(10))


class RoomMark(AppendOnly, Base):
    """A mark on the voting list: a right is used in the room, on paper or by a show of hands; or that was taken back.

    `number` counts from 1 within the paper, `place` within the right: odd ones mark it, even ones take that back.
    Without a roll entry somebody joined after the list was frozen. `acting_name` is who uses the right.
    """

    __tablename__ = "room_mark"
    __table_args__ = (
        UniqueConstraint("paper_id", "number"),
        UniqueConstraint("paper_id", "party_id", "place"),
        CheckConstraint("number >= 1 AND place >= 1", name="number"),
        CheckConstraint("channel IN ('paper', 'hands')", name="channel"),
        CheckConstraint("reason <> '' OR (place % 2 = 1 AND roll_entry_id IS NOT NULL)", name="reason"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    number: Mapped[int] = mapped_column(Integer)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    roll_entry_id: Mapped[int | None] = mapped_column(ForeignKey("roll_entry.id"))
    place: Mapped[int] = mapped_column(Integer)
    channel: Mapped[str] = mapped_column(String(5))
    acting_name: Mapped[str] = mapped_column(String(401))
    reason: Mapped[str] = mapped_column(Text)
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    marked_by: Mapped[str] = mapped_column(String(40))
    marked_by_name: Mapped[str] = mapped_column(String(200))


class KeyGroup(Guarded, Base):
    """The people who together hold the keys of one assembly (`subject_ref`), of whom `needed` open a count.

    `attempt` counts from 0 how often they had to begin again because somebody was replaced. `record` is the trustees
    record of Belenios, without names, once the key is made.
    """

    __tablename__ = "key_group"
    guards = (
        # The key of a sealed paper stands in its archive: nobody makes another one for the same group.
        Guard(
            "key_group",
            "UPDATE",
            "EXISTS (SELECT 1 FROM paper WHERE paper.key_group_id = OLD.id AND paper.sealed_at IS NOT NULL)",
        ),
        Guard("key_group", "UPDATE", "1 = 1", ("uuid", "subject_ref", "name", "size", "needed", "made_at")),
        Guard("key_group", "DELETE", "1 = 1"),
    )
    __table_args__ = (
        CheckConstraint("needed >= 1 AND needed <= size AND size <= 9", name="size"),
        CheckConstraint("(formed_at IS NULL) = (record IS NULL)", name="formed"),
        Index(None, "subject_ref"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    uuid: Mapped[str] = mapped_column(String(22), unique=True)
    subject_ref: Mapped[str] = mapped_column(String(120))
    name: Mapped[dict[str, str]] = mapped_column(JsonText)
    size: Mapped[int] = mapped_column(SmallInteger)
    needed: Mapped[int] = mapped_column(SmallInteger)
    attempt: Mapped[int] = mapped_column(SmallInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    formed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    record: Mapped[bytes | None] = mapped_column(LargeBinary)


class KeyMember(Guarded, Base):
    """One seat in a group and who has had it since `joined_attempt`; `public_key` is X_j, 64 hexadecimal digits."""

    __tablename__ = "key_member"
    guards = (
        Guard("key_member", "DELETE", "1 = 1"),
        Guard("key_member", "UPDATE", "1 = 1", ("group_id", "position", "officer_id", "name", "joined_attempt")),
        Guard(
            "key_member",
            "UPDATE",
            "(OLD.left_at IS NOT NULL AND (NEW.left_at IS NULL OR NEW.left_at <> OLD.left_at)) OR EXISTS "
            "(SELECT 1 FROM paper WHERE paper.key_group_id = OLD.group_id AND paper.sealed_at IS NOT NULL)",
            ("left_at", "public_key", "key_at"),
        ),
    )
    __table_args__ = (UniqueConstraint("group_id", "position", "joined_attempt"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("key_group.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    name: Mapped[str] = mapped_column(String(200))
    joined_attempt: Mapped[int] = mapped_column(SmallInteger)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    public_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    key_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class KeyMessage(AppendOnly, Base):
    """What a member said in one step of the key ceremony, as it came; a certificate holds for every later attempt."""

    __tablename__ = "key_message"

    member_id: Mapped[int] = mapped_column(ForeignKey("key_member.id"), primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    attempt: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KeyVerification(AppendOnly, Base):
    """A key with which a member of some group signed its messages: nobody begins with it twice."""

    __tablename__ = "key_verification"

    public_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("key_member.id"))


class KeyRequest(AppendOnly, Base):
    """A mail that asked a member for a `step` of the ceremony, or a `test`; `turn` is the attempt or the round."""

    __tablename__ = "key_request"

    member_id: Mapped[int] = mapped_column(ForeignKey("key_member.id"), primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    turn: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KeyDrill(AppendOnly, Base):
    """One test of all keys of a group: `nonce` names the test ballot; `attempt` the keys that are tested."""

    __tablename__ = "key_drill"
    __table_args__ = (UniqueConstraint("group_id", "round"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("key_group.id"))
    round: Mapped[int] = mapped_column(SmallInteger)
    attempt: Mapped[int] = mapped_column(SmallInteger)
    occasion: Mapped[str] = mapped_column(String(10))
    nonce: Mapped[str] = mapped_column(String(22))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KeyDrillAnswer(AppendOnly, Base):
    """That a member opened the test ballot, and with what proof."""

    __tablename__ = "key_drill_answer"

    drill_id: Mapped[int] = mapped_column(ForeignKey("key_drill.id"), primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(ForeignKey("key_member.id"), primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KeyDrillWaiver(AppendOnly, Base):
    """That the secretariat goes on without the answers that are missing, and why; everybody can read it."""

    __tablename__ = "key_drill_waiver"

    drill_id: Mapped[int] = mapped_column(ForeignKey("key_drill.id"), primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(Text)
    waived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    waived_by: Mapped[str] = mapped_column(String(40))


def table(model: type[Base]) -> Table:
    """Return the table of a model, for casting, which is written without the ORM: everybody does it at once."""
    return cast("Table", model.__table__)

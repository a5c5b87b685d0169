"""The tables of votes and announcements. An announcement refuses UPDATE and DELETE."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column

from govapp.assembly.meeting.models import Edited
from govapp.db.base import AppendOnly, Base
from govapp.db.guards import Guard, Guarded, guards_of
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime

# What a locked vote is: it stays, whatever becomes of the vote.
LOCKED_COLUMNS = ("rules", "roll_id", "assembly_id", "ordinal", "channel", "locked_at")


_VOTE_IS_LOCKED = (
    "EXISTS (SELECT 1 FROM vote WHERE vote.id = ROW.vote_id "
    "AND vote.locked_at IS NOT NULL AND vote.cancelled_at IS NULL)"
)


class Vote(Edited, Guarded, Base):
    """One vote of an assembly: some of its items, put to the people of one roll, in one window.

    Where it stands is not stored: it follows from its moments and from those of its ballot paper. `rules` is the
    record of rules whose digest was sealed into that paper; None in a draft. With `opens_itself` the worker opens it
    at its hour; `opening_told_at` is when the secretariat was told that it could not.
    """

    __tablename__ = "vote"
    guards = (
        Guard("vote", "UPDATE", "OLD.locked_at IS NOT NULL", LOCKED_COLUMNS),
        # Another ballot paper takes the place of one that was cancelled because somebody came on the voting list.
        Guard(
            "vote",
            "UPDATE",
            "OLD.locked_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM paper WHERE paper.uuid = OLD.paper_uuid "
            "AND paper.cancelled_at IS NOT NULL AND paper.opened_at IS NULL)",
            ("paper_uuid",),
        ),
        Guard("vote", "DELETE", "OLD.locked_at IS NOT NULL"),
        Guard(
            "vote",
            "UPDATE",
            "OLD.cancelled_at IS NOT NULL OR EXISTS (SELECT 1 FROM ballot JOIN paper ON paper.id = ballot.paper_id "
            "WHERE paper.uuid = OLD.paper_uuid)",
            ("cancelled_at", "cancel_reason"),
        ),
    )
    __table_args__ = (
        UniqueConstraint("assembly_id", "ordinal"),
        CheckConstraint("ordinal >= 1", name="ordinal"),
        CheckConstraint("channel IN ('remote', 'room', 'both', 'paper')", name="channel"),
        CheckConstraint("opens_at < closes_at", name="window"),
        CheckConstraint(
            "(locked_at IS NULL) = (roll_id IS NULL) AND (locked_at IS NULL) = (rules IS NULL) "
            "AND (cancelled_at IS NULL OR locked_at IS NOT NULL)",
            name="steps",
        ),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    channel: Mapped[str] = mapped_column(String(10))
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    roll_id: Mapped[int | None] = mapped_column(ForeignKey("roll.id"))
    paper_uuid: Mapped[str | None] = mapped_column(String(40), unique=True)
    rules: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_reason: Mapped[str] = mapped_column(Text)
    opens_itself: Mapped[bool] = mapped_column(Boolean, server_default=false())
    opening_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class VoteItem(Guarded, Base):
    """An item that is put to a vote. A draft without any holds every item of the agenda that is voted.

    `choices` are the indexes (from 0) of the candidates who stand, empty for all; `seats` 0 for those of the item.
    """

    __tablename__ = "vote_item"
    guards = guards_of("vote_item", _VOTE_IS_LOCKED)
    __table_args__ = (UniqueConstraint("vote_id", "item_id"), CheckConstraint("seats >= 0", name="seats"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    choices: Mapped[list[int]] = mapped_column(JsonText)
    seats: Mapped[int] = mapped_column(Integer)


class Announcement(AppendOnly, Base):
    """The announced result: the record as it was made, and its digest. There is one for a vote, for ever."""

    __tablename__ = "announcement"
    __table_args__ = (UniqueConstraint("vote_id"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    announced_by: Mapped[str] = mapped_column(String(200))
    record: Mapped[dict[str, Any]] = mapped_column(JsonText)
    digest: Mapped[str] = mapped_column(DigestHex)


class VoteIncident(AppendOnly, Base):
    """Something that went wrong in a vote, as it was written down; `number` counts from 1 within the vote.

    `happened` and `affected` have the form of version `v` (`kernel.texts.kept_words`), as the `text` of a note has.
    `since` is when it began; when it ended a note says. Whoever wrote it is kept as the journal names people, with the
    role in which that was done.
    """

    __tablename__ = "vote_incident"
    __table_args__ = (
        UniqueConstraint("vote_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("kind IN ('site', 'mail', 'document', 'other')", name="kind"),
        CheckConstraint("since <= reported_at", name="since"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(10))
    v: Mapped[int] = mapped_column(SmallInteger, server_default=sql_text("1"))
    happened: Mapped[str] = mapped_column(Text)
    affected: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reported_by: Mapped[str] = mapped_column(String(40))
    reported_by_name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))


class IncidentNote(AppendOnly, Base):
    """What was added to an incident later, from `place` 1 on; `ended_at` where the note says when it ended."""

    __tablename__ = "incident_note"
    __table_args__ = (
        UniqueConstraint("incident_id", "place"),
        CheckConstraint("place >= 1", name="place"),
        CheckConstraint("ended_at <= noted_at", name="ended"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("vote_incident.id"))
    place: Mapped[int] = mapped_column(Integer)
    v: Mapped[int] = mapped_column(SmallInteger, server_default=sql_text("1"))
    text: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by: Mapped[str] = mapped_column(String(40))
    noted_by_name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))


class IncidentMailRequest(AppendOnly, Base):
    """A mail to everybody who may vote that somebody wrote; it leaves when another officer confirms it.

    `place` counts from 1 within the incident; whoever wrote it is kept with the role in which that was done.
    """

    __tablename__ = "incident_mail_request"
    __table_args__ = (UniqueConstraint("incident_id", "place"), CheckConstraint("place >= 1", name="place"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("vote_incident.id"))
    place: Mapped[int] = mapped_column(Integer)
    subject: Mapped[dict[str, str]] = mapped_column(JsonText)
    body: Mapped[dict[str, str]] = mapped_column(JsonText)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(40))
    asked_by_name: Mapped[str] = mapped_column(String(200))


class IncidentMailAnswer(AppendOnly, Base):
    """What became of a mail that waited: the message that left, or None where it was withdrawn or refused."""

    __tablename__ = "incident_mail_answer"
    __table_args__ = (
        UniqueConstraint("message_id"),
        CheckConstraint("message_id IS NULL OR answered_by <> asked_by", name="two_people"),
    )

    request_id: Mapped[int] = mapped_column(
        ForeignKey("incident_mail_request.id"), primary_key=True, autoincrement=False
    )
    asked_by: Mapped[str] = mapped_column(String(40))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(40))
    answered_by_name: Mapped[str] = mapped_column(String(200))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("incident_message.id"))


class IncidentMessage(AppendOnly, Base):
    """What everybody who may vote was told of an incident, in four languages, and the mailing that tells it.

    Whoever had it sent is who confirmed it; in version 0.1 that was who wrote it.
    """

    __tablename__ = "incident_message"
    __table_args__ = (
        UniqueConstraint("incident_id", "place"),
        UniqueConstraint("mailing_id"),
        CheckConstraint("place >= 1", name="place"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("vote_incident.id"))
    place: Mapped[int] = mapped_column(Integer)
    mailing_id: Mapped[int] = mapped_column(ForeignKey("outbox_mailing.id"))
    subject: Mapped[dict[str, str]] = mapped_column(JsonText)
    body: Mapped[dict[str, str]] = mapped_column(JsonText)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(40))
    asked_by_name: Mapped[str] = mapped_column(String(200))


class HandsWaiver(AppendOnly, Base):
    """The meeting elects persons of a vote by a show of hands, and why."""

    __tablename__ = "hands_waiver"
    __table_args__ = (UniqueConstraint("vote_id"), CheckConstraint("reason <> ''", name="reason"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    reason: Mapped[str] = mapped_column(Text)
    waived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    waived_by: Mapped[str] = mapped_column(String(40))
    waived_by_name: Mapped[str] = mapped_column(String(200))


class TellerCountRecord(AppendOnly, Base):
    """What one scrutineer counted of papers or hands, for one question (from 0); `place` 1 or 2 within the round."""

    __tablename__ = "teller_count"
    __table_args__ = (
        UniqueConstraint("vote_id", "channel", "question", "round", "place"),
        UniqueConstraint("vote_id", "channel", "question", "round", "counted_by"),
        CheckConstraint("channel IN ('paper', 'hands')", name="channel"),
        CheckConstraint("question >= 0 AND round >= 1 AND place IN (1, 2)", name="place"),
        CheckConstraint("papers >= 0 AND invalid >= 0 AND invalid <= papers", name="papers"),
        CheckConstraint("round = 1 OR reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    channel: Mapped[str] = mapped_column(String(5))
    question: Mapped[int] = mapped_column(Integer)
    round: Mapped[int] = mapped_column(Integer)
    place: Mapped[int] = mapped_column(SmallInteger)
    papers: Mapped[int] = mapped_column(Integer)
    invalid: Mapped[int] = mapped_column(Integer)
    figures: Mapped[list[int]] = mapped_column(JsonText)
    reason: Mapped[str] = mapped_column(Text)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    counted_by: Mapped[str] = mapped_column(String(40))
    counted_by_name: Mapped[str] = mapped_column(String(200))

"""Reading key groups: their members, what those said, and the tests of their keys."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govapp.ballots.models import (
    KeyDrill,
    KeyDrillAnswer,
    KeyDrillWaiver,
    KeyGroup,
    KeyMember,
    KeyMessage,
    Paper,
)
from govapp.ballots.rules.key_groups import (
    DrillOccasion,
    KeyGroupNotFound,
    KeyStep,
    MemberStanding,
    step_before,
)
from govapp.kernel.texts import Texts
from pybelenios.jsontext import MARK_DIGITS, in_groups
from pybelenios.pedersen import GroupSize


@dataclass(frozen=True, slots=True)
class KeyGroupRow:
    """A key group; `record` is its trustees record, without names, once its key is made at `formed_at` (UTC)."""

    id: int
    uuid: str
    subject_ref: str
    name: Texts
    size: int
    needed: int
    attempt: int
    made_at: datetime
    formed_at: datetime | None
    record: bytes | None

    @property
    def group_size(self) -> GroupSize:
        """Return how many members there are and how many are needed, as the ballot library wants it."""
        return GroupSize(self.needed, self.size)


@dataclass(frozen=True, slots=True)
class KeyMemberRow:
    """A member; `public_key` is None until the key is made."""

    id: int
    position: int
    officer_id: int
    name: str
    joined_attempt: int
    public_key: str | None
    key_at: datetime | None

    @property
    def key_mark(self) -> str:
        """Return the end of the public key as people compare it; empty before there is one."""
        return in_groups((self.public_key or "")[-MARK_DIGITS:])


@dataclass(frozen=True, slots=True)
class DrillRow:
    """A test of the keys: `answered` says when each member (by number of the row) opened the test ballot."""

    id: int
    round: int
    occasion: DrillOccasion
    nonce: str
    started_at: datetime
    waived_at: datetime | None
    waived_reason: str
    answered: dict[int, datetime]


_GROUP = (
    KeyGroup.id,
    KeyGroup.uuid,
    KeyGroup.subject_ref,
    KeyGroup.name,
    KeyGroup.size,
    KeyGroup.needed,
    KeyGroup.attempt,
    KeyGroup.made_at,
    KeyGroup.formed_at,
    KeyGroup.record,
)
_MEMBER = (
    KeyMember.id,
    KeyMember.position,
    KeyMember.officer_id,
    KeyMember.name,
    KeyMember.joined_attempt,
    KeyMember.public_key,
    KeyMember.key_at,
)


def get_key_group(session: Session, uuid: str, *, locked: bool = False) -> KeyGroupRow:
    """Return a key group; raises KeyGroupNotFound. `locked` makes its other members wait until the work ends."""
    statement = select(*_GROUP).where(KeyGroup.uuid == uuid)
    row = session.execute(statement.with_for_update() if locked else statement).one_or_none()
    if row is None:
        raise KeyGroupNotFound
    return _group(tuple(row))


def get_key_group_by_id(session: Session, group_id: int) -> KeyGroupRow:
    """Return the key group with this number in the database."""
    return _group(tuple(session.execute(select(*_GROUP).where(KeyGroup.id == group_id)).one()))


def find_newest_key_group(session: Session, subject_ref: str) -> KeyGroupRow | None:
    """Return the newest key group of an assembly, or None."""
    statement = select(*_GROUP).where(KeyGroup.subject_ref == subject_ref).order_by(KeyGroup.id.desc()).limit(1)
    row = session.execute(statement).one_or_none()
    return None if row is None else _group(tuple(row))


def find_key_group_in_use(session: Session, subject_ref: str) -> KeyGroupRow | None:
    """Return the key group with which a vote of an assembly was fixed that still stands, or None."""
    found = find_newest_key_group(session, subject_ref)
    if found is None:
        return None
    stands = Paper.sealed_at.is_not(None), Paper.cancelled_at.is_(None), Paper.ended_at.is_(None)
    statement = select(Paper.id).where(Paper.key_group_id == found.id, *stands).limit(1)
    return None if session.scalar(statement) is None else found


def list_key_groups(session: Session) -> tuple[KeyGroupRow, ...]:
    """Return all key groups, the newest first: there are a few in a year."""
    return tuple(_group(tuple(row)) for row in session.execute(select(*_GROUP).order_by(KeyGroup.id.desc())))


def list_key_members(session: Session, group_id: int) -> tuple[KeyMemberRow, ...]:
    """Return who holds the keys of a group now, by position."""
    statement = select(*_MEMBER).where(KeyMember.group_id == group_id, KeyMember.left_at.is_(None))
    return tuple(KeyMemberRow(*row) for row in session.execute(statement.order_by(KeyMember.position)))


def read_key_messages(session: Session, found: KeyGroupRow, step: KeyStep) -> dict[int, bytes]:
    """Return what each member said in a step of the present attempt, by position; a certificate of any attempt."""
    statement = (
        select(KeyMember.position, KeyMessage.body)
        .join(KeyMessage, KeyMessage.member_id == KeyMember.id)
        .where(KeyMember.group_id == found.id, KeyMember.left_at.is_(None), KeyMessage.step == step.value)
    )
    if step is not KeyStep.CERTIFICATE:
        statement = statement.where(KeyMessage.attempt == found.attempt)
    return {row.position: row.body for row in session.execute(statement.order_by(KeyMember.position))}


def find_drill(session: Session, found: KeyGroupRow) -> DrillRow | None:
    """Return the newest test of the keys that the group has now, or None."""
    where = KeyDrill.group_id == found.id, KeyDrill.attempt == found.attempt
    row = session.scalar(select(KeyDrill).where(*where).order_by(KeyDrill.round.desc()).limit(1))
    if row is None:
        return None
    answers = select(KeyDrillAnswer.member_id, KeyDrillAnswer.answered_at).where(KeyDrillAnswer.drill_id == row.id)
    waiver = session.get(KeyDrillWaiver, row.id)
    return DrillRow(
        id=row.id,
        round=row.round,
        occasion=DrillOccasion(row.occasion),
        nonce=row.nonce,
        started_at=row.started_at,
        waived_at=waiver.waived_at if waiver else None,
        waived_reason=waiver.reason if waiver else "",
        answered={answer.member_id: answer.answered_at for answer in session.execute(answers)},
    )


def list_member_standings(session: Session, found: KeyGroupRow) -> tuple[MemberStanding, ...]:
    """Return what each member has done, by position."""
    said = {step: read_key_messages(session, found, step) for step in KeyStep}
    drill = find_drill(session, found)
    answered = drill.answered if drill else {}
    return tuple(
        MemberStanding(
            position=member.position,
            name=member.name,
            has_certificate=member.position in said[KeyStep.CERTIFICATE],
            # Whoever contributed had promised: of keys that an earlier version made, together with the certificate.
            has_promise=member.position in said[KeyStep.PROMISE] | said[KeyStep.CONTRIBUTION],
            has_contribution=member.position in said[KeyStep.CONTRIBUTION],
            has_share=member.position in said[KeyStep.SHARE],
            has_tested=member.id in answered,
        )
        for member in list_key_members(session, found.id)
    )


def when_all_said(session: Session, found: KeyGroupRow, step: KeyStep) -> datetime | None:
    """Return the moment (UTC) since which `step` can be taken: when the last member took the one before."""
    statement = (
        select(func.max(KeyMessage.said_at))
        .join(KeyMember, KeyMessage.member_id == KeyMember.id)
        .where(KeyMember.group_id == found.id, KeyMember.left_at.is_(None), KeyMessage.step == step_before(step).value)
    )
    return session.scalar(statement)


def count_beginnings(session: Session, group_id: int, officer_id: int) -> int:
    """Return with how many keys an officer began in a group: one, and one more after each new beginning."""
    statement = select(func.count()).select_from(KeyMember)
    return session.scalar(statement.where(KeyMember.group_id == group_id, KeyMember.officer_id == officer_id)) or 0


def find_paper_with(session: Session, group_id: int) -> str | None:
    """Return the identifier of the newest ballot paper of a key group, or None."""
    newest = select(Paper.uuid).where(Paper.key_group_id == group_id).order_by(Paper.id.desc()).limit(1)
    return session.scalar(newest)


def is_test_awaited(session: Session, group_id: int, member_id: int | None) -> bool:
    """Tell whether a test of the keys is asked for that a member has not passed yet."""
    drill = find_drill(session, get_key_group_by_id(session, group_id))
    return drill is not None and drill.waived_at is None and member_id not in drill.answered


def is_sealed_with(session: Session, group_id: int) -> bool:
    """Tell whether a ballot paper was fixed with the keys of a group."""
    statement = select(Paper.id).where(Paper.key_group_id == group_id, Paper.sealed_at.is_not(None)).limit(1)
    return session.scalar(statement) is not None


def _group(row: tuple[object, ...]) -> KeyGroupRow:
    values = dict(zip(KeyGroupRow.__dataclass_fields__, row, strict=True))
    return KeyGroupRow(**values | {"name": Texts.from_dict(values["name"])})  # type: ignore[arg-type]

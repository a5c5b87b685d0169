"""Comparing everything that is kept of key groups and key holders with what the journal tells of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from govapp.audit.models import JournalEntryRecord
from govapp.ballots.models import KeyDrill, KeyDrillAnswer, KeyDrillWaiver, KeyMember, KeyMessage, KeyVerification
from govapp.ballots.queries.key_groups import KeyGroupRow, list_key_groups, list_key_members
from govapp.ballots.queries.papers import PaperRow, TrusteeRow, list_trustees
from govapp.ballots.rules.key_groups import KeyStep
from govapp.ballots.rules.key_records import (
    GROUP,
    KeyLine,
    KeysNotAsTold,
    Record,
    Telling,
    answer_label,
    drill_digest,
    drill_label,
    group_digest,
    holder_text,
    holders_text,
    list_key_differences,
    message_label,
    seat_label,
    told_of_keys,
    waiver_label,
)
from govapp.ballots.service.ceremony import read_certificate_of
from govapp.ballots.tags import BallotsTag
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.subjects import SubjectRef
from pybelenios.errors import Malformed, Refused
from pybelenios.group import point_text
from pybelenios.pedersen import read_certificate

TELLS: Final[Mapping[str, Telling | KeyStep]] = {
    BallotsTag.KEY_GROUP_MADE: Telling.NAMED,
    BallotsTag.KEY_HOLDER_REPLACED: Telling.SEATED_ANEW,
    BallotsTag.KEY_BEGUN_ANEW: Telling.SEATED_ANEW,
    BallotsTag.KEY_BEGUN: KeyStep.CERTIFICATE,
    BallotsTag.KEY_PROMISED: KeyStep.PROMISE,
    BallotsTag.KEY_CONTRIBUTED: KeyStep.CONTRIBUTION,
    BallotsTag.TRUSTEE_KEY_ADDED: KeyStep.SHARE,
    BallotsTag.KEY_GROUP_FORMED: Telling.FORMED,
    BallotsTag.KEY_TEST_ASKED: Telling.TEST_ASKED,
    BallotsTag.KEY_TESTED: Telling.TEST_PASSED,
    BallotsTag.KEY_TEST_WAIVED: Telling.TEST_WAIVED,
}
"""What the line with each tag tells of a key group; what a member says in a step is told with its digest."""

_Columns = tuple[str, datetime, str, str, dict[str, Any]]


def list_key_faults(session: Session) -> dict[str, tuple[str, ...]]:
    """Return for each key group that is kept, or told of, what differs from the journal, a sentence each."""
    kept = {found.uuid: found for found in list_key_groups(session)}
    made = JournalEntryRecord.tag == BallotsTag.KEY_GROUP_MADE.value, JournalEntryRecord.result == "done"
    told = {SubjectRef(subject).key for subject in session.scalars(select(JournalEntryRecord.subject).where(*made))}
    gone = dict.fromkeys(sorted(told - kept.keys()), (f"the journal tells of {GROUP}, which is missing",))
    return {uuid: tuple(_faults_of_group(session, found)) for uuid, found in kept.items()} | gone


def list_holder_faults(session: Session, found: PaperRow) -> Iterator[str]:
    """Yield what the key holders of a paper are otherwise than the journal tells, or than its key group.

    What the archive of a sealed paper holds of them is compared with it as well.
    """
    trustees = list_trustees(session, found.id)
    lines = _lines(session, SubjectRef.to("paper", found.uuid))
    if found.key_group_id is None:
        yield from _faults_of_own_holders(trustees, lines)
    elif [_seat_of(each) for each in trustees] != _members(session, found.key_group_id):
        yield "its key holders are not the members of its key group"
    lost = {line.facts["position"]: line for line in lines if line.tag == BallotsTag.TRUSTEE_KEY_LOST}
    for each in trustees:
        line = lost.get(each.position)
        told = (line.at, line.actor, line.reason) if line else (None, "", "")
        if (each.lost_at, each.lost_by, each.lost_reason) != told:
            yield f"what is said of the key of {each.name} being lost is not what the journal tells"


def require_keys_as_told(session: Session, found: PaperRow) -> None:
    """Raise KeysNotAsTold where the key holders of a paper, or their keys, are not those of the journal."""
    faults = list(list_holder_faults(session, found))
    groups = [each for each in list_key_groups(session) if each.id == found.key_group_id]
    if faults or any(list(_faults_of_group(session, each)) for each in groups):
        raise KeysNotAsTold


def _faults_of_own_holders(trustees: tuple[TrusteeRow, ...], lines: Sequence[Row[*_Columns]]) -> Iterator[str]:
    """Yield what differs of a paper whose keys serve it alone."""
    holders = holders_text((each.officer_id, each.name) for each in trustees)
    keys = {each.position: each.public_key for each in trustees}
    for line in lines:
        is_told = line.tag == BallotsTag.PAPER_PREPARED and "holders" in line.facts
        if is_told and line.facts["holders"] != holders:
            yield "its key holders are not those that the journal tells of"
        if line.tag == BallotsTag.TRUSTEE_KEY_ADDED and keys.get(line.facts["position"]) != line.facts["public_key"]:
            yield f"key no. {line.facts['position']} is not the one that the journal tells of"


def _seat_of(each: TrusteeRow) -> tuple[int | None, int, int | None, str]:
    return each.member_id, each.position, each.officer_id, each.name


def _members(session: Session, group_id: int) -> list[tuple[int | None, int, int | None, str]]:
    return [(each.id, each.position, each.officer_id, each.name) for each in list_key_members(session, group_id)]


def _faults_of_group(session: Session, found: KeyGroupRow) -> Iterator[str]:
    lines = _lines(session, SubjectRef.to("key_group", found.uuid))
    told = [KeyLine(TELLS[tag], at, actor, reason, facts) for tag, at, actor, reason, facts in lines if tag in TELLS]
    yield from list_key_differences(told_of_keys(told), _kept(session, found))
    yield from _faults_of_verification_keys(session, found)


def _lines(session: Session, subject: SubjectRef) -> Sequence[Row[*_Columns]]:
    row = JournalEntryRecord
    statement = select(row.tag, row.at, row.actor, row.reason, row.facts).where(
        row.subject == subject, row.result == "done"
    )
    return session.execute(statement.order_by(row.sequence)).all()


def _kept(session: Session, found: KeyGroupRow) -> dict[str, Record]:
    group: Record = {
        "assembly": found.subject_ref,
        "number of key holders": found.size,
        "number that is needed": found.needed,
        "moment": found.made_at,
        "times begun anew": found.attempt,
        "moment of the key": found.formed_at,
        "key": sha256_hex(found.record) if found.record else None,
        "title": group_digest(found.name),
    }
    members = session.scalars(select(KeyMember).where(KeyMember.group_id == found.id)).all()
    return {
        GROUP: group,
        **{seat_label(each.position, each.joined_attempt): _seat(each) for each in members},
        **dict(_messages(session, found)),
        **dict(_drills(session, found)),
    }


def _seat(member: KeyMember) -> Record:
    return {
        "holder": holder_text(member.officer_id, member.name),
        "moment of leaving": member.left_at,
        "public key": member.public_key,
        "moment of the key": member.key_at,
    }


def _messages(session: Session, found: KeyGroupRow) -> Iterator[tuple[str, Record]]:
    statement = (
        select(KeyMember.position, KeyMessage)
        .join(KeyMessage, KeyMessage.member_id == KeyMember.id)
        .where(KeyMember.group_id == found.id)
    )
    for position, said in session.execute(statement):
        record: Record = {"content": sha256_hex(said.body), "moment": said.said_at}
        yield message_label(KeyStep(said.step), position, said.attempt), record


def _drills(session: Session, found: KeyGroupRow) -> Iterator[tuple[str, Record]]:
    drills = {row.id: row for row in session.scalars(select(KeyDrill).where(KeyDrill.group_id == found.id))}
    for drill in drills.values():
        content = drill_digest(drill.nonce, drill.occasion, drill.attempt)
        yield drill_label(drill.round), {"content": content, "moment": drill.started_at}
    answers = (
        select(KeyMember.position, KeyDrillAnswer)
        .join(KeyDrillAnswer, KeyDrillAnswer.member_id == KeyMember.id)
        .where(KeyDrillAnswer.drill_id.in_(drills))
    )
    for position, answer in session.execute(answers):
        record: Record = {"content": sha256_hex(answer.body), "moment": answer.answered_at}
        yield answer_label(drills[answer.drill_id].round, position), record
    for waiver in session.scalars(select(KeyDrillWaiver).where(KeyDrillWaiver.drill_id.in_(drills))):
        waived: Record = {"moment": waiver.waived_at, "person": waiver.waived_by, "reason": waiver.reason}
        yield waiver_label(drills[waiver.drill_id].round), waived


def _faults_of_verification_keys(session: Session, found: KeyGroupRow) -> Iterator[str]:
    """Yield whose key could serve another assembly, because it is not noted as used, or is noted for somebody else."""
    kept: dict[int, set[str]] = defaultdict(set)
    used = select(KeyVerification.member_id, KeyVerification.public_key).join(
        KeyMember, KeyMember.id == KeyVerification.member_id
    )
    for member_id, key in session.execute(used.where(KeyMember.group_id == found.id)):
        kept[member_id].add(key)
    said = (
        select(KeyMember.id, KeyMember.position, KeyMessage.body)
        .join(KeyMessage, KeyMessage.member_id == KeyMember.id)
        .where(KeyMember.group_id == found.id, KeyMessage.step == KeyStep.CERTIFICATE.value)
    )
    for member_id, position, body in session.execute(said):
        try:
            keys = read_certificate(read_certificate_of(body), found.group_size, position)
        except (Malformed, Refused):
            yield f"{message_label(KeyStep.CERTIFICATE, position, 0)} does not hold"
            continue
        if kept.pop(member_id, set()) != {point_text(key) for key in keys}:
            yield f"the keys with which key holder {position} signs are not those that are noted as used"
    for _ in kept:
        yield "keys are noted as used that no key holder signs with"

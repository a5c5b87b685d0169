"""The key group of an assembly: making it, replacing a member, beginning anew."""

import secrets

from sqlalchemy import insert, update

from govapp.accounts.queries import list_key_holders
from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.ballots.models import KeyGroup, KeyMember, TrusteeRecord
from govapp.ballots.queries.key_groups import (
    KeyGroupRow,
    KeyMemberRow,
    count_beginnings,
    find_key_group_in_use,
    find_newest_key_group,
    get_key_group,
    is_sealed_with,
    list_key_members,
)
from govapp.ballots.rules.ending import kept_reason
from govapp.ballots.rules.key_groups import (
    MAX_BEGINNINGS,
    Holder,
    KeyGroupNotFound,
    KeysBegunTooOften,
    KeysFixed,
    KeyStep,
    MakeKeyGroup,
    require_group,
)
from govapp.ballots.rules.key_records import group_digest, holder_text, holders_text
from govapp.ballots.rules.refusals import NotAKeyHolder, NotATrustee, NoTrustees
from govapp.ballots.service.key_requests import ask_members
from govapp.ballots.tags import BallotsTag
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.kernel.actors import ActorKind
from govapp.kernel.subjects import SubjectRef
from pybelenios.credentials import draw_uuid


def find_or_make_key_group(work: Work, command: MakeKeyGroup) -> KeyGroupRow:
    """Return the key group of an assembly: that of a vote that stands, or the newest with these holders, or a new one.

    One key serves all votes of an assembly, and never the next. A new group is asked for its keys by mail. Raises
    NoTrustees, TooManyMembers, NeededOutOfRange or NotAKeyHolder.
    """
    if (used := find_key_group_in_use(work.session, command.subject_ref)) is not None:
        return used
    require_group(command)
    # Whoever gives a role waits, so that nobody becomes a key holder and an administrator in the same moment.
    lock(work, "roles")
    able = {officer.id for officer in list_key_holders(work.session, work.now)}
    if not {holder.officer_id for holder in command.holders} <= able:
        raise NotAKeyHolder
    found = find_newest_key_group(work.session, command.subject_ref)
    if found is not None:
        members = [each.officer_id for each in list_key_members(work.session, found.id)]
        is_same = members == [each.officer_id for each in command.holders] and found.needed == command.needed
        # Of a vote that was taken back or ended nobody knows whether its keys are safe and whole.
        if is_same and not is_sealed_with(work.session, found.id):
            return found
    return _make(work, command)


def replace_member(work: Work, uuid: str, position: int, officer_id: int, reason: str) -> None:
    """Give the seat of a member to another officer, while no ballot paper is fixed with the keys.

    The others keep their key files and go on by themselves: they contribute once more. Raises KeyGroupNotFound
    (or no such seat), KeysFixed, NotAKeyHolder, NoTrustees (who has another seat) or EndReasonNeeded.
    """
    found = get_key_group(work.session, uuid, locked=True)
    if is_sealed_with(work.session, found.id):
        raise KeysFixed
    said = kept_reason(reason)
    if not 1 <= position <= found.size:
        raise KeyGroupNotFound
    lock(work, "roles")
    able = {officer.id: officer.name for officer in list_key_holders(work.session, work.now)}
    if officer_id not in able:
        raise NotAKeyHolder
    members = list_key_members(work.session, found.id)
    if any(each.officer_id == officer_id and each.position != position for each in members):
        raise NoTrustees
    _reseat(work, found, position, Holder(officer_id, able[officer_id]))
    named = holder_text(officer_id, able[officer_id])
    facts: dict[str, FactValue] = {"position": position, "attempt": found.attempt + 1, "holders": named}
    record(work, BallotsTag.KEY_HOLDER_REPLACED, SubjectRef.to("key_group", uuid), facts=facts, reason=said)
    ask_members(work, get_key_group(work.session, uuid), KeyStep.CERTIFICATE)


def begin_anew(work: Work, uuid: str) -> None:
    """Let the acting member begin with a new key, because the file is lost; the others go on by themselves.

    Raises KeyGroupNotFound, NotATrustee, KeysFixed or KeysBegunTooOften: the others go on anew each time.
    """
    found = get_key_group(work.session, uuid, locked=True)
    me = member_of(work, found)
    if count_beginnings(work.session, found.id, me.officer_id) > MAX_BEGINNINGS:
        raise KeysBegunTooOften(most=MAX_BEGINNINGS)
    _reseat(work, found, me.position, Holder(me.officer_id, me.name))
    named = holder_text(me.officer_id, me.name)
    facts: dict[str, FactValue] = {"position": me.position, "attempt": found.attempt + 1, "holders": named}
    record(work, BallotsTag.KEY_BEGUN_ANEW, SubjectRef.to("key_group", uuid), facts=facts)


def member_of(work: Work, found: KeyGroupRow) -> KeyMemberRow:
    """Return the acting officer as a member of a key group; raises NotATrustee."""
    if work.actor.kind is ActorKind.OFFICER:
        for member in list_key_members(work.session, found.id):
            if member.officer_id == work.actor.id:
                return member
    raise NotATrustee


def _make(work: Work, command: MakeKeyGroup) -> KeyGroupRow:
    uuid = draw_uuid(secrets.randbelow)
    made = work.session.execute(
        insert(KeyGroup)
        .values(
            uuid=uuid,
            subject_ref=command.subject_ref,
            name=command.name.as_dict(),
            size=len(command.holders),
            needed=command.needed,
            attempt=0,
            made_at=work.now,
        )
        .returning(KeyGroup.id)
    )
    group_id = made.scalar_one()
    for position, holder in enumerate(command.holders, start=1):
        _seat(work, group_id, position, holder, attempt=0)
    facts: dict[str, FactValue] = {
        "for": command.subject_ref,
        "key_holders": len(command.holders),
        "needed": command.needed,
        "holders": holders_text((holder.officer_id, holder.name) for holder in command.holders),
        "record": group_digest(command.name),
    }
    record(work, BallotsTag.KEY_GROUP_MADE, SubjectRef.to("key_group", uuid), facts=facts)
    found = get_key_group(work.session, uuid)
    ask_members(work, found, KeyStep.CERTIFICATE)
    return found


def _seat(work: Work, group_id: int, position: int, holder: Holder, *, attempt: int) -> int:
    seat = insert(KeyMember).values(
        group_id=group_id,
        position=position,
        officer_id=holder.officer_id,
        name=holder.name,
        joined_attempt=attempt,
    )
    return int(work.session.execute(seat.returning(KeyMember.id)).scalar_one())


def _reseat(work: Work, found: KeyGroupRow, position: int, holder: Holder) -> None:
    if is_sealed_with(work.session, found.id):
        raise KeysFixed
    left = next(each for each in list_key_members(work.session, found.id) if each.position == position)
    attempt = found.attempt + 1
    session = work.session
    session.execute(update(KeyMember).where(KeyMember.id == left.id).values(left_at=work.now))
    # Every key follows from what all contribute: those of the earlier attempt open nothing any more.
    session.execute(update(KeyMember).where(KeyMember.group_id == found.id).values(public_key=None, key_at=None))
    session.execute(
        update(KeyGroup).where(KeyGroup.id == found.id).values(attempt=attempt, formed_at=None, record=None)
    )
    member_id = _seat(work, found.id, position, holder, attempt=attempt)
    seats = update(TrusteeRecord).where(TrusteeRecord.member_id == left.id)
    session.execute(seats.values(member_id=member_id, officer_id=holder.officer_id, name=holder.name))

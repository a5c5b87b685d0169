"""Reads of minutes: the draft as the evidence gives it now, the fixed versions, the signed files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.agenda.models import DocumentFile
from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.agenda.queries.questions import get_questions
from govapp.assembly.attendance.queries.rows import get_hours, list_attendance, list_bureau, list_item_moments
from govapp.assembly.attendance.rules.meeting_day import MeetingHour
from govapp.assembly.attendance.rules.moves import Move, in_force
from govapp.assembly.convocation.queries import count_notice
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.minutes.models import MinutesAnnex, MinutesExport, MinutesNote, MinutesVersion, SignedMinutes
from govapp.assembly.minutes.rules.annexes import Annex, AnnexKind
from govapp.assembly.minutes.rules.drafting import (
    HoursFacts,
    IncidentFacts,
    MeetingFacts,
    NoteFacts,
    ResultFacts,
    RollFacts,
    VoteFacts,
)
from govapp.assembly.minutes.rules.preparation import KeyFacts, LostKey, NoticeFacts, ProxyFacts
from govapp.assembly.minutes.rules.record import Minutes, read_minutes
from govapp.assembly.minutes.rules.refusals import MinutesNotFound
from govapp.assembly.minutes.rules.room import RoomFacts
from govapp.assembly.proxies.queries import list_proxies
from govapp.assembly.proxies.rules.states import ProxyState
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.attendance import read_attendance
from govapp.assembly.votes.queries.in_room import find_waiver
from govapp.assembly.votes.queries.incidents import IncidentRow, list_incidents
from govapp.assembly.votes.queries.incidents_compared import list_incident_faults
from govapp.assembly.votes.queries.results import find_counted
from govapp.assembly.votes.queries.votes import VoteRow, list_votes, vote_reference
from govapp.assembly.votes.rules.incidents import IncidentChanged
from govapp.ballots import queries as ballots
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.texts import Language, Texts, in_all
from govapp.shares.rolls import queries as rolls


@dataclass(frozen=True)
class MinutesNoteRow:
    """What was written under a section, by whom and when last (UTC); `version` counts its changes, 0 before any."""

    section: str
    text: Texts
    version: int
    changed_at: datetime | None
    changed_by: str


@dataclass(frozen=True)
class SignedRow:
    """A signed file of a version: its name, the SHA-256 of its bytes, its size in bytes (UTC)."""

    name: str
    sha256: str
    size: int
    added_at: datetime
    added_by: str


@dataclass(frozen=True)
class VersionRow:
    """A fixed version of the minutes (UTC). `is_whole` tells whether the record still has its digest."""

    id: int
    number: int
    minutes: Minutes
    record: Mapping[str, object]
    digest: str
    is_whole: bool
    fixed_at: datetime
    fixed_by: str
    signed: tuple[SignedRow, ...]


def get_facts(session: Session, assembly_id: int) -> MeetingFacts:
    """Return what minutes are drafted from.

    Votes that were never locked are no part of it. Raises AssemblyNotFound, and what `find_counted` raises where
    something is no longer what was sealed.
    """
    row = get_assembly(session, assembly_id)
    return MeetingFacts(
        assembly_id=row.id,
        title=row.title,
        held_on=row.held_on,
        place=row.place,
        is_second=row.is_second_meeting,
        agenda=get_agenda(session, assembly_id),
        votes=tuple(_vote(session, each) for each in list_votes(session, assembly_id, only_public=True)),
        room=_room(session, row),
        proxies=_proxies(session, assembly_id),
        questions=get_questions(session, assembly_id),
        notes={note.section: note.text for note in list_notes(session, assembly_id)},
    )


def _room(session: Session, row: AssemblyRow) -> RoomFacts:
    hours, bureau = get_hours(session, row.id), list_bureau(session, row.id)
    opened_at = hours.get(MeetingHour.OPENED)
    # A roll is there once the agenda is locked, and nobody opens a meeting before.
    presence = read_attendance(session, row.id, opened_at, opened_at).read.presence if opened_at else None
    # Only somebody who stands on no voting list is let in with a reason; a correction has one of its own.
    let_in = tuple(
        each.reason
        for each in in_force(list_attendance(session, row.id))
        if each.move is Move.ARRIVED and each.reason and each.corrects is None
    )
    moments = list_item_moments(session, row.id)
    return RoomFacts(opened_at, hours.get(MeetingHour.CLOSED), bureau, presence, moments, let_in)


def _proxies(session: Session, assembly_id: int) -> ProxyFacts:
    rows = list_proxies(session, assembly_id)
    confirmed = [row for row in rows if row.is_confirmed]
    return ProxyFacts(
        confirmed=len(confirmed),
        refused=sum(row.is_confirmed is False for row in rows),
        ended=sum(row.state is ProxyState.ENDED for row in confirmed),
    )


def list_notes(session: Session, assembly_id: int) -> tuple[MinutesNoteRow, ...]:
    """Return the notes of the minutes of an assembly."""
    statement = select(MinutesNote).where(MinutesNote.assembly_id == assembly_id).order_by(MinutesNote.id)
    return tuple(
        MinutesNoteRow(row.section, Texts.from_dict(row.text), row.version, row.changed_at, row.changed_by)
        for row in session.scalars(statement)
    )


def get_note(session: Session, assembly_id: int, section: str) -> MinutesNoteRow:
    """Return the note under one section, an empty one where none was written."""
    found = (note for note in list_notes(session, assembly_id) if note.section == section)
    return next(found, MinutesNoteRow(section, Texts(), 0, None, ""))


def list_versions(session: Session, assembly_id: int) -> tuple[VersionRow, ...]:
    """Return the fixed versions of the minutes of an assembly, the oldest first."""
    statement = select(MinutesVersion).where(MinutesVersion.assembly_id == assembly_id).order_by(MinutesVersion.number)
    return tuple(_version(session, row) for row in session.scalars(statement))


def get_version(session: Session, assembly_id: int, number: int) -> VersionRow:
    """Return one fixed version; raises MinutesNotFound."""
    statement = select(MinutesVersion).where(MinutesVersion.assembly_id == assembly_id, MinutesVersion.number == number)
    found = session.scalar(statement)
    if found is None:
        raise MinutesNotFound
    return _version(session, found)


def get_signed(session: Session, version: VersionRow, sha256: str) -> tuple[SignedRow, bytes]:
    """Return a signed file of a version, with its bytes; raises MinutesNotFound."""
    for each in version.signed:
        if each.sha256 == sha256:
            return each, get_bytes(session, sha256)
    raise MinutesNotFound


def get_bytes(session: Session, sha256: str) -> bytes:
    """Return the bytes of a file that is kept; raises MinutesNotFound where they are gone."""
    content = session.scalar(select(DocumentFile.content).where(DocumentFile.sha256 == sha256))
    if content is None:
        raise MinutesNotFound
    return content


def list_annexes(session: Session, version_id: int) -> tuple[Annex, ...]:
    """Return the annexes of a version as the rows name them, by number; none of a version of before they were kept."""
    statement = (
        select(MinutesAnnex, DocumentFile.size)
        .join(DocumentFile, DocumentFile.sha256 == MinutesAnnex.sha256)
        .where(MinutesAnnex.version_id == version_id)
        .order_by(MinutesAnnex.number)
    )
    return tuple(
        Annex(row.number, AnnexKind(row.kind), row.vote, row.name, size, row.sha256)
        for row, size in session.execute(statement)
    )


def list_exports(session: Session, version_id: int) -> Mapping[Language, str]:
    """Return the SHA-256 of the PDF of a version in each language in which it was kept."""
    statement = select(MinutesExport).where(MinutesExport.version_id == version_id)
    return {Language(row.language): row.sha256 for row in session.scalars(statement)}


def _version(session: Session, row: MinutesVersion) -> VersionRow:
    statement = (
        select(SignedMinutes, DocumentFile.size)
        .join(DocumentFile, DocumentFile.sha256 == SignedMinutes.sha256)
        .where(SignedMinutes.version_id == row.id)
        .order_by(SignedMinutes.id)
    )
    return VersionRow(
        id=row.id,
        number=row.number,
        minutes=read_minutes(row.record),
        record=row.record,
        digest=row.digest,
        is_whole=sha256_hex(canonical_json(row.record)) == row.digest,
        fixed_at=row.fixed_at,
        fixed_by=row.fixed_by,
        signed=tuple(
            SignedRow(each.name, each.sha256, size, each.added_at, each.added_by)
            for each, size in session.execute(statement)
        ),
    )


def _vote(session: Session, vote: VoteRow) -> VoteFacts:
    changes = ballots.get_hours(session, vote.paper).changes if vote.paper else ()
    return VoteFacts(
        ordinal=vote.ordinal,
        state=vote.state,
        roll=_roll(session, vote),
        paper_uuid=vote.paper_uuid or "",
        fingerprint=vote.paper.fingerprint if vote.paper else "",
        opened_at=vote.opened_at,
        closed_at=vote.closed_at,
        changes=tuple(HoursFacts(each.is_early_closing, each.at, each.until, in_all(each.reason)) for each in changes),
        incidents=tuple(_incidents(session, vote)),
        result=_result(session, vote),
        reason=vote.cancel_reason or (vote.paper.end_reason if vote.paper else ""),
        notice=_notice(session, vote),
        keys=_keys(session, vote),
    )


def _notice(session: Session, vote: VoteRow) -> NoticeFacts:
    if vote.roll_id is None or vote.paper_uuid is None:
        return NoticeFacts()
    found = count_notice(session, vote_reference(vote), vote.roll_id)
    return NoticeFacts(found.mails, found.letters, found.replaced, found.returned, found.unreached)


def _keys(session: Session, vote: VoteRow) -> KeyFacts | None:
    if vote.paper is None:
        return None
    trustees = ballots.list_trustees(session, vote.paper.id)
    if any(each.is_server for each in trustees):
        return KeyFacts(0)
    return KeyFacts(
        size=len(trustees),
        needed=trustees[0].needed_of_group or len(trustees),
        opened_by=tuple(each.name for each in trustees if each.decrypted_at is not None),
        lost=tuple(LostKey(each.name, each.lost_reason) for each in trustees if each.is_lost),
    )


def _roll(session: Session, vote: VoteRow) -> RollFacts | None:
    if vote.roll_id is None:
        return None
    roll = rolls.get_roll(session, vote.roll_id)
    return RollFacts(roll.id, roll.record_date, roll.digest, roll.size, len(roll.additions))


def _result(session: Session, vote: VoteRow) -> ResultFacts | None:
    announced = find_announcement(session, vote.id)
    counted = find_counted(session, vote) if announced else None
    if announced is None or counted is None:
        return None
    waiver = find_waiver(session, vote.id)
    return ResultFacts(
        announced_at=announced.announced_at,
        digest=announced.digest,
        archive_head=counted.archive_head,
        ballots=counted.ballots,
        received=counted.received,
        items=counted.items,
        verdicts=counted.verdicts,
        channels=counted.channels,
        hands_because=waiver.reason if waiver and any(each.channel == "hands" for each in counted.room) else "",
    )


def _incidents(session: Session, vote: VoteRow) -> Iterator[IncidentFacts]:
    for fault in list_incident_faults(session, vote):
        raise IncidentChanged(number=fault.number)
    yield from (_incident(each) for each in list_incidents(session, vote.id))


def _incident(row: IncidentRow) -> IncidentFacts:
    return IncidentFacts(
        number=row.number,
        since=row.since,
        ended_at=row.ended_at,
        happened=in_all(row.happened),
        affected=in_all(row.affected),
        notes=tuple(NoteFacts(each.at, in_all(each.text)) for each in row.notes),
    )

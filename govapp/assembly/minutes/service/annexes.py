"""What is kept with the minutes of an assembly: each annex made from the evidence, as bytes."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from govapp.accounts.signing import installation_signer
from govapp.assembly.attendance.rules.attendance_list import AttendanceLine
from govapp.assembly.convocation.service.evidence import evidence_csv
from govapp.assembly.convocation.service.letter_files import csv_bytes
from govapp.assembly.minutes.rules.annexes import AnnexContent, AnnexKind
from govapp.assembly.minutes.rules.drafting import MeetingFacts
from govapp.assembly.proxies.queries import ProxyRow, list_proxies
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.attendance import read_attendance
from govapp.assembly.votes.queries.incidents import IncidentRow, list_incidents
from govapp.assembly.votes.queries.votes import VoteRow, list_votes
from govapp.assembly.votes.service.notice import read_notice_evidence
from govapp.audit.anchors import current_anchor
from govapp.ballots import queries as ballots
from govapp.ballots.queries.anchoring import ALL_CHAINS
from govapp.db.uow import Work
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.texts import Words, list_texts

ATTENDANCE_COLUMNS: Final = (
    "shareholder_number", "name", "category", "shares", "on_voting_list", "taking_part_as", "by", "voted_beforehand",
    "arrived_and_left", "reason_of_admission",
)  # fmt: skip
PROXY_COLUMNS: Final = (
    "number", "giver_number", "giver", "holder_number", "holder", "channel", "signed_on", "instructions", "note",
    "recorded_at", "recorded_by", "confirmed", "answered_at", "answered_by", "ended_at", "end_reason", "scan",
    "scan_sha256",
)  # fmt: skip
ARCHIVE_COLUMNS: Final = ("vote", "ballot_box", "state", "paper_fingerprint", "last_event", "archive_sha256", "bytes")
INCIDENT_COLUMNS: Final = (
    "vote", "number", "kind", "since", "ended_at", "happened", "affected", "written_at", "written_by", "added",
)  # fmt: skip


def gather_annexes(work: Work, facts: MeetingFacts, at: datetime) -> tuple[AnnexContent, ...]:
    """Return what the evidence gives now of each annex that can be made again, as it was known at a moment (UTC).

    The printed attendance list and the signed state of the chains are no part of it: they are made once.
    """
    session, assembly_id = work.session, facts.assembly_id
    votes = list_votes(session, assembly_id, only_public=True)
    found = [AnnexContent(AnnexKind.INCIDENTS, _incidents(session, votes))]
    moment = attendance_moment(facts)
    if moment is not None:
        found.append(AnnexContent(AnnexKind.ATTENDANCE, _attendance(session, assembly_id, moment, at)))
    found.append(AnnexContent(AnnexKind.PROXIES, _proxies(list_proxies(session, assembly_id))))
    found.append(AnnexContent(AnnexKind.ARCHIVES, _archives(session, votes)))
    for vote in votes:
        if vote.roll_id is not None and vote.paper is not None:
            found.append(AnnexContent(AnnexKind.NOTICE, evidence_csv(read_notice_evidence(work, vote)), vote.ordinal))
        announced = find_announcement(session, vote.id)
        if announced is not None:
            found.append(AnnexContent(AnnexKind.RESULT, canonical_json(announced.record), vote.ordinal))
    return tuple(found)


def attendance_moment(facts: MeetingFacts) -> datetime | None:
    """Return the moment (UTC) of the attendance list that is kept: the end of the meeting, else of its last vote."""
    if facts.room.closed_at is not None:
        return facts.room.closed_at
    ends = [each.closed_at for each in facts.votes if each.closed_at is not None]
    return max(ends) if ends else None


def anchor_annex(work: Work) -> AnnexContent:
    """Return where every chain stands now, signed by the installation."""
    signed = current_anchor(work.session, work.now, installation_signer(work.keys), ALL_CHAINS)
    return AnnexContent(AnnexKind.ANCHOR, f"{signed.text}\n".encode())


def _attendance(session: Session, assembly_id: int, moment: datetime, at: datetime) -> bytes:
    found = read_attendance(session, assembly_id, moment, at)
    return csv_bytes(ATTENDANCE_COLUMNS, [_line(each) for each in (*found.lists.came, *found.lists.beforehand)])


def _line(line: AttendanceLine) -> list[str]:
    person = line.person
    stays = " ".join(f"{_at(arrived)}/{_at(left)}" for arrived, left in line.stays)
    return [
        str(person.number),
        person.name,
        person.category,
        str(person.shares),
        _yes(person.is_on_roll),
        line.column.value if line.column else "",
        line.by,
        _yes(line.voted_beforehand),
        stays,
        line.reason,
    ]


def _proxies(proxies: Sequence[ProxyRow]) -> bytes:
    return csv_bytes(PROXY_COLUMNS, [_proxy(each) for each in proxies])


def _proxy(each: ProxyRow) -> list[str]:
    answer = "" if each.is_confirmed is None else _yes(each.is_confirmed)
    return [
        str(each.id),
        str(each.giver.number),
        each.giver.name,
        str(each.holder.number),
        each.holder.name,
        each.channel.value,
        each.signed_on.isoformat(),
        " ".join(f"{item}:{asked.value}" for item, asked in sorted(each.instructions.items())),
        each.note,
        _at(each.recorded_at),
        each.recorded_by_name,
        answer,
        _at(each.answered_at),
        each.answered_by_name,
        _at(each.ended_at),
        each.end_reason.value if each.end_reason else "",
        each.scan_name,
        each.scan_sha256,
    ]


def _archives(session: Session, votes: Sequence[VoteRow]) -> bytes:
    return csv_bytes(ARCHIVE_COLUMNS, list(_archive_rows(session, votes)))


def _archive_rows(session: Session, votes: Sequence[VoteRow]) -> Iterator[list[str]]:
    for vote in votes:
        if vote.paper is None or vote.paper.result is None:
            continue
        content = ballots.get_archive_bytes(session, vote.paper)
        yield [
            str(vote.ordinal),
            vote.paper.uuid,
            vote.state.value,
            vote.paper.fingerprint,
            vote.paper.head,
            sha256_hex(content),
            str(len(content)),
        ]


def _incidents(session: Session, votes: Sequence[VoteRow]) -> bytes:
    rows = [_incident(vote.ordinal, each) for vote in votes for each in list_incidents(session, vote.id)]
    return csv_bytes(INCIDENT_COLUMNS, rows)


def _incident(ordinal: int, each: IncidentRow) -> list[str]:
    return [
        str(ordinal),
        str(each.number),
        each.kind.value,
        _at(each.since),
        _at(each.ended_at),
        _words(each.happened),
        _words(each.affected),
        _at(each.at),
        each.by_name,
        " / ".join(f"{_at(note.at)} {_words(note.text)}" for note in each.notes),
    ]


def _words(words: Words) -> str:
    return " / ".join(list_texts(words))


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _at(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""

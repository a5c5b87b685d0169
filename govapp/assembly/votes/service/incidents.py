"""Writing down an incident of a vote, what became of it, and what everybody who may vote is told of it."""

from dataclasses import dataclass
from datetime import datetime

from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import IncidentNote, Vote, VoteIncident
from govapp.assembly.votes.queries.incidents import get_incident, list_incidents
from govapp.assembly.votes.queries.incidents_compared import require_as_written
from govapp.assembly.votes.queries.votes import VoteRow, get_vote_of_paper, to_row, vote_reference
from govapp.assembly.votes.rules.incidents import (
    MAX_INCIDENTS,
    MAX_NOTES,
    IncidentKind,
    checked_note,
    checked_report,
    ground_of,
    require_next,
    require_reporter,
    require_sender,
    require_time_of_incidents,
)
from govapp.assembly.votes.service.hours import ExtendVoting, extend_voting
from govapp.assembly.votes.service.rows import locked_vote
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.ballots.rules.hours import utc_text
from govapp.db.uow import Work
from govapp.kernel.texts import Words, kept_words, labelled


@dataclass(frozen=True)
class ReportIncident:
    """Write down an incident of the vote with this ballot paper; `since` in UTC.

    `number` is the place it gets among the incidents of the vote, from 1: a form that is sent twice writes once.
    """

    uuid: str
    number: int
    kind: IncidentKind
    happened: Words
    affected: Words
    since: datetime


@dataclass(frozen=True)
class NoteIncident:
    """Add to an incident; `ended_at` (UTC) says when it ended. `place` is the place of the note, from 1."""

    uuid: str
    number: int
    place: int
    text: Words
    ended_at: datetime | None = None


@dataclass(frozen=True)
class ExtendForIncident:
    """Give more time, until `until` (UTC), because of an incident; what happened is the reason.

    `is_adjourned` says that the chair adjourns the meeting until then.
    """

    uuid: str
    number: int
    until: datetime
    is_adjourned: bool = False


def report_incident(work: Work, command: ReportIncident) -> int:
    """Write down an incident, which everybody can read at once, and return its number.

    Raises NotAReporter, VoteNotFound, NoIncidentsNow, IncidentAlreadyWritten, TooManyIncidents, HappenedNeeded,
    AffectedNeeded, SinceDoesNotFit.
    """
    role = require_reporter(work.actor)
    vote, row = lock_vote_of_paper(work, command.uuid)
    require_time_of_incidents(row.state)
    require_next(command.number, len(list_incidents(work.session, row.id)), MAX_INCIDENTS)
    report = checked_report(command.kind, command.happened, command.affected, command.since, work.now)
    (version, happened), (_, affected) = kept_words(report.happened), kept_words(report.affected)
    work.session.add(
        VoteIncident(
            vote_id=row.id,
            number=command.number,
            kind=report.kind.value,
            v=version,
            happened=happened,
            affected=affected,
            since=report.since,
            reported_at=work.now,
            reported_by=work.actor.reference,
            reported_by_name=work.actor.name,
            role=role,
        )
    )
    work.session.flush()
    facts: dict[str, FactValue] = {
        "incident": command.number,
        "went_wrong": report.kind.value,
        "since": utc_text(report.since),
        "affected": labelled(report.affected),
    }
    journal.record(
        work, AssemblyTag.INCIDENT_REPORTED, vote_reference(vote), facts=facts, reason=labelled(report.happened)
    )
    return command.number


def note_incident(work: Work, command: NoteIncident) -> None:
    """Add to an incident what became known, or that it ended; also after the result.

    Raises NotAReporter, VoteNotFound, IncidentNotFound, IncidentAlreadyWritten, TooManyIncidents, NoteNeeded,
    EndDoesNotFit.
    """
    role = require_reporter(work.actor)
    vote, row = lock_vote_of_paper(work, command.uuid)
    incident = get_incident(work.session, row.id, command.number)
    require_next(command.place, len(incident.notes), MAX_NOTES)
    said = checked_note(command.text, command.ended_at, incident.since, work.now)
    version, words = kept_words(said)
    work.session.add(
        IncidentNote(
            incident_id=incident.id,
            place=command.place,
            v=version,
            text=words,
            ended_at=command.ended_at,
            noted_at=work.now,
            noted_by=work.actor.reference,
            noted_by_name=work.actor.name,
            role=role,
        )
    )
    work.session.flush()
    facts: dict[str, FactValue] = {"incident": command.number, "note": command.place}
    if command.ended_at is not None:
        facts["ended_at"] = utc_text(command.ended_at)
    journal.record(work, AssemblyTag.INCIDENT_NOTED, vote_reference(vote), facts=facts, reason=labelled(said))


def extend_for_incident(work: Work, command: ExtendForIncident) -> int:
    """Give more time because of an incident, and return how many people will be told by mail.

    Raises NotTheSecretary, VoteNotFound, IncidentNotFound, NoGround, IncidentChanged, and what `extend_voting` raises.
    """
    require_sender(work.actor)
    vote = get_vote_of_paper(work.session, command.uuid)
    incident = get_incident(work.session, vote.id, command.number)
    ground = ground_of(incident.kind)
    require_as_written(work.session, vote, command.number)
    more = ExtendVoting(
        vote.assembly_id, command.until, ground, incident.happened, vote.ordinal, is_adjourned=command.is_adjourned
    )
    return extend_voting(work, more)


def lock_vote_of_paper(work: Work, uuid: str) -> tuple[Vote, VoteRow]:
    """Return the vote of a ballot paper under the lock of its assembly: two people write one after the other."""
    found = get_vote_of_paper(work.session, uuid)
    _assembly, vote = locked_vote(work, found.assembly_id, found.ordinal)
    return vote, to_row(work.session, vote)

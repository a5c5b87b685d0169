"""Comparing what is kept of the incidents of a vote, down to the names of those who wrote, with the journal."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.queries.incidents import IncidentRow, list_incidents
from govapp.assembly.votes.queries.votes import VoteRow, vote_reference
from govapp.assembly.votes.rules.incident_messages import line_of_journal
from govapp.assembly.votes.rules.incidents import IncidentChanged
from govapp.audit.journal import entry_of
from govapp.audit.models import JournalEntryRecord
from govapp.ballots.rules.hours import utc_text
from govapp.kernel.records import UnknownRecordVersion
from govapp.kernel.texts import labelled

_TAGS = (
    AssemblyTag.INCIDENT_REPORTED.value,
    AssemblyTag.INCIDENT_NOTED.value,
    AssemblyTag.INCIDENT_MAIL_ASKED.value,
    AssemblyTag.INCIDENT_MAIL_WITHDRAWN.value,
    AssemblyTag.INCIDENT_TOLD.value,
)


@dataclass(frozen=True)
class IncidentFault:
    """What does not agree about the incident `number` of a vote, a sentence in English."""

    vote_id: int
    number: int
    sentence: str


def list_incident_faults(session: Session, vote: VoteRow) -> Iterator[IncidentFault]:
    """Yield which incidents of a vote, notes and messages about them are not what the journal tells."""
    line = JournalEntryRecord
    statement = select(line).where(line.tag.in_(_TAGS), line.subject == vote_reference(vote), line.result == "done")
    told = {_place_of(each.tag, each.facts): _told(each) for each in session.scalars(statement) if _is_whole(each)}
    kept = [pair for each in list_incidents(session, vote.id) for pair in _kept(each)]
    # Where the constraint was taken away as well, two rows can claim one place.
    times = Counter(place for place, _facts in kept)
    for number, place in sorted(told.keys() - times.keys()):
        yield IncidentFault(vote.id, number, f"the journal tells of {place}, which is missing")
    for (number, place), (role, *facts) in sorted(kept, key=lambda pair: pair[0]):
        roles, *said = told.get((number, place), ("",))
        if times[number, place] > 1 or said != facts or role not in {"", *roles.split(",")}:
            yield IncidentFault(vote.id, number, f"{place} is not what the journal tells")


def require_as_written(session: Session, vote: VoteRow, number: int) -> None:
    """Return when an incident, with all that was added to it, is what the journal tells; raises IncidentChanged."""
    if not is_as_written(session, vote, number):
        raise IncidentChanged(number=number)


def is_as_written(session: Session, vote: VoteRow, number: int) -> bool:
    """Tell whether an incident, with all that was added to it, is what the journal tells."""
    return not any(each.number == number for each in list_incident_faults(session, vote))


def _is_whole(line: JournalEntryRecord) -> bool:
    """Tell whether a line is the one under its digest; `govapp audit verify` compares the digests with each other."""
    try:
        return entry_of(line).digest() == line.digest
    except UnknownRecordVersion:
        return False


def _told(line: JournalEntryRecord) -> tuple[Any, ...]:
    told = (line.roles, line.at, line.actor, line.actor_name, line.reason)
    if line.tag == AssemblyTag.INCIDENT_REPORTED:
        return (*told, line.facts["went_wrong"], line.facts["since"], line.facts["affected"])
    if line.tag == AssemblyTag.INCIDENT_TOLD:
        return (*told, line.facts.get("request"), line.facts.get("asked_by", ""))
    return (*told, line.facts.get("ended_at")) if line.tag == AssemblyTag.INCIDENT_NOTED else told


def _kept(each: IncidentRow) -> Iterator[tuple[tuple[int, str], tuple[Any, ...]]]:
    of = f"incident {each.number}"
    what = (labelled(each.happened), each.kind.value, utc_text(each.since), labelled(each.affected))
    yield (each.number, of), (each.role, each.at, each.by, each.by_name, *what)
    for place, note in enumerate(each.notes, 1):
        ended = utc_text(note.ended_at) if note.ended_at else None
        said = (labelled(note.text), ended)
        yield (each.number, f"note {place} on {of}"), (note.role, note.at, note.by, note.by_name, *said)
    for place, message in enumerate(each.messages, 1):
        by = (message.at, message.by, message.by_name, line_of_journal(message.subject, message.body))
        yield (each.number, f"message {place} about {of}"), ("", *by, message.request, message.written_by_name)
    yield from _kept_requests(each, of)


def _kept_requests(each: IncidentRow, of: str) -> Iterator[tuple[tuple[int, str], tuple[Any, ...]]]:
    for place, request in enumerate(each.requests, 1):
        words = line_of_journal(request.subject, request.body)
        yield (each.number, f"mail {place} about {of}"), ("", request.at, request.by, request.by_name, words)
        if request.answer is not None and request.answer.message_id is None:
            answer = request.answer
            yield (each.number, f"answer to mail {place} about {of}"), ("", answer.at, answer.by, answer.by_name, "")


def _place_of(tag: str, facts: Mapping[str, Any]) -> tuple[int, str]:
    number = int(facts["incident"])
    of = f"incident {number}"
    if "note" in facts:
        return number, f"note {facts['note']} on {of}"
    if tag == AssemblyTag.INCIDENT_MAIL_ASKED:
        return number, f"mail {facts['request']} about {of}"
    if tag == AssemblyTag.INCIDENT_MAIL_WITHDRAWN:
        return number, f"answer to mail {facts['request']} about {of}"
    return number, f"message {facts['message']} about {of}" if "message" in facts else of

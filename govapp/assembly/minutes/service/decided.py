"""Writing what becomes of decisions, and entering and ending mandates."""

from dataclasses import dataclass
from datetime import date

from govapp.assembly.meeting.service.rows import locked, reference
from govapp.assembly.minutes.models import DecisionStepRecord, Mandate, MandateEndRecord
from govapp.assembly.minutes.queries.decided import get_decision, get_mandate, list_elected, list_mandates
from govapp.assembly.minutes.rules.decisions import DecisionKey, FollowUp, check_step
from govapp.assembly.minutes.rules.mandates import (
    ElectedPlace,
    MandateBody,
    MandateDaysReversed,
    MandateEnd,
    MandateEnded,
    MandateNameMissing,
    MandateNotFound,
    MandateRecorded,
    check_days,
    term_of,
)
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef

MANDATES = SubjectRef("mandates")


@dataclass(frozen=True)
class StepDecision:
    """Write who carries a decision out, by when, or what became of it."""

    key: DecisionKey
    follow_up: FollowUp


@dataclass(frozen=True)
class EnterMandate:
    """Enter a mandate: of somebody elected, whose name the result gives, or by hand with name and origin."""

    body: MandateBody
    started_on: date
    until: date
    election: ElectedPlace | None = None
    name: str = ""
    origin: str = ""


@dataclass(frozen=True)
class EndMandate:
    """Write that a mandate ended: from that day on it is nobody's."""

    mandate_id: int
    ended_on: date
    kind: MandateEnd
    reason: str


def step_decision(work: Work, command: StepDecision) -> None:
    """Write a step of a decision.

    Raises AssemblyNotFound, DecisionNotFound, DecisionUnchanged, DecisionReasonMissing.
    """
    key, wanted = command.key, command.follow_up
    assembly = locked(work, key.assembly_id)
    found = get_decision(work.session, key)
    check_step(found.now, wanted)
    work.session.add(
        DecisionStepRecord(
            assembly_id=key.assembly_id,
            vote=key.vote,
            item=key.item,
            owner=wanted.owner,
            due_on=wanted.due_on,
            state=wanted.state.value,
            reason=wanted.reason,
            stepped_at=work.now,
            stepped_by=work.actor.name,
        )
    )
    work.session.flush()
    facts: dict[str, FactValue] = {"item": key.item, "decision_state": wanted.state.value, "owner": wanted.owner}
    if wanted.due_on is not None:
        facts["due_on"] = wanted.due_on.isoformat()
    journal.record(work, AssemblyTag.DECISION_STEPPED, reference(assembly.id), facts=facts, reason=wanted.reason)


def enter_mandate(work: Work, command: EnterMandate) -> int:
    """Enter a mandate and return its number in the database.

    Raises MandateNotFound, MandateRecorded, MandateDaysReversed, MandateNameMissing.
    """
    lock(work, "mandates")
    check_days(command.started_on, command.until)
    known = list_mandates(work.session)
    place, name = command.election, command.name
    if place is not None:
        elected = list_elected(work.session, assembly_id=place.assembly_id)
        name = next((each.name for each in elected if each.election == place), "")
        if not name:
            raise MandateNotFound
        if place in {each.election for each in known}:
            raise MandateRecorded
    elif not name or not command.origin:
        raise MandateNameMissing
    term = term_of(known, name, command.body)
    row = Mandate(
        name=name,
        body=command.body.value,
        started_on=command.started_on,
        until=command.until,
        term=term,
        assembly_id=place.assembly_id if place else None,
        vote=place.vote if place else None,
        item=place.item if place else None,
        choice=place.choice if place else None,
        origin=command.origin,
        recorded_at=work.now,
        recorded_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    facts: dict[str, FactValue] = {
        "mandate": row.id,
        "mandate_body": command.body.value,
        "name": name,
        "term": term,
        "started_on": command.started_on.isoformat(),
        "until_day": command.until.isoformat(),
    }
    subject = reference(place.assembly_id) if place else MANDATES
    journal.record(work, AssemblyTag.MANDATE_ENTERED, subject, facts=facts, reason=command.origin)
    return row.id


def end_mandate(work: Work, command: EndMandate) -> None:
    """Write that a mandate ended. Raises MandateNotFound, MandateEnded, MandateDaysReversed."""
    lock(work, "mandates")
    found = get_mandate(work.session, command.mandate_id)
    if found.ended_on is not None:
        raise MandateEnded(day=found.ended_on)
    if command.ended_on < found.started_on:
        raise MandateDaysReversed
    work.session.add(
        MandateEndRecord(
            mandate_id=found.id,
            ended_on=command.ended_on,
            kind=command.kind.value,
            reason=command.reason,
            recorded_at=work.now,
            recorded_by=work.actor.name,
        )
    )
    work.session.flush()
    facts: dict[str, FactValue] = {
        "mandate": found.id,
        "name": found.name,
        "mandate_end": command.kind.value,
        "ended_on": command.ended_on.isoformat(),
    }
    journal.record(work, AssemblyTag.MANDATE_ENDED, MANDATES, facts=facts, reason=command.reason)

"""Changing the statutes: a new version, with the decision that made it. What was kept is never changed."""

from dataclasses import dataclass
from datetime import date

from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work, register_constraint
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import kept_lines
from govapp.statutes import queries
from govapp.statutes.models import StatutesVersionRecord
from govapp.statutes.rules.encoding import digest, encode_v1
from govapp.statutes.rules.law import check_profile
from govapp.statutes.rules.profile import Body, Profile
from govapp.statutes.rules.profiles import MODEL_STATUTES
from govapp.statutes.rules.refusals import HoleBetweenVersions, NothingChanged, StatutesChangedMeanwhile
from govapp.statutes.rules.versions import (
    DecisionTaken,
    StatutesVersion,
    check_decision,
    check_timeline,
    version_on,
)
from govapp.statutes.tags import StatutesTag

register_constraint("uq_statutes_version__first_day", StatutesChangedMeanwhile, "statutes_version.first_day")


@dataclass(frozen=True)
class AdoptStatutes:
    """Put a profile in force from `first_day`, and until `last_day` where that is given.

    `known_versions` is how many versions there were when the change was made ready.
    """

    profile: Profile
    first_day: date
    last_day: date | None
    decision: DecisionTaken
    known_versions: int


def adopt_statutes(work: Work, command: AdoptStatutes) -> int:
    """Keep a new version and return its number.

    Raises StatutesChangedMeanwhile, DecisionIncomplete, DecisionAfterEffect, NothingChanged, what `check_profile`
    raises, and HoleBetweenVersions or TwoVersionsForOneDay.
    """
    lock(work, "statutes")
    versions = queries.list_versions(work.session)
    if len(versions) != command.known_versions:
        raise StatutesChangedMeanwhile
    check_decision(command.decision, command.first_day)
    check_profile(command.profile)
    number = max((each.number for each in versions), default=0) + 1
    new = StatutesVersion(
        number, command.first_day, command.last_day, command.profile, digest(command.profile), command.decision
    )
    check_timeline((*versions, new))
    if _in_force_before(versions, new) == new.profile:
        raise NothingChanged
    _keep(work, new)
    return number


def _in_force_before(versions: tuple[StatutesVersion, ...], new: StatutesVersion) -> Profile | None:
    try:
        return version_on(versions, new.first_day).profile
    except HoleBetweenVersions:
        # The new version fills a hole that a database of another day may have.
        return None


def _keep(work: Work, new: StatutesVersion) -> None:
    work.session.add(
        StatutesVersionRecord(
            number=new.number,
            first_day=new.first_day,
            last_day=new.last_day,
            profile=encode_v1(new.profile),
            digest=new.digest,
            decided_on=new.decision.day,
            decided_by=new.decision.body.value,
            reference=new.decision.reference.strip(),
            reason=kept_lines(new.decision.reason),
            recorded_at=work.now,
            recorded_by=work.actor.name,
        )
    )
    work.session.flush()
    facts: dict[str, FactValue] = {
        "effective_date": new.first_day.isoformat(),
        "digest": new.digest,
    }
    subject = SubjectRef.to("statutes", new.number)
    journal.record(work, StatutesTag.STATUTES_ADOPTED, subject, facts=facts, reason=new.decision.reason)


def adopt_model_statutes(work: Work, first_day: date, reference: str, reason: str) -> None:
    """Put the model user's statutes in force from the day on which an invented cooperative was founded.

    Nothing is done where they are in force already. Raises what `adopt_statutes` raises.
    """
    versions = queries.list_versions(work.session)
    if version_on(versions, first_day).profile == MODEL_STATUTES:
        return
    decision = DecisionTaken(first_day, Body.ASSEMBLY, reference, reason)
    adopt_statutes(work, AdoptStatutes(MODEL_STATUTES, first_day, None, decision, len(versions)))

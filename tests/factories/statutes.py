"""Statutes for tests: the model user's rules in force, and other profiles."""

from dataclasses import replace
from datetime import UTC, date, datetime

from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.statutes import queries
from govapp.statutes.models import StatutesVersionRecord
from govapp.statutes.rules.encoding import digest, encode_v1
from govapp.statutes.rules.majorities import VoteRule
from govapp.statutes.rules.profile import Body, LegalKind, Profile
from govapp.statutes.rules.profiles import MODEL_STATUTES
from govapp.statutes.rules.versions import DecisionTaken
from govapp.statutes.service import AdoptStatutes, adopt_statutes

SECRETARY = Actor(ActorKind.OFFICER, 903, "Imane Dubois", frozenset({Role.SECRETARY}))
FOUNDING = date(2017, 1, 1)
DECISION = DecisionTaken(FOUNDING, Body.ASSEMBLY, "Deed of notary Peeters", "The cooperative was founded")


def keep_model_statutes(database: Database) -> None:
    """Put the model user's statutes in force since 2017, without a line in the journal: every test begins there."""
    moment = datetime(2017, 1, 1, tzinfo=UTC)
    with database.unit_of_work(SECRETARY, moment) as work:
        work.session.add(
            StatutesVersionRecord(
                number=2,
                first_day=FOUNDING,
                last_day=None,
                profile=encode_v1(MODEL_STATUTES),
                digest=digest(MODEL_STATUTES),
                decided_on=FOUNDING,
                decided_by=DECISION.body.value,
                reference=DECISION.reference,
                reason=DECISION.reason,
                recorded_at=moment,
                recorded_by=SECRETARY.name,
            )
        )


def with_rule(profile: Profile, kind: LegalKind, rule: VoteRule) -> Profile:
    """Return a profile with another rule for one kind of item."""
    return replace(profile, items=replace(profile.items, **{kind.value: rule}))


def adopt(
    database: Database,
    clock: FixedClock,
    profile: Profile,
    first_day: date,
    last_day: date | None = None,
) -> int:
    """Put a profile in force from a day on, by a decision of that day, and return the number of its version."""
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        known = len(queries.list_versions(work.session))
        decision = replace(DECISION, day=first_day)
        return adopt_statutes(work, AdoptStatutes(profile, first_day, last_day, decision, known))

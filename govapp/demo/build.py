"""Making the demonstration: a cooperative with a past, an assembly that was announced, and one that is open now."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import select, update

from govapp.accounts.models import Link
from govapp.accounts.service import link_url
from govapp.assembly.votes.queries.votes import get_vote
from govapp.assembly.votes.service import (
    Announce,
    CloseVoting,
    OpenVoting,
    announce,
    close_voting,
    open_voting,
    write_letters,
)
from govapp.ballots.rules.papers import Trustee, booth_path
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.demo import meetings, officers, voting
from govapp.demo.meetings import Days
from govapp.demo.population import FULL_SIZE, as_csv, population
from govapp.kernel.actors import SYSTEM, Actor
from govapp.kernel.texts import Language
from govapp.outbox.models import OutboxMessage
from govapp.rehearsal.progress import ProgressLines
from govapp.rehearsal.runner import FOUNDED
from govapp.rehearsal.votes import Answers, plan_votes
from govapp.settings import Settings
from govapp.shares.importing.service import ImportFile, import_file
from govapp.shares.rolls.queries import list_roll_entries
from govapp.statutes.queries import list_versions
from govapp.statutes.rules.profile import Body
from govapp.statutes.rules.profiles import MODEL_STATUTES
from govapp.statutes.rules.versions import DecisionTaken
from govapp.statutes.service import AdoptStatutes, adopt_model_statutes, adopt_statutes

T = TypeVar("T")

BORN: Final = timedelta(days=48)
"""How long ago the register came into this system; both voting lists are of that day."""
EARLY_VOTERS: Final = 30
FILE: Final = "register.csv"


HOLDERS: Final = ("scrutineer", "scrutineer-2", "scrutineer-3")
DEED: Final = "Acte du notaire Peeters, 12 décembre 2016 / Akte van notaris Peeters, 12 december 2016"
REASON: Final = "Fondation d'Ambora / Oprichting van Ambora"
FINANCIAL_YEAR: Final = "L'exercice suit la saison culturelle / Het boekjaar volgt het culturele seizoen"


SPOKEN: Final = (Language.NL, Language.FR, Language.EN, Language.DE)
Voters = dict[Language, tuple[str, str]]
"""Of each language the personal link of a shareholder who has not voted, and the name."""


@dataclass(frozen=True)
class Doors:
    """The addresses to print."""

    shareholders: Voters
    officers: dict[str, str]
    assembly: str
    result: str


@dataclass(frozen=True)
class Builder:
    """What making a demonstration needs; `now` (UTC) is when it is shown."""

    database: Database
    settings: Settings
    progress: ProgressLines
    now: datetime

    def at(self, days: float, hour: int) -> datetime:
        """Return the moment `days` from now (negative: ago) at a full hour of the cooperative's clock."""
        zone = self.settings.zone
        day = self.now.astimezone(zone) + timedelta(days=days)
        return day.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(UTC)

    def do(self, actor: Actor, moment: datetime, use_case: Callable[[Work], T]) -> T:
        """Run a use case as `actor` at `moment`."""
        with self.database.unit_of_work(actor, moment) as work:
            return use_case(work)

    def write_all_letters(self, moment: datetime) -> None:
        """Do the worker's part of a mailing: write its letters, in one batch since nobody else waits to write."""
        while self.do(SYSTEM, moment, lambda work: write_letters(work, FULL_SIZE)) is not None:
            pass

    def read(self, query: Callable[[Work], T]) -> T:
        """Return what the database says."""
        with self.database.read_only(SYSTEM, self.now) as work:
            return query(work)


def build(builder: Builder, size: int) -> Doors:
    """Fill an empty database and return where to go in."""
    progress, born = builder.progress, builder.at(-BORN.days, 9)
    record_date = born.astimezone(builder.settings.zone).date()
    with progress.phase("people", f"Inventing {size} shareholders"):
        content = as_csv(population(size, record_date=record_date))
    with progress.phase("register", f"Importing their register ({len(content) // 1000} kB), row by row checked"):
        team = builder.do(SYSTEM, born, officers.engage)
        month, year = financial_year(builder.now.date())
        builder.do(SYSTEM, born, lambda work: _adopt_statutes(work, month))
        builder.do(
            team["registrar"], born + timedelta(hours=1), lambda work: import_file(work, ImportFile(FILE, content))
        )
    past = _past(builder, team["secretary"], meetings.script("past", year), record_date)
    current, voters = _open(builder, team["secretary"], meetings.script("open", year), record_date)
    _next(builder, team, meetings.script("next", year), record_date)
    base = builder.settings.base_url
    return Doors(
        shareholders=voters,
        officers=builder.do(SYSTEM, builder.now, lambda work: officers.doors(work, team, base)),
        assembly=f"{base}/assemblies/{current}",
        result=f"{base}/assemblies/{past}/result",
    )


def _adopt_statutes(work: Work, financial_year_month: int) -> None:
    """Put the model user's statutes in force, with a financial year of their own from the second year on."""
    adopt_model_statutes(work, FOUNDED, DEED, REASON)
    profile = replace(MODEL_STATUTES, financial_year_month=financial_year_month)
    if profile != MODEL_STATUTES:
        first_day = FOUNDED.replace(year=FOUNDED.year + 1)
        decision = DecisionTaken(FOUNDED, Body.ASSEMBLY, DEED, FINANCIAL_YEAR)
        adopt_statutes(work, AdoptStatutes(profile, first_day, None, decision, len(list_versions(work.session))))


def financial_year(today: date) -> tuple[int, str]:
    """Return the month in which the invented financial year begins, and how the year that is over is called.

    It ended two to four months ago, so that the assembly of these weeks is in time to approve its accounts.
    """
    begins = today - timedelta(days=90)
    last = begins.year if begins.month > 1 else begins.year - 1
    return begins.month, f"{last - 1}-{last}" if begins.month > 1 else str(last)


def _past(builder: Builder, secretary: Actor, words: dict[str, Any], record_date: date) -> int:
    """Hold an assembly in the past, with ballots that give the figures of its script, and announce it."""
    days = Days(record_date, builder.at(-45, 8), builder.at(-24, 18), builder.at(-24, 19).date())
    progress = builder.progress
    with progress.phase("past", "An assembly of last month: voting list, sealed ballot paper, invitations"):
        number = builder.do(secretary, builder.at(-BORN.days, 15), lambda work: meetings.convene(work, words, days))
        uuid = builder.do(secretary, builder.at(-46, 10), lambda work: meetings.lock(work, number))
        builder.do(secretary, days.opens_at, lambda work: open_voting(work, OpenVoting(number)))
        builder.write_all_letters(days.opens_at)
    plan = plan_votes(meetings.outcome(words, days.held_on))
    _vote(builder, number, uuid, [voter.final for voter in plan], days)
    with progress.phase("past", "Closing, counting, announcing it"):
        builder.do(secretary, days.closes_at, lambda work: close_voting(work, CloseVoting(number)))
        builder.do(secretary, days.closes_at + timedelta(hours=2), lambda work: announce(work, Announce(number)))
        builder.write_all_letters(days.closes_at + timedelta(hours=2))
        # Everything that was written up to here arrived long ago.
        sent = update(OutboxMessage).values(state="sent", sent_at=OutboxMessage.created_at, attempts=1)
        builder.do(SYSTEM, days.closes_at + timedelta(hours=3), lambda work: work.session.execute(sent))
    return number


def _open(builder: Builder, secretary: Actor, words: dict[str, Any], record_date: date) -> tuple[int, Voters]:
    """Open the assembly of this year; return its number, and somebody who may vote for each language."""
    days = Days(record_date, builder.at(-4, 8), builder.at(13, 18), builder.at(13, 18).date())
    with builder.progress.phase("open", "The assembly of this year: voting list, sealed ballot paper, invitations"):
        number = builder.do(secretary, builder.at(-19, 10), lambda work: meetings.convene(work, words, days))
        uuid = builder.do(secretary, builder.at(-16, 11), lambda work: meetings.lock(work, number))
        builder.do(secretary, days.opens_at, lambda work: open_voting(work, OpenVoting(number)))
        builder.write_all_letters(days.opens_at)
    shapes = [
        (None if not item.get("choices") else (len(item["choices"]), item.get("seats") or item["maximum"]))
        for item in words["items"][2:]
    ]
    early = _vote(builder, number, uuid, _whims(shapes, EARLY_VOTERS), days)
    return number, builder.read(lambda work: _voters(work, builder, uuid, early))


def _next(builder: Builder, team: dict[str, Actor], words: dict[str, Any], record_date: date) -> None:
    """Prepare an assembly of next month: its scrutineers are asked for their keys now, of which two open the count."""
    days = Days(record_date, builder.at(9, 8), builder.at(26, 18), builder.at(26, 18).date())
    seats = tuple(Trustee(team[key].id, team[key].name) for key in HOLDERS)
    with builder.progress.phase("next", "An assembly of next month: the scrutineers are asked for their keys"):
        number = builder.do(team["secretary"], builder.at(-1, 9), lambda work: meetings.convene(work, words, days))
        builder.do(team["secretary"], builder.at(-1, 10), lambda work: meetings.lock(work, number, seats))


def _vote(builder: Builder, number: int, uuid: str, ballots: list[Answers], days: Days) -> list[str]:
    """Cast `ballots` for people spread over the roll, evenly over the time in which voting was open; return who."""
    roll_id = builder.read(lambda work: get_vote(work.session, number)).frozen_roll_id
    people = voting.spread(builder.read(lambda work: list_roll_entries(work.session, roll_id)), len(ballots))
    until = min(days.closes_at, builder.now)
    step = (until - days.opens_at) / (len(ballots) + 1)
    intents = [
        voting.Intent(entry, answers, days.opens_at + step * place)
        for place, (entry, answers) in enumerate(zip(people, ballots, strict=True), 1)
    ]
    progress = builder.progress
    with progress.phase("ballots", f"{len(ballots)} shareholders vote"):
        cast = progress.count(voting.cast_all(builder.database, uuid, intents), len(intents), "ballots")
        return [f"holder:{intent.entry.holder_id}" for intent in cast]


def _whims(shapes: list[tuple[int, int] | None], count: int) -> list[Answers]:
    """Return `count` ballots by chance: three answers per question, or up to so many of so many names."""
    chance = random.Random(count)  # noqa: S311 - invented votes, no secret
    return [
        tuple(
            chance.choices((0, 1, 2), (7, 1, 2))[0]
            if shape is None
            else frozenset(chance.sample(range(shape[0]), chance.randint(1, shape[1])))
            for shape in shapes
        )
        for _ in range(count)
    ]


def _voters(work: Work, builder: Builder, uuid: str, voted: list[str]) -> Voters:
    """Return somebody for each language that people who are invited to `uuid` and have not voted read."""
    found = {each: _find_voter(work, builder, uuid, voted, each) for each in SPOKEN}
    return {language: voter for language, voter in found.items() if voter is not None}


def _find_voter(
    work: Work, builder: Builder, uuid: str, voted: list[str], language: Language
) -> tuple[str, str] | None:
    """Return the link and the name of somebody of this language who is invited to `uuid` and has not voted, or None."""
    statement = (
        select(Link.id, Link.name)
        .where(
            Link.purpose == "vote",
            Link.next_path == booth_path(uuid),
            Link.language == language.value,
            Link.subject_ref.not_in(voted),
        )
        .order_by(Link.id)
        .limit(1)
    )
    found = work.session.execute(statement).one_or_none()
    return found and (link_url(work.session, found.id, builder.settings.base_url), found.name)

"""The steps of a rehearsal, in their order: register, voting list, opening, voting, closing, count, checks."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import select

from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.votes import get_vote
from govapp.ballots.queries import find_newest_key_group
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import SystemClock
from govapp.kernel.subjects import SubjectRef
from govapp.outbox.models import OutboxMessage
from govapp.outbox.rules import MessageState
from govapp.rehearsal.browser import Browser, UnexpectedAnswer
from govapp.rehearsal.memory import MemoryUse
from govapp.rehearsal.people import register_file
from govapp.rehearsal.progress import ProgressLines
from govapp.rehearsal.registrar import Registrar
from govapp.rehearsal.scrutineer import Scrutineer
from govapp.rehearsal.secretary import Secretary
from govapp.rehearsal.site import Site
from govapp.rehearsal.values import Scenario
from govapp.rehearsal.voters import Assignment, cast_all
from govapp.rehearsal.votes import plan_votes
from pybelenios.cli.verify import verify_file
from pybelenios.verifier.report import Report

T = TypeVar("T")
REASON: Final = "Rehearsal: everybody in the scenario has voted."
PATIENCE_SECONDS: Final = 120.0
POLL_SECONDS: Final = 0.2
VERIFY_JOBS: Final = 2
NEEDED: Final = 2
"""How many of the scrutineers open the count."""


@dataclass(frozen=True)
class RunContext:
    """Everything and everybody that a rehearsal needs."""

    scenario: Scenario
    folder: Path
    progress: ProgressLines
    memory: MemoryUse
    site: Site
    database: Database
    registrar: Registrar
    secretary: Secretary
    scrutineers: tuple[Scrutineer, ...]
    auditor: Browser

    def read(self, query: Callable[[Work], T]) -> T:
        """Return what the database says now."""
        with self.database.read_only(SYSTEM, SystemClock().now()) as work:
            return query(work)


@dataclass(frozen=True)
class Ballot:
    """The ballot paper, its voting list, and the key group whose members open its count."""

    uuid: str
    roll_id: int
    group: str


def import_register(context: RunContext) -> None:
    """Bring the register in: a dry run first, then all of it."""
    eligible = context.scenario.eligible
    with context.progress.phase("import", f"Register: a file with {eligible} who may vote, and some who may not"):
        context.registrar.import_register("register.csv", register_file(eligible, SystemClock().now().date()))
    context.memory.sample()


def lock(context: RunContext) -> Ballot:
    """Make the assembly, freeze the voting list, gather the keys."""
    progress, secretary = context.progress, context.secretary
    items = len(context.scenario.items)
    with progress.phase("roll", f"Assembly: {items} items; the agenda is locked, the list frozen"):
        secretary.create(context.scenario, SystemClock().now())
        secretary.lock([scrutineer.officer for scrutineer in context.scrutineers], NEEDED)
        row = context.read(lambda work: get_vote(work.session, secretary.assembly_id))
        if row.paper_uuid is None or row.roll_id is None:
            raise UnexpectedAnswer("locking the agenda made no ballot paper")
    holders = len(context.scrutineers)
    with progress.phase("open", f"Keys: {holders} scrutineers make one together and test it; {NEEDED} are needed"):
        subject = SubjectRef.to("assembly", secretary.assembly_id)
        group = context.read(lambda work: find_newest_key_group(work.session, subject))
        if group is None:
            raise UnexpectedAnswer("locking the agenda asked nobody for a key")
        for step in (
            Scrutineer.begin,
            Scrutineer.promise,
            Scrutineer.contribute,
            Scrutineer.finish,
            Scrutineer.test_key,
        ):
            for scrutineer in context.scrutineers:
                step(scrutineer, group.uuid)
    return Ballot(row.paper_uuid, row.roll_id, group.uuid)


def open_voting(context: RunContext) -> None:
    """Open the voting and wait until enough invitations have been sent."""
    voters = context.scenario.voters
    with context.progress.phase("open", "Voting opens; the invitations go out"):
        context.secretary.open()
        until = time.monotonic() + PATIENCE_SECONDS
        while len(_invitations(context, voters)) < voters:
            context.site.check()
            if time.monotonic() > until:
                raise UnexpectedAnswer(f"after {PATIENCE_SECONDS:.0f} seconds not all invitations were sent")
            time.sleep(POLL_SECONDS)
    context.memory.sample()


def vote(context: RunContext) -> None:
    """Let every voter of the scenario vote."""
    scenario, base = context.scenario, context.site.settings.base_url
    people = _invitations(context, scenario.voters)
    assignments = [
        Assignment(mail, language, voter) for (mail, language), voter in zip(people, plan_votes(scenario), strict=True)
    ]
    sentence = f"Voting: {scenario.voters} voters, {scenario.revotes} of them twice"
    with context.progress.phase("cast", sentence):
        for done, _ in enumerate(context.progress.count(cast_all(assignments, base), scenario.voters, "voters")):
            if done % 50 == 0:
                context.memory.sample()
    context.site.check()


def close(context: RunContext, ballot: Ballot) -> None:
    """Close the voting early: the secretary asks, with a reason, and a key holder confirms."""
    with context.progress.phase("close", "Voting closes; the encrypted ballots are added up"):
        context.secretary.ask_to_close(REASON)
        context.scrutineers[0].confirm_closing(ballot.uuid)


def count(context: RunContext, ballot: Ballot) -> None:
    """Let as many scrutineers as are needed open a share of the count, the last ones first, and announce."""
    with context.progress.phase("tally", f"Count: {NEEDED} scrutineers open a share each; the result is announced"):
        for scrutineer in context.scrutineers[-NEEDED:]:
            scrutineer.open_count(ballot.uuid, ballot.group)
        context.secretary.announce()
        context.secretary.result_page()
    context.memory.sample()


def check(context: RunContext, ballot: Ballot) -> Report:
    """Download the archive as anybody can and verify it."""
    path = context.folder / f"{ballot.uuid}.bel"
    with context.progress.phase("verify", f"Check: {path.name}, from the public board, with govapp-verify"):
        anybody = Browser(context.site.settings.base_url)
        path.write_bytes(anybody.get(f"/board/{ballot.uuid}/archive", accept="*/*").body)
        report = verify_file(path, jobs=VERIFY_JOBS)
    context.memory.sample()
    return report


def keep(context: RunContext, ballot: Ballot) -> None:
    """Write the shareholder list, the voting list and the audit trail into the folder."""
    context.progress.say("Exports: shareholder list, voting list, audit trail")
    for name, content in context.registrar.exports(ballot.roll_id).items():
        (context.folder / name).write_bytes(content)
    (context.folder / "audit.jsonl").write_bytes(context.auditor.get("/office/journal.jsonl", accept="*/*").body)


def announced(context: RunContext) -> dict[str, Any]:
    """Return the announced record."""
    number = context.secretary.assembly_id
    found = context.read(lambda work: find_announcement(work.session, get_vote(work.session, number).id))
    if found is None:
        raise UnexpectedAnswer("nothing was announced")
    return found.record


def _invitations(context: RunContext, most: int) -> list[tuple[int, str]]:
    """Return the first `most` invitations that were sent: the number of the mail, and the reader's language."""
    statement = (
        select(OutboxMessage.id, OutboxMessage.language)
        .where(OutboxMessage.template == "invitation", OutboxMessage.state == MessageState.SENT.value)
        .order_by(OutboxMessage.id)
        .limit(most)
    )
    return context.read(lambda work: [(row.id, row.language) for row in work.session.execute(statement)])

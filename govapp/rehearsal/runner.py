"""A whole assembly, from the register file to the checked archive, through the front door (docs/scenarios.md)."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from govapp.ballots.rules.counting import counts_of
from govapp.db.engine import open_database
from govapp.db.migrate import upgrade
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import SystemClock
from govapp.rehearsal import steps
from govapp.rehearsal.browser import UnexpectedAnswer
from govapp.rehearsal.memory import MemoryUse
from govapp.rehearsal.outcome import differences, expected_items
from govapp.rehearsal.progress import ProgressLines
from govapp.rehearsal.registrar import Registrar
from govapp.rehearsal.results import disagreements, observed_items
from govapp.rehearsal.scrutineer import Scrutineer
from govapp.rehearsal.secretary import Secretary
from govapp.rehearsal.site import free_port, own_settings, running
from govapp.rehearsal.staff import hire, sign_in
from govapp.rehearsal.steps import RunContext
from govapp.rehearsal.values import Scenario
from govapp.statutes.service import adopt_model_statutes
from pybelenios.verifier.report import Report

PHASES: Final = ("import", "roll", "open", "cast", "close", "tally", "verify")
DATABASE: Final = "govapp.db"
FOUNDED: Final = date(2017, 1, 1)
WRITTEN: Final = (
    "results.json",
    "shareholders.csv",
    "shareholders.xlsx",
    "roll.json",
    "audit.jsonl",
    "site.log",
    *(f"{DATABASE}{ending}" for ending in ("", "-wal", "-shm", ".gate")),
)


@dataclass(frozen=True)
class RehearsalResult:
    """What a rehearsal found: the content of `results.json`, every difference as a sentence, the verifier's report."""

    results: dict[str, Any]
    differences: tuple[str, ...]
    report: Report

    @property
    def is_good(self) -> bool:
        """Tell whether every figure matches and the archive verifies."""
        return not self.differences and bool(self.results["valid"])


def rehearse(scenario: Scenario, folder: Path, progress: ProgressLines, *, database_url: str = "") -> RehearsalResult:
    """Run the assembly of `scenario` and write its files into `folder`; earlier ones of a rehearsal there are replaced.

    `database_url` names an empty database to use instead of a SQLite file in `folder`. Raises UnexpectedAnswer or
    SiteDown when the assembly cannot be run to its end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path in (*(folder / name for name in WRITTEN), *folder.glob("*.bel")):
        path.unlink(missing_ok=True)
    url = database_url or f"sqlite:///{folder.resolve() / DATABASE}"
    settings, clock = own_settings(url, port=free_port()), SystemClock()
    progress.say("Site: a database, a web server and a mail worker of its own")
    database = open_database(url, keys=settings.key_ring, zone=settings.zone)
    try:
        upgrade(database)
        with database.unit_of_work(SYSTEM, clock.now()) as work:
            adopt_model_statutes(work, FOUNDED, "Statutes of the rehearsal", "One vote for each shareholder")
        team = hire(database, settings)
        with running(settings, folder) as site:
            base = settings.base_url
            scrutineers = [team[f"scrutineer-{place}"] for place in (1, 2, 3)]
            context = RunContext(
                scenario=scenario,
                folder=folder,
                progress=progress,
                memory=MemoryUse(),
                site=site,
                database=database,
                registrar=Registrar(sign_in(team["registrar"], base, clock)),
                secretary=Secretary(sign_in(team["secretary"], base, clock), settings.timezone),
                scrutineers=tuple(Scrutineer(officer, sign_in(officer, base, clock)) for officer in scrutineers),
                auditor=sign_in(team["auditor"], base, clock),
            )
            outcome = _take_steps(context)
    finally:
        database.dispose()
    text = json.dumps(outcome.results, ensure_ascii=False, indent=1)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    return outcome


def _take_steps(context: RunContext) -> RehearsalResult:
    steps.import_register(context)
    ballot = steps.lock(context)
    steps.open_voting(context)
    steps.vote(context)
    steps.close(context, ballot)
    steps.count(context, ballot)
    report = steps.check(context, ballot)
    steps.keep(context, ballot)
    return _compare(context, report, steps.announced(context), f"{ballot.uuid}.bel")


def _compare(context: RunContext, report: Report, announced: dict[str, Any], archive: str) -> RehearsalResult:
    scenario = context.scenario
    if report.result is None:
        raise UnexpectedAnswer(f"{archive} holds no result")
    result = [list(column) for column in counts_of(report.result)]
    items = observed_items(scenario, result, announced, archive)
    found = differences(expected_items(scenario), items) + disagreements(scenario, result, announced)
    for name, wanted, got in (
        ("ballots", scenario.voters, announced["ballots"]),
        ("eligible", scenario.eligible, announced["roll"]["size"]),
    ):
        if wanted != got:
            found.append(f"{name}: {got} instead of {wanted}")
    found += [f"{archive}: {fault.sentence}" for fault in report.faults]
    results = {
        "ballots": announced["ballots"],
        "eligible": announced["roll"]["size"],
        "valid": report.valid,
        "items": items,
        "seconds": {name: round(context.progress.seconds.get(name, 0.0), 2) for name in PHASES},
        "peak_mb": context.memory.peak_mb(),
    }
    return RehearsalResult(results, tuple(found), report)

"""`govapp statutes show|check`: the statutes from the command line."""

import json
from datetime import datetime

import click

from govapp.command_context import read_only
from govapp.statutes import queries
from govapp.statutes.rules.encoding import encode_v1

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def statutes() -> None:
    """Show the rules of law and statutes in force, and check their versions."""


@statutes.command()
@click.option("--on", "day", type=DAY, help="The day whose rules are asked for; today when not given.")
def show(day: datetime | None) -> None:
    """Print the profile in force on a day as JSON, with the decision that made it."""
    with read_only() as work:
        found = queries.get_version_on(work.session, (day or work.now).date())
    decision = found.decision
    record = {
        "number": found.number,
        "first_day": found.first_day.isoformat(),
        "last_day": found.last_day and found.last_day.isoformat(),
        "decision": {
            "day": decision.day.isoformat(),
            "by": decision.body.value,
            "reference": decision.reference,
            "reason": decision.reason,
        },
        "digest": found.digest,
        "profile": encode_v1(found.profile),
    }
    click.echo(json.dumps(record, indent=2, ensure_ascii=False))


@statutes.command()
def check() -> None:
    """Check every version: its digest, that it keeps within the law, and that each day has exactly one."""
    with read_only() as work:
        problems = queries.find_problems(work.session)
    for problem in problems:
        click.echo(f"{problem.code}: {problem}", err=True)
    if problems:
        raise SystemExit(1)
    click.echo("The statutes are in order: one version for each day, none looser than the law.")

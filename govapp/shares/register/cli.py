"""`govapp shares import|export|check`: the register from the command line."""

import json
from dataclasses import asdict

import click

from govapp.command_context import read_only
from govapp.shares.exporting.cli import export
from govapp.shares.importing.cli import import_
from govapp.shares.register.queries import check_register


@click.group()
def shares() -> None:
    """Import, export and check the register of shareholders."""


@shares.command()
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def check(*, as_json: bool) -> None:
    """Recompute the whole register and name every row that does not fit; exit 0 sound, 1 not."""
    with read_only() as work:
        report = check_register(work.session)
    if as_json:
        click.echo(json.dumps({**asdict(report), "is_sound": report.is_sound}, indent=2))
    else:
        for fault in report.faults:
            click.echo(f"{fault.subject}: {fault.detail} ({fault.code})")
        words = "sound" if report.is_sound else f"NOT sound, {len(report.faults)} faults"
        click.echo(
            f"The register is {words}: {report.entries} entries, {report.holders} shareholders, "
            f"{report.shares} shares, {report.rolls} voting lists; ledger head {report.ledger_head}",
        )
    raise SystemExit(0 if report.is_sound else 1)


shares.add_command(import_)
shares.add_command(export)

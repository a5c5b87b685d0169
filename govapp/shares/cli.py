"""`govapp shares import|export|check`: the register from the command line."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from govapp.console import read_only, unit_of_work
from govapp.kernel.money import euros
from govapp.shares.queries import check_register
from govapp.shares.rules.days import day_of
from govapp.shares.rules.kinds import CATEGORY_LETTERS, FileFormat
from govapp.shares.service.exporting import ExportRegister, log_export, make_export
from govapp.shares.service.importing import Checked, ImportFile, Problem, check_file, import_file, known_numbers

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def shares() -> None:
    """Import, export and check the register of shareholders."""


@shares.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check the file and show the totals; write nothing.")
@click.option("--yes", is_flag=True, help="Import without asking.")
def import_(file: Path, *, dry_run: bool, yes: bool) -> None:
    """Import shareholders from FILE (CSV or XLSX): all of it, or nothing when a row is wrong."""
    content = file.read_bytes()
    with read_only() as work:
        checked = check_file(content, known_numbers(work), day_of(work.now))
    _show(checked)
    if checked.problems:
        raise SystemExit(1)
    if dry_run:
        return
    if not yes:
        click.confirm("Import this?", abort=True)
    with unit_of_work() as work:
        outcome = import_file(work, ImportFile(file.name, content))
    click.echo(f"Imported. The head of the ledger is now {outcome.ledger_head}.")


def _show(checked: Checked) -> None:
    for note in checked.notes:
        click.echo(f"Note: {note}")
    for one in checked.problems:
        click.echo(_line(one), err=True)
    if checked.problems:
        rows = len({one.row for one in checked.problems})
        click.echo(f"Nothing was imported: {rows} of {checked.rows} rows have an error.", err=True)
        return
    totals = checked.totals
    for category, letter in CATEGORY_LETTERS.items():
        heads = totals.holders_by_category.get(category, 0)
        click.echo(
            f"{letter}  {category.value:8}{heads:>9} holders{totals.shares_by_category.get(category, 0):>10} shares"
        )
    click.echo(
        f"Total     {totals.holders:>10} holders{totals.shares:>10} shares, EUR {euros(totals.paid_in_cents)} paid in"
    )


def _line(one: Problem) -> str:
    trouble = one.trouble
    where = f"Row {one.row}" + (f", column {one.column}" if one.column else "")
    return f"{where}: {trouble.message % one.facts} {trouble.help % one.facts}"


@shares.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--purpose", required=True, help="Why personal data leave the register; it is logged.")
@click.option("--on", "effective", type=DAY, help="The legal day; today when left out.")
@click.option("--recorded", type=DAY, help="What the register knew at the end of this day; now when left out.")
def export(file: Path, purpose: str, effective: datetime | None, recorded: datetime | None) -> None:
    """Export the shareholder list to FILE; its ending (csv, xlsx, json) decides the format."""
    try:
        file_format = FileFormat(file.suffix.lstrip(".").lower())
    except ValueError as error:
        raise click.UsageError("FILE must end in .csv, .xlsx or .json") from error
    command = ExportRegister(
        file_format,
        purpose,
        effective.date() if effective else None,
        recorded.date() if recorded else None,
    )
    with read_only() as work:
        made = make_export(work, command)
    with unit_of_work() as work:
        log_export(work, made)
    # Everybody's names and addresses: for the owner of the file alone.
    file.touch(mode=0o600)
    file.write_bytes(made.content)
    click.echo(f"{file}: {made.stamp.people} shareholders, {made.stamp.shares} shares, SHA-256 {made.digest}")


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

"""`govapp shares export`: the shareholder list to a file."""

from datetime import datetime
from pathlib import Path

import click

from govapp.command_context import read_only, unit_of_work
from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.exporting.service import ExportRegister, log_export, make_export

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
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

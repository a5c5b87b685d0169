"""`govapp shares export`: the shareholder list to a file."""

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import click

from govapp.command_context import read_only, unit_of_work
from govapp.kernel.texts import LANGUAGES, Language
from govapp.settings import load_settings
from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.exporting.service import ExportRegister, log_export, make_export
from govapp.shares.exporting.service.stamp import moment

DAY = click.DateTime(["%Y-%m-%d"])
_MOMENTS = ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


class Knowledge(click.ParamType[date | datetime]):
    """A day, or a moment as an exported file names it (UTC, ends in Z) or as the cooperative's clock showed it."""

    name = "day or moment"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date | datetime:
        """Return a date, or a moment, which has no zone where the text names none."""
        if isinstance(value, date):
            return value
        with suppress(ValueError):
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        for pattern in _MOMENTS:
            with suppress(ValueError):
                found = datetime.strptime(value, pattern)  # noqa: DTZ007 - the zone is added where it is known
                return found.replace(tzinfo=UTC) if pattern.endswith("Z") else found
        raise click.BadParameter(
            f'"{value}" is no day and no moment. Write it like 2026-06-16, 2026-06-16T16:00:00Z (UTC, as a file '
            'names it) or "2026-06-16 18:00:00" (on the clock of the cooperative).',
            ctx,
            param,
        )


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--purpose", required=True, help="Why personal data leave the register; it is logged.")
@click.option(
    "--language",
    type=click.Choice([each.value for each in LANGUAGES]),
    help="Of the words in a file for people (csv, xlsx); that of the cooperative when left out.",
)
@click.option("--on", "effective", type=DAY, help="The legal day; today when left out.")
@click.option(
    "--recorded",
    type=Knowledge(),
    help="What the register knew at this moment, or at the end of this day; now when left out. A file names its moment "
    "as recorded_until: with it the same bytes come again.",
)
def export(
    file: Path, purpose: str, language: str | None, effective: datetime | None, recorded: date | datetime | None
) -> None:
    """Export the shareholder list to FILE; csv and xlsx are for people, json for programs."""
    settings = load_settings()
    try:
        file_format = FileFormat(file.suffix.lstrip(".").lower())
    except ValueError as error:
        raise click.UsageError("FILE must end in .csv, .xlsx or .json") from error
    with read_only() as work:
        if isinstance(recorded, datetime) and recorded.tzinfo is None:
            recorded = recorded.replace(tzinfo=work.zone)
        command = ExportRegister(
            file_format,
            purpose,
            effective and effective.date(),
            recorded,
            language=Language(language) if language else settings.default_language,
            cooperative=settings.cooperative,
        )
        made = make_export(work, command)
    with unit_of_work() as work:
        log_export(work, made)
    # Everybody's names and addresses: for the owner of the file alone.
    file.touch(mode=0o600)
    file.write_bytes(made.content)
    click.echo(f"{file}: {made.stamp.people} shareholders, {made.stamp.shares} shares, SHA-256 {made.digest}")
    click.echo(
        f"The same file again, whatever is recorded later: --on {made.stamp.effective_date.isoformat()} "
        f"--recorded {moment(made.stamp.recorded_until)} --language {command.language.value}"
    )

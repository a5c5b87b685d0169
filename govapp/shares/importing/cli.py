"""`govapp shares import`: a register from a file."""

from pathlib import Path

import click

from govapp.command_context import read_only, unit_of_work
from govapp.db.locks import stops_all_writers
from govapp.kernel.money import euros
from govapp.shares.importing.rules.turns import MAX_ROWS_BESIDE_VOTE
from govapp.shares.importing.service import (
    ENCODINGS,
    Checked,
    ImportFile,
    RowProblem,
    check_import,
    import_file,
)
from govapp.shares.people.rules.kinds import CATEGORY_LETTERS


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check the file and show the totals; write nothing.")
@click.option("--encoding", type=click.Choice(list(ENCODINGS)), default=None, help="How to read a CSV not in UTF-8.")
@click.option("--yes", is_flag=True, help="Import without asking.")
def import_(file: Path, *, dry_run: bool, encoding: str | None, yes: bool) -> None:
    """Import shareholders from FILE (CSV, XLSX or ODS): all of it, or nothing when a row is wrong."""
    content = file.read_bytes()
    with read_only() as work:
        checked = check_import(work, content, encoding or "", with_rows=not dry_run)
        is_long = checked.rows > MAX_ROWS_BESIDE_VOTE and stops_all_writers(work)
    _show(checked)
    is_guessed = bool(checked.encoding) and not checked.is_encoding_chosen
    if is_guessed:
        _show_decodings(checked)
    if checked.problems or (is_guessed and not dry_run):
        raise SystemExit(1)
    if dry_run:
        return
    if is_long:
        click.echo("Note: while so many rows are written, for some seconds, nobody can cast a ballot.")
    if not yes:
        click.confirm("Import this?", abort=True)
    with unit_of_work() as work:
        outcome = import_file(work, ImportFile(file.name, content, checked, checked.encoding))
    click.echo(f"Imported. The head of the ledger is now {outcome.ledger_head}.")


def _show(checked: Checked) -> None:
    for note in checked.notes:
        click.echo(f"Note: {note.message % note.facts}")
    for one in checked.problems:
        click.echo(_line(one), err=True)
    if checked.problems:
        rows = checked.problems.bad_rows
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


def _show_decodings(checked: Checked) -> None:
    click.echo(
        "Nothing is imported before you say with --encoding in which of these lines all words are right:", err=True
    )
    for one in checked.decodings:
        click.echo(f"  --encoding {one.encoding:10} {', '.join(one.words)}", err=True)


def _line(one: RowProblem) -> str:
    trouble = one.trouble
    where = f"Row {one.row}" + (f", column {one.column}" if one.column else "")
    return f"{where}: {trouble.message % one.facts} {trouble.help % one.facts}"

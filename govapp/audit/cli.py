"""`govapp audit`: check the journal, write it out."""

import json
import sys
from typing import BinaryIO

import click

from govapp.audit import journal
from govapp.command_context import read_only


@click.group()
def audit() -> None:
    """Check the journal or write it out."""


@audit.command()
@click.option("--head", help="A digest noted earlier, which the journal must still contain.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def verify(head: str | None, *, as_json: bool) -> None:
    """Recompute the chain; exit 0 when it is whole, 1 with the number of the first broken line when not."""
    with read_only() as work:
        report = journal.verify(work.session, known_head=head)
    broken = report.broken
    if as_json:
        found = None if broken is None else {"sequence": broken.sequence, "why": broken.why}
        click.echo(json.dumps({"lines": report.lines, "head": report.head, "broken": found}))
    elif broken is None:
        click.echo(f"The journal is whole: {report.lines} lines, head {report.head}")
    else:
        click.echo(f"The journal is broken at line {broken.sequence}: {broken.why}")
    sys.exit(0 if report.is_whole else 1)


@audit.command()
@click.argument("file", type=click.File("wb"), default="-")
def export(file: BinaryIO) -> None:
    """Write the journal as JSON lines to FILE, or to standard output."""
    with read_only() as work:
        file.writelines(journal.export_lines(work.session))

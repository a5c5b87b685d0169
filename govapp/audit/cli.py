"""`govapp audit`: check the journal, write it out."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import click

from govapp.audit import journal
from govapp.audit.anchor_files import anchor_option, since_signed
from govapp.audit.chains import JOURNAL
from govapp.audit.journal import ChainReport
from govapp.command_context import read_only


@click.group()
def audit() -> None:
    """Check the journal or write it out."""


@audit.command()
@click.option("--head", help="A digest noted earlier, which the journal must still contain.")
@anchor_option
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def verify(head: str | None, anchors: tuple[Path, ...], *, as_json: bool) -> None:
    """Recompute the chain and compare it with signed states; exit 0 when it is whole, 1 when not.

    It names the first broken line. A cut at the end is found by the signed states in the database, and by those that
    were kept elsewhere (--anchor) when somebody cut these off too.
    """
    with read_only() as work:
        report = journal.verify(work.session, known_head=head)
        signed = since_signed(work.session, anchors, JOURNAL)
    if as_json:
        click.echo(json.dumps(_as_json(report, signed.faults)))
    else:
        click.echo("\n".join((_sentence(report), *signed.holds, *signed.faults)))
    sys.exit(0 if report.is_whole and not signed.faults else 1)


def _sentence(report: ChainReport) -> str:
    if report.broken is None:
        return f"The journal is whole: {report.lines} lines, head {report.head}"
    return f"The journal is broken at line {report.broken.sequence}: {report.broken.why}"


def _as_json(report: ChainReport, faults: Sequence[str]) -> dict[str, Any]:
    broken = None if report.broken is None else {"sequence": report.broken.sequence, "why": report.broken.why}
    return {"lines": report.lines, "head": report.head, "broken": broken, "since_signed": list(faults)}


@audit.command()
@click.argument("file", type=click.File("wb"), default="-")
def export(file: BinaryIO) -> None:
    """Write the journal as JSON lines to FILE, or to standard output."""
    with read_only() as work:
        file.writelines(journal.export_lines(work.session))

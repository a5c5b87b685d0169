"""`govapp minutes check`: every figure of fixed minutes, made again from the evidence."""

import sys

import click

from govapp.assembly.minutes.queries import VersionRow, get_version, list_versions
from govapp.assembly.minutes.rules.annexes import ANNEXES
from govapp.assembly.minutes.service.checking import check_version
from govapp.command_context import read_only
from govapp.db.uow import Work
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Language
from govapp.language.translator import translator_for

ENGLISH = translator_for(Language.EN)


@click.group()
def minutes() -> None:
    """Look after the minutes of assemblies."""


@minutes.command()
@click.argument("number", type=int)
@click.option("--version", "wanted", type=int, help="Only this version of the minutes.")
def check(number: int, wanted: int | None) -> None:
    """Make every figure of the minutes of assembly NUMBER again from the evidence; exit 1 where something differs.

    Results are counted again from their archives, annexes made again or compared with their digests. Proofs inside an
    archive are for govapp-verify, people for `govapp shares check`.
    """
    with read_only() as work:
        versions = (
            list_versions(work.session, number) if wanted is None else (get_version(work.session, number, wanted),)
        )
        if not versions:
            click.echo(f"Assembly {number} has no fixed minutes.", err=True)
            sys.exit(1)
        told = [_told(work, number, each) for each in versions]
    sys.exit(0 if all(told) else 1)


def _told(work: Work, number: int, version: VersionRow) -> bool:
    head = f"Assembly {number}, version {version.number} of its minutes"
    try:
        faults = list(check_version(work, version))
    except Refusal as refusal:
        faults = [" ".join(ENGLISH.describe_refusal(refusal))]
    for each in faults:
        click.echo(f"{head}: {each}", err=True)
    if not faults:
        lines = [line for section in version.minutes.sections for line in section.lines]
        figures = sum(len(line.figures) for line in lines)
        annexes = sum(len(section.lines) for section in version.minutes.sections if section.key == ANNEXES)
        click.echo(
            f"{head}: as recorded ({figures} figures in {len(lines)} lines, {annexes} annexes), {version.digest}"
        )
    return not faults

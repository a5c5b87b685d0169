"""`govapp shares import|export|check`: the register from the command line."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from govapp.audit.anchor_files import anchor_option, since_signed
from govapp.command_context import read_only
from govapp.kernel.texts import LANGUAGES, Language
from govapp.language.translator import translator_for
from govapp.shares.exporting.cli import export
from govapp.shares.importing.cli import import_
from govapp.shares.ledger.queries.anchoring import LEDGER
from govapp.shares.people.queries.anchoring import PEOPLE
from govapp.shares.register.queries import check_register
from govapp.shares.rolls.queries import LateNotice

SHOWN_NOTICES = 20


@click.group()
def shares() -> None:
    """Import, export and check the register of shareholders."""


@shares.command()
@anchor_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "--language",
    default="en",
    type=click.Choice([language.value for language in LANGUAGES]),
    help="Of what is said about the facts of people.",
)
def check(anchors: tuple[Path, ...], *, as_json: bool, language: str) -> None:
    """Recompute the whole register and name every row that does not fit; exit 0 sound, 1 not.

    Each fact about a person is compared with its chain: the first one named is the first that differs. A cut at the end
    of the ledger or of the facts is found by the signed states in the database, and by those that were kept elsewhere
    (--anchor) when somebody cut these off too.
    """
    with read_only() as work:
        report = check_register(work.session)
        signed = since_signed(work.session, anchors, LEDGER, PEOPLE)
    is_sound = report.is_sound and not signed.faults
    if as_json:
        click.echo(json.dumps({**asdict(report), "since_signed": signed.faults, "is_sound": is_sound}, indent=2))
    else:
        for sentence in (*signed.holds, *signed.faults):
            click.echo(sentence)
        translator = translator_for(Language(language))
        for fault in report.faults:
            said = translator.say(fault.sentence, **fault.params) if fault.sentence else fault.detail
            click.echo(f"{fault.subject}: {said} ({fault.code})")
        for sentence in _told(report.notices):
            click.echo(sentence)
        words = "sound" if is_sound else f"NOT sound, {len(report.faults) + len(signed.faults)} faults"
        click.echo(
            f"The register is {words}: {report.entries} entries, {report.holders} shareholders, "
            f"{report.shares} shares, {report.rolls} voting lists; ledger head {report.ledger_head}",
        )
    raise SystemExit(0 if is_sound else 1)


def _told(notices: tuple[LateNotice, ...]) -> Iterator[str]:
    """Yield what is no fault and has to be known: entries with a day of which a frozen voting list speaks already."""
    for notice in notices[:SHOWN_NOTICES]:
        lists = ", ".join(str(roll_id) for roll_id in notice.roll_ids)
        approved = f"approved by {notice.second_actor_name}" if notice.second_actor_name else "approved by nobody else"
        yield f"entry {notice.sequence}: it was recorded behind the frozen voting list {lists}, {approved} (told)"
    if len(notices) > SHOWN_NOTICES:
        yield f"and {len(notices) - SHOWN_NOTICES} more entries behind frozen voting lists (told)"


shares.add_command(import_)
shares.add_command(export)

"""`govapp assembly list|open|close|notice|announce|result`: the course of an assembly from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy.orm import Session

from govapp.assembly.agenda.queries import list_changed_files
from govapp.assembly.convocation.service.evidence import OUTCOME_NAMES
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly, list_assemblies
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.journal_lines import list_journal_faults
from govapp.assembly.votes.queries.recomputing import recompute_result
from govapp.assembly.votes.queries.results import Counted, find_counted, list_seal_faults
from govapp.assembly.votes.queries.votes import VoteRow, find_vote_of_paper, get_vote, get_vote_of_paper, list_votes
from govapp.assembly.votes.rules.channels import CHANNEL_NAMES, ChannelResult
from govapp.assembly.votes.rules.result import RESULT
from govapp.assembly.votes.rules.sentence import describe_both_ratios, formula, turnout, verdict_sentences
from govapp.assembly.votes.rules.states import AnnouncementChanged, VoteState
from govapp.assembly.votes.service import (
    Announce,
    CloseVoting,
    OpenVoting,
    announce,
    close_voting,
    open_voting,
    precompute_tally,
)
from govapp.assembly.votes.service.announcing import announced_result, is_as_counted
from govapp.assembly.votes.service.notice import check_notice
from govapp.ballots import queries as papers
from govapp.ballots.cli import ballots, paper_checks
from govapp.ballots.queries import PaperRow
from govapp.ballots.rules.refusals import PaperNotAsSealed
from govapp.command_context import read_only, unit_of_work
from govapp.kernel.texts import Language
from govapp.language.translator import translator_for
from pybelenios.archive.reader import read_archive
from pybelenios.election import read_election
from pybelenios.errors import Refused
from pybelenios.trustees import read_trustees
from pybelenios.verifier.cautions import list_cautions, require_decision_words

ENGLISH = translator_for(Language.EN)


_kept = click.Path(exists=True, dir_okay=False, path_type=Path)
_vote = click.option("--vote", default=1, show_default=True, help="Which vote of the assembly.")


@click.group()
def assembly() -> None:
    """List assemblies, open and close their voting, check how the notice went, announce and show results."""


@assembly.command("list")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def list_(*, as_json: bool) -> None:
    """List all assemblies, the latest first."""
    with read_only() as work:
        rows = [(row, list_votes(work.session, row.id)) for row in list_assemblies(work.session)]
    if as_json:
        click.echo(json.dumps([_listed(row, votes) for row, votes in rows], ensure_ascii=False))
        return
    for row, votes in rows:
        states = ", ".join(vote.state.value for vote in votes)
        click.echo(f"{row.id:>4}  {row.held_on}  {states:10} {row.title.in_language(Language.EN)}")


@assembly.command("open")
@click.argument("number", type=int)
@_vote
def open_(number: int, vote: int) -> None:
    """Open the voting of assembly NUMBER; the worker writes and sends the invitations."""
    with unit_of_work() as work:
        to_mail, by_post = open_voting(work, OpenVoting(number, vote))
    click.echo(f"Voting is open. Invitations for the worker to send: {to_mail}. To write by post: {by_post}.")


@assembly.command("close")
@click.argument("number", type=int)
@_vote
def close(number: int, vote: int) -> None:
    """Close the voting of assembly NUMBER once its hour has come; before that, the secretariat can on its page."""
    with read_only() as work:
        precompute_tally(work, number, vote)
    with unit_of_work() as work:
        close_voting(work, CloseVoting(number, ordinal=vote))
    click.echo("Voting is closed.")


@assembly.command("announce")
@click.argument("number", type=int)
@_vote
def announce_(number: int, vote: int) -> None:
    """Announce the counted result of assembly NUMBER; the worker writes to everybody about it."""
    with unit_of_work() as work:
        digest = announce(work, Announce(number, vote))
    click.echo(f"Announced. The fingerprint of the result is {digest}.")


@assembly.command("result")
@click.argument("number", type=int)
@_vote
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def result(number: int, vote: int, *, as_json: bool) -> None:
    """Show the counted result of assembly NUMBER, with its sentences and formulas; exit 1 before the count."""
    with read_only() as work:
        row = get_assembly(work.session, number)
        found = get_vote(work.session, number, vote)
        counted, announced = find_counted(work.session, found), find_announcement(work.session, found.id)
    if counted is None:
        click.echo("The votes are not counted yet.", err=True)
        raise SystemExit(1)
    if as_json:
        record = announced.record if announced else RESULT.encode(announced_result(counted, row), RESULT.newest)
        click.echo(json.dumps(record, ensure_ascii=False))
        return
    _show(counted)


@assembly.command("notice")
@click.argument("number", type=int)
@_vote
@click.option("--file", "kept", type=_kept, help="Evidence that was taken as CSV, to be compared with the database.")
def notice(number: int, vote: int, kept: Path | None) -> None:
    """Make the evidence of the notice of assembly NUMBER again and show its figures; exit 1 where something is wrong.

    Everybody on the voting list must stand in it exactly once, and every letter must be what its digest says.
    """
    with read_only() as work:
        found = check_notice(work, get_vote(work.session, number, vote), kept.read_bytes() if kept else None)
    for outcome, name in OUTCOME_NAMES.items():
        click.echo(f"{found.figures.of(outcome):>7}  {name}")
    click.echo(f"{found.figures.addressees:>7}  Together, each exactly once" if not found.faults else "")
    click.echo(f"digest {found.digest}")
    if found.taken:
        click.echo(f"taken as a file on {ENGLISH.write(found.taken.at)} by {found.taken.name}")
    for fault in found.faults:
        click.echo(f"Wrong: {fault}", err=True)
    if found.faults:
        raise SystemExit(1)


@ballots.command()
@click.argument("uuid")
@click.option("--archive", type=_kept, help="An archive that was kept, instead of the rows of the database.")
@click.option("--rules", type=_kept, help="A record of rules that was kept, instead of that of the database.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
def recompute(uuid: str, archive: Path | None, rules: Path | None, out: Path | None) -> None:
    """Make the announced record of UUID again from archive and rules, byte for byte; exit 1 when another was announced.

    The proofs inside the archive are for govapp-verify.
    """
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        paper = papers.get_paper(work.session, uuid)
        content = papers.get_archive_bytes(work.session, paper) if archive is None else archive.read_bytes()
        sealed = (vote.rules or {}) if rules is None else json.loads(rules.read_text(encoding="utf-8"))
        try:
            found = recompute_result(work.session, vote, content, sealed)
            cautions = _cautions_of(content)
        except Refused as fault:
            raise click.ClickException(f"{archive or uuid}: {fault.sentence}") from fault
    if out is None:
        click.echo(found.record, nl=False)
    else:
        out.write_bytes(found.record)
    if found.difference:
        click.echo(f"{uuid}: what was announced is not what follows; first at {found.difference}", err=True)
        raise SystemExit(1)
    said = f"as announced, digest {found.digest}" if found.digest else "not announced yet"
    click.echo(f"{uuid}: {said}", err=True)
    for channel in found.room:
        click.echo(f"{uuid}: {_rests_on(channel)}", err=True)
    for caution in cautions:
        click.echo(f"Look at this: {caution}", err=True)


def _rests_on(channel: ChannelResult) -> str:
    """Return what the figures of papers or hands rest on: the ballots on line have proofs, these have two people."""
    late = f", of which {channel.late} joined after the freeze and count for no quorum" if channel.late else ""
    names = " and ".join(channel.counted_by)
    return f"{channel.rights} {CHANNEL_NAMES[channel.channel]}{late}: counted apart by {names}, proved by nothing else"


def _cautions_of(content: bytes) -> tuple[str, ...]:
    """Return what govapp-verify says in its last lines; raises Refused where words of a decision are exchanged."""
    found = read_archive(content)
    election = read_election(found.election)
    require_decision_words(election)
    return tuple(list_cautions(election, read_trustees(found.trustees)))


def _not_as_sealed(session: Session, paper: PaperRow) -> Iterator[str]:
    vote = find_vote_of_paper(session, paper.uuid)
    if vote is None:
        return
    faults = [fault for fault in list_seal_faults(session, vote) if not isinstance(fault, PaperNotAsSealed)]
    announced = find_announcement(session, vote.id)
    if announced and not faults:
        counted = find_counted(session, vote)
        if counted is None or not is_as_counted(announced, counted, get_assembly(session, vote.assembly_id)):
            faults.append(AnnouncementChanged())
    for fault in faults:
        yield " ".join(ENGLISH.describe_refusal(fault))
    if vote.state is not VoteState.CANCELLED:
        for digest in list_changed_files(session, vote.assembly_id):
            yield f"the file {digest} of the assembly is gone, or not what its digest says: it is not handed out"
    yield from list_journal_faults(session, vote)


paper_checks.append(_not_as_sealed)


def _listed(row: AssemblyRow, votes: tuple[VoteRow, ...]) -> dict[str, object]:
    return {
        "id": row.id,
        "held_on": row.held_on.isoformat(),
        "title": row.title.as_dict(),
        "votes": [{"vote": vote.ordinal, "state": vote.state.value, "paper": vote.paper_uuid} for vote in votes],
    }


def _show(counted: Counted) -> None:
    click.echo(turnout(counted.used, counted.roll.size, ENGLISH))
    for channel in counted.room:
        click.echo(_rests_on(channel))
    for verdict in counted.verdicts:
        item = counted.item_of(verdict)
        names = [str(choice.label.in_language(Language.EN)) for choice in item.choices]
        click.echo(f"\n{item.number}. {item.title.in_language(Language.EN)}")
        for line in (*verdict_sentences(verdict, names, ENGLISH), describe_both_ratios(verdict, ENGLISH)):
            if line:
                click.echo(f"   {line}")
        if calculation := formula(verdict, ENGLISH):
            click.echo(f"   {calculation}")

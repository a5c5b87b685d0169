"""`govapp ballots` looks after ballot papers. A key holder without a browser has `govapp-trustee`, of the library."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from govapp.audit.anchor_files import anchor_option, since_signed
from govapp.ballots import queries, service
from govapp.ballots.queries import PaperRow
from govapp.ballots.queries.anchoring import ARCHIVES
from govapp.ballots.rules.refusals import TooFewBallots
from govapp.ballots.service.sealing import Progress
from govapp.command_context import read_only, unit_of_work
from govapp.kernel.keys import KeyRing
from govapp.kernel.records import UnknownRecordVersion
from govapp.kernel.texts import Language
from govapp.language.translator import translator_for
from pybelenios.archive.reader import read_archive
from pybelenios.archive.tar import ArchiveRefused

_out = click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")


# Further comparisons of a paper with what stands beside it, by those who know more than this room: each yields faults.
PaperCheck = Callable[[Session, PaperRow], Iterable[str]]
paper_checks: list[PaperCheck] = []


@click.group()
def ballots() -> None:
    """Look after ballot papers."""


@ballots.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_papers(*, as_json: bool) -> None:
    """List all ballot papers, the newest first."""
    with read_only() as work:
        rows = [_summary(found) for found in queries.list_papers(work.session)]
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        counts = f"{row['ballots']:>6} ballots of {row['voters']:>6} voters"
        click.echo(f"{row['uuid']}  {row['state']:14}  {counts}  closes {row['closes_at']}  {row['for']}")


@ballots.command("open")
@click.argument("uuid")
def open_box(uuid: str) -> None:
    """Fix the paper UUID if its keys are all there, and open its ballot box."""
    with unit_of_work() as work:
        found = queries.get_paper(work.session, uuid)
        _refuse_assemblies(found, "open")
        if not found.is_sealed:
            _with_progress("voting codes", found.voters, lambda tick: service.seal_paper(work, uuid, progress=tick))
        service.open_paper(work, uuid)
    click.echo(f"{uuid}: open")


@ballots.command("close")
@click.argument("uuid")
def close_box(uuid: str) -> None:
    """Close the ballot box of UUID for good, once its hour has come, and add up what is in it."""
    with read_only() as work:
        _refuse_assemblies(queries.get_paper(work.session, uuid), "close")
        service.precompute_tally(work.session, uuid)
    with unit_of_work() as work:
        service.close_paper(work, uuid)
        found = queries.get_paper(work.session, uuid)
    click.echo(f"{uuid}: {found.state}, {found.counted} ballots count")


@ballots.command()
@click.argument("uuid")
def tally(uuid: str) -> None:
    """Show what the ballots of UUID say together, or whose partial decryption is missing."""
    with read_only() as work:
        found = queries.get_paper(work.session, uuid)
        missing = [
            trustee.name for trustee in queries.list_trustees(work.session, found.id) if trustee.decrypted_at is None
        ]
    if found.has_too_few:
        raise TooFewBallots(ballots=found.counted or 0, minimum=found.minimum_ballots)
    if found.result is None:
        raise click.ClickException(
            f"{found.state}: not counted yet; partial decryptions missing of {', '.join(missing)}"
        )
    for question, counts in zip(found.questions, found.result, strict=True):
        click.echo(f"{question.item}. {question.title.in_language(found.language)}")
        names = ["(blank)"] * question.blank + [
            answer.label.in_language(found.language).text for answer in question.answers
        ]
        for name, count in zip(names, counts, strict=True):
            click.echo(f"{count:>8}  {name}")


@ballots.command()
@anchor_option
def check(anchors: tuple[Path, ...]) -> None:
    """Compare each fixed paper with its archive, and the booth with what the paper fixed; exit 1 when one differs.

    An archive that was cut at its end is found by the signed states in the database, and by those that were kept
    elsewhere (--anchor). What an agenda says is compared with what was sealed, what is kept of key holders with the
    journal. The proofs inside the ballots are left to govapp-verify.
    """
    with read_only() as work:
        papers = queries.list_papers(work.session)
        faults = {found.uuid: list(_faults(work.session, work.keys, found)) for found in papers if found.is_sealed}
        # Of a paper whose keys are missing only what stands beside it can be compared; only a fault is worth a line.
        prepared = {found.uuid: list(_faults_beside(work.session, found)) for found in papers if not found.is_sealed}
        faults |= {uuid: sentences for uuid, sentences in prepared.items() if sentences}
        in_room = {found.uuid: len(queries.get_marks_in_force(work.session, found.id)) for found in papers}
        keys = service.list_key_faults(work.session)
        signed = since_signed(work.session, anchors, ARCHIVES)
    for uuid, sentences in faults.items():
        click.echo("\n".join(f"{uuid}: {sentence}" for sentence in sentences or ["in order"]))
    for uuid, rights in in_room.items():
        if rights:
            click.echo(f"{uuid}: {rights} voted in the room; their figures rest on the scrutineers, and on no proof")
    click.echo("".join(f"keys {uuid}: {sentence}\n" for uuid, of in keys.items() for sentence in of), nl=False)
    for sentence in (*signed.holds, *signed.faults):
        click.echo(sentence)
    if signed.faults or any(faults.values()) or any(keys.values()):
        raise SystemExit(1)


def _faults(session: Session, keys: KeyRing, found: PaperRow) -> Iterator[str]:
    try:
        yield from _differences(session, keys, found)
    except UnknownRecordVersion as fault:
        yield " ".join(translator_for(Language.EN).describe_refusal(fault))
    except DBAPIError:
        # A database that does not answer is no fault of a paper.
        raise
    except Exception as fault:  # noqa: BLE001 - whatever a damaged row leads to is a fault of this paper, and no other
        yield f"its rows cannot be read: {type(fault).__name__}: {fault}"


def _faults_beside(session: Session, found: PaperRow) -> Iterator[str]:
    try:
        yield from _compared_beside(session, found)
    except DBAPIError:
        raise
    except Exception as fault:  # noqa: BLE001 - as above
        yield f"what stands beside it cannot be read: {type(fault).__name__}: {fault}"


def _compared_beside(session: Session, found: PaperRow) -> Iterator[str]:
    yield from service.list_holder_faults(session, found)
    yield from service.list_paper_faults(session, found)
    for check_of_others in paper_checks:
        yield from check_of_others(session, found)


def _differences(session: Session, keys: KeyRing, found: PaperRow) -> Iterator[str]:
    try:
        head = read_archive(queries.get_archive_bytes(session, found)).head
    except ArchiveRefused as fault:
        yield f"the rows of the ballot box do not make an archive: {fault.sentence}"
    else:
        if (head.event, head.height) != (found.head, found.height):
            yield f"the paper stands at event {found.height}, its archive ends with event {head.height}"
        yield from service.list_hours_faults(session, found)
        changed = queries.list_changed_members(session, found)
        if changed:
            yield f"this site would show another {', another '.join(changed)} than was fixed or counted"
    yield from service.list_box_faults(session, keys, found)
    yield from service.list_mark_faults(session, found)
    yield from _faults_beside(session, found)
    for each in service.changed_booth(session, found):
        yield (
            f"{each.name} of the voting booth is not the file that the ballot paper fixed: put back the version with "
            "which it was fixed, or tell the voters which one runs now and why; if nobody upgraded, find out who did it"
        )


@ballots.command()
@click.argument("uuid")
def publish(uuid: str) -> None:
    """Let the public board show the counted result of UUID; that of an assembly is published by announcing it."""
    with unit_of_work() as work:
        found = queries.get_paper(work.session, uuid)
        _refuse_assemblies(found, "announce")
        if found.result is None:
            raise click.ClickException(f"{found.state}: not counted yet")
        service.publish_result(work, uuid)
    click.echo(f"{uuid}: published")


@ballots.command("archive")
@click.argument("uuid")
@_out
def write_archive_file(uuid: str, out: Path | None) -> None:
    """Write the archive of UUID, for govapp-verify and belenios-tool."""
    target = out or Path(f"{uuid}.bel")
    with read_only() as work, target.open("wb") as file:
        found = queries.get_paper(work.session, uuid)
        for piece in queries.read_archive_pieces(work.session, found):
            file.write(piece)
    click.echo(f"{target}: head {found.head} at event {found.height}")


@ballots.command()
@click.argument("uuid")
@_out
def export(uuid: str, out: Path | None) -> None:
    """Write what the board of UUID shows, or will show, as JSON: fingerprint, head, result and tracking numbers."""
    with read_only() as work:
        found = queries.get_paper(work.session, uuid)
        listed = queries.list_public_board(work.session, found.id, offset=0, limit=max(found.ballots, 1))
    facts = _summary(found) | {
        "result": found.result,
        "trackers": [{"number": each.height, "tracker": each.tracker, "counts": each.counts} for each in listed],
    }
    text = json.dumps(facts, indent=1, ensure_ascii=False) + "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


def _summary(found: PaperRow) -> dict[str, object]:
    return {
        "uuid": found.uuid,
        "for": found.subject_ref,
        "state": found.state.value,
        "opens_at": service.utc_text(found.opens_at),
        "closes_at": service.utc_text(found.closes_at),
        "fingerprint": found.fingerprint,
        "head": found.head,
        "height": found.height,
        "voters": found.voters,
        "ballots": found.ballots,
        "counted": found.counted,
    }


def _refuse_assemblies(found: PaperRow, verb: str) -> None:
    kind, _, number = found.subject_ref.partition(":")
    if kind == "assembly":
        raise click.UsageError(f"this is the paper of an assembly: use `govapp assembly {verb} {number}`")
    if kind == "vote":
        raise click.UsageError(f"this is the paper of a vote of an assembly: use `govapp assembly {verb} --vote`")


def _with_progress(label: str, total: int, run: Callable[[Progress], None]) -> None:
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        run(lambda done, _total: bar.update(done - bar.pos))

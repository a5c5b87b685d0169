"""Making everything that fixed minutes say again from the evidence, and naming what differs."""

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import select

from govapp.assembly.minutes.queries import VersionRow, get_bytes, get_facts, list_annexes, list_exports
from govapp.assembly.minutes.rules.annexes import (
    ANNEXES,
    MADE_ONCE,
    Annex,
    AnnexKind,
    annex_line,
    first_difference,
    number_annexes,
    without_annexes,
)
from govapp.assembly.minutes.rules.drafting import draft_minutes
from govapp.assembly.minutes.rules.record import Difference, Figure, MinutesLine, differences
from govapp.assembly.minutes.rules.refusals import MinutesNotFound
from govapp.assembly.minutes.rules.signatures import SignatureState, read_signatures
from govapp.assembly.minutes.rules.wording import Writer
from govapp.assembly.minutes.service.annexes import gather_annexes
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.recomputing import recompute_result
from govapp.assembly.votes.queries.votes import list_votes
from govapp.audit.chains import ChainStanding, compare_with_anchor
from govapp.audit.models import JournalEntryRecord
from govapp.audit.rules.anchor import read_anchor
from govapp.ballots import queries as ballots
from govapp.ballots.queries.anchoring import ALL_CHAINS
from govapp.db.uow import Work
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.errors import Refusal
from govapp.kernel.subjects import SubjectRef
from pybelenios.errors import Refused

SHOWN: Final = 300
"""How many characters of a row that differs are named."""


def check_version(work: Work, version: VersionRow) -> Iterator[str]:
    """Yield in what a fixed version of minutes differs from the evidence; nothing where all is as recorded.

    Every figure is drafted anew from the sealed records, every announced result is counted again from its archive, and
    every annex is made again or, where it was made once, compared with its digest. Raises AssemblyNotFound, and a
    refusal where something is no longer what was sealed.
    """
    if not version.is_whole:
        yield "the record was changed after it was fixed: it no longer has its digest"
    yield from _journal_faults(work, version)
    facts = get_facts(work.session, version.minutes.assembly_id)
    draft = draft_minutes(facts, version.minutes.language, work.zone.key)
    for each in differences(without_annexes(version.minutes), draft):
        yield from _figures(each)
    yield from _result_faults(work, version.minutes.assembly_id)
    yield from _annex_faults(work, version)
    yield from _file_faults(work, version)


def _journal_faults(work: Work, version: VersionRow) -> Iterator[str]:
    line = JournalEntryRecord
    statement = select(line.facts).where(
        line.tag == AssemblyTag.MINUTES_FIXED.value,
        line.subject == SubjectRef.to("assembly", version.minutes.assembly_id),
        line.result == "done",
    )
    told = {facts.get("number"): facts.get("digest") for facts in work.session.scalars(statement)}
    if version.number not in told:
        yield "the journal does not tell that this version was fixed"
    elif told[version.number] != version.digest:
        yield f"the journal says that the digest of this version is {told[version.number]}"


def _figures(each: Difference) -> Iterator[str]:
    where = f"section {each.section}, line {each.code}"
    if each.written is None:
        yield f"{where}: the evidence gives this line, and the minutes do not have it: {_said(each.found)}"
    elif each.found is None:
        yield f"{where}: the minutes have this line, and the evidence does not give it: {_said(each.written)}"
    else:
        for name in [*each.written, *(name for name in each.found if name not in each.written)]:
            then, now = each.written.get(name), each.found.get(name)
            if then != now:
                yield f"{where}, {name}: recorded {then}, the evidence gives {now}"


def _said(figures: Mapping[str, Figure] | None) -> str:
    return ", ".join(f"{name} {value}" for name, value in (figures or {}).items()) or "no figures"


def _result_faults(work: Work, assembly_id: int) -> Iterator[str]:
    for vote in list_votes(work.session, assembly_id, only_public=True):
        if vote.paper is None or find_announcement(work.session, vote.id) is None:
            continue
        try:
            content = ballots.get_archive_bytes(work.session, vote.paper)
            found = recompute_result(work.session, vote, content, vote.rules or {})
        except (Refusal, Refused) as fault:
            yield f"vote {vote.ordinal}: the result cannot be counted again: {fault}"
            continue
        if found.difference:
            where = f"vote {vote.ordinal}, {found.difference}"
            yield f"{where}: what was announced does not follow from the archive"


def _annex_faults(work: Work, version: VersionRow) -> Iterator[str]:
    kept = list_annexes(work.session, version.id)
    named = [line for section in version.minutes.sections if section.key == ANNEXES for line in section.lines]
    say = Writer(work.zone.key).say
    if [_key(line) for line in named] != [_key(annex_line(each, say)) for each in kept]:
        yield "the annexes that are kept are not those that the minutes name"
    if not kept:
        return
    facts = get_facts(work.session, version.minutes.assembly_id)
    made = {
        (annex.kind, annex.vote): content
        for annex, content in number_annexes(gather_annexes(work, facts, version.fixed_at))
    }
    for annex in kept:
        content = _bytes_of(work, annex.sha256)
        if content is None:
            yield f"annex {annex.number}, {annex.name}: its bytes are gone, or not what its digest says"
        elif annex.kind not in MADE_ONCE:
            yield from _row_faults(annex, content, made.get((annex.kind, annex.vote)))
        elif annex.kind is AnnexKind.ANCHOR:
            yield from _anchor_faults(work, annex, content)


def _key(line: MinutesLine) -> tuple[object, ...]:
    return (dict(line.figures), line.digest)


def _row_faults(annex: Annex, content: bytes, made: bytes | None) -> Iterator[str]:
    where = f"annex {annex.number}, {annex.name}"
    if made is None:
        yield f"{where}: the evidence does not give it"
        return
    found = first_difference(content, made)
    if found is not None:
        then, now = found.recorded[:SHOWN], found.found[:SHOWN]
        yield f"{where}, row {found.row}: recorded {then!r}, the evidence gives {now!r}"


def _anchor_faults(work: Work, annex: Annex, content: bytes) -> Iterator[str]:
    where = f"annex {annex.number}, {annex.name}"
    try:
        anchor = read_anchor(content.decode()).anchor
    except Refusal as refusal:
        yield f"{where}: {refusal}"
        return
    for finding in compare_with_anchor(work.session, anchor, ALL_CHAINS):
        if finding.standing is not ChainStanding.HOLDS:
            yield f"{where}: {finding}"


def _file_faults(work: Work, version: VersionRow) -> Iterator[str]:
    for language, digest in list_exports(work.session, version.id).items():
        if _bytes_of(work, digest) is None:
            yield f"the PDF in {language.value}: its bytes are gone, or not what its digest says"
    for each in version.signed:
        content = _bytes_of(work, each.sha256)
        if content is None:
            yield f"the signed copy {each.name}: its bytes are gone, or not what its digest says"
            continue
        for signature in read_signatures(content):
            if signature.state is not SignatureState.HOLDS:
                who = signature.signer or "nobody named"
                yield f"the signed copy {each.name}: signature of {who}: {signature.state.value}"


def _bytes_of(work: Work, digest: str) -> bytes | None:
    try:
        content = get_bytes(work.session, digest)
    except MinutesNotFound:
        return None
    return content if sha256_hex(content) == digest else None

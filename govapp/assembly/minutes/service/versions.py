"""Writing notes under the minutes, fixing a version of them, keeping its signed copies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from govapp.assembly.agenda.rules.documents import check_document
from govapp.assembly.agenda.service.rows import store_file
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.rules.changes import check_version
from govapp.assembly.meeting.service.rows import locked, reference
from govapp.assembly.minutes.models import MinutesAnnex, MinutesExport, MinutesNote, MinutesVersion, SignedMinutes
from govapp.assembly.minutes.queries import get_facts, get_note, get_version, list_exports, list_versions
from govapp.assembly.minutes.rules.annexes import (
    Annex,
    AnnexContent,
    AnnexKind,
    number_annexes,
    with_annexes,
    without_annexes,
)
from govapp.assembly.minutes.rules.drafting import draft_minutes, undecided_votes
from govapp.assembly.minutes.rules.record import MINUTES, Minutes, reading_digest
from govapp.assembly.minutes.rules.refusals import (
    AlreadySigned,
    DraftChanged,
    MeetingNotHeld,
    MinutesNotFound,
    MinutesTooLong,
    MinutesUnchanged,
    NotAPdf,
    VotesUndecided,
)
from govapp.assembly.minutes.rules.wording import Writer
from govapp.assembly.minutes.service.annexes import anchor_annex, gather_annexes
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.texts import Language, Texts, kept_lines

MAX_NOTE_CHARACTERS: Final = 20_000
PDF: Final = "application/pdf"


@dataclass(frozen=True)
class WriteNote:
    """Write under a section of the minutes; `version` is that of the note that was on the screen, 0 for none."""

    assembly_id: int
    section: str
    text: Texts
    version: int


@dataclass(frozen=True)
class FixMinutes:
    """Fix the minutes as they were read: `digest` is that of the draft on the screen (see `reading_digest`).

    `language` is the authentic one. `attendance_list` is the attendance list as it is printed, a PDF; empty without.
    """

    assembly_id: int
    digest: str
    language: Language
    attendance_list: bytes = b""


@dataclass(frozen=True)
class AddSigned:
    """Keep a signed copy of a version of the minutes."""

    assembly_id: int
    number: int
    name: str
    content: bytes


def compile_draft(work: Work, assembly_id: int, language: Language) -> Minutes:
    """Return the draft of the minutes as the evidence gives it now.

    Raises AssemblyNotFound, and a refusal where something is no longer what was sealed.
    """
    return draft_minutes(get_facts(work.session, assembly_id), language, work.zone.key)


def write_note(work: Work, command: WriteNote) -> None:
    """Write, change or empty the note under a section.

    Raises AssemblyNotFound, MinutesNotFound, MinutesTooLong, ChangedMeanwhile.
    """
    assembly = locked(work, command.assembly_id)
    sections = {each.key for each in compile_draft(work, assembly.id, Language.FR).sections}
    if command.section not in sections:
        raise MinutesNotFound
    text = Texts.from_dict({code: kept_lines(words) for code, words in command.text.as_dict().items()})
    if any(len(words) > MAX_NOTE_CHARACTERS for words in text.as_dict().values()):
        raise MinutesTooLong(most=MAX_NOTE_CHARACTERS)
    known = get_note(work.session, assembly.id, command.section)
    check_version(command.version, known.version, known.changed_by, known.changed_at or work.now)
    if known.text == text:
        return
    _store_note(work, assembly, command.section, text)
    facts: dict[str, FactValue] = {"section": command.section, "digest": sha256_hex(canonical_json(text.as_dict()))}
    journal.record(work, AssemblyTag.MINUTES_NOTED, reference(assembly.id), facts=facts)


def fix_minutes(work: Work, command: FixMinutes) -> int:
    """Fix the draft as the next version of the minutes, with its annexes, and return its number.

    Raises AssemblyNotFound, MeetingNotHeld, VotesUndecided, DraftChanged, MinutesUnchanged.
    """
    assembly = locked(work, command.assembly_id)
    if work.today < assembly.held_on:
        raise MeetingNotHeld(day=assembly.held_on)
    meeting = get_facts(work.session, assembly.id)
    undecided = undecided_votes(meeting)
    if undecided:
        raise VotesUndecided(ordinal=undecided[0])
    draft = draft_minutes(meeting, command.language, work.zone.key)
    if reading_digest(draft) != command.digest:
        raise DraftChanged
    versions = list_versions(work.session, assembly.id)
    if versions and without_annexes(versions[-1].minutes) == draft:
        raise MinutesUnchanged
    contents = [*gather_annexes(work, meeting, work.now), anchor_annex(work)]
    if command.attendance_list:
        contents.append(AnnexContent(AnnexKind.ATTENDANCE_LIST, command.attendance_list))
    annexes = number_annexes(contents)
    minutes = with_annexes(draft, [annex for annex, _ in annexes], Writer(work.zone.key).say)
    digest = MINUTES.digest(minutes, MINUTES.newest)
    number = len(versions) + 1
    version = MinutesVersion(
        assembly_id=assembly.id,
        number=number,
        record=MINUTES.encode(minutes, MINUTES.newest),
        digest=digest,
        fixed_at=work.now,
        fixed_by=work.actor.name,
    )
    work.session.add(version)
    work.session.flush()
    _store_annexes(work, version.id, annexes)
    facts: dict[str, FactValue] = {"number": number, "digest": digest}
    journal.record(work, AssemblyTag.MINUTES_FIXED, reference(assembly.id), facts=facts)
    return number


def keep_exports(work: Work, assembly_id: int, number: int, documents: Mapping[Language, bytes]) -> None:
    """Keep the PDFs of a version as they were first made: a signed file is compared with them.

    A language that is kept already stays as it is. Raises AssemblyNotFound, MinutesNotFound.
    """
    assembly = locked(work, assembly_id)
    version = get_version(work.session, assembly.id, number)
    kept = list_exports(work.session, version.id)
    for language, content in documents.items():
        if language not in kept:
            digest = store_file(work, content, PDF)
            work.session.add(MinutesExport(version_id=version.id, language=language.value, sha256=digest))
    work.session.flush()


def add_signed(work: Work, command: AddSigned) -> str:
    """Keep a signed copy of a version and return the SHA-256 of its bytes.

    Raises AssemblyNotFound, MinutesNotFound, DocumentEmpty, DocumentTooLarge, DocumentKindUnknown, DocumentNotItsKind,
    NotAPdf, AlreadySigned.
    """
    assembly = locked(work, command.assembly_id)
    version = get_version(work.session, assembly.id, command.number)
    name, media_type = check_document(command.name, command.content)
    if media_type != PDF:
        raise NotAPdf
    digest = store_file(work, command.content, media_type)
    if digest in {each.sha256 for each in version.signed}:
        raise AlreadySigned
    work.session.add(
        SignedMinutes(version_id=version.id, name=name, sha256=digest, added_at=work.now, added_by=work.actor.name)
    )
    work.session.flush()
    facts: dict[str, FactValue] = {"number": version.number, "name": name, "sha256": digest}
    journal.record(work, AssemblyTag.MINUTES_SIGNED, reference(assembly.id), facts=facts)
    return digest


def _store_note(work: Work, assembly: Assembly, section: str, text: Texts) -> None:
    statement = select(MinutesNote).where(MinutesNote.assembly_id == assembly.id, MinutesNote.section == section)
    found = work.session.scalar(statement)
    if found is None:
        found = MinutesNote(assembly_id=assembly.id, section=section, version=0)
        work.session.add(found)
    found.text = text.as_dict()
    found.version += 1
    found.changed_at = work.now
    found.changed_by = work.actor.name
    work.session.flush()


def _store_annexes(work: Work, version_id: int, annexes: Sequence[tuple[Annex, bytes]]) -> None:
    for annex, content in annexes:
        store_file(work, content, annex.media_type)
        work.session.add(
            MinutesAnnex(
                version_id=version_id,
                number=annex.number,
                kind=annex.kind.value,
                vote=annex.vote,
                name=annex.name,
                sha256=annex.sha256,
            )
        )
    work.session.flush()

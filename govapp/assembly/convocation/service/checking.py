"""Looking whether letters on paper are what their digests say, and whether the journal tells of each batch."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from govapp.accounts.codes import digest_of_code
from govapp.accounts.service import codes_of_links
from govapp.assembly.convocation.models import AddresseeLetterRecord, LetterBatch, NoticeAddressee, PostalLetter
from govapp.assembly.convocation.rules.addressees import NOTICE_LETTER, NoticeCapacity, NoticeLetter
from govapp.assembly.convocation.rules.post import POSTAL_LETTER, PrintedLetter
from govapp.assembly.tags import AssemblyTag
from govapp.audit.models import JournalEntryRecord
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language


@dataclass(frozen=True)
class _Kept:
    id: int
    letters: int
    words: dict[str, Any]


def list_letter_faults(work: Work, subject: SubjectRef) -> Iterator[str]:
    """Yield what is wrong with the letters of a vote; raises LinkChanged where the link of one was changed."""
    statement = select(LetterBatch).where(LetterBatch.subject_ref == subject).order_by(LetterBatch.id)
    batches = [_Kept(row.id, row.letters, row.words["words"]) for row in work.session.scalars(statement)]
    told = _told(work, subject)
    for batch in batches:
        if told.pop(batch.id, None) != batch.letters:
            yield f"the journal tells otherwise of the letters that were made as no. {batch.id}"
        rows = select(func.count()).where(PostalLetter.batch_id == batch.id)
        if work.session.scalar(rows) != batch.letters:
            yield f"of the letters that were made as no. {batch.id} some are missing"
        yield from _changed(work, subject, batch)
    for number in sorted(told):
        yield f"the letters that were made as no. {number} are gone"
    yield from _changed_for_others(work, subject)


def _changed_for_others(work: Work, subject: SubjectRef) -> Iterator[str]:
    statement = (
        select(AddresseeLetterRecord, NoticeAddressee.capacity)
        .join(NoticeAddressee, NoticeAddressee.id == AddresseeLetterRecord.addressee_id)
        .where(AddresseeLetterRecord.subject_ref == subject)
        .order_by(AddresseeLetterRecord.id)
    )
    for row, capacity in work.session.execute(statement):
        letter = NoticeLetter(
            subject, NoticeCapacity(capacity), Language(row.language), tuple(row.lines), row.name, row.words
        )
        if NOTICE_LETTER.digest(letter, 1) != row.digest:
            yield f"the letter to {row.name} is not what its digest says"


def _told(work: Work, subject: SubjectRef) -> dict[int, int]:
    line = JournalEntryRecord
    statement = select(line.facts).where(
        line.tag == AssemblyTag.LETTERS_MADE.value, line.subject == subject, line.result == "done"
    )
    return {int(facts["batch"]): int(facts["letters"]) for facts in work.session.scalars(statement)}


def _changed(work: Work, subject: SubjectRef, batch: _Kept) -> Iterator[str]:
    rows = work.session.scalars(
        select(PostalLetter).where(PostalLetter.batch_id == batch.id).order_by(PostalLetter.place)
    ).all()
    codes = codes_of_links(work.session, [row.link_id for row in rows])
    for row in rows:
        code = codes.get(row.link_id)
        letter = PrintedLetter(
            subject,
            Language(row.language),
            tuple(row.lines),
            row.name,
            batch.words[row.language],
            digest_of_code(work.keys, code.code) if code else "",
        )
        if POSTAL_LETTER.digest(letter, 1) != row.digest:
            yield f"letter {row.place} of those that were made as no. {batch.id} is not what its digest says"

"""Making letters on paper, writing down that they were posted, and that somebody took a file of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert

from govapp.accounts.codes import digest_of_code
from govapp.accounts.service import (
    IssueLink,
    LinkPurpose,
    codes_of_links,
    end_all_sessions,
    issue_letter_links,
    withdraw_letter_links,
)
from govapp.assembly.convocation.models import LetterBatch, LetterPosting, PostalLetter
from govapp.assembly.convocation.queries import BatchRow, list_addressees
from govapp.assembly.convocation.rules.bounces import read_bounces
from govapp.assembly.convocation.rules.evidence import NOTICE_EVIDENCE, NoticeEvidence, NoticeOutcome, figures_of
from govapp.assembly.convocation.rules.post import (
    MAX_LETTERS_AT_ONCE,
    POSTAL_LETTER,
    NobodyToWriteTo,
    NobodyWithNumber,
    NoPlaceKnown,
    NoticeReader,
    PostedAlready,
    PostedBeforeMade,
    PrintedLetter,
    address_lines,
    in_postal_order,
    is_complete,
)
from govapp.assembly.convocation.service.letter_words import LetterSender, PostalNotice, letter_words
from govapp.assembly.letters import AssemblyLetter
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.errors import N_
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import LANGUAGES, Language
from govapp.language.formats import country_name, local
from govapp.language.translator import translator_for
from govapp.outbox.mailings import note_returned
from govapp.shares.people.rules.dated import Address
from govapp.shares.people.rules.days import AsOf


@dataclass(frozen=True)
class MakeLetters:
    """Make letters about `notice`: for everybody who needs one, anew for `everybody` by post, or for one `number`."""

    notice: PostalNotice
    sender: LetterSender
    everybody: bool = False
    number: int | None = None


@dataclass(frozen=True)
class LettersMade:
    """How many letters were made, in which batch, and how many codes of earlier ones they replace."""

    batch_id: int
    letters: int
    replaced: int


def addressees(work: Work, notice: PostalNotice) -> tuple[NoticeReader, ...]:
    """Return every entry of the voting list of a vote once, with how the notice went there."""
    as_of = AsOf(local(work.now, work.zone.key).date(), work.now)
    return list_addressees(work.session, notice.subject_ref, notice.roll_id, notice.paper_uuid, as_of)


def make_letters(work: Work, command: MakeLetters) -> LettersMade:
    """Make letters, each with a code of its own, and withdraw the codes of those that they replace.

    At most MAX_LETTERS_AT_ONCE, in the order of the post. Raises NobodyToWriteTo, NobodyWithNumber, NoPlaceKnown.
    """
    notice = command.notice
    lock(work, f"letters:{notice.subject_ref}")
    chosen = _chosen(addressees(work, notice), command)
    earlier = [each.letter.link_id for each in chosen if each.letter is not None]
    replaced = withdraw_letter_links(work, earlier, notice.subject_ref) if earlier else 0
    links = issue_letter_links(work, [_link(each, notice) for each in chosen], notice.subject_ref)
    if command.number is not None:
        # Somebody else may have come in by the code that is replaced.
        reader = Actor(ActorKind.SHAREHOLDER, chosen[0].entry.holder_id)
        end_all_sessions(work, reader, reason="code of a letter replaced")
    words = {
        each.value: letter_words(notice, command.sender, translator_for(each, work.zone.key), work.now)
        for each in LANGUAGES
    }
    kept = {"words": words, "organisation": command.sender.cooperative, "sender": list(command.sender.lines),
            "site": command.sender.site}  # fmt: skip
    batch = LetterBatch(
        subject_ref=notice.subject_ref,
        roll_id=notice.roll_id,
        paper_uuid=notice.paper_uuid,
        made_at=work.now,
        made_by=work.actor.subject,
        made_by_name=work.actor.name,
        letters=len(chosen),
        words=kept,
    )
    work.session.add(batch)
    work.session.flush()
    work.session.execute(insert(PostalLetter), _rows(work, batch.id, notice, chosen, links, words))
    facts: dict[str, FactValue] = {"letters": len(chosen), "replaced": replaced, "batch": batch.id}
    journal.record(work, AssemblyTag.LETTERS_MADE, notice.subject_ref, facts=facts)
    return LettersMade(batch.id, len(chosen), replaced)


def _chosen(people: Sequence[NoticeReader], command: MakeLetters) -> list[NoticeReader]:
    if command.number is not None:
        found = [each for each in people if each.entry.number == command.number]
        if not found:
            raise NobodyWithNumber(number=command.number)
        if not is_complete(found[0].address):
            raise NoPlaceKnown(name=found[0].entry.name)
        return found
    wanted = [each for each in people if each.reason or (command.everybody and each.letter)]
    chosen = [each for each in wanted if is_complete(each.address)]
    if not chosen:
        raise NobodyToWriteTo
    return in_postal_order(chosen)[:MAX_LETTERS_AT_ONCE]


def _link(reader: NoticeReader, notice: PostalNotice) -> IssueLink:
    return IssueLink(
        purpose=LinkPurpose.LETTER,
        subject_ref=SubjectRef.to("holder", reader.entry.holder_id),
        name=reader.entry.voter,
        language=Language(reader.entry.language),
        email="",
        next_path=notice.booth_path,
        expires_at=notice.closes_at,
    )


def _rows(
    work: Work,
    batch_id: int,
    notice: PostalNotice,
    chosen: Sequence[NoticeReader],
    links: Sequence[int],
    words: dict[str, Any],
) -> list[dict[str, Any]]:
    codes = codes_of_links(work.session, links)
    return [
        _row(
            batch_id,
            place,
            reader,
            PrintedLetter(
                notice.subject_ref,
                Language(reader.entry.language),
                _lines(reader),
                reader.entry.voter,
                words[reader.entry.language],
                digest_of_code(work.keys, codes[link].code),
            ),
            link,
        )
        for place, (reader, link) in enumerate(zip(chosen, links, strict=True), start=1)
    ]


def _row(batch_id: int, place: int, reader: NoticeReader, letter: PrintedLetter, link_id: int) -> dict[str, Any]:
    address = reader.address or Address()
    return {
        "batch_id": batch_id,
        "place": place,
        "entry_id": reader.entry.entry_id,
        "link_id": link_id,
        "number": reader.entry.number,
        "language": letter.language.value,
        "name": letter.name,
        "lines": list(letter.lines),
        "country": address.country,
        "postcode": address.postcode,
        "town": address.town,
        "digest": POSTAL_LETTER.digest(letter, 1),
    }


def _lines(reader: NoticeReader) -> tuple[str, ...]:
    say = translator_for(Language(reader.entry.language))
    address = reader.address or Address()
    attention = say.say(N_("for the attention of %(name)s"), name="%(name)s")
    return address_lines(
        reader.entry.name, reader.entry.voter, address, country_name(address.country, say.language), attention
    )


def note_posting(work: Work, batch: BatchRow, posted_on: date, receipt: str) -> None:
    """Write down on which day the letters of a batch went to the post; raises PostedAlready, PostedBeforeMade."""
    lock(work, f"letters:{batch.subject_ref}")
    if batch.posted_on is not None:
        raise PostedAlready(posted_on=batch.posted_on)
    made_on = local(batch.made_at, work.zone.key).date()
    if not made_on <= posted_on <= local(work.now, work.zone.key).date():
        raise PostedBeforeMade(made_on=made_on)
    work.session.add(
        LetterPosting(
            batch_id=batch.id,
            posted_on=posted_on,
            receipt=receipt,
            noted_at=work.now,
            noted_by=work.actor.subject,
            noted_by_name=work.actor.name,
        )
    )
    facts: dict[str, FactValue] = {"letters": batch.letters, "batch": batch.id, "posted_on": posted_on.isoformat()}
    journal.record(work, AssemblyTag.LETTERS_POSTED, batch.subject_ref, facts=facts, reason=receipt)


def note_printing(work: Work, batch: BatchRow, letters: int, kind: str) -> None:
    """Write down that somebody took the letters of a batch as a file: whoever has it can read the codes."""
    facts: dict[str, FactValue] = {"letters": letters, "batch": batch.id, "file": kind}
    journal.record(work, AssemblyTag.LETTERS_PRINTED, batch.subject_ref, facts=facts)


def note_bounces(work: Work, subject: SubjectRef, content: bytes) -> int:
    """Note which invitations came back, as a file says, and return how many; raises NoBouncesFound."""
    answers = {each.address: each.answer for each in read_bounces(content)}
    kinds = (AssemblyLetter.INVITATION, AssemblyLetter.NOTICE)
    count = sum(note_returned(work, kind, subject, answers) for kind in kinds)
    facts: dict[str, FactValue] = {"people": count, "addresses": len(answers)}
    journal.record(work, AssemblyTag.BOUNCES_READ, subject, facts=facts)
    return count


def note_evidence(work: Work, evidence: NoticeEvidence, kind: str) -> str:
    """Write down that somebody took the evidence of the notice, with its figures and its digest, which is returned.

    It holds the addresses of all who may vote.
    """
    figures = figures_of(evidence.rows)
    digest = NOTICE_EVIDENCE.digest(evidence, NOTICE_EVIDENCE.newest)
    facts: dict[str, FactValue] = {"people": figures.addressees, "file": kind, "digest": digest}
    facts |= {f"notice_{each.value}": figures.of(each) for each in NoticeOutcome}
    journal.record(work, AssemblyTag.NOTICE_EVIDENCE, SubjectRef(evidence.subject), facts=facts)
    return digest

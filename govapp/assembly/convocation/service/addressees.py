"""Recording directors and the statutory auditor, and sending them the notice: by mail, or as letters without a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from govapp.assembly.convocation.models import AddresseeLetterRecord, AddresseePosting, NoticeAddressee
from govapp.assembly.convocation.queries import get_addressee, list_addressee_notices, list_directors
from govapp.assembly.convocation.rules.addressees import (
    CAPACITY_NAMES,
    NOTICE_LETTER,
    AddresseeNotice,
    AddresseeThere,
    NoAddresseeToWriteTo,
    NoticeCapacity,
    NoticeLetter,
    check_addressee,
)
from govapp.assembly.convocation.rules.post import PostedAlready, PostedBeforeMade, address_lines, shown_digest
from govapp.assembly.convocation.service.letter_words import LetterSender, PostalNotice, letter_words
from govapp.assembly.convocation.service.letters import document_facts
from govapp.assembly.letters import AssemblyLetter
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.kernel.errors import N_
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.language.formats import country_name, local
from govapp.language.translator import translator_for
from govapp.outbox.service import Message, enqueue_many
from govapp.pdf import make_pdf
from govapp.shares.people.rules.dated import Address
from govapp.shares.people.service.identifiers import clean_email
from govapp.shares.people.service.persons import checked_address

SOURCE = "assembly/convocation/letters.typ"


@dataclass(frozen=True)
class RecordAddressee:
    """Record a director or statutory auditor, who gets the notice from now on."""

    capacity: NoticeCapacity
    name: str
    language: Language
    email: str
    address: Address


def record_addressee(work: Work, command: RecordAddressee) -> int:
    """Record somebody and return the number of the record.

    Raises EmailUnreadable, CountryWrong, AddresseeNameMissing, AddresseeUnreachable, AddresseeThere.
    """
    name, email = " ".join(command.name.split()), clean_email(command.email)
    address = checked_address(command.address)
    check_addressee(name, email, address)
    lock(work, "addressees")
    known = {(each.capacity, each.name.casefold()) for each in list_directors(work.session)}
    if (command.capacity, name.casefold()) in known:
        raise AddresseeThere(name=name)
    row = NoticeAddressee(
        capacity=command.capacity.value,
        name=name,
        language=command.language.value,
        email=email,
        street=address.street,
        postcode=address.postcode,
        town=address.town,
        country=address.country,
        recorded_at=work.now,
        recorded_by_name=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    facts: dict[str, FactValue] = {"name": name, "capacity": command.capacity.value}
    journal.record(work, AssemblyTag.ADDRESSEE_RECORDED, SubjectRef.to("addressee", row.id), facts=facts)
    return row.id


def end_addressee(work: Work, addressee_id: int) -> str:
    """End a record, so that its person gets no later notice, and return the name; raises AddresseeUnknown."""
    lock(work, "addressees")
    found = get_addressee(work.session, addressee_id)
    row = work.session.get_one(NoticeAddressee, addressee_id)
    row.ended_at = work.now
    facts: dict[str, FactValue] = {"name": found.name, "capacity": found.capacity.value}
    journal.record(work, AssemblyTag.ADDRESSEE_ENDED, SubjectRef.to("addressee", addressee_id), facts=facts)
    return found.name


def mail_notice(work: Work, notice: PostalNotice) -> int:
    """Send the notice of a vote to all directors and auditors who have an e-mail address; return how many."""
    messages = [_message(each, notice) for each in list_addressee_notices(work.session, notice.subject_ref)]
    written = [each for each in messages if each is not None]
    enqueue_many(work, written)
    return len(written)


def _message(each: AddresseeNotice, notice: PostalNotice) -> Message | None:
    person = each.addressee
    if not person.email or each.mail is not None:
        return None
    language = person.language
    return Message(
        letter=AssemblyLetter.NOTICE,
        to=person.email,
        name=person.name,
        language=language,
        subject_ref=notice.subject_ref,
        facts={
            "addressee": person.id,
            "capacity": translator_for(language).say(CAPACITY_NAMES[person.capacity]),
            "title": str(notice.title.in_language(language)),
            "held_on": notice.held_on,
            "place": str(notice.place.in_language(language)),
            "agenda": tuple(_line(item, notice, language) for item in notice.agenda),
            "path": notice.agenda_path,
            **document_facts(notice.documents, language),
            **({} if notice.second_on is None else {"second_on": notice.second_on}),
        },
    )


def _line(item: Any, notice: PostalNotice, language: Language) -> str:  # noqa: ANN401 - an item of the agenda
    text = item.asked if item.item_id in notice.voted else item.title
    return f"{item.number}. {text.in_language(language)}"


def make_addressee_letters(work: Work, notice: PostalNotice, sender: LetterSender) -> int:
    """Make letters for the directors and auditors who need one, and return how many; raises NoAddresseeToWriteTo.

    Where none is needed but some were made, nothing is made: their file can be taken again.
    """
    lock(work, f"letters:{notice.subject_ref}")
    people = list_addressee_notices(work.session, notice.subject_ref)
    needing = [each for each in people if each.needs_letter]
    if not needing and not any(each.letter for each in people):
        raise NoAddresseeToWriteTo
    for each in needing:
        work.session.add(_letter(work, each, notice, sender))
    work.session.flush()
    if needing:
        facts: dict[str, FactValue] = {"letters": len(needing)}
        journal.record(work, AssemblyTag.ADDRESSEE_LETTERS, notice.subject_ref, facts=facts)
    return len(needing)


def _letter(work: Work, each: AddresseeNotice, notice: PostalNotice, sender: LetterSender) -> AddresseeLetterRecord:
    person, say = each.addressee, translator_for(each.addressee.language, work.zone.key)
    country = country_name(person.address.country, person.language)
    lines = address_lines(person.name, person.name, person.address, country, "%(name)s")
    words = _words(person.capacity, letter_words(notice, sender, say, work.now), say.say, sender)
    digest = NOTICE_LETTER.digest(
        NoticeLetter(notice.subject_ref, person.capacity, person.language, lines, person.name, words), 1
    )
    return AddresseeLetterRecord(
        addressee_id=person.id,
        subject_ref=notice.subject_ref,
        made_at=work.now,
        made_by_name=work.actor.name,
        language=person.language.value,
        name=person.name,
        lines=list(lines),
        words=words,
        digest=digest,
    )


def _words(capacity: NoticeCapacity, words: dict[str, Any], say: Any, sender: LetterSender) -> dict[str, Any]:  # noqa: ANN401 - what says a sentence
    told = say(
        N_("You get this notice as %(capacity)s of %(cooperative)s; it carries no right to vote."),
        capacity=say(CAPACITY_NAMES[capacity]),
        cooperative=sender.cooperative,
    )
    return words | {"invited": [*words["invited"], told], "coming": words["coming"][1:]}


def addressee_letters_pdf(
    people: Sequence[AddresseeNotice], sender: LetterSender, reader: Language, made_at: datetime
) -> bytes:
    """Return the letters to directors and auditors one after the other, for the same envelopes; raises PdfTooLarge."""
    letters = [
        {
            "language": each.addressee.language.value,
            "lines": list(each.letter.lines),
            "name": each.addressee.name,
            "place": str(place),
            "code": "",
            "digest": shown_digest(each.letter.digest),
            "square": "",
            "words": each.letter.words,
        }
        for place, each in enumerate([each for each in people if each.letter], start=1)
        if each.letter is not None
    ]
    values = {
        "title": translator_for(reader).say(N_("Letters to directors and auditors")),
        "organisation": sender.cooperative,
        "sender": list(sender.lines),
        "words": {},
        "letters": letters,
    }
    return make_pdf(SOURCE, values, reader, made_at)


def note_addressee_posting(work: Work, subject: SubjectRef, posted_on: date, receipt: str) -> int:
    """Write down when the letters to directors and auditors went to the post; return how many.

    Those that were noted already keep their day. Raises PostedAlready when all were, PostedBeforeMade,
    NoAddresseeToWriteTo when there are none.
    """
    lock(work, f"letters:{subject}")
    statement = (
        select(AddresseeLetterRecord.id, AddresseeLetterRecord.made_at, AddresseePosting.posted_on)
        .outerjoin(AddresseePosting, AddresseePosting.letter_id == AddresseeLetterRecord.id)
        .where(AddresseeLetterRecord.subject_ref == subject)
        .order_by(AddresseeLetterRecord.id)
    )
    rows = work.session.execute(statement).all()
    if not rows:
        raise NoAddresseeToWriteTo
    waiting = [row for row in rows if row.posted_on is None]
    if not waiting:
        raise PostedAlready(posted_on=rows[-1].posted_on)
    made_on = max(local(row.made_at, work.zone.key).date() for row in waiting)
    if not made_on <= posted_on <= local(work.now, work.zone.key).date():
        raise PostedBeforeMade(made_on=made_on)
    noted = {"posted_on": posted_on, "receipt": receipt, "noted_at": work.now, "noted_by_name": work.actor.name}
    work.session.add_all([AddresseePosting(letter_id=row.id, **noted) for row in waiting])
    facts: dict[str, FactValue] = {"letters": len(waiting), "posted_on": posted_on.isoformat()}
    journal.record(work, AssemblyTag.ADDRESSEE_POSTED, subject, facts=facts, reason=receipt)
    return len(waiting)

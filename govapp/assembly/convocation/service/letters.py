"""The letters of an assembly to people on its voting list; those that ask for a vote carry a personal link each."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from govapp.accounts.service import IssueLink, LinkPurpose, issue_links
from govapp.assembly.convocation.rules.calls import Call
from govapp.assembly.convocation.rules.documents import NoticeDocument
from govapp.assembly.convocation.rules.occasions import WHILE_VOTING, Occasion
from govapp.assembly.convocation.rules.reading import count_words, voting_minutes
from govapp.assembly.convocation.rules.reminding import days_left
from govapp.assembly.letters import AssemblyLetter
from govapp.ballots.rules.key_modes import who_sees
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.language.spoken import reason_facts
from govapp.language.translator import translator_for
from govapp.outbox.facts import FactValue
from govapp.outbox.mailings import MailingLetter
from govapp.outbox.service import Message
from govapp.shares.rolls.queries import RollEntryRow

Facts = Mapping[str, FactValue]

LETTERS = {
    Occasion.INVITATION: AssemblyLetter.INVITATION,
    Occasion.REMINDER: AssemblyLetter.REMINDER,
    Occasion.EXTENSION: AssemblyLetter.EXTENSION,
    Occasion.EARLY_CLOSING: AssemblyLetter.EARLY_CLOSING,
    Occasion.INCIDENT: AssemblyLetter.INCIDENT,
    Occasion.RESULT: AssemblyLetter.RESULT,
}


def letters(work: Work, occasion: Occasion, call: Call, readers: Sequence[RollEntryRow]) -> list[MailingLetter]:
    """Return a letter for each of `readers`, in the reader's own language, and issue the personal links they carry."""
    facts = {each: facts_for(occasion, call, each, work.now) for each in Language}
    links: Sequence[int | None] = [None] * len(readers)
    if occasion in WHILE_VOTING:
        links = issue_links(work, [_link(each, call) for each in readers], subject=call.subject_ref)
    return [
        MailingLetter(
            each.position,
            Message(
                letter=LETTERS[occasion],
                to=each.email or "",
                name=each.voter,
                language=Language(each.language),
                facts=facts[Language(each.language)],
                subject_ref=call.subject_ref,
                link_id=link,
            ),
        )
        for each, link in zip(readers, links, strict=True)
    ]


def facts_for(occasion: Occasion, call: Call, language: Language, now: datetime) -> Facts:
    """Return what a letter of this kind says of a vote, for readers of `language`."""
    if occasion is Occasion.RESULT:
        figures: Facts = {"ballots": call.turnout.voted, "entitled": call.turnout.entitled}
        return {"held_on": call.held_on, "path": call.result_path, "outcome": call.outcome[language], **figures}
    if occasion is Occasion.EARLY_CLOSING and call.change:
        moments = {"closed_at": call.change.at, "announced": call.change.until}
        return {**moments, **reason_facts(call.change.reason, language), "path": call.board_path}
    if occasion is Occasion.INCIDENT and call.incident:
        said = call.incident.body.in_language(language).text.split("\n\n")
        title = call.incident.subject.in_language(language).text
        return {"title": title, "paragraphs": tuple(said), "path": call.incidents_path}
    asked: Facts = {"questions": _questions(call, language), "closes_at": call.closes_at}
    if occasion is Occasion.EXTENSION and call.change:
        return {**asked, "closes_at": call.change.until, **reason_facts(call.change.reason, language)}
    if call.keys is not None:
        asked = {**asked, "who_sees": who_sees(call.keys, translator_for(language))}
    minutes = voting_minutes(count_words(call.items, language), len(call.items))
    if occasion is Occasion.REMINDER:
        so_far: Facts = {"voted": call.turnout.voted, "entitled": call.turnout.entitled}
        return {**asked, **so_far, "minutes": minutes, "days": days_left(call.closes_at, now)}
    if call.second_on is not None:
        asked = {**asked, "second_on": call.second_on}
    if call.questions_until is not None and call.questions_until > now:
        asked = {**asked, "questions_until": call.questions_until}
    asked = {**asked, **document_facts(call.documents, language)}
    return {**asked, "minutes": minutes, "agenda_path": call.agenda_path, "calendar_path": call.calendar_path}


def document_facts(documents: Sequence[NoticeDocument], language: Language) -> Facts:
    """Return the facts of a mail that names documents: their lines, and where each is read; none without documents."""
    if not documents:
        return {}
    return {
        "documents": tuple(each.line(language) for each in documents),
        "document_paths": tuple(each.path for each in documents),
    }


def _questions(call: Call, language: Language) -> tuple[str, ...]:
    return tuple(str(item.asked.in_language(language)) for item in call.items)


def _link(reader: RollEntryRow, call: Call) -> IssueLink:
    return IssueLink(
        purpose=LinkPurpose.VOTE,
        subject_ref=SubjectRef.to("holder", reader.holder_id),
        name=reader.voter,
        language=Language(reader.language),
        email=reader.email or "",
        next_path=call.booth_path,
        expires_at=call.closes_at,
    )

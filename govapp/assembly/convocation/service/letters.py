"""The letters of an assembly to people on its voting list; those that ask for a vote carry a personal link each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from govapp.accounts.service import IssueLink, LinkPurpose, issue_links
from govapp.assembly.convocation.rules.calls import Call
from govapp.assembly.convocation.rules.occasions import WHILE_VOTING, Occasion
from govapp.assembly.convocation.rules.reminding import days_left
from govapp.assembly.letters import AssemblyLetter
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language, Texts
from govapp.language import number_format
from govapp.outbox.mailings import MailingLetter
from govapp.outbox.service import Message
from govapp.shares.rolls.queries import RollEntryRow

Facts = Mapping[str, str | int | date | datetime]

LETTERS = {
    Occasion.INVITATION: AssemblyLetter.INVITATION,
    Occasion.REMINDER: AssemblyLetter.REMINDER,
    Occasion.EXTENSION: AssemblyLetter.EXTENSION,
    Occasion.EARLY_CLOSING: AssemblyLetter.EARLY_CLOSING,
    Occasion.RESULT: AssemblyLetter.RESULT,
}


def letters(work: Work, occasion: Occasion, call: Call, readers: Sequence[RollEntryRow]) -> list[MailingLetter]:
    """Return a letter for each of `readers`, in the reader's own language, and issue the personal links they carry."""
    facts = _facts(work, occasion, call)
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


def titles_in(titles: Sequence[Texts], language: Language) -> str:
    """Return what is voted on, as a phrase in `language`: a, b and c. The sentence around it brings the full stop."""
    written = [str(title.in_language(language)).rstrip("?. \u00a0\u202f") for title in titles]
    return number_format.names(written, language)


def _facts(work: Work, occasion: Occasion, call: Call) -> dict[Language, Facts]:
    if occasion is Occasion.INVITATION:
        return {each: {"titles": titles_in(call.titles, each), "closes_at": call.closes_at} for each in Language}
    same: Facts = {"held_on": call.held_on, "path": call.result_path}
    if occasion is Occasion.REMINDER:
        same = {"days": days_left(call.closes_at, work.now), "closes_at": call.closes_at}
    if occasion is Occasion.EXTENSION and call.change:
        same = {"closes_at": call.change.until, "reason": call.change.reason}
    if occasion is Occasion.EARLY_CLOSING and call.change:
        moments = {"closed_at": call.change.at, "announced": call.change.until}
        same = {**moments, "reason": call.change.reason, "path": call.board_path}
    return dict.fromkeys(Language, same)


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

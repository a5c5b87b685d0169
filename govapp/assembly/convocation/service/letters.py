"""The letters of an assembly to people on its voting list; those that ask for a vote carry a personal link each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from govapp.accounts.service import IssueLink, LinkPurpose, issue_links
from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.convocation.rules.occasions import WHILE_VOTING, Occasion
from govapp.assembly.convocation.rules.reminding import days_left
from govapp.assembly.letters import AssemblyLetter
from govapp.assembly.meeting.queries import AssemblyRow
from govapp.assembly.meeting.service.rows import reference
from govapp.ballots.rules.papers import booth_path
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.language import number_format
from govapp.outbox.mailings import Letter
from govapp.outbox.service import Message
from govapp.shares.rolls.queries import RollEntryRow

LETTERS = {
    Occasion.INVITATION: AssemblyLetter.INVITATION,
    Occasion.REMINDER: AssemblyLetter.REMINDER,
    Occasion.RESULT: AssemblyLetter.RESULT,
}
Facts = Mapping[str, str | int | date | datetime]


def letters(work: Work, occasion: Occasion, assembly: AssemblyRow, readers: Sequence[RollEntryRow]) -> list[Letter]:
    """Return a letter for each of `readers`, in the reader's own language, and issue the personal links they carry."""
    facts = _facts(work, occasion, assembly)
    links: Sequence[int | None] = [None] * len(readers)
    if occasion in WHILE_VOTING:
        links = issue_links(work, [_link(each, assembly) for each in readers], subject=reference(assembly.id))
    return [
        Letter(
            each.position,
            Message(
                letter=LETTERS[occasion],
                to=each.email or "",
                name=each.exerciser,
                language=Language(each.language),
                facts=facts[Language(each.language)],
                subject_ref=reference(assembly.id),
                link_id=link,
            ),
        )
        for each, link in zip(readers, links, strict=True)
    ]


def titles_in(items: Sequence[Item], language: Language) -> str:
    """Return what is voted on, as a phrase in `language`: a, b and c. The sentence around it brings the full stop."""
    titles = [str(item.title.in_language(language)).rstrip("?. \u00a0\u202f") for item in items if item.is_voted]
    return number_format.names(titles, language)


def _facts(work: Work, occasion: Occasion, assembly: AssemblyRow) -> dict[Language, Facts]:
    if occasion is Occasion.INVITATION:
        items = get_agenda(work.session, assembly.id)
        return {each: {"titles": titles_in(items, each), "closes_at": assembly.closes_at} for each in Language}
    same: Facts = {"held_on": assembly.held_on, "path": f"/assemblies/{assembly.id}/result"}
    if occasion is Occasion.REMINDER:
        same = {"days": days_left(assembly.closes_at, work.now), "closes_at": assembly.closes_at}
    return dict.fromkeys(Language, same)


def _link(reader: RollEntryRow, assembly: AssemblyRow) -> IssueLink:
    return IssueLink(
        purpose=LinkPurpose.VOTE,
        subject_ref=SubjectRef.to("holder", reader.holder_id),
        name=reader.exerciser,
        language=Language(reader.language),
        email=reader.email or "",
        next_path=booth_path(assembly.prepared_paper_uuid),
        expires_at=assembly.closes_at,
    )

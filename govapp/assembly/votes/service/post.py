"""Letters on paper about one vote: what they speak of, and when they may be made."""

from dataclasses import dataclass
from datetime import date

from govapp.assembly.agenda.queries import get_agenda, list_documents
from govapp.assembly.agenda.queries.questions import get_questions
from govapp.assembly.agenda.rules.items import Document
from govapp.assembly.convocation.queries import BatchRow, get_batch
from govapp.assembly.convocation.rules.documents import NoticeDocument, notice_documents
from govapp.assembly.convocation.rules.post import NoLettersNow
from govapp.assembly.convocation.service.letter_words import LetterSender, PostalNotice
from govapp.assembly.convocation.service.post import LettersMade, MakeLetters, make_letters, note_posting
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.votes.queries.votes import VoteRow, get_items, get_vote, vote_reference
from govapp.assembly.votes.rules.paths import agenda_path
from govapp.assembly.votes.rules.states import VoteNotFound, VoteState
from govapp.ballots.rules.papers import booth_path
from govapp.db.uow import Work


@dataclass(frozen=True)
class MakeVoteLetters:
    """Make letters about a vote; for whom, see `MakeLetters`."""

    assembly_id: int
    ordinal: int
    sender: LetterSender
    everybody: bool = False
    number: int | None = None


@dataclass(frozen=True)
class NotePosting:
    """The letters of a batch were handed to the post on a day; `receipt` is the number of the proof, or empty."""

    assembly_id: int
    ordinal: int
    batch_id: int
    posted_on: date
    receipt: str = ""


def notice_of(work: Work, vote: VoteRow) -> PostalNotice:
    """Return a vote as letters on paper speak of it; raises VoteNotFound for a draft, which has no voting list."""
    if vote.roll_id is None or vote.paper is None:
        raise VoteNotFound
    assembly = get_assembly(work.session, vote.assembly_id)
    voted = {item.item_id: item for item in get_items(work.session, vote) if item.is_voted}
    agenda = tuple(voted.get(item.item_id, item) for item in get_agenda(work.session, vote.assembly_id))
    return PostalNotice(
        subject_ref=vote_reference(vote),
        roll_id=vote.roll_id,
        paper_uuid=vote.paper.uuid,
        title=assembly.title,
        held_on=assembly.held_on,
        place=assembly.place,
        opens_at=vote.opens_at,
        closes_at=vote.closes_at,
        agenda=agenda,
        voted=frozenset(voted),
        booth_path=booth_path(vote.paper.uuid),
        agenda_path=agenda_path(vote.assembly_id),
        questions_until=get_questions(work.session, vote.assembly_id).until,
        documents=documents_of(work, vote.assembly_id),
        second_on=assembly.second_held_on,
    )


def documents_of(work: Work, assembly_id: int) -> tuple[NoticeDocument, ...]:
    """Return the documents that a notice of an assembly names."""
    attached = list_documents(work.session, assembly_id)
    general = tuple(Document(each.title, each.sha256, each.name) for each in attached if each.item_id is None)
    return notice_documents(get_agenda(work.session, assembly_id), general)


def may_make_letters(work: Work, vote: VoteRow) -> bool:
    """Tell whether letters about a vote may be made now: from its locking until people can no longer vote."""
    return vote.state in {VoteState.LOCKED, VoteState.OPEN} and work.now < vote.closes_at


def make_vote_letters(work: Work, command: MakeVoteLetters) -> LettersMade:
    """Make letters about a vote; raises VoteNotFound, NoLettersNow, and what `make_letters` raises."""
    vote = get_vote(work.session, command.assembly_id, command.ordinal)
    notice = notice_of(work, vote)
    if not may_make_letters(work, vote):
        raise NoLettersNow
    return make_letters(work, MakeLetters(notice, command.sender, command.everybody, command.number))


def note_vote_posting(work: Work, command: NotePosting) -> BatchRow:
    """Write down when letters went to the post; raises VoteNotFound, BatchUnknown, PostedAlready, PostedBeforeMade."""
    vote = get_vote(work.session, command.assembly_id, command.ordinal)
    batch = get_batch(work.session, vote_reference(vote), command.batch_id)
    note_posting(work, batch, command.posted_on, command.receipt)
    return batch

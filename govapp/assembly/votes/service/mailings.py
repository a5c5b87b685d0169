"""Writing about a vote to everybody on its voting list: asked for in one row at once, written by the worker."""

from dataclasses import replace

from govapp.assembly.agenda.queries.questions import get_questions
from govapp.assembly.convocation.rules.calls import Call, HoursNews, IncidentNews, TurnoutSoFar
from govapp.assembly.convocation.rules.occasions import WHILE_VOTING, Occasion
from govapp.assembly.convocation.rules.reading import coarse_count
from govapp.assembly.convocation.service import BATCH, Batch, write_batch
from govapp.assembly.convocation.service.letters import LETTERS
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.votes.queries.incidents import find_message_of_mailing
from govapp.assembly.votes.queries.incidents_compared import is_as_written
from govapp.assembly.votes.queries.keys import keys_of
from govapp.assembly.votes.queries.results import find_counted
from govapp.assembly.votes.queries.votes import VoteRow, get_items, get_vote_of, vote_reference
from govapp.assembly.votes.rules.paths import agenda_path, calendar_path, incidents_path, result_path
from govapp.assembly.votes.rules.sentence import outcome_lines
from govapp.assembly.votes.service.post import documents_of
from govapp.ballots import queries as ballots
from govapp.ballots.rules.papers import board_path, booth_path
from govapp.db.uow import Work
from govapp.kernel.texts import LANGUAGES, Language
from govapp.language.translator import translator_for
from govapp.outbox import mailings
from govapp.shares.rolls import queries as rolls


def write_to(work: Work, vote: VoteRow, occasion: Occasion, people: int) -> int:
    """Ask for letters to `people` at most, which the worker writes later; return the number of the mailing."""
    return mailings.begin(work, LETTERS[occasion], vote_reference(vote), people)


def tell_everybody(work: Work, vote: VoteRow, occasion: Occasion) -> int:
    """Ask for a mail to everybody on the voting list who has an address, and return how many that are."""
    people = count_people(work, vote)
    write_to(work, vote, occasion, people)
    return people


def count_people(work: Work, vote: VoteRow) -> int:
    """Return how many people on the voting list have an address to which a mail can go."""
    roll = rolls.get_roll(work.session, vote.frozen_roll_id)
    return roll.size - rolls.count_unreachable_entries(work.session, roll.id)


def call_off_letters_to_vote(work: Work, vote: VoteRow) -> None:
    """Write and send no more invitations and reminders: nobody can vote any more."""
    mailings.call_off_all(work, vote_reference(vote), [LETTERS[each] for each in WHILE_VOTING])


def write_letters(work: Work, limit: int = BATCH) -> Batch | None:
    """Write the next letters of the mailing whose turn it is, looking at `limit` people at most; None without one."""
    mailing = mailings.claim(work)
    if mailing is None:
        return None
    vote = get_vote_of(work.session, mailing.subject_ref)
    voted: frozenset[int] = frozenset()
    if mailing.template == Occasion.REMINDER.value and vote.paper is not None:
        voted = ballots.list_entries_who_voted(work.session, vote.paper.id)
    call = call_of(work, vote, Occasion(mailing.template))
    if mailing.template == Occasion.INCIDENT.value:
        news = _incident(work, vote, mailing.id)
        if news is None:
            mailings.call_off(work, mailing)
            return None
        call = replace(call, incident=news)
    return write_batch(work, mailing, call, voted, limit)


def call_of(work: Work, vote: VoteRow, occasion: Occasion) -> Call:
    """Return a locked vote as letters of one kind speak of it."""
    assembly = get_assembly(work.session, vote.assembly_id)
    return Call(
        subject_ref=vote_reference(vote),
        held_on=assembly.held_on,
        opens_at=vote.opens_at,
        closes_at=vote.closes_at,
        roll_id=vote.frozen_roll_id,
        items=tuple(item for item in get_items(work.session, vote) if item.is_voted),
        booth_path=booth_path(vote.prepared_paper_uuid),
        result_path=result_path(vote.assembly_id, vote.ordinal),
        board_path=board_path(vote.prepared_paper_uuid),
        agenda_path=agenda_path(vote.assembly_id),
        calendar_path=calendar_path(vote.assembly_id, vote.ordinal),
        incidents_path=incidents_path(vote.assembly_id),
        is_voting=vote.is_voting(work.now),
        turnout=_turnout(work, vote, occasion),
        change=_last_change(work, vote),
        keys=keys_of(work.session, vote),
        second_on=assembly.second_held_on,
        questions_until=get_questions(work.session, vote.assembly_id).until,
        documents=documents_of(work, vote.assembly_id) if occasion is Occasion.INVITATION else (),
        outcome=_outcome(work, vote) if occasion is Occasion.RESULT else {},
    )


def _incident(work: Work, vote: VoteRow, mailing_id: int) -> IncidentNews | None:
    """Return what a mailing tells of an incident; None where that is no longer what the journal tells."""
    found = find_message_of_mailing(work.session, mailing_id)
    if found is None or found[0] != vote.id or not is_as_written(work.session, vote, found[1]):
        return None
    return IncidentNews(found[2].subject, found[2].body)


def _turnout(work: Work, vote: VoteRow, occasion: Occasion) -> TurnoutSoFar:
    voted = ballots.count_voters_who_voted(work.session, vote.paper.id) if vote.paper else 0
    entitled = rolls.get_roll(work.session, vote.frozen_roll_id).size
    return TurnoutSoFar(voted if occasion is Occasion.RESULT else coarse_count(voted), entitled)


def _outcome(work: Work, vote: VoteRow) -> dict[Language, tuple[str, ...]]:
    """Return in each language what was decided; raises as `find_counted` does when it is no longer what was sealed."""
    counted = find_counted(work.session, vote)
    if counted is None:
        return {}
    return {each: outcome_lines(counted.items, counted.verdicts, translator_for(each)) for each in LANGUAGES}


def _last_change(work: Work, vote: VoteRow) -> HoursNews | None:
    changes = ballots.get_hours(work.session, vote.paper).changes if vote.paper else ()
    return HoursNews(changes[-1].at, changes[-1].until, changes[-1].reason) if changes else None

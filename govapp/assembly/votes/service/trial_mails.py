"""The mails of a vote before anybody gets them: as they will read, and as a test to the secretary alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from govapp.accounts import queries as accounts
from govapp.assembly.agenda.queries.questions import get_questions
from govapp.assembly.convocation.rules.calls import Call, HoursNews, IncidentNews, TurnoutSoFar
from govapp.assembly.convocation.rules.occasions import Occasion
from govapp.assembly.convocation.service.letters import LETTERS, facts_for
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.queries.keys import keys_expected
from govapp.assembly.votes.queries.votes import VoteRow, get_items, get_vote, vote_reference
from govapp.assembly.votes.rules.incident_messages import ToTell, proposed_message
from govapp.assembly.votes.rules.incidents import IncidentKind
from govapp.assembly.votes.rules.paths import agenda_path, calendar_path, incidents_path, result_path
from govapp.assembly.votes.service.post import documents_of
from govapp.audit import journal
from govapp.ballots.letters import BallotsLetter
from govapp.db.uow import Work
from govapp.declarations import LetterKind
from govapp.kernel.errors import N_, NotFound
from govapp.kernel.texts import LANGUAGES, Language
from govapp.language.translator import translator_for
from govapp.outbox.facts import FactValue
from govapp.outbox.service import TRIAL_PATH, Message, enqueue_many
from govapp.shares.rolls import queries as rolls
from pybelenios.receipts.tracker_words import tracker_words

SAMPLE_TRACKER: Final = "TestTestTestTestTestTestTestTestTestTestTes"
SAMPLE_ENTITLED: Final = 1_000
"""For a vote that has no voting list yet; two in five of them have voted in the test mails."""


class MailUnknown(NotFound):
    """A vote sends no such mail."""

    code = "mail_unknown"
    message = N_("A vote sends no such mail.")
    help = N_("Look at the list of its mails.")


@dataclass(frozen=True)
class SendTrialMails:
    """Send the acting officer each mail of a vote as a test, in one language or (`language` None) in all four."""

    assembly_id: int
    ordinal: int = 1
    language: Language | None = None


def trial_facts(work: Work, vote: VoteRow, language: Language) -> Mapping[LetterKind, Mapping[str, FactValue]]:
    """Return what each mail of a vote says, by letter, with sample figures where nothing has happened yet."""
    call = _sample_call(work, vote, language)
    found: dict[LetterKind, Mapping[str, FactValue]] = {
        LETTERS[occasion]: facts_for(occasion, call, language, work.now) for occasion in Occasion
    }
    found[BallotsLetter.RECEIPT] = {
        "received_at": work.now,
        "tracker": SAMPLE_TRACKER,
        "words": " ".join(tracker_words(SAMPLE_TRACKER, language.value)),
        "path": call.board_path,
        "closes_at": call.closes_at,
    }
    return found


def send_trial_mails(work: Work, command: SendTrialMails) -> int:
    """Put the test mails in the outbox and return how many there are."""
    vote = get_vote(work.session, command.assembly_id, command.ordinal)
    officer = accounts.find_officer(work.session, work.actor.id or 0, work.now)
    if officer is None:
        return 0
    subject, path = vote_reference(vote), agenda_path(vote.assembly_id)
    languages = LANGUAGES if command.language is None else (command.language,)
    messages = [
        Message(letter, officer.email, officer.name, language, subject, {**facts, TRIAL_PATH: path})
        for language in languages
        for letter, facts in trial_facts(work, vote, language).items()
    ]
    enqueue_many(work, messages)
    journal.record(work, AssemblyTag.TRIAL_MAILS_SENT, subject, facts={"mailed": len(messages)})
    return len(messages)


def _sample_call(work: Work, vote: VoteRow, language: Language) -> Call:
    assembly = get_assembly(work.session, vote.assembly_id)
    entitled = SAMPLE_ENTITLED if vote.roll_id is None else rolls.get_roll(work.session, vote.roll_id).size
    items = tuple(item for item in get_items(work.session, vote) if item.is_voted)
    # Whoever votes is led to the booth or the board; nobody has one yet.
    page = agenda_path(vote.assembly_id)
    said = translator_for(language).say
    decided = said(N_("(here stands what was decided)"))
    return Call(
        subject_ref=vote_reference(vote),
        held_on=assembly.held_on,
        opens_at=vote.opens_at,
        closes_at=vote.closes_at,
        roll_id=vote.roll_id or 0,
        items=items,
        booth_path=page,
        result_path=result_path(vote.assembly_id, vote.ordinal),
        board_path=page,
        agenda_path=page,
        calendar_path=calendar_path(vote.assembly_id, vote.ordinal),
        incidents_path=incidents_path(vote.assembly_id),
        is_voting=True,
        turnout=TurnoutSoFar(entitled * 2 // 5, entitled),
        incident=_sample_incident(work, vote),
        change=HoursNews(
            vote.closes_at - timedelta(days=1), vote.closes_at, said(N_("(here stands the reason that was given)"))
        ),
        keys=keys_expected(work.session, vote, work.now),
        second_on=assembly.second_held_on,
        questions_until=get_questions(work.session, assembly.id).until,
        documents=documents_of(work, vote.assembly_id),
        outcome={language: tuple(f"{item.asked.in_language(language)}\n{decided}" for item in items)},
    )


def _sample_incident(work: Work, vote: VoteRow) -> IncidentNews:
    began = vote.closes_at - timedelta(days=1, hours=2)
    told = ToTell(IncidentKind.SITE, began, began + timedelta(hours=1), vote.closes_at)
    return IncidentNews(*proposed_message(told, lambda each: translator_for(each, work.zone.key)))

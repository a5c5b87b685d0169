"""Telling everybody who may vote of an incident: one officer writes the mail, another confirms it, and it leaves."""

from dataclasses import dataclass

from govapp.accounts.queries import OfficerRow, list_officers
from govapp.accounts.service.second_person import Waiting, WaitingKind, ask_second_person
from govapp.assembly.convocation.rules.occasions import Occasion
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import IncidentMailAnswer, IncidentMailRequest, IncidentMessage
from govapp.assembly.votes.queries.incidents import IncidentRow, RequestRow, get_incident, list_incidents
from govapp.assembly.votes.queries.incidents_compared import require_as_written
from govapp.assembly.votes.queries.votes import get_vote_of_paper, vote_reference
from govapp.assembly.votes.rules.incident_mails import (
    MailNeedsAnother,
    MailWaits,
    NobodyConfirms,
    NoMailWaits,
    may_confirm,
    may_withdraw,
    require_pause,
)
from govapp.assembly.votes.rules.incident_messages import line_of_journal
from govapp.assembly.votes.rules.incidents import MAX_NOTES, checked_message, require_next, require_sender
from govapp.assembly.votes.rules.paths import office_incident_path
from govapp.assembly.votes.service.incidents import lock_vote_of_paper
from govapp.assembly.votes.service.mailings import count_people, write_to
from govapp.audit import journal
from govapp.audit.queries import require_asker
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.texts import Texts


@dataclass(frozen=True)
class TellOfIncident:
    """Write to everybody who may vote about an incident. `place` is the place of the mail, from 1."""

    uuid: str
    number: int
    place: int
    subject: Texts
    body: Texts


@dataclass(frozen=True)
class CheckedMessage:
    """A message as people will read it, and how many get it."""

    subject: Texts
    body: Texts
    people: int


def check_message(work: Work, command: TellOfIncident) -> CheckedMessage:
    """Return what would be sent, and to how many; nothing is written. Raises as `ask_to_tell`."""
    require_sender(work.actor)
    row = get_vote_of_paper(work.session, command.uuid)
    incident = get_incident(work.session, row.id, command.number)
    if incident.waiting is not None:
        raise MailWaits
    require_next(command.place, len(incident.requests), MAX_NOTES)
    require_as_written(work.session, row, command.number)
    subject, body = checked_message(command.subject, command.body)
    _require_pause(work, row.id)
    if not list_confirmers(work):
        raise NobodyConfirms
    return CheckedMessage(subject, body, count_people(work, row))


def list_confirmers(work: Work) -> tuple[OfficerRow, ...]:
    """Return the officers who can confirm what whoever acts now writes: secretaries and scrutineers who can sign in."""
    able = (each for each in list_officers(work.session, work.now) if each.is_enrolled and each.suspended_at is None)
    return tuple(each for each in able if may_confirm(work.actor.reference, _actor(each)))


def ask_to_tell(work: Work, command: TellOfIncident) -> int:
    """Write a mail to everybody on the voting list who has an address, and return to how many it would go.

    It leaves when another officer confirms it; those who can are told. Raises NotTheSecretary, VoteNotFound,
    IncidentNotFound, MailWaits, IncidentAlreadyWritten, TooManyIncidents, MessageIncomplete, MessageHasAddress,
    IncidentChanged, TooManyMails, NobodyConfirms.
    """
    require_sender(work.actor)
    vote, row = lock_vote_of_paper(work, command.uuid)
    incident = get_incident(work.session, row.id, command.number)
    checked = check_message(work, command)
    request = IncidentMailRequest(
        incident_id=incident.id,
        place=command.place,
        subject=checked.subject.as_dict(),
        body=checked.body.as_dict(),
        asked_at=work.now,
        asked_by=work.actor.reference,
        asked_by_name=work.actor.name,
    )
    work.session.add(request)
    work.session.flush()
    facts: dict[str, FactValue] = {"incident": command.number, "request": command.place}
    reason = line_of_journal(checked.subject, checked.body)
    journal.record(work, AssemblyTag.INCIDENT_MAIL_ASKED, vote_reference(vote), facts=facts, reason=reason)
    path = office_incident_path(command.uuid, command.number)
    ask_second_person(work, Waiting(WaitingKind.INCIDENT, checked.subject, path), list_confirmers(work))
    return checked.people


def confirm_mail(work: Work, uuid: str, number: int, place: int) -> int:
    """Send the mail about an incident that another officer wrote, and return to how many people it goes.

    Raises VoteNotFound, IncidentNotFound, NoMailWaits, MailNeedsAnother, RequestChanged, IncidentChanged, TooManyMails.
    """
    vote, row = lock_vote_of_paper(work, uuid)
    incident = get_incident(work.session, row.id, number)
    request = _waiting(incident, place)
    if not may_confirm(request.by, work.actor):
        raise MailNeedsAnother
    about, tag = vote_reference(vote), AssemblyTag.INCIDENT_MAIL_ASKED
    require_asker(work.session, tag, about, request.by, incident=number, request=place)
    require_as_written(work.session, row, number)
    _require_pause(work, row.id)
    people = count_people(work, row)
    message = IncidentMessage(
        incident_id=incident.id,
        place=len(incident.messages) + 1,
        mailing_id=write_to(work, row, Occasion.INCIDENT, people),
        subject=request.subject.as_dict(),
        body=request.body.as_dict(),
        asked_at=work.now,
        asked_by=work.actor.reference,
        asked_by_name=work.actor.name,
    )
    work.session.add(message)
    work.session.flush()
    _answer(work, request, message.id)
    facts: dict[str, FactValue] = {
        "incident": number,
        "message": message.place,
        "request": place,
        "asked_by": request.by_name,
        "to_mail": people,
    }
    reason = line_of_journal(request.subject, request.body)
    journal.record(work, AssemblyTag.INCIDENT_TOLD, about, facts=facts, reason=reason)
    return people


def withdraw_mail(work: Work, uuid: str, number: int, place: int) -> None:
    """Take a mail back that waits, or refuse it.

    Raises VoteNotFound, IncidentNotFound, NoMailWaits, MailNeedsAnother.
    """
    vote, row = lock_vote_of_paper(work, uuid)
    request = _waiting(get_incident(work.session, row.id, number), place)
    if not may_withdraw(work.actor):
        raise MailNeedsAnother
    _answer(work, request, None)
    facts: dict[str, FactValue] = {"incident": number, "request": place, "asked_by": request.by_name}
    journal.record(work, AssemblyTag.INCIDENT_MAIL_WITHDRAWN, vote_reference(vote), facts=facts)


def _waiting(incident: IncidentRow, place: int) -> RequestRow:
    if incident.waiting is None or incident.waiting.place != place:
        raise NoMailWaits
    return incident.waiting


def _require_pause(work: Work, vote_id: int) -> None:
    incidents = list_incidents(work.session, vote_id)
    require_pause((message.at for each in incidents for message in each.messages), work.now)


def _answer(work: Work, request: RequestRow, message_id: int | None) -> None:
    answer = IncidentMailAnswer(
        request_id=request.id,
        asked_by=request.by,
        answered_at=work.now,
        answered_by=work.actor.reference,
        answered_by_name=work.actor.name,
        message_id=message_id,
    )
    work.session.add(answer)
    work.session.flush()


def _actor(officer: OfficerRow) -> Actor:
    return Actor(ActorKind.OFFICER, officer.id, officer.name, officer.roles)

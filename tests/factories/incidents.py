"""A mail about an incident to everybody: one officer writes it, another confirms it."""

from govapp.accounts.queries import find_officer_by_email
from govapp.assembly.votes.service.incident_mails import TellOfIncident, ask_to_tell, confirm_mail
from govapp.kernel.actors import Actor, ActorKind, Role
from tests.factories.accounts import an_officer
from tests.factories.assembly import NADIA, Meeting

SECOND = "second@ambora.example"


def a_second(meeting: Meeting) -> Actor:
    """Return a scrutineer who can sign in, and so can confirm."""
    with meeting.at() as work:
        found = find_officer_by_email(work.session, SECOND)
        number = None if found is None else found.id
    if number is None:
        officer = an_officer(meeting.database, meeting.clock.now(), Role.SCRUTINEER, email=SECOND, name="Ilse Second")
        number = officer.id
    return Actor(ActorKind.OFFICER, number, "Ilse Second", frozenset({Role.SCRUTINEER}))


def tell(meeting: Meeting, command: TellOfIncident, writer: Actor = NADIA) -> int:
    """Write a mail and let a second person confirm it; return to how many people it goes."""
    second = a_second(meeting)
    with meeting.at(writer) as work:
        ask_to_tell(work, command)
    with meeting.at(second) as work:
        return confirm_mail(work, command.uuid, command.number, command.place)

"""The voting rights of whoever acts: on one ballot paper, or on all."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from govapp.ballots.models import BallotRecord, CredentialRecord, Paper
from govapp.ballots.queries import PaperRow, list_papers_with_codes
from govapp.ballots.rules.papers import VOTES_PATH, booth_path
from govapp.ballots.rules.proxy_refusals import GiverVoted, ProxyGiven
from govapp.ballots.rules.refusals import AddressNotConfirmed, NotOnRoll, NotYourRight, PaperNotFound
from govapp.ballots.rules.rights import PaperRight, choose_right, person_of
from govapp.declarations import Errand
from govapp.kernel.actors import Actor, ActorKind
from govapp.shares.people.queries.evidence import list_faults_of_people
from govapp.shares.people.rules.refusals import FactsNotAsRecorded
from govapp.shares.rolls.queries import (
    find_proxy_in_force,
    get_roll,
    has_unconfirmed_fact,
    is_proxy_recorded,
    list_rights_of,
    list_rolls_of,
)


def list_rights(
    session: Session, uuid: str, actor: Actor, moment: datetime, *, with_given: bool = False
) -> tuple[PaperRight, ...]:
    """Return the rights that the acting person may exercise on a paper, the own one first; raises PaperNotFound.

    With `with_given` also those for which he or she gave a proxy to somebody else.
    """
    row = session.execute(select(Paper.id, Paper.roll_id).where(Paper.uuid == uuid)).one_or_none()
    if row is None:
        raise PaperNotFound
    rights = list_rights_of(session, row.roll_id, person_of(actor), moment, with_given=with_given)
    return tuple(PaperRight(row.id, uuid, each) for each in rights)


def get_right(
    session: Session, uuid: str, actor: Actor, moment: datetime, number: int | None = None, *, to_read: bool = False
) -> PaperRight:
    """Return the right on a paper that the acting person means: of the shareholder `number`, else the own one.

    Whoever gave a proxy gets the own right only `to_read` what became of it. Raises PaperNotFound, NotOnRoll,
    NotYourRight, ProxyGiven.
    """
    found = choose_right(list_rights(session, uuid, actor, moment, with_given=True), number)
    if found is None:
        roll_id = session.execute(select(Paper.roll_id).where(Paper.uuid == uuid)).scalar_one()
        raise NotOnRoll(record_date=get_roll(session, roll_id).record_date)
    if not to_read and found.right.is_given_away_by(person_of(actor)):
        raise ProxyGiven
    return found


def require_same_proxy(session: Session, right: PaperRight) -> None:
    """Raise NotYourRight when a proxy for a right was confirmed or ended since the right was read.

    Asked while the paper is held for writing: of a holder and a giver at one moment, the one who may vote now does.
    """
    if find_proxy_in_force(session, right.entry.entry_id) != right.right.proxy:
        raise NotYourRight


def name_of_proxy_holder(right: PaperRight, actor: Actor) -> str:
    """Return the name of the acting person where he or she uses the right by proxy, else nothing."""
    return actor.name if right.right.is_held_by(person_of(actor)) else ""


def may_read_receipt(right: PaperRight, actor: Actor, received_at: datetime) -> bool:
    """Tell whether a ballot of this moment is one whose receipt is for the acting person, who may see the right."""
    proxy = right.right.proxy
    return proxy is None or proxy.holder_id != person_of(actor) or received_at >= proxy.since


def giver_voted(session: Session, right: PaperRight, actor: Actor) -> bool:
    """Tell whether a right that the acting person holds by proxy was used before that proxy was confirmed."""
    if right.right.proxy is None or not right.right.is_held_by(person_of(actor)):
        return False
    earlier = (
        exists()
        .where(CredentialRecord.paper_id == right.paper_id)
        .where(CredentialRecord.roll_entry_id == right.entry.entry_id)
        .where(BallotRecord.credential_id == CredentialRecord.id)
        .where(BallotRecord.received_at < right.right.proxy.since)
    )
    return bool(session.scalar(select(earlier)))


def require_confirmed(session: Session, right: PaperRight, actor: Actor) -> None:
    """Refuse a right that waits for a second person, or that rests on facts which nobody recorded.

    Whoever owns the database can put in a row that lets somebody vote: the facts about the acting person and the holder
    are compared with their chain and the journal, a proxy with the line of its confirmation. A ballot that the giver
    cast before the proxy was confirmed stands. Raises AddressNotConfirmed (see `is_confirmed`), FactsNotAsRecorded,
    GiverVoted.
    """
    person = person_of(actor)
    concerned = {right.right.party_id} if person is None else {right.right.party_id, person}
    if list_faults_of_people(session, concerned):
        raise FactsNotAsRecorded
    if not is_confirmed(session, right, actor):
        raise AddressNotConfirmed
    if not is_proxy_recorded(session, right.right):
        raise FactsNotAsRecorded
    if giver_voted(session, right, actor):
        raise GiverVoted(name=right.entry.name)


def is_confirmed(session: Session, right: PaperRight, actor: Actor) -> bool:
    """Tell whether what lets the acting person in is as old as the roll, or was confirmed by a second person.

    Until then a right is not used, and nothing is shown of how it was used: whoever keeps the register could let
    himself in and see which ballot is whose.
    """
    roll_id = session.execute(select(Paper.roll_id).where(Paper.id == right.paper_id)).scalar_one()
    person = person_of(actor)
    return person is None or not has_unconfirmed_fact(session, roll_id, person, right.right.party_id)


def list_papers_and_rights(
    session: Session, actor: Actor, moment: datetime, *, with_given: bool = False
) -> tuple[tuple[PaperRow, PaperRight], ...]:
    """Return every paper on which the acting person may vote, or could, once for each of the rights; newest first.

    With `with_given` also those rights for which he or she gave a proxy.
    """
    person = person_of(actor)
    if person is None:
        return ()
    papers = list_papers_with_codes(session, list_rolls_of(session, person))
    return tuple(
        (found, right)
        for found in papers
        for right in list_rights(session, found.uuid, actor, moment, with_given=with_given)
    )


def find_errand(session: Session, holder_id: int, moment: datetime) -> Errand | None:
    """Return where a shareholder votes at `moment`: the booth, or the list of votes when several are open; or None.

    Whose address waits for a second person is not led there: nothing would open.
    """
    actor = Actor(ActorKind.SHAREHOLDER, holder_id)
    found = list_papers_and_rights(session, actor, moment)
    papers = {
        paper.uuid: paper
        for paper, right in found
        if paper.window.is_open_at(moment) and is_confirmed(session, right, actor)
    }
    if not papers:
        return None
    until = max(paper.closes_at for paper in papers.values())
    return Errand(booth_path(next(iter(papers))) if len(papers) == 1 else VOTES_PATH, until)

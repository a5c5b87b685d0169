"""The voting rights of whoever acts: on one ballot paper, or on all."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.ballots.models import Paper
from govapp.ballots.queries import PaperRow, list_papers_with_codes
from govapp.ballots.rules.papers import VOTES_PATH, booth_path
from govapp.ballots.rules.refusals import AddressNotConfirmed, NotOnRoll, PaperNotFound
from govapp.ballots.rules.rights import PaperRight, choose_right, person_of
from govapp.declarations import Errand
from govapp.kernel.actors import Actor, ActorKind
from govapp.shares.people.queries.evidence import list_faults_of_people
from govapp.shares.people.rules.refusals import FactsNotAsRecorded
from govapp.shares.rolls.queries import get_roll, has_unconfirmed_fact, list_rights_of, list_rolls_of


def list_rights(session: Session, uuid: str, actor: Actor, moment: datetime) -> tuple[PaperRight, ...]:
    """Return the rights that the acting person may exercise on a paper, the own one first; raises PaperNotFound."""
    row = session.execute(select(Paper.id, Paper.roll_id).where(Paper.uuid == uuid)).one_or_none()
    if row is None:
        raise PaperNotFound
    rights = list_rights_of(session, row.roll_id, person_of(actor), moment)
    return tuple(PaperRight(row.id, uuid, each) for each in rights)


def get_right(session: Session, uuid: str, actor: Actor, moment: datetime, number: int | None = None) -> PaperRight:
    """Return the right on a paper that the acting person means: of the shareholder `number`, else the own one.

    Raises PaperNotFound, NotOnRoll, NotYourRight.
    """
    found = choose_right(list_rights(session, uuid, actor, moment), number)
    if found is None:
        roll_id = session.execute(select(Paper.roll_id).where(Paper.uuid == uuid)).scalar_one()
        raise NotOnRoll(record_date=get_roll(session, roll_id).record_date)
    return found


def require_confirmed(session: Session, right: PaperRight, actor: Actor) -> None:
    """Refuse a right that waits for a second person, or that rests on facts which nobody recorded.

    Whoever owns the database can put in a row that lets somebody vote: the facts about the acting person and the holder
    are compared with their chain and the journal. Raises AddressNotConfirmed (see `is_confirmed`), FactsNotAsRecorded.
    """
    person = person_of(actor)
    concerned = {right.right.party_id} if person is None else {right.right.party_id, person}
    if list_faults_of_people(session, concerned):
        raise FactsNotAsRecorded
    if not is_confirmed(session, right, actor):
        raise AddressNotConfirmed


def is_confirmed(session: Session, right: PaperRight, actor: Actor) -> bool:
    """Tell whether what lets the acting person in is as old as the roll, or was confirmed by a second person.

    Until then a right is not used, and nothing is shown of how it was used: whoever keeps the register could let
    himself in and see which ballot is whose.
    """
    roll_id = session.execute(select(Paper.roll_id).where(Paper.id == right.paper_id)).scalar_one()
    person = person_of(actor)
    return person is None or not has_unconfirmed_fact(session, roll_id, person, right.right.party_id)


def list_papers_and_rights(session: Session, actor: Actor, moment: datetime) -> tuple[tuple[PaperRow, PaperRight], ...]:
    """Return every paper on which the acting person may vote, or could, once for each of the rights; newest first."""
    person = person_of(actor)
    if person is None:
        return ()
    papers = list_papers_with_codes(session, list_rolls_of(session, person))
    return tuple((found, right) for found in papers for right in list_rights(session, found.uuid, actor, moment))


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

"""Reading voting rights: the entries of a roll together with who may act for them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.db.uow import zone_of
from govapp.shares.people.models import Representation
from govapp.shares.people.queries.dated import list_dated_facts
from govapp.shares.people.rules.days import as_of
from govapp.shares.rolls.models import RightProxy, RollEntryRecord
from govapp.shares.rolls.queries.proxies import find_proxy_in_force, select_givers_to
from govapp.shares.rolls.queries.rolls import find_roll_entry, list_entries_of
from govapp.shares.rolls.rules.rights import RollEntryRow, VotingRight, capacity_of, in_order, may_exercise


def to_right(session: Session, entry: RollEntryRow) -> VotingRight:
    """Return an entry of a roll as a voting right, with the proxy that is in force now."""
    representatives = tuple(list_dated_facts(session, Representation.representative_id, entry.holder_id))
    return VotingRight(entry, representatives, find_proxy_in_force(session, entry.entry_id))


def find_right(session: Session, roll_id: int, holder_id: int) -> VotingRight | None:
    """Return the voting right of one shareholder on a roll, or None."""
    entry = find_roll_entry(session, roll_id, holder_id)
    return None if entry is None else to_right(session, entry)


def list_rights_of(
    session: Session, roll_id: int, person_id: int | None, moment: datetime, *, with_given: bool = False
) -> tuple[VotingRight, ...]:
    """Return the voting rights on a roll that a person may exercise at `moment` (UTC), the own one first.

    With `with_given` also those that are the person's own but for a proxy that he or she gave.
    """
    if person_id is None:
        return ()
    at, allows = as_of(moment, zone_of(session)), capacity_of if with_given else may_exercise
    represented = select(Representation.party_id).where(Representation.representative_id == person_id)
    givers = select_givers_to(roll_id, person_id)
    concerned = {person_id, *session.scalars(represented), *session.scalars(givers)}
    rights = (to_right(session, entry) for entry in list_entries_of(session, roll_id, concerned))
    return in_order((each for each in rights if allows(each, person_id, at)), person_id)


def list_rolls_of(session: Session, person_id: int) -> tuple[int, ...]:
    """Return the ids of the rolls with an entry of a person, or of anybody whom he or she ever represented."""
    represented = select(Representation.party_id).where(Representation.representative_id == person_id)
    held = select(RightProxy.entry_id).where(RightProxy.holder_id == person_id)
    statement = select(RollEntryRecord.roll_id).where(
        (RollEntryRecord.party_id == person_id)
        | RollEntryRecord.party_id.in_(represented)
        | RollEntryRecord.id.in_(held)
    )
    return tuple(session.scalars(statement.distinct()))

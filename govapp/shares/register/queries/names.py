"""How shareholders are called where only their row number is kept."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.declarations import SubjectName
from govapp.kernel.texts import Language
from govapp.shares.ledger.models import Holding
from govapp.shares.people.models import Party
from govapp.shares.people.rules.names import full_name


def name_holders(session: Session, keys: Collection[str], _language: Language) -> dict[str, SubjectName]:
    """Return number and present name of the shareholders with these row numbers, by row number."""
    statement = (
        select(Party.id, Party.number, Holding.name, Holding.given_name)
        .join(Holding, Holding.party_id == Party.id)
        .where(Party.id.in_([int(key) for key in keys if key.isdecimal()]))
    )
    return {
        str(row.id): SubjectName(full_name(row.name, row.given_name), row.number) for row in session.execute(statement)
    }

"""The shareholders as the voting list sees them at a record date."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from govapp.shares.models import Party, Representation
from govapp.shares.queries.dated import in_force
from govapp.shares.queries.positions import positions
from govapp.shares.rules.kinds import Category, Kind
from govapp.shares.rules.movements import AsOf, Position
from govapp.shares.rules.names import full_name
from govapp.shares.rules.roll import Elector


def electors(session: Session, as_of: AsOf) -> Iterator[Elector]:
    """Yield everybody with a shareholder number as the register knew them at `as_of`."""
    held, mandate, human = positions(as_of), in_force(Representation.representative_id, as_of), aliased(Party)
    statement = (
        select(
            Party.id,
            Party.number,
            Party.kind,
            Party.name,
            Party.given_name,
            Party.language,
            func.coalesce(held.c.category, "").label("category"),
            func.coalesce(held.c.email, "").label("email"),
            func.coalesce(held.c.shares, 0).label("shares"),
            func.coalesce(held.c.paid_in_cents, 0).label("paid_in_cents"),
            func.coalesce(held.c.paid_shares, 0).label("paid_shares"),
            held.c.since,
            human.name.label("human_name"),
            human.given_name.label("human_given_name"),
        )
        .outerjoin(held, held.c.party_id == Party.id)
        .outerjoin(mandate, mandate.c.party_id == Party.id)
        .outerjoin(human, human.id == mandate.c.value)
        .where(Party.number.is_not(None), Party.recorded_at <= as_of.recorded_until)
        .order_by(Party.number)
    )
    for row in session.execute(statement):
        yield Elector(
            holder_id=row.id,
            number=row.number,
            kind=Kind(row.kind),
            name=full_name(row.name, row.given_name),
            category=Category(row.category or Category.MEMBER),
            language=row.language,
            email=row.email,
            position=Position(int(row.shares), int(row.paid_in_cents), int(row.paid_shares), row.since),
            representative=full_name(row.human_name, row.human_given_name) if row.human_name else "",
        )

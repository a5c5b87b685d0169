"""The shareholders as the voting list sees them at a record date."""

from collections.abc import Collection, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from govapp.db.uow import zone_of
from govapp.shares.ledger.queries.positions import select_positions
from govapp.shares.ledger.rules.movements import Position
from govapp.shares.people.models import Party, PartyEmail, PartyLanguage, PartyName, Representation
from govapp.shares.people.queries.dated import select_in_force, select_rows_in_force
from govapp.shares.people.rules.days import AsOf, day_of
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.names import full_name
from govapp.shares.rolls.rules.roll import RollCandidate


def list_roll_candidates(
    session: Session, as_of: AsOf, *, among: Collection[int] | None = None
) -> Iterator[RollCandidate]:
    """Yield everybody with a shareholder number as the register knew them at `as_of`, or only the ids `among` them.

    Only e-mail address and language are not those of the legal day: letters go to where somebody can be reached now,
    and are written in the language that is read now.
    """
    for row in session.execute(_people(as_of, zone_of(session), among)):
        yield RollCandidate(
            holder_id=row.id,
            number=row.number,
            kind=PartyKind(row.kind),
            name=full_name(row.name, row.given_name),
            category=Category(row.category or Category.MEMBER),
            language=row.language,
            email=row.email or "",
            position=Position(
                shares=int(row.shares or 0),
                paid_in_cents=int(row.paid_in_cents or 0),
                paid_shares=int(row.paid_shares or 0),
                since=row.since,
            ),
            representative=full_name(row.human_name, row.human_given_name) if row.human_name else "",
        )


def _people(as_of: AsOf, zone: ZoneInfo, among: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    held = select_positions(as_of, extras={"paid_shares", "since", "category", "name"}, among=among)
    human = select_rows_in_force(PartyName, as_of)
    mandate = select_in_force(Representation.representative_id, as_of)
    now = AsOf(day_of(as_of.recorded_until, zone), as_of.recorded_until)
    reached = select_in_force(PartyEmail.address, now, of_everybody=among is None)
    spoken = select_in_force(PartyLanguage.language, now, of_everybody=among is None)
    chosen = [] if among is None else [Party.id.in_(among)]
    return (
        select(
            Party.id,
            Party.number,
            Party.kind,
            held.c.name,
            held.c.given_name,
            spoken.c.value.label("language"),
            held.c.category,
            reached.c.value.label("email"),
            held.c.shares,
            held.c.paid_in_cents,
            held.c.paid_shares,
            held.c.since,
            human.c.name.label("human_name"),
            human.c.given_name.label("human_given_name"),
        )
        .outerjoin(held, held.c.party_id == Party.id)
        .outerjoin(spoken, spoken.c.party_id == Party.id)
        .outerjoin(reached, reached.c.party_id == Party.id)
        .outerjoin(mandate, mandate.c.party_id == Party.id)
        .outerjoin(human, human.c.party_id == mandate.c.value)
        .where(Party.number.is_not(None), Party.recorded_at <= as_of.recorded_until, *chosen)
        .order_by(Party.number)
    )

"""Who read whose page: kept by the day, and told to the journal when the day is over."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from govapp.audit.journal import record
from govapp.audit.queries import find_last_facts
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.shares.register.models import PersonReading
from govapp.shares.register.queries.readings import reading_digest
from govapp.shares.tags import SharesTag


def note_reading(work: Work, holder_id: int) -> None:
    """Keep that who acts reads the page of a shareholder today; a second time changes nothing."""
    row = {"day": work.today, "actor": work.actor.reference, "party_id": holder_id, "actor_name": work.actor.name}
    # Two requests of one officer may come at once, from two tabs.
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(postgresql.insert(PersonReading).values(**row).on_conflict_do_nothing())
    else:
        work.session.execute(sqlite.insert(PersonReading).values(**row).on_conflict_do_nothing())


def report_readings(work: Work) -> int:
    """Write a line in the journal for each officer and each day that is over and not told yet; return how many.

    A line has the number of people whose page was read, and a digest of who they were.
    """
    lock(work, "journal")
    told = find_last_facts(work.session, SharesTag.PEOPLE_READ)
    statement = select(PersonReading).where(PersonReading.day < work.today)
    if told is not None:
        statement = statement.where(PersonReading.day > date.fromisoformat(str(told["day"])))
    rows = work.session.scalars(statement.order_by(PersonReading.day, PersonReading.actor, PersonReading.party_id))
    lines = 0
    for (day, actor), read in groupby(rows, lambda row: (row.day, row.actor)):
        _tell(work, day, actor, list(read))
        lines += 1
    return lines


def _tell(work: Work, day: date, actor: str, read: Iterable[PersonReading]) -> None:
    rows = list(read)
    people = [row.party_id for row in rows]
    facts: dict[str, FactValue] = {
        "day": day.isoformat(),
        "officer": rows[0].actor_name,
        "people": len(people),
        "digest": reading_digest(day, actor, people),
    }
    record(work, SharesTag.PEOPLE_READ, SubjectRef.to("reader", actor.removeprefix("officer:")), facts=facts)

"""Who read whose page on which day, and whether that is what the journal was told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govapp.audit.queries import list_facts
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.shares.ledger.rules.chain import LedgerFault
from govapp.shares.people.models import Party, PartyName
from govapp.shares.people.queries.dated import select_rows_in_force
from govapp.shares.people.rules.days import ALWAYS
from govapp.shares.people.rules.names import full_name
from govapp.shares.register.models import PersonReading
from govapp.shares.tags import SharesTag


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """That somebody read the page of a shareholder on a day."""

    day: date
    reader: str
    holder_id: int
    number: int
    name: str


def reading_digest(day: date, actor: str, people: Iterable[int]) -> str:
    """Return the SHA-256 of whose pages an officer read on a day, as the journal has it: canonical JSON (RFC 8785)."""
    read = {"v": 1, "day": day.isoformat(), "officer": actor, "people": sorted(people)}
    return sha256_hex(canonical_json(read))


def has_read(session: Session, day: date, actor: str, holder_id: int) -> bool:
    """Tell whether it is kept already that somebody read that page on that day."""
    return session.get(PersonReading, (day, actor, holder_id)) is not None


def count_readings(session: Session, holder_id: int | None = None) -> int:
    """Count the readings, of one shareholder or of all."""
    statement = select(func.count()).select_from(PersonReading)
    if holder_id is not None:
        statement = statement.where(PersonReading.party_id == holder_id)
    return session.scalar(statement) or 0


def list_readings(
    session: Session, holder_id: int | None = None, *, limit: int, offset: int = 0
) -> tuple[ReadingRow, ...]:
    """Return who read whose page, the newest day first; of one shareholder or of all, under the names of today."""
    called = select_rows_in_force(PartyName, ALWAYS)
    reading = PersonReading
    statement = (
        select(reading.day, reading.actor_name, Party.id, Party.number, called.c.name, called.c.given_name)
        .join(Party, Party.id == reading.party_id)
        .join(called, called.c.party_id == Party.id)
        .order_by(reading.day.desc(), reading.actor_name, reading.actor, Party.number)
        .limit(limit)
        .offset(offset)
    )
    if holder_id is not None:
        statement = statement.where(reading.party_id == holder_id)
    return tuple(
        ReadingRow(day, reader, id_, number or 0, full_name(name, given_name))
        for day, reader, id_, number, name, given_name in session.execute(statement)
    )


def list_reading_faults(session: Session) -> Iterator[LedgerFault]:
    """Yield each day and officer of which the journal was told something else than what is kept."""
    read: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in session.scalars(select(PersonReading)):
        read[row.day.isoformat(), row.actor].append(row.party_id)
    last = ""
    for subject, facts in list_facts(session, SharesTag.PEOPLE_READ):
        day, actor = str(facts["day"]), f"officer:{subject.partition(':')[2]}"
        last = max(last, day)
        people = read.pop((day, actor), [])
        if facts["digest"] != reading_digest(date.fromisoformat(day), actor, people):
            yield LedgerFault(f"readings of {actor}", "readings", f"on {day}: not what the journal was told")
    for day, actor in sorted(read):
        if day <= last:
            yield LedgerFault(f"readings of {actor}", "readings", f"on {day}: the journal was not told")

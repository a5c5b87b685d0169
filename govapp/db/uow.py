"""The unit of work: what a use case is handed, and how a broken constraint becomes a sentence."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govapp.kernel.actors import Actor
from govapp.kernel.errors import Refusal
from govapp.kernel.keys import KeyRing, KeySource

# Where a session keeps what gives the key ring, so that it is handed down with the transaction.
KEY_SOURCE = "govapp key source"
# And in which zone the cooperative lives: days are days there, moments are kept in UTC.
ZONE = "govapp time zone"

_REFUSALS: dict[str, type[Refusal]] = {}


@dataclass(frozen=True)
class Work:
    """One transaction: its session, who acts, and the moment (UTC) at which it all happens."""

    session: Session
    actor: Actor
    now: datetime

    @property
    def keys(self) -> KeyRing:
        """Return the key ring of the installation."""
        return keys_of(self.session)

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone of the cooperative."""
        return zone_of(self.session)

    @property
    def today(self) -> date:
        """Return the day of this work in the cooperative's zone."""
        return self.now.astimezone(self.zone).date()


def keys_of(session: Session) -> KeyRing:
    """Return the key ring that came with the database; raises LookupError when it was opened without one."""
    source: KeySource | None = session.info.get(KEY_SOURCE)
    if source is None:
        raise LookupError("this database was opened without the keys of the installation")
    return source()


def zone_of(session: Session) -> ZoneInfo:
    """Return the time zone that came with the database; raises LookupError when it was opened without one."""
    zone: ZoneInfo | None = session.info.get(ZONE)
    if zone is None:
        raise LookupError("this database was opened without the time zone of the installation")
    return zone


def register_constraint(name: str, refusal: type[Refusal], *columns: str) -> None:
    """Say which Refusal stands for a violation of the constraint `name`.

    SQLite names the columns (`table.column`) of a unique constraint and not the constraint: give them too.
    """
    _REFUSALS[name] = refusal
    if columns:
        _REFUSALS[", ".join(columns)] = refusal


def refusal_for(error: IntegrityError) -> Refusal | None:
    """Return the Refusal registered for the constraint that `error` violated, or None."""
    diagnosis = getattr(error.orig, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or str(error.orig).rpartition("constraint failed: ")[2]
    refusal = _REFUSALS.get(name)
    return None if refusal is None else refusal()

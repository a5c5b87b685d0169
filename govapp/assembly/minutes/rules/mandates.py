"""Mandates: who is director or auditor, from when to when, for which term, and how it ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from govapp.assembly.agenda.rules.order import plain_name
from govapp.kernel.errors import N_, Conflict, Invalid, NotFound
from govapp.kernel.texts import Texts

MAX_NAME_CHARACTERS: Final = 200


class MandateBody(StrEnum):
    """What somebody is appointed to; another mandate, such as a seat in a committee, is filed nowhere."""

    DIRECTOR = "director"
    AUDITOR = "auditor"
    OTHER = "other"


BODY_NAMES: Final = {
    MandateBody.DIRECTOR: N_("director"),
    MandateBody.AUDITOR: N_("statutory auditor"),
    MandateBody.OTHER: N_("another mandate"),
}


class MandateEnd(StrEnum):
    """Why a mandate ended."""

    TERM = "term"
    RESIGNATION = "resignation"
    DISMISSAL = "dismissal"
    DEATH = "death"


END_NAMES: Final = {
    MandateEnd.TERM: N_("end of the term"),
    MandateEnd.RESIGNATION: N_("resignation"),
    MandateEnd.DISMISSAL: N_("dismissal"),
    MandateEnd.DEATH: N_("death"),
}


class MandateNotFound(NotFound):
    """There is no such mandate, and nobody was elected there."""

    code = "mandate_not_found"
    message = N_("There is no such mandate.")
    help = N_("The register lists every mandate, and whoever was elected and does not stand in it yet.")


class MandateRecorded(Conflict):
    """This election stands in the register already."""

    code = "mandate_recorded"
    message = N_("This mandate stands in the register already.")
    help = N_("Nothing was changed.")


class MandateEnded(Conflict):
    """The mandate ended before."""

    code = "mandate_ended"
    message = N_("This mandate ended on %(day)s.")
    help = N_("Nothing was changed.")


class MandateDaysReversed(Invalid):
    """A mandate would end before it begins."""

    code = "mandate_days_reversed"
    message = N_("A mandate ends after the day on which it begins.")
    help = N_("Nothing was changed. Look at both days.")


class MandateNameMissing(Invalid):
    """Nobody is named, or no reason is given for a mandate that no election here explains."""

    code = "mandate_name_missing"
    message = N_("Say who it is, and where the mandate comes from.")
    help = N_("Nothing was changed. A decision of the board or an assembly of before, with its day.")


@dataclass(frozen=True, slots=True)
class ElectedPlace:
    """Somebody who was elected: the assembly, the vote, the item, the place of the candidate (from 0)."""

    assembly_id: int
    vote: int
    item: int
    choice: int


@dataclass(frozen=True, slots=True)
class Elected:
    """An elected candidate as the announced record has it, with the digest of that record."""

    election: ElectedPlace
    name: str
    title: Texts
    held_on: date
    digest: str


@dataclass(frozen=True, slots=True)
class MandateRow:
    """A mandate. `until` is the last day of the term, `ended_on` the day on which it ended in fact."""

    id: int
    name: str
    body: MandateBody
    started_on: date
    until: date
    term: int
    election: ElectedPlace | None
    origin: str
    recorded_at: datetime
    recorded_by: str
    ended_on: date | None = None
    end: MandateEnd | None = None
    end_reason: str = ""

    def is_held_on(self, day: date) -> bool:
        """Tell whether somebody holds it on a day; a term that ran out without a successor is still shown as held."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


def term_of(mandates: Iterable[MandateRow], name: str, body: MandateBody) -> int:
    """Return which term a new mandate of somebody is, counted from 1 over those of the same body."""
    return 1 + sum(plain_name(each.name) == plain_name(name) and each.body is body for each in mandates)


def last_day(started_on: date, years: int) -> date:
    """Return the last day of a term of some years; one that began on 29 February ends on the 28th."""
    try:
        return started_on.replace(year=started_on.year + years)
    except ValueError:
        return date(started_on.year + years, 2, 28)


def is_over_the_limit(term: int, renewals: int | None) -> bool:
    """Tell whether a term is one more than the statutes allow; None where they set no limit."""
    return renewals is not None and term > renewals + 1


def check_days(started_on: date, until: date) -> None:
    """Raise MandateDaysReversed unless a mandate ends after it begins."""
    if until <= started_on:
        raise MandateDaysReversed


def changes_of(
    mandates: Sequence[MandateRow], assembly_id: int, held_on: date
) -> tuple[list[MandateRow], list[MandateRow]]:
    """Return who was appointed by an assembly, and whose mandate ended on its day."""
    appointed = [each for each in mandates if each.election is not None and each.election.assembly_id == assembly_id]
    ended = [each for each in mandates if each.ended_on is not None and each.ended_on == held_on]
    return appointed, ended

"""Who takes part in a meeting at a moment, read from the rows: the same answer today and in a year."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from govapp.assembly.attendance.queries.people import get_totals, list_counted_rights
from govapp.assembly.attendance.queries.rows import list_attendance
from govapp.assembly.attendance.rules.moves import AttendanceEntry, present_at
from govapp.assembly.attendance.rules.presence import (
    Presence,
    RollTotals,
    TakingPart,
    check_quorum,
    count_presence,
    to_figures,
)
from govapp.statutes.rules.deciding import QuorumTest
from govapp.statutes.rules.majorities import VoteRule


@dataclass(frozen=True)
class QuorumRead:
    """The presence at a moment (UTC): who is there by person, the figures, and what they are parts of."""

    moment: datetime
    there: Mapping[int, AttendanceEntry]
    taking_part: TakingPart
    presence: Presence
    totals: RollTotals

    def tests_of(self, rule: VoteRule | None, *, is_second_meeting: bool) -> tuple[QuorumTest, ...]:
        """Return the tests of the quorum that a rule asks for."""
        return check_quorum(rule, to_figures(self.presence, self.totals, is_second_meeting=is_second_meeting))


def read_quorum(
    session: Session,
    assembly_id: int,
    roll_id: int,
    moment: datetime,
    represented: Collection[int] = (),
    beforehand: Collection[int] = (),
) -> QuorumRead:
    """Return the presence of a meeting at a moment (UTC), as it is known now.

    `represented` are the holders for whom somebody with a proxy is there at that moment, `beforehand` those who voted
    before the meeting was opened: rooms that know them hand them in.
    """
    there = present_at(list_attendance(session, assembly_id), moment)
    part = TakingPart({party: each.attending for party, each in there.items()}, represented, beforehand)
    rights = list_counted_rights(session, roll_id, {*there, *represented, *beforehand})
    return QuorumRead(moment, there, part, count_presence(rights, part), get_totals(session, roll_id))

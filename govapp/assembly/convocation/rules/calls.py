"""What a letter says of a vote: everything that the rooms of letters need to know about it."""

from dataclasses import dataclass
from datetime import date, datetime

from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Texts


@dataclass(frozen=True)
class HoursNews:
    """The last change of the hours: more time `until` an hour, or a closing `at` a moment before that hour."""

    at: datetime
    until: datetime
    reason: str


@dataclass(frozen=True)
class Call:
    """One vote, as people are called to it and told of its result; hours in UTC, paths on this site.

    `subject_ref` names it in journal and outbox; `titles` are what is voted on, in the order of the agenda.
    """

    subject_ref: SubjectRef
    held_on: date
    opens_at: datetime
    closes_at: datetime
    roll_id: int
    titles: tuple[Texts, ...]
    booth_path: str
    result_path: str
    board_path: str
    is_voting: bool
    change: HoursNews | None = None

"""What a letter says of a vote: everything that the rooms of letters need to know about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.convocation.rules.documents import NoticeDocument
from govapp.ballots.rules.key_modes import KeysOfVote
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language, Texts, Words


@dataclass(frozen=True)
class HoursNews:
    """The last change of the hours: more time `until` an hour, or a closing `at` a moment before that hour."""

    at: datetime
    until: datetime
    reason: Words


@dataclass(frozen=True)
class IncidentNews:
    """What people are told of an incident, each in the own language; paragraphs are parted by empty lines."""

    subject: Texts
    body: Texts


@dataclass(frozen=True)
class TurnoutSoFar:
    """How many people voted of those who may; while people can vote, a coarse figure."""

    voted: int
    entitled: int


@dataclass(frozen=True)
class Call:
    """One vote, as people are called to it and told of its result; hours in UTC, paths on this site.

    `subject_ref` names it in journal and outbox; `items` are what is voted on, in the order of the agenda. `outcome`
    has, per language, what came of each item: nothing before the result is announced. `second_on` is the day of a
    second meeting that is announced for the case that too few take part, `questions_until` the moment (UTC) until which
    written questions are taken.
    """

    subject_ref: SubjectRef
    held_on: date
    opens_at: datetime
    closes_at: datetime
    roll_id: int
    items: tuple[Item, ...]
    booth_path: str
    result_path: str
    board_path: str
    agenda_path: str
    calendar_path: str
    incidents_path: str
    is_voting: bool
    turnout: TurnoutSoFar
    change: HoursNews | None = None
    keys: KeysOfVote | None = None
    incident: IncidentNews | None = None
    second_on: date | None = None
    questions_until: datetime | None = None
    documents: tuple[NoticeDocument, ...] = ()
    outcome: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)

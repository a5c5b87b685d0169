"""What a room says of itself to those below it: its tags in the journal, its letters, its pages.

Journal, outbox and accounts serve every room and know none by name. Each room describes what is its own in
`declaration.py`; `govapp/web/app.py` collects the descriptions, and the low rooms look things up here.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self, TypeVar

from sqlalchemy.orm import Session

from govapp.db.uow import Work
from govapp.kernel.actors import Role
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language

T = TypeVar("T")


class JournalTag(StrEnum):
    """What happened, as `source:action`, with the words for it; each room has an enumeration of its own.

    A tag that was ever written keeps its meaning for ever.
    """

    label: str

    def __new__(cls, value: str, label: str) -> Self:  # noqa: D102
        tag = str.__new__(cls, value)
        tag._value_ = value
        tag.label = label
        return tag


class LetterKind(StrEnum):
    """A letter, by the name of its template in `templates/mail`; each room has an enumeration of its own.

    `needs` are the facts it cannot be written without; `carries_link` says that it has a personal link. A letter that
    `is_discreet` goes to a voter at a moment of the voter's own: who got it when is forgotten once it is sent, and
    officers see neither until then. For a letter to many, `progress` says how many of `letters` are `sent`;
    `progress_at_most` says so while readers may still drop out before their turn comes.
    """

    label: str
    needs: frozenset[str]
    carries_link: bool
    is_discreet: bool
    progress: str
    progress_at_most: str

    def __new__(  # noqa: D102
        cls,
        value: str,
        label: str,
        needs: Iterable[str],
        carries_link: bool = False,
        progress: str = "",
        progress_at_most: str = "",
        is_discreet: bool = False,
    ) -> Self:
        letter = str.__new__(cls, value)
        letter._value_ = value
        letter.label, letter.needs, letter.carries_link = label, frozenset(needs), carries_link
        letter.is_discreet = is_discreet
        letter.progress, letter.progress_at_most = progress, progress_at_most
        return letter


class Shape(StrEnum):
    """How the value of a fact is written for a reader."""

    PLAIN = "plain"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"
    DIGEST = "digest"
    WORDS = "words"
    LETTER = "letter"


@dataclass(frozen=True)
class FactWords:
    """The words for a fact of a journal line, the shape of its value, and words for values that are names of ours."""

    label: str
    shape: Shape = Shape.PLAIN
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SubjectPage:
    """The page on which officers read about a subject: its endpoint and what the key of the subject is called there.

    `argument` is empty for a page that shows all of a kind; `link` is what a link to it says.
    """

    link: str
    endpoint: str
    argument: str = ""


@dataclass(frozen=True)
class OfficePage:
    """A page among the tabs of the office; `home_of` is the role whose day begins there.

    `context` is the context of the label in the catalogues, where it has one.
    """

    label: str
    endpoint: str
    roles: tuple[Role, ...]
    home_of: Role | None = None
    context: str | None = None


@dataclass(frozen=True)
class SubjectName:
    """How people call a subject whose reference holds a row number: its own number, where it has one, and its name.

    The name beside a number is for those only who may open the page of the subject.
    """

    name: str
    number: int | None = None


# The names of the subjects of one kind with these keys, by key, for a reader of the language.
NameSubjects = Callable[[Session, Collection[str], Language], Mapping[str, SubjectName]]
# Whether the officer of that number holds a key.
HoldsKey = Callable[[Session, int], bool]
# Whether a vote is under way: from the sealing of its ballot paper, or the freezing of its roll, until it is counted.
VoteRuns = Callable[[Session], bool]


@dataclass(frozen=True)
class PageEnd:
    """Why a page to which personal links lead is of no use any more, and what to read instead.

    `heading` and `label` are English, to be translated; `ended_at` is when that was (UTC), `address` the page instead.
    `has_result` tells whether a result is to be read there.
    """

    heading: str
    ended_at: datetime
    label: str
    address: str
    has_receipts: bool = True
    has_result: bool = False


# What became of the page at a local path at that moment; None while it is of use, and for what the room does not know.
FindPageEnd = Callable[[Session, str, datetime], PageEnd | None]


@dataclass(frozen=True)
class Errand:
    """What a shareholder most likely comes for: a local path, and until when (UTC) it is of use."""

    path: str
    until: datetime


@dataclass(frozen=True)
class FailedLetter:
    """A letter that did not arrive: which one (the name of its template), about what, to whom, with which link.

    `place` is the reader's place on the list of people, for a letter of a mailing.
    """

    template: str
    subject_ref: SubjectRef
    to_address: str
    to_name: str
    link_id: int | None
    place: int | None


@dataclass(frozen=True)
class TodaysReader:
    """Where a letter that did not arrive goes today, with the personal link that it carries then.

    `to_address` is empty for somebody who has no address today, or one that waits for a second person.
    """

    to_address: str
    link_id: int | None


# Where a letter goes today; None for a reader whom the room does not know.
FindReader = Callable[[Work, FailedLetter], TodaysReader | None]


# What the shareholder of that number most likely comes for at that moment, or None.
FindErrand = Callable[[Session, int, datetime], Errand | None]


# The frozen voting lists of an assembly.
ListRolls = Callable[[Session, int], tuple[int, ...]]


@dataclass(frozen=True)
class ProxyInstructions:
    """What the giver of a proxy asks: an English word for each item, to be translated, and a note in the own words.

    `places` says by item which answer that is, from 0, where the answers are for, against and abstention.
    """

    by_item: Mapping[int, str] = field(default_factory=dict)
    note: str = ""
    places: Mapping[int, int] = field(default_factory=dict)


# What the giver of the proxy of that number asks, by the number of each item on the agenda.
FindInstructions = Callable[[Session, int], ProxyInstructions]


@dataclass(frozen=True)
class RoomDeclaration:
    """All that one room says of itself. A journal is kept for ever: facts that nobody records any more stay here.

    `holds_key` tells whether an officer holds a key of a vote that is not over: some roles are not given meanwhile.
    `vote_runs` tells whether a vote is under way: meanwhile nobody lets people in alone.
    `find_page_end` and `find_errand` know the pages to which personal links lead, `find_reader` where a letter of the
    room that did not arrive goes today. `list_rolls` gives the frozen voting lists of an assembly,
    `find_instructions` what the giver of a proxy asks of its holder.
    """

    room: str
    tags: tuple[JournalTag, ...] = ()
    facts: Mapping[str, FactWords] = field(default_factory=dict)
    letters: tuple[LetterKind, ...] = ()
    subjects: Mapping[str, SubjectPage] = field(default_factory=dict)
    public_pages: Mapping[str, SubjectPage] = field(default_factory=dict)
    names: Mapping[str, NameSubjects] = field(default_factory=dict)
    office_pages: tuple[OfficePage, ...] = ()
    holds_key: HoldsKey | None = None
    vote_runs: VoteRuns | None = None
    find_page_end: FindPageEnd | None = None
    find_errand: FindErrand | None = None
    find_reader: FindReader | None = None
    list_rolls: ListRolls | None = None
    find_instructions: FindInstructions | None = None


class Declarations:
    """What all rooms declare, looked up by those who know no room by name."""

    def __init__(self, rooms: Iterable[RoomDeclaration] = ()) -> None:
        """Collect the declarations; raises ValueError when two rooms claim the same tag, letter or subject."""
        self.rooms = tuple(rooms)
        self.tags = _claimed({tag.value: tag for tag in room.tags} for room in self.rooms)
        self.letters = _claimed({letter.value: letter for letter in room.letters} for room in self.rooms)
        self.subjects = _claimed(room.subjects for room in self.rooms)
        self.public_pages = _claimed(room.public_pages for room in self.rooms)
        self._names = _claimed(room.names for room in self.rooms)
        self.office_pages = tuple(page for room in self.rooms for page in room.office_pages)
        self._facts_of_tag = {tag.value: room.facts for room in self.rooms for tag in room.tags}
        self._all_facts: dict[str, FactWords] = {}
        for room in self.rooms:
            self._all_facts = {**room.facts, **self._all_facts}

    def label_of_tag(self, tag: str) -> str:
        """Return the English words for a stored tag, to be translated; the tag itself when nobody owns it."""
        return self.tags[tag].label if tag in self.tags else tag

    def facts_of_tag(self, tag: str) -> Mapping[str, FactWords]:
        """Return the words for the facts of a line: those of the room that owns the tag, in its order, then all others.

        Another room may have written a fact of that name once, so none is without words.
        """
        own = self._facts_of_tag.get(tag, {})
        return {**own, **{name: words for name, words in self._all_facts.items() if name not in own}}

    def label_of_letter(self, template: str) -> str:
        """Return the English words for a letter, to be translated; the name of the template when nobody owns it."""
        return self.letters[template].label if template in self.letters else template

    def progress_of_letter(self, template: str, *, is_written: bool) -> str:
        """Return the English sentence for how far a letter to many is, with `sent` and `letters`, to be translated."""
        letter = self.letters[template]
        return letter.progress_at_most if letter.progress_at_most and not is_written else letter.progress

    def dwindles(self, template: str) -> bool:
        """Tell whether readers of a letter may drop out before their turn comes."""
        return template in self.letters and bool(self.letters[template].progress_at_most)

    def page_of(self, subject: SubjectRef) -> SubjectPage | None:
        """Return the page of a subject in the office, or None when it has none, or when it is not said which one."""
        page = self.subjects.get(subject.kind)
        return None if page is not None and page.argument and not subject.key else page

    def public_page_of(self, subject: SubjectRef) -> SubjectPage | None:
        """Return the page of a subject that everybody may read, or None when it has none."""
        return self.public_pages.get(subject.kind)

    def name_subjects(
        self, session: Session, subjects: Iterable[str], language: Language
    ) -> dict[SubjectRef, SubjectName]:
        """Return the names of those of `subjects` that have one."""
        by_kind: dict[str, set[str]] = defaultdict(set)
        for subject in map(SubjectRef, subjects):
            if subject.kind in self._names and subject.key:
                by_kind[subject.kind].add(subject.key)
        return {
            SubjectRef.to(kind, key): name
            for kind, keys in by_kind.items()
            for key, name in self._names[kind](session, keys, language).items()
        }

    def holds_key(self, session: Session, officer_id: int) -> bool:
        """Tell whether an officer holds a key of a vote that is not over, in any room."""
        return any(room.holds_key(session, officer_id) for room in self.rooms if room.holds_key)

    def vote_runs(self, session: Session) -> bool:
        """Tell whether a vote is under way, in any room."""
        return any(room.vote_runs(session) for room in self.rooms if room.vote_runs)

    def find_page_end(self, session: Session, path: str, now: datetime) -> PageEnd | None:
        """Return why a page to which personal links lead is of no use any more, or None while it is."""
        found = (room.find_page_end(session, path, now) for room in self.rooms if room.find_page_end)
        return next(filter(None, found), None)

    def find_reader(self, work: Work, failed: FailedLetter) -> TodaysReader | None:
        """Return where a letter that did not arrive goes today, as the room says that knows its reader; else None."""
        found = (room.find_reader(work, failed) for room in self.rooms if room.find_reader)
        return next((each for each in found if each is not None), None)

    def find_errand(self, session: Session, holder_id: int, now: datetime) -> Errand | None:
        """Return what a shareholder most likely comes for: a vote that is open, for one who may vote; or None."""
        found = (room.find_errand(session, holder_id, now) for room in self.rooms if room.find_errand)
        return next(filter(None, found), None)

    def list_rolls(self, session: Session, assembly_id: int) -> tuple[int, ...]:
        """Return the frozen voting lists of an assembly, as the room says that holds votes on them."""
        return tuple(roll for room in self.rooms if room.list_rolls for roll in room.list_rolls(session, assembly_id))

    def find_instructions(self, session: Session, proxy_id: int) -> ProxyInstructions:
        """Return what the giver of a proxy asks of its holder."""
        found = (room.find_instructions(session, proxy_id) for room in self.rooms if room.find_instructions)
        return next(found, ProxyInstructions())

    def home_of(self, roles: frozenset[Role]) -> OfficePage | None:
        """Return where the day of somebody with `roles` begins; of several roles the first of the tabs counts."""
        return next((page for page in self.office_pages if page.home_of in roles), None)


def _claimed(parts: Iterable[Mapping[str, T]]) -> dict[str, T]:
    merged: dict[str, T] = {}
    for part in parts:
        for name, value in part.items():
            if name in merged:
                raise ValueError(f"two rooms declare {name!r}")
            merged[name] = value
    return merged

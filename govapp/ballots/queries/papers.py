"""Reading ballot papers and their key holders."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from govapp.ballots.models import KeyGroup, KeyMember, Paper, PaperEvent, TrusteeRecord
from govapp.ballots.rules import PaperMoments, PaperQuestion, PaperState, Window
from govapp.ballots.rules.ending import RemainingKeys, remaining_keys
from govapp.ballots.rules.hours import moment_of
from govapp.ballots.rules.key_modes import KeysOfVote
from govapp.ballots.rules.refusals import PaperNotFound
from govapp.declarations import SubjectName
from govapp.kernel.texts import Language, Texts
from pybelenios.archive.chain import EventType
from pybelenios.jsontext import MARK_DIGITS, in_groups
from pybelenios.window import WindowRule, read_rule


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A ballot paper. `voters` are on its list; `ballots` are in the box, replaced ones too; `counted` at closing.

    `fingerprint`, `head` and `height` are empty, empty and -1 until it is sealed. Times are UTC.
    """

    id: int
    uuid: str
    subject_ref: str
    roll_id: int
    name: Texts
    questions: tuple[PaperQuestion, ...]
    language: Language
    rules_digest: str
    minimum_ballots: int
    key_group_id: int | None
    opens_at: datetime
    closes_at: datetime
    window_rule: WindowRule | None
    words_version: int
    prepared_at: datetime
    sealed_at: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None
    counted_at: datetime | None
    cancelled_at: datetime | None
    published_at: datetime | None
    ended_at: datetime | None
    end_reason: str
    fingerprint: str
    head: str
    height: int
    voters: int
    ballots: int
    counted: int | None
    result: tuple[tuple[int, ...], ...] | None

    @property
    def state(self) -> PaperState:
        """Where the paper stands."""
        moments = (self.sealed_at, self.opened_at, self.closed_at, self.counted_at, self.cancelled_at, self.ended_at)
        return PaperMoments(*moments).state

    @property
    def window(self) -> Window:
        """When ballots are accepted."""
        return Window(self.state, self.opens_at, self.closes_at, self.closed_at)

    @property
    def announced_closes_at(self) -> datetime:
        """The hour that was sealed into the paper, whatever came after."""
        return moment_of(self.window_rule.not_after) if self.window_rule else self.closes_at

    @property
    def is_sealed(self) -> bool:
        """Tell whether the paper is fixed and has its fingerprint."""
        return self.sealed_at is not None

    @property
    def has_too_few(self) -> bool:
        """Tell whether the box was closed on so few ballots that it stays closed."""
        return self.state is PaperState.CLOSED and (self.counted or 0) < self.minimum_ballots


@dataclass(frozen=True, slots=True)
class TrusteeRow:
    """A key holder's place on a paper; `position` counts from 1, `public_key` is None until the key is made.

    `member_id` names the member of the paper's key group whose key it is, of which `needed_of_group` are enough;
    without one the key is for this paper alone, and all are needed.
    """

    id: int
    position: int
    officer_id: int | None
    member_id: int | None
    needed_of_group: int | None
    name: str
    public_key: str | None
    key_record: bytes | None
    key_at: datetime | None
    decrypted_at: datetime | None
    lost_at: datetime | None
    lost_by: str
    lost_reason: str

    @property
    def is_server(self) -> bool:
        """Tell whether the server holds this key."""
        return self.officer_id is None

    @property
    def is_lost(self) -> bool:
        """Tell whether the key was said to be lost, and has not turned up since."""
        return self.lost_at is not None and self.decrypted_at is None

    @property
    def key_mark(self) -> str:
        """Return the end of the public key as people compare it: 20 digits in groups; empty before there is one."""
        return in_groups((self.public_key or "")[-MARK_DIGITS:])


PAPER_COLUMNS = (
    Paper.id,
    Paper.uuid,
    Paper.subject_ref,
    Paper.roll_id,
    Paper.name,
    Paper.questions,
    Paper.language,
    Paper.rules_digest,
    Paper.minimum_ballots,
    Paper.key_group_id,
    Paper.opens_at,
    Paper.closes_at,
    Paper.window_rule,
    Paper.words_version,
    Paper.prepared_at,
    Paper.sealed_at,
    Paper.opened_at,
    Paper.closed_at,
    Paper.counted_at,
    Paper.cancelled_at,
    Paper.published_at,
    Paper.ended_at,
    Paper.end_reason,
    Paper.fingerprint,
    Paper.head,
    Paper.height,
    Paper.voters,
    Paper.ballots,
    Paper.counted,
    Paper.result,
)
_OVER = frozenset({PaperState.COUNTED, PaperState.CANCELLED, PaperState.ENDED})
_TRUSTEE_COLUMNS = (
    TrusteeRecord.id,
    TrusteeRecord.position,
    TrusteeRecord.officer_id,
    TrusteeRecord.member_id,
    KeyGroup.needed,
    TrusteeRecord.name,
    func.coalesce(TrusteeRecord.public_key, KeyMember.public_key),
    TrusteeRecord.key_record,
    func.coalesce(TrusteeRecord.key_at, KeyMember.key_at),
    TrusteeRecord.decrypted_at,
    TrusteeRecord.lost_at,
    TrusteeRecord.lost_by,
    TrusteeRecord.lost_reason,
)


def get_paper(session: Session, uuid: str, *, locked: bool = False) -> PaperRow:
    """Return a ballot paper; raises PaperNotFound.

    `locked` makes other writers of this paper wait until the transaction ends (PostgreSQL; SQLite has one writer).
    """
    statement = select(*PAPER_COLUMNS).where(Paper.uuid == uuid)
    row = session.execute(statement.with_for_update() if locked else statement).one_or_none()
    if row is None:
        raise PaperNotFound
    return _paper(row)


def get_public_paper(session: Session, uuid: str) -> PaperRow:
    """Return a ballot paper as everybody may know it; raises PaperNotFound.

    Until the result is published its chain ends with the encrypted total, which nobody can read: the partial
    decryptions, which together are the result, and the result itself are events after that one.
    """
    found = get_paper(session, uuid)
    if found.published_at is not None or found.state not in {PaperState.CLOSED, PaperState.COUNTED, PaperState.ENDED}:
        return found
    total = session.execute(
        select(PaperEvent.height, PaperEvent.hash).where(
            PaperEvent.paper_id == found.id, PaperEvent.type == EventType.ENCRYPTED_TALLY.value
        ),
    ).one()
    closed = replace(found, counted_at=None, result=None)
    return replace(closed, height=total.height, head=total.hash)


def name_papers(session: Session, keys: Collection[str], language: Language) -> dict[str, SubjectName]:
    """Return the names of the ballot papers with these identifiers, by identifier."""
    rows = session.execute(select(Paper.uuid, Paper.name).where(Paper.uuid.in_(keys)))
    return {row.uuid: SubjectName(Texts.from_dict(row.name).in_language(language).text) for row in rows}


def find_paper_of(session: Session, subject_ref: str) -> PaperRow | None:
    """Return the newest ballot paper of a subject such as `assembly:3`, or None."""
    statement = select(*PAPER_COLUMNS).where(Paper.subject_ref == subject_ref).order_by(Paper.id.desc()).limit(1)
    row = session.execute(statement).one_or_none()
    return None if row is None else _paper(row)


def list_papers(session: Session, *, states: tuple[PaperState, ...] = tuple(PaperState)) -> tuple[PaperRow, ...]:
    """Return all ballot papers in one of `states`, the newest first."""
    found = (_paper(row) for row in session.execute(select(*PAPER_COLUMNS).order_by(Paper.id.desc())))
    return tuple(each for each in found if each.state in states)


def list_papers_of_officer(session: Session, officer_id: int) -> tuple[tuple[PaperRow, TrusteeRow], ...]:
    """Return the ballot papers of which an officer holds a key, as that trustee, the newest first."""
    statement = (
        select(*PAPER_COLUMNS, *_TRUSTEE_COLUMNS)
        .join(TrusteeRecord, TrusteeRecord.paper_id == Paper.id)
        .outerjoin(KeyMember, TrusteeRecord.member_id == KeyMember.id)
        .outerjoin(KeyGroup, KeyMember.group_id == KeyGroup.id)
        .where(TrusteeRecord.officer_id == officer_id)
        .order_by(Paper.id.desc())
    )
    width = len(PAPER_COLUMNS)
    return tuple((_paper(tuple(row)[:width]), _trustee(tuple(row)[width:])) for row in session.execute(statement))


def holds_key(session: Session, officer_id: int) -> bool:
    """Tell whether an officer was named as a key holder of a paper that can still be counted."""
    return any(not _is_over(paper) for paper, _ in list_papers_of_officer(session, officer_id))


def vote_runs(session: Session) -> bool:
    """Tell whether a vote is under way: its roll is frozen, and it is neither counted nor cancelled."""
    statement = select(*PAPER_COLUMNS).where(Paper.counted_at.is_(None), Paper.cancelled_at.is_(None))
    return any(not _is_over(_paper(row)) for row in session.execute(statement))


def _is_over(paper: PaperRow) -> bool:
    return paper.state in _OVER or paper.has_too_few


def list_papers_with_codes(session: Session, roll_ids: Collection[int]) -> tuple[PaperRow, ...]:
    """Return the sealed ballot papers of some rolls, on which each entry has a voting code; the newest first.

    One that was cancelled before it opened is left out: nobody was told of it, and another may stand in its place.
    """
    known = Paper.cancelled_at.is_(None) | Paper.opened_at.is_not(None)
    statement = select(*PAPER_COLUMNS).where(Paper.roll_id.in_(roll_ids), Paper.sealed_at.is_not(None), known)
    return tuple(_paper(row) for row in session.execute(statement.order_by(Paper.id.desc())))


def find_opening_on_list(session: Session, roll_id: int) -> datetime | None:
    """Return when the first paper of a roll that was not taken back was opened, or None."""
    opened = Paper.roll_id == roll_id, Paper.opened_at.is_not(None), Paper.cancelled_at.is_(None)
    return session.scalar(select(Paper.opened_at).where(*opened).order_by(Paper.opened_at).limit(1))


def list_trustees(session: Session, paper_id: int) -> tuple[TrusteeRow, ...]:
    """Return the key holders of a paper by position."""
    statement = (
        select(*_TRUSTEE_COLUMNS)
        .outerjoin(KeyMember, TrusteeRecord.member_id == KeyMember.id)
        .outerjoin(KeyGroup, KeyMember.group_id == KeyGroup.id)
        .where(TrusteeRecord.paper_id == paper_id)
        .order_by(TrusteeRecord.position)
    )
    return tuple(_trustee(tuple(row)) for row in session.execute(statement))


def keys_of_trustees(trustees: Sequence[TrusteeRow]) -> RemainingKeys:
    """Return how many of the keys of a paper remain, and how many are needed: of a key group some, otherwise all."""
    needed = trustees[0].needed_of_group or len(trustees)
    return remaining_keys(needed, [each.lost_by if each.is_lost else None for each in trustees])


def describe_keys(trustees: Sequence[TrusteeRow]) -> KeysOfVote:
    """Return how many keys a paper has, how many open its total, and whether the server holds one."""
    needed = trustees[0].needed_of_group or len(trustees)
    return KeysOfVote(needed, len(trustees), any(each.is_server for each in trustees))


def find_result(session: Session, uuid: str) -> tuple[tuple[int, ...], ...] | None:
    """Return the counts per question (blank first where it is offered), or None until counted; raises PaperNotFound."""
    return get_paper(session, uuid).result


def _trustee(row: tuple[Any, ...]) -> TrusteeRow:
    return TrusteeRow(**dict(zip(TrusteeRow.__dataclass_fields__, row, strict=True)))


def _paper(row: Row[*tuple[Any, ...]] | tuple[Any, ...]) -> PaperRow:
    values = dict(zip(PaperRow.__dataclass_fields__, row, strict=True))
    rule = values["window_rule"]
    values["window_rule"] = None if rule is None else read_rule(rule)
    result = values["result"]
    return PaperRow(
        **values
        | {
            "name": Texts.from_dict(values["name"]),
            "questions": tuple(PaperQuestion.from_row(question) for question in values["questions"]),
            "language": Language(values["language"]),
            "result": None if result is None else tuple(tuple(counts) for counts in result),
        },
    )

"""Casting: the slow proofs first and outside any transaction, then one short transaction that fills the ballot box.

Written with SQLAlchemy Core: this is the one path that thousands of people take in the same hour.
"""

from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from cachetools import LRUCache, cached
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from govapp.audit.journal import record, written_actor
from govapp.audit.models import JournalEntryRecord
from govapp.ballots.keys import receipt_public_key, signed_receipt
from govapp.ballots.models import BallotNonce, BallotRecord, CredentialRecord, Paper, PaperEvent, table
from govapp.ballots.queries import get_record_body
from govapp.ballots.queries.archive import CREDENTIALS, ELECTION
from govapp.ballots.queries.room_marks import list_marks
from govapp.ballots.rules import BALLOTS_AN_HOUR, PaperMoments, Window, require_room, require_window
from govapp.ballots.rules.hours import utc_text
from govapp.ballots.rules.refusals import (
    CredentialMismatch,
    PaperNotFound,
    SecretKeyChanged,
    VotingNotOpen,
    WeakRandomness,
    ballot_refused,
)
from govapp.ballots.rules.rights import PaperRight
from govapp.ballots.rules.room_marks import require_not_marked
from govapp.ballots.rules.sealed_assembly import sealed_members
from govapp.ballots.service.events import Chain, append
from govapp.ballots.service.receipt_mails import OtherVotes, receipt_message
from govapp.ballots.service.rights import name_of_proxy_holder, require_same_proxy
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work, keys_of, register_constraint
from govapp.declarations import JournalTag
from govapp.kernel.keys import KeyRing
from govapp.kernel.subjects import SubjectRef
from govapp.outbox.service import enqueue
from govapp.shares.rolls.queries import RollEntryRow, with_addresses_of_today
from pybelenios.archive.chain import EventType, Head, append_ballot
from pybelenios.ballot import CheckedBallot, InvalidBallot, check_ballot
from pybelenios.election import Election, read_election
from pybelenios.jsontext import read_json
from pybelenios.receipts.receipt import Receipt as Signed
from pybelenios.receipts.receipt import SignedReceipt
from pybelenios.receipts.tracker import tracker_of

register_constraint("pk_ballot_nonce", WeakRandomness, "ballot_nonce.paper_id", "ballot_nonce.alpha")

_PAPER, _CREDENTIAL, _BALLOT = table(Paper), table(CredentialRecord), table(BallotRecord)
_NONCE, _EVENT = table(BallotNonce), table(PaperEvent)

MAX_REFUSALS_NOTED = 20
_KEPT_BOXES = 8


@dataclass(frozen=True)
class Box:
    """What ballots of one paper are checked against: the same for everybody, and for ever once it is sealed."""

    uuid: str
    election: Election
    keys: frozenset[str] = field(repr=False)
    receipt_key: str | None


@dataclass(frozen=True)
class CastBallot:
    """Put a ballot in the box: its exact bytes, already checked (see `check`)."""

    uuid: str
    body: bytes = field(repr=False)
    checked: CheckedBallot = field(repr=False)


@dataclass(frozen=True)
class CastReceipt:
    """A ballot is in the box: its place in the chain, the hash of that event, and when it was received (UTC).

    `is_new` is false when the same ballot had come before; `previous_at` is the ballot that this one replaced.
    """

    uuid: str
    tracker: str
    height: int
    event: str
    received_at: datetime
    is_new: bool = True
    previous_at: datetime | None = None


@dataclass(frozen=True)
class _Place:
    """The paper as it stands while this transaction holds it."""

    id: int
    window: Window
    head: Head
    words_version: int


@dataclass(frozen=True)
class _Code:
    """A voting code: how many ballots it has put in the box, and when the last of them came, the newest first."""

    id: int
    ballots: int
    latest: tuple[datetime, ...]


def get_ballot_box(session: Session, uuid: str) -> Box:
    """Return what ballots of `uuid` are checked against; raises PaperNotFound, or VotingNotOpen before it is sealed.

    Raises SecretKeyChanged when receipts would be signed with another key than the one that the record names.
    """
    box = get_sealed_box(session, uuid)
    # A ballot without a receipt that holds could be dropped unseen: rather none is taken. Records of other Belenios
    # programs name no key for receipts, so that there is none that could have changed.
    if box.receipt_key not in {None, receipt_public_key(keys_of(session))}:
        raise SecretKeyChanged
    return box


def get_sealed_box(session: Session, uuid: str) -> Box:
    """Return the same for whoever only reads; raises PaperNotFound, or VotingNotOpen before it is sealed.

    The election and its list of codes are kept in the process under the hash of the event Setup, which covers both.
    """
    statement = (
        select(_PAPER.c.id, _PAPER.c.opens_at, _EVENT.c.hash)
        .outerjoin(_EVENT, (_EVENT.c.paper_id == _PAPER.c.id) & (_EVENT.c.height == 0))
        .where(_PAPER.c.uuid == uuid)
    )
    row = session.connection().execute(statement).one_or_none()
    if row is None:
        raise PaperNotFound
    if row.hash is None:
        raise VotingNotOpen(opens_at=row.opens_at)
    return _load(session, uuid, row.id, row.hash)


@cached(LRUCache(_KEPT_BOXES), key=lambda _session, _uuid, _paper_id, setup: setup, lock=Lock())
def _load(session: Session, uuid: str, paper_id: int, setup: str) -> Box:  # noqa: ARG001 - the key of the cache
    # Our own list, checked when it was made: looking at 36,000 keys once more would take seconds.
    listed = read_json(get_record_body(session, paper_id, CREDENTIALS))
    keys = frozenset(str(each) for each in listed) if isinstance(listed, list) else frozenset()
    election = read_election(get_record_body(session, paper_id, ELECTION))
    return Box(uuid, election, keys, sealed_members(election).get("receipt_key"))


def check(box: Box, body: bytes) -> CastBallot:
    """Check every proof and the signature of a ballot as it came in; needs no database.

    Raises a BallotRefused: ForeignBallot, ProofRefused, SignatureRefused, WeakRandomness, or that it arrived damaged.
    """
    try:
        return CastBallot(box.uuid, body, check_ballot(box.election, body, credentials=box.keys))
    except InvalidBallot as fault:
        raise ballot_refused(fault.reason) from fault


def find_receipt(session: Session, right: PaperRight, body: bytes) -> CastReceipt | None:
    """Return the receipt of these very bytes if they are in the box already for this right, else None.

    Nothing is proved again: who sends a ballot twice, because the answer was lost or to keep us busy, costs one query.
    """
    tracker = tracker_of(body)
    statement = (
        select(_BALLOT.c.height, _BALLOT.c.received_at, _EVENT.c.hash)
        .join(_EVENT, (_EVENT.c.paper_id == _BALLOT.c.paper_id) & (_EVENT.c.height == _BALLOT.c.height))
        .join(_CREDENTIAL, _CREDENTIAL.c.id == _BALLOT.c.credential_id)
        .where(
            _BALLOT.c.paper_id == right.paper_id,
            _BALLOT.c.tracker == tracker,
            _CREDENTIAL.c.roll_entry_id == right.entry.entry_id,
        )
    )
    row = session.connection().execute(statement).one_or_none()
    return (
        None if row is None else CastReceipt(right.uuid, tracker, row.height, row.hash, row.received_at, is_new=False)
    )


def cast(work: Work, right: PaperRight, command: CastBallot) -> CastReceipt:
    """Put a checked ballot in the box for a voting right, and return its receipt; `receive_ballot` asks who may.

    A ballot that is in the box already gives its old receipt again, whatever the hour: a reply that was lost can be
    asked for by sending the same bytes. Otherwise `work.now`, the moment of receipt, decides.
    Raises NotYourRight, CredentialMismatch, VotingNotOpen, VotingClosed, RightMarked, TooManyVotes, WeakRandomness.
    """
    place = _hold(work, command.uuid)
    require_same_proxy(work.session, right)
    entry = right.entry
    code = _code(work, place.id, entry, command.checked.credential)
    known = _known(work, place.id, command)
    if known is not None:
        return known
    require_window(place.window, work.now)
    require_not_marked(list_marks(work.session, place.id, entry.holder_id))
    require_room(code.ballots, code.latest, work.now)
    receipt = _put(work, place, code, command)
    record(work, BallotsTag.BALLOT_CAST, SubjectRef.to("paper", command.uuid), facts={"again": code.ballots > 0})
    (reader,) = with_addresses_of_today(work.session, [entry])
    if reader.email:
        signed, closes_at = sign_cast_receipt(work.keys, receipt), place.window.closes_at
        others = OtherVotes(receipt.previous_at, proxy_holder=name_of_proxy_holder(right, work.actor))
        enqueue(work, receipt_message(signed, receipt.received_at, reader, closes_at, place.words_version, others))
    return receipt


def note_refusal(work: Work, uuid: str, code: str, reason: str = "") -> None:
    """Write in the journal that a ballot was refused, by the code of the refusal; the ballot itself is not kept.

    After `MAX_REFUSALS_NOTED` of one person on one paper nothing more is written: the journal cannot be flooded.
    """
    subject = SubjectRef.to("paper", uuid)
    if lines_of_actor(work, BallotsTag.BALLOT_REFUSED, subject) < MAX_REFUSALS_NOTED:
        facts = {"reason": reason} if reason else {}
        alias = alias_of_actor(work, subject)
        record(work, BallotsTag.BALLOT_REFUSED, subject, facts=facts, result=code, alias=alias)


def alias_of_actor(work: Work, subject: str) -> str:
    """Return what stands for the actor in lines about `subject`: 16 hex digits that tell nothing without the key."""
    return work.keys.keyed_digest("alias in the journal", f"{subject} {work.actor.reference}")[:16]


def lines_of_actor(work: Work, tag: JournalTag, subject: str) -> int:
    """Return how often the journal says that the actor did this to `subject`."""
    statement = select(func.count()).where(
        JournalEntryRecord.actor == written_actor(work.actor, alias_of_actor(work, subject)),
        JournalEntryRecord.subject == subject,
        JournalEntryRecord.tag == tag.value,
    )
    return work.session.scalar(statement) or 0


def sign_cast_receipt(keys: KeyRing, receipt: CastReceipt) -> SignedReceipt:
    """Return the signed receipt of a ballot that is in the box."""
    return signed_receipt(
        keys, Signed(receipt.uuid, receipt.tracker, receipt.event, receipt.height, utc_text(receipt.received_at))
    )


def _hold(work: Work, uuid: str) -> _Place:
    """Return the paper and make every other writer of it wait until this transaction ends."""
    statement = select(
        _PAPER.c.id,
        _PAPER.c.opens_at,
        _PAPER.c.closes_at,
        _PAPER.c.sealed_at,
        _PAPER.c.opened_at,
        _PAPER.c.closed_at,
        _PAPER.c.counted_at,
        _PAPER.c.cancelled_at,
        _PAPER.c.ended_at,
        _PAPER.c.head,
        _PAPER.c.height,
        _PAPER.c.words_version,
    ).where(_PAPER.c.uuid == uuid)
    row = work.session.connection().execute(statement.with_for_update()).one_or_none()
    if row is None:
        raise PaperNotFound
    moments = PaperMoments(row.sealed_at, row.opened_at, row.closed_at, row.counted_at, row.cancelled_at, row.ended_at)
    window = Window(moments.state, row.opens_at, row.closes_at, row.closed_at)
    return _Place(row.id, window, Head(row.head, row.height), row.words_version)


def _code(work: Work, paper_id: int, entry: RollEntryRow, public_key: str) -> _Code:
    """Return the voting code that signed the ballot, which must be that of `entry`."""
    statement = (
        select(_CREDENTIAL.c.id, _CREDENTIAL.c.roll_entry_id, _BALLOT.c.received_at)
        .outerjoin(_BALLOT, _BALLOT.c.credential_id == _CREDENTIAL.c.id)
        .where(_CREDENTIAL.c.paper_id == paper_id, _CREDENTIAL.c.public_key == public_key)
        .order_by(_BALLOT.c.height.desc())
    )
    rows = work.session.connection().execute(statement).all()
    if not rows or rows[0].roll_entry_id != entry.entry_id:
        raise CredentialMismatch
    received = tuple(row.received_at for row in rows if row.received_at is not None)
    return _Code(rows[0].id, len(received), received[:BALLOTS_AN_HOUR])


def _known(work: Work, paper_id: int, command: CastBallot) -> CastReceipt | None:
    """Return the receipt of this very ballot when it is in the box already."""
    statement = (
        select(_BALLOT.c.height, _BALLOT.c.received_at, _EVENT.c.hash)
        .join(_EVENT, (_EVENT.c.paper_id == _BALLOT.c.paper_id) & (_EVENT.c.height == _BALLOT.c.height))
        .where(_BALLOT.c.paper_id == paper_id, _BALLOT.c.tracker == command.checked.tracker)
    )
    row = work.session.connection().execute(statement).one_or_none()
    if row is None:
        return None
    return CastReceipt(command.uuid, command.checked.tracker, row.height, row.hash, row.received_at, is_new=False)


def _put(work: Work, place: _Place, code: _Code, command: CastBallot) -> CastReceipt:
    added = append_ballot(place.head, command.body)
    height, tracker = added.head.height, command.checked.tracker
    connection = work.session.connection()
    connection.execute(
        insert(_BALLOT).values(
            paper_id=place.id,
            height=height,
            credential_id=code.id,
            tracker=tracker,
            body=command.body,
            received_at=work.now,
        ),
    )
    nonces = [{"paper_id": place.id, "alpha": bytes.fromhex(alpha)} for alpha in command.checked.alphas]
    connection.execute(insert(_NONCE), nonces)
    append(work, Chain(place.id, place.head), EventType.BALLOT, added, ballots=height)
    return CastReceipt(
        command.uuid, tracker, height, added.head.event, work.now, previous_at=next(iter(code.latest), None)
    )

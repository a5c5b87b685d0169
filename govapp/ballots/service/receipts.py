"""Receipts: signed proof that a ballot is in the box, never of what it says; and the voter's own view of a paper."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.audit.journal import record
from govapp.ballots.keys import private_code, signed_receipt
from govapp.ballots.models import CredentialRecord, PaperEvent
from govapp.ballots.queries import BallotRow, PaperRow, find_ballot_of, get_paper, has_voted
from govapp.ballots.rules.hours import utc_text
from govapp.ballots.rules.refusals import (
    NotOnRoll,
    ReceiptMailedOften,
    ReceiptNotFound,
    SecretKeyChanged,
    VotingNotOpen,
)
from govapp.ballots.service.casting import CastReceipt, lines_of_actor, receipt_message
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work, keys_of
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.subjects import SubjectRef
from govapp.outbox.service import enqueue
from govapp.shares.rolls.queries import RollEntryRow, roll, roll_entry_of
from pybelenios.credentials import derive_credential
from pybelenios.group import point_text
from pybelenios.receipts.receipt import Receipt as Signed
from pybelenios.receipts.receipt import SignedReceipt

MAX_RECEIPT_MAILS = 10


@dataclass(frozen=True)
class Voter:
    """Somebody on the list of a paper, with what the booth needs to vote for him or her."""

    entry: RollEntryRow
    code: str = field(repr=False)
    public_key: str
    has_voted: bool


def get_voter(session: Session, found: PaperRow, actor: Actor) -> Voter:
    """Return the acting shareholder as a voter of a paper.

    Raises NotOnRoll, VotingNotOpen before it is sealed, SecretKeyChanged when the code that the server derives is not
    the one on the list of codes.
    """
    entry = get_entry(session, found, actor)
    public_key = session.scalar(
        select(CredentialRecord.public_key).where(
            CredentialRecord.paper_id == found.id,
            CredentialRecord.roll_entry_id == entry.entry_id,
        ),
    )
    if public_key is None:
        raise VotingNotOpen(opens_at=found.opens_at)
    code = private_code(keys_of(session), found.uuid, entry.entry_id)
    if point_text(derive_credential(found.uuid, code).public) != public_key:
        raise SecretKeyChanged
    return Voter(entry, code, public_key, has_voted(session, found.id, entry.entry_id))


def get_entry(session: Session, found: PaperRow, actor: Actor) -> RollEntryRow:
    """Return the acting shareholder's entry on the roll of a paper; raises NotOnRoll."""
    entry = None
    if actor.kind is ActorKind.SHAREHOLDER and actor.id is not None:
        entry = roll_entry_of(session, found.roll_id, actor.id)
    if entry is None:
        raise NotOnRoll(record_date=roll(session, found.roll_id).record_date)
    return entry


def get_own_ballot(session: Session, found: PaperRow, actor: Actor, tracker: str) -> BallotRow:
    """Return the acting shareholder's own ballot with `tracker`; raises ReceiptNotFound."""
    ballot = None
    if actor.kind is ActorKind.SHAREHOLDER and actor.id is not None:
        ballot = find_ballot_of(session, found.id, found.roll_id, actor.id, tracker)
    if ballot is None:
        raise ReceiptNotFound
    return ballot


def get_signed_receipt(session: Session, found: PaperRow, ballot: BallotRow) -> SignedReceipt:
    """Return the receipt of a ballot, signed with the key that the election record names as `assembly.receipt_key`."""
    event = session.execute(
        select(PaperEvent.hash).where(PaperEvent.paper_id == found.id, PaperEvent.height == ballot.height),
    ).scalar_one()
    return signed_receipt(
        keys_of(session), Signed(found.uuid, ballot.tracker, event, ballot.height, utc_text(ballot.received_at))
    )


def mail_receipt(work: Work, uuid: str, tracker: str) -> str:
    """Mail the acting shareholder his or her receipt again and return the address; empty when none is known.

    Raises PaperNotFound, NotOnRoll, ReceiptNotFound or ReceiptMailedOften.
    """
    found = get_paper(work.session, uuid)
    entry = get_entry(work.session, found, work.actor)
    ballot = get_own_ballot(work.session, found, work.actor, tracker)
    if not entry.email:
        return ""
    if lines_of_actor(work, BallotsTag.RECEIPT_MAILED, SubjectRef.to("paper", uuid)) >= MAX_RECEIPT_MAILS:
        raise ReceiptMailedOften
    receipt = CastReceipt(uuid, ballot.tracker, ballot.height, "", ballot.received_at, is_new=False)
    enqueue(work, receipt_message(receipt, entry, found.closes_at))
    record(work, BallotsTag.RECEIPT_MAILED, SubjectRef.to("paper", uuid))
    return entry.email

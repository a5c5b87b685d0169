"""Receipts: signed proof that a ballot is in the box, never of what it says; and the voter's own view of a paper."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.audit.journal import record
from govapp.ballots.keys import private_code, signed_receipt
from govapp.ballots.models import CredentialRecord, PaperEvent
from govapp.ballots.queries import BallotRow, PaperRow, find_ballot_of, get_paper, has_voted, list_ballots_of
from govapp.ballots.rules.hours import utc_text
from govapp.ballots.rules.refusals import (
    ReceiptMailedOften,
    ReceiptNotFound,
    SecretKeyChanged,
    VotingNotOpen,
)
from govapp.ballots.rules.rights import PaperRight
from govapp.ballots.service.casting import alias_of_actor, lines_of_actor
from govapp.ballots.service.receipt_mails import OtherVotes, receipt_message
from govapp.ballots.service.rights import list_rights, may_read_receipt, name_of_proxy_holder, require_confirmed
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work, keys_of
from govapp.kernel.actors import Actor
from govapp.kernel.subjects import SubjectRef
from govapp.outbox.service import enqueue
from govapp.shares.rolls.queries import RollEntryRow, with_addresses_of_today
from pybelenios.credentials import derive_credential
from pybelenios.group import point_text
from pybelenios.receipts.receipt import Receipt as Signed
from pybelenios.receipts.receipt import SignedReceipt

MAX_RECEIPT_MAILS = 10


@dataclass(frozen=True)
class Voter:
    """A voting right on a paper, with what the booth needs to use it."""

    entry: RollEntryRow
    code: str = field(repr=False)
    public_key: str
    has_voted: bool


def get_voter(session: Session, found: PaperRow, right: PaperRight) -> Voter:
    """Return what the booth needs to vote with a right.

    Raises VotingNotOpen before the paper is sealed, SecretKeyChanged when the code that the server derives is not the
    one on the list of codes.
    """
    entry = right.entry
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


@dataclass(frozen=True)
class OwnBallot:
    """A ballot that was cast with a right of the person who asks."""

    right: PaperRight
    ballot: BallotRow


def get_own_ballot(session: Session, uuid: str, actor: Actor, moment: datetime, tracker: str) -> OwnBallot:
    """Return the ballot with `tracker` that was cast with one of the rights of the acting person.

    Whoever gave a proxy reads all receipts of the own right; its holder those since the proxy was confirmed.
    Raises PaperNotFound, ReceiptNotFound, AddressNotConfirmed.
    """
    for right in list_rights(session, uuid, actor, moment, with_given=True):
        ballot = find_ballot_of(session, right.paper_id, right.entry.entry_id, tracker)
        if ballot is not None and may_read_receipt(right, actor, ballot.received_at):
            require_confirmed(session, right, actor)
            return OwnBallot(right, ballot)
    raise ReceiptNotFound


def get_signed_receipt(session: Session, found: PaperRow, ballot: BallotRow) -> SignedReceipt:
    """Return the receipt of a ballot, signed with the key that the election record names as `assembly.receipt_key`."""
    event = session.execute(
        select(PaperEvent.hash).where(PaperEvent.paper_id == found.id, PaperEvent.height == ballot.height),
    ).scalar_one()
    return signed_receipt(
        keys_of(session), Signed(found.uuid, ballot.tracker, event, ballot.height, utc_text(ballot.received_at))
    )


def mail_receipt(work: Work, uuid: str, tracker: str) -> str:
    """Mail a receipt again to the address of its voting right, and return that; empty when none is known.

    Raises PaperNotFound, ReceiptNotFound, AddressNotConfirmed or ReceiptMailedOften.
    """
    found = get_paper(work.session, uuid)
    own = get_own_ballot(work.session, uuid, work.actor, work.now, tracker)
    (entry,) = with_addresses_of_today(work.session, [own.right.entry])
    ballot = own.ballot
    if not entry.email:
        return ""
    if lines_of_actor(work, BallotsTag.RECEIPT_MAILED, SubjectRef.to("paper", uuid)) >= MAX_RECEIPT_MAILS:
        raise ReceiptMailedOften
    signed = get_signed_receipt(work.session, found, ballot)
    holder = name_of_proxy_holder(own.right, work.actor)
    others = _others(list_ballots_of(work.session, found.id, own.right.entry.entry_id), ballot, holder)
    enqueue(work, receipt_message(signed, ballot.received_at, entry, found.closes_at, found.words_version, others))
    subject = SubjectRef.to("paper", uuid)
    record(work, BallotsTag.RECEIPT_MAILED, subject, alias=alias_of_actor(work, subject))
    return entry.email


def _others(ballots: Sequence[BallotRow], own: BallotRow, proxy_holder: str) -> OtherVotes:
    before = [each.received_at for each in ballots if each.height < own.height]
    after = [each.received_at for each in ballots if each.height > own.height]
    return OtherVotes(max(before, default=None), min(after, default=None), proxy_holder)
